package views

import (
	"cmp"
	"context"

	"vuon/platform/i18n"
	"vuon/platform/web/ui"
)

// Late says by how many days a plan is late.
func Late(ctx context.Context, r Row) string {
	days := ui.Integer(int64(r.Days))
	return i18n.Say(ctx, "Trễ "+days+" ngày", days+" days late")
}

// steps is the legend of the map; Heat of a Tile says the same.
func steps(ctx context.Context) []ui.HeatStep {
	return []ui.HeatStep{
		{Heat: 2, Label: i18n.Say(ctx, "Đã ban hành", "Issued")},
		{Heat: 1, Label: i18n.Say(ctx, "Đã duyệt", "Approved")},
		{Heat: 3, Label: i18n.Say(ctx, "Đã trình", "Submitted")},
		{Heat: 4, Label: i18n.Say(ctx, "Đang soạn, bị trả lại", "Drafting or returned")},
		{Heat: 0, Label: i18n.Say(ctx, "Chưa có", "None yet")},
	}
}
func or(a, b string) string { return cmp.Or(a, b) }

func templateHint(ctx context.Context, m GuidanceForm) string {
	if m.Template == "" {
		return i18n.Say(ctx, "Huyện có thể bắt đầu dự thảo từ mẫu này.", "Districts can begin their drafts from it.")
	}
	return i18n.Say(ctx, "Đang dùng «"+m.Template+"»; chọn tệp khác để thay.", "In use: “"+m.Template+"”; choose another to replace it.")
}
