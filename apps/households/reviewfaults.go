package households

import (
	"fmt"

	"vuon/platform/fault"
	"vuon/platform/i18n"
)

func faultNoCommunes(r Round) *fault.Error {
	return fault.New(fault.Invalid, "round_no_communes", "Vào ngày "+i18n.Date(r.AsOf.Time())+" đơn vị không có xã, phường, thị trấn nào. Hãy mở đợt rà soát ở đơn vị kế tiếp.",
		"On "+i18n.Date(r.AsOf.Time())+" the tenant covers no commune. Open the review in its successor.")
}

func faultEarly(r Round) *fault.Error {
	return fault.New(fault.Conflict, "round_early", r.Title().VI+" bắt đầu từ ngày "+i18n.Date(r.OpensOn.Time())+"; chưa mở được trước ngày đó.",
		r.Title().EN+" begins on "+i18n.Date(r.OpensOn.Time())+"; it cannot be opened before.")
}

func faultNoReview() *fault.Error {
	return fault.New(fault.NotFound, "review_unknown", "Xã này không có trong đợt rà soát.", "The commune is not part of this review.")
}

func faultStep(w review, step ReviewStep) *fault.Error {
	return fault.New(fault.Conflict, "review_stage", "Chưa thể «"+step.Title().VI+"»: "+w.Unit.Name+" đang ở bước «"+w.Commune.Stage.Title().VI+"». Hãy tải lại trang để xem bước tiếp theo.",
		"“"+step.Title().EN+"” cannot be done now: "+w.Unit.Name+" is at “"+w.Commune.Stage.Title().EN+"”. Reload the page to see what is next.")
}

func faultStage(w review) *fault.Error {
	if w.Commune.Stage == Recognised {
		return fault.New(fault.Conflict, "review_closed", w.Unit.Name+" đã có quyết định công nhận; kết quả chỉ thay đổi bằng quyết định điều chỉnh.",
			w.Unit.Name+" is recognised; results change by a decision of correction only.")
	}
	return fault.New(fault.Conflict, "review_stage", "Việc này không làm được khi "+w.Unit.Name+" đang ở bước «"+w.Commune.Stage.Title().VI+"».",
		"This cannot be done while "+w.Unit.Name+" is at “"+w.Commune.Stage.Title().EN+"”.")
}

func faultNoSuchStep(w review, step ReviewStep) *fault.Error {
	return fault.New(fault.Conflict, "review_no_such_step", w.Round.Title().VI+" không có bước «"+step.Title().VI+"»: không còn cấp huyện cho ý kiến. Chủ tịch UBND xã quyết định ngay sau niêm yết.",
		w.Round.Title().EN+" has no step “"+step.Title().EN+"”: no district gives an opinion. The commune's chair decides after the posting.")
}

// faultField is a fault of what was typed, at its field.
func faultReview(field, vi, en string) *fault.Error {
	return fault.New(fault.Invalid, "review_incomplete", "Nội dung chưa đúng: "+vi, "Something is wrong: "+en).At(field, vi, en)
}

func faultNotListable() *fault.Error {
	return faultReview("household", "Hộ này không ở trong xã, hoặc đã có trong danh sách.", "The household is not of the commune, or is on the list already.")
}

func faultEnteredAlready() *fault.Error {
	return fault.New(fault.Conflict, "entered_already", "Hộ này không có trong danh sách, hoặc đã nhập phiếu nên không đưa ra khỏi danh sách được.",
		"The household is not on the list, or has been entered and stays on it.")
}

func faultListEmpty() *fault.Error {
	return fault.New(fault.Conflict, "list_empty", "Danh sách chưa có hộ nào. Hãy tiếp nhận giấy đề nghị (Mẫu số 04) trước.", "Nobody is on the list. Take in a request (form 04) first.")
}

func faultNotEntered(n int) *fault.Error {
	return fault.New(fault.Conflict, "not_all_entered", fmt.Sprintf("Còn %d hộ chưa nhập phiếu. Hãy nhập đủ, hoặc đưa hộ ra khỏi danh sách và ghi lý do.", n),
		fmt.Sprintf("%d households are not entered. Enter them, or take them off the list with a reason.", n))
}

func faultNotRechecked() *fault.Error {
	return fault.New(fault.Conflict, "not_rechecked", "Đang phúc tra: chỉ nhập lại được phiếu của những hộ có khiếu nại hoặc được đề nghị rà soát lại.",
		"This is a re-check: only households with a complaint, or named by the district, can be entered again.")
}

func faultRequestTwice() *fault.Error {
	return faultReview("household", "Hộ này đã có giấy đề nghị trong đợt rà soát này.", "The household has filed a request in this review.")
}

