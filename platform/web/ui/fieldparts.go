package ui

import (
	"strconv"

	"github.com/a-h/templ"
)

func withMode(f Field, mode string) Field {
	f.Mode = or(f.Mode, mode)
	return f
}

func withUnit(f Field, unit string) Field {
	f.Unit = or(f.Unit, unit)
	return f
}

func withHint(f Field, hint string) Field {
	f.Hint = or(f.Hint, hint)
	return f
}

func groupRole(kind string) string {
	if kind == "radio" {
		return "radiogroup"
	}
	return "group"
}

// choiceID gives the first choice the field's id, so that error summaries lead to it.
func choiceID(f Field, i int) string {
	if i == 0 {
		return f.id()
	}
	return f.id() + "-" + strconv.Itoa(i)
}

// described ties hint and error to a group of choices.
func described(f Field) templ.Attributes {
	by, ok := f.control()["aria-describedby"]
	if !ok {
		return nil
	}
	return templ.Attributes{"aria-describedby": by}
}
