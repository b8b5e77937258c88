package signature

import (
	"bytes"
	"strings"
	"testing"

	"github.com/smallstep/pkcs7"
)

func TestBoundedObjects(t *testing.T) {
	deep := func(n int) string {
		return strings.Repeat("\x30\x80", n) + "\x02\x01\x05" + strings.Repeat("\x00\x00", n)
	}
	for name, c := range map[string]struct {
		ber  string
		want bool
	}{
		"a number":                 {"\x02\x01\x05", true},
		"what follows":             {"\x30\x03\x02\x01\x05\x00\x00\x00", true},
		"indefinite":               {"\x30\x80\x02\x01\x05\x00\x00", true},
		"indefinite in definite":   {"\x30\x07\x30\x80\x02\x01\x05\x00\x00", true},
		"an empty sequence":        {"\x30\x02\x30\x00", true},
		"a long tag and length":    {"\x3f\x81\x01\x82\x00\x03\x02\x01\x05", true},
		"deep enough":              {deep(maxObjects - 1), true},
		"too deep":                 {deep(maxObjects), false},
		"no end":                   {"\x30\x80\x02\x01\x05", false},
		"no end, and no beginning": {"\x30\x80\x00\x00", false},
		"primitive and indefinite": {"\x04\x80\x00\x00", false},
		"beyond what holds it":     {"\x30\x03\x02\x04\x05\x05\x05\x05", false},
		"beyond the file":          {"\x30\x84\xff\xff\xff\xff", false},
		"a length cut off":         {"\x30\x82\x01", false},
		"nothing":                  {"", false},
		// Each of these is read by two of those around it: twice as long for every
		// four bytes.
		"one within another's end": {strings.Repeat("\x30\x06\x30\x02", 60), false},
	} {
		if got := bounded([]byte(c.ber)); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if bounded(bytes.Repeat([]byte{0x30, 0x80}, 7_000_000)) {
		t.Error("the library would need more stack than there is")
	}
}

// What is bounded the library reads to its end.
func FuzzBounded(f *testing.F) {
	f.Add([]byte("\x30\x07\x30\x80\x02\x01\x05\x00\x00"))
	f.Add([]byte("\x3f\x81\x01\x82\x00\x03\x02\x01\x05"))
	f.Add([]byte("\x30\x06\x30\x02\x30\x06\x30\x02\x02\x00"))
	f.Fuzz(func(t *testing.T, ber []byte) {
		if bounded(ber) {
			_, err := pkcs7.Parse(ber)
			t.Log(err)
		}
	})
}
