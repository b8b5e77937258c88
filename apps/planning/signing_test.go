package planning_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"vuon/apps/planning"
	"vuon/platform/documents"
	"vuon/platform/documents/register"
	"vuon/platform/documents/signature"
	"vuon/platform/documents/signature/signaturetest"
	"vuon/platform/fault"
	"vuon/platform/tenancy"
)

func TestSigning(t *testing.T) {
	servers := startSigningServers(t)
	for name, test := range map[string]func(*signingOffice){
		"two hands":                   twoHands,
		"refused at the leader":       refusedAtTheLeader,
		"refused at the seal":         refusedAtTheSeal,
		"two chairs at once":          twoChairsAtOnce,
		"taken back and signed again": takenBack,
		"storage away":                func(o *signingOffice) { storageAway(o, servers.s3) },
		"listed certificates":         listedCertificates,
		"known by hash":               knownByHash,
	} {
		t.Run(name, func(t *testing.T) { test(newSigningOffice(t, servers)) })
	}
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func twoHands(o *signingOffice) {
	offered := o.offer()
	if again := o.offer(); !bytes.Equal(offered, again) {
		o.t.Error("the same approval was offered twice in other bytes")
	}
	v, r, err := o.accept("chair", planning.StageLeader, o.signed(offered, o.leader))
	o.must(err)
	if v.State != planning.Approved || len(r.Signatures) != 1 || r.Signatures[0].Trust != signature.Trusted {
		o.t.Errorf("after the leader %s, %+v", v.State, r)
	}
	_, err = o.Issue(o.as("clerk"), district, 2024)
	o.want(err, "signed_digitally")
	v, err = o.Number(o.as("clerk"), district, 2024)
	o.must(err)
	if v.State != planning.Numbered || v.Named() != "01/KH-UBND" {
		o.t.Errorf("numbered: %s %s", v.State, v.Named())
	}
	_, err = o.Number(o.as("clerk"), district, 2024)
	o.want(err, "wrong_state")
	numbered := o.read(o.signing().Numbered.Seq)
	sealed := o.sealed(numbered, o.seal)
	v, r, err = o.accept("clerk", planning.StageSeal, sealed)
	o.must(err)
	if v.State != planning.Issued || len(r.Hands()) != 2 || !r.Good() {
		o.t.Errorf("after the seal %s, %+v", v.State, r)
	}
	o.work()
	// The plan's PDF is the sealed file, byte for byte, and is not made anew.
	body, _, size, err := o.OpenFile(o.as("labour"), district, 2024, 0, "pdf")
	o.must(err)
	o.must(body.Close())
	if size != int64(len(sealed)) {
		o.t.Errorf("the issued PDF has %d bytes, the sealed file %d", size, len(sealed))
	}
	_, err = o.Render(o.as("clerk"), district, 2024, 0, "pdf")
	o.want(err, "sealed")
	g := o.signing()
	for stage, data := range map[planning.Stage][]byte{planning.StageOffer: offered, planning.StageNumbered: numbered, planning.StageSeal: sealed} {
		if f := g.At(stage); f == nil || f.SHA256 != hashOf(data) {
			o.t.Errorf("%s: %+v", stage, f)
		}
	}
	if dir := os.Getenv("VUON_KEEP"); dir != "" { // to look at
		o.must(os.WriteFile(dir+"/plan-sealed.pdf", sealed, 0o600))
	}
}

func refusedAtTheLeader(o *signingOffice) {
	offered := o.offer()
	other := signaturetest.New(o.t, "CA khác", o.clk.Now())
	good := o.signed(offered, o.leader)
	for name, c := range map[string]struct {
		data []byte
		code signature.Code
	}{
		"unsigned":             {offered, signature.Unsigned},
		"wrong person":         {o.signed(offered, o.ca.Hand("Trần Thị Bình", "UBND huyện Krông Nô")), "wrong_person"},
		"expired":              {o.signed(offered, o.ca.Hand(signatory, "", o.ca.Expired)), signature.Expired},
		"untrusted":            {o.signed(offered, other.Hand(signatory, "")), signature.Untrusted},
		"another document":     {o.signed(anotherDocument(o), o.leader), signature.OtherFile},
		"changed afterwards":   {append(bytes.Clone(good), "\n%%EOF\n"...), signature.Unreadable},
		"a byte of it changed": {flipped(good, 3000), signature.Digest},
		"signed twice":         {o.sealed(good, o.leader), "signed_twice"},
		"sealed too early":     {o.sealed(good, o.seal), "too_many"},
		"dated back": {signaturetest.Sign(o.t, offered, o.leader, signaturetest.Options{Field: "ChuKyNguoiKy", At: o.clk.Now().Add(-72 * time.Hour)}),
			"backdated"},
		"cut at 99 %": {good[:len(good)*99/100], signature.Unreadable},
	} {
		_, r, err := o.accept("chair", planning.StageLeader, c.data)
		o.want(err, "signature_refused")
		ours, asked := map[signature.Code]string{"wrong_person": "Người ký không đúng", "signed_twice": "đã ký hai lần",
			"too_many": "nhiều chữ ký hơn", "backdated": "sớm hơn lúc"}[c.code]
		if asked && !because(err, ours) || !asked && !r.Has(c.code) {
			o.t.Errorf("%s: refused because of %v, want %s", name, err, c.code)
		}
	}
	if g := o.signing(); g.Leader != nil {
		o.t.Error("something that was refused was kept")
	}
	_, _, err := o.accept("clerk", planning.StageLeader, good)
	o.want(err, "forbidden")
	_, err = o.Number(o.as("clerk"), district, 2024)
	o.want(err, "not_signed")
	_, _, err = o.accept("chair", planning.StageLeader, good)
	o.must(err)
}

// because reports whether a refusal gives this reason.
func because(err error, reason string) bool {
	return slices.ContainsFunc(fault.From(err).Fields, func(f fault.Field) bool { return strings.Contains(f.Message.VI, reason) })
}

// anotherDocument is one to sign that was not offered here.
func anotherDocument(o *signingOffice) []byte {
	o.t.Helper()
	var b bytes.Buffer
	o.must(documents.PDFToSign(&b, documents.Document{Letterhead: documents.Letterhead{Symbol: "KH-UBND", Place: "Krông Nô"},
		Body: []documents.Block{documents.Text("Khác")}, Signature: documents.Signature{Capacity: []string{"CHỦ TỊCH"}, Name: signatory}}))
	return b.Bytes()
}

// flipped is the file with one byte of its content changed.
func flipped(data []byte, at int) []byte {
	out := bytes.Clone(data)
	at += bytes.Index(out, []byte("stream\n"))
	out[at] ^= 1
	return out
}

func refusedAtTheSeal(o *signingOffice) {
	numbered := o.numbered()
	for name, data := range map[string][]byte{
		"only the leader":    numbered,
		"a person's":         o.sealed(numbered, o.ca.Hand("Trần Thị Bình", "UBND huyện Krông Nô")),
		"another agency's":   o.sealed(numbered, o.ca.Hand("ỦY BAN NHÂN DÂN HUYỆN CƯ JÚT", "")),
		"the leader's again": o.sealed(numbered, o.leader),
		"on the unnumbered":  o.sealed(o.read(o.signing().Leader.Seq), o.seal),
	} {
		_, _, err := o.accept("clerk", planning.StageSeal, data)
		if fault.CodeOf(err) != "signature_refused" {
			o.t.Errorf("%s: %v", name, err)
		}
	}
	v, _, err := o.Signing(o.as("labour"), district, 2024, 0)
	o.must(err)
	if v.State != planning.Numbered {
		o.t.Errorf("the plan is %s", v.State)
	}
}

// Of two leaders who upload at the same time one wins, and the other hears who.
func twoChairsAtOnce(o *signingOffice) {
	offered := o.offer()
	var errs [2]error
	var both sync.WaitGroup
	for i, role := range []string{"chair", "vicechair"} {
		data := o.signed(offered, o.leader)
		both.Go(func() { _, _, errs[i] = o.accept(role, planning.StageLeader, data) })
	}
	both.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		o.t.Fatalf("%v, %v: one has to win", errs[0], errs[1])
	}
	for _, err := range errs {
		if err != nil {
			o.want(err, "signed_already")
		}
	}
}

