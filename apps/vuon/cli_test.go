package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vuon/apps/planning/planreader"
)

// vuon runs a command as an operator would, on the running demonstration.
func (s *stage) vuon(t testing.TB, args ...string) (code int, out, messages string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), args, s.environ, &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

func TestCommandsJoinTheRunningDeployment(t *testing.T) {
	s := staged(t)
	dir := t.TempDir()
	seed := filepath.Join(dir, "kh.txt")
	if err := os.WriteFile(seed, s.seedText(t, "krong-no", 2027), 0o600); err != nil {
		t.Fatal(err)
	}
	pdf := filepath.Join(dir, "kh.pdf")
	for _, c := range []struct {
		args []string
		code int
		out  string // part of the result
		err  string // part of the messages
	}{
		{[]string{"tenants", "plan"}, exitDone, "no differences", ""},
		{[]string{"tenants", "apply"}, exitDone, "no differences", ""},
		{[]string{"migrate", "status"}, exitDone, "planning", ""},
		{[]string{"plan", "import", "--tenant", "krong-no", "--year", "2027", seed, "--dry-run", "--json"}, exitDone, `"legal_bases"`, ""},
		{[]string{"plan", "import", "--tenant", "krong-no", "--year", "2027", seed}, exitDone, "6 sections, 10 legal bases", "document_dates_differ"},
		{[]string{"plan", "import", "--tenant", "krong-no", "--year", "2028", seed}, exitFailed, "", "wrong_year"},
		{[]string{"plan", "import", "--tenant", "krong-no", "--year", "2024", seed}, exitFailed, "", "plan_issued"},
		{[]string{"plan", "import", "--tenant", "khong-co", "--year", "2027", seed}, exitFailed, "", "tenant_unknown"},
		{[]string{"plan", "import", "--tenant", "krong-no", "--year", "2027", dir + "/khong-co.txt"}, exitFailed, "", "file_unreadable"},
		{[]string{"plan", "import", "--year", "2027", seed}, exitUsage, "", "--tenant"},
		{[]string{"plan", "render", "--tenant", "krong-no", "--year", "2024", "--format", "pdf", "--out", pdf}, exitDone, "", ""},
		{[]string{"plan", "render", "--tenant", "krong-no", "--year", "2024", "--format", "odt", "--out", pdf}, exitUsage, "", "docx"},
		{[]string{"plan", "render", "--tenant", "krong-no", "--year", "2022", "--format", "pdf", "--out", pdf}, exitFailed, "", "plan_not_found"},
		{[]string{"users", "add", "--username", "kiem.thu@krong-no", "--tenant", "krong-no", "--role", "labour"}, exitDone, "/password/", ""},
		{[]string{"users", "add", "--username", "kiem.thu@krong-no", "--tenant", "krong-no", "--role", "labour"}, exitFailed, "", "username_taken"},
		{[]string{"audit", "verify"}, exitDone, "krong-no", ""},
		{[]string{"audit", "verify", "--tenant", "krong-no", "--json"}, exitDone, `"broken": null`, ""},
		{[]string{"demo"}, onStack(s, exitFailed, exitUsage), "", onStack(s, "data_in_use", "VUON_DATABASE_URL")},
		{[]string{"khong-co"}, exitUsage, "", "khong-co"},
		{[]string{"serve", "--s3-endpoint", "127.0.0.1:1"}, exitUsage, "", "VUON_S3"},
	} {
		code, out, messages := s.vuon(t, c.args...)
		if code != c.code || !strings.Contains(out, c.out) || !strings.Contains(messages, c.err) {
			t.Errorf("vuon %s: exit %d, want %d\n%.600s\n%.600s", strings.Join(c.args, " "), code, c.code, out, messages)
		}
	}
	if raw, err := os.ReadFile(pdf); err != nil || !bytes.HasPrefix(raw, []byte("%PDF-")) {
		t.Errorf("the rendered plan is no PDF: %v", err)
	}
}

func TestImportedJSONIsTheContracts(t *testing.T) {
	s := staged(t)
	code, out, messages := s.vuon(t, "plan", "import", "--tenant", "krong-no", "--year", "2024", "--dry-run", "--json", s.root+"/tenants/dak-nong/krong-no/plan-2024.txt")
	if code != exitDone {
		t.Fatal(messages)
	}
	var plan planreader.Plan
	if err := json.Unmarshal([]byte(out), &plan); err != nil {
		t.Fatal(err)
	}
	if len(plan.LegalBases) != 10 || len(plan.Recipients) != 11 || len(plan.Sections) != 6 || len(plan.Targets) != 3 || len(plan.Projects) != 5 {
		t.Errorf("%d bases, %d recipients, %d sections, %d targets, %d projects", len(plan.LegalBases), len(plan.Recipients),
			len(plan.Sections), len(plan.Targets), len(plan.Projects))
	}
	var unknown []string
	for _, b := range plan.LegalBases {
		if !b.Known {
			unknown = append(unknown, string(b.Number))
		}
	}
	if len(unknown) > 0 {
		t.Errorf("the registry does not know %v", unknown)
	}
}

// onStack picks what is expected where all is embedded, and elsewhere.
func onStack[T any](s *stage, embedded, operators T) T {
	if s.d.config.Embedded().All() {
		return embedded
	}
	return operators
}
