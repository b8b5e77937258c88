package households

import (
	"context"
	"fmt"
	"testing"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
)

func headsOf(list []Household) (out []string) {
	for _, h := range list {
		out = append(out, h.Head)
	}
	return out
}

func (w *world) inRegistry(f Filter) []Household {
	w.t.Helper()
	list, _, err := w.Households(w.as("labour"), krongNo, f, database.Page{Limit: 500})
	w.must(err)
	return list
}

func TestSearchIgnoresDiacriticsAndCase(t *testing.T) {
	w := newWorld(t)
	a := w.enrolled(w.hamlet(namDa, "Thôn Nam Sơn"), "Đàm Thị Ngọc Hạnh", day1)
	mam, err := w.NewHousehold(w.as("labour"), krongNo, NewHousehold{Code: "DM-7", Unit: dakMam, Village: w.hamlet(dakMam, "Tổ dân phố 4"), Class: classify.NearPoor,
		Head: bornOn("Y Djăn Niê", "1990-01-01"), Step: Step{Day: day1}})
	w.must(err)
	for query, want := range map[string]string{"dam thi": a.Head, "ĐÀM": a.Head, a.Code: a.Head, "nam son": a.Head, "dak mam": mam.Head, "dm-7": mam.Head, "djan": mam.Head, "to dan pho": mam.Head} {
		if got := headsOf(w.inRegistry(Filter{Query: query})); len(got) != 1 || got[0] != want {
			t.Errorf("%q finds %v, want %s", query, got, want)
		}
	}
	if got := w.inRegistry(Filter{Query: "100%_"}); len(got) != 0 {
		t.Errorf("what LIKE reads as a pattern finds %v", headsOf(got))
	}
	if got := w.inRegistry(Filter{Class: classify.NearPoor}); len(got) != 1 {
		t.Errorf("near-poor: %v", headsOf(got))
	}
}

func TestTheListEndsEscapeAfter36Months(t *testing.T) {
	w := newWorld(t)
	village := w.hamlet(namDa, "Thôn Nam Sơn")
	for i, on := range []declared.Date{"2021-11-19", "2021-11-20"} {
		_, err := w.NewHousehold(w.as("labour"), krongNo, NewHousehold{Unit: namDa, Village: village, Class: classify.Escaped, EscapedOn: on,
			Head: bornOn(fmt.Sprintf("Chủ Hộ %c", 'A'+i), "1990-01-01"), Step: Step{Day: "2022-01-01"}})
		w.must(err)
	}
	escaped, rest := headsOf(w.inRegistry(Filter{Class: classify.Escaped})), headsOf(w.inRegistry(Filter{Class: classify.NotPoor}))
	if fmt.Sprint(escaped, rest) != "[Chủ Hộ B] [Chủ Hộ A]" { // on 20 November 2024
		t.Errorf("newly escaped %v, not any more %v", escaped, rest)
	}
	if was := headsOf(w.inRegistry(Filter{Class: classify.Escaped, On: "2023-12-31"})); len(was) != 2 {
		t.Errorf("at the end of 2023: %v", was)
	}
	counts, err := w.CountHouseholds(w.as("labour"), krongNo, Filter{})
	if err != nil || len(counts) != 2 {
		t.Errorf("counted %v, %v", counts, err)
	}
}

// A year is shown as it was: where a household lived, who was its head, how many
// it was.
func TestTheRegistryAsItWas(t *testing.T) {
	w := newWorld(t)
	old, new := w.hamlet(namDa, "Thôn Cũ"), w.hamlet(namDa, "Thôn Mới")
	h := w.enrolled(old, "Trần Văn An", day1)
	head := w.headOf(h.ID)
	h, err := w.EndMember(w.as("labour"), krongNo, h.ID, head, Step{Day: "2024-02-01", Revision: h.Revision}, true, Heir{Person: w.second(h.ID)})
	w.must(err)
	_, err = w.Move(w.as("labour"), krongNo, h.ID, Step{Day: "2024-03-01", Revision: h.Revision}, namDa, new)
	w.must(err)
	was, now := w.inRegistry(Filter{On: "2023-12-31"}), w.inRegistry(Filter{})
	if len(was) != 1 || was[0].Head != "Trần Văn An" || was[0].Village != old || was[0].Persons != 3 {
		t.Errorf("at the end of 2023: %+v", was)
	}
	if len(now) != 1 || now[0].Head != "Vợ Trần Văn An" || now[0].Village != new || now[0].Persons != 2 {
		t.Errorf("now: %+v", now)
	}
	if n := len(w.inRegistry(Filter{On: "2022-12-31"})); n != 0 {
		t.Errorf("%d households before the registry began", n)
	}
}

func (w *world) second(id string) (person string) {
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		list, err := w.store.present(ctx, tx, id)
		person = list[1].Person
		return err
	})
	return person
}

// Pages follow each other without losing or repeating a household.
func TestPagesOfTheRegistry(t *testing.T) {
	w := newWorld(t)
	a, b := w.hamlet(namDa, "Thôn A"), w.hamlet(namDa, "Thôn B")
	for i := range 7 {
		w.enrolled([]string{a, b}[i%2], fmt.Sprintf("Chủ Hộ %c", 'A'+i), day1)
	}
	for _, f := range []Filter{{}, {On: "2023-12-31"}} {
		seen, after := map[string]bool{}, ""
		for range 10 {
			list, next, err := w.Households(w.as("officer"), krongNo, f, database.Page{Limit: 2, After: after})
			w.must(err)
			for _, h := range list {
				if seen[h.ID] {
					t.Fatalf("%s twice", h.Head)
				}
				seen[h.ID] = true
			}
			if after = next; next == "" {
				break
			}
		}
		if len(seen) != 7 {
			t.Errorf("%d of 7 households", len(seen))
		}
	}
	_, _, err := w.Households(w.as("officer"), krongNo, Filter{}, database.Page{After: database.Cursor("a", "b", "c", "d")})
	w.want(err, "bad_cursor")
}

func TestVillagesOpenAndClose(t *testing.T) {
	w := newWorld(t)
	old, new := w.hamlet(namDa, "Thôn Cũ"), w.hamlet(namDa, "Thôn Mới")
	h := w.enrolled(old, "Trần Văn An", day1)
	_, err := w.AddVillage(w.as("officer"), krongNo, namDa, VillageData{Name: "thôn CU", Kind: Thon}, "2022-01-01")
	w.want(err, "village_taken")
	_, err = w.AddVillage(w.as("officer"), krongNo, dakMam, VillageData{Name: "Tổ 9", Kind: ToDanPho}, "2022-01-01")
	w.want(err, "out_of_scope")
	w.want(w.CloseVillage(w.as("officer"), krongNo, old, "2024-05-01", ""), "village_full")
	w.want(w.CloseVillage(w.as("officer"), krongNo, old, "2023-05-01", new), "day_wrong")
	w.must(w.CloseVillage(w.as("officer"), krongNo, old, "2024-05-01", new))
	if now := w.inRegistry(Filter{}); now[0].Village != new || now[0].Revision == h.Revision {
		t.Errorf("the household is in %s", now[0].Village)
	}
	if was := w.inRegistry(Filter{On: "2024-04-30"}); was[0].Village != old {
		t.Errorf("before the day it was in %s", was[0].Village)
	}
	list, err := w.Villages(w.as("officer"), krongNo, nil, "")
	if err != nil || len(list) != 1 || list[0].Households != 1 {
		t.Errorf("villages %+v, %v", list, err)
	}
}
