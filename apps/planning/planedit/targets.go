package planedit

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"vuon/apps/planning/planreader"
	"vuon/platform/fault"
)

// TargetRow is a target as it is edited: Was is its place in Plan.Targets, from 0; a
// new one has -1 and names the section into which it is written.
type TargetRow struct {
	planreader.Target
	Was     int    `json:"was"`
	Section string `json:"section"`
}

// SetTargets makes the text say these targets and no others. One that is unchanged
// stays as written; one with another amount gets it where the old stood; what no
// text says is written as a clause of its own. The targets are read back; where that
// fails the fault is target_unreadable and the plan is left alone.
func SetTargets(p *planreader.Plan, known planreader.Catalogue, rows []TargetRow) ([]Rewritten, error) {
	try := *p
	try.Sections = Clone(p.Sections)
	old := statedTargets(&try)
	kept := map[int]bool{}
	for i, r := range rows {
		if r.Was >= len(old) || r.Was < -1 || r.Was >= 0 && kept[r.Was] {
			return nil, faultTarget(i, r)
		}
		if r.Was >= 0 {
			kept[r.Was] = true
			if !sameTarget(old[r.Was].target, r.Target) && !retell(&try, old[r.Was], r.Target, r.Was) {
				return nil, faultTarget(i, r)
			}
		}
	}
	for i := len(old) - 1; i >= 0; i-- {
		if !kept[i] {
			cutClause(&try, old[i])
		}
	}
	for i, r := range rows {
		if r.Was < 0 && !tell(&try, r) {
			return nil, faultTarget(i, r)
		}
	}
	if i := unmatched(statedTargets(&try), rows); i >= 0 {
		return nil, faultTarget(min(i, len(rows)-1), TargetRow{})
	}
	planreader.Extract(&try, known)
	out := rewritten(p, &try)
	*p = try
	return out, nil
}

func faultTarget(row int, r TargetRow) error {
	return fault.New(fault.Invalid, "target_unreadable",
		fmt.Sprintf("Chỉ tiêu ở dòng %d không viết thành câu đọc lại được: %s. Hãy chọn loại chỉ tiêu, chiều và số, hoặc sửa trực tiếp câu văn.", row+1, r.Text),
		fmt.Sprintf("The target of row %d cannot be written such that it is read back: %s. Choose its kind, direction and amount, or edit the sentence itself.", row+1, r.Text)).
		At(fmt.Sprintf("rows.%d", row), "Chưa viết thành câu được.", "No sentence can be made of it.")
}

// stated is a target with the line that states it.
type stated struct {
	target  planreader.Target
	section string
	line    int
}

func statedTargets(p *planreader.Plan) (out []stated) {
	for _, at := range p.LocateTargets() {
		for _, t := range at.Targets {
			out = append(out, stated{t, at.Section, at.Line})
		}
	}
	return out
}

// sameTarget reports whether two targets promise the same, in whatever words.
func sameTarget(a, b planreader.Target) bool {
	return a.Indicator == b.Indicator && a.Direction == b.Direction && a.Amount == b.Amount && a.AtLeast == b.AtLeast &&
		a.Unit == b.Unit && a.Population == b.Population && sameNumber(a.From, b.From) && sameNumber(a.UpTo, b.UpTo)
}

func sameNumber(a, b *float64) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

// unmatched is the first row that the text does not say, or the number of rows when
// it says more; -1 when both say the same.
func unmatched(said []stated, rows []TargetRow) int {
	left := slices.Clone(said)
	for i, r := range rows {
		k := slices.IndexFunc(left, func(s stated) bool { return sameTarget(s.target, r.Target) })
		if k < 0 {
			return i
		}
		left = slices.Delete(left, k, k+1)
	}
	if len(left) > 0 {
		return len(rows)
	}
	return -1
}

// retell writes a changed target in the place of the old words: with another number
// in them, else as a clause anew. Only what is read back as the target is taken.
func retell(p *planreader.Plan, old stated, want planreader.Target, at int) bool {
	s := p.Section(old.section)
	if s == nil || old.line < 0 {
		return false
	}
	lines := textLines(s.Text)
	before := s.Text
	for _, words := range []string{renumberedClause(old.target, want), likeBefore(old.target.Text, Clause(want)), want.Text} {
		if words == "" {
			continue
		}
		changed := slices.Clone(lines)
		changed[old.line] = strings.Replace(lines[old.line], old.target.Text, words, 1)
		s.Text = strings.Join(changed, "\n")
		if now := statedTargets(p); at < len(now) && sameTarget(now[at].target, want) {
			return true
		}
		s.Text = before
	}
	return false
}

// numbers are the amounts of a clause: "0,5", "1.200".
var numbers = regexp.MustCompile(`\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?`)

