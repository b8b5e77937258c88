package planning

import (
	"strings"
	"testing"

	"vuon/platform/fault"
)

func TestRemarksAreBounded(t *testing.T) {
	for in, want := range map[string]string{" Bổ sung.\n ": "Bổ sung.", "\u0001\u00a0": "", "a\r\nb": "a\nb"} {
		if got, err := remarked(in); got != want || err != nil {
			t.Errorf("remarked(%q) = %q, %v", in, got, err)
		}
	}
	if _, err := remarked(strings.Repeat("đ", MaxRemark)); err != nil {
		t.Errorf("a remark of the full length: %v", err)
	}
	if _, err := remarked(strings.Repeat("đ", MaxRemark+1)); fault.CodeOf(err) != "remark_too_long" {
		t.Errorf("a remark that is too long: %v", err)
	}
}

// Lengths count letters, not bytes, and say in which field the text is too long.
func TestPartsAreBounded(t *testing.T) {
	for _, c := range []struct{ path, title, text, field string }{
		{"1-1", strings.Repeat("đ", MaxTitle), strings.Repeat("ế", MaxPart), ""},
		{"1-1", strings.Repeat("đ", MaxTitle+1), "", "title"},
		{"1-1", "", strings.Repeat("ế", MaxPart+1), "text"},
		{PartTitle, "", strings.Repeat("đ", MaxTitle), ""},
		{PartTitle, "", strings.Repeat("đ", MaxTitle+1), "text"},
	} {
		err := tooLong(c.path, c.title, c.text)
		if c.field == "" && err == nil {
			continue
		}
		if f := fault.From(err); err == nil || f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name != c.field {
			t.Errorf("%s with a title of %d and a text of %d bytes: %v", c.path, len(c.title), len(c.text), err)
		}
	}
}

func TestATitleMaySpeakOfOtherYearsToo(t *testing.T) {
	for title, ok := range map[string]bool{
		"Triển khai giảm nghèo năm 2024":                     true,
		"Giai đoạn từ năm 2021 đến năm 2025, NĂM  2024":      true,
		"Kế hoạch giảm nghèo bền vững":                       true,
		"Triển khai giảm nghèo năm 2023":                     false,
		"So với năm 2022, thực hiện nhiệm vụ trong năm 2023": false,
	} {
		if err := ofYear(title, 2024); (err == nil) != ok || err != nil && fault.CodeOf(err) != "wrong_year" {
			t.Errorf("%q as of 2024: %v", title, err)
		}
	}
}

// One place has one name.
func TestPlacesHaveOneName(t *testing.T) {
	p := planOf(t, "krong-no")
	for _, path := range []string{"01-1", "+1-1", "1-01", "1-", "-1", "1--1", "", "0", "1-0", "１", "99999999999999999999"} {
		if _, there := PartAt(&p, path); there {
			t.Errorf("%q is a place", path)
		}
	}
	if _, there := PartAt(&p, "1-1"); !there {
		t.Error("1-1 is no place")
	}
}

// Of an issued version only the file with its number is given out.
func TestADraftsFileIsNotTheIssuedOne(t *testing.T) {
	draft := File{Version: 1, Revision: 3}
	for state, want := range map[State]bool{Draft: true, Submitted: true, Returned: true, Consulting: true, Appraised: true, Approved: true,
		Numbered: false, Issued: false, Superseded: false, Closed: false} {
		if got := draft.shows(Version{Version: 1, Revision: 4, State: state}); got != want {
			t.Errorf("%s: %v", state, got)
		}
	}
	if !draft.shows(Version{Version: 1, Revision: 3, State: Issued}) || draft.shows(Version{Version: 2, Revision: 3, State: Draft}) {
		t.Error("a file stands for its own version and revision")
	}
}
