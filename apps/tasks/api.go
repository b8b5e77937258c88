package tasks

import (
	"context"
	"net/http"

	"vuon/platform/web"
)

// ListInput asks for a part of the tasks.
type ListInput struct {
	Tenant  string `path:"tenant"`
	Year    int    `query:"year" doc:"Year of the plan"`
	State   string `query:"state" enum:"open,doing,reported,done,withdrawn,"`
	Project string `query:"project"`
	Query   string `query:"q"`
	web.ListInput
}

// TaskInput names a task.
type TaskInput struct {
	Tenant string `path:"tenant"`
	ID     string `path:"id"`
}

// TaskOutput is a task with its history.
type TaskOutput struct {
	Body struct {
		Task
		Parts  []Task  `json:"parts"`
		Events []Event `json:"events"`
	}
}

// StepInput is a step on a task.
type StepInput struct {
	Tenant string `path:"tenant"`
	ID     string `path:"id"`
	Step   string `path:"step" enum:"progress,report,confirm,send-back,withdraw,reopen"`
	Body   struct {
		Progress int    `json:"progress,omitempty" minimum:"0" maximum:"100"`
		Remark   string `json:"remark,omitempty"`
	}
}

// StepOutput is the task after the step.
type StepOutput struct{ Body Task }

// API is the JSON API of tasks.
func (s *Service) API() []web.APIRoute {
	return []web.APIRoute{
		web.Operation(http.MethodGet, "/api/tenants/{tenant}/tasks", ActionView, "List tasks", s.apiList),
		web.Operation(http.MethodGet, "/api/tenants/{tenant}/tasks/{id}", ActionView, "Read a task", s.apiTask),
		web.Operation(http.MethodPost, "/api/tenants/{tenant}/tasks/{id}/{step}", ActionView, "Take a step on a task", s.apiStep),
	}
}

func (s *Service) apiList(ctx context.Context, in *ListInput) (*web.Listed[Task], error) {
	list, next, err := s.List(ctx, in.Tenant, Filter{Year: in.Year, State: State(in.State), Project: in.Project, Query: in.Query},
		in.Page())
	if err != nil {
		return nil, err
	}
	return web.ListOf(list, next), nil
}

func (s *Service) apiTask(ctx context.Context, in *TaskInput) (*TaskOutput, error) {
	d, err := s.Task(ctx, in.Tenant, in.ID)
	if err != nil {
		return nil, err
	}
	out := &TaskOutput{}
	out.Body.Task, out.Body.Parts, out.Body.Events = d.Task, append([]Task{}, d.Parts...), append([]Event{}, d.Events...)
	return out, nil
}

func (s *Service) apiStep(ctx context.Context, in *StepInput) (*StepOutput, error) {
	var t Task
	var err error
	switch in.Step {
	case "progress":
		t, err = s.Advance(ctx, in.Tenant, in.ID, in.Body.Progress, in.Body.Remark)
	case "report":
		t, err = s.Report(ctx, in.Tenant, in.ID, in.Body.Remark)
	case "confirm":
		t, err = s.Confirm(ctx, in.Tenant, in.ID, in.Body.Remark)
	case "send-back":
		t, err = s.SendBack(ctx, in.Tenant, in.ID, in.Body.Remark)
	case "withdraw":
		t, err = s.Withdraw(ctx, in.Tenant, in.ID, in.Body.Remark)
	default:
		t, err = s.Reopen(ctx, in.Tenant, in.ID, in.Body.Remark)
	}
	if err != nil {
		return nil, err
	}
	return &StepOutput{Body: t}, nil
}
