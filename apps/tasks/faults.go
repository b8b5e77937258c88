package tasks

import "vuon/platform/fault"

func faultNoTask() *fault.Error {
	return fault.New(fault.NotFound, "task_unknown", "Không tìm thấy nhiệm vụ này.", "There is no such task.")
}

func faultStale() *fault.Error {
	return fault.New(fault.Conflict, "task_changed", "Nhiệm vụ vừa được người khác cập nhật. Hãy xem nội dung mới rồi thực hiện lại.",
		"Somebody has just changed the task. Look at it again, then repeat what you did.")
}

func faultState(s State, k Kind) *fault.Error {
	return fault.New(fault.Conflict, "task_state", "Không thể «"+k.Title().VI+"» khi nhiệm vụ đang ở trạng thái «"+s.Title().VI+"».",
		"A task that is “"+s.Title().EN+"” cannot be “"+k.Title().EN+"”.")
}

func faultNotYours(owner string) *fault.Error {
	return fault.New(fault.Forbidden, "task_of_others", "Nhiệm vụ này do "+owner+" thực hiện; bạn chỉ xem và trao đổi được.",
		"This task is "+owner+"'s: you may read it and remark on it.")
}

func faultRemark() *fault.Error {
	return fault.New(fault.Invalid, "remark_missing", "Hãy ghi lý do.", "Say why.").
		At("remark", "Chưa ghi lý do.", "The reason is missing.")
}

func faultField(field, vi, en string) *fault.Error {
	return fault.New(fault.Invalid, "task_incomplete", "Nhiệm vụ chưa đủ nội dung: "+vi, "The task is incomplete: "+en).At(field, vi, en)
}

func faultParts() *fault.Error {
	return fault.New(fault.Conflict, "parts_open", "Còn phần việc chưa xong. Hãy hoàn thành hoặc thôi giao các phần việc trước.",
		"Parts of it are not done yet. Finish or withdraw them first.")
}

func faultPerson() *fault.Error {
	return faultField("account", "người này không làm việc ở cơ quan được giao.", "this person does not work in that office.")
}
