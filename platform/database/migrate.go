package database

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/pressly/goose/v3"

	"vuon/platform/fault"
)

//go:embed migrations/*.sql
var kernelFiles embed.FS

// Source is one module's schema: goose files at the root of FS, versioned in
// the module's own table.
type Source struct {
	Module string
	FS     fs.FS
}

// Files is the schema of a module that embeds the files of its folder migrations.
func Files(module string, folder embed.FS) Source {
	files, err := fs.Sub(folder, "migrations")
	if err != nil {
		panic(err) // "migrations" is a valid path
	}
	return Source{Module: module, FS: files}
}

// ModuleStatus is how far a module's schema is.
type ModuleStatus struct {
	Module  string `json:"module"`
	Version int64  `json:"version"`
	Latest  int64  `json:"latest"`
}

// migrationLock is the advisory lock under which one process migrates while the
// others that start at the same moment wait.
const migrationLock = 0x5675_6f6e // "Vuon"

// Migrate makes the login roles and brings every module's schema up to the
// binary's. It refuses a database that a newer binary has migrated
// (fault database_newer). Several processes may call it at once.
func Migrate(ctx context.Context, o Options, sources []Source) error {
	return withOwner(ctx, o, func(db *sql.DB, conn *sql.Conn) error {
		if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", int64(migrationLock)); err != nil {
			return fmt.Errorf("wait for other migrations: %w", err)
		}
		defer func() { // the end of the connection would unlock it too
			_, _ = conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(migrationLock))
		}()
		all := withKernel(sources)
		states, err := statuses(ctx, db, conn, all)
		if err != nil {
			return err
		}
		if err := refuseNewer(ctx, conn, states); err != nil {
			return err
		}
		if err := ensureRoles(ctx, conn, o.Secret); err != nil {
			return err
		}
		for i, s := range all {
			if states[i].Version == states[i].Latest {
				continue
			}
			if err := up(ctx, db, s); err != nil {
				return err
			}
		}
		return nil
	})
}

// Status tells each module's schema version beside the binary's.
func Status(ctx context.Context, o Options, sources []Source) (states []ModuleStatus, err error) {
	err = withOwner(ctx, o, func(db *sql.DB, conn *sql.Conn) error {
		states, err = statuses(ctx, db, conn, withKernel(sources))
		return err
	})
	return states, err
}

func withOwner(ctx context.Context, o Options, fn func(*sql.DB, *sql.Conn) error) error {
	db, err := open(o, "", 3)
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("database does not answer: %w", err)
	}
	defer conn.Close()
	return fn(db, conn)
}

func withKernel(sources []Source) []Source {
	return append([]Source{Files("database", kernelFiles)}, sources...)
}

func versionTable(module string) string { return "schema_" + module }

func up(ctx context.Context, db *sql.DB, s Source) error {
	p, err := provider(db, s)
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate %s: %w", s.Module, err)
	}
	return nil
}

func provider(db *sql.DB, s Source) (*goose.Provider, error) {
	p, err := goose.NewProvider(goose.DialectPostgres, db, s.FS,
		goose.WithTableName(versionTable(s.Module)), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return nil, fmt.Errorf("migrations of %s: %w", s.Module, err)
	}
	return p, nil
}

// statuses reads the versions without running anything: on an existing database
// a start has nothing else to do here.
func statuses(ctx context.Context, db *sql.DB, conn *sql.Conn, sources []Source) ([]ModuleStatus, error) {
	tables, err := versionTables(ctx, conn)
	if err != nil {
		return nil, err
	}
	var states []ModuleStatus
	for _, s := range sources {
		state := ModuleStatus{Module: s.Module}
		p, err := provider(db, s)
		switch {
		case err == nil:
			list := p.ListSources()
			state.Latest = list[len(list)-1].Version
		case !errors.Is(err, goose.ErrNoMigrations):
			return nil, err
		}
		if slices.Contains(tables, versionTable(s.Module)) {
			query := fmt.Sprintf("SELECT coalesce(max(version_id), 0) FROM %s WHERE is_applied", versionTable(s.Module))
			if err := conn.QueryRowContext(ctx, query).Scan(&state.Version); err != nil {
				return nil, err
			}
		}
		states = append(states, state)
	}
	return states, nil
}

func versionTables(ctx context.Context, conn *sql.Conn) (tables []string, err error) {
	rows, err := conn.QueryContext(ctx, `SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'schema\_%'`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		tables = append(tables, name)
	}
	return tables, rows.Err()
}

func refuseNewer(ctx context.Context, conn *sql.Conn, states []ModuleStatus) error {
	known := map[string]bool{}
	newer := ""
	for _, s := range states {
		known[versionTable(s.Module)] = true
		if s.Version > s.Latest {
			newer = s.Module
		}
	}
	tables, err := versionTables(ctx, conn)
	if err != nil {
		return err
	}
	for _, table := range tables {
		if !known[table] {
			newer = table
		}
	}
	if newer == "" {
		return nil
	}
	return fault.New(fault.Unavailable, "database_newer",
		"Cơ sở dữ liệu do phiên bản Vươn mới hơn tạo ra ("+newer+"). Hãy chạy phiên bản mới hơn, hoặc khôi phục bản sao lưu.",
		"The database was migrated by a newer Vươn ("+newer+"). Run the newer version, or restore a backup.")
}
