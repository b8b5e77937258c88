package web

import (
	"net/url"
	"strings"
	"unicode"
)

// LocalPath returns the address if it leads to a page of ours and nowhere else,
// otherwise "". Browsers read "//host", "/\host" and "/<tab>/host" as other
// sites, so anything that is not plainly a path is refused.
func LocalPath(address string) string {
	if len(address) > 2000 || !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") {
		return ""
	}
	if strings.ContainsRune(address, '\\') || strings.ContainsFunc(address, unicode.IsControl) {
		return ""
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" {
		return ""
	}
	if strings.HasPrefix(u.Path, "//") || strings.ContainsRune(u.Path, '\\') {
		return ""
	}
	return address
}
