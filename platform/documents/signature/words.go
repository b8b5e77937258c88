package signature

import (
	"fmt"

	"vuon/platform/i18n"
)

// problem is the problem in the words that its code has.
func problem(code Code) Problem {
	return Problem{code, map[Code]i18n.Text{
		Unreadable:  i18n.T("Tệp không phải PDF đúng chuẩn hoặc đã bị hỏng. Hãy tải lại bản trình ký và ký lại.", "The file is no sound PDF. Download the document again and sign that."),
		OtherFile:   i18n.T("Đây là văn bản khác, không phải bản đã tải về từ hệ thống. Hãy tải đúng bản trình ký rồi ký lại.", "This is another document than the one downloaded here. Download the right one and sign that."),
		Rewritten:   i18n.T("Công cụ ký đã ghi lại toàn bộ tệp thay vì chỉ thêm chữ ký vào cuối. Hãy ký lại bản đã tải về, không in hay lưu lại bằng phần mềm khác trước khi ký.", "The signing tool wrote the whole file anew instead of adding the signature to its end. Sign the downloaded file itself; do not print or save it with another program first."),
		Unsigned:    i18n.T("Tệp chưa có chữ ký số.", "The file has no digital signature."),
		Removed:     i18n.T("Một chữ ký từng có trong tệp đã bị gỡ bỏ.", "A signature that the file had was removed."),
		Ranges:      i18n.T("Phạm vi ký không hợp lệ: chữ ký không phủ toàn bộ văn bản tại thời điểm ký.", "The signature does not cover the whole document as it was signed."),
		Unsupported: i18n.T("Kiểu chữ ký này không đọc được. Hãy ký bằng công cụ theo chuẩn PAdES hoặc PKCS#7 tách rời.", "This kind of signature cannot be read. Sign with a tool that writes PAdES or detached PKCS#7."),
		Digest:      i18n.T("Nội dung đã ký không còn nguyên vẹn: tệp bị thay đổi sau khi ký, hoặc chữ ký lấy từ văn bản khác.", "The signed bytes are not intact: the file was changed after signing, or the signature comes from another document."),
		Forged:      i18n.T("Chữ ký không khớp với chứng thư số đi kèm.", "The signature does not fit its certificate."),
		Weak:        i18n.T("Chữ ký dùng thuật toán băm đã lỗi thời (SHA-1 hoặc MD5). Hãy chọn SHA-256 trong công cụ ký.", "The signature uses an outdated hash (SHA-1 or MD5). Choose SHA-256 in the signing tool."),
		Changed:     i18n.T("Văn bản đã bị thay đổi sau khi ký.", "The document was changed after it was signed."),
		Overlay:     i18n.T("Hình chữ ký che quá nhiều nội dung của trang. Hãy đặt hình chữ ký vào đúng ô ký.", "The picture of the signature hides too much of the page. Put it where the signature belongs."),
		Locked:      i18n.T("Người ký đã khóa văn bản nên không thể cấp số và đóng dấu. Hãy ký lại, không chọn «khóa văn bản sau khi ký».", "The signer locked the document, so number and seal cannot follow. Sign again without locking the document."),
		Usage:       i18n.T("Chứng thư số không dùng để ký văn bản.", "The certificate is not made for signing documents."),
		Expired:     i18n.T("Chứng thư số không còn (hoặc chưa có) hiệu lực vào thời điểm ký.", "The certificate was not valid at the time of signing."),
		Untrusted:   i18n.T("Chứng thư số không do tổ chức chứng thực được tin cậy cấp. Hãy dùng chứng thư số công vụ, hoặc báo quản trị hệ thống.", "The certificate is of no trusted authority. Use the office's certificate, or tell the operator."),
		Time:        i18n.T("Thời điểm ký ghi trong chữ ký nằm ở tương lai. Hãy chỉnh đồng hồ của máy ký rồi ký lại.", "The time in the signature lies in the future. Set the clock of the signing machine and sign again."),
	}[code]}
}

// changed says what was changed.
func changed(what i18n.Text) Problem {
	p := problem(Changed)
	p.Text.VI += " Chỗ thay đổi: " + what.VI + "."
	p.Text.EN += " What was changed: " + what.EN + "."
	return p
}

func onPage(n int, vi, en string) i18n.Text {
	return i18n.T(fmt.Sprintf("%s trang %d", vi, n+1), fmt.Sprintf("%s of page %d", en, n+1))
}
