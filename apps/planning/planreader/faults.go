package planreader

import "vuon/platform/fault"

// The faults of reading a file. Each says what the user can do.
var (
	faultEmpty = fault.New(fault.Invalid, "plan_file_empty",
		"Tệp không có nội dung. Hãy chọn tệp văn bản kế hoạch (.docx hoặc .txt) rồi tải lại.",
		"The file is empty. Choose the plan as .docx or .txt and upload it again.")
	faultTooLarge = fault.New(fault.TooLarge, "plan_file_too_large",
		"Tệp quá lớn so với một kế hoạch. Hãy bỏ hình ảnh, phụ lục quét rồi tải lại; dung lượng tối đa 20 MB.",
		"The file is too large for a plan. Remove pictures and scanned annexes and upload it again; at most 20 MB.")
	faultLong = fault.New(fault.TooLarge, "plan_text_too_long",
		"Nội dung chữ trong tệp quá dài so với một kế hoạch (tối đa 2 MB chữ). Hãy tách phụ lục, bảng biểu ra tệp riêng rồi tải lại.",
		"The text in the file is too long for a plan (at most 2 MB). Put annexes and tables into files of their own and upload it again.")
	faultBinary = fault.New(fault.Unsupported, "plan_file_unreadable",
		"Tệp không phải là văn bản đọc được. Hãy lưu kế hoạch thành .docx (Word) hoặc .txt (UTF-8) rồi tải lại.",
		"The file is no text that can be read. Save the plan as .docx (Word) or .txt (UTF-8) and upload it again.")
	faultPDF = fault.New(fault.Unsupported, "plan_file_pdf",
		"Tệp PDF chưa đọc trực tiếp được. Hãy mở bản .docx gốc, hoặc chép phần chữ của PDF vào tệp .txt rồi tải lại.",
		"A PDF is not read directly. Upload the original .docx, or copy the text of the PDF into a .txt file.")
	faultOldWord = fault.New(fault.Unsupported, "plan_file_doc",
		"Tệp .doc (Word 97-2003) không đọc được. Hãy mở bằng Word, chọn Lưu thành → .docx rồi tải lại.",
		"A .doc file (Word 97-2003) is not read. Open it in Word, save it as .docx and upload it again.")
	faultZip = fault.New(fault.Unsupported, "plan_file_not_docx",
		"Tệp nén này không phải văn bản Word. Hãy chọn tệp kế hoạch .docx rồi tải lại.",
		"This archive is no Word document. Choose the plan as .docx and upload it again.")
	faultDamaged = fault.New(fault.Invalid, "plan_file_damaged",
		"Tệp .docx bị hỏng, không đọc được. Hãy mở bằng Word, lưu lại thành tệp mới rồi tải lại.",
		"The .docx file is damaged. Open it in Word, save it as a new file and upload it again.")
	faultBomb = fault.New(fault.TooLarge, "plan_file_bomb",
		"Tệp .docx giải nén ra quá lớn hoặc quá nhiều thành phần, không giống một kế hoạch. Hãy lưu lại bằng Word rồi tải lại.",
		"The .docx file unpacks to far more than a plan can hold. Save it again in Word and upload it.")
	faultNoPlan = fault.New(fault.Invalid, "plan_not_recognised",
		"Không tìm thấy kế hoạch trong tệp: không có tên loại “KẾ HOẠCH”, căn cứ hay các mục đánh số. Hãy kiểm tra lại tệp đã chọn.",
		"No plan was found in the file: no “KẾ HOẠCH” heading, bases or numbered sections. Check which file was chosen.")
)
