package households

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"vuon/apps/households/classify"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/tenancy/declared"
	"vuon/platform/text"
)

// Relation is what a member is to the head of the household.
type Relation string

// The relations.
const (
	RelationHead       Relation = "head"
	RelationSpouse     Relation = "spouse"
	RelationChild      Relation = "child"
	RelationParent     Relation = "parent"
	RelationGrandchild Relation = "grandchild"
	RelationSibling    Relation = "sibling"
	RelationOther      Relation = "other"
)

// Relations are all of them, in the order of forms.
func Relations() []Relation {
	return []Relation{RelationHead, RelationSpouse, RelationChild, RelationParent, RelationGrandchild, RelationSibling, RelationOther}
}

// Title is the relation in words.
func (r Relation) Title() i18n.Text {
	switch r {
	case RelationHead:
		return i18n.T("Chủ hộ", "Head")
	case RelationSpouse:
		return i18n.T("Vợ, chồng", "Spouse")
	case RelationChild:
		return i18n.T("Con", "Child")
	case RelationParent:
		return i18n.T("Cha, mẹ", "Parent")
	case RelationGrandchild:
		return i18n.T("Cháu", "Grandchild")
	case RelationSibling:
		return i18n.T("Anh, chị, em", "Sibling")
	}
	return i18n.T("Khác", "Other")
}

// Details are what is so of a person.
type Details struct {
	Name         string        `bun:"name"`
	Birth        declared.Date `bun:"birth,type:date"`
	YearAlone    bool          `bun:"year_alone"` // Birth is the first day of the only year that is known
	Female       bool          `bun:"female"`
	Ethnic       string        `bun:"ethnic"` // code of the catalogue, "" not known; sensitive
	Relation     Relation      `bun:"relation"`
	Disabled     bool          `bun:"disabled"` // sensitive
	Insured      bool          `bun:"insured"`
	InSchool     bool          `bun:"in_school"`
	Malnourished bool          `bun:"malnourished"` // sensitive
}

// How a member's row ended.
const (
	EndedChanged   = "changed" // something about the person changed
	EndedMoved     = "moved"   // into another household of the tenant
	EndedLeft      = "left"    // the tenant
	EndedDied      = "died"
	EndedCorrected = "corrected" // it never was so: the next row says how it was
)

// Member is a person in a household from a day on, to the day on which it was no
// longer so. The same person keeps the id through changes and from one household
// to another. A row that ends on the day of its beginning holds on no day.
type Member struct {
	TenantID  string        `bun:"tenant_id,pk"`
	Household string        `bun:"household"`
	Person    string        `bun:"person,pk"`
	Seq       int           `bun:"seq,pk"`
	From      declared.Date `bun:"valid_from,type:date"`
	To        declared.Date `bun:"valid_to,type:date"`
	Details
	Folded   string `bun:"folded"`
	Position int    `bun:"position"`
	Sealed   []byte `bun:"citizen"`      // the citizen number under the tenant's key; nil: not known
	Hash     []byte `bun:"citizen_hash"` // keyed hash of the tenant
	Ended    string `bun:"ended"`
}

// Age is the member's full years on a day.
func (d Details) Age(on declared.Date) int {
	return classify.Age(d.Birth.Time(), d.YearAlone, on.Time())
}

// BirthYear is the year of birth, which is shown to whoever sees the member.
func (d Details) BirthYear() int { return d.Birth.Time().Year() }

// MaxAge is how old a person can be: what is above it is a slip of the keyboard.
const MaxAge = 130

// maxName is the longest name of a person, in characters.
const maxName = 120

