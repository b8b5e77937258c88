package households

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"vuon/apps/households/population"
	"vuon/apps/households/workbook"
	"vuon/platform/database"
)

// importSize is how many households the workbook of the benchmark has; their
// members are about four and a half times as many; -short takes a twentieth.
func importSize() int {
	if testing.Short() {
		return 5_000
	}
	return 100_000
}

// large writes the workbook of a made-up district to a file.
func (w *world) large(households int) *os.File {
	w.t.Helper()
	d := population.District{Code: "664", Onsite: []string{"12", "20"}}
	units, err := w.units(w.t.Context(), krongNo, "2024-12-14")
	w.must(err)
	for _, u := range units {
		d.Units = append(d.Units, population.Unit{Code: u.Code, Name: u.Name, Urban: urban(u)})
	}
	f, err := os.Create(filepath.Join(w.t.TempDir(), "so-ho.xlsx"))
	w.must(err)
	w.must(workbook.Write(f, population.New(d, population.Sized(2024, households)).Book(2024)))
	return f
}

// Taking over a workbook of 100,000 households, against reading the same file with
// the row reader of excelize and loading what it reads by COPY: at most twice as
// long, in less than 300 MB.
func BenchmarkImport(b *testing.B) {
	var plain, taken float64
	var file *os.File
	b.Run("read and copy", func(b *testing.B) {
		w := newWorld(b)
		file = w.large(importSize())
		for b.Loop() {
			w.inside(krongNo, func(ctx context.Context, tx database.Tx) error { return w.readAndCopy(ctx, tx, file.Name()) })
		}
		plain = float64(b.Elapsed()) / float64(b.N)
	})
	b.Run("import", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			w := newWorld(b)
			w.clk.Advance(30 * 24 * time.Hour) // into December, after the review
			file := w.large(importSize())
			info, err := file.Stat()
			w.must(err)
			debug.FreeOSMemory()
			before := resident("VmRSS")
			b.Logf("before: %.0f MB", before)
			_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // the peak begins anew; only Linux has it
			b.StartTimer()
			report, err := w.Import(w.as("labour"), krongNo, file, info.Size(), ImportOptions{Year: 2024})
			b.StopTimer()
			w.must(err)
			if !report.Applied || report.Households.New != importSize() {
				b.Fatalf("%+v, first fault %+v", report.Households, append(report.Faults, workbook.Fault{})[0])
			}
			b.ReportMetric(resident("VmHWM")-before, "MB-at-most")
			b.StartTimer()
		}
		taken = float64(b.Elapsed()) / float64(b.N)
		if plain > 0 {
			b.ReportMetric(taken/plain, "x-read-and-copy")
		}
	})
}

// readAndCopy loads the three sheets as they stand into tables without a check.
func (w *world) readAndCopy(ctx context.Context, tx database.Tx, name string) error {
	f, err := excelize.OpenFile(name)
	if err != nil {
		return err
	}
	defer f.Close()
	for i, sheet := range workbook.Sheets() {
		rows, err := f.Rows(sheet)
		if err != nil {
			return err
		}
		rows.Next()
		titles, err := rows.Columns()
		if err != nil {
			return err
		}
		table := "plain_" + strconv.Itoa(i)
		columns := make([]string, len(titles))
		for n := range columns {
			columns[n] = "c" + strconv.Itoa(n)
		}
		if _, err := tx.ExecContext(ctx, "CREATE TEMPORARY TABLE "+table+" ("+strings.Join(columns, " text, ")+" text) ON COMMIT DROP"); err != nil {
			return err
		}
		_, err = w.DB.CopyIn(ctx, table, columns, func(yield func([]any, error) bool) {
			for rows.Next() {
				cells, err := rows.Columns()
				values := make([]any, len(columns))
				for n := range values {
					if n < len(cells) {
						values[n] = cells[n]
					}
				}
				if !yield(values, err) {
					return
				}
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// resident is what the process holds, or has held at most, in MB; 0 where nobody
// tells.
func resident(line string) float64 {
	raw, _ := os.ReadFile("/proc/self/status")
	m := regexp.MustCompile(line + `:\s+(\d+) kB`).FindSubmatch(raw)
	if m == nil {
		return 0
	}
	kB, _ := strconv.Atoi(string(m[1]))
	return float64(kB) / 1024
}
