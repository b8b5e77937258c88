package households

import (
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
