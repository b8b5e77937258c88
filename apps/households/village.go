package households

import (
	"context"
	"slices"
	"unicode/utf8"

	"github.com/google/uuid"

	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/tenancy/declared"
	"vuon/platform/text"
)

// VillageKind is what a village is called.
type VillageKind string

// The kinds of villages.
const (
	Thon     VillageKind = "thon"
	Bon      VillageKind = "bon"
	Buon     VillageKind = "buon"
	ToDanPho VillageKind = "to_dan_pho"
	OtherVil VillageKind = "other"
)

// VillageKinds are all of them.
func VillageKinds() []VillageKind { return []VillageKind{Thon, Bon, Buon, ToDanPho, OtherVil} }

// Title is the kind in words.
func (k VillageKind) Title() i18n.Text {
	switch k {
	case Thon:
		return i18n.T("Thôn", "Thôn")
	case Bon:
		return i18n.T("Bon", "Bon")
	case Buon:
		return i18n.T("Buôn", "Buôn")
	case ToDanPho:
		return i18n.T("Tổ dân phố", "Tổ dân phố")
	}
	return i18n.T("Khác", "Other")
}

// Village is a village (thôn, bon, buôn, tổ dân phố) of a commune, from a day on to
// the day on which it was none any more.
type Village struct {
	TenantID  string        `bun:"tenant_id,pk"`
	ID        string        `bun:"id,pk"`
	Unit      string        `bun:"unit"` // the commune's key
	Name      string        `bun:"name"` // with its kind: "Buôn Choah"
	Folded    string        `bun:"folded"`
	Kind      VillageKind   `bun:"kind"`
	Difficult bool          `bun:"difficult"` // thôn đặc biệt khó khăn
	Position  int           `bun:"position"`
	From      declared.Date `bun:"valid_from,type:date"`
	To        declared.Date `bun:"valid_to,type:date"`

	Households int `bun:"households,scanonly"` // that are there now
}

// maxVillage is the longest name of a village, in characters.
const maxVillage = 80

// Villages reads the villages of communes (by key; nil: all that the actor may see)
// on a day; "" is today.
func (s *Service) Villages(ctx context.Context, tenant string, units []string, day declared.Date) (list []Village, err error) {
	err = s.reads(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		scope, err := s.scope(ctx, tenant, ActionView, "")
		if err != nil {
			return err
		}
		list, err = s.store.villages(ctx, tx, both(scope, units), day)
		return err
	})
	return list, err
}

// both are the keys that are in two sets of keys, of which nil has all.
func both(a, b []string) []string {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	out := slices.DeleteFunc(slices.Clone(a), func(k string) bool { return !slices.Contains(b, k) })
	return append([]string{}, out...)
}

// VillageData is what is stated of a village.
type VillageData struct {
	Name      string
	Kind      VillageKind
	Difficult bool
}

func (d *VillageData) check() wrongs {
	var wrong wrongs
	d.Name = text.Line(d.Name)
	switch {
	case d.Name == "":
		wrong.add("name", "Nhập tên thôn", "Enter the name")
	case utf8.RuneCountInString(d.Name) > maxVillage:
		wrong.add("name", "Tên dài quá 80 ký tự", "The name is longer than 80 characters")
	}
	if !slices.Contains(VillageKinds(), d.Kind) {
		wrong.add("kind", "Chọn loại", "Choose the kind")
	}
	return wrong
}

