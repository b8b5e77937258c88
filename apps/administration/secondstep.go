package administration

import (
	"vuon/apps/administration/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// showSecondStep asks whoever gave the right password for the code or the passkey.
func (s *Service) showSecondStep(r *web.Request, step identity.SecondStep, refusal error) error {
	m := views.SecondStep{Ticket: step.Ticket, Next: r.Next(""), TOTP: step.TOTP, Err: refusal}
	if o := identity.Origin(r.BaseURL()); step.Passkeys && o.TakesPasskeys() {
		c, err := s.Identity.BeginPasskeyStep(r.Context(), o, step.Ticket)
		if err != nil {
			return err
		}
		m.Passkey = &views.Passkey{Action: web.SignInPath + "/passkey", Kind: "get", Options: c.Options, Ticket: c.Ticket, Step: step.Ticket, Next: m.Next}
	}
	status := 0
	if refusal != nil {
		status = fault.From(refusal).Kind.Status()
	}
	head := ui.Page{Help: "officer#second-factor", Title: i18n.T("Bước xác thực thứ hai", "Second step"), Narrow: true,
		Subtitle: i18n.T("Mật khẩu đúng. Còn một bước nữa.", "The password is right. One more step.")}
	return r.PageStatus(status, head, views.SecondStepPage(m))
}

func (s *Service) signInWithCode(r *web.Request) error {
	c := credentials(r)
	c.OTP = r.Form("otp")
	session, err := s.Identity.Continue(r.Context(), r.Form("ticket"), c)
	if code := fault.CodeOf(err); code == "bad_otp" || code == "too_many_attempts" {
		step, again := s.Identity.Step(r.Context(), r.Form("ticket"))
		if again != nil {
			return s.showSignIn(r, again)
		}
		return s.showSecondStep(r, step, err)
	}
	return s.signedIn(r, session, err)
}

func (s *Service) signInWithPasskey(r *web.Request) error {
	o, c := identity.Origin(r.BaseURL()), credentials(r)
	ticket, answer := r.Form("ticket"), r.Form("credential")
	if step := r.Form("step_ticket"); step != "" {
		session, err := s.Identity.ContinueWithPasskey(r.Context(), o, step, ticket, answer, c)
		return s.signedIn(r, session, err)
	}
	session, err := s.Identity.SignInWithPasskey(r.Context(), o, ticket, answer, c)
	return s.signedIn(r, session, err)
}
