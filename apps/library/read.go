package library

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"vuon/platform/i18n"
	"vuon/platform/jobs"
)

// JobRead reads one version: its text for the search, its small picture.
const JobRead = "library.read"

// readArgs are the job's arguments.
type readArgs struct {
	File    string `json:"file"`
	Version int    `json:"version"`
}

func (s *Service) readKind() jobs.Kind {
	return jobs.Kind{Name: JobRead, Title: i18n.T("Đọc nội dung tài liệu để tìm kiếm", "Read a document for the search"),
		Timeout: 2 * time.Minute, MaxAttempts: 5, Run: s.runRead}
}

func (s *Service) runRead(_ context.Context, run *jobs.Run) error {
	var args readArgs
	if err := json.Unmarshal(run.Args, &args); err != nil {
		return fmt.Errorf("arguments of %s: %w", JobRead, err)
	}
	return nil
}
