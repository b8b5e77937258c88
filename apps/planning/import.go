package planning

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"vuon/apps/planning/plancompare"
	"vuon/apps/planning/planreader"
	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/storage"
)

// MaxSource is how large a file of a plan may be, in bytes.
const MaxSource = 20 << 20

// Upload is a plan's file.
type Upload struct {
	Name string
	Size int64
	Body io.ReaderAt
}

// Preview reads a file without keeping anything of it.
func (s *Service) Preview(ctx context.Context, tenant string, year int, up Upload) (plan planreader.Plan, err error) {
	var known planreader.Catalogue
	err = s.in(ctx, tenant, ActionDraft, func(ctx context.Context, _ database.Tx) error {
		known, err = s.knownIn(ctx, year)
		return err
	})
	if err != nil {
		return plan, err
	}
	if plan, err = read(year, up, known); err == nil {
		plan.Identify() // as it would be kept
	}
	return plan, err
}

// Import reads a file into a new draft of the year's plan, or over the draft that
// is there, whose text stays in the history. An issued plan is never written over
// (fault plan_issued), nor one that others are deciding on (wrong_state), nor what
// somebody else wrote while the file was being read (plan_exists). The file is
// read outside of a transaction, which it would hold open for as long.
func (s *Service) Import(ctx context.Context, tenant string, year int, up Upload) (v Version, err error) {
	var known planreader.Catalogue
	var seen Version
	err = s.in(ctx, tenant, ActionDraft, func(ctx context.Context, tx database.Tx) error {
		if seen, err = s.writable(ctx, tx, tenant, year); err != nil {
			return err
		}
		known, err = s.knownIn(ctx, year)
		return err
	})
	if err != nil {
		return v, err
	}
	plan, err := read(year, up, known)
	if err != nil {
		return v, err
	}
	err = s.in(ctx, tenant, ActionDraft, func(ctx context.Context, tx database.Tx) error {
		v, err = s.begin(ctx, tx, tenant, year, seen)
		if err != nil {
			return err
		}
		return s.fill(ctx, tx, &v, plan, up)
	})
	return v, err
}

// fill writes what was read into the draft, and keeps the file: one transaction,
// so that neither stays without the other.
func (s *Service) fill(ctx context.Context, tx database.Tx, v *Version, plan planreader.Plan, up Upload) (err error) {
	before := printed(&v.Plan)
	plancompare.Inherit(&plan, &v.Plan)
	v.Plan, v.Title, v.SourceName = plan, string(plan.Header.Title), up.Name
	if v.Title == "" {
		v.Title = fmt.Sprintf("Kế hoạch năm %d", v.Year)
	}
	if v.SourceKey, err = s.keepSource(ctx, *v, up); err != nil {
		return err
	}
	if err := s.write(ctx, tx, v, Change{Title: up.Name, Before: before, After: printed(&v.Plan)}); err != nil {
		return err
	}
	return s.step(ctx, tx, *v, StepImport, up.Name)
}

