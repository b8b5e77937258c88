package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"vuon/apps/households"
	"vuon/apps/households/classify"
	"vuon/apps/households/workbook"
)

// badHouseholds is where workbooks of bad input are sent to; a year of its own.
const badHouseholds, badHouseholdsYear = "tuy-duc", 2023

// hamletBook is a workbook of two households of two communes.
type hamletBook struct {
	households []workbook.Household
	members    []workbook.Member
}

func (s *stage) hamletBook(t testing.TB, tenant string, first int) hamletBook {
	t.Helper()
	units, err := s.d.tenants.Units(operator(t), tenant, time.Date(badHouseholdsYear, 12, 14, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	born := time.Date(1980, 5, 6, 0, 0, 0, 0, time.UTC)
	var b hamletBook
	for i := range 2 {
		code, name := fmt.Sprintf("XL-%d", first+i), fmt.Sprintf("Người Thử %s", []string{"An", "Bình"}[i])
		b.households = append(b.households, workbook.Household{Code: code, Commune: units[i].Code, Village: "Thôn Xa", Head: name, Opening: classify.NotPoor, B1: 130, Deprived: classify.SetOf(1, 2, 8), Causes: classify.SetOf(2)})
		b.members = append(b.members, workbook.Member{Household: code, Name: name, Birth: born, Ethnic: "Kinh", Relation: "head", Citizen: fmt.Sprintf("06708%07d", first+i)},
			workbook.Member{Household: code, Name: "Người Thử Con", Birth: born.AddDate(25, 0, 0), Ethnic: "Kinh", Relation: "child"})
	}
	return b
}

// imports runs the command on a file and returns what its report says.
func (s *stage) imports(t testing.TB, tenant string, content []byte, more ...string) (code int, r households.ImportReport, messages string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "so-ho.xlsx")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	args := append([]string{"households", "import", "--tenant", tenant, "--year", strconv.Itoa(badHouseholdsYear), "--json", path}, more...)
	code, out, messages := s.vuon(t, args...)
	if out != "" {
		if err := json.Unmarshal([]byte(out), &r); err != nil {
			t.Fatalf("%s: %v", out, err)
		}
	}
	return code, r, messages
}

// registry are the books of what an import may write: not the workbook itself, nor
// its jobs, its file and the audit.
func (s *stage) registry(t testing.TB, tenant string) books {
	t.Helper()
	kept := books{}
	for table, digest := range s.books(t, tenant) {
		if strings.HasPrefix(table, "households_") && table != "households_imports" {
			kept[table] = digest
		}
	}
	return kept
}

func (s *stage) sameRegistry(t testing.TB, tenant string, before books) {
	t.Helper()
	for table, digest := range s.registry(t, tenant) {
		if before[table] != digest {
			t.Errorf("%s of %s changed: %s, then %s", table, tenant, before[table], digest)
		}
	}
}

// What is wrong in a workbook is named by sheet, row and column, by the command and
// by the API, and nothing of the workbook is written.
func TestBadHouseholdsAreNamed(t *testing.T) {
	s := staged(t)
	for tenant, first := range map[string]int{badHouseholds: 100, "cu-jut": 900} {
		b := s.hamletBook(t, tenant, first)
		if code, r, messages := s.imports(t, tenant, workbookOf(t, b.households, b.members)); code != 0 || !r.Applied {
			t.Fatalf("%s: %d %s", tenant, code, messages)
		}
	}
	foreign := s.hamletBook(t, "cu-jut", 900)
	before := s.registry(t, badHouseholds)
	for name, c := range map[string]struct {
		change func(b *hamletBook)
		want   string
	}{
		"a citizen twice": {func(b *hamletBook) { b.members[2].Citizen = b.members[0].Citizen }, "Thành viên 4 CCCD citizen_twice"},
		"a citizen of another commune": {func(b *hamletBook) {
			*b = hamletBook{b.households[1:], b.members[2:]}
			b.households[0].Code, b.members[0].Household, b.members[1].Household = "XL-7", "XL-7", "XL-7"
			b.members[0].Citizen = "067080000100"
		}, "Thành viên 2 CCCD citizen_taken"},
		"a citizen of another tenant": {func(b *hamletBook) { b.members[0].Citizen = foreign.members[0].Citizen }, "Thành viên 2 CCCD citizen_elsewhere"},
		"older than 130":              {func(b *hamletBook) { b.members[1].Birth = b.members[1].Birth.AddDate(-120, 0, 0) }, "Thành viên 3 Ngày sinh too_old"},
		"born tomorrow":               {func(b *hamletBook) { b.members[1].Birth = time.Now().AddDate(0, 0, 1) }, "Thành viên 3 Ngày sinh born_in_future"},
		"no head":                     {func(b *hamletBook) { b.members[0].Relation = "parent" }, "Hộ 2 Chủ hộ head_missing"},
		"two heads":                   {func(b *hamletBook) { b.members[1].Relation = "head" }, "Thành viên 3 Quan hệ với chủ hộ head_twice"},
		"no such village":             {func(b *hamletBook) { b.households[0].Village = "Thôn Mây" }, "Hộ 2 Thôn village_unknown"},
		"a commune of another":        {func(b *hamletBook) { b.households[0].Commune = foreign.households[0].Commune }, "Hộ 2 Mã xã commune_unknown"},
		"a commune of 2025":           {func(b *hamletBook) { b.households[0].Commune = "24637" }, "Hộ 2 Mã xã commune_unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			b := s.hamletBook(t, badHouseholds, 100)
			c.change(&b)
			file := workbookOf(t, b.households, b.members)
			code, r, messages := s.imports(t, badHouseholds, file)
			if code != 1 || r.Applied || !strings.Contains(messages, "import_faults") && !strings.Contains(messages, "không có gì được ghi") {
				t.Errorf("the command ends with %d: %s", code, messages)
			}
			told := named(r)
			if told != c.want {
				t.Errorf("the command says %q, want %q", told, c.want)
			}
			run := s.sendsIn(t, badHouseholds, file)
			if run.State != households.RunChecked || run.Report == nil || named(*run.Report) != c.want {
				t.Errorf("the API: %s %+v", run.State, run.Report)
			}
			refused := s.ask(t, ask{who: "labour@" + badHouseholds, method: http.MethodPost, path: "/api/tenants/" + badHouseholds + "/households/imports/" + run.ID + "/apply"})
			refusedAs(t, "taking it over", refused, 422, "import_faults")
			s.sameRegistry(t, badHouseholds, before)
		})
	}
	for tenant := range map[string]bool{badHouseholds: true, "cu-jut": true} {
		s.verified(t, tenant)
	}
}

