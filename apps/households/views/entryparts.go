package views

import (
	"context"
	"slices"
	"strconv"

	"vuon/platform/i18n"
	"vuon/platform/web/ui"
)

func contains(list []string, s string) bool { return slices.Contains(list, s) }

func born(ctx context.Context, f ui.Field) ui.Field {
	f.Hint = i18n.Say(ctx, "05/02/1984 hoặc chỉ năm 1984", "05/02/1984, or the year 1984 alone")
	return f
}

func people(f ui.Field) ui.Field {
	f.Attrs["list"], f.Optional = "peoples", true
	return f
}

func citizen(ctx context.Context, f ui.Field) ui.Field {
	f.Hint, f.Mode, f.Max, f.Optional = i18n.Say(ctx, "12 chữ số; để trống thì giữ số đã ghi", "12 digits; empty keeps what is known"), "numeric", 16, true
	return f
}

func entered(ctx context.Context, p EntryPlace) string {
	done, all := strconv.Itoa(p.Count-p.Todo), strconv.Itoa(p.Count)
	return i18n.Say(ctx, done+"/"+all+" hộ đã nhập", done+" of "+all+" entered")
}

func (f EntryForm) question(q EntryQuestion) ui.Field {
	return ui.Field{Name: q.Name, Label: q.Title, Unit: q.Unit, Value: f.Sheet[q.Name], Error: f.Errors[q.Name], Optional: true, Attrs: map[string]any{"data-label": q.Title}}
}
