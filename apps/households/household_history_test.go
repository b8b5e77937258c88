package households

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/tenancy/declared"
)

// hamlet makes a village of a commune that is there since 2020.
func (w *world) hamlet(commune, name string) string {
	w.t.Helper()
	v, err := w.AddVillage(w.as("labour"), krongNo, commune, VillageData{Name: name, Kind: Thon}, "2020-01-01")
	w.must(err)
	return v.ID
}

func bornOn(name string, birth declared.Date) Details {
	return Details{Name: name, Birth: birth, Ethnic: "01", Insured: true, Relation: RelationChild}
}

// enrolled is a poor household in a village since a day, with a head and two members.
func (w *world) enrolled(village, head string, day declared.Date) Household {
	w.t.Helper()
	h, err := w.NewHousehold(w.as("labour"), krongNo, NewHousehold{Unit: namDa, Village: village, Class: classify.Poor, Head: bornOn(head, "1980-05-06"), Step: Step{Day: day}})
	w.must(err)
	for i, name := range []string{"Vợ " + head, "Con " + head} {
		h, _, err = w.AddMember(w.as("labour"), krongNo, h.ID, Step{Day: day, Revision: h.Revision},
			MemberData{Details: bornOn(name, declared.Date(fmt.Sprintf("%d-02-03", 1985+20*i)))}, false)
		w.must(err)
	}
	return h
}

// stay is one person's time in one household, as the model knows it.
type stay struct {
	person, household string
	from, to          declared.Date
}

// ledger is what a test believes of a few households.
type ledger struct {
	w     *world
	t     *rapid.T
	stays []stay
	ids   []string // of households
}

func (l *ledger) now(household string) (list []Member) {
	l.w.inside(krongNo, func(ctx context.Context, tx database.Tx) (err error) {
		list, err = l.w.store.present(ctx, tx, household)
		return err
	})
	return list
}

func (l *ledger) household(id string) (h Household) {
	l.w.inside(krongNo, func(ctx context.Context, tx database.Tx) (err error) {
		h, err = l.w.store.household(ctx, tx, id)
		return err
	})
	return h
}

// end closes the stay of a person in the model.
func (l *ledger) end(person string, day declared.Date) {
	for i, s := range l.stays {
		if s.person == person && s.to == "" {
			l.stays[i].to = day
		}
	}
}

func (l *ledger) begin(person, household string, day declared.Date) {
	l.stays = append(l.stays, stay{person, household, day, ""})
}

