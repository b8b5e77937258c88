package views

import (
	"context"

	"vuon/platform/i18n"
	"vuon/platform/web/ui"
)

func kindOptions(ctx context.Context) []ui.Option {
	list := []ui.Option{{Value: "", Label: i18n.Say(ctx, "Mọi loại", "All kinds")}}
	for _, kind := range []string{"pdf", "word", "excel", "picture", "other"} {
		list = append(list, ui.Option{Value: kind, Label: KindTitle(ctx, kind)})
	}
	return list
}

// KindTitle is a kind of files in words.
func KindTitle(ctx context.Context, kind string) string {
	switch kind {
	case "pdf":
		return "PDF"
	case "word":
		return "Word"
	case "excel":
		return i18n.Say(ctx, "Excel, bảng", "Excel, tables")
	case "picture":
		return i18n.Say(ctx, "Ảnh", "Pictures")
	}
	return i18n.Say(ctx, "Loại khác", "Others")
}

func sortOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "", Label: i18n.Say(ctx, "Theo tên", "By name")}, {Value: "newest", Label: i18n.Say(ctx, "Mới nhất trước", "Newest first")},
		{Value: "largest", Label: i18n.Say(ctx, "Lớn nhất trước", "Largest first")}}
}

func shownOptions(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "", Label: i18n.Say(ctx, "Đang dùng", "In use")}, {Value: "archived", Label: i18n.Say(ctx, "Đã lưu trữ", "Archived")}}
}

func internalOption(ctx context.Context, on bool) ui.Option {
	return ui.Option{Value: "yes", Selected: on, Label: i18n.Say(ctx, "Nội bộ", "Internal"),
		Note: i18n.Say(ctx, "Bộ phận một cửa không thấy; không chia sẻ ra ngoài.", "Not seen at the counter, not shared outside.")}
}
