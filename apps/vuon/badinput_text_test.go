package main

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"os/exec"
	"strings"
	"testing"

	"vuon/apps/planning"
	"vuon/platform/audit"
	"vuon/platform/database"
)

// wordText is the text of a Word document, a paragraph a line.
func wordText(t testing.TB, docx string) string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var out strings.Builder
	decoder := xml.NewDecoder(r)
	inside := false
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return out.String()
		}
		if err != nil {
			t.Fatalf("the document is no XML: %v", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			inside = e.Name.Local == "t"
		case xml.EndElement:
			inside = false
			if e.Name.Local == "p" {
				out.WriteByte('\n')
			}
		case xml.CharData:
			if inside {
				out.Write(e)
			}
		}
	}
}

// pdfText is the text of a PDF, or "" where pdftotext is not installed.
func pdfText(t testing.TB, pdf string) string {
	t.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Log("left out: pdftotext is not installed")
		return ""
	}
	cmd := exec.CommandContext(t.Context(), tool, "-layout", "-", "-")
	cmd.Stdin = strings.NewReader(pdf)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("the PDF cannot be read: %v", err)
	}
	return string(out)
}

// markup is what an attacker types where a title, a remark or a section belongs.
const markup = `<script>alert(1)</script> <img src=x onerror=alert(2)> "'><svg/onload=alert(3)> ]]> &amp; {{7*7}} ${7*7} </textarea></title>`

// Markup is text everywhere: on every page, in the audit, in both documents.
func TestBadMarkupIsText(t *testing.T) {
	s := staged(t)
	const tenant, year = "gia-nghia", 2087
	s.drafted(t, tenant, year)
	base := fmt.Sprintf("/api/tenants/%s/plans/%d", tenant, year)
	edit := func(path, title, text string) {
		t.Helper()
		var part planning.Part
		s.api(t, "labour@"+tenant, "GET", base+"/sections/"+path, nil).decode(t, &part)
		if a := s.api(t, "labour@"+tenant, "PUT", base+"/sections/"+path, map[string]string{"tag": part.Tag, "title": title, "text": text}); a.status != 200 {
			t.Fatalf("%s: %d %.300s", path, a.status, a.body)
		}
	}
	edit("1-1", "Tiêu đề "+markup, "- Nội dung "+markup+"\nhai\tcột "+markup)
	edit("title", "", "Trích yếu "+markup)
	edit("recipients", "", "- Nơi nhận "+markup+";\n- Lưu: VT.")
	edit("signatory", "", "CHỦ TỊCH\nNguyễn "+markup)
	s.step(t, "labour", tenant, year, "submit", "", "submitted")
	s.step(t, "chair", tenant, year, "return", "Lý do "+markup, "returned")
	s.step(t, "labour", tenant, year, "submit", "", "submitted")
	s.step(t, "chair", tenant, year, "approve", "", "approved")
	s.step(t, "clerk", tenant, year, "issue", "", "issued")
	s.settled(t, tenant)
	s.step(t, "labour", tenant, year, "amend", "Sửa "+markup, "draft")

	shown := 0
	for who, paths := range map[string][]string{
		"labour@" + tenant: {"", "/plans", "/plans/2087", "/plans/2087?version=1", "/plans/2087/structure", "/plans/2087/warnings", "/plans/2087/history",
			"/plans/2087/sections/1-1", "/plans/2087/sections/title", "/plans/2087/sections/recipients", "/plans/2087/sections/signatory", "/jobs", "/documents"},
		"admin@" + tenant: {"", "/audit", "/audit?object=plan", "/documents"},
	} {
		browser := s.signedIn(t, who)
		for _, path := range paths {
			for _, lang := range []string{"vi", "en"} {
				browser.post(t, "/language", url.Values{"lang": {lang}})
				a := browser.get(t, "/t/"+tenant+path)
				if a.status == 404 || a.status == 403 {
					continue
				}
				if a.status != 200 {
					t.Errorf("%s: %d", path, a.status)
				}
				for _, live := range []string{"<script>alert", "<img src=x", "<svg/onload", `"'><`, "{{7*7}}</textarea>", "49 $"} {
					if strings.Contains(a.body, live) {
						t.Errorf("%s holds live markup %q", path, live)
					}
				}
				shown += strings.Count(a.body, "&lt;script&gt;alert(1)")
			}
		}
	}
	shownAcross := s.signedIn(t, "supervisor@dak-nong").get(t, "/t/dak-nong/overview?year=2087")
	if strings.Contains(shownAcross.body, "<script>alert") {
		t.Error("the province's overview holds live markup")
	}
	if shown < 20 {
		t.Errorf("the markup was shown only %d times: the test proves little", shown)
	}
	entries, _, err := s.d.audit.List(operator(t), tenant, audit.Filter{ObjectID: fmt.Sprintf("%d/1", year)}, database.Page{Limit: 500})
	if err != nil || len(entries) < 8 {
		t.Errorf("%d audit entries (%v)", len(entries), err)
	}
	docx := s.api(t, "labour@"+tenant, "GET", base+"/documents/docx?version=1", nil)
	if text := wordText(t, docx.body); strings.Count(text, "<script>alert(1)</script>") < 4 || strings.Contains(docx.body, "<script>") {
		t.Errorf("the Word document does not hold the markup as text: %.300s", text)
	}
	pdf := s.api(t, "labour@"+tenant, "GET", base+"/documents/pdf?version=1", nil)
	if text := pdfText(t, pdf.body); text != "" && strings.Count(text, "<script>alert(1)</script>") < 4 {
		t.Error("the PDF does not hold the markup as text")
	}
	if strings.Contains(pdf.body, "/JavaScript") || strings.Contains(pdf.body, "/URI") {
		t.Error("the PDF holds something active")
	}
	s.verified(t, tenant)
}

