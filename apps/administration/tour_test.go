package administration_test

import (
	"net/http"
	"strings"
	"testing"
)

// The tour shows what somebody may do here, until they put it away.
func TestTourIsShownUntilPutAway(t *testing.T) {
	s := newSite(t)
	admin := s.as("admin@krong-no")
	admin.get("/t/krong-no").want(t, http.StatusOK, "Bắt đầu với Vươn", "Thêm người của đơn vị")
	if page := s.as("chair@krong-no").get("/t/krong-no"); strings.Contains(page.body, "Thêm người của đơn vị") {
		t.Error("a chair is led to what only administrators do")
	}
	admin.post("/t/krong-no/tour", "seen", "yes").moved(t, "/t/krong-no")
	if page := admin.get("/t/krong-no").want(t, http.StatusOK, "Hiện lại phần"); strings.Contains(page.body, "Thêm người của đơn vị") {
		t.Error("the tour is shown again")
	}
	admin.post("/t/krong-no/tour", "seen", "no").moved(t, "/t/krong-no")
	admin.get("/t/krong-no").want(t, http.StatusOK, "Thêm người của đơn vị")
}
