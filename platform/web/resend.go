package web

import (
	"maps"
	"regexp"
	"slices"

	"vuon/platform/fault"
	"vuon/platform/web/ui"
)

// failureView is what an error page shows.
type failureView struct {
	notice ui.Notice
	fields []fault.Field
	id     string
}

// resendView is a form that came after its session had ended.
type resendView struct {
	notice ui.Notice
	action string
	fields []typed
	files  bool
	id     string
}

type typed struct{ name, value string }

func (r *Request) failureView(f failure) failureView {
	tone := ui.Warn
	if f.status >= 500 {
		tone = ui.Bad
	}
	return failureView{notice: ui.Notice{Tone: tone, Text: f.Message}, fields: f.Fields, id: r.id}
}

// secret are fields that are never sent back to the browser.
var secret = regexp.MustCompile(`(?i)pass|secret|token|otp`)

// askToSignIn shows the form again, to be sent once more after signing in.
func (r *Request) askToSignIn(f failure) error {
	if err := r.readForm(); err != nil {
		r.form = form{} // too large or broken: nothing to keep
	}
	v := resendView{notice: ui.Notice{Tone: ui.Warn, Text: f.Message}, action: r.Path(), files: len(r.form.files) > 0, id: r.id}
	for _, name := range slices.Sorted(maps.Keys(r.form.values)) {
		if secret.MatchString(name) {
			continue
		}
		for _, value := range r.Forms(name) {
			v.fields = append(v.fields, typed{name, value})
		}
	}
	return r.PageStatus(f.status, ui.Page{Title: statusTitle(f.status), Narrow: true}, signInAgain(v))
}
