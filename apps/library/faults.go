package library

import "vuon/platform/fault"

func faultNoFile() error {
	return fault.New(fault.NotFound, "file_unknown", "Không tìm thấy tài liệu này, hoặc bạn không có quyền xem.",
		"There is no such document, or you may not see it.")
}

func faultNoFolder() error {
	return fault.New(fault.NotFound, "folder_unknown", "Không tìm thấy thư mục này, hoặc bạn không có quyền xem.",
		"There is no such folder, or you may not see it.")
}

func faultProgramName(name string) error {
	return fault.New(fault.Unsupported, "file_is_program",
		"«"+name+"» có đuôi của chương trình hoặc tập lệnh nên không được nhận. Hãy gửi tài liệu: PDF, Word, Excel, ảnh hoặc văn bản.",
		"\""+name+"\" ends like a program or script and is not taken. Send documents: PDF, Word, Excel, pictures or text.")
}
