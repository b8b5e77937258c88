package form

import (
	"fmt"
	"iter"
	"time"
)

var dated = time.Date(2024, 12, 14, 0, 0, 0, 0, time.UTC)

// base are the two columns before the figures, and the head of a district's form.
func base(number, title string, columns ...Column) Form {
	return Form{
		Office: []string{"Ủy ban nhân dân", "HUYỆN KRÔNG NÔ"}, Number: "Biểu số " + number, Title: title,
		Subtitle: []string{"(Kèm theo báo cáo kết quả rà soát định kỳ năm 2024)"}, Dated: dated,
		Columns: append([]Column{{Title: "TT", Key: "A", Kind: Ordinal}, {Title: "Phường/Xã", Key: "B", Kind: Words, Names: true}}, columns...),
	}
}

func col(key, title, formula string) Column { return Column{Title: title, Key: key, Formula: formula} }

// moves is a form with two rows a unit, on A4: form 2.
func moves() Form {
	f := base("2", "Tổng hợp diễn biến hộ nghèo năm 2024",
		Column{Title: "Phân tổ", Key: "C", Kind: Words, Names: true, Width: 9},
		col("1", "Tổng số hộ nghèo đầu kỳ", ""),
		Column{Title: "Diễn biến hộ nghèo trong kỳ", Under: []Column{
			{Title: "Số hộ nghèo giảm", Under: []Column{col("2", "Trở thành hộ cận nghèo", ""), col("3", "Vượt chuẩn hộ cận nghèo", ""), col("4", "Khác (chết, chuyển đi, tách hộ...)", "")}},
			{Title: "Số hộ nghèo tăng", Under: []Column{col("5", "Hộ cận nghèo trở thành hộ nghèo", ""), col("6", "Hộ tái nghèo", ""), col("7", "Hộ nghèo phát sinh mới", ""), col("8", "Khác (chuyển đến, tách hộ...)", "")}},
		}},
		col("9", "Tổng số hộ nghèo cuối kỳ", "1-2-3-4+5+6+7+8"))
	pair := func(number, name string, bold, missing bool, h, p int64) []Row {
		row := func(part string, n int64) Row {
			r := Row{Bold: bold, Missing: missing, Cells: []Cell{Say(part)}}
			if part == "Hộ" {
				r.Cells = []Cell{Say(number).Over(2), Say(name).Over(2), Say(part)}
			}
			for _, k := range []int64{1, 4, 8, 0, 32, 64, 16, 0, 2} {
				c := Count(0)
				if k > 0 {
					c = Count(n / k).Link(fmt.Sprintf("/t/krong-no/households?form=2&column=%d", k))
				}
				r.Cells = append(r.Cells, c)
			}
			return r
		}
		return []Row{row("Hộ", h), row("Nhân khẩu", p)}
	}
	var rows []Row
	for i, name := range communes {
		rows = append(rows, pair(fmt.Sprint(i+1), name, false, i == 4, int64(20*(i+1)%90), int64(91*(i+1)%410))...)
	}
	f.Rows = List(append(rows, pair("", "Huyện Krông Nô", true, false, 1294, 5852)...)...)
	f.Signature = &Signature{Place: "Krông Nô, ngày 16 tháng 12 năm 2024", Capacity: []string{"KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}, Name: "Nguyễn Xuân Danh",
		Left: []string{"NGƯỜI LẬP BIỂU"}, LeftName: "Lê Thị Hạnh"}
	f.Notes = []string{"Ghi chú: Xã Nam Đà chưa gửi báo cáo; số liệu của xã được tính là 0."}
	return f
}

var communes = []string{"Thị trấn Đắk Mâm", "Xã Đắk Sôr", "Xã Nam Xuân", "Xã Buôn Choáh", "Xã Nam Đà", "Xã Tân Thành", "Xã Đắk Drô", "Xã Nâm Nung", "Xã Đức Xuyên", "Xã Đắk Nang", "Xã Quảng Phú", "Xã Nâm N'Đir"}

// rates is a wide form with rates: form 12, a province's.
func rates() Form {
	group := func(title, formula string, first int) Column {
		k := func(i int) string { return fmt.Sprint(first + i) }
		return Column{Title: title, Under: []Column{col(k(0), "Tổng số", formula), col(k(1), "Dân tộc Kinh", ""), col(k(2), "Dân tộc thiểu số", ""), col(k(3), "Trong đó: DT tại chỗ", "")}}
	}
	f := base("12", "Tổng hợp kết quả rà soát hộ nghèo theo chuẩn nghèo đa chiều năm 2024",
		group("Tổng số hộ dân cư", "2+3", 1), group("Tổng số khẩu dân cư", "6+7", 5), group("Hộ nghèo", "10+11", 9),
		Column{Title: "Trong đó", Under: []Column{col("13", "Hộ chính sách có công", ""), col("14", "Hộ không có khả năng lao động", ""), col("15", "Chủ hộ là nữ", "")}},
		group("Số khẩu hộ nghèo", "17+18", 16),
		Column{Title: "Tỷ lệ (%)", Under: []Column{col("20", "Hộ nghèo", "9/1×100"), col("21", "Hộ nghèo DTTS", "11/3×100"), col("22", "Hộ nghèo DT tại chỗ", "12/4×100")}})
	f.Office, f.Preliminary = []string{"Ủy ban nhân dân", "TỈNH ĐẮK NÔNG"}, true
	row := func(number, name string, bold bool, n int64) Row {
		r := Row{Bold: bold, Cells: []Cell{Say(number), Say(name)}}
		for _, k := range []int64{1000, 400, 600, 300, 4500, 1700, 2800, 1400, 50, 10, 40, 22, 3, 4, 13, 230, 46, 184, 99} {
			r.Cells = append(r.Cells, Count(n*k/1000))
		}
		r.Cells = append(r.Cells, Percent(n*50/1000, n), Percent(n*40/1000, n*600/1000), Percent(n*22/1000, n*300/1000))
		return r
	}
	rows := []Row{row("1", "Huyện Krông Nô", true, 19321)}
	for i, name := range communes {
		rows = append(rows, row(fmt.Sprintf("1.%d", i+1), name, false, int64(i)*523))
	}
	for d := 2; d <= 8; d++ {
		rows = append(rows, row(fmt.Sprint(d), "Huyện Đắk Song", true, 21870))
		for i, name := range communes[:9] {
			rows = append(rows, row(fmt.Sprintf("%d.%d", d, i+1), name, false, int64(i)*223))
		}
	}
	f.Rows = List(append(rows, row("", "Tỉnh Đắk Nông", true, 170_003))...)
	return f
}

// list is form 15 with n households of four, a heading row a hundred.
func list(n int) Form {
	f := base("15", "Danh sách chi tiết hộ nghèo năm 2024")
	mark := func(first int, titles ...string) (list []Column) {
		for i, t := range titles {
			list = append(list, Column{Title: t, Key: fmt.Sprint(first + i), Kind: Marks})
		}
		return list
	}
	f.Columns = []Column{{Title: "STT chủ hộ", Key: "A", Kind: Ordinal, Width: 6}, {Title: "STT thành viên", Key: "B", Kind: Ordinal, Width: 6}, {Title: "Họ và tên", Key: "C", Kind: Words, Names: true, Width: 22},
		{Title: "Năm sinh", Under: []Column{{Title: "Nam", Key: "1", Kind: Ordinal, Width: 6}, {Title: "Nữ", Key: "2", Kind: Ordinal, Width: 6}}},
		{Title: "Dân tộc", Key: "3", Kind: Words, Width: 9}, {Title: "Quan hệ với chủ hộ", Key: "4", Kind: Words, Width: 9},
		{Title: "Chia theo", Under: mark(5, "Hộ nghèo mới", "Hộ tái nghèo", "Hộ nghèo cũ", "Hộ chính sách có công", "Hộ dân tộc tại chỗ", "Hộ không có khả năng lao động")},
		{Title: "Chính sách hỗ trợ", Under: mark(11, "Y tế", "Giáo dục", "Sản xuất", "Vay vốn tín dụng", "Nhà ở", "Khác")},
	}
	f.Rows = persons(n)
	return f
}

func persons(n int) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for h := range n {
			if h%100 == 0 && !yield(Row{Bold: true, Cells: []Cell{{}, {}, Say(fmt.Sprintf("Thôn %d", h/100+1)).Wide(17)}}, nil) {
				return
			}
			for m := range 4 {
				r := Row{Cells: []Cell{{}, Say(fmt.Sprint(m + 1)), Say(fmt.Sprintf("Người thứ %d, hộ %d", m+1, h+1)), Say(fmt.Sprint(1960 + m*9)), {}, Say("M'Nông"), Say([]string{"Chủ hộ", "Vợ/chồng", "Con", "Con"}[m])}}
				if m == 0 {
					r.Cells[0] = Say(fmt.Sprint(h + 1))
					r.Cells = append(r.Cells, Cell{}, Cell{}, Mark(), Cell{}, Mark(), Cell{}, Mark(), Mark())
				}
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}
