package identity

import (
	"context"
	"encoding/json"
	"net"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/text"
)

// ceremonyLife is how long a browser may take to talk to an authenticator.
const ceremonyLife = 10 * time.Minute

// Passkey is a credential of WebAuthn, as its owner sees it.
type Passkey struct {
	bun.BaseModel `bun:"table:identity_passkeys,alias:k"`

	ID         []byte              `bun:"id,pk"`
	AccountID  string              `bun:"account_id"`
	Name       string              `bun:"name"`
	Credential webauthn.Credential `bun:"credential,type:jsonb"`
	CreatedAt  time.Time           `bun:"created_at"`
	SeenAt     time.Time           `bun:"seen_at,nullzero"`
}

// Ceremony is one conversation with an authenticator.
type Ceremony struct {
	Options string // JSON, for navigator.credentials
	Ticket  string // goes through the browser and comes back with the answer
}

// Origin is the address under which browsers know the deployment
// ("https://vuon.daknong.gov.vn"): a passkey works there alone.
type Origin string

// TakesPasskeys tells that browsers make passkeys for the origin: it needs https,
// or localhost, and a name rather than an address.
func (o Origin) TakesPasskeys() bool {
	u, err := url.Parse(string(o))
	if err != nil || net.ParseIP(u.Hostname()) != nil {
		return false
	}
	return u.Scheme == "https" || u.Hostname() == "localhost"
}

func (o Origin) party() (*webauthn.WebAuthn, error) {
	u, err := url.Parse(string(o))
	if err != nil || !o.TakesPasskeys() {
		return nil, fault.New(fault.Conflict, "no_passkeys_here", "Địa chỉ này không dùng được khóa truy cập (passkey). Hãy mở hệ thống bằng tên miền có https.",
			"Passkeys do not work under this address. Open the system by its name and https.")
	}
	return webauthn.New(&webauthn.Config{RPID: u.Hostname(), RPDisplayName: totpIssuer, RPOrigins: []string{string(o)}})
}

// holder is an account as WebAuthn knows it; its handle says nothing about the person.
type holder struct {
	account Account
	keys    []Passkey
}

func (h holder) WebAuthnID() []byte          { id := uuid.MustParse(h.account.ID); return id[:] }
func (h holder) WebAuthnName() string        { return h.account.Username }
func (h holder) WebAuthnDisplayName() string { return h.account.Name }
func (h holder) WebAuthnCredentials() (list []webauthn.Credential) {
	for _, k := range h.keys {
		list = append(list, k.Credential)
	}
	return list
}

func passkeys(ctx context.Context, tx bun.Tx, account string) (list []Passkey, err error) {
	err = tx.NewSelect().Model(&list).Where("account_id = ?", account).Order("created_at").Limit(100).Scan(ctx)
	return list, err
}

func holderOf(ctx context.Context, tx bun.Tx, account string) (h holder, err error) {
	if h.account, err = find(ctx, tx, "id", account); err == nil {
		h.keys, err = passkeys(ctx, tx, account)
	}
	return h, err
}

// Kinds of ceremonies: an answer to one is none to another.
const (
	registering = "passkey register"
	signingIn   = "passkey sign in"
	secondStep  = "passkey second step"
)

// BeginPasskey starts making a passkey for the account.
func (s *Service) BeginPasskey(ctx context.Context, o Origin, account string) (c Ceremony, err error) {
	party, err := o.party()
	if err != nil {
		return c, err
	}
	var h holder
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		h, err = holderOf(ctx, tx, account)
		return err
	})
	if err != nil {
		return c, err
	}
	options, session, err := party.BeginRegistration(h, webauthn.WithResidentKeyRequirement(protocol.ResidentKeyRequirementRequired),
		webauthn.WithExclusions(webauthn.Credentials(h.WebAuthnCredentials()).CredentialDescriptors()),
		func(o *protocol.PublicKeyCredentialCreationOptions) error {
			o.AuthenticatorSelection.UserVerification = protocol.VerificationRequired
			return nil
		})
	if err != nil {
		return c, err
	}
	session.UserVerification = protocol.VerificationRequired
	return s.ceremony(registering, options.Response, session)
}

