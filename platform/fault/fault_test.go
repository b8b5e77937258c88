package fault_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"vuon/platform/fault"
	"vuon/platform/i18n"
)

func TestOnlyFaultsShowTheirText(t *testing.T) {
	known := fault.New(fault.Conflict, "wrong_state", "Sai bước.", "Wrong step.")
	for name, c := range map[string]struct {
		err    error
		code   string
		status int
	}{
		"a fault":        {known, "wrong_state", 409},
		"a wrapped one":  {fmt.Errorf("submit: %w", known), "wrong_state", 409},
		"a joined one":   {errors.Join(io.EOF, known), "wrong_state", 409},
		"out of time":    {fmt.Errorf("read: %w", context.DeadlineExceeded), "timeout", 503},
		"anything else":  {errors.New("password=geheim"), "internal", 500},
		"behind a fault": {known.Because(errors.New("password=geheim")), "wrong_state", 409},
	} {
		f := fault.From(c.err)
		if f.Code != c.code || f.Kind.Status() != c.status || fault.CodeOf(c.err) != c.code {
			t.Errorf("%s: %s, %d", name, f.Code, f.Kind.Status())
		}
		for _, lang := range []i18n.Lang{i18n.Vietnamese, i18n.English} {
			if said := f.Message.In(lang); said == "" || strings.Contains(said, "geheim") {
				t.Errorf("%s says %q", name, said)
			}
		}
	}
	if fault.CodeOf(nil) != "" {
		t.Error("no error has a code")
	}
}

// Faults are shared; what is added to one must not show on another.
func TestAddingMakesACopy(t *testing.T) {
	shared := fault.New(fault.Invalid, "bad", "Sai.", "Wrong.").At("year", "Thiếu năm.", "The year is missing.")
	first, second := shared.At("unit", "Thiếu xã.", "The commune is missing."), shared.At("name", "Thiếu tên.", "The name is missing.")
	caused := shared.Because(io.EOF)
	if len(shared.Fields) != 1 || shared.Err != nil || first.Fields[1].Name != "unit" || second.Fields[1].Name != "name" {
		t.Errorf("%+v, %+v, %+v", shared, first, second)
	}
	if !errors.Is(caused, io.EOF) || !errors.Is(caused, shared) || errors.Is(shared, fault.New(fault.Invalid, "other", "", "")) {
		t.Error("faults are told apart by their code, and keep their cause")
	}
	if got := caused.Error(); got != "bad: Wrong.; year: The year is missing.: EOF" {
		t.Errorf("in the log: %q", got)
	}
}

func TestEveryKindHasAStatus(t *testing.T) {
	for kind := fault.Internal; kind <= fault.Unavailable; kind++ {
		if s := kind.Status(); s < 400 || s > 599 {
			t.Errorf("kind %d becomes %d", kind, s)
		}
	}
}
