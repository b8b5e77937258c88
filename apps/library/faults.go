package library

import (
	"vuon/platform/fault"
	"vuon/platform/i18n"
)

func faultNoFile() error {
	return fault.New(fault.NotFound, "file_unknown", "Không tìm thấy tài liệu này, hoặc bạn không có quyền xem.",
		"There is no such document, or you may not see it.")
}

func faultNoFolder() error {
	return fault.New(fault.NotFound, "folder_unknown", "Không tìm thấy thư mục này, hoặc bạn không có quyền xem.",
		"There is no such folder, or you may not see it.")
}

func faultProgramName(name string) error {
	return fault.New(fault.Unsupported, "file_is_program",
		"«"+name+"» có đuôi của chương trình hoặc tập lệnh nên không được nhận. Hãy gửi tài liệu: PDF, Word, Excel, ảnh hoặc văn bản.",
		"\""+name+"\" ends like a program or script and is not taken. Send documents: PDF, Word, Excel, pictures or text.")
}

func isNoFolder(err error) bool { return fault.CodeOf(err) == "folder_unknown" }

func faultFolderThere(name string) error {
	return fault.New(fault.Conflict, "folder_exists", "Ở đây đã có thư mục «"+name+"». Hãy đặt tên khác.",
		"There is a folder \""+name+"\" here already. Choose another name.").At("name", "Đã có thư mục tên này.", "A folder has this name.")
}

func faultName() error {
	return fault.New(fault.Invalid, "name_invalid", "Tên chưa hợp lệ. Nhập tên từ 1 đến 120 ký tự, không có ký tự / \\ : * ? \" < > |.",
		"The name is not valid. Give 1 to 120 characters without / \\ : * ? \" < > |.").
		At("name", "Nhập tên từ 1 đến 120 ký tự.", "Give a name of 1 to 120 characters.")
}

func faultGiven() error {
	return fault.New(fault.Conflict, "folder_given", "Thư mục này do chương trình hoặc nghiệp vụ khác lập sẵn nên không đổi tên, chuyển hay lưu trữ được.",
		"This folder comes from the programme or another module: it cannot be renamed, moved or archived.")
}

func faultAttachedFolder() error {
	return fault.New(fault.Conflict, "folder_attached", "Thư mục này chứa tệp đính kèm của nghiệp vụ khác. Hãy thêm tệp ở trang của nhiệm vụ hoặc văn bản đó.",
		"This folder holds files attached elsewhere. Add the file on the page of that task or document.")
}

func faultDeep() error {
	return fault.New(fault.Conflict, "folder_too_deep", "Thư mục lồng nhau quá nhiều cấp (tối đa 8). Hãy đặt ở cấp cao hơn.",
		"Folders may be nested eight deep. Put it higher up.")
}

func faultInside() error {
	return fault.New(fault.Conflict, "folder_into_itself", "Không chuyển một thư mục vào chính nó hay thư mục con của nó được.",
		"A folder cannot be moved into itself or one below it.")
}

func faultArchivedFolder() error {
	return fault.New(fault.Conflict, "folder_archived", "Thư mục đã đưa vào lưu trữ, chỉ xem được. Hãy khôi phục trước.",
		"The folder is archived and can only be read. Restore it first.")
}

func faultAttachedFile() error {
	return fault.New(fault.Conflict, "file_attached", "Tệp này đính kèm ở nghiệp vụ khác. Hãy thay đổi ở trang của nhiệm vụ hoặc văn bản đó.",
		"This file is attached elsewhere. Change it on the page of that task or document.")
}

func faultArchivedFile() error {
	return fault.New(fault.Conflict, "file_archived", "Tài liệu đã đưa vào lưu trữ, chỉ xem được. Hãy khôi phục trước.",
		"The document is archived and can only be read. Restore it first.")
}

func faultEmpty() error {
	return fault.New(fault.Invalid, "file_empty", "Tệp rỗng. Hãy chọn tệp có nội dung.", "The file is empty. Choose one with content.").
		At("file", "Tệp rỗng.", "The file is empty.")
}

func faultTooLarge() error {
	most := inBytes(MaxFile)
	return fault.New(fault.TooLarge, "file_too_large", "Tệp quá lớn: tối đa "+most+".", "The file is too large: at most "+most+".")
}

func faultSum() error {
	return fault.New(fault.Invalid, "sum_invalid", "Mã SHA-256 không hợp lệ: cần 64 ký tự 0-9, a-f.", "The SHA-256 is not valid: 64 characters 0-9, a-f.").
		At("sha256", "Cần 64 ký tự 0-9, a-f.", "64 characters 0-9, a-f.")
}

func faultManyUploads() error {
	return fault.New(fault.TooMany, "too_many_uploads", "Bạn đang có quá nhiều tệp tải lên dở dang. Hãy chờ các tệp đó xong hoặc hủy bớt.",
		"You have too many uploads under way. Wait for them or cancel some.")
}

func faultNoRoom(left, size int64) error {
	l, z := inBytes(max(0, left)), inBytes(size)
	return fault.New(fault.TooLarge, "storage_quota_exceeded",
		"Không đủ dung lượng: tệp cần "+z+", đơn vị chỉ còn "+l+" (đã tính các tệp đang tải lên). Hãy dọn bớt tài liệu hết thời hạn bảo quản, hoặc đề nghị quản trị viên tăng dung lượng.",
		"There is not enough room: the file needs "+z+", your unit has "+l+" left (uploads under way counted). Remove documents past their retention, or ask the administrator for more.")
}

