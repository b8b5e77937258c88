package signature_test

import (
	"bytes"
	"testing"

	"vuon/platform/documents/pdffile"
	"vuon/platform/documents/signature"
)

// Whatever the bytes are, a report comes, and a damaged file is never good: what
// differs from a signed file in one place is refused, or shows the same.
func FuzzVerify(f *testing.F) {
	o := newOffice(f)
	f.Add(o.offered, 0, byte(0))
	two := o.stamp(f, o.number(f, o.sign(f, o.offered)))
	f.Add(two, 0, byte(0))
	for at := 100; at < len(two); at += len(two) / 40 {
		f.Add(two, at, byte(at))
	}
	f.Add([]byte("%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 1 0 R>>\nendobj\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<</Root 1 0 R/Size 2>>\nstartxref\n55\n%%EOF\n"), 3, byte(1))
	trust := o.ca.Authorities()
	f.Fuzz(func(t *testing.T, data []byte, at int, b byte) {
		if at > 0 && at < len(data) {
			data = bytes.Clone(data)
			data[at] ^= b
		}
		r := signature.Verify(data, trust, o.want(nil))
		if len(r.SHA256) != 64 || r.Size != int64(len(data)) {
			t.Errorf("the report is of another file: %+v", r)
		}
		if r.Good() && len(r.Hands()) == 0 {
			t.Error("good without a signature")
		}
	})
}

// Every single byte of a signed file that is changed is noticed, but for those
// of the gap that are no part of the signature.
func TestEveryByteCounts(t *testing.T) {
	o := newOffice(t)
	one := o.sign(t, o.offered)
	_, n := rangesOf(t, one)
	trust := o.ca.Authorities()
	for at := 0; at < len(one); at += 97 {
		if at >= n[0] && at < n[1] {
			continue
		}
		bad := bytes.Clone(one)
		bad[at] ^= 0x11
		if r := signature.Verify(bad, trust, o.want(nil)); r.Good() {
			t.Errorf("byte %d was changed and nothing noticed", at)
		}
	}
}

func TestUpdatesAreReadAsTheyAreWritten(t *testing.T) {
	o := newOffice(t)
	out := update(t, o.offered, func(u *pdffile.Update, v *pdffile.View) {
		u.Add(pdffile.Dict{"A b#": pdffile.Array{nil, true, int64(-3), 0.25, pdffile.Text("(\\\x00ệ"), pdffile.Name("x y"), pdffile.Ref{Number: 1}}})
	})
	f, err := pdffile.Parse(out)
	if err != nil {
		t.Fatal(err)
	}
	last := f.Revisions[len(f.Revisions)-1]
	for number := range last.Entries {
		got, err := f.Newest().Dict(pdffile.Ref{Number: number})
		list, _ := got["A b#"].(pdffile.Array)
		if err != nil || len(list) != 7 || list[2] != int64(-3) || list[3] != 0.25 || list[4] != pdffile.Text("(\\\x00ệ") || list[5] != pdffile.Name("x y") {
			t.Errorf("read %v, %v", got, err)
		}
	}
}
