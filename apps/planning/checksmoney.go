package planning

import (
	"regexp"
	"slices"
	"strings"

	"vuon/apps/planning/planreader"
	"vuon/platform/money"
	"vuon/platform/text"
)

// moneyChecks look for sums that do not add up: totals of tables, totals of sentences
// ("…, trong đó …"), and amounts written in words beside their figures.
func moneyChecks(p *planreader.Plan) (list []Check) {
	var walk func(sections []planreader.Section)
	walk = func(sections []planreader.Section) {
		for _, s := range sections {
			lines := splitLines(s.Text)
			for _, table := range tablesIn(lines) {
				list = append(list, tableChecks(s.ID, table)...)
			}
			for _, line := range lines {
				list = append(list, wordsChecks(s.ID, line)...)
			}
			walk(s.Children)
		}
	}
	walk(p.Sections)
	return append(list, sentenceChecks(p)...)
}

// tablesIn are the runs of rows among lines, in cells.
func tablesIn(lines []string) (tables [][][]string) {
	open := false
	for _, line := range lines {
		row := strings.Contains(line, "\t")
		if row && !open {
			tables = append(tables, nil)
		}
		if open = row; row {
			last := &tables[len(tables)-1]
			*last = append(*last, strings.Split(line, "\t"))
		}
	}
	return tables
}

// tableChecks compare each total of a table with the sum of its column. A table may
// list projects with their parts below, so either sum is right.
func tableChecks(section string, rows [][]string) (list []Check) {
	at := slices.IndexFunc(rows, isTotal)
	if at < 0 || len(rows) < 4 {
		return nil
	}
	for column, cell := range rows[at] {
		total, err := money.Parse(cell)
		if err != nil || column == 0 || total == 0 {
			continue
		}
		var all, top, parts money.Dong
		for i, row := range rows {
			if i == at || column >= len(row) || isTotal(row) {
				continue
			}
			value, err := money.Parse(row[column])
			if err != nil {
				continue
			}
			all += value
			if isSub(row) {
				parts += value
			} else {
				top += value
			}
		}
		if all > 0 && total != all && total != top && (parts == 0 || total != parts) {
			list = append(list, warning("money_total", section, "Cột %d của bảng: tổng ghi %s, cộng các dòng được %s.",
				"Column %d of the table: the total says %s, its rows add up to %s.", column+1, total.String(), top.String()))
		}
	}
	return list
}

// isTotal reports whether a row gives totals; a head that is called so gives none.
func isTotal(row []string) bool {
	return slices.ContainsFunc(row, isAmount) && slices.ContainsFunc(row[:min(2, len(row))], func(cell string) bool {
		f := text.Fold(cell)
		return strings.HasPrefix(f, "tong cong") || f == "cong" || strings.HasPrefix(f, "tong so") || f == "tong"
	})
}

func isAmount(cell string) bool { _, err := money.Parse(cell); return err == nil }

func isSub(row []string) bool {
	return slices.ContainsFunc(row[:min(2, len(row))], func(cell string) bool {
		f := strings.TrimLeft(text.Fold(cell), "-+ ")
		return strings.HasPrefix(f, "tieu du an") || strings.HasPrefix(f, "tda")
	})
}

// sentenceChecks compare a sum with the parts that its sentence splits it into.
func sentenceChecks(p *planreader.Plan) (list []Check) {
	byText := map[string][]planreader.Amount{}
	var order []string
	for _, a := range p.Funding.Amounts {
		if strings.Contains(a.Text, " | ") || !splitsUp(a.Text) {
			continue
		}
		if byText[a.Text] == nil {
			order = append(order, a.Text)
		}
		byText[a.Text] = append(byText[a.Text], a)
	}
	places := planreader.Places(p.Sections)
	for _, said := range order {
		amounts := byText[said]
		total, parts := amounts[0].Amount, amounts[1:]
		if len(parts) < 2 || amounts[0].Source != "" && amounts[0].Capital != "" {
			continue
		}
		if sum, ok := addsUp(total, parts); !ok {
			list = append(list, warning("money_total", keyOf(p, places[amounts[0].At]), "“%s”: tổng ghi %s đồng, cộng các phần được %s đồng.",
				"%q: the total says %s đồng, its parts add up to %s đồng.", shorten(said), money.Dong(total).String(), money.Dong(sum).String()))
		}
	}
	return list
}

func splitsUp(s string) bool {
	f := text.Fold(s)
	return strings.Contains(f, "trong do") || strings.Contains(f, "gom:") || strings.Contains(f, "bao gom")
}

// addsUp reports whether the parts, or a first run of them that further ones split up
// again, make the total.
func addsUp(total int64, parts []planreader.Amount) (sum int64, ok bool) {
	var bySource, byCapital, run int64
	for _, a := range parts {
		sum += a.Amount
		if a.Capital == "" {
			bySource += a.Amount
		}
		if a.Source == "" {
			byCapital += a.Amount
		}
		if run += a.Amount; run == total {
			ok = true
		}
	}
	return sum, ok || bySource == total || byCapital == total
}

// inWords is an amount with its words behind: "1.500.000 đồng (Một triệu năm trăm
// nghìn đồng)", "(bằng chữ: …)".
var inWords = regexp.MustCompile(`(\d{1,3}(?:\.\d{3})+) đồng\s*\((?i:(?:bằng chữ|viết bằng chữ)?:?\s*)([^()]*?) đồng(?:\s+chẵn)?\.?\)`)

func wordsChecks(section, line string) (list []Check) {
	for _, m := range inWords.FindAllStringSubmatch(line, -1) {
		figures, err := money.Parse(m[1])
		words, ok := amountInWords(m[2])
		if err == nil && ok && int64(figures) != words {
			list = append(list, warning("money_words", section, "Số tiền bằng số (%s đồng) khác số bằng chữ (“%s”).",
				"The amount in figures (%s đồng) is another than in words (%q).", m[1], m[2]))
		}
	}
	return list
}

// The words of numbers, folded.
var (
	digitWords = map[string]int64{"khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9}
	scaleWords = map[string]int64{"nghin": 1_000, "ngan": 1_000, "trieu": 1_000_000, "ty": 1_000_000_000, "ti": 1_000_000_000}
)

// amountInWords reads "một tỷ hai trăm linh năm triệu"; ok is false where a word is no
// number.
func amountInWords(s string) (total int64, ok bool) {
	var group, digit int64 // group is below a thousand, digit what stands before "trăm", "mươi"
	for _, word := range strings.FieldsFunc(text.Fold(s), func(r rune) bool { return r == ' ' || r == ',' }) {
		switch n, isDigit := digitWords[word]; {
		case isDigit:
			group, digit = group+n, n
		case word == "tram":
			group, digit = group-digit+100*digit, 0
		case word == "muoi" && digit > 0:
			group, digit = group-digit+10*digit, 0
		case word == "muoi":
			group += 10
		case word == "linh", word == "le":
		case scaleWords[word] > 0 && group+total > 0:
			if scaleWords[word] == 1_000_000_000 && group == 0 { // "nghìn tỷ"
				total *= 1_000_000_000
			} else {
				total += group * scaleWords[word]
			}
			group, digit = 0, 0
		default:
			return 0, false
		}
		ok = true
		if total > 1e16 || group > 1e6 {
			return 0, false
		}
	}
	return total + group, ok
}
