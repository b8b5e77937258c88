package planreader

import (
	"slices"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestLowerPutsTonesInOnePlace(t *testing.T) {
	for _, pair := range [][2]string{{"Hòa", "hoà"}, {"ỦY BAN", "uỷ ban"}, {"khỏe", "khoẻ"}, {"Thủy", "thuỷ"}, {"văn hóa", "VĂN HOÁ"}} {
		if a, b := lower(pair[0]), lower(pair[1]); a != b {
			t.Errorf("lower(%q) = %q, lower(%q) = %q", pair[0], a, pair[1], b)
		}
	}
	if lower("của quả") != "của quả" {
		t.Errorf("lower moved a tone that has one place: %q", lower("của quả"))
	}
}

// TestLowerKeepsOffsets: an offset found in the lower form is one of the text.
func TestLowerKeepsOffsets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		if !utf8.ValidString(s) {
			return
		}
		l := lower(s)
		if len(l) != len(s) || lower(l) != l {
			t.Fatalf("lower(%q) = %q", s, l)
		}
	})
}

func TestSentences(t *testing.T) {
	for s, want := range map[string][]string{
		"Một. Hai; ba (bốn; năm). Sáu":             {"Một.", "Hai;", "ba (bốn; năm).", "Sáu"},
		"TP. Gia Nghĩa đạt 1.200 hộ. TT. Huyện ủy": {"TP. Gia Nghĩa đạt 1.200 hộ.", "TT. Huyện ủy"},
		"Dòng một\nDòng hai":                       {"Dòng một", "Dòng hai"},
	} {
		if got := sentences(s, ".;"); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func TestUnits(t *testing.T) {
	for s, want := range map[string][]string{
		"các phòng, ban, UBND các xã, thị trấn":                                 {"các phòng, ban", "UBND các xã, thị trấn"},
		"Phòng Lao động - Thương binh và Xã hội và Phòng Y tế":                  {"Phòng Lao động - Thương binh và Xã hội", "Phòng Y tế"},
		"phòng Nông nghiệp và Phát triển nông thôn huyện":                       {"phòng Nông nghiệp và Phát triển nông thôn huyện"},
		"Đồn Biên phòng trên địa bàn, các đoàn thể":                             {"Đồn Biên phòng trên địa bàn", "các đoàn thể"},
		"Trung tâm Văn hóa, Thể thao và Truyền thông huyện, Hội Nông dân huyện": {"Trung tâm Văn hóa, Thể thao và Truyền thông huyện", "Hội Nông dân huyện"},
	} {
		if got := unitsOf(s); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
