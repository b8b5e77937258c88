package households

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"vuon/apps/households/classify"
	"vuon/platform/i18n"
	"vuon/platform/tenancy/declared"
)

// Happening is one entry of a household's history. It tells no sensitive field.
type Happening struct {
	Day   declared.Date
	Title i18n.Text
	Note  i18n.Text
	Kind  string // spell, member, review
	Class classify.Class
}

// happenings tell the history of a household, the newest first: what became of it,
// of its members, and what reviews found out. Place names villages.
func happenings(spells []Spell, members []Member, results []Result, place func(Spell) string) []Happening {
	list := slices.Concat(spellHappenings(spells, place), memberHappenings(members), resultHappenings(results))
	slices.SortStableFunc(list, func(a, b Happening) int { return cmp.Compare(b.Day, a.Day) })
	return list
}

func spellHappenings(spells []Spell, place func(Spell) string) (list []Happening) {
	for i, p := range spells {
		h := Happening{Day: p.From, Title: CauseTitle(p.Cause), Kind: "spell"}
		var vi, en []string
		add := func(v, e string) { vi, en = append(vi, v), append(en, e) }
		before := Spell{}
		if i > 0 {
			before = spells[i-1]
		}
		if p.Class != before.Class {
			h.Class = p.Class
			add(ClassTitle(p.Class).VI, ClassTitle(p.Class).EN)
		}
		if p.Village != before.Village {
			add(place(p), place(p))
		}
		if p.Head != before.Head {
			add("chủ hộ "+p.Head, "head "+p.Head)
		}
		if p.Decision != "" {
			add(p.Decision, p.Decision)
		}
		if p.To == p.From {
			add("đã sửa lại cùng ngày", "put right the same day")
		}
		h.Note = i18n.T(strings.Join(vi, " · "), strings.Join(en, " · "))
		list = append(list, h)
	}
	return list
}

// ClassTitle is a class in words.
func ClassTitle(c classify.Class) i18n.Text {
	switch c {
	case classify.Poor:
		return i18n.T("Hộ nghèo", "Poor")
	case classify.NearPoor:
		return i18n.T("Hộ cận nghèo", "Near-poor")
	case classify.Escaped:
		return i18n.T("Mới thoát nghèo", "Newly escaped")
	}
	return i18n.T("Không nghèo", "Not poor")
}

// memberHappenings tell how members came, changed and went. Rows are the
// household's, the oldest first.
func memberHappenings(rows []Member) (list []Happening) {
	last := map[string]Member{}
	for _, m := range rows {
		before, known := last[m.Person]
		h := Happening{Day: m.From, Kind: "member"}
		switch {
		case known && before.To == m.From && (before.Ended == EndedChanged || before.Ended == EndedCorrected):
			h.Title = i18n.T("Thay đổi thông tin: "+m.Name, "Changed: "+m.Name)
			if before.Ended == EndedCorrected {
				h.Title = i18n.T("Sửa thông tin ghi sai: "+m.Name, "Put right: "+m.Name)
			}
			h.Note = differences(before, m)
		case m.Birth == m.From && !m.YearAlone:
			h.Title = i18n.T("Sinh: "+m.Name, "Born: "+m.Name)
		default:
			h.Title = i18n.T("Vào hộ: "+m.Name, "Joins: "+m.Name)
			h.Note = m.Relation.Title()
		}
		list = append(list, h)
		last[m.Person] = m
		if end, ended := memberEnd(m); ended {
			list = append(list, end)
		}
	}
	return list
}

func memberEnd(m Member) (Happening, bool) {
	h := Happening{Day: m.To, Kind: "member"}
	switch m.Ended {
	case EndedDied:
		h.Title = i18n.T("Mất: "+m.Name, "Died: "+m.Name)
	case EndedLeft:
		h.Title = i18n.T("Chuyển đi: "+m.Name, "Left: "+m.Name)
	case EndedMoved:
		h.Title = i18n.T("Chuyển sang hộ khác: "+m.Name, "Into another household: "+m.Name)
	case EndedCorrected:
		if m.To == m.From {
			return h, false // the next row says how it was
		}
		h.Title = i18n.T("Trùng với thành viên khác: "+m.Name, "The same as another member: "+m.Name)
	default:
		return h, false
	}
	return h, true
}

// differences names what differs between two rows of a member; of sensitive fields
// it tells that they differ, not how.
func differences(a, b Member) i18n.Text {
	var vi, en []string
	add := func(is bool, v, e string) {
		if is {
			vi, en = append(vi, v), append(en, e)
		}
	}
	add(a.Name != b.Name, "họ tên "+a.Name+" → "+b.Name, "name "+a.Name+" → "+b.Name)
	add(a.Relation != b.Relation, "quan hệ "+a.Relation.Title().VI+" → "+b.Relation.Title().VI, "relation "+a.Relation.Title().EN+" → "+b.Relation.Title().EN)
	add(a.Female != b.Female, "giới tính", "sex")
	add(a.Birth != b.Birth || a.YearAlone != b.YearAlone, "ngày sinh", "date of birth")
	add(a.Insured != b.Insured, "bảo hiểm y tế", "health insurance")
	add(a.InSchool != b.InSchool, "đi học", "school")
	add(string(a.Hash) != string(b.Hash), "số định danh cá nhân", "citizen number")
	add(a.Ethnic != b.Ethnic || a.Disabled != b.Disabled || a.Malnourished != b.Malnourished, "thông tin nhạy cảm", "sensitive data")
	return i18n.T(strings.Join(vi, "; "), strings.Join(en, "; "))
}

func resultHappenings(results []Result) (list []Happening) {
	for _, r := range results {
		round, known := roundNamed(r.Round)
		if !known {
			continue
		}
		title := round.Title()
		class := ClassTitle(r.Outcome.Class)
		day := round.AsOf
		if r.EnteredAt != nil && declared.DateOf(*r.EnteredAt) < day {
			day = declared.DateOf(*r.EnteredAt)
		}
		points := " · B1 " + strconv.Itoa(r.Facts.B1) + ", B2 " + strconv.Itoa(r.Outcome.B2)
		list = append(list, Happening{Day: day, Kind: "review", Class: r.Outcome.Class, Title: title, Note: i18n.T(class.VI+points, class.EN+points)})
	}
	return list
}
