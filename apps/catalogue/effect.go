package catalogue

import (
	"strings"

	"vuon/platform/i18n"
	"vuon/platform/tenancy/declared"
)

// Upcoming is the effect of a document whose first day is yet to come. It is
// worked out, never stored.
const Upcoming Status = "upcoming"

// Effect is whether a document holds on a day, and by what it was touched.
type Effect struct {
	Status     Status        `json:"status"`
	Since      declared.Date `json:"since,omitempty"` // of the status, where it is known
	AmendedBy  []string      `json:"amended_by,omitempty"`
	ReplacedBy []string      `json:"replaced_by,omitempty"`
}

// Sound reports whether a plan may cite the document as it is.
func (e Effect) Sound() bool { return e.Status == InForce }

// Words say the effect in a sentence, as a warning to whoever cites the document.
func (e Effect) Words() i18n.Text {
	by := func(list []string) (vi, en string) {
		if len(list) == 0 {
			return "", ""
		}
		return " bởi " + strings.Join(list, ", "), " by " + strings.Join(list, ", ")
	}
	since := ""
	if e.Since != "" {
		since = i18n.Date(e.Since.Time())
	}
	switch {
	case e.Status == Expired && len(e.ReplacedBy) > 0:
		vi, en := by(e.ReplacedBy)
		return i18n.T("Đã bị thay thế"+vi+after(" từ ", since), "Replaced"+en+after(" from ", since))
	case e.Status == Expired:
		return i18n.T("Hết hiệu lực"+after(" từ ", since), "Expired"+after(" from ", since))
	case e.Status == Amended:
		vi, en := by(e.AmendedBy)
		return i18n.T("Đã được sửa đổi, bổ sung"+vi, "Amended"+en)
	case e.Status == Upcoming:
		return i18n.T("Chưa có hiệu lực"+after(", từ ", since), "Not yet in force"+after(", from ", since))
	}
	return i18n.T("Còn hiệu lực", "In force")
}

func after(word, day string) string {
	if day == "" {
		return ""
	}
	return word + day
}

// Registry is the documents that concern one tenant, with what ties them together.
type Registry struct {
	list              []Registered // newest first
	byNumber          map[string][]int
	amended, replaced map[string][]int // number → indexes of the documents that say so
}

// NewRegistry ties documents, newest first, together.
func NewRegistry(list []Registered) *Registry {
	r := &Registry{list: list, byNumber: map[string][]int{}, amended: map[string][]int{}, replaced: map[string][]int{}}
	for i, d := range list {
		r.byNumber[key(d.Number)] = append(r.byNumber[key(d.Number)], i)
		for _, n := range d.Amends {
			r.amended[key(n)] = append(r.amended[key(n)], i)
		}
		for _, n := range d.Replaces {
			r.replaced[key(n)] = append(r.replaced[key(n)], i)
		}
	}
	return r
}

// key is a number as it is compared: case does not tell documents apart.
func key(number string) string { return strings.ToUpper(strings.Join(strings.Fields(number), "")) }

// All are the documents, newest first.
func (r *Registry) All() []Registered { return r.list }

// Named are the documents with a number: several bodies may give out the same.
func (r *Registry) Named(number string) (list []Registered) {
	for _, i := range r.byNumber[key(number)] {
		list = append(list, r.list[i])
	}
	return list
}

// Cited is the document that a text means by number and day (ISO; "" where it
// gives none): the one of that day, else the newest of that number.
func (r *Registry) Cited(number, day string) (d Registered, known bool) {
	list := r.Named(number)
	for _, d := range list {
		if string(d.Date) == day {
			return d, true
		}
	}
	if len(list) == 0 {
		return d, false
	}
	return list[0], true
}

// Effect works out whether the document holds on the day: by its own dates and
// state, and by the documents that amend or replace it and are in force by then.
func (r *Registry) Effect(d Document, on declared.Date) (e Effect) {
	replacedFrom, replacers := r.touching(r.replaced[key(d.Number)], d, on)
	amendedFrom, amenders := r.touching(r.amended[key(d.Number)], d, on)
	e.ReplacedBy, e.AmendedBy = replacers, amenders
	switch {
	case d.EffectiveTo != "" && d.EffectiveTo < on:
		e.Status, e.Since = Expired, declared.DateOf(d.EffectiveTo.Time().AddDate(0, 0, 1))
	case len(replacers) > 0:
		e.Status, e.Since = Expired, replacedFrom
	case d.Status == Expired:
		e.Status = Expired
	case d.EffectiveFrom > on:
		e.Status, e.Since = Upcoming, d.EffectiveFrom
	case len(amenders) > 0:
		e.Status, e.Since = Amended, amendedFrom
	case d.Status == Amended:
		e.Status = Amended
	default:
		e.Status, e.Since = InForce, d.EffectiveFrom
	}
	return e
}

// touching names those of the documents that are in force by the day and later
// than d, and the first day on which one was.
func (r *Registry) touching(indexes []int, d Document, on declared.Date) (from declared.Date, numbers []string) {
	for _, i := range indexes {
		other := r.list[i]
		first := other.EffectiveFrom
		if first == "" {
			first = other.Date
		}
		if other.ID == d.ID || other.Date < d.Date || first > on {
			continue
		}
		numbers = append(numbers, other.Number)
		if from == "" || first < from {
			from = first
		}
	}
	return from, numbers
}

// AmendedBy and ReplacedBy are the documents that say so of a number, whether in
// force yet or not.
func (r *Registry) AmendedBy(number string) []Registered { return r.at(r.amended[key(number)]) }

// ReplacedBy is AmendedBy for what takes a document's place.
func (r *Registry) ReplacedBy(number string) []Registered { return r.at(r.replaced[key(number)]) }

func (r *Registry) at(indexes []int) (list []Registered) {
	for _, i := range indexes {
		list = append(list, r.list[i])
	}
	return list
}
