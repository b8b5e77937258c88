package planedit

import (
	"strings"

	"vuon/apps/planning/planreader"
)

// The roles of assignments, as planreader names them.
const (
	lead       = "lead"
	coordinate = "coordinate"
	guide      = "guide"
	reportVia  = "report_via"
	synthesise = "synthesise"
	advise     = "advise"
)

// roleOrder is the order in which a plan names them.
var roleOrder = []string{lead, coordinate, guide, reportVia, synthesise, advise}

// Sentences writes rows as the sentences of a plan: who leads with whom and how it is
// reported, who guides, who gathers the reports, who advises.
func Sentences(rows []planreader.Assignment, sub bool) []string {
	units := unitsByRole(rows)
	project := "dự án"
	if sub {
		project = "tiểu dự án"
	}
	var out []string
	add := func(s string) { out = append(out, upperFirst(s)+".") }
	gathers := units[synthesise]
	if leads := units[lead]; len(leads) > 0 {
		s := strings.Join(leads, ", ") + " chủ trì"
		if with := units[coordinate]; len(with) > 0 {
			s += ", phối hợp với " + strings.Join(with, ", ")
		}
		s += " tổ chức thực hiện " + project
		if via := units[reportVia]; len(via) > 0 {
			s += ", báo cáo kết quả thực hiện qua " + strings.Join(via, ", ")
			if len(gathers) == 1 {
				s, gathers = s+", "+gathers[0]+" tổng hợp báo cáo", nil
			}
			s += " theo quy định"
		}
		add(s)
	} else {
		if with := units[coordinate]; len(with) > 0 {
			add(strings.Join(with, ", ") + " phối hợp tổ chức thực hiện " + project)
		}
		if via := units[reportVia]; len(via) > 0 {
			add("các đơn vị báo cáo kết quả thực hiện qua " + strings.Join(via, ", ") + " theo quy định")
		}
	}
	if guides := units[guide]; len(guides) > 0 {
		add(strings.Join(guides, ", ") + " hướng dẫn các đơn vị, địa phương triển khai thực hiện " + project)
	}
	for _, u := range gathers {
		add(u + " tổng hợp báo cáo kết quả thực hiện theo quy định")
	}
	if advises := units[advise]; len(advises) > 0 {
		add(strings.Join(advises, ", ") + " tham mưu kiểm tra, giám sát, đánh giá kết quả thực hiện " + project)
	}
	return out
}

func unitsByRole(rows []planreader.Assignment) map[string][]string {
	out := map[string][]string{}
	for _, r := range rows {
		out[r.Role] = append(out[r.Role], strings.TrimSpace(r.Unit))
	}
	return out
}

// labelledLines writes rows under labels: for units whose names no sentence can hold.
func labelledLines(rows []planreader.Assignment, _ bool) []string {
	units := unitsByRole(rows)
	var out []string
	for _, l := range []struct{ role, label string }{
		{lead, "Cơ quan chủ trì"}, {coordinate, "Cơ quan phối hợp"}, {guide, "Cơ quan hướng dẫn"}, {reportVia, "Báo cáo qua"},
		{synthesise, "Cơ quan tổng hợp"}, {advise, "Cơ quan tham mưu"},
	} {
		if list := units[l.role]; len(list) > 0 {
			out = append(out, l.label+": "+strings.Join(list, "; ")+".")
		}
	}
	return out
}

func upperFirst(s string) string {
	for i, r := range s {
		if i > 0 {
			return strings.ToUpper(s[:i]) + s[i:]
		}
		_ = r
	}
	return strings.ToUpper(s)
}
