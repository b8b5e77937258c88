package planning

import (
	"bytes"
	"context"
	"time"

	"vuon/apps/records"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
)

// Release sends the issued plan out to its recipients. From then on nothing of it
// is taken back: what is wrong is amended.
func (s *Service) Release(ctx context.Context, tenant string, year int) (v Version, err error) {
	err = s.steps(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if v, err = s.lockedAs(ctx, tx, year, StepRelease, inForce, ""); err != nil {
			return err
		}
		if v.ReleasedAt != nil {
			return s.outrun(ctx, tx, v, StepRelease)
		}
		// Files before audit: the job that makes them takes both in this order.
		files, err := s.issuedFiles(ctx, tx, v)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		v.ReleasedAt = &now
		if err := s.move(ctx, tx, &v, StepRecord{Step: StepRelease, Remark: v.Named()}); err != nil {
			return err
		}
		if err := s.distribute(ctx, tx, v, files); err != nil {
			return err
		}
		return s.Events.Publish(ctx, PlanReleased{tenant, year, v.Version, v.Number, v.Symbol, *v.Dated, now})
	})
	return v, err
}

// distribute hands the released plan with its files to the register of documents,
// which sends it to the recipients.
func (s *Service) distribute(ctx context.Context, tx database.Tx, v Version, files []records.File) error {
	if s.Records == nil {
		return nil
	}
	_, err := s.Records.Distribute(ctx, tx, records.Outgoing{Kind: registerKind, Year: v.Dated.Year(), Number: v.Number, Symbol: v.Symbol,
		Dated: *v.Dated, Abstract: v.Title, Signatory: string(v.Plan.Signatory.Name), Object: "plan", ObjectID: v.id(),
		Recipients: v.Plan.Recipients, Files: files})
	return err
}

// issuedFiles are the files that go out: the PDF, sealed where it was signed
// digitally, and the DOCX.
func (s *Service) issuedFiles(ctx context.Context, tx database.Tx, v Version) (files []records.File, err error) {
	if s.Records == nil {
		return nil, nil
	}
	for _, format := range []string{"pdf", "docx"} {
		f, err := s.issuedFile(ctx, tx, v, format)
		if err != nil {
			return nil, err
		}
		files = append(files, records.File{Name: fileName(v, format), Key: f.Key, Type: mediaType(format), Size: f.Size, SHA256: f.SHA256})
	}
	return files, nil
}

// issuedFile is the file of an issued version; one that no job has made yet is
// made now, as the job would.
func (s *Service) issuedFile(ctx context.Context, tx database.Tx, v Version, format string) (File, error) {
	files, err := s.store.files(ctx, tx, v.Year)
	if err != nil {
		return File{}, err
	}
	for _, f := range files {
		if f.shows(v) && f.Format == format {
			return f, nil
		}
	}
	var body bytes.Buffer
	if err := print(document(v, *v.Heading), format, &body); err != nil {
		return File{}, err
	}
	object, err := s.storeFile(ctx, v, format, &body)
	if err != nil {
		return File{}, err
	}
	f := File{Version: v.Version, Revision: v.Revision, Format: format, Key: object.Key, SHA256: object.SHA256, Size: object.Size, MadeAt: s.Clock.Now()}
	if !object.LockedUntil.IsZero() {
		f.LockedUntil = &object.LockedUntil
	}
	return f, s.store.addFile(ctx, tx, v.Year, f)
}

// Close ends the plan of a year that is over, with a remark: it can be read, and
// nothing of it changes any more.
func (s *Service) Close(ctx context.Context, tenant string, year int, remark string) (v Version, err error) {
	if remark, err = remarkNeeded(remark, faultNoReason()); err != nil {
		return v, err
	}
	err = s.steps(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if v, err = s.lockedAs(ctx, tx, year, StepClose, inForce, ""); err != nil {
			return err
		}
		newest, err := s.store.version(ctx, tx, year, latest, false)
		if err != nil {
			return err
		}
		if newest.Version != v.Version {
			return faultAmendmentOpen(newest.Version)
		}
		if day, err := s.closable(ctx, tenant, year); err != nil || s.Clock.Now().Before(day) {
			return orElse(err, faultTooEarly(day))
		}
		if err := s.move(ctx, tx, &v, StepRecord{Step: StepClose, Remark: remark}); err != nil {
			return err
		}
		return s.Events.Publish(ctx, PlanClosed{tenant, year, v.Version})
	})
	return v, err
}

// closable is the day from which the plan of a year may be closed: that on which
// the annual report on it is due, else the last of the year.
func (s *Service) closable(ctx context.Context, tenant string, year int) (time.Time, error) {
	var due tenancy.HalfYearly
	if err := s.Tenants.Setting(ctx, tenant, tenancy.ReportDeadlines, &due); err != nil {
		return time.Time{}, err
	}
	if due.Year == "" {
		return time.Date(year, 12, 31, 0, 0, 0, 0, i18n.Zone()), nil
	}
	return due.Year.In(year), nil
}

func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}