func faultNoUpload() error {
	return fault.New(fault.NotFound, "upload_unknown", "Không còn lượt tải lên này: đã hủy hoặc bỏ dở quá một ngày. Hãy chọn tệp và tải lại.",
		"This upload is gone: it was cancelled or left for more than a day. Choose the file and send it again.")
}

func faultOffset(_ int64) error {
	return fault.New(fault.Conflict, "upload_offset", "Phần tệp gửi không nối tiếp phần đã nhận. Hãy hỏi lại tiến độ rồi gửi tiếp.",
		"The piece does not follow what was received. Ask how far the upload is and go on from there.")
}

func faultIncomplete(received, size int64) error {
	return fault.New(fault.Conflict, "upload_incomplete", "Mới nhận "+inBytes(received)+" trong "+inBytes(size)+". Hãy gửi tiếp phần còn lại.",
		inBytes(received)+" of "+inBytes(size)+" have come. Send the rest.")
}

func faultSumDiffers() error {
	return fault.New(fault.Conflict, "upload_sum_differs", "Tệp nhận được khác tệp đã chọn (SHA-256 không khớp), có thể tệp bị sửa trong lúc gửi. Hãy hủy và tải lại.",
		"What came is not the file that was chosen (its SHA-256 differs); it may have been changed while it was sent. Cancel and send it again.")
}

func faultClass() error {
	return fault.New(fault.Invalid, "class_unknown", "Không có loại bảo quản này. Hãy chọn một loại trong danh sách.",
		"There is no such class of retention. Choose one of the list.").At("class", "Chọn một loại trong danh sách.", "Choose one of the list.")
}

func faultReason() error {
	return fault.New(fault.Invalid, "reason_missing", "Hãy ghi lý do hủy: số biên bản hoặc quyết định tiêu hủy.", "Give the reason: the minutes or decision on destruction.").
		At("reason", "Ghi lý do, ít nhất 5 ký tự.", "At least 5 characters.")
}

func faultHeld(why string) error {
	return fault.New(fault.Conflict, "file_held", "Tài liệu đang bị tạm giữ ("+why+") nên chưa hủy được.", "The document is on hold ("+why+") and cannot be destroyed.")
}

func faultKept(r Retention) error {
	if r.Until.IsZero() {
		return fault.New(fault.Conflict, "retention_runs", "Tài liệu thuộc loại bảo quản vĩnh viễn, không được hủy.", "The document is kept for good and cannot be destroyed.")
	}
	day := i18n.Date(r.Until)
	return fault.New(fault.Conflict, "retention_runs", "Chưa hết thời hạn bảo quản: sớm nhất ngày "+day+" mới được hủy.", "Its retention runs: it may be destroyed on "+day+" at the earliest.")
}

func faultNotArchived() error {
	return fault.New(fault.Conflict, "not_archived", "Chỉ hủy được tài liệu đã đưa vào lưu trữ. Hãy lưu trữ trước.", "Only an archived document can be destroyed. Archive it first.")
}

func faultHours() error {
	return fault.New(fault.Invalid, "link_hours", "Thời hạn liên kết từ 1 giờ đến 90 ngày; số lượt tải từ 0 (không giới hạn) đến 10.000.",
		"A link works from 1 hour to 90 days; downloads from 0 (any number) to 10,000.").At("hours", "Chọn từ 1 giờ đến 90 ngày.", "Choose 1 hour to 90 days.")
}

func faultShortPassword() error {
	return fault.New(fault.Invalid, "password_short", "Mật khẩu của liên kết cần từ 6 đến 200 ký tự, hoặc để trống.", "A link's password needs 6 to 200 characters, or leave it empty.").
		At("password", "Ít nhất 6 ký tự, hoặc để trống.", "At least 6 characters, or empty.")
}

func faultInternal() error {
	return fault.New(fault.Forbidden, "file_internal", "Tài liệu nội bộ không được chia sẻ ra ngoài. Người quản lý thư viện có thể bỏ dấu nội bộ, hoặc xác nhận chia sẻ tài liệu nội bộ.",
		"An internal document is not shared outside. Whoever manages the library may unmark it, or confirm that it is to be shared.")
}

func faultNoLink() error {
	return fault.New(fault.NotFound, "link_unknown", "Không tìm thấy liên kết này.", "There is no such link.")
}

func faultLinkOver() error {
	return fault.New(fault.NotFound, "link_over", "Liên kết không tồn tại, đã hết hạn, đã đủ lượt tải hoặc đã bị thu hồi. Hãy đề nghị người gửi tạo liên kết mới.",
		"The link does not exist, has ended, was used up or revoked. Ask whoever sent it for a new one.")
}

func faultLinkPassword() error {
	return fault.New(fault.Invalid, "link_password", "Mật khẩu chưa đúng. Sau 10 lần sai, liên kết sẽ bị khóa.", "The password is wrong. After 10 wrong ones the link is closed.").
		At("password", "Mật khẩu chưa đúng.", "The password is wrong.")
}
