package text

import (
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Đắk Mâm": "dak mam", "  ĐẮK\tMÂM ": "dak mam", "Xã Nâm N’Đir": "xa nam n'dir",
		"2021 – 2025": "2021 - 2025", norm.NFD.String("Tuy Đức"): "tuy duc", "": "",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNFCAndFoldAreStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		if once := NFC(s); NFC(once) != once || !norm.NFC.IsNormalString(once) {
			t.Fatalf("NFC is not stable on %q", s)
		}
		if once := Fold(s); Fold(once) != once {
			t.Fatalf("Fold is not stable on %q: %q, then %q", s, once, Fold(once))
		}
	})
}
