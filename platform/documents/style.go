package documents

// The measures of Nghị định 30/2020/NĐ-CP, Phụ lục I, in points (1 pt = 20 twips,
// 28.35 pt = 1 cm). This table is all that the three renderers know of the
// layout.
const (
	pageWidth    = 595.3 // A4 upright, mục I.1
	pageHeight   = 841.9
	marginTop    = 56.7  // 20 mm (20–25), mục I.2
	marginBottom = 56.7  // 20 mm (20–25)
	marginLeft   = 85.05 // 30 mm (30–35)
	marginRight  = 42.5  // 15 mm (15–20)
	textWidth    = pageWidth - marginLeft - marginRight
	textHeight   = pageHeight - marginTop - marginBottom
	headerTop    = 28.35 // the page number's line begins here, inside the top margin (mục I.6)

	leftColumn      = 174.0 // of the letterhead: Phụ lục I, mẫu: about 2 : 3
	signatureColumn = textWidth / 2

	ruleGap   = 3.0  // between a text and the rule below it
	ruleWidth = 0.75 // thickness of rules
	cellWidth = 0.5  // thickness of a table's grid
	cellPad   = 4.0  // left and right inside a cell
	cellSpace = 1.5  // above and below the text of a cell

	lineHeight = 1.149 // single spacing of the typeface, as a share of its size
	ascent     = 0.891 // baseline below the top of the line, as a share of the size
)

// style is how a kind of paragraph looks.
type style struct {
	id     string // of the DOCX style; with "doc-" before it, the class in HTML
	name   string // as an office suite lists it
	cut    int
	size   float64
	align  Align
	first  float64 // indent of the first line
	before float64
	after  float64
	keep   bool // on the page of what follows
	level  int  // in the outline: 1 is the topmost, 0 is none
}

const (
	indent = 36.0 // 1,27 cm: mục II.6
	apart  = 6.0  // at least 6 pt between paragraphs: mục II.6
)

// styles is the table, a field a kind of paragraph.
type styles struct {
	nation, motto, superior, issuer, number, draft, place      style
	kind, abstract, addressee, preamble, body                  style
	heading                                                    [5]style
	tableHead, cell, recipientsHead, recipient, capacity, name style
	page                                                       style
}

// decree returns the styles of Phụ lục I, mục II and V.
func decree() styles {
	center := func(id, name string, cut int, size float64) style {
		return style{id: id, name: name, cut: cut, size: size, align: Center}
	}
	running := func(id, name string, cut int) style {
		return style{id: id, name: name, cut: cut, size: 14, first: indent, after: apart}
	}
	heading := func(id, name string, cut, level int) style {
		s := running(id, name, cut)
		s.keep, s.level = true, level
		return s
	}
	s := styles{
		nation:    center("QuocHieu", "Quốc hiệu", bold, 13),                       // ô 1: 12–13
		motto:     center("TieuNgu", "Tiêu ngữ", bold, 13.5),                       // ô 1: 13–14
		superior:  center("CoQuanChuQuan", "Cơ quan chủ quản", 0, 13),              // ô 2: 12–13
		issuer:    center("CoQuanBanHanh", "Cơ quan ban hành", bold, 13),           // ô 2: 12–13
		number:    center("SoKyHieu", "Số, ký hiệu", 0, 13),                        // ô 3: 13
		place:     center("DiaDanhThoiGian", "Địa danh và thời gian", italic, 14),  // ô 4: 13–14
		draft:     center("DuThao", "Dự thảo", bold, 13),                           // custom, not law
		kind:      center("TenLoai", "Tên loại văn bản", bold, 14),                 // ô 5a: 13–14
		abstract:  center("TrichYeu", "Trích yếu", bold, 14),                       // ô 5a: 13–14
		addressee: center("KinhGui", "Kính gửi", 0, 14),                            // ô 9a: 13–14
		preamble:  running("CanCu", "Căn cứ", italic),                              // ô 6: 13–14
		body:      running("NoiDung", "Nội dung", 0),                               // ô 6: 13–14
		heading:   [5]style{1: heading("Heading1", "heading 1", bold, 1)},          // phần I, II
		tableHead: center("DauBang", "Đầu bảng", bold, 12),                         // not regulated
		cell:      style{id: "OBang", name: "Ô bảng", size: 12, align: Left},       // not regulated
		capacity:  center("QuyenHanChucVu", "Quyền hạn, chức vụ", bold, 14),        // ô 7a: 13–14
		name:      center("HoTenNguoiKy", "Họ tên người ký", bold, 14),             // ô 7b: 13–14
		recipient: style{id: "NoiNhan", name: "Nơi nhận", size: 11, align: Left},   // ô 9b: 11
		page:      style{id: "SoTrang", name: "Số trang", size: 13, align: Center}, // mục I.6: 13–14
	}
	s.recipientsHead = style{id: "NoiNhanDau", name: "Nơi nhận (đầu mục)", cut: bold | italic, size: 12, align: Left, keep: true} // ô 9b: 12
	s.heading[0] = heading("PhanChuong", "Phần, Chương", bold, 1)
	s.heading[0].align, s.heading[0].first = Center, 0
	s.heading[2] = heading("Heading2", "heading 2", bold, 2)
	s.heading[3] = heading("Heading3", "heading 3", bold|italic, 3)
	s.heading[4] = heading("Heading4", "heading 4", italic, 4)
	s.number.before, s.place.before, s.draft.before = 6, 6, 6
	s.kind.before, s.kind.keep, s.abstract.keep = 18, true, true
	s.addressee.after = apart
	s.capacity.before, s.name.before = 6, 80 // room for the signature and the seal
	return s
}

// all lists the styles in the order of the form.
func (s styles) all() []style {
	list := []style{s.nation, s.motto, s.superior, s.issuer, s.number, s.draft, s.place, s.kind, s.abstract,
		s.addressee, s.preamble, s.body}
	list = append(list, s.heading[:]...)
	return append(list, s.tableHead, s.cell, s.recipientsHead, s.recipient, s.capacity, s.name, s.page)
}

// byID is the table by the names of the styles.
func (s styles) byID() map[string]style {
	m := map[string]style{}
	for _, one := range s.all() {
		m[one.id] = one
	}
	return m
}
