package administration

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"vuon/apps/administration/views"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/jobs"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) jobRoutes() []web.Route {
	const jobs, job = "/t/:tenant/jobs", "/t/:tenant/jobs/:id"
	return []web.Route{
		{Method: http.MethodGet, Path: jobs, Action: ActionJobs, Handle: s.jobsPage},
		{Method: http.MethodGet, Path: job, Action: ActionJobs, Handle: s.jobPage},
		{Method: http.MethodPost, Path: job + "/cancel", Action: ActionJobs, Handle: s.jobForm(s.CancelJob)},
		{Method: http.MethodPost, Path: job + "/retry", Action: ActionJobs, Handle: s.jobForm(s.RetryJob)},
	}
}

func (s *Service) jobsPage(r *web.Request) error {
	list, next, err := s.JobList(r.Context(), r.Tenant().ID, database.Page{After: r.Query("after"), Limit: 25})
	if err != nil {
		return err
	}
	at := base(r, "/jobs")
	m := views.Jobs{Base: at}
	for _, job := range list {
		m.Rows = append(m.Rows, jobView(r, job))
	}
	m.Pager = pager(at, next, r.Query("after"), len(list))
	m.Pager.Swap = "job-list"
	return r.Page(ui.Page{Help: "officer#files", Title: i18n.T("Công việc nền", "Jobs"), Active: at,
		Subtitle: i18n.T("Việc chạy lâu: lập văn bản, nhập dữ liệu. Có thể rời trang, kết quả vẫn còn ở đây.", "Long work. You can leave; the result stays here.")}, views.JobsPage(m))
}

// jobPage is one job: also what its row fetches to refresh itself.
func (s *Service) jobPage(r *web.Request) error {
	job, err := s.Job(r.Context(), r.Tenant().ID, r.Param("id"))
	if err != nil {
		return err
	}
	at := base(r, "/jobs")
	head := ui.Page{Help: "officer#files", Title: job.Title, Active: at, Narrow: true, Crumbs: crumb("Công việc nền", "Jobs", at)}
	if !job.State.Finished() {
		head.Refresh = 3
	}
	return r.Page(head, views.JobPage(views.Job{Row: jobView(r, job), Facts: jobFacts(r.Context(), job)}))
}

func jobFacts(ctx context.Context, j jobs.Job) (lines []views.Line) {
	add := func(vi, en, value string) {
		lines = append(lines, views.Line{Name: i18n.Say(ctx, vi, en), Values: []string{value}})
	}
	when := func(t time.Time) string {
		if t.IsZero() {
			return "—"
		}
		return i18n.DateTime(t)
	}
	add("Người yêu cầu", "Asked by", j.CreatedName)
	add("Yêu cầu lúc", "Asked at", when(j.CreatedAt))
	add("Bắt đầu", "Started", when(j.StartedAt))
	add("Kết thúc", "Ended", when(j.FinishedAt))
	add("Lần chạy", "Attempt", fmt.Sprintf("%d/%d", j.Attempt, j.MaxAttempts))
	add("Mã công việc", "Job", j.ID)
	return lines
}

func (s *Service) jobForm(do func(ctx context.Context, tenant, id string) error) func(*web.Request) error {
	return func(r *web.Request) error {
		if err := do(r.Context(), r.Tenant().ID, r.Param("id")); err != nil {
			return err
		}
		return r.Redirect(base(r, "/jobs"))
	}
}

func jobView(r *web.Request, j jobs.Job) ui.JobView {
	at := base(r, "/jobs/"+j.ID)
	v := ui.JobView{ID: j.ID, Title: j.Title.In(r.Lang()), State: string(j.State), Done: j.Done, Total: j.Total,
		Note: j.Note.In(r.Lang()), Error: j.Error.In(r.Lang()), When: i18n.DateTime(j.CreatedAt) + " · " + j.CreatedName, Source: at}
	switch j.State {
	case jobs.Waiting, jobs.Running:
		v.CancelHref = at + "/cancel"
	case jobs.Failed, jobs.Cancelled:
		v.RetryHref = at + "/retry"
	case jobs.Done:
		var result struct{ Path string }
		if json.Unmarshal(j.Result, &result) == nil && result.Path != "" {
			v.ResultHref, v.Result = result.Path, i18n.Say(r.Context(), "Mở kết quả", "Open the result")
		}
	}
	return v
}