// named is the first fault of a report: sheet, row, column and code.
func named(r households.ImportReport) string {
	if len(r.Faults) == 0 {
		return ""
	}
	f := r.Faults[0]
	return fmt.Sprintf("%s %d %s %s", f.Sheet, f.Row, f.Heading, f.Code)
}

// sendsIn sends a workbook in by the API and waits until it was checked.
func (s *stage) sendsIn(t testing.TB, tenant string, content []byte) (run households.ImportRun) {
	t.Helper()
	kind, body := form(t, nil, &file{"so-ho.xlsx", "", content})
	path, header := "/api/tenants/"+tenant+"/households/imports", map[string]string{"Content-Type": kind}
	a := s.ask(t, ask{"labour@" + tenant, http.MethodPost, path + "?year=" + strconv.Itoa(badHouseholdsYear), header, bytes.NewReader(body)})
	if a.status != http.StatusAccepted {
		t.Fatalf("%d %s", a.status, a.body)
	}
	a.decode(t, &run)
	return s.runEnds(t, tenant, run.ID, households.RunChecked, households.RunFailed)
}

// runEnds waits until a workbook is in one of the states.
func (s *stage) runEnds(t testing.TB, tenant, id string, states ...households.RunState) (run households.ImportRun) {
	t.Helper()
	if !eventually(t, func() bool {
		s.ask(t, ask{who: "labour@" + tenant, method: http.MethodGet, path: "/api/tenants/" + tenant + "/households/imports/" + id}).decode(t, &run)
		for _, state := range states {
			if run.State == state {
				return true
			}
		}
		return false
	}) {
		t.Fatalf("the workbook stays %s", run.State)
	}
	return run
}

