package identity

import (
	"context"
	"crypto/subtle"
	"net/http"
	"slices"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/uptrace/bun"
	"golang.org/x/oauth2"

	"vuon/platform/database"
	"vuon/platform/fault"
)

// issuerPatience is how long an issuer may take to answer us.
const issuerPatience = 10 * time.Second

const issuerTicket = "openid connect"

// Issuers are those that accounts may sign in with.
func (s *Service) Issuers() []Issuer { return s.opts.Issuers }

// departure is what we remember of somebody who went to an issuer.
type departure struct {
	Issuer, Redirect       string
	State, Nonce, Verifier string
	Account                string // that is to be linked; "" signs in
	Next                   string
}

// Arrival is somebody who came back from an issuer.
type Arrival struct {
	Session Session
	Linked  bool   // the account was linked; there is no new session
	Next    string // where they wanted to go
}

func (s *Service) issuer(ctx context.Context, id, redirect string) (issuer Issuer, provider *oidc.Provider, config oauth2.Config, err error) {
	at := slices.IndexFunc(s.opts.Issuers, func(i Issuer) bool { return i.ID == id })
	if at < 0 {
		return issuer, nil, config, fault.New(fault.NotFound, "issuer_unknown", "Không có cách đăng nhập này.", "There is no such way to sign in.")
	}
	issuer = s.opts.Issuers[at]
	provider, err = oidc.NewProvider(ctx, issuer.URL)
	if err != nil {
		return issuer, nil, config, issuerAway(err)
	}
	config = oauth2.Config{ClientID: issuer.ClientID, ClientSecret: issuer.ClientSecret, Endpoint: provider.Endpoint(), RedirectURL: redirect, Scopes: []string{oidc.ScopeOpenID}}
	return issuer, provider, config, nil
}

// Depart sends somebody to an issuer. Redirect is our address to which they come
// back; account is to be linked, or "" to sign in. The ticket stays with the
// browser until then. Faults issuer_unknown, issuer_away.
func (s *Service) Depart(ctx context.Context, id, redirect, account, next string) (address, ticket string, err error) {
	ctx, cancel := patient(ctx)
	defer cancel()
	_, _, config, err := s.issuer(ctx, id, redirect)
	if err != nil {
		return "", "", err
	}
	d := departure{Issuer: id, Redirect: redirect, Account: account, Next: next, Verifier: oauth2.GenerateVerifier()}
	d.State, _ = newSecret("")
	d.Nonce, _ = newSecret("")
	if ticket, err = s.issue(issuerTicket, d, stepLife); err != nil {
		return "", "", err
	}
	return config.AuthCodeURL(d.State, oidc.Nonce(d.Nonce), oauth2.S256ChallengeOption(d.Verifier)), ticket, nil
}

// Arrive takes somebody back from an issuer, who proves them by a token: signed by
// it, made for us, for this very departure. Faults step_expired, issuer_away,
// bad_arrival, subject_unknown (no account is made by itself), subject_taken,
// otp_required, account_disabled.
func (s *Service) Arrive(ctx context.Context, ticket, state, code string, c Credentials) (a Arrival, err error) {
	var d departure
	if !s.redeem(issuerTicket, ticket, &d) || subtle.ConstantTimeCompare([]byte(d.State), []byte(state)) != 1 {
		return a, stepExpired()
	}
	issuer, subject, err := s.vouched(ctx, d, code)
	if err != nil {
		return a, err
	}
	a.Next = d.Next
	if d.Account != "" {
		a.Linked = true
		return a, s.link(ctx, issuer, subject, d)
	}
	var account Account
	var more Factors
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := s.useUp(ctx, tx, d.State); err != nil {
			return err
		}
		err := tx.NewSelect().Model(&account).Join("JOIN identity_subjects AS s ON s.account_id = a.id").
			Where("s.issuer = ? AND s.subject = ?", issuer.URL, subject).Scan(ctx)
		switch {
		case database.NotFound(err):
			return subjectUnknown(issuer)
		case err != nil:
			return err
		case !account.DisabledAt.IsZero():
			return accountDisabled()
		}
		if more, err = factors(ctx, tx, account.ID); err != nil || more.Any() {
			return err
		}
		a.Session, err = s.open(ctx, tx, account, c)
		return err
	})
	if err == nil && more.Any() {
		err = s.ask(account, more)
	}
	return a, err
}