// on are the persons of a household on a day, as the model knows it.
func (l *ledger) on(household string, day declared.Date) []string {
	set := map[string]bool{}
	for _, s := range l.stays {
		if s.household == household && holds(s.from, s.to, day) {
			set[s.person] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// step does one random thing to a random household, and to the model when the
// service took it. Refusals must be faults.
func (l *ledger) step() {
	id := rapid.SampledFrom(l.ids).Draw(l.t, "household")
	day := declared.Date(fmt.Sprintf("2024-%02d-%02d", rapid.IntRange(1, 10).Draw(l.t, "month"), rapid.IntRange(1, 28).Draw(l.t, "day")))
	h := l.household(id)
	step := Step{Day: day, Revision: h.Revision}
	members, ctx := l.now(id), l.w.as("labour")
	who := ""
	if len(members) > 0 {
		who = rapid.SampledFrom(members).Draw(l.t, "member").Person
	}
	other := rapid.SampledFrom(l.ids).Draw(l.t, "other")
	var err error
	switch what := rapid.SampledFrom([]string{"add", "die", "change", "head", "split", "merge", "leave", "return"}).Draw(l.t, "what"); what {
	case "add":
		var person string
		if _, person, err = l.w.AddMember(ctx, krongNo, id, step, MemberData{Details: bornOn("Trần Văn Mới", "2000-01-02")}, false); err == nil {
			l.begin(person, id, day)
		}
	case "die":
		heir := ""
		for _, m := range members {
			if m.Person != who {
				heir = m.Person
			}
		}
		if _, err = l.w.EndMember(ctx, krongNo, id, who, step, true, Heir{Person: heir}); err == nil {
			l.end(who, day)
		}
	case "change":
		d := bornOn("Tên Khác", "1990-01-01")
		_, err = l.w.EditMember(ctx, krongNo, id, who, step, MemberData{Details: d}, false)
	case "head":
		_, err = l.w.ChangeHead(ctx, krongNo, id, step, who, nil)
	case "split":
		p := Parting{Persons: []string{who}, Unit: namDa, Village: h.Village}
		for _, m := range members {
			if m.Person != who {
				p.Heir.Person = m.Person
			}
		}
		var made Household
		if made, err = l.w.Split(ctx, krongNo, id, step, p); err == nil {
			l.end(who, day)
			l.begin(who, made.ID, day)
			l.ids = append(l.ids, made.ID)
		}
	case "merge":
		if _, err = l.w.Merge(ctx, krongNo, id, step, Merging{Into: other}); err == nil {
			for _, m := range members {
				l.end(m.Person, day)
				l.begin(m.Person, other, day)
			}
		}
	case "leave":
		if _, err = l.w.Leave(ctx, krongNo, id, step, false); err == nil {
			for _, m := range members {
				l.end(m.Person, day)
			}
		}
	case "return":
		if _, err = l.w.Return(ctx, krongNo, id, step); err == nil {
			for _, m := range l.now(id) {
				l.begin(m.Person, id, day)
			}
		}
	}
	if err != nil && fault.CodeOf(err) == "internal" {
		l.t.Fatal(err)
	}
}

// Whatever is done to households, in whatever order of days: on every day those
// were in a household who were, everybody in one household at most, one head in
// each; and the present row says what the history's end says.
func TestHistoryIsNeverLost(t *testing.T) {
	w := newWorld(t)
	village := w.hamlet(namDa, "Thôn Nam Sơn")
	rapid.Check(t, func(t *rapid.T) {
		l := &ledger{w: w, t: t}
		for i := range 2 {
			h := w.enrolled(village, fmt.Sprintf("Chủ Hộ %c", 'A'+i), "2023-06-01")
			l.ids = append(l.ids, h.ID)
			for _, m := range l.now(h.ID) {
				l.begin(m.Person, h.ID, "2023-06-01")
			}
		}
		for range rapid.IntRange(1, 10).Draw(t, "steps") {
			l.step()
		}
		l.check()
	})
}

func (l *ledger) check() {
	days := map[declared.Date]bool{"2023-05-31": true, "2023-06-01": true, "2024-12-31": true}
	for _, s := range l.stays {
		days[s.from], days[s.to] = true, true
	}
	delete(days, "")
	for day := range days {
		at := map[string]string{}
		for _, id := range l.ids {
			var members []Member
			var spell Spell
			var there bool
			l.w.inside(krongNo, func(ctx context.Context, tx database.Tx) (err error) {
				if members, err = l.w.store.membersOn(ctx, tx, id, day); err == nil {
					spell, there, err = l.w.store.spellOn(ctx, tx, id, day)
				}
				return err
			})
			var got []string
			heads := 0
			for _, m := range members {
				got = append(got, m.Person)
				if other, twice := at[m.Person]; twice {
					l.t.Fatalf("on %s %s is in %s and %s", day, m.Person, other, id)
				}
				at[m.Person] = id
				if m.Relation == RelationHead {
					heads++
				}
			}
			slices.Sort(got)
			if want := l.on(id, day); !slices.Equal(got, want) {
				l.t.Fatalf("on %s in %s: %v, want %v", day, id, got, want)
			}
			if len(got) > 0 && (heads != 1 || !there || spell.State != StateHere || spell.Head != members[0].Name) {
				l.t.Fatalf("on %s %s has %d heads and the state %+v", day, id, heads, spell)
			}
		}
	}
	for _, id := range l.ids {
		h, members := l.household(id), l.now(id)
		if h.Persons != len(members) || len(members) > 0 && h.Head != members[0].Name || (h.State == StateHere) != (len(members) > 0) {
			l.t.Fatalf("the row says %d persons, head %s, %s; the members are %d", h.Persons, h.Head, h.State, len(members))
		}
	}
}
