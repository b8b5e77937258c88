package personal_test

import (
	"bytes"
	"testing"

	"vuon/platform/personal"
)

func TestSealedOpensInItsPlaceOnly(t *testing.T) {
	keys := personal.New(bytes.Repeat([]byte{7}, 32))
	sealed := keys.Seal("krong-no", "members|citizen|1", "067093001234")
	if got, err := keys.Open("krong-no", "members|citizen|1", sealed); err != nil || got != "067093001234" {
		t.Fatalf("got %q, %v", got, err)
	}
	if bytes.Contains(sealed, []byte("067093001234")) || bytes.Equal(sealed, keys.Seal("krong-no", "members|citizen|1", "067093001234")) {
		t.Error("what is sealed can be read, or compared")
	}
	broken := bytes.Clone(sealed)
	broken[len(broken)-1] ^= 1
	for name, open := range map[string]func() (string, error){
		"another tenant": func() (string, error) { return keys.Open("cu-jut", "members|citizen|1", sealed) },
		"another place":  func() (string, error) { return keys.Open("krong-no", "members|citizen|2", sealed) },
		"another secret": func() (string, error) {
			return personal.New(bytes.Repeat([]byte{8}, 32)).Open("krong-no", "members|citizen|1", sealed)
		},
		"changed": func() (string, error) { return keys.Open("krong-no", "members|citizen|1", broken) },
		"nothing": func() (string, error) { return keys.Open("krong-no", "members|citizen|1", nil) },
		"short":   func() (string, error) { return keys.Open("krong-no", "members|citizen|1", []byte{1, 2, 3}) },
	} {
		if got, err := open(); err == nil {
			t.Errorf("%s opened it: %q", name, got)
		}
	}
}

func TestHashes(t *testing.T) {
	keys, again := personal.New(bytes.Repeat([]byte{7}, 32)), personal.New(bytes.Repeat([]byte{7}, 32))
	same := [][2][]byte{
		{keys.Hash("krong-no", "citizen", "1"), again.Hash("krong-no", "citizen", "1")},
		{keys.Index("citizen", "1"), again.Index("citizen", "1")},
	}
	for i, pair := range same {
		if !bytes.Equal(pair[0], pair[1]) {
			t.Errorf("%d: two processes do not agree", i)
		}
	}
	all := [][]byte{keys.Hash("krong-no", "citizen", "1"), keys.Hash("cu-jut", "citizen", "1"), keys.Hash("krong-no", "phone", "1"),
		keys.Hash("krong-no", "citizen", "2"), keys.Index("citizen", "1"), keys.Index("phone", "1")}
	for i := range all {
		for j := range i {
			if bytes.Equal(all[i], all[j]) {
				t.Errorf("%d and %d are the same hash", i, j)
			}
		}
	}
}