// A file that is none, or that means harm, is refused whole and at once.
func TestBadWorkbooksAreRefused(t *testing.T) {
	s := staged(t)
	b := s.hamletBook(t, badHouseholds, 500)
	good := workbookOf(t, b.households, b.members)
	before := s.registry(t, badHouseholds)
	const first = "xl/worksheets/sheet1.xml"
	for name, c := range map[string]struct {
		content []byte
		want    string // in the messages, or the code of the first fault
	}{
		"no zip":             {[]byte("Mã hộ;Mã xã;Thôn"), "workbook_unreadable"},
		"a bomb":             {repacked(t, good, first, `<c r="A2"`, `<c r="A1" t="inlineStr"><is><t>`+strings.Repeat("x", 300<<20)+`</t></is></c><c r="A2"`), "workbook_too_large"},
		"a million rows":     {repacked(t, good, first, "</sheetData>", strings.Repeat("<row/>", 1_100_000)+"</sheetData>"), "workbook_too_large"},
		"16,385 columns":     {repacked(t, good, first, "</sheetData>", `<row r="9"><c r="XFE9"><v>1</v></c></row></sheetData>`), "workbook_unreadable"},
		"a link to a file":   {repacked(t, good, "xl/externalLinks/externalLink1.xml", "", "<externalLink/>"), "workbook_external"},
		"a formula for B1":   {repacked(t, good, first, "<v>130</v>", "<f>100+30</f><v>130</v>"), "formula"},
		"nothing but a name": {nil, "workbook_unreadable"},
	} {
		t.Run(name, func(t *testing.T) {
			code, r, messages := s.imports(t, badHouseholds, c.content)
			if code != 1 || r.Applied || !strings.Contains(messages, c.want) && (len(r.Faults) == 0 || r.Faults[0].Code != c.want) {
				t.Errorf("%d %s %+v, want %s", code, messages, r.Faults, c.want)
			}
			s.sameRegistry(t, badHouseholds, before)
		})
	}
	empty := strings.Repeat("<row/>", 1_000_000)
	wide := repacked(t, good, first, "</sheetData>", empty+"</sheetData>")
	if code, r, messages := s.imports(t, badHouseholds, wide, "--dry-run"); code != 0 || r.FaultCount != 0 || r.Households.New != 2 {
		t.Errorf("a million empty rows: %d %s %+v", code, messages, r)
	}
	s.sameRegistry(t, badHouseholds, before)
	kind, body := form(t, nil, &file{"so-ho.xlsx", "", []byte("Mã hộ;Mã xã;Thôn")})
	sent := ask{"labour@" + badHouseholds, http.MethodPost, "/api/tenants/" + badHouseholds + "/households/imports?year=2023", map[string]string{"Content-Type": kind}, bytes.NewReader(body)}
	refusedAs(t, "a text by the API", s.ask(t, sent), http.StatusUnsupportedMediaType, "file_type_refused")
	if run := s.sendsIn(t, badHouseholds, repacked(t, good, "xl/externalLinks/externalLink1.xml", "", "<externalLink/>")); run.State != households.RunFailed {
		t.Errorf("a link to a file by the API: %s", run.State)
	}
	s.sameRegistry(t, badHouseholds, before)
}

// repacked is a workbook in which a part has other words in place of the first old
// ones; a part that there is not is added.
func repacked(t testing.TB, raw []byte, part, old, words string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var entries []entry
	found := false
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		text := string(content)
		if f.Name == part {
			if found = strings.Contains(text, old); !found {
				t.Fatalf("%s has no %q: %.300s", part, old, text)
			}
			text = strings.Replace(text, old, words, 1)
		}
		entries = append(entries, entry{f.Name, text})
	}
	if !found {
		entries = append(entries, entry{part, words})
	}
	return archive(t, entries...)
}
