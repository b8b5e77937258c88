package identity

import (
	"context"
	"embed"
	"runtime"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/clock"
	"vuon/platform/database"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Source is the schema of identity.
func Source() database.Source { return database.Files("identity", migrations) }

// GlobalTables names the tables of this package; none belongs to a tenant.
func GlobalTables() []string {
	return []string{"identity_accounts", "identity_memberships", "identity_sessions",
		"identity_tokens", "identity_links", "identity_attempts", "identity_seen",
		"identity_totp", "identity_recovery_codes", "identity_passkeys", "identity_used",
		"identity_invitations", "identity_subjects"}
}

// Change is what the service did, for the audit: it holds no secret.
type Change struct {
	Action   string // "identity.sign_in"
	Object   string // "account", "session", "token"
	ObjectID string
	Before   any
	After    any
}

// Record writes a change to the audit, in the transaction of the change. The
// audit knows actors, so it stands above this package and is handed in.
type Record func(ctx context.Context, tx bun.Tx, c Change) error

// Options are the service's settings; a zero field takes its default.
type Options struct {
	Idle     time.Duration // a session not used for so long ends; 8 h
	Absolute time.Duration // a session ends after so long however it is used; 72 h
	Link     time.Duration // a link to set a password works for so long; 48 h
	Cost     Cost          // of a password hash; DefaultCost
	Parallel int           // password hashes made at once; the processors, at most 4

	// Secret is the deployment's: it seals secrets of second factors. None: one
	// that ends with the process.
	Secret []byte

	// Rules are those of a tenant, or of Platform, for its members' accounts.
	Rules func(ctx context.Context, tenant string) (Rules, error)

	// Issuers are the OpenID Connect providers that accounts may sign in with.
	Issuers []Issuer

	// Admit refuses one more member where a tenant has as many as it may have.
	Admit func(ctx context.Context, tenant string) error

	// CheckRole refuses a role that cannot be held in a tenant (policy.Engine.CheckRole).
	CheckRole func(ctx context.Context, tenant, role string) error
}

func (o Options) withDefaults() Options {
	if o.Idle == 0 {
		o.Idle = 8 * time.Hour
	}
	if o.Absolute == 0 {
		o.Absolute = 72 * time.Hour
	}
	if o.Link == 0 {
		o.Link = 48 * time.Hour
	}
	if o.Cost == (Cost{}) {
		o.Cost = DefaultCost()
	}
	if o.Parallel == 0 {
		o.Parallel = min(runtime.GOMAXPROCS(0), 4)
	}
	if o.Rules == nil {
		o.Rules = func(context.Context, string) (Rules, error) { return Rules{}, nil }
	}
	if o.CheckRole == nil {
		o.CheckRole = func(context.Context, string, string) error { return nil }
	}
	return o
}

// Service is identity's one door.
type Service struct {
	db     *database.DB
	clk    clock.Clock
	record Record
	opts   Options
	hasher *hasher
	vault  *vault
}

// New returns the service of a deployment.
func New(db *database.DB, clk clock.Clock, record Record, o Options) *Service {
	o = o.withDefaults()
	return &Service{db: db, clk: clk, record: record, opts: o, hasher: newHasher(o.Cost, o.Parallel), vault: newVault(o.Secret)}
}

// in runs fn for a tenant, or for the platform, so that what it records stands
// in the audit of the one that it concerns.
func (s *Service) in(ctx context.Context, tenant string, fn database.Fn) error {
	if tenant == Platform {
		return s.db.Global(ctx, fn)
	}
	return s.db.InTenant(ctx, tenant, fn)
}

// Purge forgets what no longer serves: sessions a month after their end, used up
// links, attempts of the day before yesterday. It returns the rows removed.
func (s *Service) Purge(ctx context.Context) (removed int64, err error) {
	now := s.clk.Now()
	month := 30 * 24 * time.Hour
	err = s.db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		for _, q := range []struct {
			statement string
			before    time.Time
		}{
			{"DELETE FROM identity_sessions WHERE least(expires_at, seen_at) < ?", now.Add(-month)},
			{"DELETE FROM identity_links WHERE expires_at < ?", now},
			{"DELETE FROM identity_invitations WHERE coalesce(ended_at, expires_at) < ?", now.Add(-month)},
			{"DELETE FROM identity_used WHERE expires_at < ?", now},
			{"DELETE FROM identity_attempts WHERE seen_at < ?", now.Add(-forgetAfter)},
		} {
			result, err := tx.ExecContext(ctx, q.statement, q.before)
			if err != nil {
				return err
			}
			n, err := result.RowsAffected()
			if err != nil {
				return err
			}
			removed += n
		}
		return nil
	})
	return removed, err
}
