package views

import (
	"context"

	"vuon/platform/i18n"
	"vuon/platform/web/ui"
)

// warnOf is the tone in which a document's effect is said: it is a warning to who
// cites it, not a failure.
func warnOf(t ui.Tone) ui.Tone {
	if t == ui.Bad {
		return ui.Warn
	}
	return ui.Info
}

func relatedNote(ctx context.Context, r Related) string {
	if r.Href == "" {
		return i18n.Say(ctx, "Chưa có trong danh bạ", "Not in the registry yet")
	}
	return r.Title
}
