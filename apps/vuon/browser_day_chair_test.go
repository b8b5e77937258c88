package main

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"vuon/apps/planning"
	"vuon/platform/documents"
	"vuon/platform/documents/signature/signaturetest"
)

// The chair of Đắk R'Lấp returns a plan with a remark that names who must act,
// approves it when it comes again, and signs it with the office's own tool: an
// unsigned file is refused with the reason, the signed one is taken.
func TestBrowserDayChair(t *testing.T) {
	days(t, "dak-rlap", 2085, func(d day) {
		d.toAppraisal()
		d.taken("finance", "appraise")
		d.begin("chair")
		d.leave(`main a[href$="`+d.plan("")+`"]`, "Phê duyệt")
		d.unfold("#remark-return")
		d.set("#remark-return", "Nêu rõ cơ quan chủ trì Dự án 2.")
		d.send("/return", "Đã trả lại kế hoạch kèm lý do.")
		d.inState(planning.Returned)
		d.taken("labour", "submit", "finance", "appraise")
		d.visit(d.plan(""), "Phê duyệt")
		d.send("/approve", "Đã phê duyệt kế hoạch.")
		version := d.inState(planning.Approved)

		d.visit(d.plan("/signing"), "Tải bản trình ký")
		offered := d.download("/t/"+d.tenant+d.plan("/signing/offer"), "POST")
		d.meant = "status of 422"
		d.uploadSigned("leader", offered)
		d.text("chữ ký") // of the refusal: there is none in it
		d.check("an unsigned file")
		if d.signing().Leader != nil {
			d.t.Fatal("an unsigned file was taken")
		}
		d.uploadSigned("leader", d.signedBy(offered, string(version.Plan.Signatory.Name), documents.FieldLeader))
		d.until(`document.querySelector(".sign-hash") !== null`)
		d.check("a signed plan")
		if g := d.signing(); g.Leader == nil {
			d.t.Error("the signed file is not on the server")
		}
	})
}

// toAppraisal drafts the plan of a district that consults and appraises, and
// submits it.
func (d day) toAppraisal() {
	d.t.Helper()
	d.drafted()
	_, err := d.s.d.apps.planning.Consult(d.by("labour"), d.tenant, d.year, planning.Asking{Offices: []string{"health"}})
	if err == nil {
		_, err = d.s.d.apps.planning.Conclude(d.by("labour"), d.tenant, d.year)
	}
	if err != nil {
		d.t.Fatal(err)
	}
	d.taken("labour", "submit")
}

// uploadSigned sends a file on the page of signing.
func (d day) uploadSigned(stage string, data []byte) {
	d.t.Helper()
	form := fmt.Sprintf(`form[action$="/signing/%s"]`, stage)
	d.mark(form)
	d.do(chromedp.SetUploadFiles(form+" input[type=file]", []string{d.file("ke-hoach.pdf", data)}), chromedp.Click(form+" button[type=submit]"))
	d.answered()
}

// signedBy signs as the tool of an office does.
func (d day) signedBy(data []byte, name, field string) []byte {
	d.t.Helper()
	now := d.s.d.clock.Now().Add(-time.Second) // signatures tell seconds, and none may be of tomorrow
	hand := signaturetest.New(d.t, "CA công vụ", now).Hand(name, "UBND huyện")
	picture := signaturetest.Line
	if field == documents.FieldSeal {
		picture = signaturetest.Seal
	}
	return signaturetest.Sign(d.t, data, hand, signaturetest.Options{Field: field, At: d.s.d.clock.Now(), Picture: picture})
}

func (d day) signing() planning.Signing {
	d.t.Helper()
	_, g, err := d.s.d.apps.planning.Signing(operator(d.t), d.tenant, d.year, 0)
	if err != nil {
		d.t.Fatal(err)
	}
	return g
}

// leaderSigned takes the plan on the server as far as the leader's signature.
func (d day) leaderSigned() {
	d.t.Helper()
	p := d.s.d.apps.planning
	d.toAppraisal()
	d.taken("finance", "appraise", "chair", "approve")
	f, err := p.OfferForSigning(d.by("chair"), d.tenant, d.year)
	if err != nil {
		d.t.Fatal(err)
	}
	body, _, _, err := p.OpenSigning(d.by("chair"), d.tenant, d.year, 0, f.Seq)
	if err != nil {
		d.t.Fatal(err)
	}
	defer body.Close()
	var offered bytes.Buffer
	if _, err := offered.ReadFrom(body); err != nil {
		d.t.Fatal(err)
	}
	signed := d.signedBy(offered.Bytes(), string(d.stands().Version.Plan.Signatory.Name), documents.FieldLeader)
	if _, _, err := p.AcceptSigned(d.by("chair"), d.tenant, d.year, planning.StageLeader,
		planning.Upload{Name: "ky.pdf", Size: int64(len(signed)), Body: bytes.NewReader(signed)}); err != nil {
		d.t.Fatal(err)
	}
}
