package households

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"vuon/apps/households/workbook"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/jobs"
	"vuon/platform/storage"
)

// RunState is how far a workbook is that was sent in.
type RunState string

// The states.
const (
	RunChecking RunState = "checking"
	RunChecked  RunState = "checked" // waits for a person to take it over
	RunApplying RunState = "applying"
	RunApplied  RunState = "applied"
	RunFailed   RunState = "failed" // it cannot be read
)

// ImportRun is a workbook that was sent in.
type ImportRun struct {
	TenantID    string        `bun:"tenant_id,pk" json:"-"`
	ID          string        `bun:"id,pk" json:"id"`
	Year        int           `bun:"year" json:"year"`
	Name        string        `bun:"name" json:"name"`
	Size        int64         `bun:"size" json:"size"` // bytes
	State       RunState      `bun:"state" json:"state"`
	Job         string        `bun:"job" json:"job"`
	Report      *ImportReport `bun:"report,type:jsonb" json:"report"` // once it was checked
	Failure     *i18n.Text    `bun:"failure,type:jsonb" json:"-"`
	CreatedBy   string        `bun:"created_by" json:"-"` // account
	CreatedName string        `bun:"created_name" json:"created_by"`
	CreatedAt   time.Time     `bun:"created_at" json:"created_at"`
	UpdatedAt   time.Time     `bun:"updated_at" json:"updated_at"`
}

// Takes is how many households taking the workbook over would write.
func (r ImportRun) Takes() int {
	if r.Report == nil {
		return 0
	}
	return r.Report.Households.New + r.Report.Households.Changed + r.Report.Members.New + r.Report.Members.Changed + r.Report.Members.Ended
}

// JobImport checks a workbook, or takes it over.
const JobImport = "households.import-workbook"

type importArgs struct {
	Run         string `json:"run"`
	Apply       bool   `json:"apply"`
	AcceptValid bool   `json:"accept_valid"`

	// Scope are the keys of the communes to which who asked is limited; nil: none. The
	// job itself may do everything.
	Scope []string `json:"scope"`
}

func faultNoImport() error {
	return fault.New(fault.NotFound, "import_unknown", "Không tìm thấy tệp đã gửi này.", "There is no such workbook.")
}

func (s *Service) importKind() jobs.Kind {
	return jobs.Kind{Name: JobImport, Title: i18n.T("Kiểm tra, nhập sổ hộ từ tệp Excel", "Check and import a household workbook"),
		Timeout: time.Hour, MaxAttempts: 5, Run: s.runImport}
}

func runKey(id, what string) string { return "households/imports/" + id + "/" + what }

// SendWorkbook keeps a workbook for the review of a year and lets a job check it.
// Faults round_unknown, review_future and those of storage.
func (s *Service) SendWorkbook(ctx context.Context, tenant string, year int, name string, body io.Reader) (r ImportRun, err error) {
	if !saneYear(year) {
		return r, faultNoRound(strings.TrimSpace(name))
	}
	if civil(year, time.January, 1) > s.today() {
		return r, faultFutureReview(year)
	}
	err = s.writes(ctx, tenant, ActionImport, func(ctx context.Context, tx database.Tx) error {
		account, author := who(ctx)
		r = ImportRun{TenantID: tenant, ID: uuid.NewString(), Year: year, State: RunChecking, CreatedBy: account, CreatedName: author, CreatedAt: s.now(), UpdatedAt: s.now()}
		object, err := s.Storage.Put(ctx, tenant, runKey(r.ID, "workbook"), body, storage.PutOptions{Name: name, MaxBytes: workbook.MaxFile, Types: []string{storage.TypeXLSX}, Private: true})
		if err != nil {
			return err
		}
		r.Name, r.Size = object.Name, object.Size
		scope, err := s.scope(ctx, tenant, ActionImport, periodic(year).AsOf)
		if err != nil {
			return err
		}
		if r.Job, err = s.Jobs.Enqueue(ctx, tx, JobImport, importArgs{Run: r.ID, Scope: scope}); err != nil {
			return err
		}
		return s.store.addRun(ctx, tx, r)
	})
	return r, err
}

// ImportRuns are the latest workbooks that were sent in: all of them for who may
// import for the whole tenant, else one's own.
func (s *Service) ImportRuns(ctx context.Context, tenant string) (list []ImportRun, err error) {
	err = s.reads(ctx, tenant, ActionImport, func(ctx context.Context, tx database.Tx) error {
		account, err := s.onlyOwn(ctx, tenant)
		if err != nil {
			return err
		}
		list, err = s.store.runs(ctx, tx, account, 30)
		return err
	})
	return list, err
}

