package planning

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"vuon/platform/documents"
	"vuon/platform/documents/signature"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/text"
)

// What can be wrong with a hand, beside what is wrong with a signature.
const (
	wrongPerson signature.Code = "wrong_person"
	wrongSeal   signature.Code = "wrong_seal"
	twice       signature.Code = "signed_twice"
	tooMany     signature.Code = "too_many"
	backdated   signature.Code = "backdated"
)

// handRules is what a signed file has to be at a stage: whose hand, on which
// document, and when.
type handRules struct {
	stage     Stage
	now       time.Time
	offered   time.Time // when the file was offered
	signatory string    // as the plan names who signs
	issuer    string    // as the heading names the agency, lines apart by \n
	fill      map[string]string
	held      tenancy.Certificates
}

// expectation is what the verification has to know.
func (h handRules) expectation(offered []byte) signature.Expectation {
	e := signature.Expectation{Now: h.now, Offered: offered, Fill: h.fill}
	if h.stage == StageLeader {
		e.Fill, e.Next = nil, []string{documents.FieldNumber, documents.FieldDay, documents.FieldMonth}
	}
	return e
}

// skew is how far the clock of a signing machine may be off.
const skew = 10 * time.Minute

// judge lists why the file is not accepted; none: it is.
func (h handRules) judge(r signature.Report) []signature.Problem {
	problems := r.All()
	hands := r.Hands()
	want := 1
	if h.stage == StageSeal {
		want = 2
	}
	switch {
	case len(hands) == 0:
		return problems
	case len(hands) < want:
		return append(problems, signature.Problem{Code: signature.Unsigned, Text: i18n.T("Tệp chưa có chữ ký số của cơ quan (con dấu).", "The agency's seal is missing.")})
	case len(hands) > want:
		problems = append(problems, signature.Problem{Code: tooMany, Text: i18n.T("Tệp có nhiều chữ ký hơn quy định của bước này. Hãy ký một lần trên bản đã tải về.", "The file has more signatures than this step asks for. Sign the downloaded file once.")})
	}
	last := hands[len(hands)-1]
	if last.Certificate == nil && last.Signer.Fingerprint == "" {
		return problems // its signature could not be read, and that is said
	}
	problems = append(problems, h.when(last)...)
	for _, other := range hands[:len(hands)-1] {
		if other.Signer.Fingerprint == last.Signer.Fingerprint {
			problems = append(problems, signature.Problem{Code: twice, Text: i18n.T("Cùng một chứng thư số đã ký hai lần; chữ ký của lãnh đạo và con dấu của cơ quan phải là hai chứng thư khác nhau.", "The same certificate signed twice; the leader's signature and the agency's seal are two certificates.")})
		}
	}
	if h.stage == StageLeader {
		return append(problems, h.leader(last.Signer)...)
	}
	return append(problems, h.seal(last.Signer)...)
}

// when holds the claimed time against what is known: between offer and now, with
// a certificate that is valid now, whatever time is claimed.
func (h handRules) when(s signature.Signature) (problems []signature.Problem) {
	if !s.Claimed.IsZero() && s.Claimed.Before(h.offered.Add(-skew)) {
		problems = append(problems, signature.Problem{Code: backdated, Text: i18n.T("Thời điểm ký ghi trong chữ ký sớm hơn lúc bản trình ký được lập. Hãy chỉnh đồng hồ của máy ký rồi ký lại.", "The claimed time is earlier than the document was made. Set the clock of the signing machine and sign again.")})
	}
	late := h.now.After(s.Signer.Until) && !slices.ContainsFunc(s.Problems, func(p signature.Problem) bool { return p.Code == signature.Expired })
	if late {
		problems = append(problems, signature.Problem{Code: signature.Expired, Text: i18n.T("Chứng thư số đã hết hạn ngày "+i18n.Date(s.Signer.Until)+".", "The certificate expired on "+i18n.Date(s.Signer.Until)+".")})
	}
	return problems
}

// leader asks for the person that the plan names: with one of the certificates
// that the tenant lists for that person, or with any in that name.
func (h handRules) leader(p signature.Person) []signature.Problem {
	if listed(h.held.Leaders, h.signatory, p, sameName(p.Name, h.signatory)) {
		return nil
	}
	who := cmp.Or(p.Name, p.Serial)
	return []signature.Problem{{Code: wrongPerson, Text: i18n.T("Người ký không đúng: chứng thư số của «"+who+"», kế hoạch do «"+h.signatory+"» ký.",
		"The wrong person signed: the certificate is of "+who+", the plan is to be signed by "+h.signatory+".")}}
}

// seal asks for the agency of the heading.
func (h handRules) seal(p signature.Person) []signature.Problem {
	agency := strings.Join(strings.Fields(h.issuer), " ")
	ok := sameName(p.Name, agency)
	if len(h.held.Seal) > 0 {
		ok = slices.ContainsFunc(h.held.Seal, func(c tenancy.HeldCertificate) bool { return c.Matches(p.Serial, p.Fingerprint) })
	}
	if ok {
		return nil
	}
	who := cmp.Or(p.Name, p.Serial)
	return []signature.Problem{{Code: wrongSeal, Text: i18n.T("Con dấu không đúng: chứng thư số của «"+who+"», không phải của «"+agency+"».",
		"The wrong seal: the certificate is of "+who+", not of "+agency+".")}}
}

// listed reports whether the certificate is one of the holder's, or, when none is
// listed for the holder, what otherwise is said.
func listed(list []tenancy.HeldCertificate, holder string, p signature.Person, otherwise bool) bool {
	found := false
	for _, c := range list {
		if !sameName(c.Holder(), holder) {
			continue
		}
		if c.Matches(p.Serial, p.Fingerprint) {
			return true
		}
		found = true
	}
	return !found && otherwise
}

// sameName compares names as people write them: whatever the case, "UBND" for
// "Ủy ban nhân dân", but with every diacritic.
func sameName(a, b string) bool {
	norm := func(s string) string {
		s = strings.Join(strings.Fields(strings.ToLower(text.NFC(s))), " ")
		s = strings.ReplaceAll(s, "uỷ ban", "ủy ban")
		return strings.ReplaceAll(s, "ubnd", "ủy ban nhân dân")
	}
	return norm(a) != "" && norm(a) == norm(b)
}
