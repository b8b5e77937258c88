package planning

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/documents"
	"vuon/platform/documents/register"
	"vuon/platform/i18n"
	"vuon/platform/jobs"
	"vuon/platform/storage"
)

// JobRender makes one document of one version.
const JobRender = "planning.render"

// lockYears is how long an issued document cannot be deleted from storage. The
// law keeps plans for good (Thông tư 10/2022/TT-BNV); a lock needs an end.
const lockYears = 20

// renderArgs are the job's arguments: what to print, never its text. The text
// may have changed when the job runs; it prints what there is then, at least
// that of the revision.
type renderArgs struct {
	Year     int    `json:"year"`
	Version  int    `json:"version"`
	Revision int    `json:"revision"`
	Format   string `json:"format"`
}

func mediaType(format string) string {
	return map[string]string{
		"pdf":  "application/pdf",
		"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		"html": "text/html; charset=utf-8",
	}[format]
}

// Write renders the plan of a year at once: the version in force, else the open
// one; format is docx, pdf or html.
func (s *Service) Write(ctx context.Context, tenant string, year int, format string, w io.Writer) error {
	if mediaType(format) == "" {
		return faultFormat(format)
	}
	var d documents.Document
	err := s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		v, err := s.store.version(ctx, tx, year, inForce, false)
		if err != nil {
			v, err = s.store.version(ctx, tx, year, latest, false)
		}
		if err != nil {
			return err
		}
		h, err := s.heading(ctx, tenant)
		d = document(v, h)
		return err
	})
	if err != nil {
		return err
	}
	return print(d, format, w)
}

// Document lays out one version, for the screen.
func (s *Service) Document(ctx context.Context, v Version) (documents.Document, error) {
	h, err := s.heading(ctx, v.Tenant)
	return document(v, h), err
}

func print(d documents.Document, format string, w io.Writer) error {
	switch format {
	case "docx":
		return documents.DOCX(w, d)
	case "pdf":
		return documents.PDF(w, d)
	default:
		return documents.HTML(w, d)
	}
}

// Render asks for a document of a version (0: the latest) and returns the job:
// the one that is under way already where somebody has just asked the same.
func (s *Service) Render(ctx context.Context, tenant string, year, version int, format string) (job string, err error) {
	if format != "docx" && format != "pdf" {
		return "", faultFormat(format)
	}
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		if err := s.Tenants.Writable(ctx, tenant); err != nil {
			return err
		}
		v, err := s.store.version(ctx, tx, year, which(version), true) // locked: one after the other asks
		if err != nil {
			return err
		}
		if g, err := s.signing(ctx, tx, v); err != nil || format == "pdf" && g.Seal != nil {
			return orElse(err, faultSealed())
		}
		job, err = s.enqueueRender(ctx, tx, v, format)
		return err
	})
	return job, err
}

func (s *Service) enqueueRender(ctx context.Context, tx database.Tx, v Version, format string) (string, error) {
	args := renderArgs{v.Year, v.Version, v.Revision, format}
	recent, _, err := s.Jobs.List(ctx, v.Tenant, jobs.Filter{Kind: JobRender}, database.Page{Limit: 50})
	if err != nil {
		return "", err
	}
	for _, job := range recent {
		var asked renderArgs
		if !job.State.Finished() && !job.CancelRequested && json.Unmarshal(job.Args, &asked) == nil && asked == args {
			return job.ID, nil
		}
	}
	return s.Jobs.Enqueue(ctx, tx, JobRender, args)
}

// renderKind is the job's kind.
func (s *Service) renderKind() jobs.Kind {
	return jobs.Kind{Name: JobRender, Title: i18n.T("Lập văn bản kế hoạch", "Make the plan's document"),
		Timeout: 2 * time.Minute, MaxAttempts: 5, Run: s.runRender}
}

