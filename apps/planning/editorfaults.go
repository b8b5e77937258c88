package planning

import "vuon/platform/fault"

func faultNoComment() error {
	return fault.New(fault.NotFound, "comment_not_found", "Không có ý kiến này. Hãy tải lại trang.", "There is no such comment. Reload the page.")
}

func faultNoWords() error {
	return fault.New(fault.Invalid, "comment_empty", "Hãy ghi nội dung ý kiến.", "Write the comment first.").
		At("text", "Chưa có nội dung.", "There is nothing in it.")
}

func faultLongComment() error {
	return fault.New(fault.Invalid, "comment_too_long", "Ý kiến dài quá 4.000 ký tự. Hãy viết ngắn lại hoặc tách thành nhiều ý kiến.",
		"The comment is longer than 4,000 characters. Shorten it, or make several of it.").
		At("text", "Dài quá 4.000 ký tự.", "Longer than 4,000 characters.")
}

func faultNoChange() error {
	return fault.New(fault.NotFound, "change_not_found", "Không có lần sửa này trong lịch sử của mục.", "There is no such change in the part's history.")
}

func faultOtherUser() error {
	return fault.New(fault.Conflict, "other_user",
		"Trang này được mở bằng tài khoản khác với tài khoản đang đăng nhập, nên chưa lưu. Hãy đăng nhập lại bằng tài khoản cũ; phần bạn gõ vẫn được giữ trên máy này.",
		"This page was opened by another account than the one that is signed in, so nothing was saved. Sign in with the former account; what you typed is kept on this machine.")
}

func faultStaleRows() error {
	return fault.New(fault.Conflict, "stale_edit",
		"Người khác vừa sửa phần này. Hãy đóng hộp này rồi mở lại để làm trên bản mới.",
		"Somebody has just changed this. Close this box and open it again to work on the new text.")
}
