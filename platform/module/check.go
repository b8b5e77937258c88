package module

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"vuon/platform/policy"
)

// Check refuses modules that do not fit together, and names every fault at once:
// names used twice, actions and jobs outside of their module's name, roles that
// do not exist, routes whose action nobody declares, tables without the prefix.
func Check(mods []Module) error {
	c := checker{seen: map[string]string{}}
	for _, m := range mods {
		c.once("module", m.Name, m.Name)
		for _, a := range m.Actions {
			c.action(m, a)
		}
	}
	for _, m := range mods {
		c.routes(m)
		c.jobs(m)
		c.hands(m)
		c.navigation(m)
		c.tables(m)
	}
	return errors.Join(c.faults...)
}

// checker gathers faults; seen holds "kind name" → the module that has it.
type checker struct {
	faults []error
	seen   map[string]string
}

func (c *checker) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf("module: "+format, args...))
}

// once refuses a second thing of the same kind and name.
func (c *checker) once(kind, name, module string) {
	if owner, twice := c.seen[kind+" "+name]; twice {
		c.fault("%s %q is declared by %s and again by %s", kind, name, owner, module)
	}
	c.seen[kind+" "+name] = module
}

func (c *checker) action(m Module, a policy.Action) {
	c.once("action", a.Name, m.Name)
	c.within(m, "action", a.Name)
	if len(a.Roles) == 0 {
		c.fault("action %q is held by no role", a.Name)
	}
	for _, role := range a.Roles {
		if _, known := policy.RoleNamed(role); !known {
			c.fault("action %q is held by %q, which is no standard role", a.Name, role)
		}
	}
}

// within refuses a name that does not begin with the module's.
func (c *checker) within(m Module, kind, name string) {
	if rest, ok := strings.CutPrefix(name, m.Name+"."); !ok || rest == "" {
		c.fault("%s %q of module %s must be named %s.…", kind, name, m.Name, m.Name)
	}
}

func (c *checker) declared(where, action string) {
	if _, ok := c.seen["action "+action]; !ok && action != "" {
		c.fault("%s needs action %q, which no module declares", where, action)
	}
}

func (c *checker) routes(m Module) {
	for _, r := range m.Routes {
		c.once("route", r.Method+" "+parameters.ReplaceAllString(r.Path, ":"), m.Name)
		c.declared("route "+r.Method+" "+r.Path, r.Action)
	}
	for _, r := range m.API {
		c.once("operation", r.Method+" "+parameters.ReplaceAllString(r.Path, ":"), m.Name)
		c.declared("operation "+r.Method+" "+r.Path, r.Action)
	}
}

// parameters are the parts of a path whose names do not matter.
var parameters = regexp.MustCompile(`:\w+|\{\w+\}`)

func (c *checker) jobs(m Module) {
	for _, j := range m.Jobs {
		c.once("job", j.Name, m.Name)
		c.within(m, "job", j.Name)
	}
}

func (c *checker) hands(m Module) {
	for _, i := range m.Incompatible {
		c.once("incompatible hands", i.Name, m.Name)
		c.declared("incompatible hands "+i.Name, i.First)
		c.declared("incompatible hands "+i.Name, i.Second)
	}
}

func (c *checker) navigation(m Module) {
	for _, n := range m.Nav {
		c.declared("navigation "+n.Path, n.Action)
	}
	for _, t := range m.Tour {
		c.declared("tour step "+t.Path, t.Action)
	}
}

var createTable = regexp.MustCompile(`(?im)^\s*CREATE\s+(?:UNLOGGED\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?"?(?:\w+\.)?(\w+)`)

// tables refuses a table that could be taken for another module's, and a global
// table that the migrations do not make.
func (c *checker) tables(m Module) {
	made, err := tablesIn(m.Migrations)
	if err != nil {
		c.fault("%s: migrations: %w", m.Name, err)
	}
	for _, table := range made {
		if !strings.HasPrefix(table, m.Name+"_") {
			c.fault("%s makes the table %s, which must be named %s_…", m.Name, table, m.Name)
		}
	}
	for _, table := range m.GlobalTables {
		if !slices.Contains(made, table) {
			c.fault("%s calls the table %s global, and makes no such table", m.Name, table)
		}
	}
}

func tablesIn(migrations fs.FS) (tables []string, err error) {
	if migrations == nil {
		return nil, nil
	}
	files, err := fs.Glob(migrations, "*.sql")
	if err != nil {
		return nil, err
	}
	for _, name := range files {
		sql, err := fs.ReadFile(migrations, name)
		if err != nil {
			return nil, err
		}
		for _, m := range createTable.FindAllSubmatch(sql, -1) {
			tables = append(tables, string(m[1]))
		}
	}
	return tables, nil
}
