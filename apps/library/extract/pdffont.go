package extract

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

// pdfFont says what the codes of a font mean, and how wide they are.
type pdfFont struct {
	wide    bool // two bytes a code
	unicode map[int]string
	widths  map[int]float64 // thousandths of the size
	missing float64
}

func (f *pdfFile) font(v any) *pdfFont {
	d := f.dict(v)
	font := &pdfFont{unicode: map[int]string{}, widths: map[int]float64{}, missing: 500}
	if d["Subtype"] == pdfName("Type0") {
		font.wide = true
		if below := f.array(d["DescendantFonts"]); len(below) > 0 {
			f.cidWidths(font, f.dict(below[0]))
		}
	} else {
		f.simple(font, d)
	}
	if s, ok := f.get(d["ToUnicode"]).(pdfStream); ok {
		font.cmap(f.inflate(s))
	}
	return font
}

// simple reads the encoding and widths of a font of one byte a code.
func (f *pdfFile) simple(font *pdfFont, d pdfDict) {
	for c := 32; c < 256; c++ {
		font.unicode[c] = string(charmap.Windows1252.DecodeByte(byte(c)))
	}
	code := 0
	for _, v := range f.array(f.dict(d["Encoding"])["Differences"]) {
		switch v := f.get(v).(type) {
		case float64:
			code = int(v)
		case pdfName:
			if s := glyph(string(v)); s != "" {
				font.unicode[code] = s
			}
			code++
		}
	}
	first := int(f.number(d["FirstChar"], 0))
	for i, w := range f.array(d["Widths"]) {
		font.widths[first+i] = f.number(w, font.missing)
	}
}

// glyph reads the names that say what they are: "A", "uni1EA1", "u1EA1".
func glyph(name string) string {
	name, _, _ = strings.Cut(name, ".")
	switch name {
	case "space", "nbspace":
		return " "
	case "hyphen", "minus":
		return "-"
	case "comma":
		return ","
	case "period":
		return "."
	case "slash":
		return "/"
	case "colon":
		return ":"
	case "Dcroat", "Eth":
		return "Đ"
	case "dcroat":
		return "đ"
	}
	for i, word := range strings.Fields("zero one two three four five six seven eight nine") {
		if word == name {
			return strconv.Itoa(i)
		}
	}
	hex, ok := strings.CutPrefix(name, "uni")
	if !ok {
		hex, ok = strings.CutPrefix(name, "u")
	}
	if x, err := strconv.ParseUint(hex, 16, 32); ok && err == nil && len(hex) >= 4 && x <= 0x10FFFF {
		return string(rune(x))
	}
	if len(name) == 1 {
		return name
	}
	return ""
}

// cidWidths reads /W: "c [w w w]" and "from to w".
func (f *pdfFile) cidWidths(font *pdfFont, d pdfDict) {
	font.missing = f.number(d["DW"], 1000)
	w := f.array(d["W"])
	for i := 0; i+1 < len(w); {
		from := int(f.number(w[i], 0))
		if list, ok := f.get(w[i+1]).(pdfArray); ok {
			for k, x := range list {
				font.widths[from+k] = f.number(x, font.missing)
			}
			i += 2
			continue
		}
		if i+2 >= len(w) {
			return
		}
		to := min(int(f.number(w[i+1], 0)), from+65536)
		for c := from; c <= to && len(font.widths) < 70_000; c++ {
			font.widths[c] = f.number(w[i+2], font.missing)
		}
		i += 3
	}
}

// cmap reads what codes mean from a ToUnicode map (ISO 32000-1, 9.10.3).
func (font *pdfFont) cmap(b []byte) {
	l := &pdfLexer{b: b}
	var before []any
	for range 1_000_000 {
		switch v := l.next(); v {
		case eof:
			return
		case pdfWord("endcodespacerange"):
			if s, ok := last(before).(pdfString); ok {
				font.wide = len(s) == 2
			}
			before = nil
		case pdfWord("endbfchar"):
			for i := 0; i+1 < len(before); i += 2 {
				font.mean(before[i], before[i+1])
			}
			before = nil
		case pdfWord("endbfrange"):
			for i := 0; i+2 < len(before); i += 3 {
				font.meanRange(before[i], before[i+1], before[i+2])
			}
			before = nil
		default:
			if _, word := v.(pdfWord); word {
				before = nil
			} else {
				before = append(before, v)
			}
		}
	}
}

func last(list []any) any {
	if len(list) == 0 {
		return nil
	}
	return list[len(list)-1]
}

func (font *pdfFont) mean(code, meaning any) {
	c, ok := code.(pdfString)
	m, there := meaning.(pdfString)
	if ok && there && len(font.unicode) < 70_000 {
		font.unicode[codeOf(c)] = utf16BE(string(m))
	}
}

func (font *pdfFont) meanRange(from, to, meaning any) {
	a, ok := from.(pdfString)
	b, there := to.(pdfString)
	if !ok || !there {
		return
	}
	low, high := codeOf(a), codeOf(b)
	if list, ok := meaning.(pdfArray); ok {
		for i, m := range list {
			if s, ok := m.(pdfString); ok && low+i <= high && len(font.unicode) < 70_000 {
				font.unicode[low+i] = utf16BE(string(s))
			}
		}
		return
	}
	m, ok := meaning.(pdfString)
	runes := []rune(utf16BE(string(m)))
	if !ok || len(runes) == 0 {
		return
	}
	for c := low; c <= min(high, low+65535) && len(font.unicode) < 70_000; c++ {
		font.unicode[c] = string(runes)
		runes[len(runes)-1]++
	}
}

func codeOf(s pdfString) (n int) {
	for i := range min(len(s), 4) {
		n = n<<8 | int(s[i])
	}
	return n
}

func utf16BE(s string) string {
	units := make([]uint16, 0, len(s)/2)
	for i := 0; i+1 < len(s) && i < 64; i += 2 {
		units = append(units, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(units))
}

// text is what a string of codes says, and its width in thousandths.
func (font *pdfFont) text(s pdfString) (text string, width float64) {
	var b strings.Builder
	for i := 0; i < len(s); {
		code := int(s[i])
		i++
		if font.wide && i < len(s) {
			code = code<<8 | int(s[i])
			i++
		}
		b.WriteString(font.unicode[code])
		w, known := font.widths[code]
		if !known {
			w = font.missing
		}
		width += w
	}
	return b.String(), width
}
