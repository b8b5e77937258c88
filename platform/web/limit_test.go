package web

import (
	"strconv"
	"testing"
	"time"
)

func TestEachAddressHasItsBoundEachMinute(t *testing.T) {
	var v visitors
	now := time.Date(2024, 2, 5, 9, 0, 30, 0, time.UTC)
	for i := range 5 {
		if got := v.admit("a", 3, now); got != (i < 3) {
			t.Errorf("request %d: %v", i+1, got)
		}
	}
	if !v.admit("b", 3, now) {
		t.Error("another address is refused")
	}
	if !v.admit("a", 3, now.Add(30*time.Second)) {
		t.Error("the next minute is refused")
	}
}

func TestTheCountOfVisitorsIsBounded(t *testing.T) {
	var v visitors
	now := time.Date(2024, 2, 5, 9, 0, 0, 0, time.UTC)
	for i := range maxVisitors {
		v.admit(strconv.Itoa(i), 1, now)
	}
	if v.admit("one more", 1, now) || len(v.counts) != maxVisitors {
		t.Errorf("%d are counted", len(v.counts))
	}
	if !v.admit("0", 2, now) {
		t.Error("who was there before is refused")
	}
}