// runRender makes the file, stores it under a key that its version, revision and
// format decide, and notes it. Run twice it makes the same bytes.
func (s *Service) runRender(ctx context.Context, run *jobs.Run) error {
	var args renderArgs
	if err := json.Unmarshal(run.Args, &args); err != nil {
		return fmt.Errorf("arguments of %s: %w", JobRender, err)
	}
	v, d, err := s.renderInput(ctx, run.Tenant, args)
	if err != nil {
		return err
	}
	if err := run.Progress(ctx, 1, 3, i18n.T("Đang dàn trang", "Laying out pages")); err != nil {
		return err
	}
	var file bytes.Buffer
	if err := print(d, args.Format, &file); err != nil {
		return err
	}
	if err := run.Progress(ctx, 2, 3, i18n.T("Đang lưu tệp", "Storing the file")); err != nil {
		return err
	}
	return s.DB.InTenant(ctx, run.Tenant, func(ctx context.Context, tx database.Tx) error {
		// First, as every step does: a release that makes the files itself stores
		// both in one transaction, and each would wait for the other.
		if err := s.store.hold(ctx, tx, v.Year); err != nil {
			return err
		}
		object, err := s.storeFile(ctx, v, args.Format, &file)
		if err != nil {
			return err
		}
		made := File{Version: v.Version, Revision: v.Revision, Format: args.Format, Key: object.Key, SHA256: object.SHA256,
			Size: object.Size, Job: run.ID, MadeAt: s.Clock.Now()}
		if !object.LockedUntil.IsZero() {
			made.LockedUntil = &object.LockedUntil
		}
		if err := s.store.addFile(ctx, tx, v.Year, made); err != nil {
			return err
		}
		if err := s.publishPrinted(ctx, tx, v, made.SHA256); err != nil {
			return err
		}
		// The job's row first, then the audit, as whoever cancels a job locks them.
		err = run.Finish(ctx, tx, map[string]any{"key": made.Key, "sha256": made.SHA256, "size": made.Size,
			"path": fmt.Sprintf("/t/%s/plans/%d", run.Tenant, v.Year)})
		if err != nil {
			return err
		}
		return s.Audit.Record(ctx, tx, audit.Entry{Action: JobRender, Object: "plan", ObjectID: v.id(),
			After: map[string]any{"format": args.Format, "sha256": made.SHA256, "size": made.Size}})
	})
}

// publishPrinted makes a file known by its hash as its version stands now: its
// issue may have been taken back, or it replaced, while the file was made.
func (s *Service) publishPrinted(ctx context.Context, tx database.Tx, made Version, sha256 string) error {
	if !made.State.Final() {
		return nil
	}
	now, err := s.store.version(ctx, tx, made.Year, which(made.Version), false)
	if err != nil || now.Revision != made.Revision {
		return err
	}
	return s.publish(ctx, tx, now, sha256, register.PrintedForm)
}

func (s *Service) renderInput(ctx context.Context, tenant string, args renderArgs) (v Version, d documents.Document, err error) {
	err = s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if v, err = s.store.version(ctx, tx, args.Year, which(args.Version), false); err != nil {
			return err
		}
		h, err := s.heading(ctx, tenant)
		d = document(v, h)
		return err
	})
	return v, d, err
}

// storeFile puts the file into storage; an issued plan's cannot be deleted there.
func (s *Service) storeFile(ctx context.Context, v Version, format string, file *bytes.Buffer) (storage.Object, error) {
	key := fmt.Sprintf("plans/%d/v%d/r%d/ke-hoach-%d.%s", v.Year, v.Version, v.Revision, v.Year, format)
	options := storage.PutOptions{Name: fileName(v, format), MaxBytes: 64 << 20, Types: []string{mediaType(format)}}
	if v.State.Final() {
		options.LockUntil = v.Dated.AddDate(lockYears, 0, 0)
		// A version that was taken back and issued again has another number.
		key = fmt.Sprintf("plans/%d/v%d/issued/%d/ke-hoach-%d.%s", v.Year, v.Version, v.Number, v.Year, format)
	}
	return s.Storage.Put(ctx, v.Tenant, key, file, options)
}

func fileName(v Version, format string) string {
	if v.Number > 0 {
		return fmt.Sprintf("KH-%02d-%s-%d.%s", v.Number, v.Tenant, v.Year, format)
	}
	return fmt.Sprintf("KH-du-thao-%s-%d.%s", v.Tenant, v.Year, format)
}

// OpenFile opens a made document for whoever may read the plan.
func (s *Service) OpenFile(ctx context.Context, tenant string, year, version int, format string) (body io.ReadCloser, name string, size int64, err error) {
	var file File
	var v Version
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		if v, err = s.store.version(ctx, tx, year, which(version), false); err != nil {
			return err
		}
		files, err := s.store.files(ctx, tx, year)
		for _, f := range files {
			if f.shows(v) && f.Format == format && (file.Key == "" || f.Revision > file.Revision) {
				file = f
			}
		}
		return err
	})
	if err != nil {
		return nil, "", 0, err
	}
	if file.Key == "" {
		return nil, "", 0, faultNoFile()
	}
	body, object, err := s.Storage.Open(ctx, tenant, file.Key)
	return body, fileName(v, format), object.Size, err
}
