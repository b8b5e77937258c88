package storage

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vuon/platform/fault"
)

// archive zips files of these names; a big one shows that order does not matter.
func archive(t testing.TB, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range names {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = f.Write(bytes.Repeat([]byte("<x/>"), 2000))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func manyEntries(t testing.TB, n int) []byte {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("word/media/%030d", i)
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range append(names, "word/document.xml") {
		if _, err := w.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDetect(t *testing.T) {
	for name, c := range map[string]struct {
		content []byte
		want    string
	}{
		"Word":                        {archive(t, "[Content_Types].xml", "word/document.xml"), TypeDOCX},
		"Word, main part last":        {archive(t, "[Content_Types].xml", "docProps/app.xml", "customXml/item1.xml", "word/document.xml"), TypeDOCX},
		"Excel":                       {archive(t, "xl/workbook.xml", "[Content_Types].xml"), TypeXLSX},
		"Excel, main part last":       {archive(t, "docProps/core.xml", "xl/styles.xml", "xl/workbook.xml"), TypeXLSX},
		"Word with macros":            {archive(t, "word/document.xml", "word/vbaProject.bin"), typeMacro},
		"Excel with macros":           {archive(t, "xl/workbook.xml", "xl/vbaProject.bin"), typeMacro},
		"Word only by its first name": {archive(t, "word/other.xml", "more.txt"), TypeZip},
		"archive":                     {archive(t, "a.txt"), TypeZip},
		"broken archive":              {archive(t, "word/document.xml")[:500], TypeZip},
		"too many entries":            {manyEntries(t, 40_000), TypeZip},
		"PDF":                         {[]byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"), TypePDF},
		"text":                        {[]byte("ỦY BAN NHÂN DÂN\nHUYỆN KRÔNG NÔ\n"), TypeText},
		"JSON":                        {[]byte(`{"a":[1,2]}`), TypeJSON},
		"page":                        {[]byte("<html><body>x</body></html>"), TypeHTML},
		"picture that may hold code":  {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`), "image/svg+xml"},
	} {
		got, err := detect(bytes.NewReader(c.content), int64(len(c.content)))
		if err != nil || got != c.want {
			t.Errorf("%s is %q, %v; want %q", name, got, err, c.want)
		}
	}
}

func TestSniffSaysWhatWasFoundAndWhatIsTaken(t *testing.T) {
	table := "xã,thôn,số hộ\nNâm N’Đir,1,20\nĐắk Drô,2,30\n"
	if got, err := sniff(strings.NewReader(table), int64(len(table)), []string{TypeText}, false); got != TypeText || err != nil {
		t.Errorf("a text with commas is %q, %v", got, err)
	}
	_, err := sniff(strings.NewReader("%PDF-1.7"), 8, []string{TypeDOCX, TypeText}, false)
	f := fault.From(err)
	if f.Kind != fault.Unsupported || !strings.Contains(f.Message.VI, "là PDF, chỉ nhận: Word (.docx), văn bản thuần (.txt)") {
		t.Errorf("%v", f.Message.VI)
	}
}

func TestNamesAndKeysStayWhereTheyBelong(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z./\\]{1,12}`)).Draw(t, "s")
		if checkKey(s) == nil {
			for part := range strings.SplitSeq(s, "/") {
				if part == "" || part[0] == '.' || strings.ContainsAny(part, "\\\x00 ") {
					t.Fatalf("the key %q was let through", s)
				}
			}
		}
		if name, err := cleanName(s); err == nil {
			if again, err := cleanName(name); err != nil || again != name || name == "" || strings.ContainsAny(name, "/\\\n\r\x00") {
				t.Fatalf("the name %q became %q, then %q (%v)", s, name, again, err)
			}
		}
	})
}

func FuzzDetect(f *testing.F) {
	f.Add(archive(f, "word/document.xml"))
	f.Add(archive(f, "xl/workbook.xml", "xl/vbaProject.bin"))
	f.Add([]byte("%PDF-1.7"))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, content []byte) {
		got, err := detect(bytes.NewReader(content), int64(len(content)))
		if err == nil && (got == "" || strings.ContainsAny(got, "; \n")) {
			t.Errorf("type %q", got)
		}
	})
}
