package administration

import (
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
)

// partTitle names a part of a setting; a part that is new goes by its key.
func partTitle(key, name string) i18n.Text {
	switch key + ":" + name {
	case tenancy.PlanProjects + ":" + whole:
		return i18n.T("Mã dự án, tiểu dự án", "Codes of projects")
	case tenancy.PlanDeadlines + ":submit":
		return i18n.T("Hạn trình", "Submit by")
	case tenancy.PlanDeadlines + ":issue":
		return i18n.T("Hạn ban hành", "Issue by")
	case tenancy.PlanWorkflow + ":consult":
		return i18n.T("Lấy ý kiến các cơ quan", "Consult offices")
	case tenancy.PlanWorkflow + ":consult_days":
		return i18n.T("Số ngày để trả lời", "Days to answer")
	case tenancy.PlanWorkflow + ":appraise":
		return i18n.T("Thẩm định trước khi ký duyệt", "Appraise before approval")
	case tenancy.PlanWorkflow + ":signing":
		return i18n.T("Cách ký", "How plans are signed")
	case tenancy.PlanWorkflow + ":remind_days":
		return i18n.T("Nhắc trước hạn (ngày)", "Remind before a deadline (days)")
	case tenancy.ReportDeadlines + ":half_year":
		return i18n.T("Hạn báo cáo 6 tháng", "Half-year report by")
	case tenancy.ReportDeadlines + ":year":
		return i18n.T("Hạn báo cáo năm", "Annual report by")
	case tenancy.DocumentHeading + ":superior":
		return i18n.T("Cơ quan chủ quản trực tiếp", "Superior body")
	case tenancy.DocumentHeading + ":issuer":
		return i18n.T("Cơ quan ban hành", "Issuing body")
	case tenancy.DocumentHeading + ":place":
		return i18n.T("Địa danh", "Place")
	case tenancy.DocumentHeading + ":symbol":
		return i18n.T("Ký hiệu sau số", "Symbol after the number")
	case tenancy.DocumentSigning + ":capacity":
		return i18n.T("Quyền hạn, chức vụ", "Capacity")
	case tenancy.DocumentSigning + ":name":
		return i18n.T("Họ và tên người ký", "Name of who signs")
	case tenancy.DocumentCertificates + ":leaders":
		return i18n.T("Chứng thư số của lãnh đạo", "Certificates of leaders")
	case tenancy.DocumentCertificates + ":seal":
		return i18n.T("Chứng thư số của cơ quan (con dấu)", "Certificates of the agency (seal)")
	case tenancy.DocumentRecipients + ":" + whole:
		return i18n.T("Nơi nhận", "Recipients")
	case tenancy.RegisterKinds + ":" + whole:
		return i18n.T("Chữ viết tắt loại văn bản", "Abbreviations of document types")
	case tenancy.RegisterFirst + ":" + whole:
		return i18n.T("Số đầu tiên", "First number")
	case tenancy.JobsConcurrent + ":" + whole:
		return i18n.T("Số công việc chạy cùng lúc", "Jobs at once")
	case tenancy.StorageQuota + ":" + whole:
		return i18n.T("Dung lượng, tính bằng byte", "Bytes")
	case tenancy.UsersQuota + ":" + whole:
		return i18n.T("Số thành viên tối đa", "Members at most")
	case tenancy.SecondFactor + ":" + whole:
		return i18n.T("Mã vai trò", "Role ids")
	case tenancy.PasswordRule + ":min":
		return i18n.T("Số ký tự ít nhất", "Characters at least")
	case tenancy.SessionRule + ":idle_minutes":
		return i18n.T("Tự đăng xuất sau khi không dùng (phút)", "Signed out without use after (minutes)")
	case tenancy.SessionRule + ":absolute_hours":
		return i18n.T("Phải đăng nhập lại sau (giờ)", "Sign in again after (hours)")
	case tenancy.PublicPlans + ":" + whole:
		return i18n.T("Công khai kế hoạch đã phát hành", "Show released plans to the public")
	case tenancy.LibraryRetention + ":" + whole:
		return i18n.T("Các loại tài liệu và thời hạn", "Classes of documents and their periods")
	case tenancy.MapTiles + ":" + whole:
		return i18n.T("Các hàng của bản đồ, từ bắc xuống nam", "Rows of the map, from north to south")
	case tenancy.DataNotice + ":" + whole:
		return i18n.T("Ghi chú", "Notice")
	}
	return householdPartTitle(key, name)
}

