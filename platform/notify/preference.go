package notify

import (
	"context"

	"vuon/platform/database"
	"vuon/platform/fault"
)

// Preference is when an account wants its mail.
type Preference string

// The preferences. Instant holds for who has chosen none.
const (
	Instant Preference = "instant"
	Daily   Preference = "daily" // one letter a day, in the morning
	Off     Preference = "off"
)

// Preference is what the account has chosen.
func (s *Service) Preference(ctx context.Context, account string) (p Preference, err error) {
	err = s.o.DB.Global(ctx, func(ctx context.Context, tx database.Tx) error {
		chosen, err := preferences(ctx, tx, []string{account})
		p = chosen[account].orInstant()
		return err
	})
	return p, err
}

// SetPreference keeps what the account chooses. Fault bad_preference.
func (s *Service) SetPreference(ctx context.Context, account string, p Preference) error {
	if p != Instant && p != Daily && p != Off {
		return fault.New(fault.Invalid, "bad_preference", "Lựa chọn nhận thư chưa đúng.", "The choice for mail is wrong.").
			At("mail", "Hãy chọn: gửi ngay, mỗi ngày một thư, hoặc không gửi.", "Choose: at once, once a day, or never.")
	}
	return s.o.DB.Global(ctx, func(ctx context.Context, tx database.Tx) error { return prefer(ctx, tx, account, p) })
}

func (p Preference) orInstant() Preference {
	if p == "" {
		return Instant
	}
	return p
}

// state is how the mail of a message begins for a person.
func (p Preference) state(address string) MailState {
	switch {
	case p == Off:
		return MailOff
	case address == "":
		return MailNoWhere
	case p == Daily:
		return MailDaily
	}
	return MailWaiting
}
