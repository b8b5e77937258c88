package archtest

import (
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"slices"
	"strings"
)

// NoState: a package-level variable is a constant that Go cannot write as one (an
// error, a pattern, a table, an embedded file). It has its value from the start,
// and nothing assigns to it, to a part of it, or takes its address. Tests, and
// platformtest, whose cluster is shared by a test process, are free.
func NoState(t *Tree) []Finding {
	var found []Finding
	for _, files := range t.packages() {
		for _, f := range files {
			found = append(found, t.emptyVars(f)...)
		}
		found = append(found, t.mutations(files)...)
	}
	return found
}

// packages are the files of product code by folder, in order.
func (t *Tree) packages() [][]*File {
	byDir := map[string][]*File{}
	var dirs []string
	for _, f := range t.Go {
		if f.Test || f.Owner() == "platform/platformtest" {
			continue
		}
		if byDir[f.Dir()] == nil {
			dirs = append(dirs, f.Dir())
		}
		byDir[f.Dir()] = append(byDir[f.Dir()], f)
	}
	var all [][]*File
	for _, dir := range dirs {
		all = append(all, byDir[dir])
	}
	return all
}

// emptyVars finds variables that start empty, so can only be meant to be filled.
func (t *Tree) emptyVars(f *File) []Finding {
	var found []Finding
	for _, d := range f.Syntax.Decls {
		decl, ok := d.(*ast.GenDecl)
		if !ok || decl.Tok != token.VAR {
			continue
		}
		for _, s := range decl.Specs {
			spec := s.(*ast.ValueSpec)
			if isEmbedded(decl.Doc) || isEmbedded(spec.Doc) || spec.Names[0].Name == "_" {
				continue
			}
			if len(spec.Values) == 0 || slices.ContainsFunc(spec.Values, isEmpty) {
				found = append(found, t.at(f, spec.Pos(), "%s is state: it starts empty", spec.Names[0].Name))
			}
		}
	}
	return found
}

func isEmbedded(doc *ast.CommentGroup) bool {
	return doc != nil && slices.ContainsFunc(doc.List, func(c *ast.Comment) bool { return strings.HasPrefix(c.Text, "//go:embed ") })
}

// isEmpty recognises make, new, an empty map or list, and what package sync holds.
func isEmpty(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.UnaryExpr:
		return isEmpty(e.X)
	case *ast.CallExpr:
		name, ok := e.Fun.(*ast.Ident)
		return ok && (name.Name == "make" || name.Name == "new")
	case *ast.CompositeLit:
		switch kind := e.Type.(type) {
		case *ast.MapType, *ast.ArrayType:
			return len(e.Elts) == 0
		case *ast.SelectorExpr:
			pkg, ok := kind.X.(*ast.Ident)
			return ok && (pkg.Name == "sync" || pkg.Name == "atomic")
		}
	}
	return false
}

// mutations finds where a package changes its own variables. Names are resolved
// by the type checker, so that a local variable of the same name is no finding;
// imported packages are stand-ins, and what cannot be typed without them is left.
func (t *Tree) mutations(files []*File) []Finding {
	var syntax []*ast.File
	for _, f := range files {
		syntax = append(syntax, f.Syntax)
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	checker := types.Config{Importer: standIns{}, Error: func(error) {}}
	pkg, _ := checker.Check(files[0].Dir(), t.fset, syntax, info) // errors are expected, see above
	var found []Finding
	for _, f := range files {
		if f.Generated {
			continue
		}
		ast.Inspect(f.Syntax, func(n ast.Node) bool {
			for _, changed := range changes(n) {
				id := root(changed)
				if id == nil {
					continue
				}
				if v, ok := info.Uses[id].(*types.Var); ok && v.Parent() == pkg.Scope() {
					found = append(found, t.at(f, id.Pos(), "%s is state: it is changed here", id.Name))
				}
			}
			return true
		})
	}
	return found
}

// changes are the expressions that a node assigns to or gives the address of.
func changes(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			return n.Lhs
		}
	case *ast.IncDecStmt:
		return []ast.Expr{n.X}
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			return []ast.Expr{n.Key, n.Value}
		}
	case *ast.UnaryExpr:
		if n.Op == token.AND {
			return []ast.Expr{n.X}
		}
	case *ast.CallExpr:
		if name, ok := n.Fun.(*ast.Ident); ok && len(n.Args) > 0 && (name.Name == "delete" || name.Name == "clear") {
			return n.Args[:1]
		}
	}
	return nil
}

// root is the variable that x, x.field, x[i], *x are parts of.
func root(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		default:
			return nil
		}
	}
}

// standIns imports every package as an empty one.
type standIns struct{}

func (standIns) Import(name string) (*types.Package, error) {
	p := types.NewPackage(name, path.Base(name))
	p.MarkComplete()
	return p, nil
}
