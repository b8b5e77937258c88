package planreader

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"

	"vuon/platform/fault"
)

func TestFilesThatAreNoPlan(t *testing.T) {
	bomb := docxFile(t, map[string]string{"word/document.xml": wordBody(`<w:p>` + strings.Repeat(" ", 30<<20) + `</w:p>`)})
	deep := docxFile(t, map[string]string{"word/document.xml": wordBody(strings.Repeat("<w:sdt>", 10000))})
	entity := docxFile(t, map[string]string{"word/document.xml": `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>` + wordBody(`<w:p><w:r><w:t>&b;</w:t></w:r></w:p>`)})
	long := docxFile(t, map[string]string{"word/document.xml": wordBody(par("KẾ HOẠCH") + strings.Repeat(par(strings.Repeat("năm lần chín ", 1000)), 200))})
	for name, c := range map[string]struct {
		content []byte
		code    string
	}{
		"nothing":             {nil, "plan_file_empty"},
		"blanks":              {[]byte("  \n\n\t "), "plan_file_empty"},
		"a PDF":               {[]byte("%PDF-1.7\n..."), "plan_file_pdf"},
		"an old Word file":    {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"), "plan_file_doc"},
		"RTF":                 {[]byte(`{\rtf1\ansi ...}`), "plan_file_doc"},
		"a picture":           {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "plan_file_unreadable"},
		"another encoding":    {[]byte("K\xca HO\xa0CH gi\xb6m ngh\xcco"), "plan_file_unreadable"},
		"a letter":            {[]byte("Kính gửi chị Lan,\nHôm nay trời đẹp.\n"), "plan_not_recognised"},
		"an archive":          {docxFile(t, map[string]string{"ảnh.txt": "x"}), "plan_file_not_docx"},
		"a broken archive":    {[]byte("PK\x03\x04 and no more"), "plan_file_damaged"},
		"broken XML":          {docxFile(t, map[string]string{"word/document.xml": "<w:document><w:body>"}), "plan_file_damaged"},
		"a bomb":              {bomb, "plan_file_bomb"},
		"bottomless XML":      {deep, "plan_file_bomb"},
		"entities":            {entity, "plan_file_damaged"},
		"too much text":       {long, "plan_text_too_long"},
		"a letter in Word":    {docxFile(t, map[string]string{"word/document.xml": wordBody(par("Kính gửi chị Lan"))}), "plan_not_recognised"},
		"too much plain text": {[]byte(strings.Repeat("1. Giảm nghèo bền vững\n", 150000)), "plan_text_too_long"},
	} {
		_, err := Read("tep", bytes.NewReader(c.content), int64(len(c.content)))
		if got := fault.CodeOf(err); got != c.code {
			t.Errorf("%s: %q, want %q (%v)", name, got, c.code, err)
			continue
		}
		if m := fault.From(err).Message; m.VI == "" || m.EN == "" {
			t.Errorf("%s: the message lacks a language", name)
		}
	}
}

// hugeReader claims a size and gives zeros.
type hugeReader struct{}

func (hugeReader) ReadAt(p []byte, _ int64) (int, error) { clear(p); return len(p), nil }

func TestThreeHundredMegabytesAreNotRead(t *testing.T) {
	if _, err := Read("to.docx", hugeReader{}, 300<<20); fault.CodeOf(err) != "plan_file_too_large" {
		t.Errorf("%v", err)
	}
}

func TestArchiveWithTooManyEntries(t *testing.T) {
	parts := map[string]string{"word/document.xml": wordBody(par("KẾ HOẠCH"))}
	for i := range maxEntries {
		parts["x/"+strings.Repeat("a", i%50)+string(rune('A'+i%26))+strings.Repeat("b", i/50)] = ""
	}
	b := docxFile(t, parts)
	if _, err := ReadDOCX(readerOf(b)); fault.CodeOf(err) != "plan_file_bomb" {
		t.Errorf("%d entries: %v", len(parts), err)
	}
}

func TestPlanAsUTF8WithMarkAndWindowsLines(t *testing.T) {
	s := "\ufeff" + strings.ReplaceAll(planFile(t, "gia-nghia"), "\n", "\r\n")
	src, err := Read("plan.txt", strings.NewReader(s), int64(len(s)))
	if err != nil {
		t.Fatal(err)
	}
	a, b := Parse(src, catalogue(t)), Parse(readString(t, planFile(t, "gia-nghia")), catalogue(t))
	if indented(t, a) != indented(t, b) {
		t.Error("line ends change the plan")
	}
}

// TestOtherEncodingsOfOneText: UTF-16 as Notepad writes it, and letters apart from
// their marks as some PDFs give them.
func TestOtherEncodingsOfOneText(t *testing.T) {
	s := planFile(t, "krong-no")
	want := indented(t, Parse(readString(t, s), catalogue(t)))
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	for name, other := range map[string]string{"UTF-16": utf16, "NFD": norm.NFD.String(s), "hard blanks": strings.ReplaceAll(s, " của ", "\u00a0của ")} {
		src, err := Read("plan.txt", strings.NewReader(other), int64(len(other)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := indented(t, Parse(src, catalogue(t))); got != want {
			t.Errorf("%s: the plan is another", name)
		}
	}
}

// TestEveryPlanIsTakenForOne: Read recognises all plans of the province.
func TestEveryPlanIsTakenForOne(t *testing.T) {
	for _, d := range districts {
		s := planFile(t, d)
		if _, err := Read("plan.txt", strings.NewReader(s), int64(len(s))); err != nil {
			t.Errorf("%s: %v", d, err)
		}
	}
}
