package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
)

// APIRoute is an operation of the JSON API. Make one with Operation or
// FileOperation; the methods below refine it.
type APIRoute struct {
	Method  string
	Path    string // "/api/tenants/{tenant}/plans"
	Action  string
	Access  Access
	Summary string
	MaxBody int64         // bytes; 0: DefaultMaxBody
	Timeout time.Duration // 0: Options.Timeout

	description string
	status      int
	file        string // field of an uploaded file
	register    func(api huma.API, op huma.Operation)
	hidden      string // an embedded type of the input that would stay empty
}

// hiddenPart names a struct embedded in an input that is not exported: huma
// leaves its fields empty without a word.
func hiddenPart(input reflect.Type) string {
	if input.Kind() != reflect.Struct {
		return ""
	}
	for i := range input.NumField() {
		f := input.Field(i)
		if f.Anonymous && !f.IsExported() {
			return f.Name
		}
		if f.Anonymous {
			if name := hiddenPart(f.Type); name != "" {
				return name
			}
		}
	}
	return ""
}

// Operation makes an operation of the API. I holds path, query and header
// parameters and a Body, O a Body, by tags:
//
//	type input struct {
//		Tenant string `path:"tenant"`
//		Body   struct{ Year int `json:"year" minimum:"2021"` }
//	}
//
// A fault that fn returns is answered as a problem document, any other error as
// an internal one that says nothing.
func Operation[I, O any](method, path, action, summary string, fn func(ctx context.Context, in *I) (*O, error)) APIRoute {
	return APIRoute{Method: method, Path: path, Action: action, Summary: summary, hidden: hiddenPart(reflect.TypeFor[I]()), register: func(api huma.API, op huma.Operation) {
		huma.Register(api, op, func(ctx context.Context, in *I) (*O, error) {
			out, err := fn(ctx, in)
			return out, From(ctx).failLater(err)
		})
	}}
}

// File is an answer that is no JSON.
type File struct {
	Name string
	Type string
	Size int64 // -1: unknown
	Body io.Reader
}

// FileOperation is Operation for what is downloaded.
func FileOperation[I any](path, action, summary string, fn func(ctx context.Context, in *I) (*File, error)) APIRoute {
	return APIRoute{Method: http.MethodGet, Path: path, Action: action, Summary: summary, hidden: hiddenPart(reflect.TypeFor[I]()), register: func(api huma.API, op huma.Operation) {
		op.Responses["200"] = &huma.Response{Description: "File", Content: map[string]*huma.MediaType{
			"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}
		huma.Register(api, op, func(ctx context.Context, in *I) (*huma.StreamResponse, error) {
			file, err := fn(ctx, in)
			if err != nil {
				return nil, From(ctx).failLater(err)
			}
			return &huma.StreamResponse{Body: func(c huma.Context) {
				r := of(humafiber.Unwrap(c))
				r.failed = r.Download(file.Name, file.Type, file.Size, file.Body)
			}}, nil
		})
	}}
}

// Public opens the operation to everybody.
func (a APIRoute) Public() APIRoute { a.Access = Public; return a }

// SignedIn opens the operation to whoever has signed in.
func (a APIRoute) SignedIn() APIRoute { a.Access = SignedIn; return a }

// Describe adds what a reader of the API must know beyond the summary.
func (a APIRoute) Describe(description string) APIRoute { a.description = description; return a }

// Answers sets the status of success: 201 for what was made, 202 for a job.
func (a APIRoute) Answers(status int) APIRoute { a.status = status; return a }

// Within gives the operation its own deadline.
func (a APIRoute) Within(d time.Duration) APIRoute { a.Timeout = d; return a }

// Uploads makes the operation take a file (multipart/form-data) instead of JSON,
// of at most so many bytes; the handler gets it with Uploaded. For POST.
func (a APIRoute) Uploads(field string, maxBytes int64) APIRoute {
	a.file, a.MaxBody = field, maxBytes+64<<10 // the form around the file
	return a
}

func (a APIRoute) info() RouteInfo {
	path := strings.NewReplacer("{", ":", "}", "").Replace(a.Path)
	return RouteInfo{
		Method: a.Method, Path: path, Action: a.Action, Access: a.Access, MaxBody: a.MaxBody, API: true,
		Tenant: strings.HasPrefix(path+"/", "/api/tenants/:tenant/"),
	}
}

// errFailed ends huma's part; the pipeline answers with what failLater kept.
var errFailed = errors.New("web: the operation failed")

// failLater keeps the error for the one place that answers errors.
func (r *Request) failLater(err error) error {
	if err == nil {
		return nil
	}
	r.failed = err
	return errFailed
}
