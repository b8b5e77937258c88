package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"vuon/platform/telemetry"
)

// Options say which database, and with which secret the roles log in.
type Options struct {
	URL      string // of an owner that may create roles
	Secret   []byte // 32 bytes, the same for every process of a deployment
	MaxConns int    // of the application's pool; 0 means 16
}

// DB is a deployment's database, through its restricted login roles.
type DB struct {
	pools map[string]*bun.DB
}

// Open logs in as each restricted role. The schema must be there: see Migrate.
func Open(ctx context.Context, o Options) (*DB, error) {
	conns := o.MaxConns
	if conns == 0 {
		conns = 16
	}
	db := &DB{pools: map[string]*bun.DB{}}
	for role, n := range map[string]int{roleApp: conns, roleProvince: 4, roleRelay: 2, roleAuditor: 2, roleCitizens: 2} {
		pool, err := open(o, role, n)
		if err != nil {
			return nil, errors.Join(err, db.Close())
		}
		db.pools[role] = bun.NewDB(pool, pgdialect.New())
	}
	if err := db.Ping(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// Ping asks whether the database answers.
func (db *DB) Ping(ctx context.Context) error {
	if err := db.pools[roleApp].PingContext(ctx); err != nil {
		return fmt.Errorf("database does not answer: %w", err)
	}
	return nil
}

// Close closes every pool.
func (db *DB) Close() error {
	var errs []error
	for _, pool := range db.pools {
		errs = append(errs, pool.Close())
	}
	return errors.Join(errs...)
}

// scope is the transaction that a context carries.
type scope struct {
	db     *DB
	role   string
	tenant string
	conn   bun.Conn
	tx     bun.Tx
}

type scopeKey struct{}

func scopeOf(ctx context.Context) (scope, bool) {
	s, ok := ctx.Value(scopeKey{}).(scope)
	return s, ok
}

// Tenant is the tenant for which the context's transaction runs, or "".
func Tenant(ctx context.Context) string {
	s, _ := scopeOf(ctx)
	return s.tenant
}

// Running reports whether the context carries a transaction.
func Running(ctx context.Context) bool {
	_, running := scopeOf(ctx)
	return running
}

// Tx is a running transaction. Services pass it on to their store; only stores
// write statements with it.
type Tx = bun.Tx

// Fn is what runs in a transaction; its context carries it, so that nested
// calls join instead of opening a second one.
type Fn = func(ctx context.Context, tx Tx) error

// tenantID is what a tenant's identifier looks like: it stands in addresses.
var tenantID = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$`)

// InTenant runs fn in one transaction that sees and writes this tenant's rows
// and no other's. Inside a transaction of the same tenant it joins; inside one
// of no tenant (Global) it takes the tenant for as long as fn runs; inside one
// of another tenant it refuses.
func (db *DB) InTenant(ctx context.Context, tenant string, fn Fn) error {
	if !tenantID.MatchString(tenant) {
		return fmt.Errorf("database: %q is no tenant identifier", tenant)
	}
	outer, nested := scopeOf(ctx)
	switch {
	case !nested || outer.db != db:
		return db.begin(ctx, scope{role: roleApp, tenant: tenant}, "app.tenant_id", tenant, fn)
	case outer.role != roleApp || outer.tenant != "" && outer.tenant != tenant:
		return fmt.Errorf("database: a transaction of %s (tenant %q) cannot turn to tenant %q", outer.role, outer.tenant, tenant)
	case outer.tenant == tenant:
		return fn(ctx, outer.tx)
	}
	if err := set(ctx, outer.tx, "app.tenant_id", tenant); err != nil {
		return err
	}
	inner := outer
	inner.tenant = tenant
	err := fn(context.WithValue(ctx, scopeKey{}, inner), outer.tx)
	// Also after a failure, which the caller may take and go on from.
	if undone := set(ctx, outer.tx, "app.tenant_id", ""); err == nil {
		err = undone
	}
	return err
}

// Global runs fn in a transaction of no tenant: it sees the global tables, and
// no row of any tenant table. Inside another transaction of the application it joins.
func (db *DB) Global(ctx context.Context, fn Fn) error {
	if s, ok := scopeOf(ctx); ok && s.db == db && s.role == roleApp {
		return fn(ctx, s.tx)
	}
	return db.begin(ctx, scope{role: roleApp}, "app.tenant_id", "", fn)
}

// Reader reads global tables a statement at a time, without the round trips of a
// transaction; inside one of the application's it is that transaction. No
// connection at rest has a tenant, so it sees no row of any tenant table.
func (db *DB) Reader(ctx context.Context) bun.IDB {
	if s, ok := scopeOf(ctx); ok && s.db == db && s.role == roleApp {
		return s.tx
	}
	return db.pools[roleApp]
}

// AcrossTenants runs fn in a read-only transaction that sees the rows that
// tenants of this province let it read, and nothing of other provinces.
func (db *DB) AcrossTenants(ctx context.Context, province string, fn Fn) error {
	if !tenantID.MatchString(province) {
		return fmt.Errorf("database: %q is no tenant identifier", province)
	}
	return db.begin(ctx, scope{role: roleProvince}, "app.province_id", province, fn)
}

// AsRelay runs fn as the role that carries jobs from the outbox to the queue:
// it sees what the queue needs of every tenant's jobs and nothing else.
func (db *DB) AsRelay(ctx context.Context, fn Fn) error {
	return db.begin(ctx, scope{role: roleRelay}, "app.tenant_id", "", fn)
}

// AsAuditor runs fn as the role that may append to this tenant's audit, in a
// transaction of its own: for what is read across tenants.
func (db *DB) AsAuditor(ctx context.Context, tenant string, fn Fn) error {
	if !tenantID.MatchString(tenant) {
		return fmt.Errorf("database: %q is no tenant identifier", tenant)
	}
	return db.begin(ctx, scope{role: roleAuditor, tenant: tenant}, "app.tenant_id", tenant, fn)
}

// AsCitizens runs fn as the role that alone reads the index of citizen numbers of
// all tenants, and reads nothing else, in a transaction of its own.
func (db *DB) AsCitizens(ctx context.Context, fn Fn) error {
	return db.begin(ctx, scope{role: roleCitizens}, "app.tenant_id", "", fn)
}

func (db *DB) begin(ctx context.Context, s scope, setting, value string, fn Fn) (err error) {
	ctx, end := telemetry.Span(ctx, "transaction")
	defer func() { end(err) }()
	// The connection is kept beside the transaction on it: see CopyIn.
	if s.conn, err = db.pools[s.role].Conn(ctx); err != nil {
		return err
	}
	defer s.conn.Close()
	return s.conn.RunInTx(ctx, &sql.TxOptions{ReadOnly: s.role == roleProvince || s.role == roleCitizens},
		func(ctx context.Context, tx bun.Tx) error {
			if err := set(ctx, tx, setting, value); err != nil {
				return err
			}
			s.db, s.tx = db, tx
			return fn(context.WithValue(ctx, scopeKey{}, s), tx)
		})
}

// set is local to the transaction: a setting of the session would stay with the
// pooled connection and show foreign rows to whoever gets it next.
func set(ctx context.Context, tx bun.Tx, setting, value string) error {
	_, err := tx.ExecContext(ctx, "SELECT set_config(?, ?, true)", setting, value)
	return err
}
