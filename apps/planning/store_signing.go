package planning

import (
	"context"
	"encoding/json"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/documents/signature"
)

type signingRow struct {
	bun.BaseModel `bun:"table:planning_signatures"`

	TenantID  string          `bun:"tenant_id,pk"`
	Year      int             `bun:"year,pk"`
	Version   int             `bun:"version,pk"`
	Seq       int             `bun:"seq,pk"`
	Stage     Stage           `bun:"stage"`
	Approval  int             `bun:"approval"`
	Step      int             `bun:"step"`
	Key       string          `bun:"key"`
	SHA256    string          `bun:"sha256"`
	Size      int64           `bun:"size"`
	Heading   json.RawMessage `bun:"heading,type:jsonb"`
	Dated     int             `bun:"dated"`
	Report    json.RawMessage `bun:"report,type:jsonb,nullzero"`
	MadeAt    time.Time       `bun:"made_at"`
	AccountID string          `bun:"account_id"`
	Actor     string          `bun:"actor"`
}

// addSigning keeps a file of signing; the version is locked by the caller. It
// returns the number of the file.
func (store) addSigning(ctx context.Context, tx database.Tx, year, version int, f SigningFile) (SigningFile, error) {
	heading, err := json.Marshal(f.Heading)
	if err != nil {
		return f, err
	}
	row := signingRow{TenantID: database.Tenant(ctx), Year: year, Version: version, Stage: f.Stage, Approval: f.Approval, Step: f.Step,
		Key: f.Key, SHA256: f.SHA256, Size: f.Size, Heading: heading, Dated: f.Dated, MadeAt: f.MadeAt, AccountID: f.Account, Actor: f.Actor}
	if f.Report != nil {
		if row.Report, err = json.Marshal(f.Report); err != nil {
			return f, err
		}
	}
	err = tx.NewInsert().Model(&row).Value("seq",
		"(SELECT coalesce(max(seq), 0) + 1 FROM planning_signatures WHERE tenant_id = ? AND year = ? AND version = ?)",
		row.TenantID, year, version).Returning("seq").Scan(ctx, &f.Seq)
	return f, err
}

// signings reads the files of a version, oldest first.
func (store) signings(ctx context.Context, tx database.Tx, year, version int) (list []SigningFile, err error) {
	var rows []signingRow
	err = tx.NewSelect().Model(&rows).Where("tenant_id = ? AND year = ? AND version = ?", database.Tenant(ctx), year, version).Order("seq").Scan(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		f := SigningFile{Seq: r.Seq, Stage: r.Stage, Approval: r.Approval, Step: r.Step, Key: r.Key, SHA256: r.SHA256, Size: r.Size,
			Dated: r.Dated, MadeAt: r.MadeAt, Account: r.AccountID, Actor: r.Actor}
		if err := json.Unmarshal(r.Heading, &f.Heading); err != nil {
			return nil, err
		}
		if r.Report != nil {
			f.Report = new(signature.Report)
			if err := json.Unmarshal(r.Report, f.Report); err != nil {
				return nil, err
			}
		}
		list = append(list, f)
	}
	return list, nil
}
