package planreader

import (
	"slices"
	"strings"
)

// deed is one role that a sentence gives to a unit, before the unit's function is
// looked up.
type deed struct{ role, unit, text string }

// assign reads the assignment lines of a project; a unit has each role once.
func (r *projectReader) assign(lines []item) []Assignment {
	out, known := []Assignment{}, map[string]bool{}
	var table roleTable
	for _, it := range lines {
		deeds, head := r.deeds(it, &table)
		if len(deeds) == 0 && !it.head && !head {
			r.warnings.add(WarnUnrecognised, it.at, "Chưa nhận ra ai làm gì trong câu: “%s”.", "It was not understood who does what in: “%s”.", shortened(it.whole()))
		}
		out = r.merge(out, known, deeds)
	}
	return out
}

// deeds reads one line: a row by the head of its table, else a paragraph.
func (r *projectReader) deeds(it item, table *roleTable) (deeds []deed, head bool) {
	if it.row() {
		return table.read(it.text)
	}
	*table = roleTable{}
	return r.rolesIn(it.text), false
}

// merge adds deeds that are not known yet.
func (r *projectReader) merge(list []Assignment, known map[string]bool, deeds []deed) []Assignment {
	for _, d := range deeds {
		key := d.role + " " + letters(d.unit)
		if !known[key] {
			known[key] = true
			list = append(list, Assignment{d.role, d.unit, r.cat.function(d.unit), d.text})
		}
	}
	return list
}

// rolesIn reads a paragraph: labels ("Cơ quan chủ trì: X; cơ quan phối hợp: Y") or
// clauses, in which the subject stays until another is named.
func (r *projectReader) rolesIn(paragraph string) []deed {
	var out []deed
	var who []string
	for _, whole := range sentences(paragraph, ".") {
		role := ""
		for _, s := range sentences(whole, ";") {
			if len(s) > maxSentence {
				continue
			}
			if deeds := labelled(s, role); len(deeds) > 0 {
				out, role = append(out, deeds...), deeds[0].role
				continue
			}
			role = ""
			c := clause{sentence: whole, text: s, low: lower(s), who: who}
			c.read()
			out, who = append(out, c.out...), c.who
		}
	}
	return out
}

// labelled reads "Đơn vị chủ trì: X, Y", and behind one with this role another unit
// ("; Z") of it.
func labelled(s, role string) []deed {
	label, units, ok := strings.Cut(s, ":")
	switch verb, _ := findAny(lower(s), allVerbs(), 0); {
	case ok && roleOf(plain(label)) != "":
		role = roleOf(plain(label))
	case ok || verb >= 0 || role == "" || !isUnit(plain(s)):
		return nil
	default:
		units = s
	}
	var out []deed
	for _, u := range unitsOf(units) {
		out = append(out, deed{role, u, s})
	}
	return out
}

// roleOf is the role that a label names, "" when it is no such label.
func roleOf(label string) string {
	if len(label) > maxPhrase {
		return ""
	}
	l := lower(label)
	for _, r := range roleLabels {
		if slices.Contains(r.phrases, l) {
			return r.role
		}
	}
	return ""
}

// clause reads one sentence by its verbs, from left to right.
type clause struct {
	sentence  string // that it is a part of
	text, low string
	who       []string // the subject
	out       []deed
}

func (c *clause) add(role string, units []string) {
	for _, u := range units {
		c.out = append(c.out, deed{role, u, c.sentence})
	}
}

// read finds the deeds of the clause: the subject's own, then who cooperates, then
// the way of the reports.
func (c *clause) read() {
	first, _ := findAny(c.low, allVerbs(), 0)
	if first < 0 {
		c.plainDeed()
		return
	}
	c.subject(first)
	if len(c.who) == 0 {
		return
	}
	lead, leadEnd := c.active(leadVerbs, 0)
	advise, _ := c.active(adviseVerbs, 0)
	c.own(lead, leadEnd, advise)
	c.coordinate(lead, advise)
	c.report()
}

