package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"slices"
	"strings"
	"testing"

	"vuon/platform/database"
)

// Bad input: every test sends what nobody should send to the running server and
// asks for four things: the right status, a stable code, a text that says what to
// do in both languages, and that nothing was half saved.

// books are the tables of a tenant, each with the digest of all its rows: equal
// books are proof that nothing was saved.
type books map[string]string

// books reads what the tenant has, and proves its audit chain on the way.
func (s *stage) books(t testing.TB, tenant string) books {
	t.Helper()
	tables, err := database.TenantTables(t.Context(), s.owner())
	if err != nil {
		t.Fatal(err)
	}
	b := books{}
	for _, table := range tables {
		err := s.d.db.InTenant(t.Context(), tenant, func(ctx context.Context, tx database.Tx) error {
			var rows, digest string
			err := tx.NewRaw("SELECT count(*)::text, md5(coalesce(string_agg(md5(t::text), '' ORDER BY t::text), '')) FROM "+table+" AS t").
				Scan(ctx, &rows, &digest)
			b[table] = rows + " rows " + digest
			return err
		})
		if err != nil && !strings.Contains(err.Error(), "permission denied") {
			t.Fatal(err)
		}
	}
	if len(b) < 8 {
		t.Fatalf("the books of %s hold only %v", tenant, b)
	}
	s.verified(t, tenant)
	return b
}

// verified proves the tenant's audit chain.
func (s *stage) verified(t testing.TB, tenant string) {
	t.Helper()
	report, err := s.d.audit.Verify(t.Context(), tenant)
	if err != nil || report.Broken != nil || report.Entries == 0 {
		t.Fatalf("audit of %s: %+v %+v, %v", tenant, report, report.Broken, err)
	}
}

// unchanged fails where a tenant's books are no longer what they were.
func (s *stage) unchanged(t testing.TB, tenant string, before books) {
	t.Helper()
	after := s.books(t, tenant)
	for _, table := range slices.Sorted(maps.Keys(before)) {
		if before[table] != after[table] {
			t.Errorf("%s of %s changed: %s, then %s", table, tenant, before[table], after[table])
		}
	}
}

// ask is a request as a test writes it down.
type ask struct {
	who    string // username; empty: nobody
	method string
	path   string
	header map[string]string
	body   io.Reader
}

func (s *stage) ask(t testing.TB, q ask) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), q.method, s.url+q.path, q.body)
	if err != nil {
		t.Fatal(err)
	}
	if q.who != "" {
		req.Header.Set("Authorization", "Bearer "+s.token(t, q.who))
	}
	for name, value := range q.header {
		req.Header.Set(name, value)
	}
	return do(t, http.DefaultClient, req)
}

// leaks are words that tell of our insides.
var leaks = []string{"SQLSTATE", "panic", "goroutine", "ERROR:", "/root/", ".go:", "runtime error", "pgx", "strconv", "multipart:"}

// refusedAs checks a problem of the API.
func refusedAs(t testing.TB, what string, a answer, status int, code string) {
	t.Helper()
	var p struct {
		Status              int
		Code, Title, Detail string
		RequestID           string `json:"request_id"`
	}
	if err := json.Unmarshal([]byte(a.body), &p); err != nil {
		t.Errorf("%s: %d, no problem document: %.200q", what, a.status, a.body)
		return
	}
	if a.status != status || p.Status != status || p.Code != code {
		t.Errorf("%s: %d %s, want %d %s (%.300s)", what, a.status, p.Code, status, code, a.body)
	}
	if !strings.HasPrefix(a.header.Get("Content-Type"), "application/problem+json") || p.Title == "" || p.RequestID == "" {
		t.Errorf("%s: not a whole problem document: %.300s", what, a.body)
	}
	if len(p.Detail) < 20 {
		t.Errorf("%s: the text says too little: %q", what, p.Detail)
	}
	tellsNothing(t, what, a)
}

func tellsNothing(t testing.TB, what string, a answer) {
	t.Helper()
	for _, word := range leaks {
		if strings.Contains(a.body, word) {
			t.Errorf("%s: the answer tells of our insides (%s): %.300s", what, word, a.body)
		}
	}
}

// inBoth asks twice, in Vietnamese and in English, and checks that both answers
// refuse alike and each in its language.
func (s *stage) inBoth(t testing.TB, what string, make func() ask, status int, code string) {
	t.Helper()
	detail := map[string]string{}
	for _, lang := range []string{"vi", "en"} {
		q := make()
		header := map[string]string{"Accept-Language": lang}
		maps.Copy(header, q.header)
		q.header = header
		a := s.ask(t, q)
		refusedAs(t, what+" ("+lang+")", a, status, code)
		var p struct{ Detail string }
		a.decode(t, &p)
		detail[lang] = p.Detail
	}
	if detail["vi"] == detail["en"] || !strings.ContainsAny(detail["vi"], "ạảấầẩậắằặẻẽếềểễệỉịọỏốồổỗộớờởợụủứừửữựỳýỷđáàãéèíìóòúùôơưăâê") {
		t.Errorf("%s: vi %q, en %q", what, detail["vi"], detail["en"])
	}
}

// file is a file as a form sends it.
type file struct {
	name    string
	kind    string
	content []byte
}

// form builds a multipart body of fields and, where content is not nil, a file.
func form(t testing.TB, fields map[string]string, f *file) (contentType string, body []byte) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if err := w.WriteField(name, fields[name]); err != nil {
			t.Fatal(err)
		}
	}
	if f != nil {
		head := textproto.MIMEHeader{"Content-Disposition": {fmt.Sprintf(`form-data; name="file"; filename="%s"`, f.name)}}
		if f.kind != "" {
			head.Set("Content-Type", f.kind)
		}
		part, err := w.CreatePart(head)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(f.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), b.Bytes()
}

// uploadAsk is an import through the API.
func uploadAsk(t testing.TB, who, tenant, query string, f *file) ask {
	t.Helper()
	kind, body := form(t, nil, f)
	return ask{who, http.MethodPost, "/api/tenants/" + tenant + "/plans" + query, map[string]string{"Content-Type": kind}, bytes.NewReader(body)}
}

// uploadPage is an import through the form on the screen.
func (v *visitor) uploadPage(t testing.TB, tenant string, fields map[string]string, f *file) answer {
	t.Helper()
	return v.uploadTo(t, "/t/"+tenant+"/plans/import", fields, f)
}

func (v *visitor) uploadTo(t testing.TB, path string, fields map[string]string, f *file) answer {
	t.Helper()
	kind, body := form(t, fields, f)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, v.s.url+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", kind)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return do(t, v.client, req)
}

// entry is a member of a hand-made archive.
type entry struct{ name, content string }

func archive(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		f, err := w.Create(e.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, e.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// word is the main part of a Word document around its body.
func word(body string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` +
		body + `</w:body></w:document>`
}

func paragraph(text string) string { return `<w:p><w:r><w:t>` + text + `</w:t></w:r></w:p>` }
