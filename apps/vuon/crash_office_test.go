package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// versions is how often an office issues one plan before it begins the next.
const versions = 3

// edited is the part of a plan that an office writes in.
const edited = "1-1"

// snapshot is what somebody who was answered may rely on.
type snapshot struct {
	Version, Number int
	State, Text     string // of the edited part; "" where it was not told yet
}

// agrees says whether what is there is what was confirmed. A number or a text
// that was never told may be any.
func (s snapshot) agrees(there snapshot) bool {
	return s.Version == there.Version && s.State == there.State &&
		(s.Number == there.Number || s.Number == 0 && s.State == "issued" && there.Number > 0) &&
		(s.Text == "" || s.Text == there.Text)
}

// planLedger is what an office knows about a year's plan.
type planLedger struct {
	confirmed snapshot
	asked     *snapshot // where it stands if the request was carried out that got no answer
}

// office is a client of the API that takes plans through their life, one after
// the other, and remembers what it was told. It is used by one goroutine at a time.
type office struct {
	tenant string
	years  []int
	source func(year int) []byte
	tokens map[string]string
	url    string
	client http.Client
	plans  map[int]*planLedger
	edits  int
	told   *atomic.Int64 // requests that were confirmed, of all offices
}

// work goes on until the server is gone; another failure is an error.
func (o *office) work() error {
	for {
		year := o.current()
		alive, err := o.next(year)
		if err != nil || !alive {
			return err
		}
		o.told.Add(1)
	}
}

// current is the first year whose plan is not issued as often as it shall be;
// the last one goes on for ever.
func (o *office) current() int {
	for _, year := range o.years {
		p := o.plans[year]
		if p == nil || p.confirmed.State != "issued" || p.confirmed.Version < versions {
			return year
		}
	}
	return o.years[len(o.years)-1]
}

// next does what is next for a plan. alive is false when no answer came.
func (o *office) next(year int) (alive bool, err error) {
	p := o.plans[year]
	if p == nil {
		p = &planLedger{}
		o.plans[year] = p
	}
	at := p.confirmed
	path := fmt.Sprintf("/api/tenants/%s/plans/%d", o.tenant, year)
	switch {
	case at.State == "":
		return o.load(p, year)
	case at.State == "draft" && !strings.HasSuffix(at.Text, mark(at.Version)):
		return o.edit(p, path, at)
	case at.State == "draft":
		return o.step(p, "labour", path+"/submit", nil, snapshot{at.Version, 0, "submitted", at.Text})
	case at.State == "submitted":
		return o.step(p, "vicechair", path+"/approve", nil, snapshot{at.Version, 0, "approved", at.Text})
	case at.State == "approved":
		return o.step(p, "clerk", path+"/issue", nil, snapshot{at.Version, 0, "issued", at.Text})
	}
	return o.step(p, "labour", path+"/amend", map[string]string{"remark": "Bổ sung vốn."}, snapshot{at.Version + 1, 0, "draft", at.Text})
}

// mark ends the text of a version that was edited enough.
func mark(version int) string { return fmt.Sprintf("(xong lần ban hành %d)", version) }

func (o *office) load(p *planLedger, year int) (alive bool, err error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "kh.txt")
	if err == nil {
		_, err = part.Write(o.source(year))
	}
	if err != nil {
		return false, err
	}
	_ = form.Close()
	p.asked = &snapshot{1, 0, "draft", ""}
	status, raw := o.ask("labour", http.MethodPost, fmt.Sprintf("/api/tenants/%s/plans?year=%d", o.tenant, year), form.FormDataContentType(), &body)
	return o.confirm(p, status, raw)
}

// edit writes three times in each version, the last time with its mark.
func (o *office) edit(p *planLedger, path string, at snapshot) (alive bool, err error) {
	path += "/sections/" + edited
	var part struct{ Tag, Title, Text string }
	status, raw := o.ask("labour", http.MethodGet, path, "", nil)
	if status == 0 {
		return false, nil
	}
	if err := json.Unmarshal(raw, &part); err != nil || status != http.StatusOK {
		return true, fmt.Errorf("%s: %d %s", path, status, raw)
	}
	o.edits++
	text := fmt.Sprintf("Lần sửa thứ %d.", o.edits)
	if o.edits%3 == 0 {
		text += " " + mark(at.Version)
	}
	body, err := json.Marshal(map[string]string{"tag": part.Tag, "title": part.Title, "text": text})
	if err != nil {
		return true, err
	}
	after := snapshot{at.Version, 0, "draft", text}
	p.asked = &after
	if status, raw = o.ask("labour", http.MethodPut, path, "application/json", bytes.NewReader(body)); status == 0 {
		return false, nil
	}
	if status != http.StatusOK {
		return true, fmt.Errorf("edit of %s: %d %s", path, status, raw)
	}
	p.confirmed, p.asked = after, nil
	return true, nil
}

