package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Module is the module path, the first element of our own import paths.
const Module = "vuon"

// Tree is the source of the product.
type Tree struct {
	fset *token.FileSet
	Go   []*File
	SQL  []*File // migrations
	UI   []*File // templ, scripts and styles that people write
}

// File is one source file. Path is relative to the root of the repository.
type File struct {
	Path      string
	Source    string
	Syntax    *ast.File // Go only
	Test      bool
	Generated bool
}

// Dir is the folder of the file.
func (f *File) Dir() string { return path.Dir(f.Path) }

// Owner is the module or platform package that the file belongs to:
// "apps/planning" for apps/planning/views/plan.go.
func (f *File) Owner() string {
	parts := strings.SplitN(f.Path, "/", 3)
	if len(parts) < 3 {
		return path.Dir(f.Path)
	}
	return parts[0] + "/" + parts[1]
}

// Name is the last element of Owner: the prefix of its tables.
func (f *File) Name() string { return path.Base(f.Owner()) }

// Load reads the product's folders of a repository.
func Load(repository fs.FS) (*Tree, error) {
	t := &Tree{fset: token.NewFileSet()}
	for _, root := range []string{"apps", "platform", "tenants"} {
		if _, err := fs.Stat(repository, root); err != nil {
			continue
		}
		err := fs.WalkDir(repository, root, func(p string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && slices.Contains([]string{"node_modules", "testdata", "dist", "vendor"}, d.Name()) {
				return fs.SkipDir
			}
			if d.IsDir() {
				return nil
			}
			return t.add(repository, p)
		})
		if err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (t *Tree) add(repository fs.FS, p string) error {
	ext := path.Ext(p)
	if !slices.Contains([]string{".go", ".sql", ".templ", ".js", ".mjs", ".css"}, ext) {
		return nil
	}
	b, err := fs.ReadFile(repository, p)
	if err != nil {
		return err
	}
	f := &File{Path: p, Source: string(b), Test: strings.HasSuffix(p, "_test.go")}
	switch ext {
	case ".go":
		if f.Syntax, err = parser.ParseFile(t.fset, p, b, parser.ParseComments|parser.SkipObjectResolution); err != nil {
			return err
		}
		f.Generated = ast.IsGenerated(f.Syntax)
		t.Go = append(t.Go, f)
	case ".sql":
		t.SQL = append(t.SQL, f)
	default:
		t.UI = append(t.UI, f)
	}
	return nil
}

// Finding is a place where a rule is broken.
type Finding struct {
	Path string
	Line int
	Text string
}

func (f Finding) String() string { return fmt.Sprintf("%s:%d: %s", f.Path, f.Line, f.Text) }

func (t *Tree) at(f *File, pos token.Pos, format string, args ...any) Finding {
	return Finding{f.Path, t.fset.Position(pos).Line, fmt.Sprintf(format, args...)}
}

// Rule is one rule of the architecture.
type Rule struct {
	Name  string
	Check func(*Tree) []Finding
}

// Rules are all of them.
func Rules() []Rule {
	return []Rule{
		{"imports go one way", ImportOrder},
		{"libraries stay behind their owner", LibraryOwners},
		{"files are at most 500 lines", FileSize},
		{"functions are at most 80 lines", FunctionSize},
		{"no init functions", NoInit},
		{"no package-level state", NoState},
		{"tables are named after their module", TableNames},
		{"modules read their own tables only", OwnTables},
	}
}
