package planning

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"vuon/apps/planning/planreader"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/text"
)

// Severity says what a finding means for the submission.
type Severity string

// The severities.
const (
	Blocks Severity = "block" // the plan cannot be submitted
	Warns  Severity = "warn"  // somebody should look at it
)

// Check is a finding of the check before submission.
type Check struct {
	Code     string   `json:"code"`
	Severity Severity `json:"severity"`
	At       string   `json:"at"`   // id of the section, or the name of another part; "" is the whole plan
	Name     string   `json:"name"` // of that part, in the words of the plan
	VI       string   `json:"message"`
	EN       string   `json:"message_en"`
	Href     string   `json:"href"` // where it is mended, "" when nowhere in the plan
}

// Text is the finding in words.
func (c Check) Text() i18n.Text { return i18n.T(c.VI, c.EN) }

// Checks tells what should be mended before the plan of a year is submitted; what
// blocks stands first.
func (s *Service) Checks(ctx context.Context, tenant string, year int) (list []Check, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		v, err := s.store.version(ctx, tx, year, latest, false)
		if err != nil {
			return err
		}
		list, err = s.checked(ctx, tx, &v)
		return err
	})
	return list, err
}

// checked runs all checks on a version in the running transaction.
func (s *Service) checked(ctx context.Context, tx database.Tx, v *Version) ([]Check, error) {
	list := partChecks(&v.Plan)
	for _, more := range []func(context.Context, database.Tx, *Version) ([]Check, error){s.projectChecks, s.citationChecks, s.yearChecks, s.guidanceChecks} {
		found, err := more(ctx, tx, v)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	list = append(list, targetChecks(&v.Plan)...)
	list = append(list, moneyChecks(&v.Plan)...)
	list = append(list, numberingChecks(&v.Plan)...)
	list = append(list, readingChecks(&v.Plan)...)
	slices.SortStableFunc(list, func(a, b Check) int { return strings.Compare(string(a.Severity), string(b.Severity)) })
	for i := range list {
		c := &list[i]
		if c.At != "" {
			c.Href = fmt.Sprintf("/t/%s/plans/%d/sections/%s", v.Tenant, v.Year, c.At)
			c.Name = titleAt(&v.Plan, c.At).VI
		}
	}
	return list, nil
}

// ready refuses to submit a plan of which a part is missing (fault plan_incomplete).
func (s *Service) ready(ctx context.Context, tx database.Tx, v *Version) error {
	list, err := s.checked(ctx, tx, v)
	if err != nil {
		return err
	}
	f := faultIncomplete("xem các mục được đánh dấu.", "see what is marked.")
	for _, c := range list {
		if c.Severity == Blocks {
			at := c.At
			if at == "" {
				at = "sections"
			}
			f = f.At(at, c.VI, c.EN)
		}
	}
	if len(f.Fields) == 0 {
		return nil
	}
	return f
}

func warning(code, at, vi, en string, args ...any) Check {
	return Check{Code: code, Severity: Warns, At: at, VI: fmt.Sprintf(vi, args...), EN: fmt.Sprintf(en, args...)}
}

// partChecks ask for what a plan cannot be submitted without (Nghị định
// 30/2020/NĐ-CP, Điều 8: thể thức).
func partChecks(p *planreader.Plan) (list []Check) {
	for _, part := range []struct {
		path, vi, en string
		missing      bool
	}{
		{PartTitle, "Thiếu trích yếu của kế hoạch.", "The plan's abstract is missing.", p.Header.Title == ""},
		{PartPreamble, "Thiếu căn cứ ban hành.", "The legal bases are missing.", len(p.Preamble) == 0},
		{"", "Kế hoạch chưa có nội dung.", "The plan has no content.", len(p.Sections) == 0},
		{PartRecipients, "Thiếu nơi nhận.", "The recipients are missing.", len(p.Recipients) == 0},
		{PartSignatory, "Thiếu chức vụ, họ tên người ký.", "Capacity and name of the signatory are missing.",
			p.Signatory.Name == "" || len(p.Signatory.Capacity) == 0},
	} {
		if part.missing {
			list = append(list, Check{Code: "part_missing", Severity: Blocks, At: part.path, VI: part.vi, EN: part.en})
		}
	}
	return list
}

// projectChecks look for the projects that the tenant carries out, and for who leads.
func (s *Service) projectChecks(ctx context.Context, _ database.Tx, v *Version) (list []Check, err error) {
	var expected []string
	if err := s.Tenants.Setting(ctx, v.Tenant, tenancy.PlanProjects, &expected); err != nil {
		return nil, err
	}
	known, err := s.known(ctx, firstOf(v.Year))
	if err != nil {
		return nil, err
	}
	if len(known.Projects) == 0 {
		return []Check{warning("catalogue_empty", "", "Danh mục chương trình không có dự án nào cho năm %d, nên chưa kiểm tra được dự án và phân công.",
			"The catalogue has no project for %d, so projects and assignments were not checked.", v.Year)}, nil
	}
	there, places, numbered := map[string]bool{}, map[string]string{}, planreader.Places(v.Plan.Sections)
	for _, at := range v.Plan.LocateProjects(known) {
		places[at.Code] = at.Section
	}
	var walk func(projects []planreader.Project)
	walk = func(projects []planreader.Project) {
		for _, p := range projects {
			there[p.Code] = true
			leads := slices.ContainsFunc(p.Assignments, func(a planreader.Assignment) bool { return a.Role == "lead" })
			if len(p.SubProjects) == 0 && !leads {
				at := places[p.Code]
				if p.Code == "" {
					at = keyOf(&v.Plan, numbered[p.At])
				}
				list = append(list, warning("project_without_lead", at, "%s chưa có cơ quan chủ trì.", "%s has no lead office.", projectName(p, known)))
			}
			walk(p.SubProjects)
		}
	}
	walk(v.Plan.Projects)
	for _, code := range expected {
		if !there[code] {
			name := projectName(planreader.Project{Code: code}, known)
			list = append(list, warning("project_missing", "", "Kế hoạch chưa có %s, là dự án mà địa bàn thực hiện.", "The plan lacks %s, which the tenant carries out.", name))
		}
	}
	return list, nil
}

// projectName names a project as plans do: "Dự án 2: …", "Tiểu dự án 1 (DA4.1): …".
func projectName(p planreader.Project, known planreader.Catalogue) string {
	for _, c := range known.Projects {
		switch {
		case c.Code != p.Code:
		case c.Parent == "":
			return fmt.Sprintf("Dự án %d “%s”", c.Number, c.Title)
		default:
			return fmt.Sprintf("Tiểu dự án %d thuộc Dự án %s “%s”", c.Number, strings.TrimPrefix(c.Parent, "DA"), c.Title)
		}
	}
	if p.Title == "" {
		return p.Code
	}
	return strings.TrimSpace(p.Code + " “" + p.Title + "”")
}

// targetChecks look for targets at all, and for what each is measured against.
func targetChecks(p *planreader.Plan) (list []Check) {
	if len(p.Targets) == 0 {
		return []Check{warning("targets_missing", "", "Kế hoạch chưa có chỉ tiêu nào bằng số.", "The plan has no target with an amount.")}
	}
	for _, at := range p.LocateTargets() {
		line := lineOf(p, at)
		for _, t := range at.Targets {
			relative := t.Direction != "reach" && t.From == nil
			if relative && !strings.Contains(text.Fold(line), "so voi") {
				list = append(list, warning("target_without_baseline", at.Section, "Chỉ tiêu “%s” chưa nói so với năm nào hoặc từ mức nào.",
					"The target %q does not say against which year or level.", t.Text))
			}
		}
	}
	return append(list, vagueGoals(p)...)
}

func lineOf(p *planreader.Plan, at planreader.Stated) string {
	s := p.Section(at.Section)
	if s == nil || at.Line < 0 {
		return ""
	}
	return strings.Split(s.Text, "\n")[at.Line]
}

// vagueGoals are top sections on targets that name no amount.
func vagueGoals(p *planreader.Plan) (list []Check) {
	with := map[string]bool{}
	for _, at := range p.LocateTargets() {
		with[at.Section] = true
	}
	var any func(s planreader.Section) bool
	any = func(s planreader.Section) bool { return with[s.ID] || slices.ContainsFunc(s.Children, any) }
	for _, s := range p.Sections {
		title := text.Fold(s.Title)
		if (strings.HasPrefix(title, "muc tieu") || strings.HasPrefix(title, "chi tieu")) && !any(s) {
			list = append(list, warning("target_without_amount", s.ID, "Mục “%s” không có chỉ tiêu nào bằng số.", "The section %q has no target with an amount.", heading(Part{Mark: s.Mark, Title: s.Title})))
		}
	}
	return list
}

// numberingChecks look for numbers that are left out or repeated.
func numberingChecks(p *planreader.Plan) (list []Check) {
	var walk func(sections []planreader.Section)
	walk = func(sections []planreader.Section) {
		style, last := planreader.NumberingOf(sections), 0
		for _, s := range sections {
			if value := style.Value(s); value > 0 {
				if !style.Follows(s, last) {
					list = append(list, warning("numbering_gap", s.ID, "Số thứ tự “%s” không nối tiếp mục trước.", "The number %q does not follow the one before.", s.Mark))
				}
				last = value
			}
			walk(s.Children)
		}
	}
	walk(p.Sections)
	return list
}

// readingChecks pass on what the reader of the plan noticed and no other check tells.
func readingChecks(p *planreader.Plan) (list []Check) {
	places := planreader.Places(p.Sections)
	for _, w := range p.Warnings {
		switch w.Code {
		case warnCitation, planreader.WarnDatesDiffer, planreader.WarnDateUnlike, planreader.WarnDateInvalid, planreader.WarnBasisUnknown, planreader.WarnNumberingRepeats:
			continue // citationChecks and numberingChecks
		}
		list = append(list, Check{Code: w.Code, Severity: Warns, At: keyOf(p, placeOf(places, w)), VI: w.Message, EN: w.MessageEN})
	}
	return list
}
