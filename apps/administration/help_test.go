package administration_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"vuon/apps/administration"
)

// Each guide opens, each of its headings can be pointed to, and each picture that
// it shows is there.
func TestGuidesAreWhole(t *testing.T) {
	h := newSite(t).visitor()
	picture, anchor := regexp.MustCompile(`<img src="([^"]+)"`), regexp.MustCompile(`href="#([^"]+)"`)
	for _, g := range administration.Guides() {
		page := h.get("/help/"+g.Name).want(t, http.StatusOK)
		for _, m := range anchor.FindAllStringSubmatch(page.body, -1) {
			if !strings.Contains(page.body, `id="`+m[1]+`"`) {
				t.Errorf("%s: nothing stands at #%s", g.Name, m[1])
			}
		}
		for _, m := range picture.FindAllStringSubmatch(page.body, -1) {
			if got := h.get(m[1]).want(t, http.StatusOK); got.Header.Get("Content-Type") != "image/png" {
				t.Errorf("%s: picture %s is %s", g.Name, m[1], got.Header.Get("Content-Type"))
			}
		}
	}
	h.get("/help/nowhere").want(t, http.StatusNotFound)
	h.get("/help/images/nowhere.png").want(t, http.StatusNotFound)
}
