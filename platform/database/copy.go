package database

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// CopyIn loads rows into a table by COPY, on the connection of the running
// transaction, and returns how many. It is many times faster than inserting, and
// is refused by tables under Row-Level Security: load a temporary table
// (ON COMMIT DROP), then INSERT … SELECT from it. An error of rows ends it.
func (db *DB) CopyIn(ctx context.Context, table string, columns []string, rows iter.Seq2[[]any, error]) (n int64, err error) {
	s, running := scopeOf(ctx)
	if !running || s.db != db {
		return 0, errors.New("database: CopyIn needs a running transaction")
	}
	next, stop := iter.Pull2(rows)
	defer stop()
	err = s.conn.Raw(func(driver any) error {
		conn, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("database: COPY through %T", driver)
		}
		n, err = conn.Conn().CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromFunc(func() ([]any, error) {
			row, err, more := next()
			if !more {
				return nil, nil
			}
			return row, err
		}))
		return err
	})
	return n, err
}
