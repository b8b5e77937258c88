package households

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"vuon/apps/catalogue"
	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
	"vuon/platform/text"
)

// EligibleFilter says which households are listed; empty fields do not narrow.
type EligibleFilter struct {
	Project string         // required: code of the catalogue
	Unit    string         // the commune's code
	Class   classify.Class // "": poor, near-poor and newly escaped
	Year    int            // reached means in that year; 0: at any time
	Reveal  bool           // say reasons that tell of ethnicity or health: asks for households.reveal and Why, is audited
	Why     string         // it is needed to know them
}

// Eligible is a household that may take part in a project and was not reached yet.
type Eligible struct {
	ID      string         `json:"id"`
	Code    string         `json:"code"`
	Head    string         `json:"head"`
	Unit    string         `json:"unit"` // the commune's code
	Village string         `json:"village"`
	Class   classify.Class `json:"class"`
	Order   int            `json:"order"`            // of priority, from 1
	Reason  string         `json:"reason,omitempty"` // of the order, in words that the reader may know

	key []string // sorts the list
}

// Reach is how far a project got in a commune.
type Reach struct {
	Unit     string `json:"unit"` // code
	Name     string `json:"name"`
	Eligible int    `json:"eligible"`
	Reached  int    `json:"reached"`
}

// EligibleList is what the page of a project shows.
type EligibleList struct {
	Rule    catalogue.Eligibility
	Day     declared.Date // whose rules and ages hold
	Rows    []Eligible    // of the page, in order of priority
	Total   int           // of all pages
	Next    string
	Reaches []Reach // by commune
}

// Chances says what a household may receive, and why, in the order of the rules, in
// the caller's transaction, which has authorised that. Nothing where no programme
// runs.
func (s *Service) Chances(ctx context.Context, tx database.Tx, household string) ([]Chance, error) {
	book, err := s.rulebook(ctx, database.Tenant(ctx))
	if err != nil || len(book.rules) == 0 {
		return nil, err
	}
	list, err := s.store.candidates(ctx, tx, candidateQuery{household: household, day: book.day})
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, faultNoHousehold()
	}
	chances := book.chances(list[0].applicant(book.day))
	for i := range chances {
		had := list[0].received[chances[i].Project]
		chances[i].Received, chances[i].Latest = had.N, had.Latest
	}
	return chances, nil
}

// applicant is the household as the rules see it on a day.
func (c *candidate) applicant(day declared.Date) Applicant {
	return Applicant{Class: classOn(c.Class, c.EscapedOn, day), Minority: c.Minority, Onsite: c.Onsite, Merit: c.Merit, NoLabour: c.NoLabour,
		FemaleHead: c.FemaleHead, Average: c.Average, Difficult: c.Difficult, Deprived: c.Deprived, People: c.people}
}

// rulebook reads the rules that hold for the tenant on its Day, of the projects
// that it carries out.
func (s *Service) rulebook(ctx context.Context, tenant string) (b rulebook, err error) {
	at, err := s.Tenants.Day(ctx, tenant)
	if err != nil {
		return b, err
	}
	b = rulebook{day: declared.DateOf(at), kinds: map[string]catalogue.PersonKind{}, projects: map[string]catalogue.Project{}}
	kinds, err := s.Catalogue.PersonKinds(ctx, at)
	if err != nil {
		return b, err
	}
	for _, k := range kinds {
		b.kinds[k.Code] = k
	}
	projects, err := s.Catalogue.Projects(ctx, at)
	if err != nil {
		return b, err
	}
	for _, p := range projects {
		b.projects[p.Code] = p
	}
	var ours []string
	if err := s.Tenants.Setting(ctx, tenant, tenancy.PlanProjects, &ours); err != nil {
		return b, err
	}
	rules, err := s.Catalogue.Eligibilities(ctx, tenant, at)
	b.rules = slices.DeleteFunc(rules, func(e catalogue.Eligibility) bool { return !slices.Contains(ours, e.Project) })
	return b, err
}

// EligibilityRules are the rules of the projects that the tenant carries out and
// hands out household by household, with the projects' titles.
func (s *Service) EligibilityRules(ctx context.Context, tenant string) (list []catalogue.Eligibility, titles map[string]string, err error) {
	err = s.reads(ctx, tenant, ActionEligibility, func(ctx context.Context, _ database.Tx) error {
		book, err := s.rulebook(ctx, tenant)
		titles = map[string]string{}
		for _, r := range book.rules {
			if !r.General {
				list = append(list, r)
				titles[r.Project] = book.projects[r.Project].Title
			}
		}
		return err
	})
	return list, titles, err
}

// Eligible lists the households that may take part in a project and have received
// nothing of it, in the order of priority, with how far it got by commune. It sees
// the communes of the actor's grants. Faults: project_without_rule, commune_unknown,
// reason_missing.
func (s *Service) Eligible(ctx context.Context, tenant string, f EligibleFilter, p database.Page) (l EligibleList, err error) {
	err = s.reads(ctx, tenant, ActionEligibility, func(ctx context.Context, tx database.Tx) error {
		l, err = s.eligible(ctx, tx, tenant, f)
		if err != nil {
			return err
		}
		if f.Reveal {
			if err := s.revealEligible(ctx, tx, f, l, p); err != nil {
				return err
			}
		}
		return l.cut(p)
	})
	if err != nil {
		return EligibleList{}, err
	}
	return l, nil
}

