package workbook

import (
	"strconv"
	"strings"
	"time"

	"vuon/apps/households/classify"
	"vuon/platform/text"
)

// The words of the cells. The first that means a thing is the one that is written.
type word struct{ value, says string }

func openings() []word {
	return []word{{string(classify.Poor), "nghèo"}, {string(classify.NearPoor), "cận nghèo"}, {string(classify.NotPoor), "không nghèo"},
		{string(classify.Escaped), "mới thoát nghèo"}, {string(classify.Poor), "hộ nghèo"}, {string(classify.NearPoor), "hộ cận nghèo"},
		{string(classify.NotPoor), "hộ không nghèo"}, {string(classify.Escaped), "hộ mới thoát nghèo"}}
}

func movements() []word {
	return []word{{string(classify.Arrived), "chuyển đến"}, {string(classify.Left), "chuyển đi"}, {string(classify.Split), "tách hộ"},
		{string(classify.Merged), "nhập hộ"}, {string(classify.Died), "chết"}}
}

func sexes() []word { return []word{{"male", "Nam"}, {"female", "Nữ"}} }

// The relations to the head; any other word is a relation too, "other".
func relations() []word {
	list := []word{{"head", "chủ hộ"}, {"spouse", "vợ/chồng"}, {"child", "con"}, {"parent", "bố/mẹ"}, {"grandchild", "cháu"}, {"sibling", "anh/chị/em"}, {"other", "khác"}}
	for value, says := range map[string]string{
		"head": "chủ hộ gia đình", "spouse": "vợ,chồng,vợ chồng,vợ hoặc chồng", "child": "con đẻ,con nuôi,con trai,con gái,con dâu,con rể,con ruột",
		"parent": "bố,mẹ,cha,cha/mẹ,bố mẹ,cha mẹ,ba,má,bố đẻ,mẹ đẻ,cha đẻ,bố vợ,mẹ vợ,bố chồng,mẹ chồng", "grandchild": "cháu nội,cháu ngoại,cháu ruột",
		"sibling": "anh,chị,em,anh trai,em trai,chị gái,em gái,anh ruột,chị ruột,em ruột,anh chị em",
	} {
		for one := range strings.SplitSeq(says, ",") {
			list = append(list, word{value, one})
		}
	}
	return list
}

// meanings are words by the form in which they are compared.
func meanings(list []word) map[string]string {
	m := make(map[string]string, len(list))
	for _, w := range list {
		if _, told := m[key(w.says)]; !told {
			m[key(w.says)] = w.value
		}
	}
	return m
}

// says is the word that is written for a value.
func says(list []word, value string) string {
	for _, w := range list {
		if w.value == value {
			return w.says
		}
	}
	return ""
}

// yes reads a mark.
func yes(s string) (value, ok bool) {
	switch text.Fold(s) {
	case "x", "co", "1", "true", "yes":
		return true, true
	case "", "khong", "0", "false", "no":
		return false, true
	}
	return false, false
}

// daySerial is the day of a number of a spreadsheet; its part of a day is dropped.
func daySerial(epoch time.Time, raw string) (time.Time, bool) {
	n, err := strconv.ParseFloat(raw, 64)
	if err != nil || !(n >= 1 && n < 2_958_466) { // up to the year 9999
		return time.Time{}, false
	}
	days := int(n)
	if epoch.Year() == 1899 && days < 61 { // spreadsheets have a 29 February 1900
		days++
	}
	return epoch.AddDate(0, 0, days), true
}

// dayText is a day as people write it: 5/2/1990, 05-02-1990, 05.02.1990, or as
// programs do: 1990-02-05, with or without a time.
func dayText(s string) (time.Time, bool) {
	if len(s) >= 10 && s[4] == '-' {
		if len(s) > 10 && s[10] != 'T' && s[10] != ' ' {
			return time.Time{}, false
		}
		t, err := time.Parse(time.DateOnly, s[:10])
		return t, err == nil
	}
	s = strings.NewReplacer("-", "/", ".", "/", " ", "").Replace(s)
	t, err := time.Parse("2/1/2006", s)
	return t, err == nil
}

// yearAlone is a year of birth.
func yearAlone(s string) (time.Time, bool) {
	n, err := strconv.Atoi(s)
	if err != nil || len(s) != 4 || n < 1800 || n > 2200 {
		return time.Time{}, false
	}
	return time.Date(n, time.January, 1, 0, 0, 0, 0, time.UTC), true
}

func dayWritten(t time.Time) string { return t.Format("02/01/2006") }

// digits reports whether s is digits alone.
func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// plain is a number of a cell without the ornaments of floating point: "24697" for
// "24697.0" and "2.4697E4"; what is no whole number stays.
func plain(raw string) string {
	if digits(raw) {
		return raw
	}
	n, err := strconv.ParseFloat(raw, 64)
	if err != nil || n != float64(int64(n)) || n > 1<<53 || n < -1<<53 {
		return raw
	}
	return strconv.FormatInt(int64(n), 10)
}
