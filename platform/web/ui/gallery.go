package ui

import (
	"context"
	"math"
	"time"

	"vuon/platform/fault"
	"vuon/platform/i18n"
)

// galleryDay is the invented day on which the gallery's things happen.
func galleryDay(hour int) time.Time { return time.Date(2024, 2, 5, hour, 15, 0, 0, i18n.Zone()) }

// galleryFault is a refused form with three wrong fields.
func galleryFault() error {
	return fault.New(fault.Invalid, "invalid_household", "Có nội dung chưa đúng.", "Something is not right.").
		At("household", "Số định danh cá nhân phải gồm 12 chữ số", "The citizen number has 12 digits").
		At("people", "Số nhân khẩu phải là số từ 1 trở lên", "The number of people is 1 or more").
		At("class", "Chọn kết quả phân loại", "Choose a classification")
}

func galleryColumns(ctx context.Context) []Column {
	return []Column{
		{Title: i18n.Say(ctx, "Xã, thị trấn", "Commune"), Head: true, SortHref: "?sort=unit", Sorted: "ascending"},
		{Title: i18n.Say(ctx, "Báo cáo", "Report"), State: true},
		{Title: i18n.Say(ctx, "Hộ nghèo", "Poor households"), Num: true, SortHref: "?sort=poor"},
		{Title: i18n.Say(ctx, "Tỷ lệ", "Rate"), Num: true},
		{Title: i18n.Say(ctx, "Giải ngân", "Disbursed"), Num: true},
		{Title: i18n.Say(ctx, "Cập nhật", "Updated"), Num: true, Desk: true},
	}
}

type galleryUnit struct {
	name         string
	households   int64
	rate, paid   float64
	heat, column int
	row          int
	tone         Tone
	state        i18n.Text
}

func galleryUnits() []galleryUnit {
	sent, late, draft := i18n.T("Đã gửi", "Sent"), i18n.T("Quá hạn", "Overdue"), i18n.T("Đang lập", "In progress")
	return []galleryUnit{
		{"Đắk Sôr", 58, 4.4, 67.4, 2, 2, 1, Good, sent}, {"Nam Xuân", 96, 6.0, 56.6, 3, 3, 1, Bad, late},
		{"Buôn Choáh", 49, 7.1, 77.8, 3, 4, 1, Good, sent}, {"Tân Thành", 121, 10.3, 46.2, 5, 1, 2, Warn, draft},
		{"Nam Đà", 74, 2.4, 86.3, 1, 2, 2, Good, sent}, {"TT. Đắk Mâm", 61, 2.5, 80.7, 1, 3, 2, Good, sent},
		{"Đắk Drô", 174, 7.8, 55.5, 3, 4, 2, Good, sent}, {"Nâm Nung", 188, 12.6, 36.0, 5, 1, 3, Bad, late},
		{"Đắk Nang", 71, 7.2, 64.0, 3, 2, 3, Warn, draft}, {"Đức Xuyên", 63, 6.0, 78.6, 3, 3, 3, Good, sent},
		{"Nâm N'Đir", 156, 8.3, 70.3, 4, 4, 3, Neutral, i18n.T("Chưa mở", "Not opened")}, {"Quảng Phú", 209, 12.2, 41.0, 5, 2, 4, Bad, late},
	}
}

func galleryTiles(ctx context.Context) []Tile {
	var out []Tile
	for _, u := range galleryUnits() {
		out = append(out, Tile{
			Label: u.name, Value: Decimal(u.rate, 1) + "%", Note: Integer(u.households) + i18n.Say(ctx, " hộ", " households"),
			Heat: u.heat, Column: u.column, Row: u.row, Href: "#chart",
		})
	}
	return append(out, Tile{Label: i18n.Say(ctx, "Chưa có", "No data"), Value: "–", Column: 3, Row: 4})
}

func galleryHeat() []HeatStep {
	return []HeatStep{{1, "< 3%"}, {2, "3–5"}, {3, "5–8"}, {4, "8–10"}, {5, "> 10%"}}
}

func galleryBars() []Bar {
	return []Bar{
		{"DA2 · Đa dạng hoá sinh kế, phát triển mô hình giảm nghèo", 3911, 6420, "3.911 / 6.420 · 60,9%", Warn, "#chart"},
		{"DA3.1 · Hỗ trợ phát triển sản xuất nông nghiệp", 2870, 4180, "2.870 / 4.180 · 68,7%", Neutral, "#chart"},
		{"DA4.1 · Phát triển giáo dục nghề nghiệp", 1033, 2940, "1.033 / 2.940 · 35,1%", Bad, ""},
		{"DA6.2 · Truyền thông về giảm nghèo đa chiều", 642, 642, "642 / 642 · 100%", Good, ""},
		{"DA7.2 · Giám sát, đánh giá", 0, 765, "0 / 765 · 0%", Bad, ""},
	}
}

