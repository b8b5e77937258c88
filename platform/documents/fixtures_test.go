package documents

import (
	"fmt"

	"vuon/platform/money"
)

// small is a document with one of everything.
func small() Document {
	return Document{
		Letterhead: Letterhead{Superior: []string{"UBND HUYỆN KRÔNG NÔ"}, Issuer: []string{"PHÒNG TÀI CHÍNH - KẾ HOẠCH"},
			Number: 5, Symbol: "BC-TCKH", Place: "Krông Nô", Date: Date{2024, 2, 5}, Draft: true},
		Type:       "BÁO CÁO",
		Abstract:   "Kết quả giải ngân vốn Chương trình mục tiêu quốc gia giảm nghèo bền vững quý I năm 2024",
		Addressees: []string{"Ủy ban nhân dân huyện Krông Nô"},
		Preamble:   []string{"Căn cứ Luật Ngân sách nhà nước ngày 25 tháng 6 năm 2015;"},
		Body: []Block{
			Heading{Level: 0, Mark: "Phần thứ nhất", Title: "KẾT QUẢ"},
			Heading{Level: 1, Mark: "I.", Title: "TÌNH HÌNH CHUNG"},
			Heading{Level: 2, Mark: "1.", Title: "Giao vốn"},
			Paragraph{Spans: []Span{{Text: "Vốn được giao "}, {Text: "đúng hạn", Bold: true}, {Text: ", "}, {Text: "không điều chỉnh", Italic: true}, {Text: "."}}},
			Heading{Level: 3, Mark: "a)", Title: "Vốn sự nghiệp:", Text: "đã phân bổ 100%."},
			Heading{Level: 4, Mark: "-", Title: "Chi tiết"},
			Item("-", "Xã Nâm N’Đir & Đắk Drô;"),
			Item("+", "Thị trấn Đắk Mâm <khu vực 1>."),
			Table{
				Columns: []Column{{Weight: 1, Align: Center}, {Weight: 4, Align: Left}, {Weight: 3, Align: Right}, {Weight: 3, Align: Right}},
				Header: []Row{
					{Cells: []Cell{{Text: "TT", RowSpan: 2}, {Text: "Đơn vị", RowSpan: 2}, {Text: "Kinh phí (đồng)", ColSpan: 2}}},
					{Cells: []Cell{{Text: "Được giao"}, {Text: "Giải ngân"}}},
				},
				Rows: []Row{
					{Cells: []Cell{{Text: "1"}, {Text: "Xã Đắk Drô"}, Amount(1_234_567_000), Amount(money.Dong(987_654_321))}},
					{Cells: []Cell{{Text: "2", RowSpan: 2}, {Text: "Xã Nâm N’Đir, thôn Nam Tiến và các bon phía nam của xã"}, Amount(0), Amount(-5)}},
					{Cells: []Cell{{Text: "Thôn Nam Tiến", Italic: true}, Amount(1), Amount(2)}},
					{Cells: []Cell{{Text: "Cộng", ColSpan: 2, Bold: true, Align: Center}, Amount(1_234_567_001), Amount(987_654_318)}},
				},
			},
			PageBreak{},
			Text("Trang mới."),
		},
		Closing:    []string{"Trên đây là báo cáo của Phòng Tài chính - Kế hoạch./."},
		Recipients: []Recipient{{Text: "Như trên", Note: "(B/c)"}, {Text: "Lưu: VT"}},
		Signature:  Signature{Capacity: []string{"TRƯỞNG PHÒNG"}, Name: "Nguyễn Văn A"},
	}
}

// bigTable is a document whose table goes over pages.
func bigTable(rows int) Document {
	t := Table{
		Columns: []Column{{Weight: 1, Align: Center}, {Weight: 5}, {Weight: 3, Align: Right}},
		Header:  []Row{{Cells: []Cell{{Text: "TT"}, {Text: "Thôn, bon, buôn"}, {Text: "Kinh phí (đồng)"}}}},
	}
	for i := range rows {
		name := fmt.Sprintf("Bon R’cập %d", i+1)
		if i%3 == 0 {
			name += ", gồm các hộ nghèo, hộ cận nghèo và hộ mới thoát nghèo trong ba năm"
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: fmt.Sprint(i + 1)}, {Text: name}, Amount(money.Dong(i * 1_000_000))}})
	}
	return Document{Type: "BIỂU", Abstract: "Phân bổ kinh phí", Body: []Block{Heading{Level: 1, Mark: "I.", Title: "PHÂN BỔ"}, t, Text("Sau bảng.")},
		Signature: Signature{Capacity: []string{"CHỦ TỊCH"}, Name: "Y Khem"}}
}
