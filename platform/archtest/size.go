package archtest

import (
	"go/ast"
	"slices"
	"strings"
)

const (
	maxFile     = 500
	maxFunction = 80
)

// FileSize: a file that people write has at most 500 lines.
func FileSize(t *Tree) []Finding {
	var found []Finding
	for _, f := range slices.Concat(t.Go, t.SQL, t.UI) {
		if n := strings.Count(f.Source, "\n"); n > maxFile && !f.Generated {
			found = append(found, Finding{f.Path, maxFile + 1, "the file is too long; split it by reason to change"})
		}
	}
	return found
}

// FunctionSize: a function has at most 80 lines, its signature and braces included.
func FunctionSize(t *Tree) []Finding {
	var found []Finding
	t.functions(func(f *File, fn *ast.FuncDecl) {
		lines := t.fset.Position(fn.End()).Line - t.fset.Position(fn.Pos()).Line + 1
		if lines > maxFunction {
			found = append(found, t.at(f, fn.Pos(), "%s has %d lines", fn.Name.Name, lines))
		}
	})
	return found
}

// NoInit: what happens at start is written in apps/vuon, in order.
func NoInit(t *Tree) []Finding {
	var found []Finding
	t.functions(func(f *File, fn *ast.FuncDecl) {
		if fn.Name.Name == "init" && fn.Recv == nil {
			found = append(found, t.at(f, fn.Pos(), "init hides what happens at start"))
		}
	})
	return found
}

func (t *Tree) functions(visit func(*File, *ast.FuncDecl)) {
	for _, f := range t.Go {
		if f.Generated {
			continue
		}
		for _, d := range f.Syntax.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				visit(f, fn)
			}
		}
	}
}
