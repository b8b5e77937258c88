package web

import (
	"github.com/go-json-experiment/json"

	"vuon/platform/fault"
)

// Problem is an error of the API (RFC 9457). Programs go by Code.
type Problem struct {
	Type      string         `json:"type" doc:"Always about:blank: the meaning is in code." example:"about:blank"`
	Title     string         `json:"title" doc:"What the status means." example:"Dữ liệu chưa hợp lệ"`
	Status    int            `json:"status" example:"422"`
	Code      string         `json:"code" doc:"Stable name of the error, for programs." example:"invalid_input"`
	Detail    string         `json:"detail" doc:"What happened and what to do, for people."`
	Errors    []ProblemField `json:"errors,omitempty" doc:"What is wrong with which field."`
	RequestID string         `json:"request_id" doc:"To be given to the administrator." example:"5f0c1d2e3a4b5c6d7e8f9a0b"`
}

// ProblemField is one field that is wrong.
type ProblemField struct {
	Name    string `json:"name" doc:"Path of the field in what was sent." example:"items[0].code"`
	Message string `json:"message"`
}

const problemType = "application/problem+json"

// problemOf shows a failure in the request's language.
func (r *Request) problemOf(f failure) Problem {
	p := Problem{
		Type: "about:blank", Title: statusTitle(f.status).In(r.Lang()), Status: f.status,
		Code: f.Code, Detail: f.Message.In(r.Lang()), RequestID: r.id,
	}
	for _, field := range f.Fields {
		p.Errors = append(p.Errors, problemField(r, field))
	}
	return p
}

func problemField(r *Request, f fault.Field) ProblemField {
	return ProblemField{Name: f.Name, Message: f.Message.In(r.Lang())}
}

func (r *Request) problem(f failure) error {
	b, err := json.Marshal(r.problemOf(f))
	if err != nil {
		return err
	}
	r.c.Set("Content-Type", problemType)
	return r.c.Status(f.status).Send(b)
}
