package register

import (
	"fmt"

	"vuon/platform/fault"
)

func faultReason() error {
	return fault.New(fault.Invalid, "remark_missing", "Hãy ghi lý do hủy số văn bản.", "Say why the number is voided.").
		At("remark", "Chưa ghi lý do.", "The reason is missing.")
}

func faultNoNumber(year int, kind string, number int) error {
	return fault.New(fault.NotFound, "number_unknown",
		fmt.Sprintf("Sổ văn bản đi năm %d không có số %02d/%s.", year, number, kind),
		fmt.Sprintf("The register of %d has no number %02d/%s.", year, number, kind))
}

func orVoided(err error, kind string, number int) error {
	if err != nil {
		return fmt.Errorf("register of documents: %w", err)
	}
	return fault.New(fault.Conflict, "number_voided",
		fmt.Sprintf("Số %02d/%s đã được hủy trước đó.", number, kind),
		fmt.Sprintf("Number %02d/%s was voided before.", number, kind))
}
