package embedded

import (
	"errors"
	"fmt"
	"strings"

	"vuon/platform/fault"
)

func faultFolder(dir string, err error) *fault.Error {
	return fault.New(fault.Unavailable, "data_folder",
		fmt.Sprintf("Không dùng được thư mục dữ liệu %s. Hãy kiểm tra quyền truy cập và dung lượng đĩa, hoặc chọn thư mục khác bằng --data.", dir),
		fmt.Sprintf("The data folder %s cannot be used. Check its permissions and the free space, or choose another with --data.", dir)).Because(err)
}

func faultOwner(data string, uid int) *fault.Error {
	return fault.New(fault.Unavailable, "postgres_owner",
		fmt.Sprintf("Thư mục cơ sở dữ liệu %s thuộc tài khoản số %d. Hãy chạy vuon bằng tài khoản đó (hoặc root), hoặc chọn thư mục khác bằng --data.", data, uid),
		fmt.Sprintf("The database folder %s belongs to account %d. Run vuon as that account (or as root), or choose another folder with --data.", data, uid))
}

func faultServer(name string, err error) *fault.Error {
	return fault.New(fault.Unavailable, "embedded_start",
		fmt.Sprintf("Không khởi động được máy chủ %s bên trong chương trình. Hãy xem nguyên nhân trong nhật ký.", name),
		fmt.Sprintf("The %s server inside this process did not start; the log holds the cause.", name)).Because(err)
}

func faultBusy(data string, err error) *fault.Error {
	return fault.New(fault.Unavailable, "data_busy",
		fmt.Sprintf("Một tiến trình vuon khác đang giữ thư mục dữ liệu %s nhưng chưa sẵn sàng. Hãy chờ tiến trình đó khởi động xong, hoặc dừng nó, rồi thử lại.", data),
		fmt.Sprintf("Another vuon process holds the data folder %s but is not ready. Wait until it has started, or stop it, and try again.", data)).Because(err)
}

func faultNotShared(data, part string) *fault.Error {
	return fault.New(fault.Unavailable, "embedded_not_shared",
		fmt.Sprintf("Tiến trình vuon đang chạy trên %s không có sẵn %s bên trong. Hãy dùng cùng một cấu hình cho mọi tiến trình trên cùng một thư mục dữ liệu.", data, part),
		fmt.Sprintf("The vuon process that runs on %s has no %s of its own to join. Give all processes on one data folder the same settings.", data, part))
}

func faultSecretLost(path string) *fault.Error {
	return fault.New(fault.Unavailable, "secret_lost",
		fmt.Sprintf("Thiếu khóa bí mật %s của dữ liệu đã có (hoặc tệp bị hỏng). Hãy khôi phục tệp này từ bản sao lưu; không có nó thì dữ liệu cá nhân không đọc được.", path),
		fmt.Sprintf("The secret key %s of the existing data is missing or damaged. Restore it from a backup; without it personal data cannot be read.", path))
}

// faultStart tells that the database did not start; what it said is the cause.
func faultStart(dir, said string, errs ...error) *fault.Error {
	cause := errors.Join(append([]error{errors.New(said)}, errs...)...)
	if strings.Contains(said, "No space left on device") {
		return fault.New(fault.Unavailable, "disk_full",
			fmt.Sprintf("Đĩa chứa thư mục %s đã đầy. Hãy giải phóng dung lượng rồi khởi động lại; dữ liệu đã lưu vẫn còn nguyên.", dir),
			fmt.Sprintf("The disk that holds %s is full. Free some space and start again; what was saved is safe.", dir)).Because(cause)
	}
	return fault.New(fault.Unavailable, "postgres_start",
		fmt.Sprintf("PostgreSQL trong %s không khởi động được. Nguyên nhân do máy chủ báo ở dưới.", dir),
		fmt.Sprintf("PostgreSQL in %s did not start. What it said stands below.", dir)).Because(cause)
}

func faultMajor(major int, found []binaries) *fault.Error {
	return fault.New(fault.Unavailable, "postgres_major",
		fmt.Sprintf("Dữ liệu được tạo bằng PostgreSQL %d, nhưng máy này chỉ có: %s. Hãy cài PostgreSQL %d, hoặc đặt VUON_POSTGRES_BIN là thư mục chứa initdb và postgres của bản %d; dữ liệu chưa bị thay đổi.", major, listed(found, "không có bản nào"), major, major),
		fmt.Sprintf("The data was made by PostgreSQL %d, but this machine has: %s. Install PostgreSQL %d, or set VUON_POSTGRES_BIN to the folder with initdb and postgres of version %d; the data was not touched.", major, listed(found, "none"), major, major))
}

func faultMissing(asked string, found []binaries) *fault.Error {
	vi, en := "", ""
	if asked != "" {
		vi = fmt.Sprintf(" trong %s (VUON_POSTGRES_BIN)", asked)
		en = fmt.Sprintf(" in %s (VUON_POSTGRES_BIN)", asked)
	}
	return fault.New(fault.Unavailable, "postgres_missing",
		fmt.Sprintf("Không tìm thấy PostgreSQL %d trở lên%s (tìm thấy: %s). Hãy cài gói postgresql, hoặc chạy `npm ci` trong platform/web, hoặc đặt VUON_DATABASE_URL tới máy chủ có sẵn.", oldestMajor, vi, listed(found, "không có bản nào")),
		fmt.Sprintf("No PostgreSQL %d or newer%s (found: %s). Install the package postgresql, or run `npm ci` in platform/web, or point VUON_DATABASE_URL to a server of yours.", oldestMajor, en, listed(found, "none")))
}

func listed(found []binaries, none string) string {
	var all []string
	for _, b := range found {
		all = append(all, fmt.Sprintf("PostgreSQL %d (%s)", b.major, b.dir))
	}
	if len(all) == 0 {
		return none
	}
	return strings.Join(all, ", ")
}