// householdPartTitle is partTitle for the settings of the household registry.
func householdPartTitle(key, name string) i18n.Text {
	switch key + ":" + name {
	case tenancy.HouseholdsFormPeoples + ":" + whole:
		return i18n.T("Mã dân tộc", "Codes of ethnic groups")
	case tenancy.HouseholdsReview + ":posting_days":
		return i18n.T("Niêm yết công khai (ngày làm việc)", "Public posting (working days)")
	case tenancy.HouseholdsReview + ":recheck_days":
		return i18n.T("Phúc tra khi có khiếu nại (ngày làm việc)", "Re-check after a complaint (working days)")
	case tenancy.HouseholdsReview + ":opinion_days":
		return i18n.T("Cấp huyện cho ý kiến (ngày làm việc)", "The district's opinion (working days)")
	case tenancy.HouseholdsReview + ":regular_days":
		return i18n.T("Rà soát thường xuyên, đến khi có quyết định (ngày)", "Regular review, up to the decision (days)")
	case tenancy.HouseholdsReview + ":share":
		return i18n.T("Tỷ lệ người dự họp dân phải đồng ý (%)", "Share of a residents' meeting that must agree (%)")
	case tenancy.HouseholdsReview + ":remind":
		return i18n.T("Nhắc trước hạn (ngày)", "Remind before a deadline (days)")
	case tenancy.HouseholdsOnsite + ":" + whole:
		return i18n.T("Các dân tộc", "Peoples")
	}
	return i18n.T(name, "")
}

