package planning

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"vuon/apps/planning/planreader"
	"vuon/platform/database"
	"vuon/platform/i18n"
)

// big is a plan of so many sections, each of so many paragraphs.
func big(sections, paragraphs int) planreader.Plan {
	words := strings.Repeat("hỗ trợ phát triển sản xuất, cải thiện dinh dưỡng cho hộ nghèo, hộ cận nghèo trên địa bàn; ", 4)
	p := planreader.Plan{Header: planreader.Header{Type: "Kế hoạch", Title: "Kế hoạch lớn"}, Preamble: []string{"Căn cứ Luật;"},
		Recipients: []string{"Như trên"}, Signatory: planreader.Signatory{Capacity: []string{"CHỦ TỊCH"}, Name: "Nguyễn Văn A"}}
	for i := range sections {
		lines := make([]string, paragraphs)
		for j := range lines {
			lines[j] = fmt.Sprintf("- Đoạn %d của mục %d: %s", j+1, i+1, words)
		}
		s := planreader.Section{Number: fmt.Sprint(i%20 + 1), Mark: fmt.Sprintf("%d.", i%20+1), Title: fmt.Sprintf("Nội dung thứ %d", i+1), Text: strings.Join(lines, "\n")}
		if i%20 == 0 {
			p.Sections = append(p.Sections, planreader.Section{Number: fmt.Sprint(i/20 + 1), Mark: fmt.Sprintf("%d)", i/20+1), Title: "PHẦN", Text: ""})
		}
		last := &p.Sections[len(p.Sections)-1]
		last.Children = append(last.Children, s)
	}
	return p
}

// twenty makes twenty versions of the plan of a year, the last of them a draft.
func (o *office) twenty(t testing.TB, year int, p planreader.Plan) {
	t.Helper()
	o.put(t, year, p)
	err := o.DB.InTenant(t.Context(), atKrongNo, func(ctx context.Context, tx database.Tx) error {
		for n := 1; n < 20; n++ {
			if _, err := tx.ExecContext(ctx, `UPDATE planning_versions SET state = CASE WHEN ?0 = 1 THEN 'superseded' ELSE 'superseded' END, number = ?0, symbol = 'KH-UBND',
				dated = '2024-02-05', heading = '{}' WHERE tenant_id = ?1 AND year = ?2 AND version = ?0`, n, atKrongNo, year); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `INSERT INTO planning_versions (tenant_id, year, version, state, state_since, title, content, revision, source_name,
				source_key, symbol, created_at, updated_at, updated_by)
				SELECT tenant_id, year, ?0 + 1, 'draft', state_since, title, content, revision, '', '', '', created_at, updated_at, ''
				FROM planning_versions WHERE tenant_id = ?1 AND year = ?2 AND version = ?0`, n, atKrongNo, year); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Opening the editor on a plan of 200 sections in 20 versions, against the bare
// SQL that reads what it shows: at most three times as long.
func BenchmarkOpenEditor(b *testing.B) {
	o := openOffice(b)
	o.twenty(b, 2024, big(200, 4))
	labour := by(b, "labour")
	var bare, opened float64
	b.Run("bare SQL", func(b *testing.B) {
		for b.Loop() {
			err := o.DB.InTenant(labour, atKrongNo, func(ctx context.Context, tx database.Tx) error {
				var content []byte
				if err := tx.QueryRowContext(ctx, `SELECT content FROM planning_versions WHERE tenant_id = ?0 AND year = 2024 ORDER BY version DESC LIMIT 1`, atKrongNo).Scan(&content); err != nil {
					return err
				}
				for _, table := range []string{"planning_comments", "planning_presence"} {
					var n int
					if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM `+table+` WHERE tenant_id = ?0 AND year = 2024`, atKrongNo).Scan(&n); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
		}
		bare = float64(b.Elapsed()) / float64(b.N)
	})
	b.Run("editor", func(b *testing.B) {
		for b.Loop() {
			d, err := o.Desk(labour, atKrongNo, 2024)
			if err != nil {
				b.Fatal(err)
			}
			list := pieces(&d.Version.Plan)
			if _, _, _, err := o.drawn(labour, d.Version, list, ""); err != nil {
				b.Fatal(err)
			}
			editorOutline(i18n.With(labour, i18n.Vietnamese), d.Version, list, d.Comments, "", "")
		}
		opened = float64(b.Elapsed()) / float64(b.N)
		if bare > 0 {
			b.ReportMetric(opened/bare, "x-bare-SQL")
		}
	})
}
