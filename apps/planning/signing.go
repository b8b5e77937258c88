package planning

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"time"

	"vuon/platform/database"
	"vuon/platform/documents"
	"vuon/platform/documents/signature"
	"vuon/platform/i18n"
	"vuon/platform/storage"
	"vuon/platform/tenancy"
)

// Stage says which of the files of signing one is.
type Stage string

// The stages, in their order.
const (
	StageOffer    Stage = "offer"    // to be signed by the leader: no number, no date
	StageLeader   Stage = "leader"   // with the leader's signature
	StageNumbered Stage = "numbered" // that, with number and date filled in
	StageSeal     Stage = "seal"     // with the agency's seal too: the issued document
)

// MaxSigned is how large a signed PDF may be, in bytes.
const MaxSigned = 32 << 20

// SigningFile is a file of signing with two hands. None is ever changed.
type SigningFile struct {
	Seq      int               `json:"seq"`
	Stage    Stage             `json:"stage"`
	Approval int               `json:"-"` // seq of the step by which the version was approved
	Step     int               `json:"-"` // seq of the step that brought it; 0: an offer
	Key      string            `json:"-"`
	SHA256   string            `json:"sha256"`
	Size     int64             `json:"size"`
	Heading  tenancy.Heading   `json:"-"` // as it is printed
	Dated    int               `json:"-"` // the year that is printed
	Report   *signature.Report `json:"report,omitempty"`
	MadeAt   time.Time         `json:"made_at"`
	Account  string            `json:"-"`
	Actor    string            `json:"actor"`
}

// Signing is how far the signing of a version has come: the file of each stage
// that counts. What was taken back, or belongs to an earlier approval, does not.
type Signing struct {
	Offer, Leader, Numbered, Seal *SigningFile

	approval int // seq of the approval; 0: not approved
}

// At is the file of a stage, nil when there is none.
func (g Signing) At(stage Stage) *SigningFile {
	return map[Stage]*SigningFile{StageOffer: g.Offer, StageLeader: g.Leader, StageNumbered: g.Numbered, StageSeal: g.Seal}[stage]
}

// signingOf sorts the files of a version out by the steps that stand.
func signingOf(files []SigningFile, steps []StepRecord) (g Signing) {
	stands := map[int]bool{0: true}
	for _, step := range steps {
		stands[step.Seq] = true
		if step.Step == StepApprove {
			g.approval = step.Seq
		}
	}
	for _, f := range files {
		if f.Approval != g.approval || !stands[f.Step] {
			continue
		}
		switch f.Stage {
		case StageOffer:
			g.Offer = &f
		case StageLeader:
			g.Leader = &f
		case StageNumbered:
			g.Numbered = &f
		case StageSeal:
			g.Seal = &f
		}
	}
	return g
}

// leaderSigned reports whether the leader's signature stands for the approval
// that stands; steps are those that were not taken back.
func leaderSigned(steps []StepRecord) (signed bool) {
	for _, step := range steps {
		signed = step.Step == StepSign || signed && step.Step != StepApprove && step.Step != StepReturn
	}
	return signed
}

// signing reads how far the signing of a version has come.
func (s *Service) signing(ctx context.Context, tx database.Tx, v Version) (g Signing, err error) {
	files, err := s.store.signings(ctx, tx, v.Year, v.Version)
	if err != nil {
		return g, err
	}
	steps, err := s.store.steps(ctx, tx, v.Year)
	return signingOf(files, standing(steps, v.Version)), err
}

// Signing tells how far the signing of a version (0: the latest) has come.
func (s *Service) Signing(ctx context.Context, tenant string, year, version int) (v Version, g Signing, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		if v, err = s.store.version(ctx, tx, year, which(version), false); err != nil {
			return err
		}
		g, err = s.signing(ctx, tx, v)
		return err
	})
	return v, g, err
}