// onlyOwn is the account to whose workbooks the actor is limited, or "".
func (s *Service) onlyOwn(ctx context.Context, tenant string) (string, error) {
	keys, err := s.scope(ctx, tenant, ActionImport, "")
	if err != nil || keys == nil {
		return "", err
	}
	account, _ := who(ctx)
	return account, nil
}

// ImportRun reads a workbook that was sent in, with the faults that were found.
func (s *Service) ImportRun(ctx context.Context, tenant, id string) (r ImportRun, err error) {
	err = s.reads(ctx, tenant, ActionImport, func(ctx context.Context, tx database.Tx) error {
		r, err = s.ownRun(ctx, tx, tenant, id, false)
		return err
	})
	if err != nil || r.Report == nil {
		return r, err
	}
	body, _, err := s.Storage.Open(ctx, tenant, runKey(id, "report"))
	if err != nil {
		return r, err
	}
	defer body.Close()
	return r, json.NewDecoder(body).Decode(r.Report)
}

func (s *Service) ownRun(ctx context.Context, tx database.Tx, tenant, id string, lock bool) (ImportRun, error) {
	r, err := s.store.run(ctx, tx, id, lock)
	if err != nil {
		return r, err
	}
	account, err := s.onlyOwn(ctx, tenant)
	if err == nil && account != "" && account != r.CreatedBy {
		err = faultNoImport()
	}
	return r, err
}

// ApplyImport lets a job take a workbook over that was checked. With faults only
// acceptValid does. Faults import_not_checked, import_faults.
func (s *Service) ApplyImport(ctx context.Context, tenant, id string, acceptValid bool) (r ImportRun, err error) {
	err = s.writes(ctx, tenant, ActionImport, func(ctx context.Context, tx database.Tx) error {
		if r, err = s.ownRun(ctx, tx, tenant, id, true); err != nil {
			return err
		}
		given := false // the job that was to take it over has ended without
		if r.State == RunApplying {
			job, err := s.Jobs.Get(ctx, tenant, r.Job)
			if given = err == nil && job.State.Finished(); err != nil {
				return err
			}
		}
		switch {
		case r.State != RunChecked && !given || r.Report == nil:
			return fault.New(fault.Conflict, "import_not_checked", "Tệp này đang được kiểm tra hoặc đã được nhập.", "The workbook is being checked, or was taken over.")
		case r.Report.FaultCount > 0 && !acceptValid:
			return fault.New(fault.Invalid, "import_faults", "Tệp có lỗi. Hãy sửa và gửi lại, hoặc chọn chỉ nhận các hộ đúng.", "The workbook has faults. Mend it, or choose to take the correct households only.")
		}
		scope, err := s.scope(ctx, tenant, ActionImport, periodic(r.Year).AsOf)
		if err != nil {
			return err
		}
		if r.Job, err = s.Jobs.Enqueue(ctx, tx, JobImport, importArgs{Run: id, Apply: true, AcceptValid: acceptValid, Scope: scope}); err != nil {
			return err
		}
		r.State, r.UpdatedAt = RunApplying, s.now()
		return s.store.saveRun(ctx, tx, r)
	})
	return r, err
}

// runImport checks a workbook, or takes it over, as the account that asked. What it
// writes and the end of the job are one transaction: after a crash it begins again.
func (s *Service) runImport(ctx context.Context, run *jobs.Run) error {
	var args importArgs
	if err := run.Arguments(&args); err != nil {
		return err
	}
	file, size, err := s.fetch(ctx, run.Tenant, runKey(args.Run, "workbook"))
	if err != nil {
		return err
	}
	defer file.close()
	var r ImportRun
	if err := s.DB.InTenant(ctx, run.Tenant, func(ctx context.Context, tx database.Tx) (err error) {
		r, err = s.store.run(ctx, tx, args.Run, false)
		return err
	}); err != nil {
		return err
	}
	finish := func(ctx context.Context, tx database.Tx, state RunState, report *ImportReport, failure *i18n.Text) error {
		if err := run.Finish(ctx, tx, map[string]any{"path": "/t/" + run.Tenant + "/households/import/" + r.ID}); err != nil {
			return err
		}
		return s.settleRun(ctx, tx, r, state, report, failure)
	}
	o := ImportOptions{Year: r.Year, DryRun: !args.Apply, AcceptValid: args.AcceptValid, scope: args.Scope,
		Progress: func(ctx context.Context, done int, note i18n.Text) error { return run.Progress(ctx, done, 100, note) },
		applied: func(ctx context.Context, tx database.Tx, report ImportReport) error {
			report.Applied = true
			return finish(ctx, tx, RunApplied, &report, nil)
		}}
	report, err := s.Import(ctx, run.Tenant, file, size, o)
	if err == nil && report.Applied {
		return nil
	}
	state, failure := RunChecked, (*i18n.Text)(nil)
	if err != nil {
		wrong, ours := errors.AsType[*fault.Error](err)
		if !ours || wrong.Kind != fault.Invalid {
			return err
		}
		state, failure = RunFailed, &wrong.Message
	}
	return s.DB.InTenant(ctx, run.Tenant, func(ctx context.Context, tx database.Tx) error { return finish(ctx, tx, state, &report, failure) })
}

