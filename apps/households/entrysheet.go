package households

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"vuon/apps/catalogue"
	"vuon/apps/households/classify"
	"vuon/platform/text"
	"vuon/platform/web/ui"
)

// Sheet is a household's form as it travels between the page, the device and the
// server: a value for each field that says something. b1; t1 … t12, n1 … n8, h1 …
// h6, merit, no_labour, average ("1"); movement; q.<code> the answers of the score table; and m.<person>.<field> of each
// member: order, name, birth, sex, ethnic, relation, citizen, disabled, insured,
// in_school, malnourished, end (left, died, corrected).
type Sheet map[string]string

const (
	yes        = "1"
	female     = "female"
	male       = "male"
	maxMembers = 60
	maxFields  = 160 + 14*maxMembers
	maxValue   = 400 // bytes
)

// The numbers of causes and supports (phiếu C; forms 10, 14, 15).
const (
	causes   = 8
	supports = 6
)

var memberField = regexp.MustCompile(`^m\.([0-9a-f-]{36})\.([a-z_]+)$`)

// field names a member's field.
func field(person, name string) string { return "m." + person + "." + name }

// tidy is the sheet on single lines, composed, without what says nothing.
func (s Sheet) tidy() Sheet {
	out := Sheet{}
	for name, value := range s {
		if value = text.Line(value); value != "" {
			out[name] = value
		}
	}
	return out
}

// persons are the members that the sheet names, in order.
func (s Sheet) persons() (list []string) {
	for name := range s {
		if m := memberField.FindStringSubmatch(name); m != nil && !slices.Contains(list, m[1]) && uuid.Validate(m[1]) == nil {
			list = append(list, m[1])
		}
	}
	place := func(person string) int {
		n, err := strconv.Atoi(s[field(person, "order")])
		if err != nil {
			return maxMembers
		}
		return n
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(cmp.Compare(place(a), place(b)), strings.Compare(a, b)) })
	return list
}

// set reads numbered ticks: t1, t2 …
func (s Sheet) set(letter string, n int) (set classify.Set) {
	for i := range n {
		if s[letter+strconv.Itoa(i+1)] != "" {
			set = set.With(i + 1)
		}
	}
	return set
}

func (s Sheet) tick(name string, is bool) {
	if is {
		s[name] = yes
	}
}

func (s Sheet) ticks(letter string, set classify.Set) {
	for n := range set.All() {
		s[letter+strconv.Itoa(n)] = yes
	}
}

// sheetOf is a result with the household's members as a form shows them. Of a
// result that is not entered it holds what is known beforehand.
func sheetOf(r Result, members []Member, known peoples, h Household) Sheet {
	s := Sheet{}
	if r.Entered {
		s["b1"] = strconv.Itoa(r.Facts.B1)
		s.ticks("t", r.Facts.Deprived)
		s.ticks("n", r.Causes)
		s.ticks("h", r.Supports)
		s.tick("average", r.Facts.Average)
		s.tick("merit", r.Merit)
		s.tick("no_labour", r.NoLabour)
		s.putAnswers(r.Answers)
	} else {
		s.tick("merit", h.Merit)
		s.tick("no_labour", h.NoLabour)
	}
	s["movement"] = string(r.Facts.Movement)
	for i, m := range members {
		s.member(i+1, m, known)
	}
	maps.DeleteFunc(s, func(_, value string) bool { return value == "" })
	return s
}

// member writes a person's fields; the citizen number stays where it is sealed.
func (s Sheet) member(order int, m Member, known peoples) {
	put := func(name, value string) { s[field(m.Person, name)] = value }
	put("order", strconv.Itoa(order))
	put("name", m.Name)
	put("birth", birthText(m.Details))
	put("sex", male)
	if m.Female {
		put("sex", female)
	}
	put("ethnic", known.name(m.Ethnic))
	put("relation", string(m.Relation))
	for name, is := range map[string]bool{"disabled": m.Disabled, "insured": m.Insured, "in_school": m.InSchool, "malnourished": m.Malnourished} {
		s.tick(field(m.Person, name), is)
	}
}

// sheetMember is a member as the sheet says, with what is to become of them.
type sheetMember struct {
	Person  string
	Details Details
	Citizen string
	End     string // "", left, died, corrected
}

// filled is what a sheet says, read and checked.
type filled struct {
	Facts            classify.Facts // without the opening class
	Causes, Supports classify.Set
	Merit, NoLabour  bool
	Members          []sheetMember
}

