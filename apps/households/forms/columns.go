package forms

import (
	"fmt"
	"slices"

	"vuon/apps/households/classify"
)

// word is what the forms call the households of a class.
func word(class classify.Class) string {
	if class == classify.NearPoor {
		return "hộ cận nghèo"
	}
	return "hộ nghèo"
}

// capital is word at the beginning of a heading.
func capital(class classify.Class) string { return "H" + word(class)[1:] }

// results are the columns of form 1.
func results() []Column {
	const all, ofHouseholds, ofPersons, average = "Tổng số hộ dân cư", "Kết quả về hộ", "Kết quả về khẩu", "làm nông, lâm, ngư nghiệp có mức sống trung bình"
	poor, near := classify.Poor, classify.NearPoor
	list := []Column{living(heading(all, "Số hộ"), 1), living(heading(all, "Nhân khẩu"), 2)}
	add := func(group, title, number string, m Measure, base int) {
		n := len(list) + 1
		of := sum(heading(group, title, number), m)
		list = append(list, of, rate(heading(group, title, "Tỷ lệ (%)"), fmt.Sprintf("%d/%d×100", n, base), of, list[base-1]))
	}
	add(ofHouseholds, "Hộ nghèo", "Số hộ", Households(poor), 1)
	add(ofHouseholds, "Hộ cận nghèo", "Số hộ", Households(near), 1)
	add(ofHouseholds, "Hộ "+average, "Số hộ", AverageHouseholds, 1)
	add(ofPersons, "Khẩu nghèo", "Số khẩu", Persons(poor), 2)
	add(ofPersons, "Khẩu cận nghèo", "Số khẩu", Persons(near), 2)
	add(ofPersons, "Khẩu thuộc hộ "+average, "Số khẩu", AveragePersons, 2)
	return numbered(list)
}

// transitions are the columns of the forms 2 and 3.
func transitions(class classify.Class) []Column {
	const less, more = "Số giảm trong kỳ", "Số tăng trong kỳ"
	other, upward, again := classify.NearPoor, "Vượt chuẩn cận nghèo", "Tái nghèo"
	if class == classify.NearPoor {
		other, upward, again = classify.Poor, "Thoát cận nghèo", "Tái cận nghèo"
	}
	down := []Column{pair(heading(less, "Trở thành "+word(other)), of(class, toOther)), pair(heading(less, upward), of(class, above))}
	if class == classify.NearPoor {
		slices.Reverse(down) // as form 3 prints them
	}
	return numbered([]Column{
		pair(heading("Tổng số "+word(class)+" đầu kỳ"), of(class, opening)), down[0], down[1],
		pair(heading(less, "Khác (chết, chuyển đi, tách, nhập …)"), of(class, out)),
		pair(heading(more, capital(other)+" trở thành "+word(class)), of(other, toOther)),
		pair(heading(more, again), of(class, inRelapsed)),
		pair(heading(more, "Phát sinh mới"), of(class, inNew)),
		pair(heading(more, "Khác (chuyển đến, tách, nhập …)"), of(class, inArrived)),
		pair(heading("Tổng số "+word(class)+" cuối kỳ"), of(class, households)).by("1-2-3-4+5+6+7+8"),
	})
}

// deprivations are the columns of the forms 4 and 6.
func deprivations(class classify.Class) []Column {
	list := []Column{sum(heading("Tổng số "+word(class)), Households(class)), {}}
	var all []Measure
	for i, name := range Indicators() {
		m := Deprived(class, i+1)
		all = append(all, m)
		list = append(list, sum(heading("Các chỉ số thiếu hụt dịch vụ xã hội cơ bản", name), m))
	}
	list[1] = sum(heading("Tổng số thiếu hụt"), all...).by("3+4+…+14")
	return numbered(list)
}

// deprivationRates are the columns of the forms 5 and 7.
func deprivationRates(class classify.Class) []Column {
	total := sum(heading("Tổng số "+word(class)), Households(class))
	list := []Column{total}
	for i, name := range Indicators() {
		list = append(list, rate(heading("Tỷ lệ hộ thiếu hụt các chỉ số dịch vụ xã hội cơ bản (%)", name), "", sum(nil, Deprived(class, i+1)), total))
	}
	return numbered(list)
}

// groupColumns are a class's columns of form 8, the first of which has the number
// first.
func groupColumns(class classify.Class, first int) []Column {
	group := capital(class)
	among := func(title string, m Measure) Column { return pair(heading(group, "Trong đó", title), of(class, m)) }
	return []Column{
		pair(heading(group, "Tổng số"), of(class, households)),
		among("Hộ dân tộc thiểu số", groupMinority),
		among("Hộ không có khả năng lao động", groupNoLabour),
		among("Hộ có thành viên là người có công với cách mạng", groupMerit),
		among("Hộ khác", groupOther).by(fmt.Sprintf("%d-%d-%d-%d", first, first+1, first+2, first+3)),
	}
}

