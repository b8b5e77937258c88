// Package fault is the one error type that may be shown to a user: a code that
// programs rely on and a text, in Vietnamese and English, that says what to do.
// Every other error is internal: it is logged with its request and never shown.
package fault

import (
	"context"
	"errors"

	"vuon/platform/i18n"
)

// Kind says what sort of fault it is; the web turns it into a status.
type Kind int

// The kinds, with the HTTP status that each becomes.
const (
	Internal        Kind = iota // 500
	Invalid                     // 422: the input is wrong, see Fields
	Malformed                   // 400: the request itself cannot be read
	Unauthenticated             // 401
	Forbidden                   // 403: may be seen, not done
	NotFound                    // 404: is not there, or must not be known
	Conflict                    // 409: somebody was faster, or the state forbids it
	TooLarge                    // 413
	Unsupported                 // 415: a kind of file or encoding that is not taken
	TooMany                     // 429
	Unavailable                 // 503: a server that is needed does not answer
)

// Status is the HTTP status of the kind.
func (k Kind) Status() int {
	return [...]int{500, 422, 400, 401, 403, 404, 409, 413, 415, 429, 503}[k]
}

// Field is what is wrong with one field of a form, or one row of a file.
type Field struct {
	Name    string    `json:"name"`
	Message i18n.Text `json:"message"`
}

// Error is a fault. Code is stable (snake_case); Err, if any, is for the log only.
type Error struct {
	Kind    Kind
	Code    string
	Message i18n.Text
	Fields  []Field
	Err     error
}

// New makes a fault with its texts.
func New(kind Kind, code, vi, en string) *Error {
	return &Error{Kind: kind, Code: code, Message: i18n.T(vi, en)}
}

// Because returns a copy that carries the cause, for the log.
func (e *Error) Because(err error) *Error {
	c := *e
	c.Err = err
	return &c
}

// At returns a copy with one more field marked.
func (e *Error) At(name, vi, en string) *Error {
	c := *e
	c.Fields = append(append([]Field(nil), e.Fields...), Field{name, i18n.T(vi, en)})
	return &c
}

// Error is the English text with the code and the cause: for logs.
func (e *Error) Error() string {
	s := e.Code + ": " + e.Message.In(i18n.English)
	for _, f := range e.Fields {
		s += "; " + f.Name + ": " + f.Message.In(i18n.English)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is makes errors.Is compare faults by code.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// From turns any error into a fault: itself if it is one, a timeout as
// Unavailable, and everything else as Internal with a text that reveals nothing.
func From(err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return New(Unavailable, "timeout", "Hệ thống đang bận, chưa trả lời kịp. Vui lòng thử lại sau ít phút.",
			"The system is busy and did not answer in time. Please try again in a few minutes.").Because(err)
	}
	return New(Internal, "internal", "Hệ thống gặp lỗi. Vui lòng thử lại; nếu vẫn lỗi, báo mã yêu cầu cho quản trị viên.",
		"Something went wrong. Please try again; if it persists, give the request id to your administrator.").Because(err)
}

// CodeOf returns the code of err ("internal" when it is no fault, "" when nil).
func CodeOf(err error) string {
	if err == nil {
		return ""
	}
	return From(err).Code
}
