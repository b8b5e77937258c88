package signature_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vuon/platform/documents"
	"vuon/platform/documents/signature"
	"vuon/platform/documents/signature/signaturetest"
)

// office is a district with a leader, a seal, and a plan to be signed.
type office struct {
	ca           *signaturetest.Authority
	leader, seal signaturetest.Hand
	now          time.Time
	offered      []byte
}

func newOffice(t testing.TB) office {
	t.Helper()
	now := time.Date(2024, 2, 5, 9, 0, 0, 0, time.UTC)
	ca := signaturetest.New(t, "CA công vụ", now)
	return office{ca: ca, now: now, offered: plan(t, "giảm nghèo"),
		leader: ca.Hand("Nguyễn Văn An", "UBND huyện Krông Nô"), seal: ca.Hand("ỦY BAN NHÂN DÂN HUYỆN KRÔNG NÔ", "UBND huyện Krông Nô")}
}

// plan is a small document to sign.
func plan(t testing.TB, about string) []byte {
	t.Helper()
	d := documents.Document{
		Letterhead: documents.Letterhead{Issuer: []string{"ỦY BAN NHÂN DÂN", "HUYỆN KRÔNG NÔ"}, Symbol: "KH-UBND", Place: "Krông Nô", Date: documents.Date{Year: 2024}},
		Type:       "KẾ HOẠCH", Abstract: "Thực hiện Chương trình " + about,
		Recipients: []documents.Recipient{{Text: "Sở LĐ-TB&XH"}, {Text: "Lưu: VT"}},
		Signature:  documents.Signature{Capacity: []string{"KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}, Name: "Nguyễn Văn An"},
	}
	for range 60 {
		d.Body = append(d.Body, documents.Heading{Level: 1, Mark: "I.", Title: "MỤC ĐÍCH"}, documents.Text("Giảm tỷ lệ hộ nghèo đa chiều của huyện."))
	}
	var b bytes.Buffer
	if err := documents.PDFToSign(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (o office) sign(t testing.TB, data []byte) []byte {
	t.Helper()
	return signaturetest.Sign(t, data, o.leader, signaturetest.Options{Field: documents.FieldLeader, At: o.now, Picture: signaturetest.Line})
}

func (o office) number(t testing.TB, data []byte) []byte {
	t.Helper()
	out, err := documents.Number(data, 7, documents.Date{Year: 2024, Month: 2, Day: 5})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (o office) stamp(t testing.TB, data []byte) []byte {
	t.Helper()
	return signaturetest.Sign(t, data, o.seal, signaturetest.Options{Field: documents.FieldSeal, At: o.now.Add(time.Hour), Picture: signaturetest.Seal})
}

func (o office) want(offered []byte) signature.Expectation {
	return signature.Expectation{Now: o.now.Add(2 * time.Hour), Offered: offered, Fill: documents.NumberFields(7, documents.Date{Year: 2024, Month: 2, Day: 5})}
}

func codes(r signature.Report) string {
	var list []string
	for _, p := range r.All() {
		list = append(list, string(p.Code))
	}
	return strings.Join(list, " ")
}

// The way of a document: signed, numbered, sealed; both signatures hold to the end.
func TestTwoHands(t *testing.T) {
	o := newOffice(t)
	one := o.sign(t, o.offered)
	r := signature.Verify(one, o.ca.Authorities(), o.want(o.offered))
	if !r.Good() || len(r.Signatures) != 1 || !r.Signatures[0].Whole {
		t.Fatalf("after the leader: %+v", r)
	}
	numbered := o.number(t, one)
	two := o.stamp(t, numbered)
	r = signature.Verify(two, o.ca.Authorities(), o.want(numbered))
	if !r.Good() || len(r.Signatures) != 2 {
		t.Fatalf("after the seal: %s %+v", codes(r), r)
	}
	leader, seal := r.Signatures[0], r.Signatures[1]
	if leader.Signer.Name != "Nguyễn Văn An" || leader.Whole || leader.Trust != signature.Trusted || !leader.Intact || !leader.Genuine ||
		!leader.Claimed.Equal(o.now) || leader.Signer.Issuer != "CA công vụ G2" || leader.Field != documents.FieldLeader {
		t.Errorf("the leader: %+v", leader)
	}
	var later []string
	for _, c := range leader.Later {
		later = append(later, c.What.VI)
	}
	for _, want := range []string{"ô «SoVanBan» được điền 07", "ô «Ngay» được điền 05", "ô «Thang» được điền 02", "thêm chữ ký"} {
		if !strings.Contains(strings.Join(later, "; "), want) {
			t.Errorf("after the leader's signature: %q lacks %q", later, want)
		}
	}
	if !seal.Whole || seal.Signer.Organisation != "UBND huyện Krông Nô" || len(seal.Later) != 0 {
		t.Errorf("the seal: %+v", seal)
	}
	if dir := os.Getenv("VUON_KEEP"); dir != "" { // to look at
		if err := os.WriteFile(filepath.Join(dir, "two-hands.pdf"), two, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
