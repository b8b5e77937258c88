package identity

import (
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"vuon/platform/fault"
	"vuon/platform/text"
)

// usernameKey is the form in which usernames are compared: NFC, without regard
// to case. Diacritics count, as they do in names.
func usernameKey(username string) string {
	return norm.NFC.String(cases.Fold().String(text.Line(username)))
}

// maxName is the longest username, name or e-mail address, in characters.
const maxName = 100

// checkUsername returns the username as it is shown. Letters are Latin (with
// Vietnamese ones), so that no look-alike of another alphabet can be made.
func checkUsername(username string) (string, error) {
	bad := fault.New(fault.Invalid, "bad_username", "Tên đăng nhập không hợp lệ.", "The username is not valid.").
		At("username", "Dùng từ 2 đến 100 chữ cái, chữ số và các dấu . _ - @ (không có khoảng trắng), ví dụ: an.nguyen@krong-no.",
			"Use 2 to 100 letters, digits and . _ - @ (no blanks), for example: an.nguyen@krong-no.")
	username = text.NFC(username)
	n := 0
	for _, r := range username {
		n++
		letter := unicode.Is(unicode.Latin, r) || r >= '0' && r <= '9'
		if !letter && (n == 1 || r != '.' && r != '_' && r != '-' && r != '@' && r != '+') {
			return "", bad
		}
	}
	if n < 2 || n > maxName {
		return "", bad
	}
	return username, nil
}
