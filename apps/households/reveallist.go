package households

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"vuon/apps/households/forms"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/text"
	"vuon/platform/web"
)

// revealList lets who may reveal sensitive data read a part of a list that tells it,
// for a reason: each part that is read stands in the audit. Faults: forbidden,
// reason_missing.
func (s *Service) revealList(ctx context.Context, tx database.Tx, object, id string, what any, reason string) error {
	if err := s.Policy.Authorise(ctx, ActionReveal); err != nil {
		return err
	}
	reason, err := why(reason)
	if err != nil {
		return err
	}
	return s.record(ctx, tx, ActionReveal, object, id, nil, what, reason)
}

// why is the reason for which sensitive data is needed. Fault reason_missing.
func why(reason string) (string, error) {
	if reason = text.Line(reason); utf8.RuneCountInString(reason) < minReason {
		return "", faultReason()
	}
	return reason, nil
}

// unasked reports whether a list was not read because it needs a reason.
func unasked(err error) bool { return fault.CodeOf(err) == "reason_missing" }

// refusedAsk is what is wrong with the reason that was sent; nothing where none could
// be.
func refusedAsk(r *web.Request, err error) error {
	if r.Method() != http.MethodPost {
		return nil
	}
	return err
}

func askedStatus(r *web.Request, err error) int {
	return cmp.Or(refusedStatus(refusedAsk(r, err)), http.StatusOK)
}

// tellsMasked reports whether who counts in a measure of the forms tells what is
// masked: of which people somebody is, who is ill or malnourished.
func tellsMasked(measure string) bool {
	for _, word := range []string{"ethnic", "minority", "onsite", "kinh", "malnourished", "deprived.3", "cause.7"} {
		if _, rest, found := strings.Cut(measure, word); found && (rest == "" || rest[0] == '.') {
			return true
		}
	}
	return false
}

func tellMasked(measures []forms.Measure) bool {
	return slices.ContainsFunc(measures, func(m forms.Measure) bool { return tellsMasked(m.String()) })
}