// read reads a sheet for the rules; every fault stands beside its field.
func (s Sheet) read(known peoples, check func(*Details) wrongs) (f filled, wrong wrongs) {
	f = filled{Causes: s.set("n", causes), Supports: s.set("h", supports), Merit: s["merit"] != "", NoLabour: s["no_labour"] != ""}
	f.Facts = classify.Facts{Movement: classify.Movement(s["movement"]), Deprived: s.set("t", classify.Indicators), Average: s["average"] != ""}
	var err error
	if f.Facts.B1, err = strconv.Atoi(s["b1"]); err != nil || f.Facts.B1 < 0 || f.Facts.B1 > classify.MaxB1 {
		wrong.add("b1", "Điểm B1 là số nguyên từ 0 đến 1000", "B1 is a whole number from 0 to 1000")
	}
	if !slices.Contains(movements(), f.Facts.Movement) {
		wrong.add("movement", "Chọn một trong các biến động của danh sách", "Choose one of the movements in the list")
	}
	persons := s.persons()
	if len(persons) > maxMembers || len(s) > maxFields {
		wrong.add("members", "Một hộ có nhiều nhất 60 thành viên", "A household has at most 60 members")
		return f, wrong
	}
	for _, person := range persons {
		m, faults := s.readMember(person, known, check)
		for _, w := range faults {
			w.Name = field(person, w.Name)
			wrong = append(wrong, w)
		}
		f.Members = append(f.Members, m)
	}
	return f, append(wrong, f.headFault()...)
}

// headFault tells when those who stay have no head, or two.
func (f filled) headFault() (wrong wrongs) {
	if !f.Facts.Movement.Closes() {
		return nil
	}
	var staying, heads []string
	for _, m := range f.Members {
		if m.End != "" {
			continue
		}
		staying = append(staying, m.Person)
		if m.Details.Relation == RelationHead {
			heads = append(heads, m.Person)
		}
	}
	switch {
	case len(staying) == 0:
		wrong.add("movement", "Không còn ai trong hộ: chọn biến động của cả hộ", "Nobody stays: choose what became of the household")
	case len(heads) == 0:
		wrong.add(field(staying[0], "relation"), "Hộ phải có đúng một chủ hộ", "A household has exactly one head")
	case len(heads) > 1:
		wrong.add(field(heads[1], "relation"), "Hộ phải có đúng một chủ hộ", "A household has exactly one head")
	}
	return wrong
}

func (s Sheet) readMember(person string, known peoples, check func(*Details) wrongs) (m sheetMember, wrong wrongs) {
	get := func(name string) string { return s[field(person, name)] }
	m = sheetMember{Person: person, End: get("end"), Citizen: checkCitizen(get("citizen"), &wrong)}
	d := Details{Name: get("name"), Female: get("sex") == female, Relation: Relation(get("relation")), Disabled: get("disabled") != "",
		Insured: get("insured") != "", InSchool: get("in_school") != "", Malnourished: get("malnourished") != ""}
	var err error
	if d.Birth, d.YearAlone, err = readBirth(get("birth"), ui.ReadDate); err != nil {
		wrong.add("birth", "Ngày sinh ghi như 05/02/1984, hoặc chỉ năm 1984", "Write the birth as 05/02/1984, or the year 1984 alone")
	}
	if sex := get("sex"); sex != female && sex != male {
		wrong.add("sex", "Chọn nam hoặc nữ", "Choose male or female")
	}
	if written := get("ethnic"); written != "" {
		g, there := catalogue.EthnicGroupOf(known.groups, written)
		if !there {
			wrong.add("ethnic", "Không có dân tộc này trong danh mục", "The catalogue has no such people")
		}
		d.Ethnic = g.Code
	}
	if !slices.Contains([]string{"", EndedLeft, EndedDied, EndedCorrected}, m.End) {
		wrong.add("end", "Chọn một trong các lý do của danh sách", "Choose one of the reasons in the list")
	}
	if err == nil {
		wrong = append(wrong, check(&d)...)
	}
	m.Details = d
	return m, wrong
}

// movements are the movements of a household that a form offers, none first.
func movements() []classify.Movement {
	return []classify.Movement{classify.Stayed, classify.Arrived, classify.Split, classify.Left, classify.Merged, classify.Died}
}
