package workbook

import (
	"errors"

	"vuon/platform/fault"
)

func unreadable(cause error) error {
	return fault.New(fault.Invalid, "workbook_unreadable", "Không đọc được tệp. Hãy mở tệp bằng Excel, lưu lại dạng XLSX rồi gửi lại.",
		"The file cannot be read. Open it in Excel, save it as XLSX and send it again.").Because(cause)
}

func tooLarge() error {
	return fault.New(fault.Invalid, "workbook_too_large", "Tệp quá lớn hoặc có quá nhiều ô, dòng trống. Hãy xóa dòng và cột thừa, hoặc chia thành nhiều tệp.",
		"The file is too large or has too many cells or empty rows. Delete what is not needed, or split it.")
}

func encrypted() error {
	return fault.New(fault.Invalid, "workbook_encrypted", "Tệp được đặt mật khẩu hoặc có dạng Excel cũ (.xls). Hãy bỏ mật khẩu và lưu dạng XLSX.",
		"The file has a password, or is of old Excel (.xls). Remove the password and save it as XLSX.")
}

func macros() error {
	return fault.New(fault.Invalid, "workbook_macros", "Tệp có macro nên không được nhận. Hãy lưu dạng XLSX (không có macro).",
		"The file has macros and is not taken. Save it as XLSX, without macros.")
}

func external() error {
	return fault.New(fault.Invalid, "workbook_external", "Tệp có liên kết tới tệp hoặc nguồn dữ liệu khác. Hãy ngắt liên kết (Dữ liệu → Sửa liên kết) rồi gửi lại.",
		"The file links to other files or sources. Break the links (Data → Edit links) and send it again.")
}

func masked() error {
	return fault.New(fault.Invalid, "workbook_masked", "Đây là tệp xuất chỉ để xem: thông tin nhạy cảm đã được che nên không gửi lại được. Hãy xuất lại kèm thông tin nhạy cảm (người có quyền, ghi lý do) hoặc dùng tệp mẫu.",
		"This export is for reading only: sensitive data are masked in it, so it cannot be sent in again. Export with sensitive data (who may, with a reason), or use the form.")
}

// broken keeps a refusal of ours and calls everything else unreadable.
func broken(err error) error {
	if _, ours := errors.AsType[*fault.Error](err); ours {
		return err
	}
	return unreadable(err)
}