func galleryLines(ctx context.Context) Lines {
	return Lines{
		Title: i18n.Say(ctx, "Tỷ lệ hộ nghèo 2021–2024, %", "Rate of poor households 2021–2024, %"),
		X:     []string{"2021", "2022", "2023", "10/2024"}, Unit: "%", Places: 1,
		Series: []Line{
			{i18n.Say(ctx, "Toàn huyện", "District"), []float64{11.9, 9.6, 7.8, 6.7}},
			{i18n.Say(ctx, "DTTS tại chỗ", "On-site minorities"), []float64{21.3, math.NaN(), 13.7, 12.4}},
		},
	}
}

func galleryStack(ctx context.Context) []StackPart {
	return []StackPart{
		{i18n.Say(ctx, "Trung ương", "Central"), 12850, "12.850"}, {i18n.Say(ctx, "Tỉnh", "Province"), 3210, "3.210"},
		{i18n.Say(ctx, "Huyện", "District"), 1500, "1.500"}, {i18n.Say(ctx, "Huy động khác", "Other"), 377, "377"},
	}
}

func gallerySteps(ctx context.Context) []Step {
	return []Step{
		{i18n.Say(ctx, "Soạn thảo", "Draft"), "Lê Thị Hạnh · 08/01/2024", StepDone},
		{i18n.Say(ctx, "Trình", "Submitted"), "12/01/2024", StepDone},
		{i18n.Say(ctx, "Phê duyệt", "Approval"), i18n.Say(ctx, "Hạn 31/01/2024", "Due 31/01/2024"), StepLate},
		{i18n.Say(ctx, "Cấp số", "Number"), "", StepTodo},
		{i18n.Say(ctx, "Ban hành", "Issue"), "", StepTodo},
	}
}

func galleryOutline(ctx context.Context) []OutlineNode {
	return []OutlineNode{
		{Number: "I", Title: "Mục đích, yêu cầu", Href: "#flow", Children: []OutlineNode{
			{Number: "1", Title: "Mục đích", Href: "#flow", Current: true},
			{Number: "2", Title: "Yêu cầu", Href: "#flow", Tone: Good, Mark: i18n.Say(ctx, "đã sửa", "edited")},
		}},
		{Number: "II", Title: "Đối tượng, phạm vi", Href: "#flow"},
		{Number: "III", Title: "Các dự án", Href: "#flow", Children: []OutlineNode{
			{Number: "1", Title: "Dự án 2: Đa dạng hoá sinh kế, phát triển mô hình giảm nghèo", Href: "#flow", Tone: Warn, Mark: i18n.Say(ctx, "có cảnh báo", "has a warning")},
		}},
	}
}

func galleryEvents(ctx context.Context) []Event {
	return []Event{
		{galleryDay(15), "Nguyễn Văn Bình", i18n.Say(ctx, "Trả lại để sửa", "Returned"), "Bổ sung mục tiêu giải ngân 100% vốn năm 2023 chuyển sang.", Warn, "arrow-back-up"},
		{galleryDay(9), "Lê Thị Hạnh", i18n.Say(ctx, "Trình lãnh đạo", "Submitted"), "", Info, "send"},
		{galleryDay(8), "Lê Thị Hạnh", i18n.Say(ctx, "Nhập từ tệp ke-hoach-2024.docx", "Imported from ke-hoach-2024.docx"), "", Neutral, "file-upload"},
	}
}

func galleryJobs(ctx context.Context) []JobView {
	title := i18n.Say(ctx, "Dựng văn bản Kế hoạch 2024", "Render the 2024 plan")
	return []JobView{
		{ID: "g1", Title: title, State: "waiting", When: "14:05 05/02/2024", CancelHref: "#"},
		{ID: "g2", Title: title, State: "running", Done: 37, Total: 100, Note: i18n.Say(ctx, "đang dàn trang", "laying out pages"), CancelHref: "#"},
		{ID: "g3", Title: title, State: "done", When: "14:05 05/02/2024", ResultHref: "#", Result: "PDF"},
		{ID: "g4", Title: title, State: "failed", Error: i18n.Say(ctx, "Kho lưu trữ không trả lời. Hãy chạy lại sau ít phút.", "The storage did not answer. Try again in a few minutes."), RetryHref: "#"},
		{ID: "g5", Title: title, State: "cancelled", When: "14:05 05/02/2024"},
	}
}
