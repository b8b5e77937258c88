package web

import (
	"strconv"
	"strings"

	"vuon/platform/i18n"
)

const languageCookie = "lang"

// accepted is the language of an Accept-Language header that we have, by
// weight; Vietnamese when it names neither. Pages do not ask it: an English
// Windows is common in district offices, their readers are not English.
func accepted(header string) i18n.Lang {
	best, weight := i18n.Vietnamese, 0.0
	for item := range strings.SplitSeq(header, ",") {
		tag, q := strings.TrimSpace(item), 1.0
		if name, params, ok := strings.Cut(tag, ";"); ok {
			tag = strings.TrimSpace(name)
			if v, ok := strings.CutPrefix(strings.TrimSpace(params), "q="); ok {
				q, _ = strconv.ParseFloat(v, 64)
			}
		}
		primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
		lang := i18n.Lang(primary)
		if (lang == i18n.Vietnamese || lang == i18n.English) && q > weight {
			best, weight = lang, q
		}
	}
	return best
}
