package planreader

import "regexp"

// placed is a mention and where it stands; at is "" in the preamble.
type placed struct {
	mention
	at string
}

// yearInNumber marks numbers that are unique in the country, or nearly: they carry
// their year. Others begin anew every year with every issuer.
var yearInNumber = regexp.MustCompile(`^\d+/\d{4}/`)

// documentWarnings compares the dates under which each document is cited, with each
// other and with the registry, and names bases that the registry does not hold.
func documentWarnings(p *Plan, items []item, cat *index) []Warning {
	w := warnings{list: []Warning{}}
	first := map[string]string{}
	told := map[string]bool{}
	all := allMentions(p, items)
	dates := datesOf(all)
	for _, m := range all {
		if m.badDate != "" {
			w.add(WarnDateInvalid, m.at, "Văn bản %s ghi %s: không có ngày này.", "Document %s is dated %s: there is no such day.", m.number, m.badDate)
		}
		if m.date == "" {
			continue
		}
		before, cited := first[m.number]
		if !cited {
			first[m.number] = m.date
		}
		known, registered := cat.document(m.number, m.date)
		key := m.number + m.date
		switch {
		case told[key]:
		case cited && before != m.date && comparable(m.number, before, m.date):
			told[key] = true
			w.add(WarnDatesDiffer, m.at, "Văn bản %s được dẫn với hai ngày khác nhau: %s và %s.", "Document %s is cited with two dates: %s and %s.",
				m.number, viDate(before), viDate(m.date))
			if registered && known.Date != "" {
				last := &w.list[len(w.list)-1]
				last.Message += " Danh mục văn bản ghi ngày " + viDate(known.Date) + "."
				last.MessageEN += " The registry says " + viDate(known.Date) + "."
			}
		case registered && !cited && known.Date != "" && known.Date != m.date && comparable(m.number, known.Date, m.date) && len(dates[m.number]) == 1:
			told[key] = true
			w.add(WarnDateUnlike, m.at, "Văn bản %s ghi ngày %s, danh mục văn bản ghi ngày %s.", "Document %s is dated %s, the registry says %s.",
				m.number, viDate(m.date), viDate(known.Date))
		}
	}
	for _, b := range p.LegalBases {
		if b.Number != "" && !b.Known {
			w.add(WarnBasisUnknown, "", "Căn cứ %s %s chưa có trong danh mục văn bản.", "The basis %s %s is not in the registry of documents.", b.Type, b.Number)
		}
	}
	return w.list
}

// comparable reports whether two dates of one number can be meant for one document.
func comparable(number, a, b string) bool {
	return yearInNumber.MatchString(number) || a[:4] == b[:4]
}

// datesOf lists the dates under which each number is cited: where the text itself
// differs, that is what is worth saying.
func datesOf(all []placed) map[string]map[string]bool {
	dates := map[string]map[string]bool{}
	for _, m := range all {
		if m.date != "" && dates[m.number] == nil {
			dates[m.number] = map[string]bool{}
		}
		if m.date != "" {
			dates[m.number][m.date] = true
		}
	}
	return dates
}

// allMentions lists every naming of a document in printed order.
func allMentions(p *Plan, items []item) []placed {
	var out []placed
	add := func(s, at string) {
		for _, m := range mentions(s) {
			out = append(out, placed{m, at})
		}
	}
	for _, s := range p.Preamble {
		add(s, "")
	}
	for _, s := range p.Opening {
		add(s, "")
	}
	for _, it := range items {
		add(it.text, it.at)
	}
	for _, s := range p.Closing {
		add(s, "")
	}
	return out
}

// structureWarnings names what the outline lacks.
func structureWarnings(p *Plan) []Warning {
	w := warnings{}
	if p.Header.Issuer == "" || p.Header.Type == "" || p.Header.Title == "" {
		w.add(WarnHeadingMissing, "", "Phần đầu văn bản thiếu cơ quan ban hành, tên loại hoặc trích yếu.", "The heading lacks issuer, type or abstract.")
	}
	if len(p.Sections) == 0 {
		w.add(WarnNoSections, "", "Không tìm thấy mục đánh số nào trong văn bản.", "No numbered section was found.")
	}
	repeated(&w, p.Sections, "", "")
	if len(p.Unplaced) > 0 {
		w.add(WarnTextAfterEnd, "", "Có %d đoạn sau phần chữ ký (phụ lục): được giữ nguyên, chưa bóc tách.", "%d paragraphs stand after the signature (annexes): kept, not read.", len(p.Unplaced))
	}
	return w.list
}

// repeated names numbers that stand twice under one parent.
func repeated(w *warnings, sections []Section, at, parent string) {
	seen := map[string]bool{}
	for _, s := range sections {
		here, number := at, parent
		if s.Number != "" {
			here, number = numberPath(at, parent, s.Number), s.Number
			if seen[s.Number] {
				w.add(WarnNumberingRepeats, here, "Mục %s được đánh số hai lần.", "Section %s is numbered twice.", here)
			}
			seen[s.Number] = true
		}
		repeated(w, s.Children, here, number)
	}
}
