package signature_test

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"vuon/platform/documents"
	"vuon/platform/documents/pdffile"
	"vuon/platform/documents/signature"
	"vuon/platform/documents/signature/signaturetest"
)

// update appends a save to a file.
func update(t testing.TB, data []byte, change func(u *pdffile.Update, v *pdffile.View)) []byte {
	t.Helper()
	f, err := pdffile.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	u := f.Update()
	change(u, f.Newest())
	out, _ := u.Bytes()
	return out
}

// page finds a page of the file: its reference and dictionary.
func page(t testing.TB, v *pdffile.View, n int) (pdffile.Ref, pdffile.Dict) {
	t.Helper()
	root, err := v.Root()
	if err != nil {
		t.Fatal(err)
	}
	tree, _ := v.Dict(root["Pages"])
	kids, _ := v.Array(tree["Kids"])
	ref := kids[n].(pdffile.Ref)
	d, _ := v.Dict(ref)
	return ref, d
}

// fieldOf finds a field of the form.
func fieldOf(t testing.TB, v *pdffile.View, name string) (pdffile.Ref, pdffile.Dict) {
	t.Helper()
	root, _ := v.Root()
	form, _ := v.Dict(root["AcroForm"])
	fields, _ := v.Array(form["Fields"])
	for _, f := range fields {
		if d, _ := v.Dict(f); d["T"] == pdffile.Text(name) {
			return f.(pdffile.Ref), d
		}
	}
	t.Fatalf("no field %s", name)
	return pdffile.Ref{}, nil
}

var byteRange = regexp.MustCompile(`/ByteRange \[0 (\d+) (\d+) (\d+) *\]`)

// rangesOf are the numbers of the last signature's byte range, and where it stands.
func rangesOf(t testing.TB, data []byte) (at [2]int, n [3]int) {
	t.Helper()
	all := byteRange.FindAllSubmatchIndex(data, -1)
	if len(all) == 0 {
		t.Fatal("no byte range")
	}
	m := all[len(all)-1]
	for i := range n {
		n[i], _ = strconv.Atoi(string(data[m[2+2*i]:m[3+2*i]]))
	}
	return [2]int{m[0], m[1]}, n
}

// ranged writes another byte range into the room of the last signature's.
func ranged(t testing.TB, data []byte, first, second, length int) []byte {
	t.Helper()
	at, _ := rangesOf(t, data)
	text := fmt.Sprintf("/ByteRange [0 %d %d %d", first, second, length)
	out := bytes.Clone(data)
	copy(out[at[0]:at[1]], text+strings.Repeat(" ", at[1]-at[0]-len(text)-1)+"]")
	return out
}

// flip changes the byte at a place.
func flip(data []byte, at int) []byte {
	out := bytes.Clone(data)
	if out[at]++; out[at] == '9'+1 || out[at] == 'F'+1 {
		out[at] = '1'
	}
	return out
}

// tampering is a way to cheat, what is said of it, and whether pdfsig takes
// every signature by itself as valid (it does not look at what comes after).
type tampering struct {
	code  signature.Code
	valid bool
	make  func(t *testing.T, o office, two []byte) []byte
}

