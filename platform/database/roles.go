package database

import (
	"context"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// The login roles. None of them owns a table or may bypass Row-Level Security.
const (
	roleApp      = "vuon_app"      // one tenant at a time, and global tables
	roleProvince = "vuon_province" // reads the tenants of one province
	roleRelay    = "vuon_relay"    // the outbox columns of all tenants' jobs
	roleAuditor  = "vuon_auditor"  // appends to a tenant's audit
	roleCitizens = "vuon_citizens" // reads the index of citizen numbers of all tenants
	roleMigrate  = "vuon_migrate"  // data migrations, all tenants
)

func loginRoles() []string {
	return []string{roleApp, roleProvince, roleRelay, roleAuditor, roleCitizens, roleMigrate}
}

// password is derived, so that every process of a deployment knows it from the
// secret key and none has to store it.
func password(secret []byte, role string) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("postgresql role " + role))
	return hex.EncodeToString(mac.Sum(nil))
}

// verifier is the SCRAM-SHA-256 form of a password (RFC 5803), so that the
// password itself never stands in a statement or in the server's log.
func verifier(password string, salt []byte) (string, error) {
	const rounds = 4096
	salted, err := pbkdf2.Key(sha256.New, password, salt, rounds, sha256.Size)
	if err != nil {
		return "", err
	}
	sum := func(key []byte, text string) []byte {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(text))
		return mac.Sum(nil)
	}
	stored := sha256.Sum256(sum(salted, "Client Key"))
	b64 := base64.StdEncoding.EncodeToString
	return fmt.Sprintf("SCRAM-SHA-256$%d:%s$%s:%s", rounds, b64(salt), b64(stored[:]), b64(sum(salted, "Server Key"))), nil
}

// ensureRoles makes the login roles, or gives them the password that the secret
// key now stands for. The salt is derived too: the same key changes nothing.
func ensureRoles(ctx context.Context, owner *sql.Conn, secret []byte) error {
	for _, role := range loginRoles() {
		salt := sha256.Sum256([]byte(password(secret, role) + "salt"))
		scram, err := verifier(password(secret, role), salt[:16])
		if err != nil {
			return err
		}
		_, err = owner.ExecContext(ctx, fmt.Sprintf(`DO $$ BEGIN
  CREATE ROLE %[1]s LOGIN PASSWORD '%[2]s' NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  ALTER ROLE %[1]s LOGIN PASSWORD '%[2]s';
END $$`, role, scram))
		if err != nil {
			return fmt.Errorf("make the login role %s: %w", role, err)
		}
		if _, err = owner.ExecContext(ctx, "GRANT USAGE ON SCHEMA public TO "+role); err != nil {
			return err
		}
	}
	return nil
}

// open returns a pool that logs in as role ("" is the owner of the URL).
func open(o Options, role string, conns int) (*sql.DB, error) {
	cfg, err := pgx.ParseConfig(o.URL)
	if err != nil {
		return nil, fmt.Errorf("database URL: %w", err)
	}
	if role != "" {
		cfg.User, cfg.Password = role, password(o.Secret, role)
	}
	// bun writes its arguments into the statement, so nothing is prepared.
	cfg.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol
	cfg.RuntimeParams["timezone"] = "UTC"
	cfg.RuntimeParams["application_name"] = "vuon " + role
	db := stdlib.OpenDB(*cfg)
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	return db, nil
}