// Letters outside of what the fonts have, and text that runs the other way: saved
// and shown as typed, and both documents are made.
func TestBadLettersAreKept(t *testing.T) {
	s := staged(t)
	const tenant, year = "gia-nghia", 2088
	s.drafted(t, tenant, year)
	base := fmt.Sprintf("/api/tenants/%s/plans/%d", tenant, year)
	browser := s.signedIn(t, "labour@"+tenant)
	for i, text := range []string{"Hộ nghèo 👨‍👩‍👧‍👦 🏠 đầu tiên", "שלום עולם مرحبا", "chữ \u202engược\u202c xuôi", "漢字 ก ข ค ☐ ☑ ✓ 30‑4", "a\u0301\u0302\u0303\u0304 zalgo", "\U0010FFFD riêng", "không \u200bdấu\u00a0cách\u2028dòng"} {
		var part planning.Part
		s.api(t, "labour@"+tenant, "GET", base+"/sections/1-1", nil).decode(t, &part)
		a := s.api(t, "labour@"+tenant, "PUT", base+"/sections/1-1", map[string]string{"tag": part.Tag, "title": part.Title, "text": text})
		if a.status == 422 {
			if !strings.Contains(a.body, `"name":"text"`) {
				t.Errorf("%q is refused without its place: %s", text, a.body)
			}
			continue
		}
		if a.status != 200 {
			t.Errorf("%q: %d %.200s", text, a.status, a.body)
			continue
		}
		a.decode(t, &part)
		if page := browser.get(t, fmt.Sprintf("/t/%s/plans/%d/sections/1-1", tenant, year)); !shows(page.body, "text", part.Text) {
			t.Errorf("%q is not shown as it was saved (%q)", text, part.Text)
		}
		for _, format := range []string{"pdf", "docx"} {
			if a := s.api(t, "labour@"+tenant, "POST", base+"/documents", map[string]string{"format": format}); a.status != 202 {
				t.Fatalf("asking for %s: %d %s", format, a.status, a.body)
			}
		}
		s.settled(t, tenant)
		docx := s.api(t, "labour@"+tenant, "GET", base+"/documents/docx", nil)
		if i == 0 && !strings.Contains(wordText(t, docx.body), "🏠") {
			t.Errorf("%q is not in the Word document", text)
		}
		if a := s.api(t, "labour@"+tenant, "GET", base+"/documents/pdf", nil); a.status != 200 || !strings.HasPrefix(a.body, "%PDF-") {
			t.Errorf("%q: no PDF: %d", text, a.status)
		}
	}
}

