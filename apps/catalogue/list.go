package catalogue

import (
	"strings"
	"unicode"

	"vuon/platform/tenancy/declared"
	"vuon/platform/text"
)

// ListName says which short list a term belongs to.
type ListName string

// The short lists.
const (
	Causes ListName = "cause" // nguyên nhân nghèo
	Groups ListName = "group" // nhóm đối tượng
	Needs  ListName = "need"  // nhu cầu hỗ trợ
)

// UnmarshalText takes one of the lists.
func (l *ListName) UnmarshalText(b []byte) error { return declared.OneOf(l, b, Causes, Groups, Needs) }

// Term is an entry of a short list.
type Term struct {
	declared.Entry `yaml:"-" json:"-" bun:"-"`

	ID       string   `json:"id" bun:"id,pk"`
	List     ListName `yaml:"list" want:"required" json:"list" bun:"list"`
	Code     string   `yaml:"code" want:"required" json:"code" bun:"code"`
	Title    string   `yaml:"title" want:"required" json:"title" bun:"title"`
	Position int      `json:"position" bun:"position"`
	declared.Period
	declared.Kept
}

// RowID implements declared.Row.
func (t Term) RowID() string { return t.ID }

// RowName implements declared.Row.
func (t Term) RowName() string { return t.Title }

// EthnicGroup is an entry of the list of ethnic groups (danh mục các dân tộc Việt Nam).
type EthnicGroup struct {
	declared.Entry `yaml:"-" json:"-" bun:"-"`

	ID        string   `json:"id" bun:"id,pk"`
	Code      string   `yaml:"code" want:"required" json:"code" bun:"code"` // two digits
	Name      string   `yaml:"name" want:"required" json:"name" bun:"name"`
	Spellings []string `yaml:"spellings" json:"spellings,omitempty" bun:"spellings,array"` // others that are met
	Minority  bool     `yaml:"minority" want:"required" json:"minority" bun:"minority"`    // dân tộc thiểu số
	declared.Period
	declared.Kept
}

// RowID implements declared.Row.
func (e EthnicGroup) RowID() string { return e.ID }

// RowName implements declared.Row.
func (e EthnicGroup) RowName() string { return e.Name }

// EthnicGroupOf finds the group that is written so, in any spelling.
func EthnicGroupOf(groups []EthnicGroup, written string) (EthnicGroup, bool) {
	want := solid(written)
	for _, g := range groups {
		for _, s := range append([]string{g.Name, g.Code}, g.Spellings...) {
			if solid(s) == want {
				return g, true
			}
		}
	}
	return EthnicGroup{}, false
}

// solid is the letters alone: M'Nông, M Nông and Mnông are one word. Marks of
// vowels stay, because Thổ and Thô would not be.
func solid(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text.NFC(s))
}

// Function is what an office is for; policies and assignments hold on to it.
type Function struct {
	declared.Entry `yaml:"-" json:"-" bun:"-"`

	ID       string   `yaml:"code" want:"required" json:"id" bun:"id,pk"` // labour, agriculture, finance …
	Title    string   `yaml:"title" want:"required" json:"title" bun:"title"`
	Words    []string `yaml:"words" json:"words,omitempty" bun:"words,array"` // by which an office is recognised in texts
	Position int      `json:"position" bun:"position"`
	declared.Kept
}

// RowID implements declared.Row.
func (f Function) RowID() string { return f.ID }

// RowName implements declared.Row.
func (f Function) RowName() string { return f.Title }

// FunctionOf tells the function of the office that a text names, by the longest
// words that occur in it; "other" when none do.
func FunctionOf(functions []Function, office string) string {
	best, longest := "other", 0
	name := " " + words(office) + " "
	for _, f := range functions {
		for _, w := range f.Words {
			if w = words(w); len(w) > longest && strings.Contains(name, " "+w+" ") {
				best, longest = f.ID, len(w)
			}
		}
	}
	return best
}

// words is a text as folded words apart by single blanks: "LĐ-TB&XH" is "ld tb xh".
func words(s string) string {
	return strings.Join(strings.FieldsFunc(text.Fold(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

// DocumentType is a type of administrative document and its abbreviation (Nghị
// định 30/2020/NĐ-CP, Phụ lục III).
type DocumentType struct {
	declared.Entry `yaml:"-" json:"-" bun:"-"`

	ID       string `yaml:"code" want:"required" json:"id" bun:"id,pk"` // "KH"
	Title    string `yaml:"title" want:"required" json:"title" bun:"title"`
	Position int    `json:"position" bun:"position"`
	declared.Kept
}

// RowID implements declared.Row.
func (t DocumentType) RowID() string { return t.ID }

// RowName implements declared.Row.
func (t DocumentType) RowName() string { return t.Title }
