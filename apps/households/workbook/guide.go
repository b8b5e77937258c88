package workbook

import (
	"archive/zip"
)

// The sheet that explains is never read. Its name tells whether a workbook may be
// sent in: one that is masked would wipe out what it does not tell.
const (
	guideSheet  = "Hướng dẫn"
	maskedSheet = "Chỉ để xem"
)

func maskedLines() []string {
	return []string{
		"Tệp này chỉ để xem, KHÔNG gửi lại được: số định danh, ngày sinh đầy đủ, dân tộc, khuyết tật và dinh dưỡng đã được che.",
		"Muốn sửa rồi gửi lại: người có quyền xuất lại sổ hộ kèm thông tin nhạy cảm (ghi lý do), hoặc dùng tệp mẫu.",
	}
}

// guideLines say how the workbook is filled in.
func guideLines() []string {
	return []string{
		"Sổ gồm ba tờ: “Hộ” (mỗi dòng một hộ), “Thành viên” (mỗi dòng một người, kể cả chủ hộ) và “Dân cư” (mỗi dòng một xã hoặc một thôn). Giữ nguyên dòng tiêu đề; thứ tự cột tùy ý; cột khác không được đọc.",
		"Ô có/không: ghi x nếu có, để trống nếu không. Ngày: ô kiểu ngày của bảng tính hoặc dd/mm/yyyy. Không dùng công thức.",
		"Tờ Hộ: Mã xã gồm 5 chữ số, có hiệu lực vào ngày rà soát. Phân loại đầu kỳ: nghèo, cận nghèo, không nghèo, mới thoát nghèo. B1 là điểm, số nguyên từ 0.",
		"T1–T12: 1 việc làm, 2 người phụ thuộc trong hộ, 3 dinh dưỡng, 4 bảo hiểm y tế, 5 trình độ giáo dục của người lớn, 6 tình trạng đi học của trẻ em, 7 chất lượng nhà ở, 8 diện tích nhà ở bình quân, 9 nguồn nước sinh hoạt, 10 nhà tiêu hợp vệ sinh, 11 dịch vụ viễn thông, 12 phương tiện tiếp cận thông tin.",
		"N1–N8 (nguyên nhân): 1 thiếu đất sản xuất, 2 thiếu vốn, 3 thiếu lao động, 4 thiếu công cụ, phương tiện sản xuất, 5 thiếu kiến thức về sản xuất, 6 thiếu kỹ năng lao động, 7 có người ốm đau, bệnh nặng, tai nạn, 8 khác.",
		"H1–H6 (hỗ trợ đã nhận): 1 y tế, 2 giáo dục, 3 sản xuất, 4 vay vốn, 5 nhà ở, 6 khác. Mức sống trung bình: hộ nông, lâm, ngư, diêm nghiệp có mức sống trung bình, chỉ khi hộ không nghèo, không cận nghèo.",
		"Biến động: để trống, chuyển đến, chuyển đi, tách hộ, nhập hộ, chết.",
		"Tờ Thành viên: Mã hộ như ở tờ Hộ; hộ chưa có mã thì ghi # và số dòng của hộ ở tờ Hộ, ví dụ #7. Mỗi hộ có đúng một chủ hộ. Ngày sinh có thể chỉ ghi năm. CCCD gồm 12 chữ số, mỗi số một người.",
		"Tờ Dân cư: toàn bộ dân cư của xã (Thôn để trống) hoặc của từng thôn. Số hộ = Hộ Kinh + Hộ DTTS; Nhân khẩu = Khẩu Kinh + Khẩu DTTS; DT tại chỗ là một phần của DTTS. Dòng của xã phải bằng tổng các thôn.",
		"Kết quả phân loại cuối kỳ không nhập: phần mềm tính từ B1 và T1–T12.",
	}
}

// writeGuide writes lines as the n-th sheet.
func writeGuide(z *zip.Writer, n int, lines []string) error {
	s, err := newSheet(z, n, []column{{width: 120}})
	if err != nil {
		return err
	}
	for i, line := range lines {
		s.begin(i + 1)
		s.styled(0, styleGuide, line)
		s.end()
	}
	return s.finish(nil)
}
