package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vuon/apps/administration"
	"vuon/docs"
	vtext "vuon/platform/text"
)

// guides are the texts of the guides by name.
func guides(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, g := range administration.Guides() {
		raw, err := fs.ReadFile(docs.Guides(), g.Name+".md")
		if err != nil {
			t.Fatal(err)
		}
		texts[g.Name] = string(raw)
	}
	return texts
}

// anchors are the places in the guides that a page can point to: "officer#work".
func anchors(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for name, text := range guides(t) {
		for _, m := range regexp.MustCompile(`(?m)^#{2,3} .+ \{#([a-z-]+)\}$`).FindAllStringSubmatch(text, -1) {
			at := name + "#" + m[1]
			if found[at] {
				t.Errorf("two headings at %s", at)
			}
			found[at] = true
		}
	}
	return found
}

// productFiles walks the modules' sources that people see something of.
func productFiles(t *testing.T, visit func(path string)) {
	t.Helper()
	_, here, _, _ := runtime.Caller(0) // the stage works in a folder of its own
	for _, root := range []string{"apps", "platform/web/ui", "platform/web/assets", "platform/tenancy", "platform/policy"} {
		err := filepath.WalkDir(filepath.Join(filepath.Dir(here), "../..", root), func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && !strings.HasSuffix(path, "_test.go") {
				visit(path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Every page of the modules says where the guides speak of it, and something
// stands there. The guides themselves and the list of components need none.
func TestEveryPageHasHelp(t *testing.T) {
	there := anchors(t)
	without := []string{"helppages.go", "gallery"}
	pointer := regexp.MustCompile(`"((?:officer|administrator|supervisor)#[a-z-]+)"`)
	pages := 0
	productFiles(t, func(path string) {
		if filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_templ.go") {
			return
		}
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range pointer.FindAllStringSubmatch(string(source), -1) {
			if !there[m[1]] {
				t.Errorf("%s points to %s, where no guide has a heading", path, m[1])
			}
		}
		if !strings.Contains(string(source), "ui.Page{") || slices.Contains(without, filepath.Base(path)) {
			return
		}
		for _, line := range pagesWithoutHelp(t, path, source) {
			t.Errorf("%s:%d: a page without Help", path, line)
		}
		pages++
	})
	if pages < 20 {
		t.Errorf("only %d files with pages were looked at", pages)
	}
}

// pagesWithoutHelp are the lines of ui.Page literals with a title and no help:
// all that is more than a region of a page, which has no title or nothing else.
func pagesWithoutHelp(t *testing.T, path string, source []byte) (lines []int) {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, source, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		literal, ok := n.(*ast.CompositeLit)
		if !ok || !isPage(literal.Type) {
			return true
		}
		keys := map[string]bool{}
		for _, e := range literal.Elts {
			if pair, ok := e.(*ast.KeyValueExpr); ok {
				keys[pair.Key.(*ast.Ident).Name] = true
			}
		}
		if line := files.Position(literal.Pos()).Line; keys["Title"] && len(keys) > 2 && !keys["Help"] {
			lines = append(lines, line)
		}
		return true
	})
	return lines
}

func isPage(e ast.Expr) bool {
	s, ok := e.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	pkg, ok := s.X.(*ast.Ident)
	return ok && pkg.Name == "ui" && s.Sel.Name == "Page"
}

// What the guides quote «like this» are words of the product: a renamed button
// must be renamed in the guides.
func TestGuidesQuoteWhatIsThere(t *testing.T) {
	var words strings.Builder
	productFiles(t, func(path string) {
		if ext := filepath.Ext(path); ext == ".templ" || ext == ".js" || ext == ".go" && !strings.HasSuffix(path, "_templ.go") {
			source, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			words.WriteString(vtext.NFC(string(source)))
		}
	})
	quoted := 0
	for name, text := range guides(t) {
		for _, label := range labels(text) {
			quoted++
			if !strings.Contains(words.String(), strings.TrimRight(label, "… ")) {
				t.Errorf("%s.md quotes «%s», which the product does not say", name, label)
			}
		}
	}
	if quoted < 150 {
		t.Errorf("only %d labels found", quoted)
	}
}

// labels are what a text quotes.
func labels(text string) (list []string) {
	for _, m := range regexp.MustCompile(`«([^«»]+)»`).FindAllStringSubmatch(vtext.NFC(text), -1) {
		list = append(list, m[1])
	}
	return list
}

// Whoever signs in first is led to three to six things that their role does,
// each of which opens, with a guide.
func TestTourByRole(t *testing.T) {
	s, there := staged(t), anchors(t)
	step := regexp.MustCompile(`class="tour-step" href="([^"]+)"`)
	help := regexp.MustCompile(`href="/help/([a-z]+#[a-z-]+)">\s*Xem hướng dẫn`)
	for _, role := range []struct{ account, tenant, first string }{
		{"labour@krong-no", "krong-no", "Soạn kế hoạch năm"}, {"agriculture@krong-no", "krong-no", "Góp ý dự thảo"},
		{"finance@krong-no", "krong-no", "Góp ý dự thảo"}, {"chair@krong-no", "krong-no", "Duyệt hoặc trả lại"},
		{"clerk@krong-no", "krong-no", "Cấp số, đóng dấu, phát hành"}, {"front@krong-no", "krong-no", "Góp ý dự thảo"},
		{"commune-24697@krong-no", "krong-no", "Góp ý dự thảo"}, {"officer-24697@krong-no", "krong-no", "Góp ý dự thảo"},
		{"reviewer-24697@krong-no", "krong-no", "Cất và tìm tài liệu"}, {"admin@krong-no", "krong-no", "Thêm người của đơn vị"},
		{"supervisor@dak-nong", "dak-nong", "Theo dõi các huyện"}, {"department@dak-nong", "dak-nong", "Theo dõi các huyện"},
	} {
		t.Run(role.account, func(t *testing.T) {
			v := s.signedIn(t, role.account)
			home := v.get(t, "/t/"+role.tenant).body
			steps := step.FindAllStringSubmatch(home, -1)
			if len(steps) < 3 || len(steps) > 6 {
				t.Errorf("the tour has %d steps", len(steps))
			}
			if at := strings.Index(home, "tour-steps"); at < 0 || !strings.Contains(home[at:min(len(home), at+1200)], role.first) {
				t.Errorf("the tour does not begin with %q", role.first)
			}
			for _, m := range steps {
				if a := v.get(t, m[1]); a.status != http.StatusOK && a.status != http.StatusSeeOther {
					t.Errorf("%s answers %d", m[1], a.status)
				}
			}
			helps := help.FindAllStringSubmatch(home, -1)
			if len(helps) != len(steps) {
				t.Errorf("%d of %d steps lead to a guide", len(helps), len(steps))
			}
			for _, m := range helps {
				if !there[m[1]] {
					t.Errorf("nothing stands at %s", m[1])
				}
			}
		})
	}
}

// The links between the guides lead somewhere.
func TestGuidesLeadToEachOther(t *testing.T) {
	there := anchors(t)
	for name, text := range guides(t) {
		for _, m := range regexp.MustCompile(`\]\((?:([a-z]+)\.md)?#([a-z-]+)\)`).FindAllStringSubmatch(text, -1) {
			guide := name
			if m[1] != "" {
				guide = m[1]
			}
			if !there[guide+"#"+m[2]] {
				t.Errorf("%s.md leads to %s, where nothing stands", name, strconv.Quote(m[0]))
			}
		}
	}
}
