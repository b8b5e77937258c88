package households

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"

	"vuon/platform/database"
	"vuon/platform/jobs"
)

// thousands makes n poor households of the first village, with their results, in a
// review that is recognised.
func (c *circle) thousands(n int) {
	c.t.Helper()
	c.inside(krongNo, func(ctx context.Context, tx database.Tx) error {
		if _, err := c.EnsureRound(ctx, tx, krongNo, 2024); err != nil {
			return err
		}
		for _, sql := range []string{
			`INSERT INTO households_households (tenant_id, id, code, unit, village, head, folded, persons, class, created_at, updated_at)
				SELECT ?0, gen_random_uuid(), 'N' || i, ?1, ?2, 'Nguyễn Văn ' || i, 'nguyen van ' || i, 4, 'poor', now(), now() FROM generate_series(1, ?3) i`,
			`INSERT INTO households_members (tenant_id, household, person, seq, valid_from, name, folded, birth, year_alone, female, ethnic, relation, position, disabled, insured, in_school, malnourished)
				SELECT ?0, h.id, gen_random_uuid(), 1, '2022-01-01', h.head || ' ' || k, 'x', '1980-02-03', false, k = 2, '01', CASE k WHEN 1 THEN 'head' WHEN 2 THEN 'spouse' ELSE 'child' END, k, false, true, false, false
				FROM households_households h, generate_series(1, 4) k WHERE h.code LIKE 'N%'`,
			`INSERT INTO households_results (tenant_id, round, household, unit, village, entered, listed_for, opening, movement, b1, deprived, causes, supports, merit, no_labour, average, was_poor, was_near_poor, standard,
				class, kind, escapes, b2, members, counts, amounts)
				SELECT ?0, '2024', id, unit, village, true, 'managed', 'poor', '', 100, 7, 0, 0, false, false, false, true, false, 'rural-2022', 'poor', 'old', false, 30, '[]', '{}', '{}' FROM households_households WHERE code LIKE 'N%'`,
			`UPDATE households_communes SET state = 'recognised', decision_on = '2024-12-10', decision_number = '45/QĐ-UBND' WHERE unit = ?1`,
			`INSERT INTO households_decisions (tenant_id, id, round, unit, kind, year, number, dated, capacity, signatory, entries, account, actor, at)
				SELECT ?0, gen_random_uuid(), '2024', ?1, 'recognise', 2024, 45, '2024-12-10', 'CHỦ TỊCH', 'Nguyễn Văn Bình', jsonb_agg(jsonb_build_object('household', id)), '', '', now() FROM households_households WHERE code LIKE 'N%'`,
		} {
			if _, err := tx.ExecContext(ctx, sql, krongNo, c.unit, c.villages[0], n); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestTwoThousandCertificatesInOneJob(t *testing.T) {
	const n = 2000
	c := newCircle(newWorld(t))
	c.on("2024-12-16")
	c.thousands(n)
	c.work()
	var job jobs.Job
	used := peak(func() {
		id, issued, err := c.Certify(c.as("officer"), krongNo, "2024", namDa)
		c.must(err)
		if issued != n {
			t.Errorf("%d certificates", issued)
		}
		job = c.finished(id)
	})
	if used > 300<<20 {
		t.Errorf("%d MB of memory for %d certificates", used>>20, n)
	}
	t.Logf("%d MB for %d certificates", used>>20, n)
	var result struct {
		Files        int
		Certificates int
		SHA256       string
	}
	c.must(json.Unmarshal(job.Result, &result))
	if result.Files != 2 || result.Certificates != n {
		t.Errorf("result %+v", result)
	}
	body, p, err := c.OpenPrint(c.as("officer"), krongNo, "2024", namDa, "")
	c.must(err)
	defer body.Close()
	file, err := io.ReadAll(body) // the store checks the SHA-256 at the end
	c.must(err)
	if pages := bytes.Count(file, []byte("/Type /Page\n")); pages != n || p.SHA256 != result.SHA256 || p.Count != n {
		t.Errorf("%d pages, file %+v", pages, p)
	}
	_, _, err = c.OpenPrint(c.as("agriculture"), krongNo, "2024", namDa, "")
	c.want(err, "forbidden")
	_, issued, err := c.Certify(c.as("officer"), krongNo, "2024", namDa)
	c.must(err)
	if issued != 0 {
		t.Errorf("%d certificates again", issued)
	}
}

// TestDocumentsOfAReview prints every document of a review; with VUON_REVIEW_DOCS
// they are left there to be looked at.
func TestDocumentsOfAReview(t *testing.T) {
	c := newCircle(newWorld(t))
	c.recognised()
	officer := c.as("officer")
	c.work()
	job, _, err := c.Certify(officer, krongNo, "2024", namDa)
	c.must(err)
	c.finished(job)
	print := func(name string, write func(w io.Writer) error) {
		t.Helper()
		var once, again bytes.Buffer
		c.must(write(&once))
		c.must(write(&again))
		if !bytes.Equal(once.Bytes(), again.Bytes()) || !bytes.HasPrefix(once.Bytes(), []byte("%PDF-1.7")) {
			t.Errorf("%s is not the same twice", name)
		}
		if dir := os.Getenv("VUON_REVIEW_DOCS"); dir != "" {
			c.must(os.WriteFile(filepath.Join(dir, name+".pdf"), once.Bytes(), 0o644))
		}
	}
	for kind, ref := range map[string]string{DocList: "", DocMinutes: c.villages[0], DocPosting: "", DocReport: "", DocDecision: ""} {
		print(kind, func(w io.Writer) error {
			_, err := c.WriteDocument(officer, krongNo, "2024", namDa, kind, ref, w)
			return err
		})
	}
	print("certificate", func(w io.Writer) error {
		_, err := c.WriteCertificate(officer, krongNo, "2024", namDa, c.ids["2-poor"], w)
		return err
	})
	_, err = c.WriteDocument(officer, krongNo, "2024", namDa, DocPosting, "7", io.Discard)
	c.want(err, "document_unknown")
	_, err = c.WriteDocument(c.as("front"), krongNo, "2024", namDa, DocList, "", io.Discard)
	c.want(err, "forbidden")
}