// OfferForSigning makes the PDF that the leader signs, once an approval: with
// room for number, date, signature and seal. Faults: wrong_state and those of
// the storage.
func (s *Service) OfferForSigning(ctx context.Context, tenant string, year int) (f SigningFile, err error) {
	err = s.steps(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		v, err := s.locked(ctx, tx, year, StepSign)
		if err != nil {
			return err
		}
		g, err := s.signing(ctx, tx, v)
		if err != nil {
			return err
		}
		if g.Leader != nil {
			return faultSignedAlready(*g.Leader)
		}
		if g.Offer != nil {
			f = *g.Offer
			return nil
		}
		f, err = s.offer(ctx, tx, v, g)
		return err
	})
	return f, err
}

// offer makes and keeps the PDF to sign. The year that it prints is the one in
// which it is made: the number is given out in the same.
func (s *Service) offer(ctx context.Context, tx database.Tx, v Version, g Signing) (f SigningFile, err error) {
	if f.Heading, err = s.heading(ctx, v.Tenant); err != nil {
		return f, err
	}
	d := document(v, f.Heading)
	f.Dated = s.Clock.Now().In(i18n.Zone()).Year()
	d.Letterhead.Date = documents.Date{Year: f.Dated}
	var file bytes.Buffer
	if err := documents.PDFToSign(&file, d); err != nil {
		return f, err
	}
	f.Stage, f.Approval = StageOffer, g.approval
	return s.keepSigning(ctx, tx, v, f, file.Bytes())
}

// keepSigning puts a file of signing into storage, where nobody can delete or
// change it before its time, and notes it.
func (s *Service) keepSigning(ctx context.Context, tx database.Tx, v Version, f SigningFile, data []byte) (SigningFile, error) {
	f.MadeAt = s.Clock.Now()
	f.Account, f.Actor = who(ctx)
	key := fmt.Sprintf("plans/%d/v%d/signing/a%d-s%d-%s.pdf", v.Year, v.Version, f.Approval, f.Step, f.Stage)
	object, err := s.Storage.Put(ctx, v.Tenant, key, bytes.NewReader(data), storage.PutOptions{Name: signingName(v, f.Stage),
		MaxBytes: MaxSigned + MaxSigned/8, Types: []string{storage.TypePDF}, LockUntil: f.MadeAt.AddDate(lockYears, 0, 0)})
	if err != nil {
		return f, err
	}
	f.Key, f.SHA256, f.Size = object.Key, object.SHA256, object.Size
	return s.store.addSigning(ctx, tx, v.Year, v.Version, f)
}

// signingName is how a file is called when it is downloaded.
func signingName(v Version, stage Stage) string {
	word := map[Stage]string{StageOffer: "trinh-ky", StageLeader: "lanh-dao-da-ky", StageNumbered: "cho-dong-dau", StageSeal: "da-ky-so"}[stage]
	return fmt.Sprintf("KH-%s-%d-b%d-%s.pdf", v.Tenant, v.Year, v.Version, word)
}

// OpenSigning opens a file of signing for whoever may read the plan. Fault
// file_not_made.
func (s *Service) OpenSigning(ctx context.Context, tenant string, year, version, seq int) (body io.ReadCloser, name string, size int64, err error) {
	var key string
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		v, err := s.store.version(ctx, tx, year, which(version), false)
		if err != nil {
			return err
		}
		files, err := s.store.signings(ctx, tx, year, v.Version)
		for _, f := range files {
			if f.Seq == seq {
				key, name = f.Key, signingName(v, f.Stage)
			}
		}
		return err
	})
	if err == nil && key == "" {
		err = faultNoFile()
	}
	if err != nil {
		return nil, "", 0, err
	}
	body, object, err := s.Storage.Open(ctx, tenant, key)
	return body, name, object.Size, err
}

// signingBytes reads a file of signing whole.
func (s *Service) signingBytes(ctx context.Context, tenant string, f SigningFile) (data []byte, err error) {
	body, _, err := s.Storage.Open(ctx, tenant, f.Key)
	if err != nil {
		return nil, err
	}
	defer func() {
		if e := body.Close(); err == nil {
			err = e
		}
	}()
	return io.ReadAll(io.LimitReader(body, 2*MaxSigned))
}
