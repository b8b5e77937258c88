package households

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"vuon/apps/households/workbook"
	"vuon/platform/identity"
	"vuon/platform/jobs"
)

// perform runs the job of a workbook that was sent in as a worker would, to its end.
func (w *world) perform(who, id string) ImportRun {
	w.t.Helper()
	r, err := w.Service.ImportRun(w.as(who), krongNo, id)
	w.must(err)
	for {
		job, err := w.Jobs.Get(w.as(who), krongNo, r.Job)
		w.must(err)
		if job.State.Finished() {
			if job.State != jobs.Done {
				w.t.Fatalf("%+v", job)
			}
			break
		}
		if err := w.t.Context().Err(); err != nil {
			w.t.Fatal(err)
		}
	}
	r, err = w.Service.ImportRun(w.as(who), krongNo, id)
	w.must(err)
	return r
}

func TestAWorkbookIsCheckedThenTakenOver(t *testing.T) {
	w := newWorld(t)
	w.work()
	b := hamlet()
	b.members[3].Citizen = b.members[0].Citizen
	sent, err := w.SendWorkbook(w.as("labour"), krongNo, 2024, "Sổ hộ.xlsx", b.file(t))
	w.must(err)
	r := w.perform("labour", sent.ID)
	if r.State != RunChecked || r.Report.FaultCount != 1 || r.Report.Households.New != 2 {
		t.Fatalf("%+v %+v", r, r.Report)
	}
	if v := r.Report.Faults[0].Value; strings.Contains(v, "067080000001") || !strings.HasSuffix(v, "001") {
		t.Errorf("the number is kept in clear: %s", v)
	}
	_, err = w.ApplyImport(w.as("labour"), krongNo, sent.ID, false)
	w.want(err, "import_faults")
	_, err = w.Service.ImportRun(w.as("officer"), krongNo, sent.ID)
	w.want(err, "import_unknown")
	var out bytes.Buffer
	w.must(w.FaultyWorkbook(w.as("labour"), krongNo, sent.ID, &out))
	f, err := excelize.OpenReader(&out)
	w.must(err)
	defer f.Close()
	if said, err := f.GetCellValue("Thành viên", "L5"); err != nil || !strings.HasPrefix(said, "CCCD") {
		t.Errorf("%q, %v", said, err)
	}
	_, err = w.ApplyImport(w.as("labour"), krongNo, sent.ID, true)
	w.must(err)
	if r := w.perform("labour", sent.ID); r.State != RunApplied || !r.Report.Applied || r.Report.Households.New != 2 {
		t.Errorf("%+v", r)
	}
	_, err = w.ApplyImport(w.as("labour"), krongNo, sent.ID, true)
	w.want(err, "import_not_checked")
}

func TestAWorkbookThatNobodyTakesOverIsDeleted(t *testing.T) {
	w := newWorld(t)
	w.work()
	sent, err := w.SendWorkbook(w.as("labour"), krongNo, 2024, "Sổ hộ.xlsx", hamlet().file(t))
	w.must(err)
	w.perform("labour", sent.ID)
	w.clk.Advance(keptDays * 24 * time.Hour)
	w.must(w.keepReviews(identity.With(t.Context(), identity.Operator()), krongNo))
	if r, err := w.Service.ImportRun(w.as("labour"), krongNo, sent.ID); err != nil || r.State != RunChecked {
		t.Fatalf("on its last day it is %s (%v)", r.State, err)
	}
	w.clk.Advance(time.Hour)
	w.must(w.keepReviews(identity.With(t.Context(), identity.Operator()), krongNo))
	r, err := w.Service.ImportRun(w.as("labour"), krongNo, sent.ID)
	if err != nil || r.State != RunFailed || r.Failure == nil {
		t.Errorf("it is %s (%v)", r.State, err)
	}
	_, err = w.Storage.Stat(t.Context(), krongNo, runKey(sent.ID, "workbook"))
	w.want(err, "object_unknown")
	_, err = w.ApplyImport(w.as("labour"), krongNo, sent.ID, true)
	w.want(err, "import_not_checked")
}

func TestAFileThatCannotBeRead(t *testing.T) {
	w := newWorld(t)
	w.work()
	var file bytes.Buffer
	w.must(workbook.Template(&file))
	raw := file.Bytes() // of which a piece of the directory is to be lost
	sent, err := w.SendWorkbook(w.as("labour"), krongNo, 2024, "Hỏng.xlsx", bytes.NewReader(append(raw[:len(raw)-40:len(raw)-40], raw[len(raw)-22:]...)))
	if err == nil {
		if r := w.perform("labour", sent.ID); r.State != RunFailed || r.Failure == nil {
			t.Errorf("%+v", r)
		}
	}
	_, err = w.SendWorkbook(w.as("labour"), krongNo, 2025, "Sớm.xlsx", hamlet().file(t))
	w.want(err, "review_future")
}

func TestTheTenantsHeadingsAreKept(t *testing.T) {
	w := newWorld(t)
	m := workbook.Mapping{Sheets: map[string]string{"Hộ": "Danh sách hộ"}, Headings: map[string]map[string]string{"Hộ": {"B1": "Tổng điểm", "Thôn": " "}}}
	w.must(w.SaveMapping(w.as("labour"), krongNo, m))
	got, err := w.Mapping(w.as("officer"), krongNo)
	if err != nil || got.Sheets["Hộ"] != "Danh sách hộ" || len(got.Headings["Hộ"]) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	w.want(w.SaveMapping(w.as("labour"), krongNo, workbook.Mapping{Sheets: map[string]string{"Xe": "x"}}), "household_wrong")
	w.want(w.SaveMapping(w.as("front"), krongNo, m), "forbidden")
}

// The worker acts as who asked: a job of somebody limited to a commune is limited.
func TestTheJobActsAsWhoAsked(t *testing.T) {
	w := newWorld(t)
	w.work()
	sent, err := w.SendWorkbook(w.as("officer-dak-mam"), krongNo, 2024, "Sổ hộ.xlsx", hamlet().file(t))
	w.must(err)
	if r := w.perform("officer-dak-mam", sent.ID); r.Report == nil || !strings.Contains(namesOf(*r.Report), "commune_forbidden") {
		t.Errorf("%+v", r)
	}
}
