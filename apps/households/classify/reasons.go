package classify

import (
	"fmt"

	"vuon/platform/i18n"
)

// Reason is one step of the explanation: the rule, the value that met it, the
// limit, and where the rule stands.
type Reason struct {
	Rule    string // income, deprivations, class, kind, escapes
	Met     bool
	Value   int
	Limit   int
	Text    i18n.Text
	Source  string // "07/2021/NĐ-CP"
	Article string // "Điều 3"
}

func reasons(s Standard, f Facts, o Outcome) []Reason {
	area := i18n.T("nông thôn", "rural")
	if s.Urban {
		area = i18n.T("thành thị", "urban")
	}
	within := f.B1 <= s.B1Max
	list := []Reason{{Rule: "income", Met: within, Value: f.B1, Limit: s.B1Max, Source: s.Source, Article: s.Article,
		Text: either(within,
			i18n.T(fmt.Sprintf("Điểm B1 là %d, không quá %d (khu vực %s): thu nhập trong mức chuẩn nghèo.", f.B1, s.B1Max, area.VI),
				fmt.Sprintf("B1 is %d, not above %d (%s): the income is within the standard.", f.B1, s.B1Max, area.EN)),
			i18n.T(fmt.Sprintf("Điểm B1 là %d, trên %d (khu vực %s): thu nhập vượt mức chuẩn nghèo.", f.B1, s.B1Max, area.VI),
				fmt.Sprintf("B1 is %d, above %d (%s): the income is above the standard.", f.B1, s.B1Max, area.EN)))}}
	if within {
		poor := o.Class == Poor
		list = append(list, Reason{Rule: "deprivations", Met: poor, Value: o.B2, Limit: s.B2Poor, Source: s.Source, Article: s.Article,
			Text: either(poor,
				i18n.T(fmt.Sprintf("Thiếu hụt %d chỉ số, B2 là %d, từ %d trở lên: hộ nghèo.", f.Deprived.Len(), o.B2, s.B2Poor),
					fmt.Sprintf("Deprived in %d indicators, B2 is %d, at least %d: poor.", f.Deprived.Len(), o.B2, s.B2Poor)),
				i18n.T(fmt.Sprintf("Thiếu hụt %d chỉ số, B2 là %d, dưới %d: hộ cận nghèo.", f.Deprived.Len(), o.B2, s.B2Poor),
					fmt.Sprintf("Deprived in %d indicators, B2 is %d, below %d: near-poor.", f.Deprived.Len(), o.B2, s.B2Poor)))})
	}
	if o.Kind != "" {
		list = append(list, Reason{Rule: "kind", Met: true, Text: kindText(o), Source: "07/2021/TT-BLĐTBXH", Article: "Biểu tổng hợp diễn biến"})
	}
	if o.Escapes {
		list = append(list, Reason{Rule: "escapes", Met: true, Value: EscapedMonths, Source: "07/2021/TT-BLĐTBXH", Article: "Hộ mới thoát nghèo",
			Text: i18n.T("Đầu kỳ là hộ nghèo, cuối kỳ vượt chuẩn: khi được công nhận là hộ mới thoát nghèo trong 36 tháng.",
				"Poor at the beginning, above the standard at the end: once recognised, newly escaped for 36 months.")})
	}
	return list
}

func either(yes bool, a, b i18n.Text) i18n.Text {
	if yes {
		return a
	}
	return b
}

func kindText(o Outcome) i18n.Text {
	vi := map[Class]string{Poor: "nghèo", NearPoor: "cận nghèo"}[o.Class]
	en := map[Class]string{Poor: "poor", NearPoor: "near-poor"}[o.Class]
	switch o.Kind {
	case Old:
		return i18n.T("Đầu kỳ đã là hộ "+vi+".", "Already "+en+" at the beginning.")
	case Relapsed:
		return i18n.T("Đã từng là hộ "+vi+" hoặc mới thoát nghèo: tái "+vi+".", "Was "+en+" or newly escaped before: relapsed.")
	}
	return i18n.T("Đầu kỳ không phải hộ "+vi+": hộ "+vi+" mới.", "Not "+en+" at the beginning: newly "+en+".")
}
