package web

import (
	"strings"
	"testing"
)

type scriptInput struct {
	Text string `json:"text"`
}

// A script of a page is answered in JSON, by the session of the page; what ended
// or is wrong comes as a problem document and never as a page to sign in.
func TestScriptRoutesSpeakJSON(t *testing.T) {
	echo := Script("POST", "/t/:tenant/echo", "planning.read", func(_ *Request, in *scriptInput) (*scriptInput, error) { return in, nil })
	look := Script("GET", "/t/:tenant/echo", "planning.read", func(r *Request, _ *scriptInput) (*scriptInput, error) {
		return &scriptInput{r.Query("text")}, nil
	})
	h := start(t, func(o *Options) { o.Routes = append(o.Routes, echo, look) })
	json := []string{"Content-Type", "application/json"}
	mine := append(h.cookie("labour@krong-no"), json...)

	if a := h.send("POST", "/t/krong-no/echo", `{"text":"Đắk Mâm"}`, mine...); a.StatusCode != 200 || a.body != `{"text":"Đắk Mâm"}` {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	if a := h.get("/t/krong-no/echo?text=x", h.cookie("labour@krong-no")...); a.StatusCode != 200 || a.body != `{"text":"x"}` {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	for name, c := range map[string]struct {
		body    string
		headers []string
		status  int
		code    string
		at      string
	}{
		"signed out":       {`{"text":"x"}`, json, 401, "sign_in_required", ""},
		"a bearer token":   {`{"text":"x"}`, append(h.bearer("labour@krong-no"), json...), 401, "sign_in_required", ""},
		"another site":     {`{"text":"x"}`, append([]string{"Sec-Fetch-Site", "cross-site"}, mine...), 403, "cross_origin", ""},
		"a form":           {`text=x`, append(h.cookie("labour@krong-no"), "Content-Type", "application/x-www-form-urlencoded"), 415, "json_expected", ""},
		"a lone surrogate": {`{"text":"a \ud800 b"}`, mine, 400, "bad_json", "text"},
		"NUL":              {`{"text":"a \u0000 b"}`, mine, 400, "bad_json", "text"},
		"an unknown field": {`{"tekst":"x"}`, mine, 400, "bad_json", ""},
	} {
		a := h.send("POST", "/t/krong-no/echo", c.body, c.headers...)
		if name == "another site" { // refused before any route is known
			if a.StatusCode != c.status {
				t.Errorf("%s: %d", name, a.StatusCode)
			}
			continue
		}
		p := h.problem(a)
		if a.StatusCode != c.status || p.Code != c.code {
			t.Errorf("%s: %d %s", name, a.StatusCode, a.body)
		}
		if c.at != "" && (len(p.Errors) == 0 || !strings.Contains(p.Errors[0].Name, c.at)) {
			t.Errorf("%s: the place is not named: %s", name, a.body)
		}
	}
}
