package declared_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vuon/platform/fault"
	"vuon/platform/tenancy/declared"
)

type colour string

func (c *colour) UnmarshalText(b []byte) error { return declared.OneOf(c, b, "red", "green") }

type inner struct {
	declared.Entry
	Name string `yaml:"name" want:"required"`
	declared.Period
}

type sample struct {
	declared.Entry
	Title  string          `yaml:"title" want:"required"`
	Count  int64           `yaml:"count"`
	Limit  *int            `yaml:"limit"`
	Open   bool            `yaml:"open"`
	Colour colour          `yaml:"colour"`
	Items  []inner         `yaml:"items"`
	More   declared.RawMap `yaml:"more"`
}

func decode(text string) (sample, error) {
	var s sample
	var faults declared.Faults
	declared.Decode("f.yaml", []byte(text), &s, &faults)
	return s, faults.Err()
}

func TestDecode(t *testing.T) {
	s, err := decode("title: Đắk Mâm\ncount: 12\nlimit: 3\nopen: true\ncolour: red\nitems:\n  - {name: a, valid_from: 2024-01-01}\nmore: {x: [1]}\n")
	if err != nil {
		t.Fatal(err)
	}
	if s.Title != "Đắk Mâm" || s.Count != 12 || *s.Limit != 3 || !s.Open || s.Colour != "red" || s.Items[0].ValidFrom != "2024-01-01" || s.More.Keys[0] != "x" {
		t.Errorf("%+v", s)
	}
	if got := s.Items[0].At("valid_from"); got.String() != "f.yaml:7" {
		t.Errorf("place %s", got)
	}
	if s.Items[0].At("valid_to") != s.Items[0].Place() {
		t.Error("a key that is not given stands where its entry does")
	}
}

func TestDecodeNormalisesText(t *testing.T) {
	s, err := decode("title: \"Đa\u0306k\"\n")
	if err != nil || s.Title != "Đăk" {
		t.Errorf("%q, %v", s.Title, err)
	}
}

func TestDecodeRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                         "f.yaml:1 the file is empty",
		"- a\n":                    "f.yaml:1 must be a mapping",
		"title: a\ncount: 1.5\n":   "f.yaml:2 must be a whole number",
		"title: a\ncount: \"1\"\n": "f.yaml:2 must be a whole number",
		"title: a\ncount: 99999999999999999999\n": "f.yaml:2 must be a whole number",
		"title: a\nopen: yes please\n":            "f.yaml:2 must be true or false",
		"title: 12\n":                             "f.yaml:1 must be text; put a number in double quotes",
		"title:\n":                                "f.yaml:1 the required key “title” is empty",
		"title: ''\n":                             "f.yaml:1 the required key “title” is empty",
		"count: 1\n":                              "f.yaml:1 the required key “title” is missing",
		"title: a\ncolour: blue\n":                "f.yaml:2 “blue” must be one of: red, green",
		"title: a\nTitle: b\n":                    "f.yaml:2 no key “Title” is known here; the keys are: title, count",
		"title: a\n1: b\n":                        "f.yaml:2 a key must be text",
		"title: a\n<<: {count: 1}\n":              "f.yaml:2 a key must be text",
		"title: !!binary aGk=\n":                  "f.yaml:1 must be text",
		"title: a\nitems: {name: b}\n":            "f.yaml:2 must be a list",
		"title: a\nitems:\n  - {name: b, valid_from: 2024-02-30}\n": "f.yaml:3 “2024-02-30” must be a real day",
		"title: a\n\tcount: 1\n":                                    "f.yaml:2 is not valid YAML",
	} {
		_, err := decode(text)
		if fault.CodeOf(err) != "configuration_wrong" {
			t.Errorf("%q was taken: %v", text, err)
			continue
		}
		f := fault.From(err).Fields[0]
		if got := f.Name + " " + f.Message.EN; !strings.HasPrefix(got, want) {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestPeriods(t *testing.T) {
	dates := rapid.Custom(func(t *rapid.T) declared.Date {
		return declared.DateOf(time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "seconds"), 0))
	})
	periods := rapid.Custom(func(t *rapid.T) declared.Period {
		a, b := dates.Draw(t, "from"), dates.Draw(t, "to")
		if rapid.Bool().Draw(t, "open") {
			return declared.Period{ValidFrom: a}
		}
		return declared.Period{ValidFrom: min(a, b), ValidTo: max(a, b)}
	})
	rapid.Check(t, func(t *rapid.T) {
		p, q, d := periods.Draw(t, "p"), periods.Draw(t, "q"), dates.Draw(t, "d")
		if p.Overlaps(q) != q.Overlaps(p) {
			t.Fatal("overlapping is mutual")
		}
		if p.Covers(d) && q.Covers(d) && !p.Overlaps(q) {
			t.Fatal("a day in both is an overlap")
		}
		if p.Within(q) && p.Covers(d) && !q.Covers(d) {
			t.Fatal("a period within another has no day outside of it")
		}
		if p.Covers(d) != p.On(d.Time()) {
			t.Fatal("a day and its time disagree")
		}
		if next := declared.DateOf(d.Time().AddDate(0, 0, 1)); next.Before() != d {
			t.Fatal("the day before the next day is the day")
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("title: a\nitems:\n  - {name: b, valid_from: 2024-02-30}\n"))
	f.Add([]byte("a: &a [*a, *a]\n"))
	f.Add([]byte("? [x]\n: {y: !!int 3}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var s sample
		var faults declared.Faults
		declared.Decode("f.yaml", data, &s, &faults)
		lines := strings.Count(string(data), "\n") + 1
		if err := faults.Err(); err != nil && len(fault.From(err).Fields) == 0 {
			t.Fatalf("a fault without a place in %d lines", lines)
		}
		if !faults.Any() && s.Title == "" {
			t.Fatal("taken without its required key")
		}
	})
}
