package ui

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"vuon/platform/fault"
	"vuon/platform/i18n"
)

// Field is one question of a form.
type Field struct {
	Name     string // what the form sends; the id is made from it
	ID       string // only when two fields of a page have one name
	Label    string
	Hint     string // how to answer, before one tries
	Error    string // what is wrong and how to mend it, see Errors
	Value    string
	Optional bool   // says so; everything else must be answered
	Full     bool   // over the whole width of the row
	Icon     string // in front of the text
	Unit     string // behind the text: "%", "đồng"
	Max      int    // characters, when above 0
	Auto     string // autocomplete: "username", "current-password" …
	Mode     string // inputmode: "numeric", "decimal" …
	Attrs    templ.Attributes
}

// Option is one answer of a Select, Radios or Checkboxes.
type Option struct {
	Value, Label, Note string
	Selected           bool
}

// FieldID is the id of the control of the field called name: where error
// summaries lead to.
func FieldID(name string) string {
	return "f-" + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' {
			return r
		}
		return '-'
	}, name)
}

func (f Field) id() string { return or(f.ID, FieldID(f.Name)) }

// control is what every control of f carries: name, id, and what describes it.
func (f Field) control() templ.Attributes {
	a := templ.Attributes{"id": f.id(), "name": f.Name, "required": !f.Optional}
	var by []string
	if f.Hint != "" {
		by = append(by, f.id()+"-hint")
	}
	if f.Error != "" {
		by = append(by, f.id()+"-error")
		a["aria-invalid"] = "true"
	}
	if len(by) > 0 {
		a["aria-describedby"] = strings.Join(by, " ")
	}
	if f.Max > 0 {
		a["maxlength"] = strconv.Itoa(f.Max)
	}
	if f.Auto != "" {
		a["autocomplete"] = f.Auto
	}
	if f.Mode != "" {
		a["inputmode"] = f.Mode
	}
	return attrs(a, f.Attrs)
}

// Errors are the messages of a refused form by the name of the field.
type Errors map[string]string

// ErrorsOf takes the messages of a fault's fields, in the language of ctx; nil
// when err is nil or marks no field.
func ErrorsOf(ctx context.Context, err error) Errors {
	if err == nil {
		return nil
	}
	out := Errors{}
	for _, f := range fault.From(err).Fields {
		if out[f.Name] == "" {
			out[f.Name] = say(ctx, f.Message)
		}
	}
	return out
}

// summary is the heading of an ErrorSummary.
func summary(ctx context.Context, e *fault.Error) string {
	switch n := len(e.Fields); n {
	case 0, 1:
		return say(ctx, e.Message)
	default:
		return i18n.Say(ctx, "Có "+strconv.Itoa(n)+" nội dung cần sửa", strconv.Itoa(n)+" things need to be put right")
	}
}
