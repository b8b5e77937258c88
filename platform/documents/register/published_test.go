package register_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"vuon/platform/clock"
	"vuon/platform/documents/register"
	"vuon/platform/platformtest"
	"vuon/platform/tenancy"
)

func TestFilesAreKnownByTheirHashAlone(t *testing.T) {
	db := platformtest.Database(t, tenancy.Source(), register.Source())
	r := register.New(db, clock.System{})
	sum := strings.Repeat("0a", 32)
	p := register.Published{SHA256: sum, Object: "plan", ObjectID: "2024/1", Issuer: "UBND huyện Krông Nô", Kind: "KH", Number: 7, Symbol: "KH-UBND",
		Dated: time.Date(2024, 2, 5, 0, 0, 0, 0, time.UTC), Abstract: "Kế hoạch", Form: register.SignedForm}
	in := func(tenant string, fn func(ctx context.Context, tx bun.Tx) error) {
		t.Helper()
		if err := db.InTenant(t.Context(), tenant, fn); err != nil {
			t.Fatal(err)
		}
	}
	publish := func(ctx context.Context, tx bun.Tx) error { return r.Publish(ctx, tx, p) }
	in("krong-no", publish)
	in("krong-no", publish)
	check := func(want register.Standing) {
		t.Helper()
		list, err := r.Check(t.Context(), sum)
		if err != nil || len(list) != 1 || list[0].State != want || list[0].Tenant != "krong-no" {
			t.Errorf("%+v, %v; want %s", list, err, want)
		}
	}
	check(register.InForce)
	// Another tenant cannot say how it stands.
	in("cu-jut", func(ctx context.Context, tx bun.Tx) error {
		return r.Stands(ctx, tx, "plan", "2024/1", register.TakenBack, "")
	})
	check(register.InForce)
	in("krong-no", func(ctx context.Context, tx bun.Tx) error {
		return r.Stands(ctx, tx, "plan", "2024/1", register.Superseded, "09/KH-UBND")
	})
	check(register.Superseded)
	in("krong-no", publish)
	check(register.Superseded)
	// The very same file may be issued again after it was taken back.
	in("krong-no", func(ctx context.Context, tx bun.Tx) error {
		return r.Stands(ctx, tx, "plan", "2024/1", register.TakenBack, "")
	})
	check(register.TakenBack)
	in("krong-no", publish)
	check(register.InForce)
	for _, unknown := range []string{strings.Repeat("0b", 32), "", "x", strings.ToUpper(sum) + "'"} {
		if list, err := r.Check(t.Context(), unknown); err != nil || len(list) != 0 {
			t.Errorf("%q: %v, %v", unknown, list, err)
		}
	}
}