// AddVillage makes a village of a commune from a day on. Faults: household_wrong
// with the fields, village_taken, commune_unknown.
func (s *Service) AddVillage(ctx context.Context, tenant, commune string, d VillageData, from declared.Date) (v Village, err error) {
	wrong := d.check()
	if from == "" || from > s.today() {
		wrong.add("from", "Nhập ngày thành lập, không sau hôm nay", "Enter the day from which it is, not after today")
	}
	if err := wrong.fault(); err != nil {
		return v, err
	}
	err = s.writes(ctx, tenant, ActionEdit, func(ctx context.Context, tx database.Tx) error {
		unit, err := s.unit(ctx, tenant, commune, "")
		if err != nil {
			return err
		}
		if err := s.allowed(ctx, ActionEdit, unit.ID); err != nil {
			return err
		}
		v = Village{TenantID: tenant, ID: uuid.NewString(), Unit: unit.ID, Name: d.Name, Folded: text.Fold(d.Name), Kind: d.Kind, Difficult: d.Difficult, From: from}
		if err := s.freeName(ctx, tx, v); err != nil {
			return err
		}
		if err := s.store.addVillage(ctx, tx, v); err != nil {
			return err
		}
		return s.record(ctx, tx, CauseVillageAdd, "village", v.ID, nil, villageWords(v), "")
	})
	return v, err
}

// The causes of changes of villages, as the audit names them.
const (
	CauseVillageAdd   = "households.village-add"
	CauseVillageEdit  = "households.village-edit"
	CauseVillageClose = "households.village-close"
)

func villageWords(v Village) map[string]any {
	return map[string]any{"name": v.Name, "kind": v.Kind, "difficult": v.Difficult, "unit": v.Unit, "from": v.From, "to": v.To}
}

// freeName refuses a name that another village of the commune has.
func (s *Service) freeName(ctx context.Context, tx database.Tx, v Village) error {
	list, err := s.store.villages(ctx, tx, []string{v.Unit}, "")
	if err != nil {
		return err
	}
	if slices.ContainsFunc(list, func(o Village) bool { return o.ID != v.ID && o.Folded == v.Folded }) {
		return faultVillageTaken(v.Name)
	}
	return nil
}

// EditVillage renames a village, or changes its kind and whether it is especially
// difficult. What it was stands in the audit.
func (s *Service) EditVillage(ctx context.Context, tenant, id string, d VillageData) (v Village, err error) {
	if err := d.check().fault(); err != nil {
		return v, err
	}
	return v, s.changeVillage(ctx, tenant, id, CauseVillageEdit, func(ctx context.Context, tx database.Tx, at *Village) error {
		at.Name, at.Folded, at.Kind, at.Difficult = d.Name, text.Fold(d.Name), d.Kind, d.Difficult
		v = *at
		return s.freeName(ctx, tx, *at)
	})
}

// changeVillage loads, changes, saves and audits one village.
func (s *Service) changeVillage(ctx context.Context, tenant, id, cause string, fn func(ctx context.Context, tx database.Tx, v *Village) error) error {
	return s.writes(ctx, tenant, ActionEdit, func(ctx context.Context, tx database.Tx) error {
		v, err := s.store.lockVillage(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.allowed(ctx, ActionEdit, v.Unit); err != nil {
			return err
		}
		before := villageWords(v)
		if err := fn(ctx, tx, &v); err != nil {
			return err
		}
		if err := s.store.updateVillage(ctx, tx, v); err != nil {
			return err
		}
		return s.record(ctx, tx, cause, "village", id, before, villageWords(v), "")
	})
}

// CloseVillage ends a village on a day; its households go into another village of
// the commune (the village was merged, or has a new name from then on). Faults:
// village_full when it has households and into is "", village_unknown, day_wrong.
func (s *Service) CloseVillage(ctx context.Context, tenant, id string, day declared.Date, into string) error {
	if day == "" || day > s.today() {
		return faultFuture()
	}
	return s.changeVillage(ctx, tenant, id, CauseVillageClose, func(ctx context.Context, tx database.Tx, v *Village) error {
		if day < v.From {
			return faultEarlier(v.From)
		}
		n, last, err := s.store.villageLoad(ctx, tx, id)
		if err != nil {
			return err
		}
		v.To = day
		if n == 0 {
			return nil
		}
		if into == "" || into == id {
			return faultVillageFull(n)
		}
		if day < last {
			return faultEarlier(last)
		}
		there, err := s.store.villageOn(ctx, tx, v.Unit, into, day)
		if err != nil {
			return err
		}
		if !there {
			return faultNoVillage()
		}
		return s.store.moveVillage(ctx, tx, id, into, day, s.now())
	})
}
