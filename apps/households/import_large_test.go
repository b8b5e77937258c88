package households

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"testing"
	"time"

	"vuon/apps/households/classify"
	"vuon/apps/households/workbook"
)

// crowd writes a workbook of n households of four or five members in twelve communes.
func crowd(t testing.TB, n int) *os.File {
	t.Helper()
	communes := []string{"24688", "24691", "24692", "24694", "24697", "24699", "24700", "24703", "24706", "24709", "24712", "24715"}
	people := []string{"Kinh", "M'Nông", "Ê Đê"}
	head := func(i int) string { return fmt.Sprintf("Nguyễn Văn %c%c", 'A'+i%26, 'a'+i/26%26) }
	f, err := os.Create(filepath.Join(t.TempDir(), "crowd.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	err = workbook.Write(f, workbook.Book{
		Households: func(yield func(workbook.Household, error) bool) {
			for i := range n {
				h := workbook.Household{Code: fmt.Sprintf("H%06d", i), Commune: communes[i%12], Village: fmt.Sprintf("Thôn %d", i/12%15+1), Head: head(i),
					Opening: []classify.Class{classify.Poor, classify.NearPoor, classify.NotPoor}[i%3], B1: 80 + i%150, Deprived: classify.Set(i % 4096), Causes: classify.Set(i % 256)}
				if !yield(h, nil) {
					return
				}
			}
		},
		Members: func(yield func(workbook.Member, error) bool) {
			number := 0
			for i := range n {
				for k := range 4 + i%2 {
					number++
					m := workbook.Member{Household: fmt.Sprintf("H%06d", i), Name: head(i + k*7), Birth: time.Date(1950+(i*7+k*13)%74, time.Month(1+i%12), 1+k, 0, 0, 0, 0, time.UTC),
						Female: k%2 == 1, Ethnic: people[i%3], Relation: []string{"head", "spouse", "child", "child", "other"}[k], Citizen: fmt.Sprintf("067%09d", number)}
					if !yield(m, nil) {
						return
					}
				}
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// peak measures how much the heap grows at most while fn runs, in bytes.
func peak(fn func()) uint64 {
	debug.FreeOSMemory()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	var most atomic.Uint64
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for tick := time.NewTicker(20 * time.Millisecond); ; {
			select {
			case <-done:
				tick.Stop()
				return
			case <-tick.C:
				runtime.ReadMemStats(&now)
				most.Store(max(most.Load(), now.HeapAlloc-min(before.HeapAlloc, now.HeapAlloc)))
			}
		}
	}()
	fn()
	close(done)
	<-ended
	return most.Load()
}

// A file of 4,000 households: new, then the same, in a memory of which a household
// takes 2.5 kB at most. The time is what BenchmarkImport tells.
func TestImportOfALargeDistrict(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a while")
	}
	w, n := newWorld(t), 4_000
	defer debug.SetGCPercent(debug.SetGCPercent(10)) // the heap is what is alive
	file := crowd(t, n)
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []ImportCounts{{New: n}, {Same: n}} {
		begun := time.Now()
		grown := peak(func() {
			r, err := w.Import(w.as("labour"), krongNo, file, info.Size(), ImportOptions{Year: 2024})
			w.must(err)
			if !r.Applied || r.Households != want || r.FaultCount > 0 {
				t.Errorf("%+v, %d faults", r.Households, r.FaultCount)
			}
		})
		t.Logf("%+v: %s, %d MB", want, time.Since(begun).Round(time.Millisecond), grown>>20)
		if grown > uint64(n)*2500 {
			t.Errorf("the heap grew by %d MB", grown>>20)
		}
	}
	w.checkSums()
}
