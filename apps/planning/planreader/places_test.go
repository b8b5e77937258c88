package planreader

import "testing"

// Where a warning or target stands is found again among the sections, whichever
// way they are numbered.
func TestPlacesFindWhatStandsAtANumberPath(t *testing.T) {
	section := func(number string, children ...Section) Section { return Section{Number: number, Children: children} }
	places := Places([]Section{
		section("I", section("1", section("a"), section("b"))),
		section("2", section("2.1"), section("", section("2.2", section("2.2.1")))),
		section("I", section("9")),
	})
	for path, want := range map[string]string{"I": "1", "I.1.b": "1-1-2", "2.1": "2-1", "2.2": "2-2-1", "2.2.1": "2-2-1-1", "I.9": "3-1", "III": ""} {
		if got := places[path]; got != want {
			t.Errorf("%s stands at %q, want %q", path, got, want)
		}
	}
}
