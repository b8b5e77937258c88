package catalogue

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
)

// Registered is a document as it stands in the registry: with who changed it last
// on the screen, if anybody did.
type Registered struct {
	Document
	Declared bool       `json:"declared" bun:"declared"` // the files name it too
	EditedBy string     `json:"edited_by,omitempty" bun:"edited_by"`
	EditedAt *time.Time `json:"edited_at,omitempty" bun:"edited_at"`
	Revision int        `json:"revision" bun:"revision"` // of the entry; 0: as the files declare it
}

const registryView = "catalogue_registry AS registered"

func readRegistry(ctx context.Context, db *database.DB, owners []string) (list []Registered, err error) {
	err = db.Global(ctx, func(ctx context.Context, tx bun.Tx) error {
		return tx.NewSelect().Model(&list).ModelTableExpr(registryView).Where("NOT registered.withdrawn").
			Where("registered.owner IN (?)", bun.List(owners)).OrderExpr("registered.date DESC, registered.id DESC").Scan(ctx)
	})
	return list, err
}

// entryRow is an entry as it is stored.
type entryRow struct {
	bun.BaseModel `bun:"table:catalogue_entries,alias:entry"`
	Document
	EditedBy string    `bun:"edited_by"`
	EditedAt time.Time `bun:"edited_at"`
	Revision int       `bun:"revision"`
}

// findRegistered reads one document, a withdrawn one too. With lock nobody else
// changes its entry until the transaction ends.
func findRegistered(ctx context.Context, tx bun.Tx, id string, lock bool) (r Registered, err error) {
	if lock {
		if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock(hashtextextended('catalogue ' || ?, 0))", id); err != nil {
			return r, err
		}
	}
	err = tx.NewSelect().Model(&r).ModelTableExpr(registryView).Where("registered.id = ?", id).Scan(ctx)
	return r, err
}

// findDeclared reads what the files say of a document.
func findDeclared(ctx context.Context, tx bun.Tx, id string) (d Document, err error) {
	err = tx.NewSelect().Model(&d).ModelTableExpr("catalogue_documents AS document").Where("document.id = ?", id).
		Where("NOT document.withdrawn").Scan(ctx)
	return d, err
}

func writeEntry(ctx context.Context, tx bun.Tx, e entryRow) error {
	_, err := tx.NewInsert().Model(&e).On("CONFLICT (id) DO UPDATE").Exec(ctx)
	return err
}

func dropEntry(ctx context.Context, tx bun.Tx, id string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM catalogue_entries WHERE id = ?", id)
	return err
}

// fileRow is the text of a document.
type fileRow struct {
	bun.BaseModel `bun:"table:catalogue_files,alias:file"`
	File
}

func filesOf(ctx context.Context, tx bun.Tx, document string, keepers []string) (list []File, err error) {
	var rows []fileRow
	err = tx.NewSelect().Model(&rows).Where("document_id = ?", document).Where("keeper IN (?)", bun.List(keepers)).
		OrderExpr("added_at, id").Scan(ctx)
	for _, r := range rows {
		list = append(list, r.File)
	}
	return list, err
}

func findFile(ctx context.Context, tx bun.Tx, id string) (File, error) {
	var r fileRow
	err := tx.NewSelect().Model(&r).Where("id = ?", id).Scan(ctx)
	return r.File, err
}

func addFile(ctx context.Context, tx bun.Tx, f File) error {
	_, err := tx.NewInsert().Model(&fileRow{File: f}).Exec(ctx)
	return err
}

func dropFile(ctx context.Context, tx bun.Tx, id string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM catalogue_files WHERE id = ?", id)
	return err
}
