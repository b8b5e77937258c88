package planning

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/database"
)

type roundRow struct {
	bun.BaseModel `bun:"table:planning_consultations"`

	TenantID  string     `bun:"tenant_id,pk"`
	Year      int        `bun:"year,pk"`
	Version   int        `bun:"version,pk"`
	Round     int        `bun:"round,pk"`
	Question  string     `bun:"question"`
	Due       time.Time  `bun:"due"`
	OpenedAt  time.Time  `bun:"opened_at"`
	OpenedID  string     `bun:"opened_id"`
	OpenedBy  string     `bun:"opened_by"`
	ClosedAt  *time.Time `bun:"closed_at"`
	ClosedBy  string     `bun:"closed_by"`
	Cancelled string     `bun:"cancelled"`
}

type askedRow struct {
	bun.BaseModel `bun:"table:planning_asked"`

	TenantID string   `bun:"tenant_id,pk"`
	Year     int      `bun:"year,pk"`
	Version  int      `bun:"version,pk"`
	Round    int      `bun:"round,pk"`
	Office   string   `bun:"office,pk"`
	Position int      `bun:"position"`
	Name     string   `bun:"name"`
	Function string   `bun:"function"`
	UnitCode string   `bun:"unit_code"`
	Projects []string `bun:"projects,type:jsonb"`
}

type opinionRow struct {
	bun.BaseModel `bun:"table:planning_opinions"`

	TenantID    string     `bun:"tenant_id,pk"`
	Year        int        `bun:"year,pk"`
	Version     int        `bun:"version,pk"`
	Round       int        `bun:"round,pk"`
	Seq         int        `bun:"seq,pk"`
	Office      string     `bun:"office"`
	Verdict     Verdict    `bun:"verdict"`
	Reason      string     `bun:"reason"`
	Section     string     `bun:"section"`
	Title       string     `bun:"title"`
	Tag         string     `bun:"tag"`
	Before      string     `bun:"before"`
	Proposed    string     `bun:"proposed"`
	Source      string     `bun:"source"`
	GivenAt     time.Time  `bun:"given_at"`
	GivenID     string     `bun:"given_id"`
	GivenBy     string     `bun:"given_by"`
	WithdrawnAt *time.Time `bun:"withdrawn_at"`
	Outcome     Outcome    `bun:"outcome"`
	Word        string     `bun:"word"`
	DecidedAt   *time.Time `bun:"decided_at"`
	DecidedBy   string     `bun:"decided_by"`
}

// addRound keeps a round of asking with the offices asked, and numbers it.
func (store) addRound(ctx context.Context, tx database.Tx, r Round) (int, error) {
	row := roundRow{TenantID: database.Tenant(ctx), Year: r.Year, Version: r.Version, Question: r.Question, Due: r.Due,
		OpenedAt: r.OpenedAt, OpenedID: r.OpenedID, OpenedBy: r.OpenedBy}
	err := tx.NewSelect().Table("planning_consultations").ColumnExpr("coalesce(max(round), 0) + 1").
		Where("tenant_id = ? AND year = ? AND version = ?", row.TenantID, r.Year, r.Version).Scan(ctx, &row.Round)
	if err != nil {
		return 0, err
	}
	if _, err := tx.NewInsert().Model(&row).Exec(ctx); err != nil {
		return 0, err
	}
	asked := make([]askedRow, 0, len(r.Asked))
	for i, a := range r.Asked {
		asked = append(asked, askedRow{TenantID: row.TenantID, Year: r.Year, Version: r.Version, Round: row.Round, Position: i,
			Office: a.Office, Name: a.Name, Function: a.Function, UnitCode: a.UnitCode, Projects: a.Projects})
	}
	_, err = tx.NewInsert().Model(&asked).Exec(ctx)
	return row.Round, err
}