func faultNoRequest() *fault.Error {
	return fault.New(fault.NotFound, "request_unknown", "Không tìm thấy giấy đề nghị này.", "There is no such request.")
}

func faultAnswered() *fault.Error {
	return fault.New(fault.Conflict, "request_answered", "Giấy đề nghị này đã được xử lý.", "The request has been answered.")
}

func faultNotMet(villages string) *fault.Error {
	return fault.New(fault.Conflict, "villages_not_met", "Chưa có biên bản họp dân của: "+villages+".", "There are no minutes of a meeting of: "+villages+".")
}

func faultNotAgreed(villages string) *fault.Error {
	return fault.New(fault.Conflict, "villages_not_agreed", "Tỷ lệ nhất trí chưa đạt ở: "+villages+". Hãy rà soát lại các hộ có ý kiến rồi họp lại.",
		"Too few agreed in: "+villages+". Review the households that were objected to, and meet again.")
}

func faultComplaintsOpen(n int) *fault.Error {
	return fault.New(fault.Conflict, "complaints_open", fmt.Sprintf("Còn %d khiếu nại chưa giải quyết xong.", n), fmt.Sprintf("%d complaints are not settled yet.", n))
}

func faultNotPosted() *fault.Error {
	return fault.New(fault.Conflict, "not_posted", "Hộ này không có trong danh sách đang niêm yết.", "The household is not on the list that is posted.")
}

func faultComplaintLate(p Posting) *fault.Error {
	vi := "Khiếu nại được nhận từ ngày " + i18n.Date(p.PostedOn.Time()) + " đến hết ngày " + i18n.Date(p.Until.Time()) + "."
	en := "Complaints are taken from " + i18n.Date(p.PostedOn.Time()) + " to " + i18n.Date(p.Until.Time()) + "."
	return fault.New(fault.Invalid, "complaint_late", vi, en).At("received_on", vi, en)
}

func faultComplaintTwice() *fault.Error {
	return faultReview("household", "Hộ này đã có một khiếu nại đang giải quyết.", "A complaint about this household is being settled.")
}

func faultNoComplaint() *fault.Error {
	return fault.New(fault.NotFound, "complaint_unknown", "Không tìm thấy khiếu nại này.", "There is no such complaint.")
}

func faultSettled() *fault.Error {
	return fault.New(fault.Conflict, "complaint_settled", "Khiếu nại này đã được xử lý.", "The complaint has been settled.")
}

func faultNothingToRecheck() *fault.Error {
	return fault.New(fault.Conflict, "nothing_to_recheck", "Không có khiếu nại nào cần phúc tra.", "No complaint waits for a re-check.")
}

func faultPostingNotOver(w review) *fault.Error {
	day := i18n.Date(w.Commune.PostedUntil.Time())
	return fault.New(fault.Conflict, "posting_not_over", "Kết quả còn niêm yết đến hết ngày "+day+". Hãy thực hiện từ ngày hôm sau.",
		"The results are posted until "+day+". Go on from the day after.")
}

func faultNumberTaken(d Decision) *fault.Error {
	vi := fmt.Sprintf("Số %s đã dùng cho một quyết định khác của xã trong năm %d.", d.Symbol(), d.Year)
	en := fmt.Sprintf("Number %s is another decision's of the commune in %d.", d.Symbol(), d.Year)
	return fault.New(fault.Conflict, "number_taken", vi, en).At("number", vi, en)
}

func faultNothingCorrected() *fault.Error {
	return fault.New(fault.Invalid, "nothing_corrected", "Nội dung đề nghị không khác kết quả đã công nhận.", "This is what was recognised: there is nothing to correct.")
}

func faultCorrectionTwice() *fault.Error {
	return faultReview("household", "Hộ này đã có đề nghị điều chỉnh đang chờ quyết định.", "A correction of this household waits for a decision.")
}

func faultNoCorrection() *fault.Error {
	return fault.New(fault.Conflict, "correction_unknown", "Đề nghị điều chỉnh không còn chờ quyết định. Hãy tải lại trang rồi chọn lại.",
		"The correction does not wait for a decision any more. Reload the page and choose again.")
}

func faultNoCertificates() *fault.Error {
	return fault.New(fault.Conflict, "no_certificates", "Xã không có hộ nghèo, hộ cận nghèo trong quyết định này.", "The decision recognises no poor or near-poor household.")
}

func faultNoCertificate() *fault.Error {
	return fault.New(fault.NotFound, "certificate_unknown", "Hộ này chưa có giấy chứng nhận còn giá trị.", "There is no valid certificate.")
}

func faultNoDocument() *fault.Error {
	return fault.New(fault.NotFound, "document_unknown", "Chưa có văn bản này.", "There is no such document yet.")
}
