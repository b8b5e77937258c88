package households

import (
	"vuon/apps/households/forms"
	"vuon/platform/i18n"
)

// indicatorWords are the twelve indicators in both languages, in the forms' order.
func indicatorWords() []i18n.Text {
	return inEnglish(forms.Indicators(), "Employment", "Dependants", "Nutrition", "Health insurance", "Adult education", "School attendance of children",
		"Quality of housing", "Housing area per person", "Water", "Hygienic latrine", "Use of telecommunications", "Means of access to information")
}

// causeWords are the eight causes of poverty in both languages, in the order of form 10.
func causeWords() []i18n.Text {
	return inEnglish(forms.CauseNames(), "Lack of farm land", "Lack of capital", "Lack of labour", "Lack of tools", "Lack of knowledge of production",
		"Lack of skills", "Illness or accident", "Other causes")
}

func inEnglish(vi []string, en ...string) []i18n.Text {
	out := make([]i18n.Text, len(vi))
	for i := range vi {
		out[i] = i18n.T(vi[i], en[i])
	}
	return out
}