// partHint says how to answer.
func partHint(key, name string) i18n.Text {
	switch key + ":" + name {
	case tenancy.PlanProjects + ":" + whole:
		return i18n.T("Mỗi dòng một mã của danh mục, ví dụ DA2 hoặc DA3.1.", "A code of the catalogue a line, such as DA2 or DA3.1.")
	case tenancy.PlanDeadlines + ":submit", tenancy.PlanDeadlines + ":issue", tenancy.ReportDeadlines + ":half_year", tenancy.ReportDeadlines + ":year":
		return i18n.T("Ngày/tháng hằng năm, ví dụ 15/02.", "Day/month of each year, such as 15/02.")
	case tenancy.PlanWorkflow + ":consult":
		return i18n.T("Quy trình áp dụng cho các bản kế hoạch còn là dự thảo; bản đã trình hoặc đã gửi lấy ý kiến giữ quy trình cũ.",
			"Holds for plans that are still drafts; one that was submitted or sent for opinions keeps the way on which it set out.")
	case tenancy.PlanWorkflow + ":consult_days":
		return i18n.T("Người soạn thảo có thể chọn ngày khác cho từng lần.", "The drafter may choose another day each time.")
	case tenancy.PlanWorkflow + ":remind_days":
		return i18n.T("Ví dụ 7, 3, 1. Quá hạn thì báo thêm lãnh đạo.", "Such as 7, 3, 1. When a deadline is over, the leaders hear of it too.")
	case tenancy.DocumentHeading + ":superior":
		return i18n.T("Ủy ban nhân dân không ghi cơ quan chủ quản: để trống.", "A people's committee prints none: leave it empty.")
	case tenancy.DocumentHeading + ":issuer":
		return i18n.T("Mỗi dòng được in thành một dòng.", "Each line is printed as one.")
	case tenancy.DocumentHeading + ":symbol":
		return i18n.T("Ví dụ KH-UBND.", "Such as KH-UBND.")
	case tenancy.DocumentSigning + ":capacity":
		return i18n.T("Mỗi dòng một dòng in, ví dụ: KT. CHỦ TỊCH rồi PHÓ CHỦ TỊCH.", "A line each, such as KT. CHỦ TỊCH, then PHÓ CHỦ TỊCH.")
	case tenancy.DocumentCertificates + ":leaders", tenancy.DocumentCertificates + ":seal":
		return i18n.T("Mỗi dòng một chứng thư, ví dụ: Nguyễn Văn An = 54010A9B (số sê-ri hoặc dấu vân tay SHA-256). Để trống: đúng tên người ký, đúng tên cơ quan là được.", "One certificate a line, such as: Nguyễn Văn An = 54010A9B (serial number or SHA-256 fingerprint). Empty: the right name of the signatory or agency is enough.")
	case tenancy.DocumentRecipients + ":" + whole:
		return i18n.T("Mỗi dòng một nơi nhận, dòng lưu để cuối.", "One recipient a line, the archive last.")
	case tenancy.RegisterKinds + ":" + whole:
		return i18n.T("Mỗi dòng một loại, ví dụ KH, QĐ, TTr.", "One a line, such as KH, QĐ, TTr.")
	case tenancy.LibraryRetention + ":" + whole:
		return i18n.T("Mỗi dòng: mã | tên | số năm hoặc vĩnh viễn | từ ngày. Mã «-» là loại chung. Ví dụ: - | Hồ sơ công việc | 10 | 2021-01-01. Để trống là mức chung theo Thông tư 10/2022/TT-BNV.", "A line each: code | name | years or vĩnh viễn | from. Code \"-\" is the common class. Such as: - | Hồ sơ công việc | 10 | 2021-01-01. Empty is the standard after Thông tư 10/2022/TT-BNV.")
	case tenancy.MapTiles + ":" + whole:
		return i18n.T("Mã đơn vị cách nhau bằng dấu cách, ô trống ghi dấu chấm, ví dụ: . cu-jut krong-no", "Codes of units apart by blanks, a dot where none lies, such as: . cu-jut krong-no")
	case tenancy.DataNotice + ":" + whole:
		return i18n.T("Hiện ở đầu mọi trang và dưới các biểu của đơn vị, ví dụ: Số liệu minh họa. Để trống là không ghi chú.", "Stands on top of every page and below the forms, such as: Made-up data. Left empty there is none.")
	case tenancy.PublicPlans + ":" + whole:
		return i18n.T("Ai cũng xem được kế hoạch đã phát hành, không cần đăng nhập; dự thảo, ý kiến và tài khoản không bao giờ hiện ra.", "Anybody can read released plans without signing in; drafts, remarks and accounts are never shown.")
	case tenancy.UsersQuota + ":" + whole:
		return i18n.T("0 là không giới hạn.", "0 is without a limit.")
	case tenancy.SecondFactor + ":" + whole:
		return i18n.T("Mỗi dòng một mã, ví dụ admin, chair, finance. Ai giữ vai trò đó mà chưa thiết lập sẽ được dẫn tới trang thiết lập trước khi làm việc khác.", "One id a line, such as admin, chair, finance. Who holds the role and has none is led to set it up before anything else.")
	case tenancy.PasswordRule + ":min":
		return i18n.T("Mức chung là 10; chỉ nâng lên được (tối đa 64). Mật khẩu không hết hạn theo ngày: buộc đổi định kỳ làm mật khẩu yếu đi (NIST SP 800-63B).", "The standard is 10; it can only be raised (to 64 at most). Passwords do not expire by date: forced changes make them weaker (NIST SP 800-63B).")
	case tenancy.SessionRule + ":idle_minutes":
		return i18n.T("0 là mức chung: 480 phút (8 giờ). Chỉ rút ngắn được, ít nhất 5 phút.", "0 is the standard: 480 minutes (8 hours). It can only be made shorter, 5 minutes at least.")
	case tenancy.SessionRule + ":absolute_hours":
		return i18n.T("0 là mức chung: 72 giờ. Chỉ rút ngắn được, ít nhất 1 giờ.", "0 is the standard: 72 hours. It can only be made shorter, 1 hour at least.")
	case tenancy.JobsConcurrent + ":" + whole:
		return i18n.T("0 là mức chung: 4.", "0 is the standard: 4.")
	case tenancy.StorageQuota + ":" + whole:
		return i18n.T("0 là mức chung: 5 GiB, tức 5.368.709.120.", "0 is the standard: 5 GiB, that is 5,368,709,120.")
	case tenancy.RegisterFirst + ":" + whole:
		return i18n.T("Mỗi dòng một loại, ví dụ: KH = 12, khi đã cấp 11 số trên giấy.", "One a line, such as KH = 12 when 11 numbers went out on paper.")
	}
	return householdPartHint(key, name)
}