// otherContents: pages and fonts replaced in a later save.
func otherContents() map[string]tampering {
	return map[string]tampering{
		"another content after signing": {signature.Changed, true, func(t *testing.T, o office, two []byte) []byte {
			return update(t, two, func(u *pdffile.Update, v *pdffile.View) {
				ref, d := page(t, v, 0)
				d["Contents"] = u.Add(pdffile.Stream{Raw: []byte("0 0 1 rg 0 0 600 800 re f")})
				u.Set(ref, d)
			})
		}},
		"contents of two pages swapped": {signature.Changed, true, func(t *testing.T, o office, two []byte) []byte {
			return update(t, two, func(u *pdffile.Update, v *pdffile.View) {
				first, a := page(t, v, 0)
				second, b := page(t, v, 1)
				a["Contents"], b["Contents"] = b["Contents"], a["Contents"]
				u.Set(first, a)
				u.Set(second, b)
			})
		}},
		"the stream of a page replaced under its number": {signature.Changed, true, func(t *testing.T, o office, two []byte) []byte {
			return update(t, two, func(u *pdffile.Update, v *pdffile.View) {
				_, d := page(t, v, 1)
				u.Set(d["Contents"].(pdffile.Ref), pdffile.Stream{Raw: []byte("0 0 1 rg 0 0 600 800 re f")})
			})
		}},
		"a font replaced": {signature.Changed, true, func(t *testing.T, o office, two []byte) []byte {
			return update(t, two, func(u *pdffile.Update, v *pdffile.View) {
				_, d := page(t, v, 0)
				resources, _ := v.Dict(d["Resources"])
				fonts, _ := v.Dict(resources["Font"])
				for _, font := range fonts {
					u.Set(font.(pdffile.Ref), pdffile.Dict{"Type": pdffile.Name("Font"), "Subtype": pdffile.Name("Type1"), "BaseFont": pdffile.Name("Symbol")})
				}
			})
		}},
	}
}

// otherFields: fields, notes, pages and actions changed in a later save.
func otherFields() map[string]tampering {
	return map[string]tampering{
		"the seal's signature removed": {signature.Removed, true, func(t *testing.T, o office, two []byte) []byte {
			return update(t, two, func(u *pdffile.Update, v *pdffile.View) {
				ref, d := fieldOf(t, v, documents.FieldSeal)
				delete(d, "V")
				delete(d, "AP")
				u.Set(ref, d)
			})
		}},
		"the number changed": {signature.Changed, true, func(t *testing.T, o office, two []byte) []byte {
			return update(t, two, func(u *pdffile.Update, v *pdffile.View) {
				ref, d := fieldOf(t, v, documents.FieldNumber)
				d["V"] = pdffile.Text("99")
				u.Set(ref, d)
			})
		}},
		"the picture of the number changed": {signature.Changed, true, func(t *testing.T, o office, two []byte) []byte {
			return update(t, two, func(u *pdffile.Update, v *pdffile.View) {
				ref, d := fieldOf(t, v, documents.FieldNumber)
				d["AP"] = pdffile.Dict{"N": u.Add(pdffile.Stream{Dict: pdffile.Dict{"BBox": pdffile.Array{int64(0), int64(0), int64(9), int64(9)}}, Raw: []byte("0 0 9 9 re f")})}
				u.Set(ref, d)
			})
		}},
		"a page appended": {signature.Changed, true, func(t *testing.T, o office, two []byte) []byte {
			return update(t, two, func(u *pdffile.Update, v *pdffile.View) {
				root, _ := v.Root()
				tree, _ := v.Dict(root["Pages"])
				_, d := page(t, v, 0)
				copied := pdffile.Dict{"Type": pdffile.Name("Page"), "Parent": root["Pages"], "MediaBox": d["MediaBox"], "Resources": d["Resources"], "Contents": d["Contents"]}
				kids, _ := v.Array(tree["Kids"])
				tree["Kids"], tree["Count"] = append(kids, u.Add(copied)), int64(len(kids)+1)
				u.Set(root["Pages"].(pdffile.Ref), tree)
			})
		}},
		"a note over the text": {signature.Changed, true, func(t *testing.T, o office, two []byte) []byte {
			return update(t, two, func(u *pdffile.Update, v *pdffile.View) {
				ref, d := page(t, v, 1)
				note := u.Add(pdffile.Dict{"Type": pdffile.Name("Annot"), "Subtype": pdffile.Name("FreeText"), "Contents": pdffile.Text("10 tỷ"),
					"DA": pdffile.Text("/TiRo 14 Tf"), "Rect": pdffile.Array{int64(90), int64(700), int64(300), int64(730)}})
				d["Annots"] = pdffile.Array{note}
				u.Set(ref, d)
			})
		}},
		"an action when the document opens": {signature.Changed, true, func(t *testing.T, o office, two []byte) []byte {
			return update(t, two, func(u *pdffile.Update, v *pdffile.View) {
				root, _ := v.Root()
				root["OpenAction"] = pdffile.Dict{"S": pdffile.Name("JavaScript"), "JS": pdffile.Text("app.alert(1)")}
				u.Set(v.Trailer()["Root"].(pdffile.Ref), root)
			})
		}},
	}
}