func (o *office) step(p *planLedger, who, path string, body any, after snapshot) (alive bool, err error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return false, err
	}
	var reader io.Reader
	kind := ""
	if body != nil {
		reader, kind = bytes.NewReader(raw), "application/json"
	}
	p.asked = &after
	status, answer := o.ask(who, http.MethodPost, path, kind, reader)
	return o.confirm(p, status, answer)
}

// confirm notes an answer: what was asked for is now there.
func (o *office) confirm(p *planLedger, status int, raw []byte) (alive bool, err error) {
	if status == 0 {
		return false, nil
	}
	var there snapshot
	if err := json.Unmarshal(raw, &there); err != nil || status/100 != 2 {
		return true, fmt.Errorf("%s: %d %s, from %+v to %+v", o.tenant, status, raw, p.confirmed, p.asked)
	}
	if there.Text = p.asked.Text; !p.asked.agrees(there) {
		return true, fmt.Errorf("%s: asked for %+v, told %+v", o.tenant, p.asked, there)
	}
	p.confirmed, p.asked = there, nil
	return true, nil
}

// ask sends a request; the status is 0 when the answer did not come whole.
func (o *office) ask(who, method, path, kind string, body io.Reader) (status int, raw []byte) {
	req, err := http.NewRequest(method, o.url+path, body)
	if err != nil {
		return 0, nil
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	req.Header.Set("Authorization", "Bearer "+o.tokens[who+"@"+o.tenant])
	res, err := o.client.Do(req)
	if err != nil {
		return 0, nil
	}
	defer res.Body.Close()
	if raw, err = io.ReadAll(res.Body); err != nil {
		return 0, nil
	}
	return res.StatusCode, raw
}

// compare holds what the office knows against what is there after a start. What
// it asked for and was not told about is there whole or not at all.
func (o *office) compare(t testing.TB) {
	t.Helper()
	for year, p := range o.plans {
		there, found := o.look(t, year)
		switch {
		case found && p.confirmed.State != "" && p.confirmed.agrees(there):
		case p.asked != nil && found && p.asked.agrees(there):
		case p.confirmed.State == "" && !found:
			delete(o.plans, year)
			continue
		default:
			t.Errorf("%s %d: confirmed %+v, asked for %+v, there is %+v (found %v)", o.tenant, year, p.confirmed, p.asked, there, found)
		}
		p.confirmed, p.asked = there, nil
	}
}

func (o *office) look(t testing.TB, year int) (there snapshot, found bool) {
	t.Helper()
	path := fmt.Sprintf("/api/tenants/%s/plans/%d", o.tenant, year)
	status, raw := o.ask("labour", http.MethodGet, path, "", nil)
	if status == http.StatusNotFound {
		return there, false
	}
	if err := json.Unmarshal(raw, &there); err != nil || status != http.StatusOK {
		t.Fatalf("%s: %d %s", path, status, raw)
	}
	status, raw = o.ask("labour", http.MethodGet, path+"/sections/"+edited, "", nil)
	if err := json.Unmarshal(raw, &there); err != nil || status != http.StatusOK {
		t.Fatalf("%s: %d %s", path, status, raw)
	}
	return there, true
}

// newOffice signs the office's people in; their sessions outlive the server.
func newOffice(t testing.TB, s *stage, tenant string, first, count int, told *atomic.Int64) *office {
	t.Helper()
	o := &office{tenant: tenant, tokens: map[string]string{}, client: http.Client{Timeout: 30 * time.Second}, plans: map[int]*planLedger{}, told: told}
	for i := range count {
		o.years = append(o.years, first+i)
	}
	o.source = func(year int) []byte { return s.seedText(t, tenant, year) }
	for _, who := range []string{"labour", "vicechair", "clerk"} {
		o.tokens[who+"@"+tenant] = s.token(t, who+"@"+tenant)
	}
	return o
}
