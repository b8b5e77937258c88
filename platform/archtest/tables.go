package archtest

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// TableNames: a migration makes only tables and views that begin with the name of
// the module it lies in.
func TableNames(t *Tree) []Finding {
	made := regexp.MustCompile(`(?i)\bCREATE\s+(?:OR\s+REPLACE\s+)?(?:UNLOGGED\s+|MATERIALIZED\s+)?(?:TABLE|VIEW)\s+(?:IF\s+NOT\s+EXISTS\s+)?"?([\w.]+)`)
	var found []Finding
	for _, f := range t.SQL {
		sql := withoutComments(f.Source)
		for _, m := range made.FindAllStringSubmatchIndex(sql, -1) {
			if name := sql[m[2]:m[3]]; !strings.HasPrefix(name, f.Name()+"_") {
				found = append(found, Finding{f.Path, lineOf(sql, m[0]), name + " does not begin with " + f.Name() + "_"})
			}
		}
	}
	return found
}

// OwnTables: the SQL in a module names no table of another module; it asks that
// module's service.
func OwnTables(t *Tree) []Finding {
	named := regexp.MustCompile(`(?i)\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\s+"?([a-z]+)_[a-z_]+|\btable:([a-z]+)_[a-z_]+`)
	owners := t.tableOwners()
	var found []Finding
	for _, f := range t.Go {
		if f.Test || f.Generated || !strings.HasPrefix(f.Path, "apps/") || f.Owner() == "apps/vuon" {
			continue
		}
		ast.Inspect(f.Syntax, func(n ast.Node) bool {
			text, ok := n.(*ast.BasicLit)
			if !ok || text.Kind != token.STRING {
				return true
			}
			for _, m := range named.FindAllStringSubmatch(text.Value, -1) {
				if owner := m[1] + m[2]; owner != f.Name() && slices.Contains(owners, owner) {
					found = append(found, t.at(f, text.Pos(), "%s reads a table of %s", f.Name(), owner))
				}
			}
			return true
		})
	}
	return found
}

// tableOwners are the modules that have migrations.
func (t *Tree) tableOwners() []string {
	var owners []string
	for _, f := range t.SQL {
		if !slices.Contains(owners, f.Name()) {
			owners = append(owners, f.Name())
		}
	}
	return owners
}

// withoutComments blanks the comments of SQL and keeps every offset.
func withoutComments(sql string) string {
	blank := func(s string) string { return strings.Repeat(" ", len(s)) }
	return regexp.MustCompile(`--[^\n]*`).ReplaceAllStringFunc(sql, blank)
}

func lineOf(text string, offset int) int { return strings.Count(text[:offset], "\n") + 1 }