// otherBytes: bytes and ranges changed in place.
func otherBytes() map[string]tampering {
	return map[string]tampering{
		"a byte of the content": {signature.Digest, false, func(t *testing.T, o office, two []byte) []byte {
			return flip(two, bytes.Index(two, []byte("stream\n"))+200)
		}},
		"a byte of the signature's value": {signature.Forged, false, func(t *testing.T, o office, two []byte) []byte {
			_, n := rangesOf(t, two)
			last := n[0] + 1 + len(bytes.TrimRight(two[n[0]+1:n[1]-1], "0"))
			return flip(two, last-6)
		}},
		"the gap is wider than the value": {signature.Ranges, false, func(t *testing.T, o office, two []byte) []byte {
			_, n := rangesOf(t, two)
			return ranged(t, two, n[0], n[1]+20, n[2]-20)
		}},
		"the range ends before the end": {signature.Ranges, false, func(t *testing.T, o office, two []byte) []byte {
			_, n := rangesOf(t, two)
			return ranged(t, two, n[0], n[1], n[2]-30)
		}},
		"the range begins elsewhere": {signature.Ranges, false, func(t *testing.T, o office, two []byte) []byte {
			return bytes.Replace(two, []byte("/ByteRange [0 "), []byte("/ByteRange [9 "), 1)
		}},
		"bytes behind the end": {signature.Unreadable, true, func(t *testing.T, o office, two []byte) []byte {
			return append(bytes.Clone(two), "<script>"...)
		}},
	}
}

// otherHands: signatures that are not what they seem.
func otherHands() map[string]tampering {
	return map[string]tampering{
		"another document's signature": {signature.Digest, false, func(t *testing.T, o office, two []byte) []byte {
			other := o.sign(t, plan(t, "khác"))
			_, from := rangesOf(t, other)
			one := o.sign(t, o.offered)
			_, to := rangesOf(t, one)
			copy(one[to[0]:to[1]], other[from[0]:from[1]])
			return one
		}},
		"a digest of something else": {signature.Digest, false, func(t *testing.T, o office, two []byte) []byte {
			return signaturetest.Sign(t, o.offered, o.leader, signaturetest.Options{Field: documents.FieldLeader, At: o.now,
				Forge: func([]byte) []byte { return []byte("something else") }})
		}},
		"a key that is not the certificate's": {signature.Forged, false, func(t *testing.T, o office, two []byte) []byte {
			mixed := o.leader
			mixed.Key = o.seal.Key
			return signaturetest.Sign(t, o.offered, mixed, signaturetest.Options{Field: documents.FieldLeader, At: o.now})
		}},
		"the text changed in the save of the seal": {signature.Changed, true, func(t *testing.T, o office, two []byte) []byte {
			return signaturetest.Sign(t, o.number(t, o.sign(t, o.offered)), o.seal, signaturetest.Options{Field: documents.FieldSeal, At: o.now,
				Also: func(u *pdffile.Update, v *pdffile.View) {
					ref, d := page(t, v, 2)
					d["Contents"] = u.Add(pdffile.Stream{Raw: []byte("BT ET")})
					u.Set(ref, d)
				}})
		}},
		"another number than the one that was given": {signature.Changed, true, func(t *testing.T, o office, two []byte) []byte {
			out, err := documents.Number(o.sign(t, o.offered), 8, documents.Date{Year: 2024, Month: 2, Day: 5})
			if err != nil {
				t.Fatal(err)
			}
			return o.stamp(t, out)
		}},
		"a picture over the whole page": {signature.Overlay, true, func(t *testing.T, o office, two []byte) []byte {
			return signaturetest.Sign(t, o.number(t, o.sign(t, o.offered)), o.seal, signaturetest.Options{At: o.now, Rect: [4]float64{0, 0, 500, 700}, Picture: signaturetest.Seal})
		}},
	}
}

