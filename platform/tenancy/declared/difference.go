package declared

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"vuon/platform/i18n"
)

// Op is what would happen, or has happened, to one declared thing.
type Op string

// The operations. Removing never deletes: the row is withdrawn, because plans and
// households may point at it. Drift is a value that an administrator changed on
// the screen; it is shown and kept.
const (
	Add    Op = "add"
	Change Op = "change"
	Remove Op = "remove"
	Drift  Op = "drift"
)

// Difference is one point in which files and deployment differ.
type Difference struct {
	Op     Op      `json:"op"`
	Object string  `json:"object"` // unit, tenant, office, setting, project …
	Tenant string  `json:"tenant,omitempty"`
	ID     string  `json:"id"`
	Name   string  `json:"name,omitempty"`
	Fields []Delta `json:"fields,omitempty"` // what changes; empty for what is added or removed
}

// Delta is one value that differs: Before is the deployment's, After the file's.
type Delta struct {
	Field  string `json:"field"`
	Before any    `json:"before"`
	After  any    `json:"after"`
}

// Line is the difference on one line, for a terminal.
func (d Difference) Line(l i18n.Lang) string {
	sign := map[Op]string{Add: "+", Change: "~", Remove: "-", Drift: "!"}[d.Op]
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s", sign, d.Object, d.ID)
	if d.Tenant != "" {
		fmt.Fprintf(&b, " [%s]", d.Tenant)
	}
	if d.Name != "" {
		fmt.Fprintf(&b, " %s", d.Name)
	}
	for _, f := range d.Fields {
		fmt.Fprintf(&b, "; %s: %s → %s", f.Field, short(f.Before), short(f.After))
	}
	switch {
	case d.Op == Drift && d.Object == "tenant":
		b.WriteString(i18n.T(" (lập trên màn hình, chưa có trong tệp cấu hình; giữ nguyên)", " (made on the screen, not in the files; kept)").In(l))
	case d.Op == Drift:
		b.WriteString(i18n.T(" (đã đổi trên màn hình, giữ nguyên)", " (changed on the screen, kept)").In(l))
	}
	return b.String()
}

func short(v any) string {
	if v == nil {
		return "∅"
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "?"
	}
	r := []rune(strings.TrimSpace(buf.String()))
	if len(r) > 120 {
		r = append(r[:120], '…')
	}
	return string(r)
}

// Row is one declared thing as the database keeps it. Its JSON is what counts
// when two rows are compared.
type Row interface {
	RowID() string   // stable; unique within its kind (and tenant)
	RowName() string // for people
}

// Compare lists what would make present equal to wanted: additions and changes
// in the order of wanted, then removals in the order of present.
func Compare[R Row](object, tenant string, wanted, present []R) (differences []Difference) {
	old := map[string]R{}
	for _, r := range present {
		old[r.RowID()] = r
	}
	named := map[string]bool{}
	for _, r := range wanted {
		named[r.RowID()] = true
		d := Difference{Op: Add, Object: object, Tenant: tenant, ID: r.RowID(), Name: r.RowName()}
		if before, there := old[r.RowID()]; there {
			d.Op, d.Fields = Change, changed(before, r)
			if len(d.Fields) == 0 {
				continue
			}
		}
		differences = append(differences, d)
	}
	for _, r := range present {
		if !named[r.RowID()] {
			differences = append(differences, Difference{Op: Remove, Object: object, Tenant: tenant, ID: r.RowID(), Name: r.RowName()})
		}
	}
	return differences
}

func changed(before, after any) (fields []Delta) {
	a, b := flat(before), flat(after)
	names := map[string]bool{}
	for k := range a {
		names[k] = true
	}
	for k := range b {
		names[k] = true
	}
	for k := range names {
		if !reflect.DeepEqual(a[k], b[k]) {
			fields = append(fields, Delta{Field: k, Before: a[k], After: b[k]})
		}
	}
	slices.SortFunc(fields, func(x, y Delta) int { return strings.Compare(x.Field, y.Field) })
	return fields
}

func flat(row any) map[string]any {
	raw, err := json.Marshal(row)
	if err != nil {
		panic(fmt.Sprintf("declared: %T does not marshal: %v", row, err)) // rows are plain data
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var m map[string]any
	if err := dec.Decode(&m); err != nil {
		panic(fmt.Sprintf("declared: %T is no object: %v", row, err))
	}
	return m
}

// SameJSON reports whether two JSON texts hold the same value.
func SameJSON(a, b []byte) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}