// ceremony keeps the session in a ticket: nothing is written until it succeeds.
func (s *Service) ceremony(kind string, options any, session *webauthn.SessionData) (c Ceremony, err error) {
	raw, err := json.Marshal(options)
	if err != nil {
		return c, err
	}
	c.Options = string(raw)
	c.Ticket, err = s.issue(kind, session, ceremonyLife)
	return c, err
}

// AddPasskey keeps the passkey that the browser made, and returns the recovery
// codes when it is the account's first second factor. Fault bad_passkey.
func (s *Service) AddPasskey(ctx context.Context, o Origin, account, ticket, answer, name string) (recovery []string, err error) {
	party, err := o.party()
	if err != nil {
		return nil, err
	}
	var session webauthn.SessionData
	if !s.redeem(registering, ticket, &session) {
		return nil, stepExpired()
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(answer))
	if err != nil {
		return nil, badPasskey(err)
	}
	if name = text.Line(name); name == "" || len([]rune(name)) > maxName {
		name = "Passkey"
	}
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		h, err := holderOf(ctx, tx, account)
		if err != nil {
			return err
		}
		credential, err := party.CreateCredential(h, session, parsed)
		if err != nil {
			return badPasskey(err)
		}
		if err := s.useUp(ctx, tx, session.Challenge); err != nil {
			return err
		}
		key := Passkey{ID: credential.ID, AccountID: account, Name: name, Credential: *credential, CreatedAt: s.clk.Now()}
		if _, err := tx.NewInsert().Model(&key).Exec(ctx); err != nil {
			return err
		}
		recovery, err = s.enrolled(ctx, tx, account, Change{Action: "identity.add_passkey", Object: "account", ObjectID: account, After: map[string]any{"name": name}})
		return err
	})
	return recovery, err
}

// RemovePasskey takes one of the account's passkeys away; another's stays.
func (s *Service) RemovePasskey(ctx context.Context, account string, id []byte) error {
	return s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		result, err := tx.ExecContext(ctx, "DELETE FROM identity_passkeys WHERE account_id = ? AND id = ?", account, id)
		return s.removed(ctx, tx, account, result, err, Change{Action: "identity.remove_passkey", Object: "account", ObjectID: account})
	})
}

// BeginPasskeySignIn asks any passkey of the origin for a sign-in without a
// username. It writes nothing: whoever opens the page may ask.
func (s *Service) BeginPasskeySignIn(o Origin) (c Ceremony, err error) {
	party, err := o.party()
	if err != nil {
		return c, err
	}
	options, session, err := party.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return c, err
	}
	return s.ceremony(signingIn, options.Response, session)
}

// BeginPasskeyStep asks for one of the passkeys of whoever gave the right password.
func (s *Service) BeginPasskeyStep(ctx context.Context, o Origin, step string) (c Ceremony, err error) {
	party, err := o.party()
	if err != nil {
		return c, err
	}
	a, err := s.stepped(ctx, step)
	if err != nil {
		return c, err
	}
	var h holder
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		h, err = holderOf(ctx, tx, a.ID)
		return err
	})
	if err != nil {
		return c, err
	}
	options, session, err := party.BeginLogin(h, webauthn.WithUserVerification(protocol.VerificationPreferred))
	if err != nil {
		return c, err
	}
	return s.ceremony(secondStep, options.Response, session)
}

// SignInWithPasskey opens a session for whoever holds a passkey and showed it
// their finger or PIN: both factors in one. Faults bad_passkey, step_expired,
// account_disabled, too_many_attempts.
func (s *Service) SignInWithPasskey(ctx context.Context, o Origin, ticket, answer string, c Credentials) (Session, error) {
	return s.openWithPasskey(ctx, o, signingIn, ticket, answer, c, func(ctx context.Context, tx bun.Tx, key Passkey) (Account, error) {
		return find(ctx, tx, "id", key.AccountID)
	})
}

