package workbook

import (
	"bytes"
	"strconv"
	"strings"
)

// readStyles tells of each cell style whether it shows numbers as days.
func readStyles(raw []byte) ([]bool, error) {
	var dates []bool
	custom, within := map[int]bool{}, false
	for x := newScanner(bytes.NewReader(raw)); ; {
		kind, err := x.next()
		switch {
		case err != nil:
			return nil, broken(err)
		case kind == tokenDone:
			return dates, nil
		case kind == tokenText:
			continue
		}
		switch string(x.name) {
		case "numFmt":
			if kind != tokenEnd {
				custom[number(x.attr("numFmtId"))] = showsDay(x.value("formatCode"))
			}
		case "cellXfs":
			within = kind == tokenStart
		case "xf":
			if within && kind != tokenEnd {
				id := number(x.attr("numFmtId"))
				day, told := custom[id]
				dates = append(dates, told && day || !told && builtinDay(id))
			}
		}
	}
}

func builtinDay(id int) bool {
	return id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 36 || id >= 50 && id <= 58
}

// showsDay reports whether a number format shows days or years; what stands
// between quotes or brackets is text.
func showsDay(format string) bool {
	var quoted, bracket bool
	for _, r := range strings.ToLower(format) {
		switch {
		case r == '"' && !bracket:
			quoted = !quoted
		case quoted:
		case r == '[':
			bracket = true
		case r == ']':
			bracket = false
		case bracket:
		case r == 'd' || r == 'y':
			return true
		}
	}
	return false
}

// number is a count in an attribute; -1 when it is none.
func number(raw []byte) int {
	n, err := strconv.Atoi(string(raw))
	if err != nil {
		return -1
	}
	return n
}
