package households

import (
	"context"
	"time"

	"github.com/google/uuid"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
)

// circle is Nam Đà with two villages, each with the same households of every
// class, before the periodic review of 2024.
type circle struct {
	*world
	unit     string
	villages []string
	ids      map[string]string // by code: "1-poor" is the poor household of the first village
}

// classes of the circle's households; gone escaped in 2020, its months are over.
var circleClasses = []struct { //nolint:gochecknoglobals // a table
	name    string
	class   classify.Class
	escaped declared.Date
}{{"poor", classify.Poor, ""}, {"near", classify.NearPoor, ""}, {"escaped", classify.Escaped, "2023-12-20"}, {"over", classify.Escaped, "2020-12-20"},
	{"not", classify.NotPoor, ""}}

func newCircle(w *world) *circle {
	w.t.Helper()
	u, err := w.Service.unit(w.as("labour"), krongNo, namDa, "2024-12-14")
	w.must(err)
	c := &circle{world: w, unit: u.ID, ids: map[string]string{}}
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		for _, name := range []string{"Thôn Nam Hải", "Bon Choih"} {
			id := uuid.NewString()
			c.villages = append(c.villages, id)
			if _, err := tx.ExecContext(ctx, `INSERT INTO households_villages (tenant_id, id, unit, name, folded, kind, position, valid_from) VALUES (?, ?, ?, ?, lower(?), 'thon', ?, '2004-01-01')`,
				krongNo, id, u.ID, name, name, len(c.villages)); err != nil {
				return err
			}
			for _, k := range circleClasses {
				code := string(rune('0'+len(c.villages))) + "-" + k.name
				c.ids[code] = uuid.NewString()
				if err := c.settle(ctx, tx, c.ids[code], code, id, k.class, k.escaped); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return c
}

// settle writes a household with its head and its history.
func (c *circle) settle(ctx context.Context, tx database.Tx, id, code, village string, class classify.Class, escaped declared.Date) error {
	for _, sql := range []string{
		`INSERT INTO households_households (tenant_id, id, code, unit, village, head, folded, persons, class, escaped_on, created_at, updated_at)
			VALUES (?0, ?1, ?2, ?3, ?4, 'Nguyễn Văn ' || ?2, 'nguyen van ' || ?2, 1, ?5, nullif(?6, '')::date, now(), now())`,
		`INSERT INTO households_states (tenant_id, household, valid_from, unit, village, head, class, merit, no_labour, state, cause, seq)
			VALUES (?0, ?1, coalesce(nullif(?6, '')::date, '2022-01-01'), ?3, ?4, 'Nguyễn Văn ' || ?2, ?5, false, false, 'here', 'households.import', 1)`,
		`INSERT INTO households_members (tenant_id, household, person, seq, valid_from, name, folded, birth, year_alone, female, ethnic, relation, position, disabled, insured, in_school, malnourished)
			VALUES (?0, ?1, gen_random_uuid(), 1, '2022-01-01', 'Nguyễn Văn ' || ?2, 'nguyen van', '1980-02-03', false, false, '01', 'head', 1, false, true, false, false)`,
	} {
		if _, err := tx.ExecContext(ctx, sql, krongNo, id, code, c.unit, village, class, string(escaped)); err != nil {
			return err
		}
	}
	return nil
}

// on sets the clock to the morning of a day.
func (c *circle) on(day string) *circle {
	at, err := time.ParseInLocation(time.DateOnly, day, zone())
	c.must(err)
	c.clk.Advance(at.Add(9 * time.Hour).Sub(c.clk.Now()))
	return c
}

// enter saves what a review found of a household: B1 and the number of deprivations.
func (c *circle) enter(name, round, code string, b1, deprived int) {
	c.t.Helper()
	c.must(c.found(name, round, code, func(r *Result) {
		r.Facts.B1, r.Facts.Deprived = b1, 0
		for n := range deprived {
			r.Facts.Deprived = r.Facts.Deprived.With(n + 1)
		}
	}))
}

// found saves a household's result as the entry form does.
func (c *circle) found(name, round, code string, fn func(r *Result)) error {
	ctx := c.as(name)
	return c.db.InTenant(ctx, krongNo, func(ctx context.Context, tx database.Tx) error {
		r, _, err := c.store.lockResult(ctx, tx, round, c.ids[code])
		if err != nil {
			return err
		}
		if err := c.mayEnter(ctx, tx, r, true); err != nil {
			return err
		}
		reading, err := c.store.round(ctx, tx, round)
		if err != nil {
			return err
		}
		standards, err := c.standards(ctx, reading.AsOf)
		if err != nil {
			return err
		}
		u, err := c.Service.unit(ctx, krongNo, namDa, reading.AsOf)
		if err != nil {
			return err
		}
		fn(&r)
		r.Entered, r.EnteredAt, r.People = true, new(c.now()), []classify.Person{{Age: 44, Insured: true}}
		r.EnteredBy, _ = who(ctx)
		if err := r.judge(standards.Of(u)); err != nil {
			return err
		}
		_, err = c.saveResult(ctx, tx, r)
		return err
	})
}

// held is a household as the registry has it.
func (c *circle) held(code string) (h Household) {
	c.t.Helper()
	c.inside(krongNo, func(ctx context.Context, tx database.Tx) (err error) {
		h, err = c.store.household(ctx, tx, c.ids[code])
		return err
	})
	return h
}

// wantHeld checks class and day of escape.
func (c *circle) wantHeld(code string, class classify.Class, escaped declared.Date) {
	c.t.Helper()
	if h := c.held(code); h.Class != class || h.EscapedOn != escaped {
		c.t.Errorf("%s is %s, escaped %q; want %s, %q", code, h.Class, h.EscapedOn, class, escaped)
	}
}

// reviewed takes the periodic review of 2024 to the meetings: the list is made and
// closed, everything entered by the reviewer.
//
// First village: the poor household escapes, the near-poor one becomes poor, the
// newly escaped one relapses. Second village: nothing changes, but that the
// near-poor one leaves the list.
func (c *circle) reviewed() {
	c.t.Helper()
	officer := c.as("officer")
	c.on("2024-09-03")
	_, err := c.OpenPeriodic(c.as("labour"), krongNo, 2024)
	c.must(err)
	_, err = c.FillList(officer, krongNo, "2024", namDa)
	c.must(err)
	c.must(c.CloseList(officer, krongNo, "2024", namDa))
	for _, v := range c.villages {
		c.must(c.Assign(officer, krongNo, "2024", namDa, v, []string{c.actors["reviewer"].Account}))
	}
	c.on("2024-10-15")
	for code, found := range map[string][2]int{"1-poor": {200, 1}, "1-near": {100, 4}, "1-escaped": {100, 1},
		"2-poor": {100, 5}, "2-near": {180, 1}, "2-escaped": {190, 0}} {
		c.enter("reviewer", "2024", code, found[0], found[1])
	}
	c.must(c.EndReviewing(officer, krongNo, "2024", namDa))
}

// met holds the meetings of both villages.
func (c *circle) met(day declared.Date) {
	c.t.Helper()
	c.on(string(day))
	for _, v := range c.villages {
		_, err := c.RecordMeeting(c.as("officer"), krongNo, "2024", namDa, v, c.minutes(day, 40, 38))
		c.must(err)
	}
}

func (c *circle) minutes(day declared.Date, present, agreed int) Minutes {
	return Minutes{HeldOn: day, Place: "Hội trường thôn", Chair: "Trần Văn Hòa", Secretary: "Lê Thị Mai", Invited: "Ban công tác Mặt trận thôn", Present: present, Agreed: agreed,
		Opinions: "Các hộ dự họp thảo luận và nhất trí."}
}

// post hangs the results up on a day and lets the posting end.
func (c *circle) post(day, after string) {
	c.t.Helper()
	_, err := c.on(day).Post(c.as("officer"), krongNo, "2024", namDa, declared.Date(day), "nhà văn hóa thôn và trụ sở UBND xã")
	c.must(err)
	c.on(after)
}

func (c *circle) decision(number int, day declared.Date) Decision {
	return Decision{Number: number, Dated: day, Capacity: "CHỦ TỊCH", Signatory: "Nguyễn Văn Bình"}
}

// recognised takes the review to its end.
func (c *circle) recognised() Decision {
	c.t.Helper()
	c.reviewed()
	c.met("2024-11-05")
	c.post("2024-11-06", "2024-11-12")
	c.must(c.Submit(c.as("officer"), krongNo, "2024", namDa))
	c.must(c.on("2024-11-15").Opine(c.as("chair"), krongNo, "2024", namDa, "Thống nhất."))
	d, err := c.on("2024-11-20").Recognise(c.as("commune-chair"), krongNo, "2024", namDa, c.decision(45, "2024-11-20"))
	c.must(err)
	return d
}

func (c *circle) stage(round string) Stage {
	c.t.Helper()
	v, err := c.Review(c.as("labour"), krongNo, round, namDa)
	c.must(err)
	return v.Standing.Commune.Stage
}