// peopleColumns are a class's columns of form 9.
func peopleColumns(class classify.Class, key string, peoples []People) []Column {
	group := capital(class)
	named := map[Measure]bool{}
	column := func(sign string, titles []string, measures ...Measure) Column {
		c := sum(append([]string{group}, titles...), measures...)
		c.Key = key + "." + sign
		return c
	}
	list := []Column{
		column("0", heading("Tổng số"), Households(class)),
		column("1", heading("Kinh"), Kinh(class)),
		column("2", heading("Dân tộc thiểu số", "Tổng số"), Minority(class)),
	}
	for i, p := range peoples {
		m := Ethnic(class, p.Code)
		named[m] = true
		list = append(list, column(fmt.Sprintf("2.%d", i+1), heading("Dân tộc thiểu số", p.Name), m))
	}
	var others []Measure
	for n := range Measure(ethnicCodes + 1) {
		if m := of(class, ethnic+n); !named[m] {
			others = append(others, m)
		}
	}
	return append(list, column(fmt.Sprintf("2.%d", len(peoples)+1), heading("Dân tộc thiểu số", "Dân tộc khác"), others...))
}

// causeColumns are the columns of form 10.
func causeColumns() (list []Column) {
	for i, name := range CauseNames() {
		list = append(list, Column{Heading: heading("Nguyên nhân nghèo", name),
			of: []term{{measures: []Measure{Cause(classify.Poor, i+1)}}, {measures: []Measure{Cause(classify.NearPoor, i+1)}}}})
	}
	return numbered(list)
}

// childColumns are a class's columns of form 11.
func childColumns(class classify.Class) []Column {
	group := "Trẻ em thuộc " + word(class)
	return []Column{
		sum(heading(group, "Tổng số trẻ em"), of(class, children)),
		sum(heading(group, "Thiếu hụt về y tế", "Thiếu bảo hiểm y tế"), of(class, childrenUninsured)),
		sum(heading(group, "Thiếu hụt về y tế", "Thiếu hụt dinh dưỡng"), of(class, childrenMalnourished)),
		sum(heading(group, "Thiếu hụt về giáo dục", "Không đi học"), of(class, childrenOutOfSchool)),
	}
}

// standardColumns are the columns of the forms 12 and 13.
func standardColumns(class classify.Class) []Column {
	list := make([]Column, 0, 22)
	add := func(columns ...Column) { list = append(list, columns...) }
	four := func(group string, first int, make func(title []string, i int) Column) {
		add(make(heading(group, "Tổng số"), 0).by(fmt.Sprintf("%d+%d", first+1, first+2)), make(heading(group, "Hộ Kinh"), 1),
			make(heading(group, "Hộ dân tộc thiểu số", "Tổng số"), 2), make(heading(group, "Hộ dân tộc thiểu số", "Trong đó: dân tộc thiểu số tại chỗ"), 3))
	}
	people := func(places ...int) func([]string, int) Column {
		return func(title []string, i int) Column { return living(title, places[i]) }
	}
	counted := func(measures ...Measure) func([]string, int) Column {
		return func(title []string, i int) Column { return sum(title, of(class, measures[i])) }
	}
	four("Tổng số hộ dân cư", 1, people(1, 3, 4, 5))
	four("Tổng số khẩu dân cư", 5, people(2, 6, 7, 8))
	four("Tổng số "+word(class), 9, counted(households, kinh, minority, onsite))
	among := capital(class) + " chia theo"
	add(sum(heading(among, "Hộ chính sách có công"), of(class, merit)), sum(heading(among, "Hộ không có khả năng lao động"), of(class, noLabour)),
		sum(heading(among, "Hộ có chủ hộ là nữ"), of(class, femaleHead)))
	four("Tổng số khẩu "+word(class), 16, counted(persons, kinhPersons, minorityPersons, onsitePersons))
	rates := "Tỷ lệ " + word(class) + " (%)"
	add(rate(heading(rates, "Chung"), "9/1×100", list[8], list[0]), rate(heading(rates, "Dân tộc thiểu số"), "11/3×100", list[10], list[2]),
		rate(heading(rates, "Dân tộc thiểu số tại chỗ"), "12/4×100", list[11], list[3]))
	for i := range list {
		if n := i + 1; n >= 5 && n <= 8 || n >= 16 && n <= 19 {
			list[i].Heading = personal(list[i].Heading)
		}
	}
	return numbered(list)
}

// personal turns the headings of households into those of persons.
func personal(titles []string) []string {
	switch titles[1] {
	case "Hộ Kinh":
		titles[1] = "Khẩu Kinh"
	case "Hộ dân tộc thiểu số":
		titles[1] = "Khẩu dân tộc thiểu số"
	}
	return titles
}
