package database

import (
	"database/sql"
	"database/sql/driver"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"vuon/platform/fault"
)

// Page asks for a part of a list, by key and not by offset, so that it costs the
// same at any depth.
type Page struct {
	Limit int    // rows; 0 means 50, more than 500 is 500
	After string // the cursor that the part before gave, or ""
}

// Size is the number of rows to read.
func (p Page) Size() int {
	switch {
	case p.Limit <= 0:
		return 50
	case p.Limit > 500:
		return 500
	}
	return p.Limit
}

// Cursor packs the key of the last row shown; to users it is opaque.
func Cursor(key ...string) string {
	raw, _ := json.Marshal(key) // strings always marshal
	return base64.RawURLEncoding.EncodeToString(raw)
}

// Key unpacks the cursor into n parts; nil at the start of the list.
func (p Page) Key(n int) ([]string, error) {
	if p.After == "" {
		return nil, nil
	}
	var key []string
	raw, err := base64.RawURLEncoding.DecodeString(p.After)
	if err == nil {
		err = json.Unmarshal(raw, &key)
	}
	if err != nil || len(key) != n || strings.ContainsRune(strings.Join(key, ""), 0) { // PostgreSQL takes no NUL
		return nil, BadCursor()
	}
	return key, nil
}

// BadCursor is the fault of a cursor that no list gave out, for lists whose keys
// are more than text.
func BadCursor() error {
	return fault.New(fault.Malformed, "bad_cursor", "Trang danh sách không còn hợp lệ. Hãy mở lại danh sách từ đầu.",
		"The list position is not valid. Open the list from its beginning.")
}

// Away reports whether err says that the database could not be reached, or went
// away meanwhile: to be tried again later, and no mistake of ours.
func Away(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok { // connection exception, shutdown, too many connections
		return strings.HasPrefix(pg.Code, "08") || strings.HasPrefix(pg.Code, "57P") || pg.Code == "53300"
	}
	_, refused := errors.AsType[*pgconn.ConnectError](err)
	_, network := errors.AsType[*net.OpError](err)
	return refused || network || errors.Is(err, driver.ErrBadConn)
}

// NotFound reports whether the query found no row.
func NotFound(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// Unique reports whether err is a violation of the named unique constraint, or
// of any when the name is "".
func Unique(err error, constraint string) bool {
	pg, ok := errors.AsType[*pgconn.PgError](err)
	return ok && pg.Code == "23505" && (constraint == "" || pg.ConstraintName == constraint)
}
