package main

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// What stands in the audit is told in words: no name of a program is left on its
// page, whatever the demonstration's people did.
func TestAuditSpeaksInWords(t *testing.T) {
	s := staged(t)
	raw, next := regexp.MustCompile(`>\s*[a-z]+\.[a-z_]+\s*<|>\s*library_[a-z]+\s*<`), regexp.MustCompile(`href="(/t/krong-no/audit\?[^"]*after=[^"]*)"`)
	visitor := s.signedIn(t, "admin@krong-no")
	path, pages := "/t/krong-no/audit", 0
	for ; path != "" && pages < 20; pages++ {
		page := visitor.get(t, path)
		if page.status != http.StatusOK {
			t.Fatalf("%s: %d", path, page.status)
		}
		for _, m := range raw.FindAllString(page.body, -1) {
			t.Errorf("%s says %s", path, strings.TrimSpace(strings.Trim(m, "><")))
		}
		path = ""
		if m := next.FindStringSubmatch(page.body); m != nil {
			path = strings.ReplaceAll(m[1], "&amp;", "&")
		}
	}
	if pages < 2 {
		t.Errorf("only %d pages of audit: is this the demonstration?", pages)
	}
}
