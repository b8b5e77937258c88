package web

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"vuon/platform/web/ui"
)

// listPage is a page with one region that can be fetched alone.
func listPage() templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if _, err := io.WriteString(w, "<p>outside</p>"); err != nil {
			return err
		}
		return ui.Region("results").Render(templ.WithChildren(ctx, say("<p>inside</p>")), w)
	})
}
