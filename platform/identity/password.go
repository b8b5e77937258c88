package identity

import (
	_ "embed"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"vuon/platform/fault"
	"vuon/platform/text"
)

// commonPasswords are those that are tried first, one a line, folded.
//
//go:embed common-passwords.txt
var commonPasswords string

// Lengths of passwords in characters. There is no rule about kinds of
// characters: length is what counts (NIST SP 800-63B §5.1.1).
const minPassword, maxPassword = 10, 200

// CheckPassword refuses (fault bad_password, field "password") a password that
// has fewer than least characters (never fewer than the standard), holds the
// username or the common part of it, or is among the common ones.
func CheckPassword(username, password string, least int) error {
	least = max(least, minPassword)
	bad := fault.New(fault.Invalid, "bad_password", "Mật khẩu chưa đủ mạnh.", "The password is too weak.")
	n := utf8.RuneCountInString(norm.NFC.String(password))
	folded, user := text.Fold(password), text.Fold(username)
	switch {
	case n < least:
		return bad.At("password", fmt.Sprintf("Mật khẩu phải có ít nhất %d ký tự. Một câu ngắn dễ nhớ là tốt nhất.", least),
			fmt.Sprintf("The password needs at least %d characters. A short sentence is best.", least))
	case n > maxPassword:
		return bad.At("password", "Mật khẩu dài quá 200 ký tự.", "The password is longer than 200 characters.")
	case holdsUsername(folded, user):
		return bad.At("password", "Mật khẩu không được chứa tên đăng nhập.", "The password must not contain the username.")
	case isCommon(folded):
		return bad.At("password", "Mật khẩu này quá phổ biến, dễ bị đoán. Hãy chọn mật khẩu khác.",
			"This password is among the most common ones. Choose another.")
	}
	return nil
}

// holdsUsername finds the username, and what stands before its @; either may
// stand in a sentence that is long enough without it, a whole address never.
func holdsUsername(folded, user string) bool {
	local, _, _ := strings.Cut(user, "@")
	left := utf8.RuneCountInString(strings.ReplaceAll(folded, local, ""))
	return local != user && strings.Contains(folded, user) || strings.Contains(folded, local) && left < minPassword
}

// isCommon knows the list, blanks or not, and runs of one or two characters
// (aaaaaaaaaa).
func isCommon(folded string) bool {
	folded = strings.ReplaceAll(folded, " ", "")
	for common := range strings.Lines(commonPasswords) {
		if folded == strings.TrimSpace(common) {
			return true
		}
	}
	distinct := map[rune]bool{}
	for _, r := range folded {
		distinct[r] = true
	}
	return len(distinct) <= 2
}