// own is what the subject itself does.
func (c *clause) own(lead, leadEnd, advise int) {
	switch {
	case lead >= 0 && advise >= 0 && begins(c.main(leadEnd), adviseVerbs...) > 0 && strings.TrimSpace(c.low[leadEnd:max(leadEnd, advise)]) != ",":
	case lead >= 0 && c.guides(leadEnd):
		c.add(guideRole, c.who)
		if begins(c.low[lead:], nominalVerbs...) > 0 { // "là cơ quan đầu mối" stands for itself
			c.add(leadRole, c.who)
		}
	case lead >= 0 && c.isHub(lead, leadEnd):
		if gather, _ := c.active(synthesiseVerbs, 0); gather < 0 { // else report says it
			c.add(synthesiseRole, c.who)
		}
	case lead >= 0:
		c.add(leadRole, c.who)
		c.alsoGuides(leadEnd)
	case advise < 0:
		c.alsoGuides(0)
	}
	if advise >= 0 {
		c.add(adviseRole, c.who)
	}
}

func allVerbs() []string {
	return slices.Concat(leadVerbs, coordinateVerbs, guideVerbs, adviseVerbs, synthesiseVerbs, reportVerbs)
}

// plainDeed reads "Trung tâm X tổ chức đào tạo": who carries something out, leads it.
func (c *clause) plainDeed() {
	verb, _ := findAny(c.low, doers, 0)
	if verb <= 0 {
		return
	}
	units := unitsOf(c.text[:verb])
	if len(units) > 0 && headed(units[0]) && len(strings.Fields(units[len(units)-1])) < 15 {
		c.who = units
		c.add(leadRole, units)
	}
}

// subject takes the units before the first verb; without any the subject of the
// sentence before goes on.
func (c *clause) subject(verb int) {
	s := c.text[:verb]
	if n := begins(s, givers...); n > 0 {
		s = s[n:]
	}
	if i := strings.LastIndex(s, ":"); i >= 0 {
		s = s[:i] // "UBND xã: Căn cứ nguồn kinh phí được giao, chủ trì …"
	}
	s = strings.TrimPrefix(strings.TrimSpace(s), "do ")
	if units := unitsOf(s); len(units) > 0 && isUnit(units[0]) {
		c.who = units
	}
}

// active finds a verb that the subject itself does, not one in a passive or a noun
// phrase ("được phân công chủ trì", "theo hướng dẫn").
func (c *clause) active(verbs []string, from int) (start, end int) {
	for {
		start, end = findAny(c.low, verbs, from)
		if start < 0 || !endsWithWord(c.low[:start], passives) {
			return start, end
		}
		from = end
	}
}

// endsWithWord reports whether s ends with one of the phrases.
func endsWithWord(s string, phrases []string) bool {
	s = strings.TrimRight(s, " ")
	for _, p := range phrases {
		if strings.HasSuffix(s, p) && wordEdge(s, len(s)-len(p)) {
			return true
		}
	}
	return false
}

// coordinate reads those with whom the subject works. Where the subject neither
// leads nor advises, it is itself one who cooperates.
func (c *clause) coordinate(lead, advise int) {
	start, end := c.active(coordinateVerbs, 0)
	if start < 0 {
		return
	}
	if lead < 0 && advise < 0 {
		c.add(coordinateRole, c.who)
	}
	c.add(coordinateRole, unitsOf(c.text[end:c.listEnd(end)]))
}

// listEnd is where a list of units ends: at a verb of action or the end of the clause.
func (c *clause) listEnd(from int) int {
	stop := len(c.low)
	for at := from; ; {
		a, b := findAny(c.low, actionVerbs, at)
		if a < 0 {
			break
		}
		if !c.inName(from, a) {
			stop = a
			break
		}
		at = b
	}
	if i := strings.IndexAny(c.low[from:stop], ";."); i >= 0 && endsSentence(c.low, from+i) {
		stop = from + i
	}
	return stop
}

// inName reports whether a verb's word at i is part of a unit's name or of a group:
// "Phòng giao dịch", "Ban Quản lý", "các tổ chức".
func (c *clause) inName(from, i int) bool {
	if startsUpper(c.text[i:]) || endsWithWord(c.low[from:i], plurals) {
		return true
	}
	for _, h := range unitHeads {
		for k := max(from, i-len(h)); k < i; k++ {
			if strings.HasPrefix(c.low[k:], h) && k+len(h) > i && wordEdge(c.low, k) {
				return true
			}
		}
	}
	return false
}

// main is what the subject leads: the words behind "chủ trì, phối hợp với …".
func (c *clause) main(from int) string {
	if start, end := c.active(coordinateVerbs, from); start >= 0 && plain(c.low[from:start]) == "" {
		from = c.listEnd(end)
	}
	return strings.TrimLeft(c.low[from:], " ,")
}