// A number that was taken back is not used again; the leader's signature on the
// file without a number stays good, and a new approval starts anew.
func takenBack(o *signingOffice) {
	first := o.numbered()
	_, err := o.TakeBack(o.as("clerk"), district, 2024, planning.StepNumber, "Sai ngày")
	o.must(err)
	if g := o.signing(); g.Numbered != nil || g.Leader == nil {
		o.t.Errorf("after the number was taken back: %+v", g)
	}
	v, err := o.Number(o.as("clerk"), district, 2024)
	o.must(err)
	if v.Named() != "02/KH-UBND" {
		o.t.Errorf("numbered %s", v.Named())
	}
	_, _, err = o.accept("clerk", planning.StageSeal, o.sealed(first, o.seal))
	o.want(err, "signature_refused")
	_, err = o.TakeBack(o.as("clerk"), district, 2024, planning.StepNumber, "Sai lần nữa")
	o.must(err)
	_, err = o.TakeBack(o.as("chair"), district, 2024, planning.StepSign, "Ký nhầm")
	o.must(err)
	if g := o.signing(); g.Leader != nil || g.Offer == nil {
		o.t.Errorf("after the signature was taken back: %+v", g)
	}
	_, err = o.Return(o.as("chair"), district, 2024, "Bổ sung", planning.Party{})
	o.must(err)
	o.approve()
	if g := o.signing(); g.Offer != nil || g.Leader != nil {
		o.t.Errorf("a new approval has the files of the old one: %+v", g)
	}
	o.numbered()
}

