package money

import (
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	for in, want := range map[string]Dong{
		"60.500 triệu đồng": 60_500_000_000, "1,5 tỷ đồng": 1_500_000_000, "1234567": 1_234_567,
		"1.234.567 đồng": 1_234_567, "0,25 triệu": 250_000, "-3.000": -3000,
		norm.NFD.String("2 triệu đồng"): 2_000_000,
	} {
		if got, err := Parse(in); err != nil || got != want {
			t.Errorf("Parse(%q) = %v, %v; want %v", in, got, err, want)
		}
	}
	for _, in := range []string{"", "abc", "1,5", "1.23", "9.999.999.999.999.999.999", "1.234 đô la", "12.34.567", "1,5x triệu", "1, triệu", ",5 triệu", "-"} {
		if got, err := Parse(in); err == nil {
			t.Errorf("Parse(%q) = %v, want a fault", in, got)
		}
	}
}

func TestParseReadsWhatStringWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Dong(rapid.Int64Range(-1e18, 1e18).Draw(t, "d"))
		if got, err := Parse(d.String()); err != nil || got != d {
			t.Fatalf("Parse(%q) = %v, %v", d.String(), got, err)
		}
	})
}
