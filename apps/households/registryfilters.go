package households

import (
	"context"
	"strconv"
	"strings"

	"vuon/apps/households/classify"
	"vuon/apps/households/forms"
	"vuon/apps/households/views"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// filterOptions fill the fields of the filter.
func (s *Service) filterOptions(r *web.Request, f Filter, units []tenancy.Unit, m *views.Registry) error {
	say := func(vi, en string) string { return i18n.Say(r.Context(), vi, en) }
	if len(units) > 1 {
		m.Units = append(m.Units, ui.Option{Label: say("Tất cả", "All") + " (" + strconv.Itoa(len(units)) + ")"})
	}
	m.Units = append(m.Units, communeOptions(units, f.Unit)...)
	m.Classes = []ui.Option{{Label: say("Tất cả", "All")}}
	for _, c := range classes() {
		m.Classes = append(m.Classes, ui.Option{Value: string(c), Label: ClassTitle(c).In(r.Lang()), Selected: f.Class == c})
	}
	m.States = []ui.Option{{Label: StateHere.Title().In(r.Lang())}}
	for _, st := range []State{StateLeft, StateMerged, StateDied} {
		m.States = append(m.States, ui.Option{Value: string(st), Label: st.Title().In(r.Lang()), Selected: f.State == st})
	}
	m.Groups = groupOptions(r, f.Group)
	reveals := r.Can(ActionReveal)
	m.Lacks = numberOptions(say("Bất kỳ", "Any"), forms.Indicators(), f.Deprived, 3, reveals)
	m.Causes = numberOptions(say("Bất kỳ", "Any"), forms.CauseNames(), f.Cause, 7, reveals)
	m.More = f.Village != "" || f.On != "" || f.Deprived > 0 || f.Cause > 0 || f.Group != "" || f.State != "" && f.State != StateHere
	m.Filtered = m.More || f.Query != "" || f.Class != "" || f.Unit != "" || f.Round != ""
	if f.Round != "" {
		m.Hidden = [][2]string{{"round", f.Round}, {"measure", strings.Join(f.Measures, ",")}}
		round, _ := roundNamed(f.Round)
		m.Round = round.Title().In(r.Lang())
	}
	return s.placeOptions(r, f, m)
}

// placeOptions are the villages of the chosen commune and the years of the registry.
func (s *Service) placeOptions(r *web.Request, f Filter, m *views.Registry) error {
	first := 0
	err := s.reads(r.Context(), r.Tenant().ID, ActionView, func(ctx context.Context, tx database.Tx) (err error) {
		first, err = s.store.firstYear(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	m.Years = []ui.Option{{Label: i18n.Say(r.Context(), "Hiện nay", "Now")}}
	for y := s.today().Time().Year() - 1; first > 0 && y >= first; y-- {
		year := strconv.Itoa(y)
		m.Years = append(m.Years, ui.Option{Value: year, Label: i18n.Say(r.Context(), "Cuối năm ", "End of ") + year, Selected: string(f.On) == year+"-12-31"})
	}
	if f.Unit == "" {
		return nil
	}
	unit, err := s.unit(r.Context(), r.Tenant().ID, f.Unit, f.On)
	if err != nil {
		return err
	}
	list, err := s.Villages(r.Context(), r.Tenant().ID, []string{unit.ID}, f.On)
	if len(list) > 0 {
		m.Villages = []ui.Option{{Label: i18n.Say(r.Context(), "Tất cả", "All")}}
	}
	for _, v := range list {
		m.Villages = append(m.Villages, ui.Option{Value: v.ID, Label: v.Name, Selected: v.ID == f.Village})
	}
	return err
}

func communeOptions(units []tenancy.Unit, chosen string) (out []ui.Option) {
	for _, u := range units {
		out = append(out, ui.Option{Value: u.Code, Label: u.Name, Selected: u.Code == chosen})
	}
	return out
}

// groupOptions offer the groups; those that tell of which people somebody is, to
// who may reveal that.
func groupOptions(r *web.Request, chosen Group) []ui.Option {
	out := []ui.Option{{Label: i18n.Say(r.Context(), "Bất kỳ", "Any")}}
	add := func(g Group, vi, en string) {
		out = append(out, ui.Option{Value: string(g), Label: i18n.Say(r.Context(), vi, en), Selected: g == chosen})
	}
	add(GroupMerit, "Có người có công", "With a person of merit")
	add(GroupNoLabour, "Không có khả năng lao động", "Without labour capacity")
	add(GroupFemale, "Chủ hộ là nữ", "Female head")
	if r.Can(ActionReveal) {
		add(GroupMinority, "Dân tộc thiểu số (ghi nhật ký)", "Ethnic minority (audited)")
		add(GroupOnsite, "Dân tộc thiểu số tại chỗ (ghi nhật ký)", "Minority on site (audited)")
	}
	return out
}

// numberOptions offer numbered things; the sensitive one to who may reveal it.
func numberOptions(any string, names []string, chosen, sensitive int, reveals bool) []ui.Option {
	out := []ui.Option{{Label: any}}
	for i, name := range names {
		if i+1 == sensitive && !reveals {
			continue
		}
		out = append(out, ui.Option{Value: strconv.Itoa(i + 1), Label: strconv.Itoa(i+1) + ". " + name, Selected: chosen == i+1})
	}
	return out
}

// shownLacks are the deprivations that may be shown: nutrition is sensitive.
func shownLacks(s classify.Set, revealed bool) classify.Set { return without(s, 3, revealed) }

// shownCauses are the causes that may be shown: illness is sensitive.
func shownCauses(s classify.Set, revealed bool) classify.Set { return without(s, 7, revealed) }

func without(s classify.Set, n int, revealed bool) classify.Set {
	if revealed {
		return s
	}
	return s &^ classify.SetOf(n)
}

// lackNames are the deprivations in few words, for the tags of a list.
func lackNames(l i18n.Lang, s classify.Set) (out []string) {
	names := []i18n.Text{i18n.T("Việc làm", "Work"), i18n.T("Phụ thuộc", "Dependents"), i18n.T("Dinh dưỡng", "Nutrition"), i18n.T("BHYT", "Insurance"),
		i18n.T("Học vấn", "Adults' education"), i18n.T("Trẻ đi học", "Schooling"), i18n.T("Nhà ở", "Housing"), i18n.T("Diện tích ở", "Space"),
		i18n.T("Nước sạch", "Water"), i18n.T("Nhà tiêu", "Latrine"), i18n.T("Viễn thông", "Internet"), i18n.T("Thông tin", "Media")}
	for n := range s.All() {
		if n <= len(names) {
			out = append(out, names[n-1].In(l))
		}
	}
	return out
}