// guides reports whether what the subject leads is the guidance of others, not of
// the matter itself: "chủ trì, phối hợp với … thực hiện việc hướng dẫn …",
// "chủ trì hướng dẫn UBND các xã …".
func (c *clause) guides(from int) bool {
	rest := c.main(from)
	guidance := false
	for n := begins(rest, fillers...); n > 0; n = begins(rest, fillers...) {
		guidance = guidance || has(rest[:n], workNouns...)
		rest = strings.TrimLeft(rest[n:], " ,")
	}
	n := begins(rest, guideVerbs...)
	return n > 0 && (guidance || c.addressed(len(c.text)-len(rest)+n))
}

// addressed reports whether those who are guided are named right behind the verb.
func (c *clause) addressed(from int) bool {
	rest := strings.TrimLeft(c.text[from:], " ,")
	return isUnit(firstWords(rest)) || begins(rest, guided...) > 0
}

// alsoGuides finds guidance among the deeds of the subject.
func (c *clause) alsoGuides(from int) {
	start, end := c.active(guideVerbs, from)
	if start < 0 || endsWithWord(c.low[:start], trainings) {
		return
	}
	rest := strings.TrimLeft(c.low[end:], " ,")
	if c.addressed(end) || begins(rest, guidedThings...) > 0 {
		c.add(guideRole, c.who)
	}
}

// firstWords is the beginning of s up to a comma.
func firstWords(s string) string {
	if i := strings.IndexAny(s, ",;."); i >= 0 {
		return s[:i]
	}
	return s
}

// isHub reports whether "đầu mối" means the collecting of reports.
func (c *clause) isHub(start, end int) bool {
	return has(c.low[start:end], hubWords...) && begins(strings.TrimLeft(c.low[end:], " ,"), hubDeeds...) > 0
}

// report reads "báo cáo … qua Z, W tổng hợp báo cáo": Z passes reports on, W
// gathers them; without W the subject does.
func (c *clause) report() {
	gather, _ := c.active(synthesiseVerbs, 0)
	said, saidEnd := findAny(c.low, reportVerbs, 0)
	via, viaEnd := -1, -1
	if said >= 0 {
		via, viaEnd = findAny(c.low, through, saidEnd)
	}
	if via >= 0 {
		stop := c.listEnd(viaEnd)
		units := unitsOf(untilTime(c.text[viaEnd:stop]))
		if gather >= viaEnd && stop == gather && len(units) > 1 {
			c.add(synthesiseRole, units[len(units)-1:])
			units, gather = units[:len(units)-1], -1
		}
		c.add(reportRole, units)
	} else if units := c.addressees(gather); len(units) > 0 {
		if gather >= 0 {
			c.add(synthesiseRole, units)
			return
		}
		c.add(reportRole, units)
	}
	if gather >= 0 {
		c.gather(gather)
	}
}

// addressees are the office to which reports go, either so that it gathers them ("gửi
// báo cáo về Phòng X trước ngày 15 để tổng hợp") or for good.
func (c *clause) addressees(gather int) []string {
	stop := len(c.low)
	if gather >= 0 {
		if stop = gather; !endsWithWord(c.low[:gather], purposes) {
			return nil
		}
	}
	said, _ := findAny(c.low[:stop], slices.Concat(reportVerbs, sending), 0)
	for at, end := findAny(c.low[:stop], sentTo, max(said, 0)); said >= 0 && at >= 0; at, end = findAny(c.low[:stop], sentTo, end) {
		units := unitsOf(untilTime(c.text[end:min(c.listEnd(end), stop)]))
		if len(units) > 0 && headed(units[0]) && begins(units[0], issuerOpeners...) == 0 {
			return units
		}
	}
	return nil
}

// untilTime is s before a time that is named in it ("trước ngày 15/12").
func untilTime(s string) string {
	if at, _ := findAny(lower(s), times, 0); at >= 0 {
		return s[:at]
	}
	return s
}

// gather gives the synthesis to a unit named right before the verb, else the subject.
func (c *clause) gather(verb int) {
	before := strings.TrimRight(c.text[:verb], " ,")
	if i := strings.LastIndexAny(before, ",;:"); i >= 0 {
		if units := unitsOf(before[i+1:]); len(units) == 1 && isUnit(units[0]) && strings.HasSuffix(strings.TrimSpace(before), units[0]) {
			c.add(synthesiseRole, units)
			return
		}
	}
	c.add(synthesiseRole, c.who)
}