func TestTampering(t *testing.T) {
	all := otherContents()
	for _, more := range []map[string]tampering{otherFields(), otherBytes(), otherHands()} {
		maps.Copy(all, more)
	}
	for name, c := range all {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			bad := c.make(t, o, o.stamp(t, o.number(t, o.sign(t, o.offered))))
			r := signature.Verify(bad, o.ca.Authorities(), o.want(nil))
			if !r.Has(c.code) {
				t.Errorf("found %q, want %s", codes(r), c.code)
			}
			for _, p := range r.All() {
				if p.Text.VI == "" || p.Text.EN == "" {
					t.Errorf("%s without words", p.Code)
				}
			}
			if valid := pdfsig(t, bad); valid != c.valid {
				t.Errorf("pdfsig takes the signatures for valid: %v, want %v", valid, c.valid)
			}
		})
	}
}

// pdfsig asks poppler whether every signature is valid for the bytes that it covers.
func pdfsig(t testing.TB, data []byte) bool {
	t.Helper()
	path, err := exec.LookPath("pdfsig")
	if err != nil {
		if os.Getenv("VUON_WIDE") == "1" {
			t.Fatal("pdfsig is missing: install poppler-utils")
		}
		t.Skip("left out: pdfsig is missing (install poppler-utils)")
	}
	file := filepath.Join(t.TempDir(), "d.pdf")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "-nocert", file)
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir())
	out, _ := cmd.CombinedOutput()
	text := string(out)
	asked, good := strings.Count(text, "Signature Validation:"), strings.Count(text, "Signature Validation: Signature is Valid.")
	t.Logf("pdfsig: %d of %d valid, %v whole", good, asked, strings.Count(text, "Total document signed"))
	return asked > 0 && asked == good
}

func TestPdfsigAgreesOnGoodOnes(t *testing.T) {
	o := newOffice(t)
	one := o.sign(t, o.offered)
	numbered := o.number(t, one)
	for name, data := range map[string][]byte{"signed": one, "numbered": numbered, "sealed": o.stamp(t, numbered)} {
		if !pdfsig(t, data) || !signature.Verify(data, o.ca.Authorities(), o.want(nil)).Good() {
			t.Errorf("%s: both should take it", name)
		}
	}
}

