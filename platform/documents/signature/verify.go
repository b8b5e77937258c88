package signature

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"vuon/platform/documents/pdffile"
)

// MaxSize is the largest file that is looked at, in bytes.
const MaxSize = 64 << 20

// maxSignatures bounds how many signatures of a file are looked at.
const maxSignatures = 10

// Expectation is what the caller knows of the file.
type Expectation struct {
	Now     time.Time         // zero is not allowed: certificates are judged by it
	Offered []byte            // the file must begin with exactly these bytes; nil: any file
	Fill    map[string]string // text fields that may be filled after signing, and with what ("": anything)
	Next    []string          // text fields that have yet to be filled: nobody may have locked them; nil: nothing follows
}

// Verify looks at every signature of a PDF. It never fails: what cannot be read
// is a problem in the report.
func Verify(data []byte, authorities *Authorities, want Expectation) (r Report) {
	sum := sha256.Sum256(data)
	r = Report{SHA256: hex.EncodeToString(sum[:]), Size: int64(len(data))}
	defer func() {
		if recover() != nil { // parsers of what strangers send
			r.Signatures, r.Problems = nil, []Problem{problem(Unreadable)}
		}
	}()
	if len(data) > MaxSize {
		r.Problems = []Problem{problem(Unreadable)}
		return r
	}
	if want.Offered != nil && !bytes.HasPrefix(data, want.Offered) {
		r.Problems = append(r.Problems, problem(otherThan(data, want)))
	}
	if err := r.read(data, authorities, want); err != nil {
		r.Problems = append(r.Problems, problem(Unreadable))
	}
	return r
}

// otherThan tells a file that a tool wrote anew from one that is another document.
func otherThan(data []byte, want Expectation) Code {
	was, err := pdffile.Parse(want.Offered)
	if err != nil {
		return OtherFile
	}
	is, err := pdffile.Parse(data)
	if err != nil {
		return OtherFile
	}
	changes, err := compare(was.Newest(), is.Newest(), want.Fill)
	if err != nil || slices.ContainsFunc(changes, func(c Change) bool { return !c.Allowed }) {
		return OtherFile
	}
	return Rewritten
}

func (r *Report) read(data []byte, authorities *Authorities, want Expectation) error {
	f, err := pdffile.Parse(data)
	if err != nil {
		return err
	}
	r.Revisions = len(f.Revisions)
	newest := f.Newest()
	if err := r.sinceOffered(f, newest, want); err != nil {
		return err
	}
	now, err := signed(newest)
	if err != nil {
		return err
	}
	if len(now) > maxSignatures {
		return pdffile.ErrMalformed
	}
	if err := r.removed(f, now); err != nil {
		return err
	}
	for _, s := range now {
		got, err := verifyOne(f, newest, s, authorities, want)
		if err != nil {
			return err
		}
		r.Signatures = append(r.Signatures, got)
	}
	slices.SortStableFunc(r.Signatures, func(a, b Signature) int { return int(a.Covers - b.Covers) })
	if len(r.Hands()) == 0 {
		r.Problems = append(r.Problems, problem(Unsigned))
	}
	return nil
}

// sinceOffered compares the document that was offered with the one that came
// back: what stood between the two before the first signature was signed too.
func (r *Report) sinceOffered(f *pdffile.File, newest *pdffile.View, want Expectation) error {
	if want.Offered == nil || len(r.Problems) > 0 {
		return nil
	}
	n := slices.IndexFunc(f.Revisions, func(r pdffile.Revision) bool {
		return lineEndCut(f.Data, r.End) == lineEndCut(f.Data, len(want.Offered))
	})
	if n < 0 {
		r.Problems = append(r.Problems, problem(OtherFile))
		return nil
	}
	changes, err := compare(f.View(n), newest, want.Fill)
	if err != nil {
		return err
	}
	for _, change := range changes {
		if !change.Allowed {
			p := changed(change.What)
			p.Code = OtherFile
			p.Text.VI = "Văn bản khác với bản đã tải về. Chỗ khác: " + change.What.VI + "."
			p.Text.EN = "The document differs from the one downloaded here in: " + change.What.EN + "."
			r.Problems = append(r.Problems, p)
			return nil
		}
	}
	return nil
}

// removed looks for signatures of earlier saves that are not there any more.
func (r *Report) removed(f *pdffile.File, now []sigField) error {
	for n := range len(f.Revisions) - 1 {
		before, err := signed(f.View(n))
		if err != nil {
			return err
		}
		for _, s := range before {
			if !slices.ContainsFunc(now, func(o sigField) bool { return o.name == s.name && o.value == s.value }) {
				r.Problems = append(r.Problems, problem(Removed))
				return nil
			}
		}
	}
	return nil
}

// verifyOne looks at one signature.
func verifyOne(f *pdffile.File, newest *pdffile.View, field sigField, authorities *Authorities, want Expectation) (s Signature, err error) {
	s = Signature{Field: field.name, Kind: kindSignature, Trust: TrustNotChecked, Claimed: dictTime(field.dict["M"])}
	c, ok := ranges(f, newest, field)
	if !ok {
		s.add(Ranges)
		return s, nil
	}
	s.Covers, s.Revision, s.Whole = int64(c.end), c.revision+1, c.revision == len(f.Revisions)-1
	switch field.dict["SubFilter"] {
	case pdffile.Name("adbe.pkcs7.detached"), pdffile.Name("ETSI.CAdES.detached"):
	case pdffile.Name("ETSI.RFC3161"):
		s.Kind = kindTimestamp
	default:
		s.add(Unsupported)
		return s, nil
	}
	if err := s.changes(f, newest, c, want); err != nil {
		return s, err
	}
	if s.Kind == kindTimestamp { // noted, not verified
		return s, nil
	}
	der, _ := field.dict["Contents"].(pdffile.Text)
	content := append(slices.Clip(slices.Clone(f.Data[:c.gapStart])), f.Data[c.gapEnd:c.end]...)
	p := s.sealed([]byte(der), content)
	if s.Certificate != nil && p != nil {
		s.certificate(authorities, p.Certificates, want.Now)
	}
	s.locks(f.View(c.revision), field, want)
	return s, nil
}

// changes compares the document as it was signed with the document as it is.
func (s *Signature) changes(f *pdffile.File, newest *pdffile.View, c covered, want Expectation) error {
	signedView := f.View(c.revision)
	hides, err := overlays(signedView, s.Field)
	if err != nil {
		return err
	}
	if hides {
		s.add(Overlay)
	}
	if s.Whole {
		return nil
	}
	if s.Later, err = compare(signedView, newest, want.Fill); err != nil {
		return err
	}
	for _, change := range s.Later {
		if !change.Allowed {
			s.Problems = append(s.Problems, changed(change.What))
			return nil
		}
	}
	return nil
}

// add notes a problem, once.
func (s *Signature) add(code Code) {
	if !slices.ContainsFunc(s.Problems, func(p Problem) bool { return p.Code == code }) {
		s.Problems = append(s.Problems, problem(code))
	}
}