// rounds reads all rounds of asking about a version, oldest first, with what was
// said; withdrawn opinions are left out.
func (store) rounds(ctx context.Context, tx database.Tx, year, version int) ([]Round, error) {
	const of = "tenant_id = ? AND year = ? AND version = ?"
	var rows []roundRow
	var asked []askedRow
	var opinions []opinionRow
	tenant := database.Tenant(ctx)
	if err := tx.NewSelect().Model(&rows).Where(of, tenant, year, version).Order("round").Scan(ctx); err != nil || len(rows) == 0 {
		return nil, err
	}
	if err := tx.NewSelect().Model(&asked).Where(of, tenant, year, version).Order("round", "position").Scan(ctx); err != nil {
		return nil, err
	}
	if err := tx.NewSelect().Model(&opinions).Where(of, tenant, year, version).Where("withdrawn_at IS NULL").Order("round", "seq").Scan(ctx); err != nil {
		return nil, err
	}
	type key struct {
		round  int
		office string
	}
	said := map[key][]Opinion{}
	for _, o := range opinions {
		said[key{o.Round, o.Office}] = append(said[key{o.Round, o.Office}], o.opinion())
	}
	byRound := map[int][]Asked{}
	for _, a := range asked {
		byRound[a.Round] = append(byRound[a.Round], Asked{Office: a.Office, Name: a.Name, Function: a.Function, UnitCode: a.UnitCode,
			Projects: a.Projects, Opinions: said[key{a.Round, a.Office}]})
	}
	list := make([]Round, 0, len(rows))
	for _, r := range rows {
		list = append(list, Round{Year: r.Year, Version: r.Version, Round: r.Round, Question: r.Question, Due: r.Due, OpenedAt: r.OpenedAt,
			OpenedID: r.OpenedID, OpenedBy: r.OpenedBy, ClosedAt: r.ClosedAt, ClosedBy: r.ClosedBy, Cancelled: r.Cancelled, Asked: byRound[r.Round]})
	}
	return list, nil
}

func (o opinionRow) opinion() Opinion {
	return Opinion{Round: o.Round, Seq: o.Seq, Office: o.Office, Verdict: o.Verdict, Reason: o.Reason, Section: o.Section, Title: o.Title,
		Tag: o.Tag, Before: o.Before, Proposed: o.Proposed, Source: o.Source, GivenAt: o.GivenAt, GivenID: o.GivenID, GivenBy: o.GivenBy,
		WithdrawnAt: o.WithdrawnAt, Outcome: o.Outcome, Word: o.Word, DecidedAt: o.DecidedAt, DecidedBy: o.DecidedBy}
}

// addOpinion keeps what an office said, and numbers it within the version's rounds.
func (store) addOpinion(ctx context.Context, tx database.Tx, v Version, o Opinion) (int, error) {
	row := opinionRow{TenantID: database.Tenant(ctx), Year: v.Year, Version: v.Version, Round: o.Round, Office: o.Office, Verdict: o.Verdict,
		Reason: o.Reason, Section: o.Section, Title: o.Title, Tag: o.Tag, Before: o.Before, Proposed: o.Proposed, Source: o.Source,
		GivenAt: o.GivenAt, GivenID: o.GivenID, GivenBy: o.GivenBy}
	err := tx.NewSelect().Table("planning_opinions").ColumnExpr("coalesce(max(seq), 0) + 1").
		Where("tenant_id = ? AND year = ? AND version = ?", row.TenantID, v.Year, v.Version).Scan(ctx, &row.Seq)
	if err != nil {
		return 0, err
	}
	_, err = tx.NewInsert().Model(&row).Exec(ctx)
	return row.Seq, err
}

// setOpinion writes what became of an opinion.
func (store) setOpinion(ctx context.Context, tx database.Tx, v Version, o Opinion) error {
	_, err := tx.NewUpdate().Table("planning_opinions").
		Set("withdrawn_at = ?, outcome = ?, word = ?, decided_at = ?, decided_by = ?", o.WithdrawnAt, o.Outcome, o.Word, o.DecidedAt, o.DecidedBy).
		Where("tenant_id = ? AND year = ? AND version = ? AND round = ? AND seq = ?", database.Tenant(ctx), v.Year, v.Version, o.Round, o.Seq).Exec(ctx)
	return err
}

func (store) closeRound(ctx context.Context, tx database.Tx, r Round, at time.Time, by string) error {
	_, err := tx.NewUpdate().Table("planning_consultations").Set("closed_at = ?, closed_by = ?", at, by).
		Where("tenant_id = ? AND year = ? AND version = ? AND round = ?", database.Tenant(ctx), r.Year, r.Version, r.Round).Exec(ctx)
	return err
}

// cancelRound ends the open round of asking as if it had not been asked.
func (store) cancelRound(ctx context.Context, tx database.Tx, year, version int, reason string) error {
	_, err := tx.NewUpdate().Table("planning_consultations").Set("cancelled = ?", reason).
		Where("tenant_id = ? AND year = ? AND version = ? AND closed_at IS NULL AND cancelled = ''", database.Tenant(ctx), year, version).Exec(ctx)
	return err
}

// reopenRound opens the round that was closed last.
func (store) reopenRound(ctx context.Context, tx database.Tx, year, version int) error {
	_, err := tx.NewRaw(`UPDATE planning_consultations SET closed_at = NULL, closed_by = ''
		WHERE tenant_id = ?0 AND year = ?1 AND version = ?2 AND round = (SELECT max(round) FROM planning_consultations
			WHERE tenant_id = ?0 AND year = ?1 AND version = ?2 AND cancelled = '')`, database.Tenant(ctx), year, version).Exec(ctx)
	return err
}