// renumberedClause is the old clause with the new amounts in it, where only they changed.
func renumberedClause(old, want planreader.Target) string {
	if (old.From == nil) != (want.From == nil) || (old.UpTo == nil) != (want.UpTo == nil) {
		return ""
	}
	swap := map[string]string{written(old.Amount): written(want.Amount)}
	if old.From != nil {
		swap[written(*old.From)] = written(*want.From)
	}
	if old.UpTo != nil {
		swap[written(*old.UpTo)] = written(*want.UpTo)
	}
	done := map[string]bool{}
	return numbers.ReplaceAllStringFunc(old.Text, func(n string) string {
		key := written(parsed(n))
		if now, ok := swap[key]; ok && !done[key] {
			done[key] = true
			return now
		}
		return n
	})
}

func parsed(s string) float64 {
	n, _ := strconv.ParseFloat(strings.Replace(strings.ReplaceAll(s, ".", ""), ",", ".", 1), 64)
	return n
}

// written is a number as plans print it: "1.200", "0,5".
func written(n float64) string {
	s := strconv.FormatFloat(n, 'f', -1, 64)
	whole, fraction, ok := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "." + whole[i:]
	}
	if ok {
		return whole + "," + fraction
	}
	return whole
}

// likeBefore begins a clause as the one before it began, small inside a sentence.
func likeBefore(before, clause string) string {
	if clause == "" || before == "" {
		return clause
	}
	if first := strings.ToUpper(before[:1]); before[:1] != first {
		return strings.ToLower(clause[:1]) + clause[1:]
	}
	return clause
}

// cutClause takes the words of a target out of its line, and the line when nothing is
// left of it.
func cutClause(p *planreader.Plan, old stated) {
	s := p.Section(old.section)
	if s == nil || old.line < 0 {
		return
	}
	lines := textLines(s.Text)
	if old.line >= len(lines) {
		return
	}
	rest := strings.Replace(lines[old.line], old.target.Text, "", 1)
	rest = doubled.ReplaceAllString(rest, "$1 ")
	rest = strings.TrimRight(dangling.ReplaceAllString(strings.TrimRight(rest, " "), ""), " ")
	if !strings.ContainsFunc(rest, isLetter) {
		setLines(s, slices.Delete(lines, old.line, old.line+1))
		return
	}
	if !strings.HasSuffix(rest, ".") && !strings.HasSuffix(rest, ":") {
		rest += "."
	}
	lines[old.line] = rest
	setLines(s, lines)
}

var (
	doubled  = regexp.MustCompile(`([;,.])\s*[;,.]+\s*`)
	dangling = regexp.MustCompile(`[;,]?\s*\(?(?:trong đó:?)?\s*[;,.]*$`)
)

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 0x7f }

// tell writes a new target as a line of its section.
func tell(p *planreader.Plan, r TargetRow) bool {
	s := p.Section(r.Section)
	if s == nil {
		return false
	}
	before, count := s.Text, len(statedTargets(p))
	bullet := "-"
	for _, line := range textLines(s.Text) {
		if b := planreader.Bullet(line); b != "" {
			bullet = b
		}
	}
	for _, words := range []string{Clause(r.Target), upperFirst(strings.TrimSpace(r.Text))} {
		if words == "" {
			continue
		}
		s.Text = join(before, bullet+" "+strings.TrimRight(words, ".")+".")
		now := statedTargets(p)
		if len(now) == count+1 && slices.ContainsFunc(now, func(n stated) bool { return n.section == r.Section && sameTarget(n.target, r.Target) }) {
			return true
		}
		s.Text = before
	}
	return false
}

// Clause writes a target as the clause of a plan: "Giảm ít nhất 0,5% tỷ lệ hộ nghèo";
// "" for one that only words of its own can say.
func Clause(t planreader.Target) string {
	switch t.Indicator {
	case "poor_rate":
		return rateClause(t, "tỷ lệ hộ nghèo")
	case "near_poor_rate":
		return rateClause(t, "tỷ lệ hộ cận nghèo")
	case "disbursement_rate":
		return "Giải ngân " + amountOf(t, "%") + " nguồn vốn được giao"
	case "job_placements":
		return "Giải quyết việc làm cho " + amountOf(t, " lao động") + groups[t.Population]
	}
	return ""
}

// groups are the populations as they stand behind a rate.
var groups = map[string]string{"ethnic_minority": " là đồng bào dân tộc thiểu số", "onsite_minority": " là đồng bào dân tộc thiểu số tại chỗ"}

func rateClause(t planreader.Target, rate string) string {
	rate += groups[t.Population]
	switch {
	case t.From != nil:
		return "Giảm " + rate + " từ " + written(*t.From) + "% xuống còn " + written(t.Amount) + "%"
	case t.Direction == "decrease":
		return "Giảm " + amountOf(t, "%") + " " + rate
	case t.Direction == "increase":
		return "Tăng " + amountOf(t, "%") + " " + rate
	}
	return "Phấn đấu " + rate + " còn " + written(t.Amount) + "%"
}

func amountOf(t planreader.Target, unit string) string {
	switch {
	case t.UpTo != nil:
		return written(t.Amount) + " - " + written(*t.UpTo) + unit
	case t.AtLeast:
		return "ít nhất " + written(t.Amount) + unit
	}
	return written(t.Amount) + unit
}
