package storage

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"vuon/platform/text"
)

const (
	maxKey  = 400 // bytes; a segment at most 200, since it may become a file's name
	maxName = 200 // characters
)

// A segment begins with a letter or digit, so "." and ".." are none.
var keyShape = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,199}(/[A-Za-z0-9][A-Za-z0-9._-]{0,199})*$`)

func checkKey(key string) error {
	if len(key) > maxKey || !keyShape.MatchString(key) {
		return faultKey(key)
	}
	return nil
}

// cleanName is the name under which the file is given back: one line of NFC
// text without path, control or direction marks (which show "fdp.exe" as "exe.pdf").
func cleanName(name string) (string, error) {
	if !utf8.ValidString(name) || strings.ContainsAny(name, "/\\:\x00") || strings.ContainsFunc(name, hidden) {
		return "", faultName()
	}
	name = text.Line(name)
	if strings.Trim(name, ". ") == "" || utf8.RuneCountInString(name) > maxName {
		return "", faultName()
	}
	return name, nil
}

func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\uFEFF' || r == '\u200B'
}
