package planning

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"vuon/apps/planning/views"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/jobs"
	"vuon/platform/web"
)

// makeDocument asks for a document; the plan's page then shows how far it is.
func (s *Service) makeDocument(r *web.Request) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(r.Query("version"))
	if _, err = s.Render(r.Context(), r.Tenant().ID, n, version, r.Form("format")); err != nil {
		return err
	}
	return r.Redirect(fmt.Sprintf("%s/%d%s#documents", base(r), n, versionQuery(version)))
}

func (s *Service) download(r *web.Request) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(r.Query("version"))
	body, name, size, err := s.OpenFile(r.Context(), r.Tenant().ID, n, version, r.Param("format"))
	if err != nil {
		return err
	}
	return r.Download(name, mediaType(r.Param("format")), size, body)
}

func versionQuery(version int) string {
	if version <= 0 {
		return ""
	}
	return fmt.Sprintf("?version=%d", version)
}

// files are the documents of the version that is shown: made, being made, or to
// be made.
func (s *Service) files(r *web.Request, d Dossier, href, query string) ([]views.FileRow, error) {
	making, err := s.making(r.Context(), d.Version)
	if err != nil {
		return nil, err
	}
	var rows []views.FileRow
	for _, format := range []string{"pdf", "docx"} {
		row := views.FileRow{Format: format, Name: strings.ToUpper(format), MakeHref: href + "/documents" + query}
		file, made := madeFile(d, format)
		if made {
			row.Href = fmt.Sprintf("%s/documents/%s?version=%d", href, format, file.Version)
			row.Stale = file.Revision != d.Version.Revision
			row.Locked = file.LockedUntil != nil
			row.Note = i18n.DateTime(file.MadeAt) + " · " + strconv.FormatInt((file.Size+1023)/1024, 10) + " kB"
			row.SHA256 = file.SHA256
		}
		if job, there := making[format]; there && (!made || row.Stale || !job.State.Finished()) {
			row.Job = &views.FileJob{Running: !job.State.Finished(), Done: job.Done, Total: job.Total,
				Note: job.Note.In(r.Lang()), Error: job.Error.In(r.Lang())}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// madeFile is the newest file of the version that is shown.
func madeFile(d Dossier, format string) (newest File, made bool) {
	for _, f := range d.Files {
		if f.Format == format && f.shows(d.Version) && (!made || f.Revision > newest.Revision) {
			newest, made = f, true
		}
	}
	return newest, made
}

// making is, by format, the newest job on a version's documents that has not
// brought its file: it waits, runs, or failed.
func (s *Service) making(ctx context.Context, v Version) (map[string]jobs.Job, error) {
	list, _, err := s.Jobs.List(ctx, v.Tenant, jobs.Filter{Kind: JobRender}, database.Page{Limit: 100})
	if err != nil {
		return nil, err
	}
	newest := map[string]jobs.Job{}
	for _, job := range list { // newest first
		var args renderArgs
		if json.Unmarshal(job.Args, &args) != nil || args.Year != v.Year || args.Version != v.Version {
			continue
		}
		if _, there := newest[args.Format]; !there {
			newest[args.Format] = job
		}
	}
	for format, job := range newest {
		if job.State == jobs.Done {
			delete(newest, format)
		}
	}
	return newest, nil
}