// vouched exchanges the code for a token and returns whom it names.
func (s *Service) vouched(ctx context.Context, d departure, code string) (issuer Issuer, subject string, err error) {
	ctx, cancel := patient(ctx)
	defer cancel()
	issuer, provider, config, err := s.issuer(ctx, d.Issuer, d.Redirect)
	if err != nil {
		return issuer, "", err
	}
	token, err := config.Exchange(ctx, code, oauth2.VerifierOption(d.Verifier))
	if err != nil {
		return issuer, "", badArrival(err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := provider.Verifier(&oidc.Config{ClientID: issuer.ClientID, Now: s.clk.Now}).Verify(ctx, raw)
	if err != nil {
		return issuer, "", badArrival(err)
	}
	if id.Subject == "" || subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(d.Nonce)) != 1 {
		return issuer, "", badArrival(nil)
	}
	return issuer, id.Subject, nil
}

// link binds the identity to the account that departed, once.
func (s *Service) link(ctx context.Context, issuer Issuer, subject string, d departure) error {
	return s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		if err := s.useUp(ctx, tx, d.State); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `INSERT INTO identity_subjects (issuer, subject, account_id, linked_at) VALUES (?, ?, ?, ?)
			ON CONFLICT (issuer, subject) DO UPDATE SET linked_at = excluded.linked_at WHERE identity_subjects.account_id = excluded.account_id`,
			issuer.URL, subject, d.Account, s.clk.Now())
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil {
			return err
		} else if n == 0 {
			return fault.New(fault.Conflict, "subject_taken", "Danh tính này đã liên kết với tài khoản khác.", "This identity is linked to another account.")
		}
		return s.record(ctx, tx, Change{Action: "identity.link_subject", Object: "account", ObjectID: d.Account, After: map[string]any{"issuer": issuer.Name}})
	})
}

// LinkedIssuers are the URLs of the issuers with which the account may sign in.
func (s *Service) LinkedIssuers(ctx context.Context, account string) (urls []string, err error) {
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Table("identity_subjects").ColumnExpr("DISTINCT issuer").Where("account_id = ?", account).Scan(ctx, &urls)
	})
	return urls, err
}

// Unlink takes an issuer from an account; none is no error.
func (s *Service) Unlink(ctx context.Context, account, id string) error {
	at := slices.IndexFunc(s.opts.Issuers, func(i Issuer) bool { return i.ID == id })
	if at < 0 {
		return nil
	}
	return s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		result, err := tx.ExecContext(ctx, "DELETE FROM identity_subjects WHERE account_id = ? AND issuer = ?", account, s.opts.Issuers[at].URL)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return err
		}
		return s.record(ctx, tx, Change{Action: "identity.unlink_subject", Object: "account", ObjectID: account, Before: map[string]any{"issuer": s.opts.Issuers[at].Name}})
	})
}

// patient bounds what an issuer may take, in time and redirects.
func patient(ctx context.Context) (context.Context, context.CancelFunc) {
	client := &http.Client{Timeout: issuerPatience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return context.WithTimeout(oidc.ClientContext(ctx, client), issuerPatience)
}

func issuerAway(cause error) error {
	return fault.New(fault.Unavailable, "issuer_away", "Hệ thống đăng nhập của đơn vị không trả lời. Hãy thử lại sau ít phút, hoặc dùng mật khẩu.",
		"The other sign-in does not answer. Try again in a few minutes, or use your password.").Because(cause)
}

func badArrival(cause error) error {
	return fault.New(fault.Unauthenticated, "bad_arrival", "Chưa xác nhận được danh tính từ hệ thống đăng nhập kia. Hãy đăng nhập lại.",
		"Your identity was not confirmed by the other sign-in. Sign in again.").Because(cause)
}

func subjectUnknown(i Issuer) error {
	return fault.New(fault.Unauthenticated, "subject_unknown", "Danh tính ở "+i.Name+" chưa liên kết với tài khoản nào. Hãy đăng nhập bằng mật khẩu, rồi liên kết ở trang “Tài khoản của tôi”.",
		"Your identity at "+i.Name+" is linked to no account. Sign in with your password, then link it on the page \"My account\".")
}
