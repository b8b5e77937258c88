package planning

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"strings"

	"vuon/apps/planning/planedit"
	"vuon/apps/planning/planreader"
	"vuon/apps/planning/views"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
)

// figuresInput is what the dialogs of targets and of money ask: without Keep and Try
// the rows as the text says them now.
type figuresInput[T any] struct {
	User string `json:"user"`
	ID   string `json:"id"` // of the chosen part
	Tag  string `json:"tag"`
	Try  bool   `json:"try"`  // only tell what would be written
	Keep bool   `json:"keep"` // write it
	Rows []T    `json:"rows"`
}

type figuresOutput[T any] struct {
	Rows  []T    `json:"rows"`
	Tag   string `json:"tag"`
	Into  string `json:"into"`  // section that holds the rows, or takes new ones; "" where there is none
	Label string `json:"label"` // of Into
	HTML  string `json:"html"`  // what is written, and what it takes away
	Wrong string `json:"wrong"` // why nothing is written; the rest is empty then
	Row   int    `json:"row"`   // that Wrong is about, from 1; 0 none
}

// figuresPlace is where rows are written.
type figuresPlace struct{ ID, Label string }

// scriptTargets reads and writes the plan's targets as rows.
func (s *Service) scriptTargets(r *web.Request, in *figuresInput[planedit.TargetRow]) (*figuresOutput[planedit.TargetRow], error) {
	n, err := year(r)
	if err != nil {
		return nil, err
	}
	if err := sameUser(r, in.User); err != nil {
		return nil, err
	}
	ctx, tenant := r.Context(), r.Tenant().ID
	if in.Try || in.Keep {
		done, err := s.SetTargets(ctx, tenant, n, Rows[planedit.TargetRow]{Rows: in.Rows, Tag: in.Tag}, !in.Keep)
		return rewritingShown[planedit.TargetRow](ctx, done, err)
	}
	out := &figuresOutput[planedit.TargetRow]{}
	err = s.figures(ctx, tenant, n, func(p *planreader.Plan) {
		rows := rowsOf(targetRows(p))
		place := targetsPlace(ctx, p, rows.Rows, in.ID)
		out.Rows, out.Tag, out.Into, out.Label = rows.Rows, rows.Tag, place.ID, place.Label
	})
	return out, err
}

// scriptMoney reads and writes a section's table of money as rows.
func (s *Service) scriptMoney(r *web.Request, in *figuresInput[planedit.MoneyRow]) (*figuresOutput[planedit.MoneyRow], error) {
	n, err := year(r)
	if err != nil {
		return nil, err
	}
	if err := sameUser(r, in.User); err != nil {
		return nil, err
	}
	ctx, tenant := r.Context(), r.Tenant().ID
	if in.Try || in.Keep {
		done, err := s.SetMoney(ctx, tenant, n, in.ID, Rows[planedit.MoneyRow]{Rows: in.Rows, Tag: in.Tag}, !in.Keep)
		return rewritingShown[planedit.MoneyRow](ctx, done, err)
	}
	out := &figuresOutput[planedit.MoneyRow]{Rows: []planedit.MoneyRow{}}
	err = s.figures(ctx, tenant, n, func(p *planreader.Plan) {
		place := moneyPlace(ctx, p, in.ID)
		if place.ID == "" {
			return
		}
		rows := rowsOf(planedit.MoneyOf(p, place.ID))
		out.Rows, out.Tag, out.Into, out.Label = rows.Rows, rows.Tag, place.ID, place.Label
	})
	return out, err
}

// figures runs fn on the open draft.
func (s *Service) figures(ctx context.Context, tenant string, year int, fn func(*planreader.Plan)) error {
	return s.in(ctx, tenant, ActionDraft, func(ctx context.Context, tx database.Tx) error {
		v, err := s.store.version(ctx, tx, year, latest, false)
		if err == nil {
			fn(&v.Plan)
		}
		return err
	})
}

// targetsPlace is where a new target goes: into the chosen section if it states
// targets already, else behind the last one, else into the chosen section.
func targetsPlace(ctx context.Context, p *planreader.Plan, rows []planedit.TargetRow, chosen string) figuresPlace {
	chosen = keyOf(p, chosen)
	if len(rows) > 0 && !slices.ContainsFunc(rows, func(r planedit.TargetRow) bool { return r.Section == chosen }) {
		chosen = rows[len(rows)-1].Section
	}
	return figuresPlaceOf(ctx, p, chosen)
}

// moneyPlace is the section whose table of money is meant: the chosen one if it is
// about money, else the first with such a table, else the first about money.
func moneyPlace(ctx context.Context, p *planreader.Plan, chosen string) figuresPlace {
	about := p.FundingSections()
	holds := func(id string) bool { return len(planedit.MoneyOf(p, id)) > 0 }
	if chosen = keyOf(p, chosen); !slices.Contains(about, chosen) && !holds(chosen) {
		chosen = ""
		if i := slices.IndexFunc(about, holds); i >= 0 {
			chosen = about[i]
		} else if len(about) > 0 {
			chosen = about[0]
		}
	}
	return figuresPlaceOf(ctx, p, chosen)
}

func figuresPlaceOf(ctx context.Context, p *planreader.Plan, id string) figuresPlace {
	at, there := pieceOf(pieces(p), id)
	if !there || at.section == nil {
		return figuresPlace{}
	}
	return figuresPlace{id, at.label(i18n.From(ctx))}
}

// rewritingShown is what rows do to the text, to be looked at before it is kept. Rows
// that cannot be written are nothing unusual while they are filled in.
func rewritingShown[T any](ctx context.Context, done Rewriting, err error) (*figuresOutput[T], error) {
	if fault.CodeOf(err) == faultStale().Code {
		err = faultStaleRows()
	}
	if f := fault.From(err); err != nil && (f.Kind == fault.Invalid || f.Kind == fault.Conflict) {
		return &figuresOutput[T]{Rows: []T{}, Wrong: f.Message.In(i18n.From(ctx)), Row: faultyRow(f)}, nil
	}
	if err != nil {
		return nil, err
	}
	list := make([]views.Rewritten, 0, len(done.Changes))
	for _, c := range done.Changes {
		before, after := changedLines(c.Before, c.After)
		list = append(list, views.Rewritten{Title: c.Title, Before: before, After: after})
	}
	var html bytes.Buffer
	err = views.Rewriting(list).Render(ctx, &html)
	return &figuresOutput[T]{Rows: []T{}, HTML: html.String()}, err
}

// faultyRow is the row that a fault is about, from 1; 0 when it is about none.
func faultyRow(f *fault.Error) int {
	for _, at := range f.Fields {
		if n, err := strconv.Atoi(strings.TrimPrefix(at.Name, "rows.")); err == nil {
			return n + 1
		}
	}
	return 0
}

// changedLines leaves out the lines with which both texts begin and end.
func changedLines(before, after string) (a, b []string) {
	a, b = strings.Split(before, "\n"), strings.Split(after, "\n")
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return a, b
}