// What is wrong with the certificate or the way of signing, not with the bytes.
func TestHandsThatAreRefused(t *testing.T) {
	o := newOffice(t)
	other := signaturetest.New(t, "CA khác", o.now)
	at := signaturetest.Options{Field: documents.FieldLeader, At: o.now}
	with := func(change func(*signaturetest.Options)) signaturetest.Options {
		changed := at
		change(&changed)
		return changed
	}
	docMDP := with(func(a *signaturetest.Options) {
		a.Entries = pdffile.Dict{"Reference": pdffile.Array{pdffile.Dict{"Type": pdffile.Name("SigRef"), "TransformMethod": pdffile.Name("DocMDP"),
			"TransformParams": pdffile.Dict{"Type": pdffile.Name("TransformParams"), "P": int64(1), "V": pdffile.Name("1.2")}}}}
	})
	lockAll := with(func(a *signaturetest.Options) {
		a.Entries = pdffile.Dict{"Reference": pdffile.Array{pdffile.Dict{"Type": pdffile.Name("SigRef"), "TransformMethod": pdffile.Name("FieldMDP"),
			"TransformParams": pdffile.Dict{"Type": pdffile.Name("TransformParams"), "Action": pdffile.Name("All"), "V": pdffile.Name("1.2")}}}}
	})
	for name, c := range map[string]struct {
		hand signaturetest.Hand
		how  signaturetest.Options
		code signature.Code
	}{
		"another authority":  {other.Hand("Nguyễn Văn An", "UBND huyện Krông Nô"), at, signature.Untrusted},
		"expired":            {o.ca.Hand("Nguyễn Văn An", "UBND", o.ca.Expired), at, signature.Expired},
		"expired, untimed":   {o.ca.Hand("Nguyễn Văn An", "UBND", o.ca.Expired), with(func(a *signaturetest.Options) { a.Untimed = true }), signature.Expired},
		"not for signing":    {o.ca.Hand("Nguyễn Văn An", "UBND", func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment }), at, signature.Usage},
		"in the future":      {o.leader, with(func(a *signaturetest.Options) { a.At = o.now.Add(30 * time.Hour) }), signature.Time},
		"SHA-1":              {o.leader, with(func(a *signaturetest.Options) { a.SHA1 = true }), signature.Weak},
		"locked":             {o.leader, docMDP, signature.Locked},
		"locked every field": {o.leader, lockAll, signature.Locked},
		"another kind": {o.leader, with(func(a *signaturetest.Options) {
			a.Entries = pdffile.Dict{"SubFilter": pdffile.Name("adbe.x509.rsa_sha1")}
		}),
			signature.Unsupported},
	} {
		t.Run(name, func(t *testing.T) {
			want := o.want(o.offered)
			want.Fill, want.Next = nil, []string{documents.FieldNumber}
			r := signature.Verify(signaturetest.Sign(t, o.offered, c.hand, c.how), o.ca.Authorities(), want)
			if codes(r) != string(c.code) {
				t.Errorf("found %q, want %s", codes(r), c.code)
			}
		})
	}
}

// Without authorities a certificate is not called trusted, but not checked.
func TestWithoutAuthoritiesTrustIsNotChecked(t *testing.T) {
	o := newOffice(t)
	r := signature.Verify(o.sign(t, o.offered), nil, o.want(o.offered))
	if !r.Good() || r.Signatures[0].Trust != signature.TrustNotChecked {
		t.Errorf("%s %+v", codes(r), r.Signatures)
	}
}

func TestFilesThatAreNotTheOneOffered(t *testing.T) {
	o := newOffice(t)
	one := o.sign(t, o.offered)
	for name, c := range map[string]struct {
		data []byte
		code signature.Code
	}{
		"another document": {o.sign(t, plan(t, "khác")), signature.OtherFile},
		"not signed":       {o.offered, signature.Unsigned},
		"written anew":     {o.sign(t, anew(o.offered)), signature.Rewritten},
		"cut short":        {one[:len(one)-len(one)/100], signature.Unreadable},
		"changed, then signed": {o.sign(t, update(t, o.offered, func(u *pdffile.Update, v *pdffile.View) {
			ref, d := page(t, v, 0)
			d["Contents"] = u.Add(pdffile.Stream{Raw: []byte("BT ET")})
			u.Set(ref, d)
		})), signature.OtherFile},
		"no PDF":              {[]byte("Kính gửi"), signature.Unreadable},
		"empty":               {nil, signature.Unreadable},
		"another, same start": {append(bytes.Clone(o.offered), "x"...), signature.Unreadable},
	} {
		r := signature.Verify(c.data, o.ca.Authorities(), o.want(o.offered))
		if !r.Has(c.code) {
			t.Errorf("%s: found %q, want %s", name, codes(r), c.code)
		}
	}
}

// anew is the same document in other bytes.
func anew(data []byte) []byte {
	return bytes.Replace(data, []byte("/CreationDate (D:2020"), []byte("/CreationDate (D:2021"), 1)
}
