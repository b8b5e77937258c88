package views

import (
	"context"

	"vuon/platform/i18n"
)

func weekdays(ctx context.Context) []string {
	if i18n.From(ctx) == i18n.English {
		return []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
	}
	return []string{"Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"}
}

// bare reports whether no office is named in a row: it only heads others.
func bare(r WhoRow) bool {
	for _, c := range r.Cells {
		if len(c.Units) > 0 {
			return false
		}
	}
	return true
}

// Field is the name of a field of a task in words.
func Field(ctx context.Context, name string) string {
	switch name {
	case "title":
		return i18n.Say(ctx, "Tên việc", "Title")
	case "text":
		return i18n.Say(ctx, "Nội dung phân công", "Assignment")
	case "at":
		return i18n.Say(ctx, "Mục trong kế hoạch", "Section of the plan")
	case "owner":
		return i18n.Say(ctx, "Cơ quan thực hiện", "Owner")
	case "person":
		return i18n.Say(ctx, "Người thực hiện", "Person")
	case "due":
		return i18n.Say(ctx, "Hạn", "Due")
	case "deliverable":
		return i18n.Say(ctx, "Kết quả phải giao", "To deliver")
	case "progress":
		return i18n.Say(ctx, "Tiến độ", "Progress")
	default:
		return i18n.Say(ctx, "Bản kế hoạch", "Version of the plan")
	}
}
