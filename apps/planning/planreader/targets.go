package planreader

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// quantity is "ít nhất 0,5%", "4 - 5%", "từ 6,71% xuống còn 5,2%", "150 lao động".
var quantity = regexp.MustCompile(`(\d{1,3}(?:\.\d{3})+|\d+)(,\d+)?\s*(?:%?(?:\s*[-–]\s*|\s+đến\s+)(\d{1,3}(?:\.\d{3})+|\d+)(,\d+)?)?\s*(%|điểm %|điểm phần trăm|phần trăm|lượt người|lượt lao động|lao động|người|lượt|hộ|xã|mô hình|dự án|lớp|nhà|căn|phiên|cuộc|học viên)`)

// readTargets finds what the plan promises: clauses with a verb of change or reach
// and an amount, in the parts on purpose and targets, and rates anywhere before the
// projects.
func readTargets(items []item) []Target {
	out := []Target{}
	eachTargets(items, func(_ item, found []Target) { out = append(out, found...) })
	return out
}

// eachTargets calls fn for every paragraph that promises something.
func eachTargets(items []item, fn func(it item, found []Target)) {
	var last Target
	for _, it := range items {
		if it.row() || it.zone != contentZone || it.situation() || it.inner && !it.objective() {
			continue
		}
		goals := it.under(goalSections) || it.inner
		if !goals && !has(it.text, promises...) {
			continue
		}
		if found := targetsIn(it, goals, last); len(found) > 0 {
			last = found[len(found)-1]
			fn(it, found)
		}
	}
}

// objective reports whether an item of a project states its objective.
func (it item) objective() bool {
	if label, _ := cutLabel(it.text); label != "" {
		return fieldOf(label) == objectiveField
	}
	return len(it.path) > 0 && fieldOf(it.path[len(it.path)-1]) == objectiveField
}

// targetsIn reads one paragraph; last is the target before it.
func targetsIn(it item, goals bool, last Target) []Target {
	text := it.text
	if label, rest := cutLabel(text); it.inner && label != "" {
		text = rest
	}
	var out []Target
	for _, s := range sentences(text, ".;") {
		if len(s) > maxSentence {
			continue
		}
		for _, c := range targetClauses(s) {
			if t, ok := readTarget(c, goals); ok {
				t.At = it.at
				t = t.like(last, c)
				out, last = append(append(out, t), t.second(c)...), t
			}
		}
	}
	return out
}

// like gives what a clause leaves out: an included group ("trong đó có 45 lao động
// thuộc hộ nghèo"; "các huyện nghèo giảm ít nhất 5%"), another kind of capital ("vốn
// sự nghiệp đạt 95%") or the two ends of a fall ("…, từ 47% xuống còn 41%") go on
// with the indicator of the target before.
func (t Target) like(last Target, clause string) Target {
	if t.Indicator != "other" || last.Indicator == "" || parentPath(last.At) != parentPath(t.At) || has(clause, rateWords...) {
		return t
	}
	rate := last.Indicator == "poor_rate" || last.Indicator == "near_poor_rate"
	switch same := last.At == t.At; {
	case same && last.Unit == t.Unit && begins(clause, subsetOpeners...) > 0:
		t.Indicator = last.Indicator
	case same && last.Indicator == "disbursement_rate" && t.Unit == "percent" && has(clause, capitalNouns...):
		t.Indicator = last.Indicator
	case same && rate && t.From != nil && t.Unit == "percent" && begins(clause, rangeStart...) > 0:
		t.Indicator, t.Population = last.Indicator, last.Population
	case rate && t.Direction == "decrease" && t.Unit == "percent" && (same || has(clause, subsetWords...)):
		t.Indicator, t.Unit = last.Indicator, "percentage_point"
	}
	return t
}

// parentPath is the number path of the section around.
func parentPath(at string) string {
	if i := strings.LastIndex(at, "."); i >= 0 {
		return at[:i]
	}
	return ""
}

var another = regexp.MustCompile(` và ((?:ít nhất |tối thiểu |trên )?)(\d+)(,\d+)?\s*%`)

// second reads "95% vốn sự nghiệp và 100% vốn đầu tư": one more amount of the same.
func (t Target) second(clause string) []Target {
	l := lower(clause)
	m := another.FindStringSubmatchIndex(l)
	if m == nil || !strings.Contains(l[:m[0]], "%") {
		return nil
	}
	t.Amount, t.AtLeast, t.UpTo, t.From = number(l, m[4], m[5], m[6], m[7]), m[3] > m[2], nil, nil
	return []Target{t}
}

var inclusion = regexp.MustCompile(`(?i)^(?:riêng|trong đó)\s+|[,;]?\s*\(?\s*trong đó,?:?\s*|,\s*riêng\s+|[,(]\s*(?:tương ứng|tương đương)(?: với)?\s+`)

// situation reports whether the nearest title says that this is how things are, not
// how they shall be.
func (it item) situation() bool {
	for _, t := range slices.Backward(it.path) {
		if has(t, goalSections...) {
			return false
		}
		if has(t, situationSections...) {
			return true
		}
	}
	return false
}

// changes are the words that may begin another change behind a comma.
func changes() []string {
	return slices.Concat(decreaseVerbs, increaseVerbs, becomeVerbs, rangeStart)
}

