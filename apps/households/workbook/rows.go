package workbook

import (
	"iter"
	"time"

	"vuon/apps/households/classify"
)

// The sheets, by our names.
const (
	SheetHouseholds = "Hộ"
	SheetMembers    = "Thành viên"
	SheetPopulation = "Dân cư"
)

// Household is a row of the sheet Hộ.
type Household struct {
	Row                        int    // as the spreadsheet shows it; 0 when it is to be written
	Code                       string // "" when the file gives none
	Commune                    string // five digits
	Village, Head              string
	Opening                    classify.Class
	B1                         int
	Deprived, Causes, Supports classify.Set // T1-T12, N1-N8, H1-H6
	Merit, NoLabour, Average   bool
	Escaped                    time.Time // zero: none
	Movement                   classify.Movement
}

// Member is a row of the sheet Thành viên.
type Member struct {
	Row                                       int
	Household                                 string // the household's code, or "#7" for the row of the sheet Hộ
	Of                                        int    // the household's row in the sheet Hộ; what is read has it, what is written need not
	Name                                      string
	Birth                                     time.Time // with YearAlone the first day of the year
	YearAlone                                 bool
	Female                                    bool
	Ethnic                                    string // name or code of two digits, as written
	Relation                                  string // head, spouse, child, parent, grandchild, sibling, other
	Citizen                                   string // twelve digits or ""
	Disabled, Insured, InSchool, Malnourished bool
}

// Population is a row of the sheet Dân cư.
type Population struct {
	Row              int
	Commune, Village string   // village "": the whole commune
	Counts           [8]int64 // hộ, khẩu, hộ Kinh, hộ DTTS, hộ tại chỗ, khẩu Kinh, khẩu DTTS, khẩu tại chỗ
}

// Book is what is written as a workbook. A sequence that is nil is a sheet with
// headings alone; an error of one ends the writing.
type Book struct {
	Households iter.Seq2[Household, error]
	Members    iter.Seq2[Member, error]
	Population iter.Seq2[Population, error]
	Masked     bool // for reading only: Open refuses it
}

// Mapping says what a tenant's own lists call our sheets and headings.
type Mapping struct {
	Sheets   map[string]string            `json:"sheets,omitempty"`   // our sheet → theirs
	Headings map[string]map[string]string `json:"headings,omitempty"` // our sheet → our heading → theirs
}
