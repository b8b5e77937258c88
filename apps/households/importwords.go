package households

import "vuon/apps/households/workbook"

// expectedEnglish says in English what a finding of this code wants, for screens; the
// finding itself says it in Vietnamese, with the names and numbers of its row.
func expectedEnglish(f workbook.Fault) string {
	if said, known := findings()[f.Code]; known {
		return said
	}
	return f.Expected
}

func findings() map[string]string {
	return map[string]string{
		"average_poor":        "empty: by its scores the household is poor or near-poor",
		"born_in_future":      "a day or year of birth that is not after the review's day",
		"citizen_elsewhere":   "a number that no household has; this one belongs to a household of another unit on the system",
		"citizen_taken":       "a number that no household has; this one belongs to another household of the registry",
		"citizen_twice":       "one person for each number; this one stands in an earlier row",
		"code":                "digits of the right length, or a code of letters without diacritics and digits",
		"column_ignored":      "this column is not read",
		"commune_forbidden":   "a household and the code of a commune that is assigned to you",
		"commune_unknown":     "the code of a commune of the unit on the review's day",
		"date":                "a date as dd/mm/yyyy, or a year of birth",
		"date_future":         "a day that is not in the future",
		"error_value":         "a value, not an error of the spreadsheet",
		"ethnic_unknown":      "name or code of one of the peoples of Việt Nam",
		"flag":                "x (yes) or empty (no)",
		"formula":             "a value, not a formula (copy, then paste special → values)",
		"head_differs":        "the head's name as in the sheet of households",
		"head_missing":        "one member whose relation is “chủ hộ”",
		"head_twice":          "one head in each household",
		"heading_missing":     "a column of this name",
		"heading_twice":       "one column of this name",
		"headings_missing":    "the first row has the headings",
		"household_ambiguous": "the household's code or its head's number: several households have this head's name and year of birth in the village",
		"household_twice":     "one row for each household; this one stands in an earlier row",
		"household_unknown":   "the code of a household in the sheet Hộ, or # and its row (#7)",
		"leading_zeros":       "zeros at the beginning were put back",
		"malnourished_age":    "empty: only of children under 16",
		"number":              "a whole number",
		"number_range":        "a whole number within the limits",
		"opening_differs":     "the class that was recognised in the year before",
		"population_part":     "no more than all minorities of the row",
		"population_sum":      "the sum of Kinh and minorities",
		"population_twice":    "one row for each commune and village",
		"population_villages": "the sum of the commune's villages",
		"registry_newer":      "the registry knows something newer: only the review is written",
		"required":            "something must stand here",
		"review_closed":       "a commune whose residents have not met on the review yet",
		"sheet_ignored":       "this sheet is not read",
		"sheet_missing":       "the workbook has this sheet",
		"too_long":            "a shorter text",
		"too_old":             "an age of 130 at most",
		"village_new":         "a new village: it is added to the commune's",
		"village_unknown":     "a village of the commune, or one with a row in the sheet Dân cư",
		"word_unknown":        "one of the words that the sheet Hướng dẫn names",
	}
}
