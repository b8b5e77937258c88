package forms

import (
	"fmt"
	"iter"
	"strconv"

	"vuon/apps/households/classify"
	"vuon/platform/documents/form"
)

// Listed is a household in the lists 14 and 15.
type Listed struct {
	Village         string // name; a new one begins a heading row
	Kind            classify.Kind
	Merit, NoLabour bool
	Onsite          bool // by its head
	Supports        classify.Set
	Members         []ListedMember // the head first
}

// ListedMember is a person in the lists.
type ListedMember struct {
	Name      string
	BirthYear int // 0: not known
	Female    bool
	Ethnic    string // name, or what masks it
	Relation  string // "chủ hộ", "vợ/chồng"
}

// ListedClass is the class whose households a list names: form 14 the near-poor,
// form 15 the poor; "" for a form that is no list.
func ListedClass(number int) classify.Class {
	switch number {
	case 14:
		return classify.NearPoor
	case 15:
		return classify.Poor
	}
	return ""
}

// List draws the form 14 or 15. The households come in the order of their villages
// and are read once, so that a list may be longer than the memory.
func List(number, year int, of UnitName, preliminary bool, households iter.Seq2[Listed, error]) form.Form {
	class := ListedClass(number)
	return form.Form{Office: of.office(), Number: fmt.Sprintf("Biểu số %d", number), Title: fmt.Sprintf("%s năm %d", Title(number), year),
		Subtitle: []string{"(Kèm theo báo cáo kết quả rà soát định kỳ)"}, Preliminary: preliminary,
		Columns: listColumns(class), Rows: listRows(households), Signature: of.signature(year)}
}

func listColumns(class classify.Class) []form.Column {
	figures := func(title, key string) form.Column { return form.Column{Title: title, Key: key, Kind: form.Ordinal} }
	marks := func(first int, titles ...string) (list []form.Column) {
		for i, title := range titles {
			list = append(list, form.Column{Title: title, Key: strconv.Itoa(first + i), Kind: form.Marks})
		}
		return list
	}
	fresh, again, old := "Nghèo mới", "Tái nghèo", "Nghèo cũ"
	if class == classify.NearPoor {
		fresh, again, old = "Cận nghèo mới", "Tái cận nghèo", "Cận nghèo cũ"
	}
	return []form.Column{
		{Title: "Số thứ tự", Under: []form.Column{figures("Chủ hộ", "A"), figures("Thành viên", "B")}},
		{Title: "Họ và tên chủ hộ và thành viên", Key: "C", Kind: form.Words, Names: true},
		{Title: "Năm sinh", Under: []form.Column{figures("Nam", "1"), figures("Nữ", "2")}},
		{Title: "Dân tộc", Key: "3", Kind: form.Words, Width: 12}, {Title: "Quan hệ với chủ hộ", Key: "4", Kind: form.Words, Width: 12},
		{Title: "Chia theo", Under: append(marks(5, fresh, again, old), marks(8, "Hộ chính sách có công", "Hộ dân tộc thiểu số tại chỗ", "Hộ không có khả năng lao động")...)},
		{Title: "Chính sách hỗ trợ", Under: marks(11, "Y tế", "Giáo dục", "Sản xuất", "Vay vốn tín dụng", "Nhà ở", "Khác")},
	}
}

// listRows are the households' blocks, each village under a row with its name.
func listRows(households iter.Seq2[Listed, error]) iter.Seq2[form.Row, error] {
	return func(yield func(form.Row, error) bool) {
		village, n := "", 0
		for h, err := range households {
			if err != nil {
				yield(form.Row{}, err)
				return
			}
			if n++; n == 1 || h.Village != village {
				village = h.Village
				if !yield(form.Row{Bold: true, Cells: []form.Cell{{}, {}, form.Say(village).Wide(17)}}, nil) {
					return
				}
			}
			for i, m := range h.Members {
				if !yield(listRow(h, m, n, i), nil) {
					return
				}
			}
		}
	}
}

// listRow is a member's row: what is marked of the household stands in the head's.
func listRow(h Listed, m ListedMember, household, place int) form.Row {
	row := form.Row{Bold: place == 0, Cells: make([]form.Cell, 19)}
	row.Cells[1], row.Cells[2] = form.Say(strconv.Itoa(place+1)), form.Say(m.Name)
	born := form.Cell{}
	if m.BirthYear > 0 {
		born = form.Say(strconv.Itoa(m.BirthYear))
	}
	if m.Female {
		row.Cells[4] = born
	} else {
		row.Cells[3] = born
	}
	row.Cells[5], row.Cells[6] = form.Say(m.Ethnic), form.Say(m.Relation)
	if place > 0 {
		return row
	}
	row.Cells[0] = form.Say(strconv.Itoa(household))
	for i, is := range [...]bool{h.Kind == classify.New, h.Kind == classify.Relapsed, h.Kind == classify.Old, h.Merit, h.Onsite, h.NoLabour} {
		if is {
			row.Cells[7+i] = form.Mark()
		}
	}
	for n := range h.Supports.All() {
		if n <= 6 {
			row.Cells[12+n] = form.Mark()
		}
	}
	return row
}
