package archtest

import (
	"slices"
	"strconv"
	"strings"
)

// order lists the modules; each may import only those before it. The front module
// administration stands beside catalogue and imports no other.
func order() []string {
	return []string{"catalogue", "library", "records", "households", "planning", "tasks", "budget", "delivery", "reporting", "supervision"}
}

// ImportOrder: platform knows no app, a module knows only the modules before it,
// and only apps/vuon knows all of them and the tenants' configuration.
func ImportOrder(t *Tree) []Finding {
	var found []Finding
	for _, f := range t.Go {
		for _, spec := range f.Syntax.Imports {
			target, ours := strings.CutPrefix(importPath(spec.Path.Value), Module+"/")
			if !ours || mayImport(f, target) {
				continue
			}
			found = append(found, t.at(f, spec.Pos(), "%s must not import %s", f.Owner(), target))
		}
	}
	return found
}

func mayImport(f *File, target string) bool {
	if f.Owner() == "apps/vuon" {
		return true
	}
	if target == "tenants" {
		return f.Test || strings.HasPrefix(f.Path, "tenants/")
	}
	app, isApp := strings.CutPrefix(target, "apps/")
	if !isApp {
		return true
	}
	app, _, _ = strings.Cut(app, "/")
	if !strings.HasPrefix(f.Path, "apps/") {
		return false
	}
	if app == f.Name() {
		return true
	}
	mine, other := slices.Index(order(), f.Name()), slices.Index(order(), app)
	return other >= 0 && other < mine
}

// libraries says behind which folders a library stays; everything else goes
// through the types of that package.
func libraries() []struct {
	prefix string
	owners []string
} {
	return []struct {
		prefix string
		owners []string
	}{
		{"github.com/gofiber/", []string{"platform/web"}},
		{"github.com/valyala/fasthttp", []string{"platform/web"}},
		{"github.com/danielgtaylor/huma", []string{"platform/web"}},
		{"github.com/hibiken/asynq", []string{"platform/jobs"}},
		{"github.com/redis/go-redis", []string{"platform/jobs"}},
		{"github.com/alicebob/miniredis", []string{"platform/embedded"}},
		{"github.com/versity/versitygw", []string{"platform/embedded"}},
		{"github.com/casbin/", []string{"platform/policy"}},
		{"github.com/minio/", []string{"platform/storage"}},
		{"github.com/jackc/", []string{"platform/database"}},
		{"github.com/pressly/goose", []string{"platform/database"}},
		{"github.com/uptrace/bun/", []string{"platform/database"}},
		{"github.com/wneessen/go-mail", []string{"platform/notify"}},
	}
}

// LibraryOwners: a library may be imported in the folders of its owner only; bun
// also in a module's store files and in platform packages that own tables. Tests
// may speak to the real servers directly.
func LibraryOwners(t *Tree) []Finding {
	var found []Finding
	for _, f := range t.Go {
		if f.Test {
			continue
		}
		for _, spec := range f.Syntax.Imports {
			name := importPath(spec.Path.Value)
			if name == "github.com/uptrace/bun" && !t.mayUseBun(f) {
				found = append(found, t.at(f, spec.Pos(), "bun belongs in store.go"))
			}
			for _, l := range libraries() {
				if strings.HasPrefix(name, l.prefix) && !slices.Contains(l.owners, f.Owner()) {
					found = append(found, t.at(f, spec.Pos(), "%s belongs in %s", name, strings.Join(l.owners, ", ")))
				}
			}
		}
	}
	return found
}

func (t *Tree) mayUseBun(f *File) bool {
	if strings.HasPrefix(f.Path, "apps/") {
		name := f.Path[strings.LastIndex(f.Path, "/")+1:]
		return name == "store.go" || strings.HasPrefix(name, "store_")
	}
	return f.Owner() == "platform/platformtest" ||
		slices.ContainsFunc(t.SQL, func(s *File) bool { return s.Owner() == f.Owner() })
}

func importPath(literal string) string {
	name, err := strconv.Unquote(literal)
	if err != nil {
		return literal
	}
	return name
}
