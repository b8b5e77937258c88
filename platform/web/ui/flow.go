package ui

import (
	"context"
	"time"

	"vuon/platform/i18n"
)

// StepState is where a step of a workflow stands.
type StepState string

// The states of a step.
const (
	StepTodo StepState = "todo"
	StepDone StepState = "done"
	StepNow  StepState = "now"
	StepLate StepState = "late" // is the present one and past its date
)

// Step is one step of a workflow.
type Step struct {
	Title string
	Note  string // who and when, or until when
	State StepState
}

func (s StepState) words(ctx context.Context) string {
	switch s {
	case StepDone:
		return i18n.Say(ctx, "đã xong", "done")
	case StepNow:
		return i18n.Say(ctx, "đang ở bước này", "current step")
	case StepLate:
		return i18n.Say(ctx, "đang ở bước này, quá hạn", "current step, overdue")
	}
	return i18n.Say(ctx, "chưa đến", "to come")
}

// Event is one entry of a Timeline.
type Event struct {
	When  time.Time
	Who   string
	Title string
	Quote string // what was remarked
	Tone  Tone
	Icon  string
}

// JobView is long work as a JobRow shows it.
type JobView struct {
	ID         string
	Title      string
	State      string // waiting, running, done, failed, cancelled
	Done       int
	Total      int // 0: not known yet
	Note       string
	Error      string
	When       string // "14:05 05/02/2024 · Lê Thị Hạnh"
	Source     string // address of a page with this row's fragment (id "job-"+ID)
	ResultHref string
	Result     string // words of the link to the result
	CancelHref string // POST; "" when it cannot be cancelled
	RetryHref  string // POST
}

// Fragment is the id under which the row is fetched.
func (j JobView) Fragment() string { return "job-" + j.ID }

func (j JobView) running() bool { return j.State == "waiting" || j.State == "running" }

func (j JobView) icon() string {
	switch j.State {
	case "waiting":
		return "clock"
	case "running":
		return "loader-2"
	case "done":
		return "circle-check"
	case "failed":
		return "alert-circle"
	}
	return "ban"
}

func (j JobView) tone() Tone {
	switch j.State {
	case "done":
		return Good
	case "failed":
		return Bad
	}
	return Neutral
}

func (j JobView) words(ctx context.Context) string {
	switch j.State {
	case "waiting":
		return i18n.Say(ctx, "Đang chờ", "Waiting")
	case "running":
		return i18n.Say(ctx, "Đang chạy", "Running")
	case "done":
		return i18n.Say(ctx, "Đã xong", "Done")
	case "failed":
		return i18n.Say(ctx, "Không thành công", "Failed")
	}
	return i18n.Say(ctx, "Đã huỷ", "Cancelled")
}

// OutlineNode is one part of a document's outline.
type OutlineNode struct {
	Number   string
	Title    string
	Href     string
	Current  bool
	Tone     Tone   // marks the part: Warn for a warning, Good for edited …
	Mark     string // what the mark means, read aloud
	Children []OutlineNode
}
