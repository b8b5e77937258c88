package workbook_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"testing"

	"vuon/apps/households/workbook"
	"vuon/platform/fault"
)

// rezip writes a workbook again with parts changed or added; a nil body leaves the
// part out.
func rezip(t testing.TB, raw []byte, changed map[string]io.Reader) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	put := func(name string, body io.Reader) {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.Copy(w, body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range in.File {
		if _, other := changed[f.Name]; other {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		put(f.Name, r)
	}
	for name, body := range changed {
		if body != nil {
			put(name, body)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// repeated is a text over and over, between a beginning and an end.
func repeated(first, again string, n int, last string) io.Reader {
	return io.MultiReader(strings.NewReader(first), &repeater{again: []byte(again), left: n * len(again)}, strings.NewReader(last))
}

type repeater struct {
	again    []byte
	at, left int
}

func (r *repeater) Read(p []byte) (n int, err error) {
	for n < len(p) && r.left > 0 {
		k := min(copy(p[n:], r.again[r.at:]), r.left)
		n, r.left, r.at = n+k, r.left-k, (r.at+k)%len(r.again)
	}
	if n == 0 && r.left == 0 {
		return 0, io.EOF
	}
	return n, nil
}

const (
	sheet1     = "xl/worksheets/sheet1.xml"
	sheetStart = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	sheetEnd   = `</sheetData></worksheet>`
)

func TestHostileFilesAreRefused(t *testing.T) {
	raw := write(t, good())
	lying := bytes.Clone(raw)
	for at := 0; ; at += 4 { // the directory's words for the unpacked sizes
		next := bytes.Index(lying[at:], []byte("PK\x01\x02"))
		if next < 0 {
			break
		}
		at += next
		binary.LittleEndian.PutUint32(lying[at+24:], 1)
	}
	part := func(name, body string) []byte {
		return rezip(t, raw, map[string]io.Reader{name: strings.NewReader(body)})
	}
	many := map[string]io.Reader{}
	for i := range 1100 {
		many[fmt.Sprint("xl/media/", i)] = strings.NewReader("")
	}
	for name, c := range map[string]struct {
		raw  []byte
		code string
	}{
		"empty":          {nil, "workbook_unreadable"},
		"text":           {[]byte("Mã hộ;Mã xã;Thôn;Chủ hộ"), "workbook_unreadable"},
		"cut off":        {raw[:len(raw)-100], "workbook_unreadable"},
		"encrypted":      {append([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}, make([]byte, 600)...), "workbook_encrypted"},
		"macros":         {part("xl/vbaProject.bin", "x"), "workbook_macros"},
		"old macros":     {part("xl/macrosheets/sheet1.xml", "x"), "workbook_macros"},
		"external links": {part("xl/externalLinks/externalLink1.xml", "x"), "workbook_external"},
		"a source":       {part("xl/connections.xml", "x"), "workbook_external"},
		"the same twice": {part("XL/workbook.xml", "x"), "workbook_unreadable"},
		"many parts":     {rezip(t, raw, many), "workbook_too_large"},
		"lies":           {lying, "workbook_unreadable"},
		"no workbook":    {rezip(t, raw, map[string]io.Reader{"xl/workbook.xml": nil}), "workbook_unreadable"},
		"bomb of a row":  {rezip(t, raw, map[string]io.Reader{sheet1: repeated(sheetStart+`<row r="1"><c r="A1" t="inlineStr"><is><t>`, "x", 300<<20, sheetEnd)}), "workbook_too_large"},
		"bomb of styles": {rezip(t, raw, map[string]io.Reader{"xl/styles.xml": repeated("<styleSheet>", " ", 20<<20, "</styleSheet>")}), "workbook_too_large"},
		"bomb of strings": {rezip(t, raw, map[string]io.Reader{"xl/_rels/workbook.xml.rels": strings.NewReader(`<Relationships><Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>`),
			"xl/sharedStrings.xml": repeated("<sst>", "<si><t>"+strings.Repeat("y", 9000)+"</t></si>", 30_000, "</sst>")}), "workbook_too_large"},
		"many strings": {rezip(t, raw, map[string]io.Reader{"xl/_rels/workbook.xml.rels": strings.NewReader(`<Relationships><Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>`),
			"xl/sharedStrings.xml": repeated("<sst>", "<si/>", 6_000_000, "</sst>")}), "workbook_too_large"},
		"a row too far":     {part(sheet1, sheetStart+`<row r="1048577"/>`+sheetEnd), "workbook_too_large"},
		"too many rows":     {rezip(t, raw, map[string]io.Reader{sheet1: repeated(sheetStart, "<row/>", 1_100_000, sheetEnd)}), "workbook_too_large"},
		"rows out of order": {part(sheet1, sheetStart+`<row r="2"/><row r="1"/>`+sheetEnd), "workbook_unreadable"},
		"a column too far":  {part(sheet1, sheetStart+`<row r="1"><c r="XFE1"><v>1</v></c></row>`+sheetEnd), "workbook_unreadable"},
		"cells in disorder": {part(sheet1, sheetStart+`<row r="1"><c r="B1"/><c r="A1"/></row>`+sheetEnd), "workbook_unreadable"},
		"entities":          {part(sheet1, `<!DOCTYPE x [<!ENTITY a "b">]>`+sheetStart+sheetEnd), "workbook_unreadable"},
		"no end":            {part(sheet1, sheetStart+`<row r="1">`), "workbook_unreadable"},
		"a string nowhere":  {part(sheet1, sheetStart+`<row r="1"><c r="A1" t="s"><v>7</v></c></row>`+sheetEnd), "workbook_unreadable"},
		"a long tag":        {part(sheet1, sheetStart+`<row r="`+strings.Repeat("1", 100_000)+`"/>`+sheetEnd), "workbook_unreadable"},
		"deep":              {part(sheet1, strings.Repeat("<a>", 1000)), "workbook_unreadable"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := tryRead(c.raw, options()); fault.CodeOf(err) != c.code {
				t.Errorf("%v, want %s", err, c.code)
			}
		})
	}
}

// What is empty costs nothing: a million rows and 16,384 columns without a value.
func TestEmptyRowsAndColumns(t *testing.T) {
	raw := write(t, good())
	head := sheetStart + `<row r="1"><c r="A1" t="inlineStr"><is><t>Mã xã</t></is></c></row>`
	c := read(t, rezip(t, raw, map[string]io.Reader{sheet1: repeated(head, `<row spans="1:16384" ht="15"/>`, 1_000_000, sheetEnd)}), options())
	if len(c.households) != 0 || c.report.Faults[0].Code != "headings_missing" {
		t.Errorf("%+v", c.report.Faults)
	}
	wide := `<row>` + strings.Repeat(`<c s="1"/>`, 16384) + `</row>`
	c = read(t, rezip(t, raw, map[string]io.Reader{sheet1: repeated(head, wide, 500, sheetEnd)}), options())
	if len(c.households) != 0 {
		t.Errorf("%+v", c.households)
	}
}

func TestFaultsAreKeptUpToALimit(t *testing.T) {
	c := good()
	for range workbook.MaxFaults + 5 {
		c.members = append(c.members, workbook.Member{Household: "H1"})
	}
	got := read(t, write(t, c), options())
	if len(got.report.Faults) != workbook.MaxFaults || got.report.FaultCount < 4*workbook.MaxFaults {
		t.Errorf("%d kept of %d", len(got.report.Faults), got.report.FaultCount)
	}
}

// Prefixes, comments, marked sections, rich text, entities and phonetic marks are
// all XML that other programs write.
func TestOtherProgramsXML(t *testing.T) {
	body := `<?xml version="1.0"?><x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><!-- > --><x:sheetData><x:row r='1'>` +
		`<x:c r="A1" t="inlineStr"><x:is><x:t>Mã xã</x:t></x:is></x:c><x:c t="str"><x:v><![CDATA[Thôn]]></x:v></x:c>` +
		`<x:c t="inlineStr"><x:is><x:r><x:rPr/><x:t>Chủ </x:t></x:r><x:r><x:t>h&#7897;</x:t></x:r><x:rPh sb="0"><x:t>!</x:t></x:rPh></x:is></x:c></x:row></x:sheetData></x:worksheet>`
	c := read(t, rezip(t, write(t, good()), map[string]io.Reader{sheet1: strings.NewReader(body)}), options())
	missing := ""
	for _, f := range c.report.Faults {
		missing += f.Heading + ","
	}
	if missing != "Phân loại đầu kỳ,B1,T1,T2,T3,T4,T5,T6,T7,T8,T9,T10,T11,T12," {
		t.Errorf("missing: %s", missing)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(write(f, good()))
	f.Add(with(f, sheets{"Hộ!F2": "?", "Thành viên!G4": "067080000001"}))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, raw []byte) { checkRead(t, raw) })
}

// FuzzSheet puts what is fuzzed where it does most: the XML of a sheet, of the
// strings, of the styles.
func FuzzSheet(f *testing.F) {
	frame := write(f, good())
	in, err := zip.NewReader(bytes.NewReader(frame), int64(len(frame)))
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range []string{sheet1, "xl/worksheets/sheet2.xml", "xl/styles.xml", "xl/workbook.xml"} {
		r, err := in.Open(name)
		if err != nil {
			f.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(name, string(body))
	}
	f.Add("xl/sharedStrings.xml", "<sst><si><t>a&amp;_x0041_</t><rPh><t>b</t></rPh></si><si/></sst>")
	f.Fuzz(func(t *testing.T, name, body string) {
		if !strings.HasPrefix(name, "xl/") || !strings.HasSuffix(name, ".xml") || strings.ContainsAny(name, "\\\x00") {
			t.Skip()
		}
		checkRead(t, rezip(t, frame, map[string]io.Reader{name: strings.NewReader(body)}))
	})
}

// checkRead reads whatever it is: rows and faults, or a refusal that a user can
// understand; and so does writing the faults beside the rows.
func checkRead(t *testing.T, raw []byte) {
	c, err := tryRead(raw, options())
	if err != nil {
		if fault.From(err).Kind == fault.Internal {
			t.Fatalf("no fault: %v", err)
		}
		return
	}
	for _, m := range c.members {
		if m.Of <= 0 || m.Name == "" || m.Birth.IsZero() {
			t.Fatalf("%+v has no fault", m)
		}
	}
	if len(c.report.Faults) > workbook.MaxFaults {
		t.Fatalf("%d faults", len(c.report.Faults))
	}
	if err := workbook.WriteFaults(t.Context(), io.Discard, bytes.NewReader(raw), int64(len(raw)), workbook.Mapping{}, c.report.Faults); err != nil && fault.From(err).Kind == fault.Internal {
		t.Fatalf("no fault: %v", err) // of a sheet without headings the rest was not looked at
	}
}
