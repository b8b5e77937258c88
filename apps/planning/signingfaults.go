package planning

import (
	"fmt"

	"vuon/platform/documents/signature"
	"vuon/platform/fault"
	"vuon/platform/i18n"
)

// faultSignature refuses a signed file with every reason.
func faultSignature(problems []signature.Problem) error {
	f := fault.New(fault.Invalid, "signature_refused", "Không nhận tệp này, vì lý do nêu dưới đây. Hãy ký lại đúng bản đã tải về.",
		"This file is not accepted, for the reasons below. Sign the downloaded file again.")
	for _, p := range problems {
		f = f.At("file", p.Text.VI, p.Text.EN)
	}
	return f
}

func faultSignedAlready(f SigningFile) error {
	return fault.New(fault.Conflict, "signed_already",
		fmt.Sprintf("Bản ký số đã được nhận lúc %s, do %s tải lên. Tệp của bạn không được lưu; hãy tải lại trang.", i18n.DateTime(f.MadeAt), f.Actor),
		fmt.Sprintf("The signed file was accepted at %s, uploaded by %s. Yours was not kept; reload the page.", i18n.DateTime(f.MadeAt), f.Actor))
}

func faultSigningMoved() error {
	return fault.New(fault.Conflict, "signing_moved", "Kế hoạch vừa được rút lại hoặc cấp số lại trong lúc tệp được kiểm tra. Hãy tải bản mới và ký lại.",
		"The plan was taken back or numbered anew while the file was checked. Download the new file and sign that.")
}

func faultNotOffered() error {
	return fault.New(fault.Conflict, "not_offered", "Chưa có bản để ký ở bước này. Hãy tải bản trình ký từ hệ thống rồi ký bản đó.",
		"There is no file to sign at this step yet. Download the document from here and sign that.")
}

func faultNotSigned() error {
	return fault.New(fault.Conflict, "not_signed", "Lãnh đạo chưa ký số nên chưa cấp số vào bản ký số được. Hãy chờ bản ký của lãnh đạo.",
		"The leader has not signed yet, so the signed file cannot be numbered. Wait for the leader's signature.")
}

func faultSignedDigitally() error {
	return fault.New(fault.Conflict, "signed_digitally", "Lãnh đạo đã ký số kế hoạch này. Hãy cấp số trên bản ký số rồi đóng dấu số, hoặc rút lại bước ký số nếu phát hành bằng giấy.",
		"The leader has signed this plan digitally. Number and seal the signed file, or take the signing back to issue on paper.")
}

func faultHeadingChanged() error {
	return fault.New(fault.Conflict, "heading_changed", "Thể thức đầu văn bản (cơ quan, ký hiệu, địa danh) đã đổi sau khi lãnh đạo ký. Hãy rút lại bước ký và ký bản mới.",
		"The heading of documents changed after the leader signed. Take the signing back and sign the new document.")
}

func faultYearOver(year int) error {
	return fault.New(fault.Conflict, "year_over", fmt.Sprintf("Bản đã ký ghi năm %d nhưng hôm nay đã sang năm khác. Hãy rút lại bước ký và ký bản mới.", year),
		fmt.Sprintf("The signed document says %d, and the year is over. Take the signing back and sign the new document.", year))
}

func faultSignedTooLarge() error {
	return fault.New(fault.TooLarge, "file_too_large", "Tệp ký số lớn hơn 32 MB. Hãy ký trên bản đã tải về, dùng hình chữ ký và con dấu nhỏ hơn.",
		"The signed file is larger than 32 MB. Sign the downloaded file, with smaller pictures of signature and seal.")
}

func faultUploadCut() error {
	return fault.New(fault.Invalid, "upload_cut", "Tệp tải lên bị đứt giữa chừng. Hãy tải lên lại.", "The upload was cut. Upload the file again.").
		At("file", "Tệp không đầy đủ.", "The file is not whole.")
}

func faultSealed() error {
	return fault.New(fault.Conflict, "sealed", "Bản PDF đã ký số là bản chính thức, không lập lại được.", "The signed PDF is the document itself and is not made anew.")
}
