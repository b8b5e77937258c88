package planning

import (
	"fmt"

	"vuon/platform/fault"
)

func faultNobodyAsked() error {
	return fault.New(fault.Invalid, "nobody_asked", "Chưa chọn cơ quan nào để lấy ý kiến.", "No office was chosen.").
		At("offices", "Chọn ít nhất một cơ quan.", "Choose one office or more.")
}

func faultNoOffice() error {
	return fault.New(fault.Invalid, "office_unknown", "Có cơ quan không thuộc địa bàn này. Hãy tải lại trang rồi chọn lại.",
		"One of the offices does not belong to this tenant. Reload the page and choose again.").
		At("offices", "Cơ quan không thuộc địa bàn.", "No office of this tenant.")
}

func faultDuePast() error {
	return fault.New(fault.Invalid, "due_past", "Hạn góp ý đã qua. Chọn hôm nay hoặc một ngày sau.", "The day to answer by is over. Choose today or later.").
		At("due", "Chọn hôm nay hoặc một ngày sau.", "Choose today or later.")
}

func faultNoDay() error {
	return fault.New(fault.Invalid, "bad_day", "Hạn góp ý không phải là một ngày. Viết ngày/tháng/năm, ví dụ 05/02/2024.",
		"The day to answer by is no date. Write day/month/year, such as 05/02/2024.").
		At("due", "Viết ngày/tháng/năm, ví dụ 05/02/2024.", "Write day/month/year, such as 05/02/2024.")
}

func faultNoRound() error {
	return fault.New(fault.Conflict, "no_consultation", "Hiện không có đợt lấy ý kiến nào đang mở cho kế hoạch này.",
		"No consultation on this plan is under way.")
}

func faultUndecided(n int) error {
	return fault.New(fault.Conflict, "opinions_undecided",
		fmt.Sprintf("Còn %d ý kiến chưa được tiếp thu hoặc giải trình. Hãy xử lý từng ý kiến rồi kết thúc đợt lấy ý kiến.", n),
		fmt.Sprintf("%d opinions are neither taken up nor declined. Decide on each, then close the consultation.", n))
}

func faultNotAsked() error {
	return fault.New(fault.Invalid, "not_asked", "Cơ quan này không được hỏi trong đợt lấy ý kiến đang mở.",
		"This office is not asked in the consultation that is under way.").
		At("office", "Chọn một cơ quan được hỏi.", "Choose one of the offices asked.")
}

func faultNotYourOffice(name string) error {
	return fault.New(fault.Forbidden, "not_your_office",
		fmt.Sprintf("Bạn không thuộc %s nên không cho ý kiến thay được.", name),
		fmt.Sprintf("You do not belong to %s, so you cannot answer for it.", name))
}

// faultOpinion marks what is missing in an opinion or in a decision on one.
func faultOpinion(field, vi, en string) error {
	return fault.New(fault.Invalid, "opinion_incomplete", "Chưa lưu được: "+vi, "Not saved: "+en).At(field, vi, en)
}

func faultSaidElse() error {
	return fault.New(fault.Conflict, "opinion_given",
		"Cơ quan đã có ý kiến khác trong đợt này. Hãy rút các ý kiến đó trước khi chọn thống nhất toàn văn.",
		"The office has said something else in this round. Withdraw that before agreeing to the whole.")
}

func faultNoOpinion() error {
	return fault.New(fault.NotFound, "opinion_not_found", "Không có ý kiến này, hoặc ý kiến đã được rút.", "There is no such opinion, or it was withdrawn.")
}

func faultDecided() error {
	return fault.New(fault.Conflict, "opinion_decided", "Ý kiến này đã được xử lý nên không thay đổi được nữa.", "This opinion was decided upon and cannot be changed any more.")
}

func faultSectionGone() error {
	return fault.New(fault.Conflict, "section_gone", "Mục được góp ý không còn trong dự thảo. Hãy giải trình và chọn không tiếp thu, hoặc tự sửa mục thay thế.",
		"The part is no longer in the draft. Decline with a word, or change the part that took its place.")
}
