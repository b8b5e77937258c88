package households

import (
	"context"
	"fmt"
	"io"
	"time"

	"vuon/apps/households/classify"
	"vuon/apps/households/workbook"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/tenancy/declared"
	"vuon/platform/text"
)

// ExportOptions say which households are written as a workbook.
type ExportOptions struct {
	Year   int
	Unit   string // the commune's code; "": all that the actor may see
	Reveal bool   // with citizen numbers, days of birth, ethnicity, disability, nutrition
	Reason string // why they are revealed; it stands in the audit
}

// Export writes the households of a year's periodic review as the workbook that
// Import takes back: unrevealed without what is masked on the screen, and for reading
// only: Import refuses it. Faults round_unknown, commune_unknown, reason_missing, forbidden.
func (s *Service) Export(ctx context.Context, tenant string, o ExportOptions, out io.Writer) error {
	action := ActionView
	if o.Reveal {
		if action, o.Reason = ActionReveal, text.Line(o.Reason); o.Reason == "" {
			return fault.New(fault.Invalid, "reason_missing", "Hãy ghi lý do xuất thông tin nhạy cảm.", "State why sensitive data are exported.").
				At("reason", "Ghi lý do", "State the reason")
		}
	}
	return s.reads(ctx, tenant, action, func(ctx context.Context, tx database.Tx) error {
		round, err := s.store.round(ctx, tx, fmt.Sprintf("%04d", o.Year))
		if err != nil {
			return err
		}
		units, err := s.exported(ctx, tenant, action, round, o.Unit)
		if err != nil {
			return err
		}
		x := exporting{Service: s, ctx: ctx, tx: tx, round: round, units: units, reveal: o.Reveal, day: min(round.AsOf, s.today())}
		if err := workbook.Write(out, workbook.Book{Households: x.households, Members: x.members, Population: x.population, Masked: !o.Reveal}); err != nil {
			return err
		}
		if !o.Reveal {
			return nil
		}
		return s.record(ctx, tx, ActionReveal, "workbook", round.ID, nil, map[string]any{"unit": o.Unit, "year": o.Year}, o.Reason)
	})
}

// exported are the keys of the communes whose households are written.
func (s *Service) exported(ctx context.Context, tenant, action string, round Round, code string) (keys []string, err error) {
	list, err := s.units(ctx, tenant, round.AsOf)
	if err != nil {
		return nil, err
	}
	if code != "" {
		u, err := s.unit(ctx, tenant, code, round.AsOf)
		if err != nil {
			return nil, err
		}
		return []string{u.ID}, s.allowed(ctx, action, u.ID)
	}
	for _, u := range s.communes(ctx, action, list) {
		keys = append(keys, u.ID)
	}
	return append([]string{}, keys...), nil
}

// exporting is a workbook that is being written, a page of households at a time.
type exporting struct {
	*Service
	ctx    context.Context // of the sequences below, which take none
	tx     database.Tx
	round  Round
	units  []string
	reveal bool
	day    declared.Date // on which the members are as they are written
}

// outgoing is a household as a workbook has it.
type outgoing struct {
	ID        string            `bun:"id"`
	Code      string            `bun:"code"`
	Unit      string            `bun:"unit"`
	Village   string            `bun:"village"` // its name
	Head      string            `bun:"head"`
	Opening   classify.Class    `bun:"opening"`
	Movement  classify.Movement `bun:"movement"`
	B1        int               `bun:"b1"`
	Deprived  classify.Set      `bun:"deprived"`
	Causes    classify.Set      `bun:"causes"`
	Supports  classify.Set      `bun:"supports"`
	Merit     bool              `bun:"merit"`
	NoLabour  bool              `bun:"no_labour"`
	Average   bool              `bun:"average"`
	EscapedOn *time.Time        `bun:"escaped_on"`
}

// pages yields the households, page after page in the order of their codes.
func (x exporting) pages(fn func(list []outgoing) (bool, error)) error {
	for after := ""; ; {
		list, err := x.store.outgoing(x.ctx, x.tx, x.round.ID, x.units, after)
		if err != nil || len(list) == 0 {
			return err
		}
		if on, err := fn(list); err != nil || !on {
			return err
		}
		after = list[len(list)-1].Code
	}
}

func (x exporting) households(yield func(workbook.Household, error) bool) {
	err := x.pages(func(list []outgoing) (bool, error) {
		for _, h := range list {
			out := workbook.Household{Code: h.Code, Commune: codeOf(h.Unit), Village: h.Village, Head: h.Head, Opening: h.Opening, B1: h.B1, Deprived: h.Deprived, Causes: h.Causes,
				Supports: h.Supports, Merit: h.Merit, NoLabour: h.NoLabour, Average: h.Average, Movement: h.Movement}
			if h.EscapedOn != nil {
				out.Escaped = *h.EscapedOn
			}
			if !yield(out, nil) {
				return false, nil
			}
		}
		return true, nil
	})
	if err != nil {
		yield(workbook.Household{}, err)
	}
}

func (x exporting) members(yield func(workbook.Member, error) bool) {
	err := x.pages(func(list []outgoing) (bool, error) {
		codes, ids := map[string]string{}, make([]string, 0, len(list))
		for _, h := range list {
			codes[h.ID] = h.Code
			ids = append(ids, h.ID)
		}
		members, err := x.store.membersOf(x.ctx, x.tx, ids, x.day)
		if err != nil {
			return false, err
		}
		for _, m := range members {
			row, err := x.member(m, codes[m.Household])
			if err != nil || !yield(row, nil) {
				return false, err
			}
		}
		return true, nil
	})
	if err != nil {
		yield(workbook.Member{}, err)
	}
}

// member is a member as the workbook has it, masked unless it is revealed.
func (x exporting) member(m Member, code string) (workbook.Member, error) {
	year, month, day := m.Birth.Time().Date()
	row := workbook.Member{Household: code, Name: m.Name, Birth: time.Date(year, month, day, 0, 0, 0, 0, time.UTC), YearAlone: m.YearAlone, Female: m.Female,
		Relation: string(m.Relation), Insured: m.Insured, InSchool: m.InSchool}
	if !x.reveal {
		row.Birth, row.YearAlone = time.Date(year, time.January, 1, 0, 0, 0, 0, time.UTC), true
		return row, nil
	}
	row.Ethnic, row.Disabled, row.Malnourished = m.Ethnic, m.Disabled, m.Malnourished
	var err error
	row.Citizen, err = x.number(x.ctx, m)
	return row, err
}

func (x exporting) population(yield func(workbook.Population, error) bool) {
	list, err := x.store.populationOf(x.ctx, x.tx, x.round.Year, x.units)
	if err != nil {
		yield(workbook.Population{}, err)
		return
	}
	for _, p := range list {
		row := workbook.Population{Commune: codeOf(p.Unit), Village: p.Village}
		copy(row.Counts[:], p.Counts)
		if !yield(row, nil) {
			return
		}
	}
}