// settleRun keeps what was found. Numbers of citizens in it are made unreadable.
func (s *Service) settleRun(ctx context.Context, tx database.Tx, r ImportRun, state RunState, report *ImportReport, failure *i18n.Text) error {
	for _, list := range [][]workbook.Fault{report.Faults, report.Warnings} {
		for i := range list {
			list[i].Value = maskNumber(list[i].Value)
		}
	}
	raw, err := json.Marshal(report)
	if err != nil {
		return err
	}
	if _, err := s.Storage.Put(ctx, r.TenantID, runKey(r.ID, "report"), bytes.NewReader(raw), storage.PutOptions{Name: "report.json", Anything: true, Private: true}); err != nil {
		return err
	}
	counts := *report
	counts.Faults, counts.Warnings = nil, nil
	r.State, r.Report, r.Failure, r.UpdatedAt = state, &counts, failure, s.now()
	if state == RunFailed {
		r.Report = nil
	}
	if err := s.store.saveRun(ctx, tx, r); err != nil || state != RunApplied && state != RunFailed {
		return err
	}
	return s.Storage.Delete(ctx, r.TenantID, runKey(r.ID, "workbook")) // what it held is in the registry, or cannot be read
}

// keptDays is how long a workbook waits for somebody to take it over: it holds
// numbers of citizens.
const keptDays = 14

// dropImports deletes the workbooks that nobody took over.
func (s *Service) dropImports(ctx context.Context, tx database.Tx) error {
	list, err := s.store.waitingRuns(ctx, tx, s.now().AddDate(0, 0, -keptDays))
	for i := 0; err == nil && i < len(list); i++ {
		r := list[i]
		r.State, r.Report, r.UpdatedAt = RunFailed, nil, s.now()
		r.Failure = new(i18n.T("Tệp chờ quá "+strconv.Itoa(keptDays)+" ngày không được nhập nên đã xóa. Hãy gửi lại.",
			"The workbook waited for more than "+strconv.Itoa(keptDays)+" days and was deleted. Send it in again."))
		if err = s.store.saveRun(ctx, tx, r); err == nil {
			err = s.Storage.Delete(ctx, r.TenantID, runKey(r.ID, "workbook"))
		}
	}
	return err
}

// maskNumber leaves the last three digits of a long number.
func maskNumber(s string) string {
	digits := strings.Count(strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return 'd'
		}
		return r
	}, s), "d")
	if digits < 9 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			if digits--; digits >= 3 {
				return '•'
			}
		}
		return r
	}, s)
}

// spooled is an object as a file that can be read anywhere.
type spooled struct{ *os.File }

func (f spooled) close() {
	_ = f.Close()
	_ = os.Remove(f.Name())
}

// fetch brings an object onto the disk.
func (s *Service) fetch(ctx context.Context, tenant, key string) (f spooled, size int64, err error) {
	body, _, err := s.Storage.Open(ctx, tenant, key)
	if err != nil {
		return f, 0, err
	}
	defer body.Close()
	if f.File, err = os.CreateTemp("", "vuon-workbook-*"); err != nil {
		return f, 0, err
	}
	if size, err = io.Copy(f.File, body); err != nil {
		f.close()
	}
	return f, size, err
}

// FaultyWorkbook writes a workbook that was sent in with what is wrong beside each row.
func (s *Service) FaultyWorkbook(ctx context.Context, tenant, id string, out io.Writer) error {
	r, err := s.ImportRun(ctx, tenant, id)
	if err != nil {
		return err
	}
	if r.Report == nil || r.State != RunChecked {
		return faultNoImport()
	}
	m, err := s.mapping(ctx, tenant)
	if err != nil {
		return err
	}
	file, size, err := s.fetch(ctx, tenant, runKey(id, "workbook"))
	if err != nil {
		return err
	}
	defer file.close()
	return workbook.WriteFaults(ctx, out, file, size, m, r.Report.Faults)
}
