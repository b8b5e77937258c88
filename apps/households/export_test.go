package households

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"vuon/apps/households/classify"
)

// What is exported, revealed, is what the registry has: taken back it changes nothing.
func TestWhatIsExportedChangesNothing(t *testing.T) {
	w := newWorld(t)
	b := hamlet()
	b.households[2].Movement, b.households[2].Average = classify.Left, false
	w.takesIn(b)
	before := w.tables(krongNo)
	var out bytes.Buffer
	w.must(w.Export(w.as("labour"), krongNo, ExportOptions{Year: 2024, Reveal: true, Reason: "Đối chiếu với xã"}, &out))
	r, err := w.Import(w.as("labour"), krongNo, bytes.NewReader(out.Bytes()), int64(out.Len()), ImportOptions{Year: 2024})
	w.must(err)
	if r.FaultCount != 0 || r.Households != (ImportCounts{Same: 3}) || r.Members != (ImportCounts{Same: 4}) {
		t.Errorf("%+v", r)
	}
	if after := w.tables(krongNo); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
}

func TestExportsAreMasked(t *testing.T) {
	w := newWorld(t)
	w.takesIn(hamlet())
	var out bytes.Buffer
	w.must(w.Export(w.as("agriculture"), krongNo, ExportOptions{Year: 2024, Unit: namDa}, &out))
	file := bytes.Clone(out.Bytes())
	f, err := excelize.OpenReader(&out)
	w.must(err)
	defer f.Close()
	rows, err := f.GetRows("Thành viên")
	w.must(err)
	if len(rows) != 5 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows[1:] {
		if line := strings.Join(row, "|"); strings.Contains(line, "0670") || strings.Contains(line, "/19") || row[4] != "" {
			t.Errorf("shown: %s", line)
		}
	}
	_, err = w.Import(w.as("labour"), krongNo, bytes.NewReader(file), int64(len(file)), ImportOptions{Year: 2024})
	w.want(err, "workbook_masked")
	w.want(w.Export(w.as("agriculture"), krongNo, ExportOptions{Year: 2024, Reveal: true, Reason: "x"}, &out), "forbidden")
	w.want(w.Export(w.as("labour"), krongNo, ExportOptions{Year: 2024, Reveal: true}, &out), "reason_missing")
	w.want(w.Export(w.as("officer"), krongNo, ExportOptions{Year: 2024, Unit: dakMam}, &out), "out_of_scope")
	w.want(w.Export(w.as("front"), krongNo, ExportOptions{Year: 2024}, &out), "forbidden")
	w.want(w.Export(w.as("labour"), krongNo, ExportOptions{Year: 2019}, &out), "round_unknown")
}
