package catalogue

import (
	"regexp"

	"vuon/platform/tenancy/declared"
)

var twoDigits = regexp.MustCompile(`^[0-9]{2}$`)

// check faults what each entry can get right and the whole still wrong.
func (n *National) check(faults *declared.Faults) {
	n.checkProjects(faults)
	n.checkDocuments(faults)
	sources := n.sources()
	for _, s := range n.Standards {
		sources.check(s.Entry, s.Source, faults)
	}
	for _, i := range n.Indicators {
		sources.check(i.Entry, i.Source, faults)
	}
	n.checkHolidays(sources, faults)
	n.checkScores(sources, faults)
	n.checkEligibility(sources, faults)
	for _, e := range n.EthnicGroups {
		if e.Code != "" && !twoDigits.MatchString(e.Code) {
			faults.Addf(e.At("code"), "mã dân tộc “%s” phải có đúng 2 chữ số", "the code “%s” must have exactly 2 digits", e.Code)
		}
	}
	once(n.Programmes, faults, func(p Programme) (string, declared.Entry, declared.Period) { return p.ID, p.Entry, p.Period })
	once(n.Projects, faults, func(p Project) (string, declared.Entry, declared.Period) { return p.Code, p.Entry, p.Period })
	once(n.Standards, faults, func(s Standard) (string, declared.Entry, declared.Period) { return string(s.Area), s.Entry, s.Period })
	once(n.Indicators, faults, func(i Indicator) (string, declared.Entry, declared.Period) { return i.Code, i.Entry, i.Period })
	once(n.Terms, faults, func(t Term) (string, declared.Entry, declared.Period) {
		return string(t.List) + "/" + t.Code, t.Entry, t.Period
	})
	once(n.EthnicGroups, faults, func(e EthnicGroup) (string, declared.Entry, declared.Period) { return e.Code, e.Entry, e.Period })
	once(n.Functions, faults, func(f Function) (string, declared.Entry, declared.Period) { return f.ID, f.Entry, declared.Period{} })
	once(n.DocumentTypes, faults, func(t DocumentType) (string, declared.Entry, declared.Period) {
		return t.ID, t.Entry, declared.Period{}
	})
}

// checkHolidays faults days off without an end, which would stop every term.
func (n *National) checkHolidays(sources sources, faults *declared.Faults) {
	for _, h := range n.Holidays {
		sources.check(h.Entry, h.Source, faults)
		if h.ValidTo == "" || h.ValidTo > declared.DateOf(h.ValidFrom.Time().AddDate(0, 0, 30)) {
			faults.Add(h.At("valid_to"), "kỳ nghỉ phải có ngày cuối, dài không quá 30 ngày", "a holiday must have a last day, 30 days on at most")
		}
	}
	once(n.Holidays, faults, func(h Holiday) (string, declared.Entry, declared.Period) { return "holiday", h.Entry, h.Period })
}

// once faults two versions of one code that hold on the same day.
func once[R any](rows []R, faults *declared.Faults, of func(R) (string, declared.Entry, declared.Period)) {
	type seen struct {
		entry  declared.Entry
		period declared.Period
	}
	earlier := map[string][]seen{}
	for _, r := range rows {
		code, entry, period := of(r)
		period.Check(entry.At("valid_to"), faults)
		for _, other := range earlier[code] {
			if code != "" && period.Overlaps(other.period) {
				faults.Addf(entry.Place(), "“%s” đã có ở %s trong cùng thời gian hiệu lực", "“%s” stands at %s already for the same time", code, other.entry.Place())
			}
		}
		earlier[code] = append(earlier[code], seen{entry, period})
	}
}

func (n *National) checkProjects(faults *declared.Faults) {
	programmes, parents, sources := map[string]Programme{}, map[string]bool{}, n.sources()
	for _, g := range n.Programmes {
		programmes[g.ID] = g
		sources.check(g.Entry, g.Source, faults)
	}
	for _, p := range n.Projects {
		parents[p.Programme+"/"+p.Code] = p.Parent == ""
	}
	for _, p := range n.Projects {
		sources.check(p.Entry, p.Source, faults)
		g, ok := programmes[p.Programme]
		switch {
		case !ok && p.Programme != "":
			faults.Addf(p.At("programme"), "không có chương trình “%s”", "there is no programme “%s”", p.Programme)
		case ok && !p.Period.Within(g.Period):
			faults.Addf(p.At("valid_from"), "thời gian hiệu lực vượt ra ngoài chương trình “%s”", "the period goes beyond the programme “%s”", g.ID)
		}
		if p.Parent != "" && !parents[p.Programme+"/"+p.Parent] {
			faults.Addf(p.At("parent"), "chương trình không có dự án “%s”", "the programme has no project “%s”", p.Parent)
		}
	}
}

func (n *National) checkDocuments(faults *declared.Faults) {
	first := map[string]Document{}
	for _, d := range n.Documents {
		if d.Number != "" && !numberForm.MatchString(d.Number) {
			faults.Addf(d.At("number"), "“%s” phải là số, ký hiệu văn bản, ví dụ 90/QĐ-TTg", "“%s” must be a document's number and symbol, such as 90/QĐ-TTg", d.Number)
		}
		if other, twice := first[d.ID]; twice {
			faults.Addf(d.Place(), "văn bản “%s” đã có ở %s", "the document “%s” stands at %s already", d.Number, other.Place())
		}
		first[d.ID] = d
		declared.Period{ValidFrom: d.EffectiveFrom, ValidTo: d.EffectiveTo}.Check(d.At("effective_to"), faults)
	}
	sources := n.sources()
	for _, d := range n.Documents {
		sources.related(d, "amends", d.Amends, faults)
		sources.related(d, "replaces", d.Replaces, faults)
	}
}

// related faults numbers of a document that the registry does not have.
func (s sources) related(d Document, key string, numbers []string, faults *declared.Faults) {
	for _, number := range numbers {
		if number == d.Number {
			faults.Add(d.At(key), "văn bản không sửa đổi, thay thế chính nó", "a document does not amend or replace itself")
		} else if s[number] == 0 {
			faults.Addf(d.At(key), "danh bạ không có văn bản “%s”", "the registry has no document “%s”", number)
		}
	}
}

// sources counts the documents by number; a source must be exactly one.
type sources map[string]int

func (n *National) sources() sources {
	s := sources{}
	for _, d := range n.Documents {
		s[d.Number]++
		s[d.ID]++
	}
	return s
}

func (s sources) check(e declared.Entry, number string, faults *declared.Faults) {
	switch {
	case number == "":
	case s[number] == 0:
		faults.Addf(e.At("source"), "danh bạ không có văn bản “%s”", "the registry has no document “%s”", number)
	case s[number] > 1:
		faults.Addf(e.At("source"), "có nhiều văn bản “%[1]s”; hãy ghi thêm ngày, ví dụ %[1]s@2022-01-18", "there are several documents “%[1]s”; add the day, as in %[1]s@2022-01-18", number)
	}
}