// checkDetails returns what is wrong, on the day from which they hold, each fault
// beside its field.
func checkDetails(d *Details, day declared.Date) (wrong wrongs) {
	d.Name = text.Line(d.Name)
	switch {
	case d.Name == "":
		wrong.add("name", "Nhập họ và tên", "Enter the full name")
	case utf8.RuneCountInString(d.Name) > maxName:
		wrong.add("name", "Họ và tên dài quá 120 ký tự", "The name is longer than 120 characters")
	case strings.ContainsFunc(d.Name, func(r rune) bool { return unicode.IsDigit(r) || unicode.IsControl(r) }):
		wrong.add("name", "Họ và tên không có chữ số", "A name has no digits")
	}
	switch {
	case d.Birth == "":
		wrong.add("birth", "Nhập ngày sinh, hoặc năm sinh khi không rõ ngày", "Enter the date of birth, or the year when the day is not known")
	case d.Birth > day:
		wrong.add("birth", "Ngày sinh không được sau ngày ghi nhận "+dateText(day), "The date of birth is after "+dateText(day))
	case d.Age(day) > MaxAge:
		wrong.add("birth", "Tuổi không được trên 130", "Nobody is older than 130")
	case d.Malnourished && d.Age(day) >= 16:
		wrong.add("malnourished", "Suy dinh dưỡng chỉ ghi cho trẻ dưới 16 tuổi", "Malnutrition is recorded for children under 16 only")
	}
	if !slices.Contains(Relations(), d.Relation) {
		wrong.add("relation", "Chọn quan hệ với chủ hộ", "Choose the relation to the head")
	}
	return wrong
}

// checkCitizen is the citizen number (số định danh cá nhân) without blanks and
// dots; "" when there is none.
func checkCitizen(typed string, wrong *wrongs) string {
	number := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '.' || r == '-' {
			return -1
		}
		return r
	}, typed)
	if number != "" && !isCitizen(number) {
		wrong.add("citizen", "Số định danh cá nhân phải gồm 12 chữ số", "A citizen number has 12 digits")
		return ""
	}
	return number
}

// isCitizen reports whether s has the form of a citizen number.
func isCitizen(s string) bool {
	return len(s) == 12 && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// readBirth reads a date of birth as people write it: a day, or a year alone.
func readBirth(s string, read func(string) (time.Time, error)) (d declared.Date, yearAlone bool, err error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", false, nil
	}
	if year, bad := strconv.Atoi(s); bad == nil && len(s) == 4 {
		return declared.Date(s + "-01-01"), true, birthYear(year)
	}
	day, err := read(s)
	if err != nil {
		return "", false, err
	}
	return declared.DateOf(day), false, nil
}

func birthYear(year int) error {
	if year < 1850 || year > 2200 {
		return fault.New(fault.Invalid, "bad_date", "Năm sinh không đúng.", "This is no year of birth.")
	}
	return nil
}

// dateText is a day as officers write it, "" when there is none.
func dateText(d declared.Date) string {
	if d == "" {
		return ""
	}
	return i18n.Date(d.Time())
}

// wrongs collects what is wrong with the fields of a form.
type wrongs []fault.Field

func (w *wrongs) add(field, vi, en string) {
	*w = append(*w, fault.Field{Name: field, Message: i18n.T(vi, en)})
}

// fault is nil when nothing is wrong. Of each field it tells the first thing.
func (w wrongs) fault() error {
	if len(w) == 0 {
		return nil
	}
	told := map[string]bool{}
	w = slices.DeleteFunc(slices.Clone(w), func(f fault.Field) bool {
		again := told[f.Name]
		told[f.Name] = true
		return again
	})
	slices.SortStableFunc(w, func(a, b fault.Field) int { return fieldPlace(a.Name) - fieldPlace(b.Name) })
	return &fault.Error{Kind: fault.Invalid, Code: "household_wrong", Fields: w,
		Message: i18n.T("Thông tin chưa đúng. Hãy sửa các nội dung được đánh dấu.", "Something is not right. Mend what is marked.")}
}

// fieldPlace is where a field stands in the forms, so that what is wrong is told in
// the order in which it is met.
func fieldPlace(name string) int {
	return slices.Index([]string{"how", "unit", "village", "code", "day", "name", "relation", "citizen", "birth", "sex", "ethnic", "disabled", "malnourished", "class", "escaped_on"}, name)
}
