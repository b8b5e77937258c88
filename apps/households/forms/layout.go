package forms

import (
	"fmt"
	"strconv"

	"vuon/apps/households/classify"
)

// First and Last are the numbers of the forms; those up to LastOfSums are cut from
// sums, the two behind are lists of persons.
const (
	First      = 1
	LastOfSums = 13
	Last       = 15
)

// Part tells the rows of a unit apart, where a form has more than one (Phân tổ).
type Part string

// The parts.
const (
	Whole        Part = ""
	OfHouseholds Part = "households" // Hộ
	OfPersons    Part = "persons"    // Nhân khẩu
	OfPoor       Part = "poor"       // hộ nghèo
	OfNearPoor   Part = "near_poor"  // hộ cận nghèo
)

// Population is the whole population of a unit, in the order of the workbook's sheet
// Dân cư: hộ, nhân khẩu, hộ Kinh, hộ DTTS, hộ tại chỗ, khẩu Kinh, khẩu DTTS, khẩu
// tại chỗ.
type Population [8]int64

// Column is a column of figures.
type Column struct {
	Key     string   // number in the form: "4", in form 9 "1.2.1"
	Heading []string // from the highest heading down
	Formula string   // "3/1×100"; "" none
	Rate    bool     // per cent with two decimals, from the sums
	of      []term   // what is added, by part
	over    []term   // of a rate: what is below the line
}

// term is what a figure adds: measures, or one of the counts of the population.
type term struct {
	measures   []Measure
	population int // 1 to 8
}

// value is the figure of a unit.
func (t term) value(sums Sums, p Population) (n int64) {
	if t.population > 0 {
		return p[t.population-1]
	}
	for _, m := range t.measures {
		n += sums.At(m)
	}
	return n
}

// layout is a form: what it is called, its rows a unit, its columns.
type layout struct {
	title   string
	parts   []Part
	columns []Column
}

// People is an ethnic group that has a column of its own in form 9.
type People struct{ Code, Name string }

// Indicators are the twelve, as the forms' headings name them.
func Indicators() []string {
	return []string{"Việc làm", "Người phụ thuộc trong hộ", "Dinh dưỡng", "Bảo hiểm y tế", "Trình độ giáo dục của người lớn", "Tình trạng đi học của trẻ em",
		"Chất lượng nhà ở", "Diện tích nhà ở bình quân đầu người", "Nguồn nước sinh hoạt", "Nhà tiêu hợp vệ sinh", "Sử dụng dịch vụ viễn thông",
		"Phương tiện phục vụ tiếp cận thông tin"}
}

// CauseNames are the eight causes of poverty, as form 10's headings name them.
func CauseNames() []string {
	return []string{"Thiếu đất sản xuất", "Thiếu vốn", "Thiếu lao động", "Thiếu công cụ, phương tiện sản xuất", "Thiếu kiến thức về sản xuất",
		"Thiếu kỹ năng lao động", "Có người ốm đau, bệnh nặng, tai nạn", "Nguyên nhân khác"}
}

// Title is what a form is called; "" for a number that is no form's.
func Title(form int) string {
	const analysis, rates = "Phân tích các chỉ số thiếu hụt dịch vụ xã hội cơ bản của ", "Phân tích tỷ lệ các chỉ số thiếu hụt dịch vụ xã hội cơ bản của "
	if form < First || form > Last {
		return ""
	}
	return [...]string{
		"Tổng hợp kết quả chính thức rà soát hộ nghèo; hộ cận nghèo; hộ làm nông, lâm, ngư nghiệp có mức sống trung bình",
		"Tổng hợp diễn biến hộ nghèo", "Tổng hợp diễn biến hộ cận nghèo",
		analysis + "hộ nghèo", rates + "hộ nghèo", analysis + "hộ cận nghèo", rates + "hộ cận nghèo",
		"Phân tích hộ nghèo, hộ cận nghèo theo các nhóm đối tượng", "Phân tích hộ nghèo, hộ cận nghèo theo dân tộc",
		"Phân tích hộ nghèo, hộ cận nghèo theo nguyên nhân nghèo", "Tổng hợp chỉ tiêu thiếu hụt của trẻ em thuộc hộ nghèo, hộ cận nghèo",
		"Tổng hợp kết quả rà soát hộ nghèo theo chuẩn nghèo đa chiều", "Tổng hợp kết quả rà soát hộ cận nghèo theo chuẩn nghèo đa chiều",
		"Danh sách chi tiết hộ cận nghèo", "Danh sách chi tiết hộ nghèo",
	}[form-1]
}

// layoutOf is the layout of a form that is cut from sums.
func layoutOf(form int, peoples []People) (layout, error) {
	poor, near := classify.Poor, classify.NearPoor
	l := layout{title: Title(form), parts: []Part{Whole}}
	both := []Part{OfHouseholds, OfPersons}
	switch form {
	case 1:
		l.columns = results()
	case 2:
		l.parts, l.columns = both, transitions(poor)
	case 3:
		l.parts, l.columns = both, transitions(near)
	case 4:
		l.columns = deprivations(poor)
	case 5:
		l.columns = deprivationRates(poor)
	case 6:
		l.columns = deprivations(near)
	case 7:
		l.columns = deprivationRates(near)
	case 8:
		l.parts, l.columns = both, numbered(append(groupColumns(poor, 1), groupColumns(near, 6)...))
	case 9:
		l.columns = append(peopleColumns(poor, "1", peoples), peopleColumns(near, "2", peoples)...)
	case 10:
		l.parts, l.columns = []Part{OfPoor, OfNearPoor}, causeColumns()
	case 11:
		l.columns = numbered(append(childColumns(poor), childColumns(near)...))
	case 12:
		l.columns = standardColumns(poor)
	case 13:
		l.columns = standardColumns(near)
	default:
		return layout{}, fmt.Errorf("forms: form %d is not cut from sums", form)
	}
	return l, nil
}

// numbered gives the columns their numbers from 1 on.
func numbered(list []Column) []Column {
	for i := range list {
		list[i].Key = strconv.Itoa(i + 1)
	}
	return list
}

// sum is a column of one row a unit that adds measures.
func sum(heading []string, measures ...Measure) Column {
	return Column{Heading: heading, of: []term{{measures: measures}}}
}

// pair is a column of two rows: a measure of households, and the one of persons
// that follows it.
func pair(heading []string, m Measure) Column {
	return Column{Heading: heading, of: []term{{measures: []Measure{m}}, {measures: []Measure{m + 1}}}}
}

// living is a column of the population.
func living(heading []string, count int) Column {
	return Column{Heading: heading, of: []term{{population: count}}}
}

// rate is a column of one figure over another.
func rate(heading []string, formula string, of, over Column) Column {
	return Column{Heading: heading, Formula: formula, Rate: true, of: of.of, over: over.of}
}

// by gives a column its formula.
func (c Column) by(formula string) Column { c.Formula = formula; return c }

func heading(titles ...string) []string { return titles }
