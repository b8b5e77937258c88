package households

import (
	"context"
)

// Data are what can be changed of a household beside its members and its place.
type Data struct {
	Code     string
	Merit    bool // có người có công với cách mạng
	NoLabour bool // không có khả năng lao động
}

// Edit changes a household's data from a day on, or puts right what was wrong all
// along. Faults: household_changed, household_gone, code_taken, household_wrong.
func (s *Service) Edit(ctx context.Context, tenant, id string, step Step, d Data, correct bool) (Household, error) {
	cause := CauseEdit
	if correct {
		cause = CauseCorrect
	}
	return s.change(ctx, tenant, id, cause, step, func(ctx context.Context, c *changing, f *folio) error {
		var wrong wrongs
		code := checkCode(d.Code, &wrong)
		if code == "" {
			wrong.add("code", "Nhập mã hộ", "Enter the code")
		}
		if err := wrong.fault(); err != nil {
			return err
		}
		if code != f.Code {
			taken, err := c.store.codeTaken(ctx, c.tx, code)
			if err != nil {
				return err
			}
			if taken {
				return faultCodeTaken(code)
			}
		}
		f.Code, f.Merit, f.NoLabour = code, d.Merit, d.NoLabour
		return nil
	})
}

// ChangeHead makes another member the head from a day on; relations are what the
// members are to the new head, by person. Faults: head_needed, member_unknown.
func (s *Service) ChangeHead(ctx context.Context, tenant, id string, step Step, head string, relations map[string]Relation) (Household, error) {
	return s.change(ctx, tenant, id, CauseHead, step, func(ctx context.Context, c *changing, f *folio) error {
		if head == "" {
			return faultHeadNeeded()
		}
		if _, err := f.member(head); err != nil {
			return err
		}
		return c.relate(ctx, f, head, relations)
	})
}