// householdPartHint is partHint for the settings of the household registry.
func householdPartHint(key, name string) i18n.Text {
	switch key + ":" + name {
	case tenancy.HouseholdsFormPeoples + ":" + whole:
		return i18n.T("Mỗi dòng một mã của danh mục dân tộc, ví dụ 20 (Mnông), theo thứ tự cột của biểu. Để trống ở huyện là theo thiết lập của tỉnh.", "A code of the list of ethnic groups a line, such as 20 (Mnông), in the order of the form's columns. Left empty by a district, the province's holds.")
	case tenancy.HouseholdsReview + ":posting_days", tenancy.HouseholdsReview + ":recheck_days", tenancy.HouseholdsReview + ":opinion_days":
		return i18n.T("0 là mức chung theo Quyết định 24/2021/QĐ-TTg.", "0 is the standard after Quyết định 24/2021/QĐ-TTg.")
	case tenancy.HouseholdsReview + ":regular_days":
		return i18n.T("0 là mức chung: 15 ngày kể từ ngày bắt đầu rà soát.", "0 is the standard: 15 days from the beginning of the review.")
	case tenancy.HouseholdsReview + ":share":
		return i18n.T("0 là mức chung: 50. Cao nhất là 100.", "0 is the standard: 50. 100 is the most.")
	case tenancy.HouseholdsReview + ":remind":
		return i18n.T("Ví dụ 3, 1.", "Such as 3, 1.")
	case tenancy.HouseholdsOnsite + ":" + whole:
		return i18n.T("Mỗi dòng một dân tộc, viết như trong danh mục, ví dụ Mnông, Ê-đê. Các biểu rà soát đếm riêng những hộ này.", "A people a line, as the catalogue writes it, such as Mnông, Ê-đê. The forms count these households apart.")
	}
	return i18n.Text{}
}

// choiceTitle names one of the values that a part may have.
func choiceTitle(key, name, choice string) i18n.Text {
	words := map[string]i18n.Text{
		tenancy.PlanWorkflow + ":consult:none":     i18n.T("Không lấy ý kiến", "No"),
		tenancy.PlanWorkflow + ":consult:optional": i18n.T("Khi cần", "When the drafter wants to"),
		tenancy.PlanWorkflow + ":consult:required": i18n.T("Bắt buộc trước khi trình", "Always, before submission"),
		tenancy.PlanWorkflow + ":signing:paper":    i18n.T("Ký, đóng dấu trên giấy", "On paper"),
		tenancy.PlanWorkflow + ":signing:digital":  i18n.T("Ký số của lãnh đạo, đóng dấu số của cơ quan", "Digitally, by leader and agency"),
		tenancy.PlanWorkflow + ":signing:either":   i18n.T("Tùy từng kế hoạch", "As chosen for each plan"),
	}
	if t, ok := words[key+":"+name+":"+choice]; ok {
		return t
	}
	return i18n.T(choice, "")
}
