package planedit

import "vuon/platform/fault"

func faultGone() *fault.Error {
	return fault.New(fault.Conflict, "section_gone",
		"Mục này, hoặc vị trí muốn chuyển đến, không còn trong kế hoạch: người khác vừa xóa hoặc chuyển đi. Hãy tải lại đề cương rồi làm lại.",
		"This section, or the place to move it to, is no longer in the plan: somebody has just removed or moved it. Reload the outline and try again.")
}

func faultInside() *fault.Error {
	return fault.New(fault.Invalid, "section_inside_itself",
		"Không thể chuyển một mục vào bên trong chính nó. Hãy chọn vị trí khác.",
		"A section cannot be moved into itself. Choose another place.")
}

func faultDeep() *fault.Error {
	return fault.New(fault.Invalid, "section_too_deep",
		"Kế hoạch có tối đa 12 cấp mục. Hãy đặt mục này ở cấp cao hơn.",
		"A plan has at most 12 levels of sections. Put this one on a higher level.")
}

func faultStays() *fault.Error {
	return fault.New(fault.Invalid, "section_cannot_move",
		"Mục này đã ở đầu hoặc cuối, không chuyển theo hướng đó được nữa.",
		"This section is the first or last already and cannot be moved that way.")
}

func faultNumbers() *fault.Error {
	return fault.New(fault.Invalid, "numbering_exhausted",
		"Danh sách này đã dùng hết cách đánh số của nó (ví dụ hết chữ cái a–y). Hãy chia thành nhiều mục hơn ở cấp trên.",
		"This list has used up its numbering (for example all letters). Divide it into more sections on the level above.")
}

func faultElsewhere() *fault.Error {
	return fault.New(fault.Conflict, "section_elsewhere",
		"Mục này đã được chuyển tiếp đi chỗ khác sau lần đó, nên không hoàn tác được nữa. Hãy chuyển mục trong mục lục.",
		"This section has been moved on since, so that cannot be undone any more. Move it in the outline.")
}

func faultBack() *fault.Error {
	return fault.New(fault.Conflict, "section_back",
		"Mục này đang có trong kế hoạch: đã được khôi phục rồi.",
		"This section stands in the plan: it has been brought back already.")
}
