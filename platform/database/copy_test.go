package database_test

import (
	"context"
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/platformtest"
)

func rowsOf(rows ...[]any) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// loaded copies rows into a temporary table and inserts them from there.
func loaded(ctx context.Context, db *database.DB, tenant string, rows iter.Seq2[[]any, error]) error {
	return db.InTenant(ctx, tenant, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(ctx, "CREATE TEMPORARY TABLE incoming (id int, body text, key uuid) ON COMMIT DROP"); err != nil {
			return err
		}
		if _, err := db.CopyIn(ctx, "incoming", []string{"id", "body", "key"}, rows); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO notes_notes SELECT ?, id, body FROM incoming WHERE key IS NOT NULL", tenant)
		return err
	})
}

func TestCopyInBelongsToTheTransaction(t *testing.T) {
	db := platformtest.Database(t, notes())
	if err := loaded(t.Context(), db, "a", rowsOf([]any{1, "Đắk Mâm", uuid.New()}, []any{2, `a\tb,"c"`, uuid.New()})); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("the file ends here")
	err := loaded(t.Context(), db, "a", func(yield func([]any, error) bool) {
		_ = yield([]any{3, "lost", uuid.New()}, nil) && yield(nil, broken)
	})
	if !errors.Is(err, broken) && (err == nil || !strings.Contains(err.Error(), broken.Error())) {
		t.Errorf("the error of the rows became %v", err)
	}
	err = db.InTenant(t.Context(), "a", func(ctx context.Context, tx bun.Tx) error {
		got, err := bodies(ctx, tx)
		if want := `a\tb,"c" Đắk Mâm`; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.CopyIn(t.Context(), "notes_notes", []string{"id"}, rowsOf()); err == nil {
		t.Error("copied outside a transaction")
	}
	err = db.InTenant(t.Context(), "a", func(ctx context.Context, _ bun.Tx) error {
		_, err := db.CopyIn(ctx, "notes_notes", []string{"tenant_id", "id", "body"}, rowsOf([]any{"b", 9, "smuggled"}))
		return err
	})
	if err == nil {
		t.Error("COPY went past Row-Level Security")
	}
}

func TestTheRoleOfCitizensReadsNothingElse(t *testing.T) {
	db := platformtest.Database(t, notes())
	write(t, db, "a", "of-a")
	for _, query := range []string{"SELECT body FROM notes_notes", "SELECT id FROM tenancy_tenants", "CREATE TABLE mine (id int)"} {
		err := db.AsCitizens(t.Context(), func(ctx context.Context, tx bun.Tx) error {
			_, err := tx.ExecContext(ctx, query)
			return err
		})
		if err == nil {
			t.Errorf("%s: allowed", query)
		}
	}
}
