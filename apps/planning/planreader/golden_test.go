package planreader

import (
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

var districts = []string{"gia-nghia", "cu-jut", "dak-glong", "dak-mil", "dak-rlap", "dak-song", "krong-no", "tuy-duc"}

func TestPlansAsGoldenFiles(t *testing.T) {
	for _, d := range append([]string{"province"}, districts...) {
		t.Run(d, func(t *testing.T) {
			got := indented(t, Parse(readString(t, planFile(t, d)), catalogue(t)))
			name := "testdata/" + d + ".json"
			if *update {
				if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s differs; run with -update and look at the difference", name)
			}
		})
	}
}
