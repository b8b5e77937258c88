package records

import (
	"fmt"

	"vuon/platform/fault"
)

func faultNoDocument() error {
	return fault.New(fault.NotFound, "record_unknown", "Không có văn bản này, hoặc bạn không có quyền xem. Hãy kiểm tra lại địa chỉ.",
		"There is no such document, or you may not see it. Check the address.")
}

func faultState(s State) error {
	return fault.New(fault.Conflict, "wrong_state",
		fmt.Sprintf("Không thực hiện được: văn bản đang ở tình trạng «%s». Hãy tải lại trang.", s.Title().VI),
		fmt.Sprintf("This cannot be done: the document is %q. Reload the page.", s.Title().EN))
}

func faultRecalled() error {
	return fault.New(fault.Conflict, "record_recalled", "Nơi gửi đã thu hồi văn bản này nên không xử lý tiếp được. Hãy xem lý do thu hồi trên trang.",
		"The sender has recalled this document; there is nothing more to do with it. The page says why.")
}

func faultDone() error {
	return fault.New(fault.Conflict, "record_done", "Văn bản này đã xử lý xong. Hãy tải lại trang để xem kết quả.",
		"This document has been dealt with. Reload the page to see how.")
}

func faultElsewhere() error {
	return fault.New(fault.Conflict, "record_elsewhere",
		"Văn bản này do phân hệ khác ban hành (kế hoạch). Hãy mở kế hoạch đó để thu hồi hoặc hủy số.",
		"This document is issued elsewhere (a plan). Open the plan to recall it or to void its number.")
}

func invalid(field, code, vi, en string) error {
	return fault.New(fault.Invalid, code, vi, en).At(field, vi, en)
}

func faultUnregistered() error {
	return fault.New(fault.Conflict, "not_registered", "Văn bản chưa vào sổ văn bản đến. Văn thư vào sổ (cấp số đến) trước rồi mới chuyển xử lý.",
		"The document is not in the register yet. The clerk enters it first, then it is handed on.")
}
