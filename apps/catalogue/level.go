package catalogue

import (
	"slices"
	"strings"

	"vuon/platform/i18n"
	"vuon/platform/text"
)

// Level is the level of government that issued a document.
type Level string

// The levels.
const (
	Central    Level = "central"
	Provincial Level = "province"
	Local      Level = "local" // huyện, xã
)

// Title is the level in words.
func (l Level) Title() i18n.Text {
	switch l {
	case Provincial:
		return i18n.T("Tỉnh", "Province")
	case Local:
		return i18n.T("Huyện, xã", "District, commune")
	}
	return i18n.T("Trung ương", "Central")
}

// LevelOf reads the level from the issuer's name, since a district may enter a
// ministry's circular; what names no place is central.
func LevelOf(issuer string) Level {
	name := strings.ReplaceAll(strings.ToLower(text.Line(issuer)), "xã hội", "") // names a ministry, no commune
	has := func(list ...string) bool {
		return slices.ContainsFunc(list, func(w string) bool { return strings.Contains(" "+name+" ", " "+w+" ") })
	}
	switch {
	case has("huyện", "thị xã", "xã", "phường", "thị trấn", "đặc khu"):
		return Local
	case has("tỉnh", "tỉnh ủy", "tỉnh uỷ", "sở"):
		return Provincial
	case has("thành phố"): // below a province, where none is named
		return Local
	}
	return Central
}
