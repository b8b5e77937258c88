package households

import (
	"context"
	"net/http"

	"vuon/apps/households/classify"
	"vuon/platform/tenancy/declared"
	"vuon/platform/web"
)

// HouseholdsInput asks for a part of the registry.
type HouseholdsInput struct {
	Tenant  string   `path:"tenant"`
	Query   string   `query:"q" maxLength:"200" doc:"Head, code, village or commune; diacritics and case do not matter. Or a citizen number."`
	Unit    string   `query:"unit" doc:"Code of a commune"`
	Village string   `query:"village"`
	Class   string   `query:"class" enum:"poor,near_poor,escaped,not_poor,"`
	State   string   `query:"state" enum:"here,left,merged,died,"`
	On      string   `query:"on" doc:"As it was on this day, year-month-day"`
	Round   string   `query:"round" doc:"As this review found it"`
	Measure []string `query:"measure" doc:"With round: who counts in one of these measures of the forms"`
	Group   string   `query:"group" enum:"merit,no_labour,female_head,minority,onsite,"`
	Lack    int      `query:"lack" minimum:"0" maximum:"12" doc:"An indicator that is lacked"`
	Cause   int      `query:"cause" minimum:"0" maximum:"8" doc:"A cause of poverty"`
	web.ListInput
}

// RevealHouseholdsInput asks for a part of the registry that tells what is masked.
type RevealHouseholdsInput struct {
	HouseholdsInput
	Body ReasonBody
}

// ReasonBody says why what is masked is needed.
type ReasonBody struct {
	Reason string `json:"reason" minLength:"10" maxLength:"300"`
}

// HouseholdInput names a household.
type HouseholdInput struct {
	Tenant string `path:"tenant"`
	ID     string `path:"id"`
	On     string `query:"on" doc:"As it was on this day, year-month-day"`
}

// HouseholdItem is a household as the API tells it: nothing sensitive.
type HouseholdItem struct {
	ID         string         `json:"id"`
	Code       string         `json:"code"`
	Unit       string         `json:"unit" doc:"Code of the commune"`
	Village    string         `json:"village"`
	Head       string         `json:"head"`
	Persons    int            `json:"persons"`
	Class      classify.Class `json:"class"`
	EscapedOn  declared.Date  `json:"escaped_on,omitempty"`
	B1         *int           `json:"b1,omitempty"`
	Deprived   []int          `json:"deprived" nullable:"false" doc:"Numbers of the indicators; nutrition is not told"`
	Causes     []int          `json:"causes" nullable:"false" doc:"Numbers of the causes; illness is not told"`
	ReviewedOn declared.Date  `json:"reviewed_on,omitempty"`
	State      State          `json:"state"`
	Revision   int            `json:"revision"`
}

// MemberItem is a member as the API tells it: nothing sensitive.
type MemberItem struct {
	Person    string   `json:"person"`
	Name      string   `json:"name"`
	Relation  Relation `json:"relation"`
	BirthYear int      `json:"birth_year"`
	Female    bool     `json:"female"`
	Insured   bool     `json:"insured"`
	InSchool  bool     `json:"in_school"`

	Revealed *Revealed `json:"revealed,omitempty"`
}

// HouseholdOutput is a household with its members.
type HouseholdOutput struct {
	Body struct {
		HouseholdItem
		Members []MemberItem `json:"members" nullable:"false"`
	}
}

// RevealInput asks for what is masked of a household.
type RevealInput struct {
	Tenant string `path:"tenant"`
	ID     string `path:"id"`
	Body   struct {
		Reason string `json:"reason" minLength:"10" maxLength:"300"`
	}
}

// VillagesInput asks for the villages of a commune.
type VillagesInput struct {
	Tenant string `path:"tenant"`
	Unit   string `query:"unit" doc:"Code of a commune; empty: all that one may see"`
	web.ListInput
}

// VillageItem is a village as the API tells it.
type VillageItem struct {
	ID         string        `json:"id"`
	Unit       string        `json:"unit"`
	Name       string        `json:"name"`
	Kind       VillageKind   `json:"kind"`
	Difficult  bool          `json:"difficult"`
	Since      declared.Date `json:"since"`
	Households int           `json:"households"`
}

// registryAPI is the JSON API of the registry.
func (s *Service) registryAPI() []web.APIRoute {
	const path = "/api/tenants/{tenant}/households"
	return []web.APIRoute{
		web.Operation(http.MethodGet, path, ActionView, "List households; reason_missing where the list itself would tell what is masked", s.apiHouseholds),
		web.Operation(http.MethodPost, path+"/reveal", ActionReveal, "List households where that tells what is masked, for a reason", s.apiRevealHouseholds),
		web.Operation(http.MethodGet, path+"/{id}", ActionView, "Read a household", s.apiHousehold),
		web.Operation(http.MethodPost, path+"/{id}/reveal", ActionReveal, "Read a household with what is masked, for a reason", s.apiReveal),
		web.Operation(http.MethodGet, "/api/tenants/{tenant}/villages", ActionView, "List villages", s.apiVillages),
	}
}

