package planning

import (
	"context"
	"fmt"
	"io"
	"time"

	"vuon/platform/database"
	"vuon/platform/documents"
	"vuon/platform/documents/register"
	"vuon/platform/documents/signature"
	"vuon/platform/tenancy"
)

// AcceptSigned takes the PDF that came back signed: by the leader (StageLeader),
// or with the agency's seal (StageSeal), which issues the plan. The report says
// what was found, also when the file is refused. Faults: signature_refused with
// the reasons, wrong_state, signed_already, file_too_large and those of the storage.
func (s *Service) AcceptSigned(ctx context.Context, tenant string, year int, stage Stage, up Upload) (v Version, r signature.Report, err error) {
	data, err := readSigned(up)
	if err != nil {
		return v, r, err
	}
	var base SigningFile
	err = s.steps(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		v, base, err = s.awaited(ctx, tx, year, stage)
		return err
	})
	if err != nil {
		return v, r, err
	}
	offered, err := s.signingBytes(ctx, tenant, base)
	if err != nil {
		return v, r, err
	}
	rules, err := s.handRules(ctx, v, stage, base)
	if err != nil {
		return v, r, err
	}
	r = signature.Verify(data, s.Authorities, rules.expectation(offered))
	if problems := rules.judge(r); len(problems) > 0 {
		return v, r, faultSignature(problems)
	}
	err = s.steps(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		now, still, err := s.awaited(ctx, tx, year, stage)
		if err != nil {
			return err
		}
		if still.Seq != base.Seq {
			return faultSigningMoved()
		}
		v = now
		return s.accept(ctx, tx, &v, stage, base, data, r)
	})
	return v, r, err
}

// readSigned reads an upload whole, within its bounds.
func readSigned(up Upload) ([]byte, error) {
	if up.Size > MaxSigned {
		return nil, faultSignedTooLarge()
	}
	data := make([]byte, max(up.Size, 0))
	if n, err := up.Body.ReadAt(data, 0); err != nil && (err != io.EOF || n < len(data)) {
		return nil, faultUploadCut()
	}
	return data, nil
}

// stepOf is the step by which a signed file is accepted.
func stepOf(stage Stage) Step {
	if stage == StageLeader {
		return StepSign
	}
	return StepIssue
}

// awaited is the version that waits for a signed file, locked, and the file that
// was offered for it.
func (s *Service) awaited(ctx context.Context, tx database.Tx, year int, stage Stage) (v Version, base SigningFile, err error) {
	if v, err = s.locked(ctx, tx, year, stepOf(stage)); err != nil {
		return v, base, err
	}
	g, err := s.signing(ctx, tx, v)
	if err != nil {
		return v, base, err
	}
	switch {
	case stage == StageLeader && g.Leader != nil:
		return v, base, faultSignedAlready(*g.Leader)
	case stage == StageLeader && g.Offer != nil:
		return v, *g.Offer, nil
	case stage == StageSeal && v.State == Numbered && g.Numbered != nil:
		return v, *g.Numbered, nil
	}
	return v, base, faultNotOffered()
}

// accept keeps the signed file and takes the step that it stands for.
func (s *Service) accept(ctx context.Context, tx database.Tx, v *Version, stage Stage, base SigningFile, data []byte, r signature.Report) error {
	f := SigningFile{Stage: stage, Approval: base.Approval, Heading: base.Heading, Dated: base.Dated, Report: &r}
	if stage == StageLeader {
		hands := r.Hands()
		if err := s.move(ctx, tx, v, StepRecord{Step: StepSign, Remark: hands[len(hands)-1].Signer.Name}); err != nil {
			return err
		}
		_, err := s.keepStep(ctx, tx, *v, f, data)
		return err
	}
	if err := s.putInForce(ctx, tx, v); err != nil {
		return err
	}
	f, err := s.keepStep(ctx, tx, *v, f, data)
	if err != nil {
		return err
	}
	until := f.MadeAt.AddDate(lockYears, 0, 0)
	err = s.store.addFile(ctx, tx, v.Year, File{Version: v.Version, Revision: v.Revision, Format: "pdf", Key: f.Key, SHA256: f.SHA256,
		Size: f.Size, MadeAt: f.MadeAt, LockedUntil: &until})
	if err != nil {
		return err
	}
	if err := s.publish(ctx, tx, *v, f.SHA256, register.SignedForm); err != nil {
		return err
	}
	_, err = s.enqueueRender(ctx, tx, *v, "docx")
	return err
}

// keepStep keeps the file that the version's last step brought.
func (s *Service) keepStep(ctx context.Context, tx database.Tx, v Version, f SigningFile, data []byte) (SigningFile, error) {
	steps, err := s.store.steps(ctx, tx, v.Year)
	if err != nil {
		return f, err
	}
	for _, step := range steps {
		if step.Version == v.Version {
			f.Step = max(f.Step, step.Seq)
		}
	}
	return s.keepSigning(ctx, tx, v, f, data)
}

// Number gives the plan that the leader signed its number and date, and writes
// them into the signed PDF, whose signature stays good. The plan then waits for
// the agency's seal. Faults: wrong_state, not_signed, heading_changed, year_over.
func (s *Service) Number(ctx context.Context, tenant string, year int) (v Version, err error) {
	err = s.steps(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if v, err = s.locked(ctx, tx, year, StepNumber); err != nil {
			return err
		}
		g, err := s.signing(ctx, tx, v)
		if err != nil {
			return err
		}
		if g.Leader == nil {
			return faultNotSigned()
		}
		if err := s.number(ctx, tx, &v); err != nil {
			return err
		}
		if *v.Heading != g.Leader.Heading {
			return faultHeadingChanged()
		}
		if v.Dated.Year() != g.Leader.Dated {
			return faultYearOver(g.Leader.Dated)
		}
		signed, err := s.signingBytes(ctx, tenant, *g.Leader)
		if err != nil {
			return err
		}
		data, err := documents.Number(signed, v.Number, dateOf(*v.Dated))
		if err != nil {
			return fmt.Errorf("number the signed plan: %w", err)
		}
		if err := s.move(ctx, tx, &v, StepRecord{Step: StepNumber, Remark: v.Named()}); err != nil {
			return err
		}
		_, err = s.keepStep(ctx, tx, v, SigningFile{Stage: StageNumbered, Approval: g.approval, Heading: g.Leader.Heading, Dated: g.Leader.Dated}, data)
		return err
	})
	return v, err
}

func dateOf(t time.Time) documents.Date {
	return documents.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
}

// handRules reads what is asked of a signed file.
func (s *Service) handRules(ctx context.Context, v Version, stage Stage, base SigningFile) (rules handRules, err error) {
	rules = handRules{stage: stage, now: s.Clock.Now(), offered: base.MadeAt, signatory: string(v.Plan.Signatory.Name), issuer: base.Heading.Issuer}
	if v.Dated != nil {
		rules.fill = documents.NumberFields(v.Number, dateOf(*v.Dated))
	}
	err = s.Tenants.Setting(ctx, v.Tenant, tenancy.DocumentCertificates, &rules.held)
	return rules, err
}
