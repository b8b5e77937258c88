package catalogue

import (
	"regexp"
	"slices"
	"strconv"

	"vuon/platform/tenancy/declared"
)

var (
	codeForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	unitForm = regexp.MustCompile(`^(all|\d{2}(-\d{3})?)$`)
)

// indicators is how many indicators of deprivation there are.
const indicators = 12

// code faults what could not be the name of a field of a form.
func code(e declared.Entry, value string, faults *declared.Faults) {
	if value != "" && !codeForm.MatchString(value) {
		faults.Addf(e.At("code"), "mã “%s” phải gồm chữ thường không dấu, chữ số, gạch dưới", "the code “%s” must be lower-case letters, digits and underscores", value)
	}
}

// codes faults codes that are wrong or stand twice in one list.
func codes[R any](list []R, faults *declared.Faults, of func(R) (string, declared.Entry)) {
	seen := map[string]declared.Entry{}
	for _, r := range list {
		value, entry := of(r)
		code(entry, value, faults)
		if first, twice := seen[value]; twice && value != "" {
			faults.Addf(entry.Place(), "mã “%s” đã có ở %s", "the code “%s” stands at %s already", value, first.Place())
		}
		seen[value] = entry
	}
}

func (n *National) checkScores(sources sources, faults *declared.Faults) {
	type held struct {
		unit  string
		table ScoreTable
	}
	var all []held
	for _, t := range n.ScoreTables {
		sources.check(t.Entry, t.Source, faults)
		t.check(faults)
		for _, u := range t.Units {
			all = append(all, held{string(t.Area) + " " + u, t})
		}
	}
	once(n.ScoreTables, faults, func(t ScoreTable) (string, declared.Entry, declared.Period) { return t.ID, t.Entry, declared.Period{} })
	once(all, faults, func(h held) (string, declared.Entry, declared.Period) { return h.unit, h.table.Entry, h.table.Period })
}

func (t ScoreTable) check(faults *declared.Faults) {
	for _, u := range t.Units {
		if !unitForm.MatchString(u) {
			faults.Addf(t.At("units"), "“%s” phải là khóa của tỉnh (\"67\"), của huyện (\"67-664\") hoặc all", "“%s” must be the key of a province (\"67\"), of a district (\"67-664\") or all", u)
		}
	}
	if t.Illustrative && t.Warning == "" {
		faults.Add(t.At("illustrative"), "bảng minh họa phải có lời cảnh báo (warning)", "an illustrative table must have a warning")
	}
	if len(t.Units) == 0 || len(t.Items) == 0 {
		faults.Add(t.Place(), "bảng phải có ít nhất một địa bàn và một mục", "a table must have at least one region and one item")
	}
	codes(t.Items, faults, func(i ScoreItem) (string, declared.Entry) { return i.Code, i.Entry })
	for _, i := range t.Items {
		i.check(faults)
	}
}

func (i ScoreItem) check(faults *declared.Faults) {
	counted := i.Each != nil && i.Max != nil && i.Unit != ""
	none := i.Each == nil && i.Max == nil && i.Unit == ""
	if counted == (len(i.Choices) > 0) || !counted && !none {
		faults.Add(i.Place(), "mục phải có hoặc các lựa chọn (choices), hoặc cả each, unit và max", "an item must have either choices or all of each, unit and max")
	}
	codes(i.Choices, faults, func(c ScoreChoice) (string, declared.Entry) { return c.Code, c.Entry })
	for _, c := range i.Choices {
		bounded(c.Entry, "points", c.Points, 0, maxScore, faults)
	}
	if i.Each != nil {
		bounded(i.Entry, "each", *i.Each, 0, maxScore, faults)
	}
	if i.Max != nil {
		bounded(i.Entry, "max", *i.Max, 0, maxScore, faults)
	}
}

func bounded(e declared.Entry, key string, value, low, high int, faults *declared.Faults) {
	if value < low || value > high {
		faults.Addf(e.At(key), "%[1]s phải từ %[2]d đến %[3]d", "%[1]s must be from %[2]d to %[3]d", key, low, high)
	}
}

func (n *National) checkEligibility(sources sources, faults *declared.Faults) {
	kinds, projects := map[string]bool{}, map[string]bool{}
	for _, k := range n.PersonKinds {
		sources.check(k.Entry, k.Source, faults)
		code(k.Entry, k.Code, faults)
		kinds[k.Code] = true
		for _, t := range k.AnyOf {
			t.check(faults)
		}
	}
	for _, p := range n.Projects {
		projects[p.Code] = true
	}
	for _, e := range n.Eligibility {
		sources.check(e.Entry, e.Source, faults)
		if e.Project != "" && !projects[e.Project] {
			faults.Addf(e.At("project"), "danh mục quốc gia không có dự án “%s”", "the national catalogue has no project “%s”", e.Project)
		}
		if len(e.AnyOf) == 0 {
			faults.Add(e.At("any_of"), "phải có ít nhất một điều kiện", "there must be at least one condition")
		}
		for _, c := range slices.Concat(e.AnyOf, e.Priority) {
			c.check(kinds, faults)
		}
	}
	once(n.PersonKinds, faults, func(k PersonKind) (string, declared.Entry, declared.Period) { return k.Code, k.Entry, k.Period })
	once(n.Eligibility, faults, func(e Eligibility) (string, declared.Entry, declared.Period) {
		return e.Project + inBrackets(e.Owner), e.Entry, e.Period
	})
}

func inBrackets(owner string) string {
	if owner == "" {
		return ""
	}
	return " (" + owner + ")"
}

func (c Condition) check(kinds map[string]bool, faults *declared.Faults) {
	for _, p := range c.Persons {
		if !kinds[p] {
			faults.Addf(c.At("persons"), "không có nhóm người “%s”", "there is no kind of persons “%s”", p)
		}
	}
	for _, d := range c.Deprived {
		if d < 1 || d > indicators {
			faults.Addf(c.At("deprived"), "chỉ số %s phải từ 1 đến 12", "the indicator %s must be from 1 to 12", strconv.Itoa(d))
		}
	}
}

func (t PersonTrait) check(faults *declared.Faults) {
	const most = 130 * 12
	if t.FromMonths != nil {
		bounded(t.Entry, "from_months", *t.FromMonths, 0, most, faults)
	}
	if t.BelowMonths != nil {
		bounded(t.Entry, "below_months", *t.BelowMonths, 1, most, faults)
	}
	if t.FromMonths != nil && t.BelowMonths != nil && *t.BelowMonths <= *t.FromMonths {
		faults.Add(t.Place(), "below_months phải lớn hơn from_months", "below_months must be above from_months")
	}
}
