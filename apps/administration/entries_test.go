package administration_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/jobs"
)

func TestAnEntryHasAnAddressOfItsOwn(t *testing.T) {
	s := newSite(t)
	admin := s.as("admin@krong-no")
	admin.post("/t/krong-no/configuration/document.signing", "capacity", "CHỦ TỊCH", "name", "Nông Văn Đức").want(t, 303)
	admin.get("/t/krong-no/audit").want(t, 200, `href="/t/krong-no/audit/1"`)
	admin.get("/t/krong-no/audit/1").want(t, 200, "Trước và sau", "KT. CHỦ TỊCH", "Nông Văn Đức", "Niêm phong")
	for _, seq := range []string{"99", "0", "x", "-1", "99999999999999999999"} {
		admin.get("/t/krong-no/audit/"+seq).want(t, 404, "không có mục này")
	}
	s.as("admin@dak-mil").get("/t/dak-mil/audit/1").want(t, 404)
	for query, rows := range map[string]int{"text=nông+văn": 1, "text=không+có": 0, "from=05/02/2024&to=05/02/2024": 1, "to=04/02/2024": 0, "from=06/02/2024": 0} {
		if got := strings.Count(admin.get("/t/krong-no/audit?"+query).want(t, 200).body, `class="entry"`); got != rows {
			t.Errorf("%s: %d entries, want %d", query, got, rows)
		}
	}
}

// What somebody typed must not run in the spreadsheet of who reads the export.
func TestTheExportIsSafe(t *testing.T) {
	s := newSite(t)
	admin := s.as("admin@krong-no")
	const evil = `=HYPERLINK("http://evil.example","x")`
	err := s.DB.InTenant(s.operator(), "krong-no", func(ctx context.Context, tx database.Tx) error {
		return s.Audit.Record(ctx, tx, audit.Entry{Action: "planning.edit", Object: "plan", ObjectID: "-2024", Reason: evil})
	})
	s.must(err)
	page := admin.post("/t/krong-no/audit/export", "format", "csv", "object", "plan").want(t, 200)
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(page.body, "\ufeff"))).ReadAll()
	s.must(err)
	if len(rows) != 2 || rows[1][5] != "'-2024" || rows[1][7] != "'"+evil {
		t.Errorf("%q", rows)
	}
	book, err := excelize.OpenReader(bytes.NewReader([]byte(admin.post("/t/krong-no/audit/export", "format", "xlsx", "object", "plan").want(t, 200).body)))
	s.must(err)
	if v, _ := book.GetCellValue("Nhật ký", "H2"); v != evil {
		t.Errorf("%q", v)
	}
	if f, _ := book.GetCellFormula("Nhật ký", "H2"); f != "" {
		t.Errorf("a formula: %q", f)
	}
	admin.get("/t/krong-no/audit?action=administration.export_audit").want(t, 200, "Xuất nhật ký")
	s.as("labour@krong-no").post("/t/krong-no/audit/export", "format", "csv").want(t, 403)
}

func TestALongChainIsProvedByAJob(t *testing.T) {
	s := newSite(t)
	admin := s.as("admin@krong-no")
	err := s.DB.InTenant(s.operator(), "krong-no", func(ctx context.Context, tx database.Tx) error {
		for i := range 5001 {
			if err := s.Audit.Record(ctx, tx, audit.Entry{Action: "planning.edit", Object: "plan", ObjectID: fmt.Sprint(i)}); err != nil {
				return err
			}
		}
		return nil
	})
	s.must(err)
	path := admin.post("/t/krong-no/audit/verify").want(t, 303).Header.Get("Location")
	id := strings.TrimPrefix(path, "/t/krong-no/jobs/")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	errs := make(chan error, 2)
	go func() { errs <- s.Jobs.RunRelay(ctx) }()
	go func() { errs <- s.Jobs.RunWorkers(ctx, 1) }()
	job, err := s.Jobs.Wait(t.Context(), "krong-no", id)
	s.must(err)
	if job.State != jobs.Done || !strings.Contains(job.Note.VI, "5.001 mục") || job.Done != job.Total {
		t.Errorf("%+v", job)
	}
	stop()
	for range 2 {
		if err := <-errs; err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
}