// keepSource stores the file as it came, under a key of the revision that it becomes.
func (s *Service) keepSource(ctx context.Context, v Version, up Upload) (string, error) {
	key := fmt.Sprintf("plans/%d/source/v%d/r%d/source%s", v.Year, v.Version, v.Revision+1, extension(up.Name))
	_, err := s.Storage.Put(ctx, v.Tenant, key, io.NewSectionReader(up.Body, 0, up.Size), storage.PutOptions{
		Name: up.Name, MaxBytes: MaxSource,
		Types: []string{"text/plain", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	})
	return key, err
}

func extension(name string) string {
	if strings.HasSuffix(strings.ToLower(name), ".docx") {
		return ".docx"
	}
	return ".txt"
}

// writable is the version that an import would write, locked: the open draft, or
// a first one that is not there yet (revision 0).
func (s *Service) writable(ctx context.Context, tx database.Tx, tenant string, year int) (Version, error) {
	v, err := s.store.version(ctx, tx, year, latest, true)
	switch {
	case fault.CodeOf(err) == "plan_not_found":
		now := s.Clock.Now()
		return Version{Tenant: tenant, Year: year, State: Draft, Since: now, UpdatedAt: now}, nil
	case err != nil:
		return v, err
	case v.State == Issued:
		return v, faultIssued(year)
	case !v.State.Editable():
		return v, faultState(v.State, StepImport, StepRecord{})
	}
	return v, nil
}

// begin is writable once more, now to be written: still as it was seen, and there.
func (s *Service) begin(ctx context.Context, tx database.Tx, tenant string, year int, seen Version) (Version, error) {
	v, err := s.writable(ctx, tx, tenant, year)
	if err != nil {
		return v, err
	}
	if v.Version != seen.Version || v.Revision != seen.Revision {
		return v, faultPlanThere(year)
	}
	if v.Version == 0 {
		v.Version = 1
		return v, s.store.insert(ctx, tx, v)
	}
	return v, nil
}

// write saves a changed text, with the change in the history and in the audit.
func (s *Service) write(ctx context.Context, tx database.Tx, v *Version, c Change) error {
	v.Revision++
	v.UpdatedAt = s.Clock.Now()
	c.Account, c.Actor = who(ctx)
	v.UpdatedBy = c.Actor
	c.Version, c.Revision, c.At = v.Version, v.Revision, v.UpdatedAt
	if err := s.store.update(ctx, tx, *v); err != nil {
		return err
	}
	if err := s.store.addChange(ctx, tx, v.Year, c); err != nil {
		return err
	}
	return s.Audit.Record(ctx, tx, audit.Entry{Action: ActionDraft, Object: "plan", ObjectID: v.id(),
		Before: map[string]string{"section": c.Section, "text": c.Before},
		After:  map[string]string{"section": c.Section, "text": c.After}})
}

// id names a version in the audit: "2024/1".
func (v Version) id() string { return fmt.Sprintf("%d/%d", v.Year, v.Version) }

// titleYear finds the plan's year in its title: "… năm 2024 trên địa bàn …".
var titleYear = regexp.MustCompile(`(?i)năm\s+(20\d\d)`)

// knownIn is known on the first day of a plan's year (fault bad_year).
func (s *Service) knownIn(ctx context.Context, year int) (planreader.Catalogue, error) {
	if year < 2021 || year > 2100 {
		return planreader.Catalogue{}, faultYear(year)
	}
	return s.known(ctx, time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC))
}

// read turns a file into the plan of a year.
func read(year int, up Upload, known planreader.Catalogue) (plan planreader.Plan, err error) {
	if up.Size > MaxSource {
		return plan, fault.New(fault.TooLarge, "file_too_large", "Tệp lớn hơn 20 MB. Hãy bỏ bớt hình ảnh rồi thử lại.",
			"The file is larger than 20 MB. Remove pictures and try again.")
	}
	source, err := planreader.Read(up.Name, up.Body, up.Size)
	if err != nil {
		return plan, err
	}
	plan = planreader.Parse(source, known)
	if len(plan.Sections) == 0 {
		return plan, fault.New(fault.Invalid, "not_a_plan",
			"Không tìm thấy phần, mục nào của một kế hoạch trong tệp này. Hãy chọn tệp kế hoạch dạng .docx hoặc .txt.",
			"No part or section of a plan was found in this file. Choose the plan's .docx or .txt file.")
	}
	return plan, ofYear(string(plan.Header.Title), year)
}

// ofYear refuses a title that speaks of other years only: "… giai đoạn từ năm
// 2021 đến năm 2025, năm 2024" is of 2024 too.
func ofYear(title string, year int) error {
	found := 0
	for _, m := range titleYear.FindAllStringSubmatch(title, -1) {
		if found, _ = strconv.Atoi(m[1]); found == year {
			return nil
		}
	}
	if found == 0 {
		return nil
	}
	return faultOtherYear(year, found)
}

// known is what the reader is told about programme, law and offices on a day.
func (s *Service) known(ctx context.Context, at time.Time) (known planreader.Catalogue, err error) {
	projects, err := s.Catalogue.Projects(ctx, at)
	if err != nil {
		return known, err
	}
	for _, p := range projects {
		known.Projects = append(known.Projects, planreader.CatalogueProject{Code: p.Code, Number: p.Number,
			Parent: p.Parent, Title: p.Title, OtherTitles: p.OtherTitles})
	}
	documents, err := s.Catalogue.DocumentsFor(ctx, database.Tenant(ctx))
	if err != nil {
		return known, err
	}
	for _, d := range documents {
		known.Documents = append(known.Documents, planreader.LegalDocument{Type: d.Type, Number: d.Number,
			Issuer: d.Issuer, Date: string(d.Date), Title: d.Title})
	}
	functions, err := s.Catalogue.Functions(ctx)
	for _, f := range functions {
		known.Functions = append(known.Functions, planreader.OfficeFunction{ID: f.ID, Words: f.Words})
	}
	return known, err
}

// printed is the whole text, a paragraph a line.
func printed(p *planreader.Plan) string { return strings.Join(p.Printed(), "\n") }
