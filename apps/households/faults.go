package households

import "vuon/platform/fault"

func faultNoHousehold() *fault.Error {
	return fault.New(fault.NotFound, "household_unknown", "Không tìm thấy hộ này trong sổ.", "There is no such household in the registry.")
}

func faultNoRound(id string) *fault.Error {
	return fault.New(fault.NotFound, "round_unknown", "Chưa có đợt rà soát "+id+".", "There is no review "+id+".")
}

func faultNoReviews() *fault.Error {
	return fault.New(fault.NotFound, "reviews_missing", "Chưa có đợt rà soát nào để lập biểu.", "There is no review yet to make forms of.")
}

func faultStale() *fault.Error {
	return fault.New(fault.Conflict, "result_changed", "Phiếu của hộ này vừa được người khác lưu. Hãy xem nội dung mới rồi chọn nội dung đúng.",
		"Somebody has just saved this household's form. Look at it and choose what is right.")
}

func faultNoStandard(area string) *fault.Error {
	return fault.New(fault.Unavailable, "standard_missing", "Danh mục chưa có chuẩn nghèo có thang điểm cho "+area+" vào ngày rà soát. Hãy bổ sung danh mục trước.",
		"The catalogue has no standard with scores for "+area+" on the day of the review. Complete the catalogue first.")
}
