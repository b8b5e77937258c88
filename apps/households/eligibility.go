package households

import (
	"slices"
	"time"

	"vuon/apps/catalogue"
	"vuon/apps/households/classify"
	"vuon/platform/i18n"
	"vuon/platform/tenancy/declared"
)

// Applicant is what the rules of a project ask of a household.
type Applicant struct {
	Class      classify.Class // as it counts on the day: see classOn
	Minority   bool           // of the head
	Onsite     bool           // of the head
	Merit      bool
	NoLabour   bool
	FemaleHead bool
	Average    bool // of average living standard, by its latest review
	Difficult  bool // in a specially difficult village
	Deprived   classify.Set
	People     []ApplicantPerson
}

// ApplicantPerson is what the rules ask of a member.
type ApplicantPerson struct {
	Months       int // of age, full ones; below 0 before the birth
	Female       bool
	Disabled     bool
	InSchool     bool
	Malnourished bool
}

// Reason is a condition that holds for a household.
type Reason struct {
	Text string `json:"text"`
	// Sensitive words tell of ethnicity or health: they are for whoever may know.
	Sensitive bool `json:"-"`
	instead   string
}

// Shown is the reason in words that anybody may read who sees the household.
func (r Reason) Shown() string {
	if r.Sensitive {
		return r.instead
	}
	return r.Text
}

// Chance is what a household may receive of a project or sub-project, and why.
type Chance struct {
	Project  string        // code of the catalogue
	Title    i18n.Text     // of the project
	Words    string        // of the rule
	Source   string        // of the rule: "Mục III, khoản 2, 90/QĐ-TTg"
	Eligible bool          //
	General  bool          // for everybody: no list is kept of whom it reached
	Reasons  []Reason      // the conditions that hold; none where it is not eligible
	Order    int           // of priority, from 1; one more than there are priorities where none holds; 0 where it is not eligible
	Priority *Reason       // the first priority that holds
	Received int           // benefits of the project
	Latest   declared.Date // of those
}

// rulebook is what holds for a tenant on a day.
type rulebook struct {
	day      declared.Date
	kinds    map[string]catalogue.PersonKind
	rules    []catalogue.Eligibility
	projects map[string]catalogue.Project
}

// chances applies every rule to a household.
func (b rulebook) chances(a Applicant) []Chance {
	list := make([]Chance, len(b.rules))
	for i, rule := range b.rules {
		list[i] = b.chance(rule, a)
	}
	return list
}

func (b rulebook) chance(rule catalogue.Eligibility, a Applicant) Chance {
	c := Chance{Project: rule.Project, Words: rule.Words, Source: rule.Article + ", " + rule.Source, General: rule.General}
	if p, known := b.projects[rule.Project]; known {
		c.Title = i18n.T(p.Title, p.Title)
	}
	for _, condition := range rule.AnyOf {
		if b.holds(condition, a) {
			c.Reasons = append(c.Reasons, b.reason(condition, "Thuộc đối tượng, lý do được che"))
		}
	}
	if c.Eligible = len(c.Reasons) > 0; !c.Eligible {
		return c
	}
	c.Order = len(rule.Priority) + 1
	for i, condition := range rule.Priority {
		if b.holds(condition, a) {
			c.Order, c.Priority = i+1, new(b.reason(condition, "Lý do được che"))
			break
		}
	}
	return c
}

func (b rulebook) reason(c catalogue.Condition, instead string) Reason {
	return Reason{Text: c.Title, Sensitive: b.sensitive(c), instead: instead}
}

// nutrition is the indicator of deprivation that tells of a child's health.
const nutrition = 3

// sensitive reports whether a condition that holds tells what is masked.
func (b rulebook) sensitive(c catalogue.Condition) bool {
	return c.Minority != nil || c.Onsite != nil || slices.Contains(c.Deprived, nutrition) ||
		slices.ContainsFunc(c.Persons, func(kind string) bool { return b.kinds[kind].Sensitive() })
}

// holds reports whether all that a condition names is so.
func (b rulebook) holds(c catalogue.Condition, a Applicant) bool {
	for _, asked := range []struct {
		want *bool
		is   bool
	}{{c.Minority, a.Minority}, {c.Onsite, a.Onsite}, {c.Merit, a.Merit}, {c.NoLabour, a.NoLabour}, {c.FemaleHead, a.FemaleHead},
		{c.Average, a.Average}, {c.DifficultVillage, a.Difficult}} {
		if asked.want != nil && *asked.want != asked.is {
			return false
		}
	}
	if len(c.Classes) > 0 && !slices.Contains(c.Classes, catalogue.PovertyClass(a.Class)) {
		return false
	}
	if len(c.Deprived) > 0 && !slices.ContainsFunc(c.Deprived, a.Deprived.Has) {
		return false
	}
	return len(c.Persons) == 0 || slices.ContainsFunc(a.People, func(p ApplicantPerson) bool {
		return slices.ContainsFunc(c.Persons, func(kind string) bool { return p.is(b.kinds[kind]) })
	})
}

// is reports whether a person who is born is of a kind.
func (p ApplicantPerson) is(kind catalogue.PersonKind) bool {
	return p.Months >= 0 && slices.ContainsFunc(kind.AnyOf, p.has)
}

func (p ApplicantPerson) has(t catalogue.PersonTrait) bool {
	agrees := func(want *bool, is bool) bool { return want == nil || *want == is }
	return (t.FromMonths == nil || p.Months >= *t.FromMonths) && (t.BelowMonths == nil || p.Months < *t.BelowMonths) &&
		agrees(t.Female, p.Female) && agrees(t.Disabled, p.Disabled) && agrees(t.InSchool, p.InSchool) && agrees(t.Malnourished, p.Malnourished)
}

// months are the full months of a person's age on a day; twelve times the full
// years where only the year of birth is known.
func months(birth time.Time, yearAlone bool, on time.Time) int {
	n := 12 * (on.Year() - birth.Year())
	if yearAlone {
		return n
	}
	if n += int(on.Month()) - int(birth.Month()); on.Day() < birth.Day() {
		n--
	}
	return n
}

// classOn is the class as it counts on a day: newly escaped ends 36 months after
// the recognition.
func classOn(class classify.Class, escaped, day declared.Date) classify.Class {
	if class == classify.Escaped && escaped != "" && day > declared.DateOf(classify.EscapedUntil(escaped.Time())) {
		return classify.NotPoor
	}
	return class
}
