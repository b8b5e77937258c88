package ui

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// Diff shows what changed between two wordings. It writes its HTML itself,
// because every blank between two words counts.
func Diff(before, after string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var out strings.Builder
		out.WriteString(`<div class="diff">`)
		for _, p := range Compare(before, after) {
			tag := [...]string{Kept: "span", Added: "ins", Removed: "del"}[p.Change]
			out.WriteString("<" + tag + ">" + templ.EscapeString(p.Text) + "</" + tag + ">")
		}
		out.WriteString("</div>")
		_, err := io.WriteString(w, out.String())
		return err
	})
}