// ContinueWithPasskey goes on with a sign-in whose password was right.
func (s *Service) ContinueWithPasskey(ctx context.Context, o Origin, step, ticket, answer string, c Credentials) (Session, error) {
	a, err := s.stepped(ctx, step)
	if err != nil {
		return Session{}, err
	}
	return s.openWithPasskey(ctx, o, secondStep, ticket, answer, c, func(ctx context.Context, tx bun.Tx, key Passkey) (Account, error) {
		if key.AccountID != a.ID {
			return a, badPasskey(nil)
		}
		return a, still(ctx, tx, a)
	})
}

func (s *Service) openWithPasskey(ctx context.Context, o Origin, kind, ticket, answer string, c Credentials,
	whose func(context.Context, bun.Tx, Passkey) (Account, error)) (session Session, err error) {
	party, err := o.party()
	if err != nil {
		return session, err
	}
	var data webauthn.SessionData
	if !s.redeem(kind, ticket, &data) {
		return session, stepExpired()
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(answer))
	if err != nil {
		return session, badPasskey(err)
	}
	counted := addressAttempts(c.Address)
	if err := s.admit(ctx, counted); err != nil {
		return session, err
	}
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		key, err := lockPasskey(ctx, tx, parsed.RawID)
		if err != nil {
			return err
		}
		a, err := whose(ctx, tx, key)
		if err != nil {
			return err
		}
		if !a.DisabledAt.IsZero() {
			return accountDisabled()
		}
		if err := s.checkPasskey(ctx, tx, party, data, parsed, holder{a, []Passkey{key}}); err != nil {
			return err
		}
		if err := s.forgive(ctx, tx, counted); err != nil {
			return err
		}
		session, err = s.open(ctx, tx, a, c)
		return err
	})
	return session, err
}

func lockPasskey(ctx context.Context, tx bun.Tx, id []byte) (key Passkey, err error) {
	err = tx.NewSelect().Model(&key).Where("id = ?", id).For("UPDATE").Scan(ctx)
	if database.NotFound(err) {
		err = badPasskey(err)
	}
	return key, err
}

// checkPasskey verifies the authenticator's answer, once, and keeps its sign
// count. A count that went back means a copy of the key: it is refused.
func (s *Service) checkPasskey(ctx context.Context, tx bun.Tx, party *webauthn.WebAuthn, data webauthn.SessionData, parsed *protocol.ParsedCredentialAssertionData, h holder) (err error) {
	var credential *webauthn.Credential
	if len(data.UserID) > 0 {
		data.AllowedCredentialIDs = nil // it is one of the account's, as was looked up
		credential, err = party.ValidateLogin(h, data, parsed)
	} else {
		_, credential, err = party.ValidatePasskeyLogin(func(_, _ []byte) (webauthn.User, error) { return h, nil }, data, parsed)
	}
	if err != nil {
		return badPasskey(err)
	}
	if credential.Authenticator.CloneWarning {
		return badPasskey(errCloned)
	}
	if err := s.useUp(ctx, tx, data.Challenge); err != nil {
		return err
	}
	key := Passkey{ID: credential.ID, Credential: *credential, SeenAt: s.clk.Now()}
	_, err = tx.NewUpdate().Model(&key).Column("credential", "seen_at").WherePK().Exec(ctx)
	return err
}

// useUp refuses what was used before.
func (s *Service) useUp(ctx context.Context, tx bun.Tx, once string) error {
	result, err := tx.ExecContext(ctx, "INSERT INTO identity_used (hash, expires_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
		hashSecret(once), s.clk.Now().Add(24*time.Hour))
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return stepExpired()
}
