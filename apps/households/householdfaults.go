package households

import (
	"strconv"

	"vuon/platform/fault"
	"vuon/platform/tenancy/declared"
)

func faultChanged() *fault.Error {
	return fault.New(fault.Conflict, "household_changed", "Hộ này vừa được người khác cập nhật. Nội dung mới hiện ở dưới; hãy so lại rồi lưu.",
		"Somebody has just changed this household. The new content is shown; compare it, then save.")
}

func faultGone(h Household) *fault.Error {
	return fault.New(fault.Conflict, "household_gone", "Hộ "+h.Code+" không còn trong sổ từ ngày "+dateText(h.EndedOn)+", không ghi thay đổi được.",
		"The household "+h.Code+" is not in the registry since "+dateText(h.EndedOn)+": it takes no changes.")
}

func faultDay(field, vi, en string) *fault.Error {
	return fault.New(fault.Invalid, "day_wrong", vi, en).At(field, vi, en)
}

func faultFuture() *fault.Error {
	return faultDay("day", "Ngày không được sau hôm nay", "The day is not after today")
}

func faultEarlier(last declared.Date) *fault.Error {
	return faultDay("day", "Đã có thay đổi ghi từ ngày "+dateText(last)+"; chọn ngày từ ngày đó trở đi, hoặc dùng «Sửa thông tin ghi sai»",
		"There is a change from "+dateText(last)+" on already: choose that day or a later one, or put wrong data right")
}

func faultNoMember() *fault.Error {
	return fault.New(fault.NotFound, "member_unknown", "Không tìm thấy thành viên này trong hộ.", "There is no such member in the household.")
}

func faultHeadNeeded() *fault.Error {
	return fault.New(fault.Invalid, "head_needed", "Hộ phải có một chủ hộ. Hãy chọn chủ hộ mới.", "A household has one head. Choose the new one.").
		At("head", "Chọn chủ hộ mới trong các thành viên còn lại", "Choose the new head among those who stay")
}

func faultTwoHeads() *fault.Error {
	return fault.New(fault.Invalid, "two_heads", "Hộ đã có chủ hộ. Muốn đổi, dùng «Đổi chủ hộ».", "The household has a head. To change it, use “Change of head”.").
		At("relation", "Hộ đã có chủ hộ; muốn đổi, dùng «Đổi chủ hộ»", "The household has a head; use “Change of head”")
}

func faultNobody() *fault.Error {
	return fault.New(fault.Invalid, "members_needed", "Chọn ít nhất một thành viên.", "Choose at least one member.").
		At("person", "Chọn ít nhất một thành viên", "Choose at least one member")
}

func faultAllSplit() *fault.Error {
	return fault.New(fault.Invalid, "members_left", "Khi tách hộ phải còn ít nhất một người ở lại. Muốn chuyển cả hộ, dùng «Chuyển nơi ở».",
		"At least one person stays when a household is split. To move all of it, use “Move”.").
		At("person", "Phải còn ít nhất một người ở lại", "At least one person stays")
}

// faultCitizenHere names the household to those who may see it.
func faultCitizenHere(household string) *fault.Error {
	vi, en := "Người có số định danh này đã ở trong một hộ khác của đơn vị", "The person with this number is in another household of this unit"
	if household != "" {
		vi, en = vi+": "+household, en+": "+household
	}
	vi += ". Dùng «Tách hộ» hoặc «Nhập hộ» để chuyển người đó."
	en += ". Split or merge to move the person."
	return fault.New(fault.Conflict, "citizen_taken", vi, en).At("citizen", vi, en)
}

// faultCitizenElsewhere tells nothing of where: the other tenant's data is its own.
func faultCitizenElsewhere() *fault.Error {
	vi := "Người có số định danh này đã có trong một hộ khác ngoài đơn vị này, đề nghị liên hệ cơ quan lao động cấp tỉnh để đối chiếu"
	en := "The person with this number is in a household outside of this unit: ask the province's labour office to compare"
	return fault.New(fault.Conflict, "citizen_elsewhere", vi+".", en+".").At("citizen", vi, en)
}

func faultCodeTaken(code string) *fault.Error {
	vi, en := "Mã hộ "+code+" đã dùng cho hộ khác", "The code "+code+" belongs to another household"
	return fault.New(fault.Conflict, "code_taken", vi+".", en+".").At("code", vi, en)
}

func faultNoVillage() *fault.Error {
	vi, en := "Không có thôn này trong xã vào ngày đã chọn", "There is no such village in the commune on that day"
	return fault.New(fault.Invalid, "village_unknown", vi+".", en+".").At("village", vi, en)
}

func faultVillageTaken(name string) *fault.Error {
	vi, en := "Trong xã đã có "+name, "The commune has a village "+name+" already"
	return fault.New(fault.Conflict, "village_taken", vi+".", en+".").At("name", vi, en)
}

func faultVillageFull(n int) *fault.Error {
	vi, en := "Thôn còn "+strconv.Itoa(n)+" hộ; chọn thôn nhận các hộ này", "The village has "+strconv.Itoa(n)+" households; choose the village that takes them"
	return fault.New(fault.Conflict, "village_full", vi+".", en+".").At("into", vi, en)
}

func faultReason() *fault.Error {
	return fault.New(fault.Invalid, "reason_missing", "Ghi lý do cần xem thông tin nhạy cảm.", "Say why the sensitive data is needed.").
		At("reason", "Ghi lý do, ít nhất 10 ký tự", "Say why, in 10 characters at least")
}

func faultSame() *fault.Error {
	return fault.New(fault.Invalid, "same_household", "Chọn một hộ khác với hộ này.", "Choose another household than this one.").
		At("into", "Chọn một hộ khác với hộ này", "Choose another household than this one")
}

func faultHere() *fault.Error {
	return fault.New(fault.Conflict, "household_here", "Hộ đang có trong sổ, hoặc đã nhập vào hộ khác.", "The household is in the registry, or went into another one.")
}

func faultNotThen(day declared.Date) *fault.Error {
	return fault.New(fault.NotFound, "not_then", "Ngày "+dateText(day)+" hộ này chưa có trong sổ.", "On "+dateText(day)+" this household was not in the registry.")
}