// targetClauses splits a sentence at "trong đó" and at commas and parentheses before
// another change.
func targetClauses(s string) []string {
	var out []string
	for _, part := range inclusion.Split(s, -1) {
		start := 0
		l := lower(part)
		for i := range part {
			if part[i] != '(' && !strings.HasPrefix(part[i:], ", ") {
				continue
			}
			rest := strings.TrimLeft(part[i+1:], " ")
			if begins(rest, changes()...) > 0 && quantity.MatchString(l[start:i]) && quantity.MatchString(l[i:]) && begins(rest, programmeName) == 0 {
				out = appendTrimmed(out, part[start:i])
				start = i + 1
			}
		}
		out = appendTrimmed(out, part[start:])
	}
	return out
}

// readTarget reads one clause.
func readTarget(s string, goals bool) (Target, bool) {
	l := strings.ReplaceAll(lower(s), programmeName, strings.Repeat("_", len(programmeName)))
	m := quantity.FindStringSubmatchIndex(l)
	if m == nil {
		return Target{}, false
	}
	t := Target{Text: strings.TrimRight(strings.TrimSpace(s), ";.,)"), Population: populationOf(l), Indicator: indicatorOf(counted(l, m), unitOf(l[m[10]:m[11]])), Unit: unitOf(l[m[10]:m[11]])}
	t.Amount = number(l, m[2], m[3], m[4], m[5])
	t.AtLeast = has(l[:m[0]], atLeastWords...) || has(l, orMore...) || endsWithWord(l[:m[0]], floorWords)
	if m[6] >= 0 {
		up := number(l, m[6], m[7], m[8], m[9])
		t.UpTo, t.AtLeast = &up, true
	}
	verb := t.direct(l, m)
	t.fall(l, m)
	if !verb && (!goals || t.Unit == "count") {
		return Target{}, false
	}
	return t, goals || t.Indicator != "other"
}

// counted is the part of a clause that says what its amount counts: a count's ends at
// the comma behind ("Đào tạo 450 lao động, sau đào tạo 80% có việc làm").
func counted(l string, m []int) string {
	if i := strings.Index(l[m[1]:], ","); i >= 0 && unitOf(l[m[10]:m[11]]) == "count" {
		return l[:m[1]+i]
	}
	return l
}

// direct sets the direction from the verb before the amount.
func (t *Target) direct(l string, m []int) bool {
	down, _ := findAny(l[:m[0]], decreaseVerbs, 0)
	up, _ := findAny(l[:m[0]], increaseVerbs, 0)
	reach, _ := findAny(l, reachVerbs, 0)
	if begins(l, havingWords...) > 0 {
		reach = 0
	}
	switch {
	case down >= 0 && !endsWithWord(l[:m[0]], downTo):
		t.Direction = "decrease"
	case up >= 0 && t.Indicator != "disbursement_rate" && t.Indicator != "job_placements" && !endsWithWord(l[:m[0]], upTo):
		t.Direction = "increase"
	default:
		t.Direction = "reach"
	}
	if t.Unit == "percent" && t.Direction != "reach" && (has(l, rateWords...) || t.Indicator == "poor_rate" || t.Indicator == "near_poor_rate") && !has(l, householdNumbers...) {
		t.Unit = "percentage_point"
	}
	return down >= 0 || up >= 0 || reach >= 0 || t.AtLeast
}

// fall reads "từ 6,71% xuống còn 5,2%": the plan promises the second number.
func (t *Target) fall(l string, m []int) {
	if !endsWithWord(l[:m[0]], rangeStart) {
		return
	}
	rest := l[m[1]:]
	_, end := findAny(rest, append(append([]string{}, downTo...), upTo...), 0)
	if end < 0 || end > 60 {
		return
	}
	n := quantity.FindStringSubmatchIndex(rest[end:])
	if n == nil {
		return
	}
	from := t.Amount
	rest = rest[end:]
	t.From, t.Amount, t.Direction = &from, number(rest, n[2], n[3], n[4], n[5]), "reach"
	t.Unit, t.AtLeast, t.UpTo = unitOf(rest[n[10]:n[11]]), false, nil
}

// number reads digits with dots between thousands and a decimal comma.
func number(s string, from, to, fraction, end int) float64 {
	digits := strings.ReplaceAll(s[from:to], ".", "")
	if fraction >= 0 {
		digits += "." + s[fraction+1:end]
	}
	n, _ := strconv.ParseFloat(digits, 64)
	return n
}

func unitOf(word string) string {
	switch word {
	case "%", "phần trăm":
		return "percent"
	case "điểm %", "điểm phần trăm":
		return "percentage_point"
	}
	return "count"
}

// indicatorOf names what is counted.
func indicatorOf(l, unit string) string {
	near, poor := has(l, nearPoorWords...), has(strings.ReplaceAll(l, "cận nghèo", ""), poorWords...)
	switch {
	case has(l, disburseWords...) && unit == "percent":
		return "disbursement_rate"
	case has(l, jobWords...) && unit == "count":
		return "job_placements"
	case unit == "count":
		return "other"
	case !has(l, rateWords...) && has(l, householdNumbers...):
		return "other"
	case near && !poor:
		return "near_poor_rate"
	case poor && !near && (has(l, rateWords...) || has(l, decreaseVerbs...)):
		return "poor_rate"
	}
	return "other"
}

func populationOf(l string) string {
	switch {
	case has(l, onsiteWords...):
		return "onsite_minority"
	case has(l, minorityWords...):
		return "ethnic_minority"
	case has(l, subsetWords...):
		return "other"
	}
	return "all"
}