// revealEligible lets who may reveal sensitive data, in all communes listed, read
// why, for a reason.
func (s *Service) revealEligible(ctx context.Context, tx database.Tx, f EligibleFilter, l EligibleList, p database.Page) error {
	for _, r := range l.Reaches {
		if err := s.allowed(ctx, ActionReveal, r.Unit); err != nil {
			return err
		}
	}
	return s.revealList(ctx, tx, "eligibility", f.Project, map[string]any{"unit": f.Unit, "class": f.Class, "households": l.Total, "further": p.After != ""}, f.Why)
}

func (s *Service) eligible(ctx context.Context, tx database.Tx, tenant string, f EligibleFilter) (l EligibleList, err error) {
	book, err := s.rulebook(ctx, tenant)
	if err != nil {
		return l, err
	}
	at := slices.IndexFunc(book.rules, func(e catalogue.Eligibility) bool { return e.Project == f.Project && !e.General })
	if at < 0 {
		return l, faultNoRule(f.Project)
	}
	l.Rule, l.Day = book.rules[at], book.day
	units, err := s.eligibleUnits(ctx, tenant, f.Unit, book.day)
	if err != nil {
		return l, err
	}
	q := candidateQuery{units: []string{}, classes: classesToRead(f.Class), day: book.day, year: f.Year}
	reach := map[string]*Reach{}
	l.Reaches = make([]Reach, len(units))
	for i, u := range units {
		l.Reaches[i] = Reach{Unit: u.Code, Name: u.Name}
		reach[u.ID], q.units = &l.Reaches[i], append(q.units, u.ID)
	}
	list, err := s.store.candidates(ctx, tx, q)
	if err != nil {
		return l, err
	}
	for _, c := range list {
		a := c.applicant(book.day)
		chance := book.chance(l.Rule, a)
		if !chance.Eligible || !wanted(f.Class, a.Class) {
			continue
		}
		reach[c.Unit].Eligible++
		if c.received[f.Project].N > 0 {
			reach[c.Unit].Reached++
			continue
		}
		l.Rows = append(l.Rows, c.eligible(a.Class, chance, f.Reveal))
	}
	slices.SortFunc(l.Rows, func(a, b Eligible) int { return slices.Compare(a.key, b.key) })
	l.Total = len(l.Rows)
	return l, nil
}

// classesToRead are those of which a class can come: newly escaped becomes not poor
// after its time.
func classesToRead(class classify.Class) []classify.Class {
	switch class {
	case "":
		return []classify.Class{classify.Poor, classify.NearPoor, classify.Escaped}
	case classify.NotPoor:
		return []classify.Class{classify.NotPoor, classify.Escaped}
	}
	return []classify.Class{class}
}

func wanted(filter, class classify.Class) bool {
	return filter == class || filter == "" && class != classify.NotPoor
}

// eligibleUnits are the communes of the actor's grants, or the one asked for.
func (s *Service) eligibleUnits(ctx context.Context, tenant, code string, day declared.Date) ([]tenancy.Unit, error) {
	if code == "" {
		list, err := s.units(ctx, tenant, day)
		return s.communes(ctx, ActionEligibility, list), err
	}
	u, err := s.unit(ctx, tenant, code, day)
	if err != nil {
		return nil, err
	}
	return []tenancy.Unit{u}, s.allowed(ctx, ActionEligibility, u.ID)
}

func (c *candidate) eligible(class classify.Class, chance Chance, reveal bool) Eligible {
	e := Eligible{ID: c.ID, Code: c.Code, Head: c.Head, Unit: codeOf(c.Unit), Village: c.VillageName, Class: class, Order: chance.Order}
	if chance.Priority != nil {
		if e.Reason = chance.Priority.Shown(); reveal {
			e.Reason = chance.Priority.Text
		}
	}
	rank := slices.Index([]classify.Class{classify.Poor, classify.NearPoor, classify.Escaped, classify.NotPoor}, class)
	e.key = []string{fmt.Sprintf("%03d", chance.Order), fmt.Sprint(rank), c.Unit, text.Fold(c.VillageName), c.Folded, c.ID}
	return e
}

// cut leaves the rows of a page.
func (l *EligibleList) cut(p database.Page) error {
	key, err := p.Key(6)
	if err != nil {
		return err
	}
	if key != nil {
		from, _ := slices.BinarySearchFunc(l.Rows, key, func(e Eligible, key []string) int { return cmp.Or(slices.Compare(e.key, key), -1) })
		l.Rows = l.Rows[from:]
	}
	if len(l.Rows) > p.Size() {
		l.Rows = l.Rows[:p.Size()]
		l.Next = database.Cursor(l.Rows[len(l.Rows)-1].key...)
	}
	return nil
}

func faultNoRule(project string) *fault.Error {
	return fault.New(fault.NotFound, "project_without_rule", "Không có danh sách hộ cho “"+project+"”: đơn vị không thực hiện dự án này, hoặc dự án không hỗ trợ trực tiếp cho hộ.",
		"There is no list for “"+project+"”: the unit does not carry it out, or it gives nothing to households.")
}