// The longest section that may be is saved through the form, shown, and printed;
// one letter more is refused with what was typed.
func TestBadLengthOfASection(t *testing.T) {
	s := staged(t)
	const tenant, year = "gia-nghia", 2089
	s.drafted(t, tenant, year)
	base := fmt.Sprintf("/api/tenants/%s/plans/%d", tenant, year)
	page := fmt.Sprintf("/t/%s/plans/%d/sections/1-1", tenant, year)
	browser := s.signedIn(t, "labour@"+tenant)
	var part planning.Part
	s.api(t, "labour@"+tenant, "GET", base+"/sections/1-1", nil).decode(t, &part)
	line := "Hỗ trợ hộ nghèo, hộ cận nghèo ở địa bàn đặc biệt khó khăn được vay vốn.\n"
	text := strings.Repeat(line, planning.MaxPart)
	text = strings.TrimSpace(string([]rune(text)[:planning.MaxPart-100]))
	typed := url.Values{"tag": {part.Tag}, "title": {part.Title}, "text": {text}}
	if a := browser.post(t, page, typed); a.status != 303 {
		t.Fatalf("200,000 letters: %d %.300s", a.status, a.body)
	}
	shown := browser.get(t, page)
	if shown.status != 200 || !shows(shown.body, "text", text) {
		t.Errorf("200,000 letters are not shown again: %d", shown.status)
	}
	if a := s.api(t, "labour@"+tenant, "POST", base+"/documents", map[string]string{"format": "pdf"}); a.status != 202 {
		t.Fatalf("asking for the PDF: %d %s", a.status, a.body)
	}
	s.settled(t, tenant)
	before := s.books(t, tenant)
	typed = url.Values{"tag": {hidden(shown.body, "tag")}, "title": {part.Title}, "text": {strings.Repeat("😀", planning.MaxPart+1)}}
	if a := browser.post(t, page, typed); a.status != 422 || !shows(a.body, "text", typed.Get("text")) {
		t.Errorf("one letter too many: %d %.300s", a.status, a.body)
	}
	api := s.api(t, "labour@"+tenant, "PUT", base+"/sections/1-1", map[string]string{"tag": typed.Get("tag"), "title": part.Title, "text": strings.Repeat("ế", planning.MaxPart+1)})
	if api.status != 422 || !strings.Contains(api.body, "text") {
		t.Errorf("one letter too many for the API: %d %.300s", api.status, api.body)
	}
	for name, value := range map[string]string{"title": strings.Repeat("đ", 2001), "text": strings.Repeat("đ", 2001)} {
		at := page
		typed := url.Values{"tag": {hidden(shown.body, "tag")}, "title": {part.Title}, "text": {"x"}}
		if name == "text" { // of the abstract, which is a title
			at = strings.Replace(page, "1-1", "title", 1)
			typed.Set("tag", hidden(browser.get(t, at).body, "tag"))
		}
		typed.Set(name, value)
		if a := browser.post(t, at, typed); a.status != 422 || !shows(a.body, name, value) {
			t.Errorf("a title of 2001 letters (%s): %d", name, a.status)
		}
	}
	s.unchanged(t, tenant, before)
	if !bytes.Contains([]byte(shown.body), []byte("đặc biệt khó khăn")) {
		t.Error("the page does not show the text")
	}
}
