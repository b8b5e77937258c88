package library_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"vuon/apps/library"
)

// docx makes a Word document of paragraphs, with other parts beside.
func docx(t testing.TB, parts map[string]string, paragraphs ...string) string {
	t.Helper()
	body := ""
	for _, p := range paragraphs {
		body += "<w:p><w:r><w:t>" + p + "</w:t></w:r></w:p>"
	}
	all := map[string]string{"[Content_Types].xml": "<Types/>",
		"word/document.xml": `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + "</w:body></w:document>"}
	for name, content := range parts {
		all[name] = content
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, content := range all {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write([]byte(content))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func picture(t testing.TB, side int) string {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, side, side))
	m.Set(1, 1, color.White)
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A list of a great many codes has more words than an index holds: it is kept, and
// found by the first of them.
func TestMoreWordsThanAnIndexHolds(t *testing.T) {
	o := newOffice(t)
	var list strings.Builder
	for i := range 55_000 {
		fmt.Fprintf(&list, "MÃ%016d ", i)
	}
	o.put(o.folder("Danh sách"), "Mã hộ.txt", list.String())
	o.work(krongNo)
	if got := o.names(labour, "ma0000000000000007"); got != "Mã hộ.txt" {
		t.Errorf("found %q", got)
	}
}

func TestSearchWithoutDiacritics(t *testing.T) {
	o := newOffice(t)
	folder := o.folder("Văn bản")
	f := o.put(folder, "Báo cáo tháng.docx", docx(t, nil, "Ủy ban nhân dân xã Nâm N’Đir", "Đã hỗ trợ 12 hộ nghèo mua bò giống tại thôn Nam Dao."))
	o.put(folder, "Giấy mời.txt", "Kính mời dự họp giao ban tại hội trường xã Đắk Sôr")
	if got := o.names(labour, "bao cao thang"); got != "Báo cáo tháng.docx" {
		t.Errorf("by name, before it was read: %q", got)
	}
	if got := o.names(labour, "bo giong"); got != "" {
		t.Errorf("found by its content before it was read: %q", got)
	}
	o.work(krongNo)
	for words, want := range map[string]string{
		"bo giong": "Báo cáo tháng.docx", "BÒ GIỐNG": "Báo cáo tháng.docx", "bò giống thôn nam dao": "Báo cáo tháng.docx", "nam n'dir": "Báo cáo tháng.docx",
		"ho ngh": "Báo cáo tháng.docx", "dak sor": "Giấy mời.txt", "báo cáo bò": "Báo cáo tháng.docx", "bò trâu": "", "!!! & | ' :*": "", "": "",
		"giong:* | moi": "", "docx": "Báo cáo tháng.docx",
	} {
		if got := o.names(labour, words); got != want {
			t.Errorf("%q finds %q, want %q", words, got, want)
		}
	}
	hits, _, err := o.Search(o.as(labour), krongNo, "ho ngheo", "", library.Filter{})
	o.must(err)
	passage := ""
	for _, p := range hits[0].Passage {
		if p.Hit {
			passage += "[" + p.Text + "]"
		} else {
			passage += p.Text
		}
	}
	if !strings.Contains(passage, "12 [hộ] [nghèo] mua") || hits[0].Path != "Văn bản" || hits[0].State != library.Read {
		t.Errorf("%q in %q, %s", passage, hits[0].Path, hits[0].State)
	}
	o.must(o.EditFile(o.as(labour), krongNo, f.ID, "Tổng kết.docx", "Bản chính", false))
	if o.names(labour, "ban chinh bo giong") != "Tổng kết.docx" || o.names(labour, "bao cao") != "" {
		t.Error("the index does not follow name and description")
	}
	o.put(folder, "Tổng kết.docx", docx(t, nil, "Bản khác hẳn"))
	o.work(krongNo)
	if o.names(labour, "bo giong") != "" || o.names(labour, "khac han") != "Tổng kết.docx" {
		t.Error("the old version's text is still found, or the new one's is not")
	}
}

// What could run in a browser is never let through as anything but an attachment.
func TestWhatIsDangerousIsNotShown(t *testing.T) {
	o := newOffice(t)
	folder := o.folder("Thư mục")
	pdf := func(inside string) string {
		return "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R " + inside + ">>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R>>\nendobj\ntrailer<</Root 1 0 R>>\n"
	}
	cases := map[string]struct {
		content string
		shown   bool
		state   library.State
	}{
		"trang.html":      {"<!DOCTYPE html><html><script>alert(1)</script></html>", false, library.Textless},
		"anh.svg":         {`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`, false, library.Textless},
		"html.txt":        {"<html><body onload=alert(1)>", false, library.Textless},
		"anh.png":         {picture(t, 40), true, library.Textless},
		"html.png":        {"<html><script>alert(1)</script>", false, library.Textless},
		"cut.png":         {picture(t, 40)[:60], false, library.Unreadable},
		"bomb.png":        {hugePNG(), false, library.Unreadable},
		"van ban.pdf":     {pdf(""), true, library.Textless},
		"ma lenh.pdf":     {pdf("/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), false, library.Textless},
		"chay.pdf":        {pdf("/OpenAction<</S/Launch/F(cmd.exe)>>"), false, library.Textless},
		"khoa.pdf":        {pdf("") + "trailer<</Root 1 0 R/Encrypt 9 0 R>>", false, library.Unreadable},
		"hong.pdf":        {"%PDF-1.7\nkhông phải", false, library.Unreadable},
		"polyglot.pdf":    {"<html><script>alert(1)</script>\n" + pdf(""), false, library.Unreadable},
		"macro.docx":      {docx(t, map[string]string{"word/vbaProject.bin": "x"}, "chữ"), false, library.Textless},
		"nhung.docx":      {docx(t, map[string]string{"word/embeddings/oleObject1.bin": "x"}, "chữ"), false, library.Read},
		"van ban.docx":    {docx(t, nil, "chữ"), true, library.Read},
		"hong.docx":       {docx(t, map[string]string{"word/document.xml": "<w:document><w:body>"}, "chữ"), true, library.Textless},
		"thuc the.docx":   {docx(t, map[string]string{"word/document.xml": `<!DOCTYPE x [<!ENTITY a "aaaa">]><w:p>&a;</w:p>`}), false, library.Unreadable},
		"ghi chu.txt":     {"chữ", true, library.Read},
		"bang tinh.zip":   {"PK\x05\x06" + strings.Repeat("\x00", 18), false, library.Textless},
		"khong biet.data": {"\x00\x01\x02\x03", false, library.Textless},
	}
	ids := map[string]string{}
	for name, c := range cases {
		ids[name] = o.put(folder, name, c.content).ID
	}
	o.work(krongNo)
	for name, c := range cases {
		d, err := o.File(o.as(labour), krongNo, ids[name])
		o.must(err)
		if shown := !d.File.Active; shown != c.shown || d.File.State != c.state {
			t.Errorf("%s (%s): may be shown: %v, %s; want %v, %s", name, d.File.Type, shown, d.File.State, c.shown, c.state)
		}
		if small := d.File.Thumb != ""; small != (name == "anh.png") {
			t.Errorf("%s has a small picture: %v", name, small)
		}
	}
	for _, name := range []string{"a.exe", "a.pdf.lnk", "A.BAT", "a.js", "a.hta", "a.msi", "a.vbs", "a.ps1", "a.jar", "a.iso"} {
		_, err := o.Put(o.as(labour), krongNo, folder, "", "", library.Upload{Name: name, Body: strings.NewReader("chữ")})
		o.want(err, "file_is_program")
	}
}

// hugePNG says that it is 60,000 × 60,000 points in a few bytes.
func hugePNG() string {
	return "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\xea\x60\x00\x00\xea\x60\x08\x02\x00\x00\x00" + "\xc7\x9e\x5c\x1e" + strings.Repeat("\x00", 20)
}

func TestSpace(t *testing.T) {
	o := newOffice(t)
	folder := o.folder("Thư mục")
	for i := range 5 {
		o.put(folder, fmt.Sprintf("tệp %d.txt", i), strings.Repeat("x", 100*(i+1)))
	}
	o.begin(folder, "đang gửi.txt", 4000)
	sp, err := o.Space(o.as(labour), krongNo)
	o.must(err)
	if sp.Library != 1500 || sp.Coming != 4000 || len(sp.Largest) != 5 || sp.Largest[0].Name != "tệp 4.txt" || sp.Kinds[0].Kind != "other" || sp.Kinds[0].Files != 5 {
		t.Errorf("%+v", sp)
	}
	_, err = o.Space(o.as(front), krongNo)
	o.want(err, "forbidden")
}
