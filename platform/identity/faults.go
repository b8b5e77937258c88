package identity

import (
	"errors"
	"fmt"
	"time"

	"vuon/platform/fault"
	"vuon/platform/i18n"
)

// badCredentials says the same for an unknown username and a wrong password.
func badCredentials() error {
	return fault.New(fault.Unauthenticated, "bad_credentials",
		"Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi thử lại; nếu quên mật khẩu, đề nghị quản trị viên cấp liên kết đặt lại.",
		"The username or the password is wrong. Check Caps Lock and the input method and try again; if you forgot the password, ask your administrator for a link to set a new one.")
}

func accountDisabled() error {
	return fault.New(fault.Forbidden, "account_disabled",
		"Tài khoản này đã bị khóa. Hãy liên hệ quản trị viên của đơn vị.",
		"This account is disabled. Contact your administrator.")
}

func sessionExpired() error {
	return fault.New(fault.Unauthenticated, "session_expired",
		"Phiên làm việc đã hết hạn. Hãy đăng nhập lại.",
		"Your session has expired. Sign in again.")
}

func tenantUnknown() error {
	return fault.New(fault.NotFound, "tenant_unknown",
		"Không tìm thấy địa bàn này, hoặc tài khoản của bạn không thuộc địa bàn này.",
		"There is no such tenant, or your account does not belong to it.")
}

func accountUnknown() error {
	return fault.New(fault.NotFound, "account_unknown",
		"Không tìm thấy tài khoản này trong địa bàn.",
		"There is no such account in this tenant.")
}

func accountElsewhere() error {
	return fault.New(fault.Conflict, "account_elsewhere",
		"Tài khoản này còn thuộc địa bàn khác nên quản trị viên của một địa bàn không thay đổi được. Hãy đề nghị người vận hành hệ thống thực hiện.",
		"This account belongs to other tenants too, so the administrator of one cannot change it. Ask the platform's operator.")
}

func linkExpired() error {
	return fault.New(fault.NotFound, "link_expired",
		"Liên kết đặt mật khẩu không đúng, đã dùng hoặc đã hết hạn. Hãy đề nghị quản trị viên cấp liên kết mới.",
		"The link is wrong, used or expired. Ask your administrator for a new one.")
}

// errCloned is the cause when a passkey's count of signatures went back.
var errCloned = errors.New("the sign count went back: the key may have been copied")

func badPasskey(cause error) error {
	return fault.New(fault.Unauthenticated, "bad_passkey", "Khóa truy cập (passkey) này không dùng được ở đây. Hãy thử lại, hoặc đăng nhập bằng mật khẩu.",
		"This passkey does not work here. Try again, or sign in with your password.").Because(cause)
}

// blocked is the cause within too_many_attempts.
type blocked struct{ until time.Time }

func (b blocked) Error() string { return "blocked until " + b.until.Format(time.RFC3339) }

func tooManyAttempts(now, until time.Time) error {
	seconds := int(until.Sub(now)/time.Second) + 1
	vi, en := fmt.Sprintf("%d giây", seconds), fmt.Sprintf("%d seconds", seconds)
	if seconds > 90 {
		minutes := (seconds + 59) / 60
		vi, en = fmt.Sprintf("%d phút", minutes), fmt.Sprintf("%d minutes", minutes)
	}
	at := until.In(i18n.Zone()).Format("15:04:05")
	return fault.New(fault.TooMany, "too_many_attempts",
		"Đăng nhập sai quá nhiều lần. Hãy thử lại sau "+vi+" (từ "+at+").",
		"Too many failed attempts. Try again in "+en+" (from "+at+").").Because(blocked{until})
}

// RetryAt is the moment from which an attempt refused as too_many_attempts may
// be repeated: for the Retry-After header.
func RetryAt(err error) (time.Time, bool) {
	b, ok := errors.AsType[blocked](err)
	return b.until, ok
}
