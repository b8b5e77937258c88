package ui_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"vuon/platform/web/ui"
)

// What stands in a region without children of its own is not given the region's.
func TestARegionShowsItsContentOnce(t *testing.T) {
	inside := templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return ui.Empty("search", "Không tìm thấy", "Thử ít từ hơn.").Render(ctx, w)
	})
	var b strings.Builder
	if err := ui.Region("list").Render(templ.WithChildren(t.Context(), inside), &b); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "Không tìm thấy"); n != 1 {
		t.Errorf("shown %d times: %s", n, b.String())
	}
}
