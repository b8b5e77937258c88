package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vuon/apps/households/classify"
	"vuon/apps/households/workbook"
)

// households is a workbook of three households of Phường Nghĩa Đức, one of which
// becomes poor.
func householdBook(t *testing.T, file string) {
	t.Helper()
	row := func(n int, code string, b1 int, deprived ...int) workbook.Household {
		return workbook.Household{Row: n, Code: code, Commune: "24611", Village: "Tổ dân phố 1", Head: "Nguyễn Thị Lá " + code,
			Opening: classify.NearPoor, B1: b1, Deprived: classify.SetOf(deprived...)}
	}
	list := []workbook.Household{row(2, "F-1", 100, 1, 2, 3), row(3, "F-2", 175, 1), row(4, "F-3", 176, 1, 2, 3)}
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	err = workbook.Write(f, workbook.Book{
		Households: func(yield func(workbook.Household, error) bool) {
			for _, h := range list {
				if !yield(h, nil) {
					return
				}
			}
		},
		Members: func(yield func(workbook.Member, error) bool) {
			for i, h := range list {
				m := workbook.Member{Row: 2 + i, Household: h.Code, Name: h.Head, Birth: time.Date(1980, time.May, 2+i, 0, 0, 0, 0, time.UTC), Female: true, Ethnic: "Kinh", Relation: "head"}
				if !yield(m, nil) {
					return
				}
			}
		},
		Population: func(yield func(workbook.Population, error) bool) {
			yield(workbook.Population{Row: 2, Commune: "24611", Counts: [8]int64{400, 1600, 380, 20, 5, 1500, 100, 30}}, nil)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The forms as scripts take them: of a commune, a district and the province, JSON of
// sums and never of persons.
func TestFormsRender(t *testing.T) {
	s := staged(t)
	dir := t.TempDir()
	book, out := filepath.Join(dir, "ho.xlsx"), filepath.Join(dir, "bieu")
	householdBook(t, book)
	if code, _, messages := s.vuon(t, "households", "import", "--tenant", "gia-nghia", "--year", "2023", book); code != exitDone {
		t.Fatal(messages)
	}
	render := func(args string) (int, string) {
		code, _, messages := s.vuon(t, append(strings.Fields("forms render "+args), "--out", out)...)
		return code, messages
	}
	for of, unit := range map[string]string{"--tenant gia-nghia --unit 24611": "24611", "--tenant gia-nghia": "660", "--province dak-nong": "660"} {
		if code, messages := render(of + " --year 2023 --form 1 --format json"); code != exitDone {
			t.Fatal(messages)
		}
		if got, want := rowOf(t, out, unit), []float64{400, 1600, 1, 0.25, 1, 0.25}; !slices.Equal(got, want) {
			t.Errorf("%s: %v, not %v", of, got, want)
		}
	}
	for args, code := range map[string]int{
		"--tenant gia-nghia --year 2023 --form 15 --format pdf":               exitDone,
		"--tenant gia-nghia --year 2023 --form 2 --format xlsx":               exitDone,
		"--tenant gia-nghia --year 2023 --form 14 --format json":              exitUsage,
		"--tenant gia-nghia --year 2023 --form 16 --format json":              exitUsage,
		"--tenant gia-nghia --year 2023 --form 1 --format docx":               exitUsage,
		"--tenant dak-nong --year 2023 --form 1 --format json":                exitUsage,
		"--province dak-nong --unit 24611 --year 2023 --form 1 --format json": exitUsage,
		"--province dak-nong --year 2023 --form 15 --format pdf":              exitUsage,
		"--tenant gia-nghia --unit 99999 --year 2023 --form 1 --format json":  exitFailed,
		"--tenant gia-nghia --year 2021 --form 1 --format json":               exitFailed,
		"--tenant khong-co --year 2023 --form 1 --format json":                exitFailed,
	} {
		if got, messages := render(args); got != code {
			t.Errorf("%s: exit %d, want %d: %s", args, got, code, messages)
		}
	}
}

// rowOf reads the first six figures of the row of a unit; in a form of its own that
// is the last one.
func rowOf(t *testing.T, file, unit string) (list []float64) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var form struct {
		Rows []struct {
			Unit   struct{ Code string }
			Values map[string]float64
		}
	}
	if err := json.Unmarshal(raw, &form); err != nil {
		t.Fatal(err)
	}
	for _, row := range form.Rows {
		if row.Unit.Code != unit {
			continue
		}
		list = nil
		for _, key := range []string{"1", "2", "3", "4", "5", "6"} {
			list = append(list, row.Values[key])
		}
	}
	return list
}