// While the storage is away nothing is half done, and afterwards it goes on.
func storageAway(o *signingOffice, s3 *wire) {
	good := o.signed(o.offer(), o.leader)
	s3.cut.Store(true)
	_, _, err := o.accept("chair", planning.StageLeader, good)
	s3.cut.Store(false)
	o.want(err, "storage_unavailable")
	if g := o.signing(); g.Leader != nil {
		o.t.Error("kept without a file")
	}
	_, _, err = o.accept("chair", planning.StageLeader, good)
	o.must(err)
}

// What the tenant lists decides, not the names.
func listedCertificates(o *signingOffice) {
	double := o.ca.Hand(signatory, "kẻ trùng tên")
	o.must(o.tenants.Set(o.as("chair"), district, tenancy.DocumentCertificates, map[string]any{
		"leaders": []string{signatory + " = " + o.leader.Certificate.SerialNumber.Text(16)},
		"seal":    []string{"Con dấu = " + hashOf(o.seal.Certificate.Raw)},
	}))
	offered := o.offer()
	_, _, err := o.accept("chair", planning.StageLeader, o.signed(offered, double))
	o.want(err, "signature_refused")
	numbered := o.numbered()
	_, _, err = o.accept("clerk", planning.StageSeal, o.sealed(numbered, o.ca.Hand(agency, "trùng tên")))
	o.want(err, "signature_refused")
	_, _, err = o.accept("clerk", planning.StageSeal, o.sealed(numbered, o.seal))
	o.must(err)
}

// Files of issued plans are known by their hash: in force, superseded, taken back.
func knownByHash(o *signingOffice) {
	sealed := o.sealed(o.numbered(), o.seal)
	_, _, err := o.accept("clerk", planning.StageSeal, sealed)
	o.must(err)
	o.work()
	stands := func(want register.Standing, what string) {
		o.t.Helper()
		list, err := o.register.Check(o.t.Context(), hashOf(sealed))
		if err != nil || len(list) != 1 || list[0].State != want || list[0].Number != 1 || list[0].Form != register.SignedForm {
			o.t.Errorf("%s: %+v, %v; want %s", what, list, err, want)
		}
	}
	stands(register.InForce, "issued")
	d, err := o.Plan(o.as("labour"), district, 2024, 1)
	o.must(err)
	printed := 0
	for _, f := range d.Files {
		if f.Format == "docx" {
			list, err := o.register.Check(o.t.Context(), f.SHA256)
			o.must(err)
			printed += len(list)
		}
	}
	if printed != 1 {
		o.t.Errorf("%d printed files are known", printed)
	}
	_, err = o.Amend(o.as("labour"), district, 2024, "Điều chỉnh")
	o.must(err)
	o.approve()
	next := o.sealed(o.numbered(), o.seal)
	_, _, err = o.accept("clerk", planning.StageSeal, next)
	o.must(err)
	stands(register.Superseded, "amended")
	_, err = o.TakeBack(o.as("clerk"), district, 2024, planning.StepIssue, "Đóng dấu nhầm")
	o.must(err)
	stands(register.InForce, "the amendment taken back")
	again := func(want register.Standing) {
		o.t.Helper()
		list, err := o.register.Check(o.t.Context(), hashOf(next))
		if err != nil || len(list) != 1 || list[0].State != want {
			o.t.Errorf("%+v, %v; want %s", list, err, want)
		}
	}
	again(register.TakenBack)
	o.work() // the DOCX of what was taken back was still to be made
	d, err = o.Plan(o.as("labour"), district, 2024, 2)
	o.must(err)
	for _, f := range d.Files {
		list, err := o.register.Check(o.t.Context(), f.SHA256)
		if f.Version == 2 && (err != nil || len(list) > 0 && list[0].State != register.TakenBack) {
			o.t.Errorf("%s: %+v, %v", f.Format, list, err)
		}
	}
	if _, _, _, err := o.OpenFile(o.as("labour"), district, 2024, 2, "pdf"); fault.CodeOf(err) != "file_not_made" {
		o.t.Errorf("the sealed file is still given out: %v", err)
	}
	_, _, err = o.accept("clerk", planning.StageSeal, next)
	o.must(err)
	again(register.InForce)
	stands(register.Superseded, "amended again")
}
