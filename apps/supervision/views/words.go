package views

import (
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
