package storage

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/minio/minio-go/v7"

	"vuon/platform/fault"
)

// unavailable turns what the S3 client says into a fault where the server is
// the reason; a mistake of ours stays an internal error.
func unavailable(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if r, ok := errors.AsType[minio.ErrorResponse](err); ok && r.StatusCode != 0 && r.StatusCode < 500 && r.StatusCode != http.StatusTooManyRequests {
		return fmt.Errorf("storage: %w", err)
	}
	return fault.New(fault.Unavailable, "storage_unavailable",
		"Kho lưu trữ tệp tạm thời không trả lời. Chưa có gì bị mất; vui lòng thử lại sau ít phút.",
		"The file storage does not answer at the moment. Nothing is lost; please try again in a few minutes.").Because(err)
}

// gone reports whether the server answered that there is no such object.
func gone(err error) bool {
	r, ok := errors.AsType[minio.ErrorResponse](err)
	return ok && r.StatusCode == http.StatusNotFound
}

func faultNoLock(bucket string) error {
	return fault.New(fault.Unavailable, "storage_without_lock",
		"Kho \""+bucket+"\" không hỗ trợ khóa tệp (object lock). Hãy tạo kho mới có object lock, hoặc để Vươn tự tạo.",
		"The bucket \""+bucket+"\" cannot lock objects. Create one with object lock enabled, or let Vươn create it.")
}

func faultUnknown() error {
	return fault.New(fault.NotFound, "object_unknown", "Không tìm thấy tệp này.", "There is no such file.")
}

func faultLocked() error {
	return fault.New(fault.Conflict, "object_locked", "Tệp đã ban hành và đang được khóa, không sửa hay xóa được.",
		"The file has been issued and is locked: it can be neither changed nor deleted.")
}

func faultDamaged(err error) error {
	return fault.New(fault.Internal, "object_damaged",
		"Tệp trong kho lưu trữ không còn nguyên vẹn. Hãy báo quản trị viên để khôi phục từ bản sao lưu.",
		"The file in storage is not intact. Tell your administrator to restore it from a backup.").Because(err)
}

func faultKey(key string) error {
	return fault.New(fault.Invalid, "object_key_invalid", "Mã tệp không hợp lệ.", "The file's key is not valid.").
		Because(fmt.Errorf("key %q", key))
}

func faultName() error {
	return fault.New(fault.Invalid, "file_name_invalid", "Tên tệp không hợp lệ: không chứa đường dẫn, tối đa 200 ký tự.",
		"The file's name is not valid: no path, at most 200 characters.")
}

func faultEmpty() error {
	return fault.New(fault.Invalid, "file_empty", "Tệp rỗng. Hãy chọn tệp có nội dung.", "The file is empty. Choose one with content.")
}

func faultTooLarge(max int64) error {
	return fault.New(fault.TooLarge, "file_too_large", "Tệp quá lớn: tối đa "+megabytes(max)+".", "The file is too large: at most "+megabytes(max)+".")
}

func faultType(found string, allowed []string) error {
	names := make([]string, len(allowed))
	for i, t := range allowed {
		names[i] = typeName(t)
	}
	list := strings.Join(names, ", ")
	return fault.New(fault.Unsupported, "file_type_refused",
		"Nội dung tệp là "+typeName(found)+", chỉ nhận: "+list+". Đổi đuôi tệp không đổi được nội dung; hãy lưu lại đúng định dạng.",
		"The file's content is "+typeName(found)+"; accepted: "+list+". Renaming does not change the content; save it in the right format.")
}

func faultProgram(found string) error {
	return fault.New(fault.Unsupported, "file_is_program",
		"Tệp này là chương trình hoặc tập lệnh ("+typeName(found)+") nên không được nhận. Hãy gửi tài liệu: PDF, Word, Excel, ảnh hoặc văn bản.",
		"This file is a program or script ("+typeName(found)+") and is not taken. Send documents: PDF, Word, Excel, pictures or text.")
}

func faultQuota(quota int64) error {
	return fault.New(fault.TooLarge, "storage_quota_exceeded",
		"Đơn vị đã dùng hết dung lượng lưu trữ ("+megabytes(quota)+"). Hãy xóa tệp không cần, hoặc đề nghị quản trị viên tăng dung lượng.",
		"Your unit has used up its storage ("+megabytes(quota)+"). Delete files that are not needed, or ask the administrator for more.")
}

func megabytes(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d kB", (n+1023)>>10)
	}
	return fmt.Sprintf("%d MB", n>>20)
}
