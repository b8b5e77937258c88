package planning

import (
	"fmt"
	"time"

	"vuon/platform/fault"
	"vuon/platform/i18n"
)

func faultNoPlan(year int) error {
	return fault.New(fault.NotFound, "plan_not_found",
		fmt.Sprintf("Chưa có kế hoạch năm %d. Hãy nhập dự thảo của năm này.", year),
		fmt.Sprintf("There is no plan for %d yet. Import a draft for that year.", year))
}

func faultPlanThere(year int) error {
	return fault.New(fault.Conflict, "plan_exists",
		fmt.Sprintf("Người khác vừa nhập hoặc sửa kế hoạch năm %d trong lúc tệp của bạn được đọc; tệp của bạn chưa được lưu. Hãy mở lại kế hoạch, xem nội dung mới rồi nhập lại nếu cần.", year),
		fmt.Sprintf("Somebody else has just imported or edited the plan of %d while your file was read; yours was not kept. Open the plan, see what is new, and import again if you still need to.", year))
}

func faultYear(year int) error {
	return fault.New(fault.Invalid, "bad_year",
		fmt.Sprintf("Năm kế hoạch %d không hợp lệ. Nhập năm từ 2021 đến 2100.", year),
		fmt.Sprintf("%d is no plan year. Give a year from 2021 to 2100.", year)).
		At("year", "Nhập năm từ 2021 đến 2100.", "Give a year from 2021 to 2100.")
}

func faultNoYear() error {
	return fault.New(fault.Invalid, "bad_year", "Chưa nhập năm kế hoạch, hoặc năm không phải là số. Nhập năm từ 2021 đến 2100.",
		"The year is missing or is no number. Give a year from 2021 to 2100.").
		At("year", "Nhập năm từ 2021 đến 2100.", "Give a year from 2021 to 2100.")
}

func faultOtherYear(asked, found int) error {
	return fault.New(fault.Invalid, "wrong_year",
		fmt.Sprintf("Văn bản là kế hoạch năm %d, không phải năm %d. Chọn đúng năm hoặc đúng tệp.", found, asked),
		fmt.Sprintf("The document is the plan of %d, not of %d. Choose the right year or the right file.", found, asked)).
		At("year", fmt.Sprintf("Văn bản ghi năm %d.", found), fmt.Sprintf("The document says %d.", found))
}

// faultState says that a step came too late or too early, and what was done last.
func faultState(s State, step Step, last StepRecord) error {
	vi, en := "", ""
	if last.Actor != "" {
		vi = fmt.Sprintf(" (%s: «%s», %s)", last.Actor, last.Step.Title().VI, i18n.DateTime(last.At))
		en = fmt.Sprintf(" (%s: %q, %s)", last.Actor, last.Step.Title().EN, i18n.DateTime(last.At))
	}
	return fault.New(fault.Conflict, "wrong_state",
		fmt.Sprintf("Không thể thực hiện «%s»: kế hoạch đang ở bước «%s»%s. Hãy tải lại trang để xem tình trạng mới nhất.", step.Title().VI, s.Title().VI, vi),
		fmt.Sprintf("Cannot do %q: the plan is at %q%s. Reload the page to see where it stands.", step.Title().EN, s.Title().EN, en))
}

func faultNotOnTheWay(step Step) error {
	return fault.New(fault.Conflict, "not_on_the_way",
		fmt.Sprintf("Quy trình của kế hoạch này không có bước «%s». Quản trị viên địa bàn đặt quy trình ở trang Cấu hình.", step.Title().VI),
		fmt.Sprintf("This plan's workflow has no step %q. Your administrator sets the workflow on the configuration page.", step.Title().EN))
}

func faultNotConsulted() error {
	return fault.New(fault.Invalid, "consultation_missing",
		"Quy trình yêu cầu lấy ý kiến các cơ quan trước khi trình. Hãy lấy ý kiến, tổng hợp và kết thúc đợt lấy ý kiến rồi trình lại.",
		"Offices have to be consulted before the plan is submitted. Consult them, close the consultation, then submit.")
}

func faultNoOpinionText() error {
	return fault.New(fault.Invalid, "remark_missing", "Hãy ghi ý kiến thẩm định.", "Write the opinion of the appraisal.").
		At("remark", "Chưa ghi ý kiến thẩm định.", "The opinion is missing.")
}

func faultSealMissing() error {
	return fault.New(fault.Conflict, "seal_missing",
		"Kế hoạch đã cấp số theo đường ký số. Hãy tải lên bản PDF đã đóng dấu số của cơ quan để ban hành, hoặc rút lại việc cấp số.",
		"The plan was numbered for digital signing. Upload the PDF with the agency's seal to issue it, or take the number back.")
}

func faultNotEditable(s State) error {
	return fault.New(fault.Conflict, "wrong_state",
		fmt.Sprintf("Không sửa được nội dung: kế hoạch đang ở bước «%s». Hãy chờ kế hoạch được trả lại, hoặc mở bản sửa đổi nếu đã ban hành.", s.Title().VI),
		fmt.Sprintf("The text cannot be changed: the plan is at %q. Wait until it is returned, or open an amendment if it is issued.", s.Title().EN))
}

