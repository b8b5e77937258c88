package administration

import (
	"embed"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vuon/apps/administration/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/web/ui"
)

func TestPartsOfSettings(t *testing.T) {
	for key, want := range map[string]string{
		tenancy.PlanProjects:    "[{value lines false}]",
		tenancy.PlanDeadlines:   "[{submit day true} {issue day true}]",
		tenancy.DocumentHeading: "[{superior line false} {issuer text true} {place line true} {symbol line true}]",
		tenancy.DocumentSigning: "[{capacity lines true} {name line false}]",
		tenancy.RegisterFirst:   "[{value pairs false}]",
		tenancy.JobsConcurrent:  "[{value number false}]",
	} {
		var parts []string
		for _, p := range settingParts(key) {
			parts = append(parts, fmt.Sprintf("{%s %s %t}", p.name, p.kind, p.required))
		}
		if got := fmt.Sprint(parts); got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
	for _, def := range tenancy.Definitions() {
		for _, p := range settingParts(def.Key) {
			if title := partTitle(def.Key, p.name); title.VI == p.name {
				t.Errorf("%s %s has no words", def.Key, p.name)
			}
		}
	}
}

// What a form shows, sent back unchanged, is the value that it showed.
func TestFormsGiveBackWhatTheyShow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.StringMatching(`[A-Za-zĐđÀ-ỹ0-9.,&()-]([A-Za-zĐđÀ-ỹ0-9 .,&()-]{0,20}[A-Za-zĐđÀ-ỹ0-9.])?`)
		day := rapid.Custom(func(t *rapid.T) tenancy.DayOfYear {
			return tenancy.DayOfYear(fmt.Sprintf("%02d-%02d", rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day")))
		})
		for key, value := range map[string]any{
			tenancy.PlanProjects:    rapid.SliceOf(line).Draw(t, "lines"),
			tenancy.PlanDeadlines:   tenancy.Deadlines{Submit: day.Draw(t, "submit"), Issue: day.Draw(t, "issue")},
			tenancy.DocumentHeading: tenancy.Heading{Issuer: line.Draw(t, "1") + "\n" + line.Draw(t, "2"), Place: line.Draw(t, "place"), Symbol: line.Draw(t, "symbol")},
			tenancy.RegisterFirst:   rapid.MapOf(rapid.StringMatching(`[A-ZĐ]{1,3}`), rapid.IntRange(0, 999)).Draw(t, "pairs"),
			tenancy.PlanWorkflow: tenancy.Workflow{Consult: tenancy.ConsultNone, ConsultDays: rapid.IntRange(0, 60).Draw(t, "days"), Appraise: rapid.Bool().Draw(t, "appraise"),
				Signing: tenancy.SignPaper, RemindDays: rapid.SliceOf(rapid.IntRange(0, 366)).Draw(t, "remind")},
			tenancy.JobsConcurrent: rapid.IntRange(0, 1000).Draw(t, "concurrent"),
			tenancy.StorageQuota:   rapid.Int64Min(0).Draw(t, "quota"),
		} {
			raw, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			parts := settingParts(key)
			shown := written(parts, raw)
			back, err := readSetting(parts, func(name string) string { return shown[name] })
			if err != nil {
				t.Fatalf("%s %s: %v", key, raw, err)
			}
			again, err := json.Marshal(back)
			if err != nil {
				t.Fatal(err)
			}
			if !sameJSON(raw, again) {
				t.Fatalf("%s: %s became %s", key, raw, again)
			}
		}
	})
}

func sameJSON(a, b []byte) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}

// Whatever is typed is refused beside a field of the form, or taken and given
// back as it was taken.
func FuzzSettings(f *testing.F) {
	for _, s := range []string{"", "15/02", "31/2", "29/02", "KH = 12", "KH=12\nKH=13", "=", "a\r\nb", "1/1/1", "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		for _, def := range tenancy.Definitions() {
			parts := settingParts(def.Key)
			if parts == nil {
				continue
			}
			value, err := readSetting(parts, func(string) string { return typed })
			if err != nil {
				for _, field := range fault.From(err).Fields {
					if !slices.ContainsFunc(parts, func(p part) bool { return p.name == field.Name }) {
						t.Fatalf("%s: no field %q", def.Key, field.Name)
					}
				}
				continue
			}
			raw, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			shown := written(parts, raw)
			again, err := readSetting(parts, func(name string) string { return shown[name] })
			if err != nil {
				t.Fatalf("%s: what was taken from %q is refused: %v", def.Key, typed, err)
			}
			if second, _ := json.Marshal(again); !sameJSON(raw, second) {
				t.Fatalf("%s: %q gives %s, then %s", def.Key, typed, raw, second)
			}
		}
	})
}

