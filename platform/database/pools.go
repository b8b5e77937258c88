package database

import (
	"database/sql"
	"iter"
)

// Pools are the pools of connections by the login role, for metrics.
func (db *DB) Pools() iter.Seq2[string, *sql.DB] {
	return func(yield func(string, *sql.DB) bool) {
		for role, pool := range db.pools {
			if !yield(role, pool.DB) {
				return
			}
		}
	}
}
