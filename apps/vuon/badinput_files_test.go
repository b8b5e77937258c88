package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"vuon/apps/planning"
)

// badFile is a file that is no plan, and how it is refused.
type badFile struct {
	what   string
	file   *file // nil: the field is missing
	status int
	code   string
}

func badFiles(t testing.TB) []badFile {
	t.Helper()
	docx := func(entries ...entry) *file { return &file{name: "ke-hoach.docx", content: archive(t, entries...)} }
	document := func(body string) entry { return entry{"word/document.xml", word(body)} }
	lying := archive(t, document(paragraph("KẾ HOẠCH")+strings.Repeat(paragraph(strings.Repeat("a", 1000)), 2000)))
	lie(t, lying)
	return []badFile{
		{"no field", nil, 422, "file_missing"},
		{"an empty file", &file{name: "trong.txt", content: []byte{}}, 422, "file_missing"},
		{"blanks", &file{name: "trong.txt", content: []byte(" \r\n\t \n")}, 422, "plan_file_empty"},
		{"a picture", &file{name: "anh.png", content: []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00")}, 415, "plan_file_unreadable"},
		{"a picture that says it is a plan", &file{name: "ke-hoach.docx", content: []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")}, 422, "plan_file_damaged"},
		{"a PDF", &file{name: "ke-hoach.pdf", content: []byte("%PDF-1.7\n1 0 obj")}, 415, "plan_file_pdf"},
		{"an old Word file", &file{name: "ke-hoach.doc", content: []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00")}, 415, "plan_file_doc"},
		{"RTF", &file{name: "ke-hoach.rtf", content: []byte(`{\rtf1\ansi K\u7870? HO\u7840?CH}`)}, 415, "plan_file_doc"},
		{"a workbook", docx(entry{"[Content_Types].xml", "<Types/>"}, entry{"xl/workbook.xml", "<workbook/>"}), 415, "plan_file_not_docx"},
		{"random bytes", &file{name: "la.bin", content: noise(64 << 10)}, 415, "plan_file_unreadable"},
		{"Windows-1258", &file{name: "ke-hoach.txt", content: windows1258(t, "KẾ HOẠCH\nTriển khai giảm nghèo năm 2024\nI. MỤC ĐÍCH\n1. Mục đích\n")}, 415, "plan_file_unreadable"},
		{"TCVN3", &file{name: "ke-hoach.txt", content: []byte("KÕ ho¹ch gi\xb6m ngh\xcco b\xd2n v\xf7ng n\xa8m 2024\nI. M\xf4c \xae\xddch\n")}, 415, "plan_file_unreadable"},
		{"a plan that turns into rubbish", &file{name: "ke-hoach.txt", content: append(staged(t).seedText(t, "cu-jut", 2090), noise(8<<10)...)}, 415, "plan_file_unreadable"},
		{"UTF-16 that is no plan", &file{name: "thu.txt", content: []byte("\xff\xfeK\x00\xed\x00n\x00h\x00 \x00g\x00\xed\x00i\x00")}, 422, "plan_not_recognised"},
		{"half a letter of UTF-16", &file{name: "thu.txt", content: []byte("\xff\xfeK\x00\xed")}, 422, "plan_not_recognised"},
		{"a letter", &file{name: "thu.txt", content: []byte("Kính gửi chị Lan,\nHôm nay trời đẹp.\n")}, 422, "plan_not_recognised"},
		{"a web page", &file{name: "trang.html", content: []byte("<!DOCTYPE html><html><body><p>Xin chào</p></body></html>")}, 422, "plan_not_recognised"},
		{"a broken archive", &file{name: "ke-hoach.docx", content: []byte("PK\x03\x04 rồi hết")}, 422, "plan_file_damaged"},
		{"half a document", &file{name: "ke-hoach.docx", content: lying[:len(lying)/2]}, 422, "plan_file_damaged"},
		{"XML that ends in the middle", docx(entry{"word/document.xml", "<w:document><w:body><w:p>"}), 422, "plan_file_damaged"},
		{"a bomb", docx(entry{"word/document.xml", word(strings.Repeat(" ", 60<<20))}), 413, "plan_file_bomb"},
		{"a bomb beside the text", docx(document(paragraph("KẾ HOẠCH")), entry{"word/numbering.xml", strings.Repeat(" ", 60<<20)}), 413, "plan_file_bomb"},
		{"bottomless XML", docx(document(strings.Repeat("<w:sdt>", 20000))), 413, "plan_file_bomb"},
		{"entities", docx(entry{"word/document.xml", `<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>` + word(paragraph("&b;"))}), 422, "plan_file_damaged"},
		{"an entity of this machine", docx(entry{"word/document.xml", `<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + word(paragraph("&x;"))}), 422, "plan_file_damaged"},
		{"a million paragraphs", docx(document(strings.Repeat("<w:p/>", 1_000_000))), 413, "plan_file_bomb"},
		{"much more text than a plan", docx(document(strings.Repeat(paragraph(strings.Repeat("năm lần chín ", 1000)), 300))), 413, "plan_text_too_long"},
		{"a size that lies", &file{name: "ke-hoach.docx", content: lying}, 422, "plan_file_damaged"},
		{"names that climb out of the archive", docx(entry{"../../word/document.xml", word(paragraph("KẾ HOẠCH"))}, entry{"/etc/passwd", "x"}), 415, "plan_file_not_docx"},
		{"another year", &file{name: "ke-hoach.txt", content: staged(t).seedText(t, "cu-jut", 2031)}, 422, "wrong_year"},
	}
}

// noise are bytes without any order, the same every time.
func noise(n int) []byte {
	b, x := make([]byte, n), uint32(2463534242)
	for i := range b {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		b[i] = byte(x)
	}
	return b
}

func windows1258(t testing.TB, text string) []byte {
	t.Helper()
	// The code page has the base letters and combining tone marks.
	var b []byte
	for _, c := range norm.NFC.String(text) {
		if e, ok := charmap.Windows1258.EncodeRune(c); ok {
			b = append(b, e)
			continue
		}
		for _, d := range norm.NFD.String(string(c)) {
			if e, ok := charmap.Windows1258.EncodeRune(d); ok {
				b = append(b, e)
			}
		}
	}
	return b
}

// lie makes the archive's directory say that its first entry has ten bytes.
func lie(t testing.TB, zip []byte) {
	t.Helper()
	at := bytes.LastIndex(zip, []byte("PK\x01\x02"))
	if at < 0 {
		t.Fatal("the archive has no directory")
	}
	copy(zip[at+24:at+28], []byte{10, 0, 0, 0})
}

// No document at all, through the API and on the page: refused, nothing saved.
func TestBadFilesAreRefused(t *testing.T) {
	s := staged(t)
	const tenant, year = "cu-jut", 2090
	browser := s.signedIn(t, "labour@"+tenant)
	before := s.books(t, tenant)
	for _, c := range badFiles(t) {
		t.Run(c.what, func(t *testing.T) {
			query := fmt.Sprintf("?year=%d", year)
			s.inBoth(t, "API", func() ask { return uploadAsk(t, "labour@"+tenant, tenant, query, c.file) }, c.status, c.code)
			refusedAs(t, "dry run", s.ask(t, uploadAsk(t, "labour@"+tenant, tenant, query+"&dry_run=true", c.file)), c.status, c.code)
			page := browser.uploadPage(t, tenant, map[string]string{"year": fmt.Sprint(year)}, c.file)
			if page.status != c.status || !strings.Contains(page.body, `value="2090"`) || !strings.Contains(page.body, `type="file"`) {
				t.Errorf("page: %d, want %d and the form with its year again: %.300s", page.status, c.status, page.body)
			}
			tellsNothing(t, "page", page)
		})
	}
	s.unchanged(t, tenant, before)
}

// A body of 300 MB is cut off where it stands, whether its length is announced
// or not, and the session stays usable.
func TestBadSizeOfABody(t *testing.T) {
	s := staged(t)
	const tenant = "cu-jut"
	browser := s.signedIn(t, "labour@"+tenant)
	before := s.books(t, tenant)
	for _, c := range []struct {
		what      string
		announced bool
	}{{"announced", true}, {"in chunks", false}} {
		t.Run(c.what, func(t *testing.T) {
			kind, head := form(t, nil, &file{name: "to.docx", content: []byte("PK\x03\x04")})
			cut := bytes.LastIndex(head, []byte("\r\n--"))
			const size = 300 << 20
			body := &zeros{head: bytes.NewReader(head[:cut]), left: size}
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/api/tenants/"+tenant+"/plans?year=2090", body)
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", kind)
			req.Header.Set("Authorization", "Bearer "+s.token(t, "labour@"+tenant))
			if c.announced {
				req.ContentLength = int64(cut) + size
			}
			refusedAs(t, c.what, do(t, http.DefaultClient, req), 413, "too_large")
			page := req.Clone(t.Context())
			page.URL.Path, page.URL.RawQuery, page.Header = "/t/"+tenant+"/plans/import", "", http.Header{"Content-Type": {kind}, "Sec-Fetch-Site": {"same-origin"}}
			page.Body = io.NopCloser(&zeros{head: bytes.NewReader(head[:cut]), left: size})
			if a := do(t, browser.client, page); a.status != 413 || !strings.Contains(a.body, "quá lớn") {
				t.Errorf("page: %d %.300s", a.status, a.body)
			}
			if a := browser.get(t, "/t/"+tenant+"/plans"); a.status != 200 {
				t.Errorf("the next page: %d", a.status)
			}
		})
	}
	s.unchanged(t, tenant, before)
}

// zeros is a head and then so many zero bytes.
type zeros struct {
	head *bytes.Reader
	left int64
}

func (z *zeros) Read(p []byte) (int, error) {
	if z.head.Len() > 0 {
		return z.head.Read(p)
	}
	n := min(int64(len(p)), z.left)
	if z.left -= n; n == 0 {
		return 0, io.EOF
	}
	clear(p[:n])
	return int(n), nil
}

// A year that is none, and a file of another year.
func TestBadYears(t *testing.T) {
	s := staged(t)
	const tenant = "cu-jut"
	browser := s.signedIn(t, "labour@"+tenant)
	before := s.books(t, tenant)
	text := &file{name: "ke-hoach.txt", content: s.seedText(t, tenant, 2090)}
	for _, c := range []struct{ year, code string }{
		{"1999", "bad_year"}, {"2020", "bad_year"}, {"2101", "bad_year"}, {"20244", "bad_year"}, {"-1", "bad_year"}, {"0", "bad_year"},
		{"abc", "invalid_input"}, {"", "invalid_input"}, {"2024.0", "invalid_input"}, {"９９９９", "invalid_input"},
		{"99999999999999999999", "invalid_input"}, {"2024;DROP", "invalid_input"}, {"2025", "wrong_year"},
	} {
		t.Run(c.year, func(t *testing.T) {
			query := "?year=" + strings.NewReplacer(";", "%3B").Replace(c.year)
			s.inBoth(t, "API", func() ask { return uploadAsk(t, "labour@"+tenant, tenant, query, text) }, 422, c.code)
			page := browser.uploadPage(t, tenant, map[string]string{"year": c.year}, text)
			if page.status != 422 || !strings.Contains(page.body, `value="`+c.year+`"`) || !strings.Contains(page.body, `aria-invalid="true"`) {
				t.Errorf("page: %d; it must show the field with what was typed: %.200s", page.status, page.body)
			}
			if c.code == "invalid_input" && strings.Contains(page.body, "hoạch 0 ") {
				t.Errorf("the page speaks of a year 0 that nobody typed")
			}
		})
	}
	s.inBoth(t, "no year", func() ask { return uploadAsk(t, "labour@"+tenant, tenant, "", text) }, 422, "invalid_input")
	for path, status := range map[string]int{"1999": 404, "20244": 404, "-1": 404, "abc": 404, "2024%2F..": 404, "0x7e8": 404, "%2B2024": 404, "02024": 404} {
		if a := browser.get(t, "/t/"+tenant+"/plans/"+path); a.status != status {
			t.Errorf("page of year %s: %d, want %d", path, a.status, status)
		}
		if a := s.ask(t, ask{who: "labour@" + tenant, method: "GET", path: "/api/tenants/" + tenant + "/plans/" + path}); a.status != 404 && a.status != 422 && path != "02024" && path != "%2B2024" {
			t.Errorf("API of year %s: %d", path, a.status)
		}
	}
	s.unchanged(t, tenant, before)
}

// A plan's file with decomposed letters is the same plan: all is kept composed.
func TestBadFormOfLetters(t *testing.T) {
	s := staged(t)
	const tenant, year = "dak-glong", 2091
	text := s.seedText(t, tenant, year)
	a := s.upload(t, "labour@"+tenant, tenant, year, norm.NFD.String("Kế hoạch.txt"), norm.NFD.Bytes(text), "")
	if a.status != http.StatusCreated || !norm.NFC.IsNormalString(a.body) {
		t.Fatalf("import: %d, composed: %v", a.status, norm.NFC.IsNormalString(a.body))
	}
	dry := s.upload(t, "labour@"+tenant, tenant, year, "kh.txt", text, "&dry_run=true")
	var one, other struct{ Sections any }
	a.decode(t, &one)
	dry.decode(t, &other)
	if fmt.Sprint(one) != fmt.Sprint(other) {
		t.Error("the same text reads differently when its letters are decomposed")
	}
	path := fmt.Sprintf("/api/tenants/%s/plans/%d/sections/1-1", tenant, year)
	var part planning.Part
	s.api(t, "labour@"+tenant, "GET", path, nil).decode(t, &part)
	saved := s.api(t, "labour@"+tenant, "PUT", path, map[string]string{"tag": part.Tag, "title": part.Title, "text": norm.NFD.String("Hỗ trợ hộ nghèo Đắk Glong.")})
	if saved.status != 200 || !strings.Contains(saved.body, norm.NFC.String("Hỗ trợ hộ nghèo Đắk Glong.")) {
		t.Errorf("a decomposed section: %d %.300s", saved.status, saved.body)
	}
}
