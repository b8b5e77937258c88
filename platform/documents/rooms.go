package documents

import "strings"

// The names of the fields in a PDF that is made to be signed. The text fields
// are filled in between the two signatures, the others are where signing tools
// may put them; tools are free to make fields of their own.
const (
	FieldNumber = "SoVanBan"
	FieldDay    = "Ngay"
	FieldMonth  = "Thang"
	FieldLeader = "ChuKyNguoiKy"
	FieldSeal   = "ChuKyCoQuan"
)

// room is a field at its place: on a page, in points from its top left corner.
type room struct {
	name   string
	page   int
	area   rect
	size   float64 // of the digits, 0: room for a signature
	italic bool
}

// rooms finds where number, date, signature and seal of a document go that is
// laid out on these pages.
func (fs *faces) rooms(pages [][]placed) []room {
	var list []room
	for n, page := range pages {
		for _, pl := range page {
			switch pl.columns {
			case "Letterhead":
				list = append(list, fs.letterheadRooms(n, pl)...)
			case "Signature":
				list = append(list, signatureRooms(n, pl)...)
			}
		}
	}
	return list
}

// letterheadRooms are the gaps in the lines of number and date, in order.
func (fs *faces) letterheadRooms(page int, pl placed) []room {
	var list []room
	for _, s := range pl.strips {
		if s.text == nil {
			continue
		}
		names := []string{FieldNumber}
		x := marginLeft + s.x
		for _, f := range s.text.fragments {
			x += f.gap
			if strings.Contains(f.text(), "tháng") {
				names = []string{FieldDay, FieldMonth}
			}
			for _, g := range fs.gaps(f, s.text.size) {
				if len(names) == 0 {
					break
				}
				cut := f.pieces[0].cut
				list = append(list, room{name: names[0], page: page, size: s.text.size, italic: cut&italic != 0,
					area: rect{x + g.x, marginTop + pl.y + s.y, g.w, s.h}})
				names = names[1:]
			}
			x += width(f.pieces)
		}
	}
	return list
}

// gaps are the rooms for hand-written characters in a fragment: from where, how wide.
func (fs *faces) gaps(f fragment, size float64) (list []rect) {
	x, run := 0.0, 0
	for _, p := range f.pieces {
		for _, r := range p.text + "\n" {
			if r == noBreak {
				run++
			} else {
				if w := float64(run) * fs[p.cut].advance(noBreak) * size / 1000; run > 1 {
					list = append(list, rect{x: x - w, w: w})
				}
				run = 0
			}
			if r != '\n' {
				x += fs[p.cut].advance(r) * size / 1000
			}
		}
	}
	return list
}

const (
	sealSize      = 102.0 // 36 mm, the diameter of the seal of a People's Committee
	signatureWide = 150.0
	// signatureLeast is the least height between capacity and name that is room
	// to sign in and not the space between two lines.
	signatureLeast = 40.0
)

// signatureRooms are the room between capacity and name, and that of the seal,
// over the left third of it (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.8).
func signatureRooms(page int, pl placed) []room {
	top, bottom, last := 0.0, 0.0, 0.0
	for _, s := range pl.strips {
		if s.text == nil || s.x < signatureColumn {
			continue
		}
		if last > 0 && s.y-last > bottom-top {
			top, bottom = last, s.y
		}
		last = s.y + s.h
	}
	if bottom-top < signatureLeast {
		return nil
	}
	middle := marginLeft + signatureColumn + (textWidth-signatureColumn)/2
	left, y := middle-signatureWide/2, marginTop+pl.y
	return []room{
		{name: FieldLeader, page: page, area: rect{left, y + top + 2, signatureWide, bottom - top - 4}},
		{name: FieldSeal, page: page, area: rect{left + signatureWide/3 - sealSize, y + (top+bottom-sealSize)/2, sealSize, sealSize}},
	}
}