func faultIssued(year int) error {
	return fault.New(fault.Conflict, "plan_issued",
		fmt.Sprintf("Kế hoạch năm %d đã ban hành nên không ghi đè được. Hãy mở bản sửa đổi.", year),
		fmt.Sprintf("The plan of %d is issued and cannot be written over. Open an amendment.", year))
}

func faultStale() *fault.Error {
	return fault.New(fault.Conflict, "stale_edit",
		"Người khác đã sửa mục này sau khi bạn mở. Nội dung của bạn vẫn còn ở dưới; hãy so với bản mới rồi lưu lại.",
		"Somebody else changed this section after you opened it. Your text is kept below; compare it with the new one and save again.")
}

func faultNoSection() error {
	return fault.New(fault.NotFound, "section_not_found", "Không có mục này trong kế hoạch.", "The plan has no such section.")
}

func faultRemark() error {
	return fault.New(fault.Invalid, "remark_missing", "Hãy ghi lý do trả lại để người soạn thảo biết cần sửa gì.",
		"Say why the plan is returned, so that the drafter knows what to change.").
		At("remark", "Chưa ghi lý do.", "The reason is missing.")
}

func faultNoReason() error {
	return fault.New(fault.Invalid, "remark_missing", "Hãy ghi lý do.", "Say why.").At("remark", "Chưa ghi lý do.", "The reason is missing.")
}

func faultNoParty() error {
	return fault.New(fault.Invalid, "party_unknown", "Người phải sửa không thuộc những người soạn thảo kế hoạch này. Hãy chọn lại.",
		"Whoever is to act is none of those who draft this plan. Choose again.").
		At("to", "Chọn người hoặc cơ quan soạn thảo.", "Choose one of those who draft.")
}

func faultNotLast(asked Step, last StepRecord) error {
	return fault.New(fault.Conflict, "not_the_last_step",
		fmt.Sprintf("Không rút lại được «%s»: bước gần nhất là «%s» (%s, %s). Hãy tải lại trang để xem tình trạng mới nhất.",
			asked.Title().VI, last.Step.Title().VI, last.Actor, i18n.DateTime(last.At)),
		fmt.Sprintf("Cannot take back %q: the last step is %q (%s, %s). Reload the page to see where the plan stands.",
			asked.Title().EN, last.Step.Title().EN, last.Actor, i18n.DateTime(last.At)))
}

func faultReleased() error {
	return fault.New(fault.Conflict, "plan_released",
		"Kế hoạch đã phát hành hoặc đã đóng nên không rút lại được. Nếu có sai sót, hãy mở bản sửa đổi.",
		"The plan was released or closed, so the step cannot be taken back. Open an amendment to correct it.")
}

func faultFirstStep() error {
	return fault.New(fault.Conflict, "nothing_to_take_back", "Kế hoạch còn là dự thảo, chưa có bước nào để rút lại.",
		"The plan is still a draft: there is no step to take back.")
}

func faultWrittenSince() error {
	return fault.New(fault.Conflict, "written_since",
		"Nội dung đã được sửa sau bước này nên không rút lại được. Hãy chờ kế hoạch được trình lại.",
		"The text was changed after this step, so the step cannot be taken back. Wait until the plan is submitted again.")
}

func faultAmendmentOpen(version int) error {
	return fault.New(fault.Conflict, "amendment_open",
		fmt.Sprintf("Bản sửa đổi (bản %d) chưa ban hành. Hãy ban hành hoặc bỏ bản sửa đổi trước khi đóng kế hoạch.", version),
		fmt.Sprintf("The amendment (version %d) is not issued yet. Issue it or give it up before closing the plan.", version))
}

func faultTooEarly(day time.Time) error {
	return fault.New(fault.Conflict, "year_not_over",
		"Chưa đến hạn báo cáo năm nên chưa đóng kế hoạch được. Đóng được từ ngày "+i18n.Date(day)+".",
		"The annual report is not due yet, so the plan cannot be closed. It can be from "+i18n.Date(day)+".")
}

func faultLongRemark() error {
	return fault.New(fault.Invalid, "remark_too_long", "Lý do dài quá 4.000 ký tự. Hãy viết ngắn lại, hoặc gửi phần chi tiết bằng văn bản riêng.",
		"The reason is longer than 4,000 characters. Shorten it, or send the details as a document of their own.").
		At("remark", "Dài quá 4.000 ký tự.", "Longer than 4,000 characters.")
}

func faultFormat(format string) error {
	return fault.New(fault.Invalid, "unknown_format", "Không có định dạng «"+format+"». Chọn docx, pdf hoặc html.",
		"There is no format "+format+". Choose docx, pdf or html.")
}

func faultIncomplete(vi, en string) *fault.Error {
	return fault.New(fault.Invalid, "plan_incomplete", "Kế hoạch chưa đủ để thực hiện bước này: "+vi, "The plan is not complete enough for this step: "+en)
}

func faultNoFile() error {
	return fault.New(fault.NotFound, "file_not_made", "Chưa có văn bản định dạng này. Hãy bấm «Lập văn bản» rồi đợi công việc hoàn thành.",
		"This document has not been made yet. Ask for it and wait until the job is done.")
}
