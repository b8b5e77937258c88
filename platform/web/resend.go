package web

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"vuon/platform/fault"
	"vuon/platform/web/ui"
)

// failureView is what an error page shows.
type failureView struct {
	notice ui.Notice
	fields []fault.Field
	id     string
}

// resendView is a form that could not be taken, as it was filled in.
type resendView struct {
	failureView
	signIn bool // its session had ended
	action string
	typed  []typed
	files  bool
}

type typed struct{ name, value string }

// words tells that somebody wrote this, rather than the page itself.
func (t typed) words() bool { return strings.ContainsAny(t.value, " \n\t") }

func (r *Request) failureView(f failure) failureView {
	tone := ui.Warn
	if f.status >= 500 {
		tone = ui.Bad
	}
	return failureView{notice: ui.Notice{Tone: tone, Text: f.Message}, fields: f.Fields, id: r.id}
}

// secret are fields that are never sent back to the browser.
var secret = regexp.MustCompile(`(?i)pass|secret|token|otp|ticket|credential`)

// hasTyped tells that a form came with something in it, and reads it where the
// request failed before. What another site sent is not even looked at: it never
// came to a route.
func (r *Request) hasTyped() bool {
	if r.reads() || r.route == nil || r.readForm() != nil {
		return false
	}
	return len(r.fields()) > 0
}

// fields are what the form holds and may be shown again.
func (r *Request) fields() (all []typed) {
	for _, name := range slices.Sorted(maps.Keys(r.form.values)) {
		if secret.MatchString(name) {
			continue
		}
		for _, value := range r.Forms(name) {
			all = append(all, typed{name, value})
		}
	}
	return all
}

// resendView shows the form again, to be sent once more: after signing in, or
// when what was in the way is over.
func (r *Request) resendView(f failure) resendView {
	if err := r.readForm(); err != nil {
		r.form = form{} // too large or broken: nothing to keep
	}
	return resendView{failureView: r.failureView(f), signIn: f.Kind == fault.Unauthenticated, action: r.Path(), typed: r.fields(),
		files: len(r.form.files) > 0}
}