func TestChangesBetween(t *testing.T) {
	raw := worded{name: func(path string) string { return path }, value: func(_, value string) string { return value }}
	for _, c := range []struct{ before, after, want string }{
		{"", "", "[]"},
		{`{"a":1}`, `{"a":1}`, "[]"},
		{`{"a":""}`, `{"a":"x"}`, "[{a  x}]"},
		{`{"a":1,"b":2}`, `{"a":1,"b":3}`, "[{b 2 3}]"},
		{"", `{"x":{"y":["p","q"]}}`, "[{x.y  p\nq}]"},
		{`{"roles":[{"role":"a"}]}`, `{"roles":[{"role":"b"},{"role":"c"}]}`, "[{roles role: a role: b\nrole: c}]"},
		{`[{"k":1},{"k":2}]`, `[{"k":3},{"k":2}]`, "[{ k: 1 k: 3}]"},
		{`{"r":[{"s":{"u":["1","2"]}}]}`, `{"r":[]}`, "[{r s.u: 1, 2 }]"},
		{`{"n":60500000000}`, `{"n":null}`, "[{n 60500000000 }]"},
		{"no json", `"text"`, "[{ no json text}]"},
	} {
		if got := fmt.Sprint(changesBetween(c.before, c.after, raw)); got != c.want {
			t.Errorf("%s → %s: %s, want %s", c.before, c.after, got, c.want)
		}
	}
	long := changesBetween("", `"`+strings.Repeat("đ", longest+5)+`"`, raw)
	if n := len([]rune(long[0].After)); n != longest+1 {
		t.Errorf("%d characters are shown", n)
	}
}

func TestSizesAreReadable(t *testing.T) {
	for n, want := range map[int64]string{0: "0 B", 999: "999 B", 1500: "1,5 kB", 117028: "117 kB", 5_368_709_120: "5,4 GB"} {
		if got := sizeInWords(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

//go:embed testdata/*.html
var approved embed.FS

var update = flag.Bool("update", false, "write the golden files anew")

func TestPagesAreAsApproved(t *testing.T) {
	work := views.Work{JobsHref: "/t/krong-no/jobs",
		Rows: []views.WorkRow{
			{Title: "Triển khai Chương trình năm 2024", Kind: "Xem xét, phê duyệt", Href: "/t/krong-no/plans/2024", Since: "22/01/2024", Due: "31/01/2024", Late: true},
			{Title: "Kế hoạch năm 2025", Kind: "Hoàn thiện, trình kế hoạch", Href: "/t/krong-no/plans/2025", Since: "05/02/2024", Due: "09/02/2024", Soon: true},
		},
		Jobs: []ui.JobView{{ID: "1", Title: "Lập văn bản kế hoạch", State: "running", Done: 1, Total: 3, Source: "/t/krong-no/jobs/1", CancelHref: "/t/krong-no/jobs/1/cancel"}}}
	shell := ui.Shell{Path: "/sign-in", AssetURL: func(name string) string { return "/assets/" + name }, Links: ui.Links{Home: "/", Language: "/language"}}
	signedIn := shell
	signedIn.Path, signedIn.SignedIn, signedIn.User, signedIn.Tenant = "/t/krong-no", true, ui.User{Key: "k", Name: "Lê Thị Hạnh"}, ui.Tenant{Name: "Huyện Krông Nô", Href: "/t/krong-no"}
	refused := views.SignInForm{Username: "hạnh@krong-no", Next: "/t/krong-no", Err: fault.New(fault.Unauthenticated, "bad_credentials", "Tên đăng nhập hoặc mật khẩu không đúng.", "Wrong.")}
	for _, lang := range []i18n.Lang{i18n.Vietnamese, i18n.English} {
		ctx := i18n.With(t.Context(), lang)
		for name, render := range map[string]func(*strings.Builder) error{
			"signin": func(w *strings.Builder) error {
				return ui.Layout(shell, signInHead(), views.SignIn(views.SignInForm{})).Render(ctx, w)
			},
			"signin-refused": func(w *strings.Builder) error {
				return ui.Layout(shell, signInHead(), views.SignIn(refused)).Render(ctx, w)
			},
			"work": func(w *strings.Builder) error {
				return ui.Layout(signedIn, ui.Page{Title: i18n.T("Việc của tôi", "My work")}, views.WorkPage(work)).Render(ctx, w)
			},
			"work-empty": func(w *strings.Builder) error {
				return ui.Layout(signedIn, ui.Page{Title: i18n.T("Việc của tôi", "My work")}, views.WorkPage(views.Work{})).Render(ctx, w)
			},
		} {
			var page strings.Builder
			if err := render(&page); err != nil {
				t.Fatal(err)
			}
			golden(t, name+"."+string(lang)+".html", page.String())
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	got = strings.ReplaceAll(got, "><", ">\n<") // so that a difference is a line
	if *update {
		if err := os.WriteFile(filepath.Join("testdata", name), []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := approved.ReadFile("testdata/" + name) // embedded: other tests change the working directory
	if err != nil {
		t.Fatal(err)
	}
	a, b := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			t.Fatalf("%s line %d:\n got %s\nwant %s\n(go test ./apps/administration -run Approved -update writes it anew)", name, i+1, a[i], b[i])
		}
	}
	if len(a) != len(b) {
		t.Fatalf("%s: got %d lines, want %d", name, len(a), len(b))
	}
}
