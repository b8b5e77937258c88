package households

import (
	"context"
	"testing"
	"time"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/platformtest"
)

// A filtered page of 50 households against the bare SQL of the same page: at most
// 3 times as long (the target), authorising and narrowing included.
func BenchmarkHouseholdsPage(b *testing.B) {
	w := newWorld(b)
	village := w.hamlet(namDa, "Thôn Nam Sơn")
	w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO households_households (tenant_id, id, code, unit, village, head, folded, persons, class, b1, deprived, state, created_at, updated_at)
			SELECT ?0, gen_random_uuid(), '24697' || lpad(n::text, 5, '0'), '67-664-24697', ?1, 'Chủ hộ ' || n, '24697' || lpad(n::text, 5, '0') || ' chu ho ' || n, 4,
				(ARRAY['poor', 'near_poor', 'not_poor'])[1 + n % 3], 100, n % 4096, 'here', now(), now() FROM generate_series(1, 19000) n`, krongNo, village)
		return err
	})
	if _, err := platformtest.Owner(b, w.opts).ExecContext(b.Context(), "ANALYZE households_households"); err != nil {
		b.Fatal(err)
	}
	f := Filter{Unit: namDa, Class: classify.Poor, Deprived: 4}
	page := func() {
		list, _, err := w.Households(w.as("labour"), krongNo, f, database.Page{Limit: 50})
		if err != nil || len(list) != 50 {
			b.Fatalf("%d households, %v", len(list), err)
		}
	}
	bare := func() {
		w.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
			rows, err := tx.QueryContext(ctx, `SELECT id, code, unit, village, head, persons, class, escaped_on, b1, deprived, causes, merit, no_labour, reviewed_on, state, ended_on, folded, revision
				FROM households_households WHERE tenant_id = 'krong-no' AND unit = '67-664-24697' AND state = 'here' AND class = 'poor' AND deprived & 8 <> 0
				ORDER BY unit, village, folded, id LIMIT 51`)
			if err != nil {
				return err
			}
			n := 0
			for rows.Next() {
				n++
			}
			if n != 51 {
				b.Fatalf("%d rows", n)
			}
			return rows.Close()
		})
	}
	page()
	bare()
	var ours, theirs time.Duration
	for b.Loop() {
		start := time.Now()
		page()
		middle := time.Now()
		bare()
		ours, theirs = ours+middle.Sub(start), theirs+time.Since(middle)
	}
	b.ReportMetric(float64(ours)/float64(theirs), "ratio")
}