func (s *Service) apiHouseholds(ctx context.Context, in *HouseholdsInput) (*web.Listed[HouseholdItem], error) {
	return s.apiList(ctx, in, "")
}

func (s *Service) apiRevealHouseholds(ctx context.Context, in *RevealHouseholdsInput) (*web.Listed[HouseholdItem], error) {
	return s.apiList(ctx, &in.HouseholdsInput, in.Body.Reason)
}

func (s *Service) apiList(ctx context.Context, in *HouseholdsInput, reason string) (*web.Listed[HouseholdItem], error) {
	on, err := apiDay(in.On)
	if err != nil {
		return nil, err
	}
	f := Filter{Query: in.Query, Unit: in.Unit, Village: in.Village, Class: classify.Class(in.Class), State: State(in.State), On: on, Round: in.Round, Measures: in.Measure,
		Group: Group(in.Group), Deprived: in.Lack, Cause: in.Cause, Reason: reason}
	list, next, err := s.Households(ctx, in.Tenant, f, in.Page())
	if err != nil {
		return nil, err
	}
	items := make([]HouseholdItem, len(list))
	for i, h := range list {
		items[i] = s.item(h)
	}
	return web.ListOf(items, next), nil
}

// apiDay reads a day of a query; what is none is a fault.
func apiDay(s string) (d declared.Date, err error) {
	if s == "" {
		return "", nil
	}
	if err := d.UnmarshalText([]byte(s)); err != nil {
		return "", faultDay("on", "Ngày viết năm-tháng-ngày, ví dụ 2024-12-31", "A day is written year-month-day, such as 2024-12-31")
	}
	return d, nil
}

func (s *Service) item(h Household) HouseholdItem {
	return HouseholdItem{ID: h.ID, Code: h.Code, Unit: codeOf(h.Unit), Village: h.Village, Head: h.Head, Persons: h.Persons, Class: s.classNow(h), EscapedOn: h.EscapedOn,
		B1: h.B1, Deprived: numbersOf(shownLacks(h.Deprived, false)), Causes: numbersOf(shownCauses(h.Causes, false)), ReviewedOn: h.ReviewedOn, State: h.State, Revision: h.Revision}
}

func numbersOf(s classify.Set) []int {
	out := []int{}
	for n := range s.All() {
		out = append(out, n)
	}
	return out
}

func (s *Service) apiHousehold(ctx context.Context, in *HouseholdInput) (*HouseholdOutput, error) {
	on, err := apiDay(in.On)
	if err != nil {
		return nil, err
	}
	d, err := s.Dossier(ctx, in.Tenant, in.ID, on)
	if err != nil {
		return nil, err
	}
	return s.output(d, nil), nil
}

func (s *Service) output(d Dossier, shown map[string]Revealed) *HouseholdOutput {
	out := &HouseholdOutput{}
	out.Body.HouseholdItem = s.item(d.Household)
	out.Body.Members = []MemberItem{}
	for _, m := range d.Members {
		item := MemberItem{Person: m.Person, Name: m.Name, Relation: m.Relation, BirthYear: m.BirthYear(), Female: m.Female, Insured: m.Insured, InSchool: m.InSchool}
		if known, is := shown[m.Person]; is {
			item.Revealed = &known
		}
		out.Body.Members = append(out.Body.Members, item)
	}
	return out
}

func (s *Service) apiReveal(ctx context.Context, in *RevealInput) (*HouseholdOutput, error) {
	d, shown, err := s.Reveal(ctx, in.Tenant, in.ID, "", in.Body.Reason)
	if err != nil {
		return nil, err
	}
	return s.output(d, shown), nil
}

func (s *Service) apiVillages(ctx context.Context, in *VillagesInput) (*web.Listed[VillageItem], error) {
	var units []string
	if in.Unit != "" {
		unit, err := s.unit(ctx, in.Tenant, in.Unit, "")
		if err != nil {
			return nil, err
		}
		units = []string{unit.ID}
	}
	list, err := s.Villages(ctx, in.Tenant, units, "")
	if err != nil {
		return nil, err
	}
	items := make([]VillageItem, len(list))
	for i, v := range list {
		items[i] = VillageItem{ID: v.ID, Unit: codeOf(v.Unit), Name: v.Name, Kind: v.Kind, Difficult: v.Difficult, Since: v.From, Households: v.Households}
	}
	return web.PartOf(items, in.Page(), func(v VillageItem) string { return v.ID })
}
