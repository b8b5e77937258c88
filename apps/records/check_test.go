package records_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"testing"
	"time"

	"vuon/platform/database"
	"vuon/platform/documents"
	"vuon/platform/documents/register"
	"vuon/platform/documents/signature/signaturetest"
)

// Whoever has a file learns what stands on it, without signing in; the file is
// not kept.
func TestCheckingAFile(t *testing.T) {
	o := newOffice(t)
	var offered bytes.Buffer
	o.must(documents.PDFToSign(&offered, documents.Document{Letterhead: documents.Letterhead{Symbol: "KH-UBND", Place: "Krông Nô"},
		Body: []documents.Block{documents.Text("Nội dung")}, Signature: documents.Signature{Capacity: []string{"CHỦ TỊCH"}, Name: "Nguyễn Xuân Danh"}}))
	ca := signaturetest.New(t, "CA công vụ", o.clk.Now())
	signed := signaturetest.Sign(t, offered.Bytes(), ca.Hand("Nguyễn Xuân Danh", "UBND"), signaturetest.Options{Field: documents.FieldLeader, At: o.clk.Now()})
	sum := sha256.Sum256(signed)
	o.must(o.DB.InTenant(t.Context(), "krong-no", func(ctx context.Context, tx database.Tx) error {
		return o.Register.Publish(ctx, tx, register.Published{SHA256: hex.EncodeToString(sum[:]), Object: "plan", ObjectID: "2024/1", Issuer: "UBND huyện Krông Nô",
			Kind: "KH", Number: 7, Symbol: "KH-UBND", Dated: time.Date(2024, 2, 5, 0, 0, 0, 0, time.UTC), Abstract: "Kế hoạch", Form: register.SignedForm})
	}))
	used, _, err := o.Storage.Usage(t.Context(), "krong-no")
	o.must(err)

	c, err := o.CheckFile(t.Context(), bytes.NewReader(signed))
	o.must(err)
	if len(c.Known) != 1 || c.Known[0].Number != 7 || c.Report == nil || !c.Report.Good() {
		t.Errorf("the issued file: %+v", c)
	}
	byHash, err := o.CheckHash(t.Context(), c.SHA256)
	if err != nil || len(byHash.Known) != 1 {
		t.Errorf("asked by hash: %+v, %v", byHash, err)
	}
	signed[len(signed)/2] ^= 1
	c, err = o.CheckFile(t.Context(), bytes.NewReader(signed))
	if err != nil || len(c.Known) != 0 || c.Report == nil || c.Report.Good() {
		t.Errorf("one bit changed: %+v, %v", c, err)
	}
	c, err = o.CheckFile(t.Context(), bytes.NewReader([]byte("không phải PDF")))
	if err != nil || len(c.Known) != 0 || c.Report != nil {
		t.Errorf("no PDF: %+v, %v", c, err)
	}
	_, err = o.CheckFile(t.Context(), bytes.NewReader(make([]byte, 33<<20)))
	o.want(err, "file_too_large")
	if after, _, err := o.Storage.Usage(t.Context(), "krong-no"); err != nil || after != used {
		t.Errorf("%d bytes were kept, %v", after-used, err)
	}
}
