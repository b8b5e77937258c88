package households

import (
	"context"
	"slices"
)

// write writes villages, households, their histories and members; when nothing is
// to be applied it only counts what would.
func (im *importing) write(ctx context.Context) error {
	if err := im.judge(ctx); err != nil {
		return err
	}
	if err := im.count(ctx); err != nil || !im.applies() {
		return err
	}
	for _, v := range im.made {
		if err := im.store.addVillage(ctx, im.tx, v); err != nil {
			return err
		}
	}
	if err := im.resealAll(ctx); err != nil {
		return err
	}
	if err := im.code(ctx); err != nil {
		return err
	}
	if err := im.store.writeHouseholds(ctx, im.tx, im.round.AsOf, im.start, im.day, im.now()); err != nil {
		return err
	}
	if n := im.report.Members; n.New+n.Changed+n.Ended > 0 {
		if err := im.store.writeMembers(ctx, im.tx, im.start, im.day); err != nil {
			return err
		}
	}
	return im.store.writePopulation(ctx, im.DB, im.tx, im.o.Year, im.population)
}

// judge finds out which results the review has already, now that it is known what
// the registry knows of the households.
func (im *importing) judge(ctx context.Context) error {
	for i := range im.houses {
		h := &im.houses[i]
		h.differs = !h.fresh
	}
	for some := range slices.Chunk(im.houses, page) {
		rows, list, err := im.store.savedResults(ctx, im.tx, im.round.ID, some[0].row, some[len(some)-1].row)
		if err != nil {
			return err
		}
		for i, saved := range list {
			at, there := im.house(rows[i])
			if !there {
				continue
			}
			h := &im.houses[at]
			r, err := im.result(h)
			if err != nil {
				return err
			}
			h.differs = !sameResult(saved, r)
			h.saved = !h.differs && slices.Equal(saved.People, r.People)
		}
	}
	return nil
}

// result classifies a household.
func (im *importing) result(h *incoming) (Result, error) {
	r := Result{Round: im.round.ID, Household: h.id.String(), Unit: h.unit, Village: h.village, Entered: true, ListedFor: "import", Causes: h.causes,
		Supports: h.supports, Merit: h.merit, NoLabour: h.noLabour, Facts: h.facts(), People: im.people(h)}
	return r, r.judge(im.standards.Of(im.units[codeOf(h.unit)]))
}

// sameResult reports whether two results say the same of a household; of its people
// nothing is compared.
func sameResult(a, b Result) bool {
	return a.Entered == b.Entered && a.Unit == b.Unit && a.Village == b.Village && a.Facts == b.Facts && a.Causes == b.Causes && a.Supports == b.Supports &&
		a.Merit == b.Merit && a.NoLabour == b.NoLabour && a.Standard == b.Standard && a.Outcome.Class == b.Outcome.Class && a.Outcome.Kind == b.Outcome.Kind
}

// count counts the households by what becomes of them.
func (im *importing) count(ctx context.Context) error {
	rows, err := im.store.changedHouseholds(ctx, im.tx)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if at, there := im.house(row); there {
			im.houses[at].differs = true
		}
	}
	n := &im.report.Households
	for i := range im.houses {
		switch h := &im.houses[i]; {
		case h.gone:
		case h.fresh:
			n.New++
		case h.differs:
			n.Changed++
		default:
			n.Same++
		}
	}
	return nil
}

// resealAll seals the numbers of persons who were in the registry without them, or
// with others, for those persons.
func (im *importing) resealAll(ctx context.Context) error {
	for after := 0; ; {
		list, err := im.store.toReseal(ctx, im.tx, after)
		if err != nil || len(list) == 0 {
			return err
		}
		for i, r := range list {
			number, err := im.Personal.Open(im.tenant, citizenPlace(r.For), r.Sealed)
			if err != nil {
				return err
			}
			list[i].Sealed = im.Personal.Seal(im.tenant, citizenPlace(r.Person), number)
			after = r.Row
		}
		if err := im.store.reseal(ctx, im.DB, im.tx, list); err != nil {
			return err
		}
	}
}

// code gives new households codes that have none.
func (im *importing) code(ctx context.Context) error {
	needs := map[string][]*incoming{}
	for i := range im.houses {
		if h := &im.houses[i]; h.fresh && !h.gone && h.code == "" {
			needs[codeOf(h.unit)] = append(needs[codeOf(h.unit)], h)
		}
	}
	for _, commune := range sortedKeys(needs) {
		codes, err := im.store.newCodesBeside(ctx, im.tx, commune, len(needs[commune]))
		if err != nil {
			return err
		}
		for i, h := range needs[commune] {
			h.code = codes[i]
		}
	}
	if len(needs) == 0 {
		return nil
	}
	return im.store.setCodes(ctx, im.DB, im.tx, func(yield func([]any, error) bool) {
		for _, list := range needs {
			for _, h := range list {
				if !yield([]any{h.row, h.code}, nil) {
					return
				}
			}
		}
	})
}

// writeResults writes what the review found out, with the sums of the forms.
func (im *importing) writeResults(ctx context.Context) error {
	if !im.applies() {
		return nil
	}
	account, _ := who(ctx)
	at := im.now()
	_, err := im.copyResults(ctx, im.tx, im.round.ID, func(yield func(Result, error) bool) {
		for i := range im.houses {
			h := &im.houses[i]
			if h.gone || h.saved {
				continue
			}
			r, err := im.result(h)
			r.EnteredAt, r.EnteredBy = &at, account
			if !yield(r, err) || err != nil {
				return
			}
		}
	})
	return err
}

// population yields the rows of the sheet Dân cư that are taken.
func (im *importing) population(yield func([]any, error) bool) {
	for _, p := range im.counts {
		if !yield([]any{p.unit, p.village, p.counts[:]}, nil) {
			return
		}
	}
}
