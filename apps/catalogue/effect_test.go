package catalogue_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vuon/apps/catalogue"
	"vuon/platform/tenancy/declared"
)

func doc(number string, date declared.Date, change ...func(*catalogue.Registered)) catalogue.Registered {
	d := catalogue.Registered{Document: catalogue.Document{ID: number + "@" + string(date), Number: number, Date: date, Status: catalogue.InForce}}
	for _, fn := range change {
		fn(&d)
	}
	return d
}

func amends(n string) func(*catalogue.Registered) {
	return func(d *catalogue.Registered) { d.Amends = []string{n} }
}
func replaces(n string) func(*catalogue.Registered) {
	return func(d *catalogue.Registered) { d.Replaces = []string{n} }
}
func from(day declared.Date) func(*catalogue.Registered) {
	return func(d *catalogue.Registered) { d.EffectiveFrom = day }
}
func until(day declared.Date) func(*catalogue.Registered) {
	return func(d *catalogue.Registered) { d.EffectiveTo = day }
}
func state(s catalogue.Status) func(*catalogue.Registered) {
	return func(d *catalogue.Registered) { d.Status = s }
}

func TestEffect(t *testing.T) {
	const one = "1/NQ-HĐND"
	for name, c := range map[string]struct {
		of     catalogue.Registered
		others []catalogue.Registered
		on     declared.Date
		want   catalogue.Status
		since  declared.Date
	}{
		"in force":                {doc(one, "2022-01-01", from("2022-02-01")), nil, "2022-02-01", catalogue.InForce, "2022-02-01"},
		"not yet":                 {doc(one, "2022-01-01", from("2022-02-01")), nil, "2022-01-31", catalogue.Upcoming, "2022-02-01"},
		"on its last day":         {doc(one, "2022-01-01", until("2022-12-31")), nil, "2022-12-31", catalogue.InForce, ""},
		"after its last day":      {doc(one, "2022-01-01", until("2022-12-31")), nil, "2023-01-01", catalogue.Expired, "2023-01-01"},
		"said to be expired":      {doc(one, "2022-01-01", state(catalogue.Expired)), nil, "2022-06-01", catalogue.Expired, ""},
		"said to be amended":      {doc(one, "2022-01-01", state(catalogue.Amended)), nil, "2022-06-01", catalogue.Amended, ""},
		"amended from that day":   {doc(one, "2022-01-01"), []catalogue.Registered{doc("2/NQ-HĐND", "2023-01-01", amends("1/nq-hđnd"), from("2023-03-01"))}, "2023-03-01", catalogue.Amended, "2023-03-01"},
		"amended only later":      {doc(one, "2022-01-01"), []catalogue.Registered{doc("2/NQ-HĐND", "2023-01-01", amends(one), from("2023-03-01"))}, "2023-02-28", catalogue.InForce, ""},
		"replaced":                {doc(one, "2022-01-01"), []catalogue.Registered{doc("2/NQ-HĐND", "2023-01-01", replaces(one))}, "2023-01-01", catalogue.Expired, "2023-01-01"},
		"amended, then replaced":  {doc(one, "2022-01-01"), []catalogue.Registered{doc("3/NQ", "2024-01-01", replaces(one)), doc("2/NQ", "2023-01-01", amends(one))}, "2024-05-01", catalogue.Expired, "2024-01-01"},
		"a later one of the same": {doc(one, "2024-01-01"), []catalogue.Registered{doc("2/NQ-HĐND", "2023-01-01", replaces(one))}, "2024-05-01", catalogue.InForce, ""},
		"amends one, not another": {doc(one, "2022-01-01"), []catalogue.Registered{doc("2/NQ-HĐND", "2023-01-01", amends("9/NQ-HĐND"))}, "2024-05-01", catalogue.InForce, ""},
		"the first of two counts": {doc(one, "2022-01-01"), []catalogue.Registered{doc("3/NQ", "2024-01-01", amends(one)), doc("2/NQ", "2023-01-01", amends(one))}, "2024-05-01", catalogue.Amended, "2023-01-01"},
	} {
		r := catalogue.NewRegistry(append(c.others, c.of))
		if got := r.Effect(c.of.Document, c.on); got.Status != c.want || got.Since != c.since {
			t.Errorf("%s: %+v, want %s since %q", name, got, c.want, c.since)
		}
	}
}

// Once a document has expired it does not come into force again; whatever touches
// it is named; the order of the registry changes nothing.
func TestEffectNeverTurnsBack(t *testing.T) {
	day := rapid.Custom(func(t *rapid.T) declared.Date {
		return declared.DateOf(time.Unix(1_600_000_000+rapid.Int64Range(0, 2000).Draw(t, "day")*86_400, 0))
	})
	rapid.Check(t, func(t *rapid.T) {
		of := doc("1/NQ", day.Draw(t, "issued"))
		if rapid.Bool().Draw(t, "from") {
			of.EffectiveFrom = max(of.Date, day.Draw(t, "from"))
		}
		list := []catalogue.Registered{of}
		for i := range rapid.IntRange(0, 5).Draw(t, "others") {
			touch := rapid.SampledFrom([]func(string) func(*catalogue.Registered){amends, replaces}).Draw(t, "touch")
			list = append(list, doc(string(rune('2'+i))+"/NQ", day.Draw(t, "date"), touch("1/NQ")))
		}
		a, b := day.Draw(t, "a"), day.Draw(t, "b")
		r := catalogue.NewRegistry(list)
		early, late := r.Effect(of.Document, min(a, b)), r.Effect(of.Document, max(a, b))
		if early.Status == catalogue.Expired && late.Status != catalogue.Expired {
			t.Fatalf("expired on %s and %s on %s", min(a, b), late.Status, max(a, b))
		}
		if early.Sound() && late.Status == catalogue.Upcoming {
			t.Fatal("in force, and later not yet")
		}
		if late.Status == catalogue.Amended && len(late.AmendedBy) == 0 {
			t.Fatal("amended by nobody")
		}
		slices.Reverse(list)
		if again := catalogue.NewRegistry(list).Effect(of.Document, max(a, b)); again.Status != late.Status || again.Since != late.Since {
			t.Fatalf("%+v in one order, %+v in the other", late, again)
		}
	})
}

func TestLevelOfAnIssuer(t *testing.T) {
	for issuer, want := range map[string]catalogue.Level{
		"Chính phủ": catalogue.Central, "Bộ Lao động - Thương binh và Xã hội": catalogue.Central, "Quốc hội": catalogue.Central,
		"Bảo hiểm xã hội Việt Nam": catalogue.Central, "Ủy ban nhân dân tỉnh Đắk Nông": catalogue.Provincial,
		"Sở Lao động - Thương binh và Xã hội": catalogue.Provincial, "Hội đồng nhân dân huyện Krông Nô": catalogue.Local,
		"UBND xã Nâm Nung": catalogue.Local, "Ủy ban nhân dân thành phố Gia Nghĩa": catalogue.Local, "Ủy ban nhân dân thị trấn Đắk Mâm": catalogue.Local,
	} {
		if got := catalogue.LevelOf(issuer); got != want {
			t.Errorf("%s: %s, want %s", issuer, got, want)
		}
	}
}
