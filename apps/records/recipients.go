package records

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"vuon/platform/tenancy"
	"vuon/platform/text"
)

// Target is whom a line of Nơi nhận means: an address inside the deployment, or
// a name alone for somebody outside of it.
//
// Addresses inside the tenant are boxes: "office:labour" (by the office's
// function), "unit:24697" (a commune), "role:chair", "account:<id>". Those of
// others are "tenant:cu-jut".
type Target struct {
	Address string `json:"address"`
	Name    string `json:"name"`
}

// Box reports whether the address is a box of the tenant itself.
func (t Target) Box() bool { return t.Address != "" && !strings.HasPrefix(t.Address, tenantPrefix) }

// Tenant is the other tenant that the address means, or "".
func (t Target) Tenant() string {
	id, ok := strings.CutPrefix(t.Address, tenantPrefix)
	if !ok {
		return ""
	}
	return id
}

const tenantPrefix = "tenant:"

// Directory is what a tenant knows of possible recipients.
type Directory struct {
	Self     tenancy.Tenant
	Offices  []tenancy.Office // of the tenant; committees of communes too
	Parent   tenancy.Tenant   // zero where there is none
	Others   []tenancy.Tenant // beside or below
	Words    map[string][]string
	Meanings map[string][]Target // by key: what somebody said that a line means
}

// spoken are the functions of offices for which a role of the product speaks;
// what is sent to another office has nobody to open it here.
var spoken = []string{"labour", "agriculture", "finance", "front"}

// Match says whom a line means. None means that the document stays in the
// archive (Lưu: VT); what is not understood is one target without address.
func (d Directory) Match(line string) []Target {
	name := Plain(line)
	key := keyOf(name)
	if known, ok := d.Meanings[key]; ok {
		return known
	}
	switch {
	case key == "" || archived.MatchString(key):
		return nil
	case leaders.MatchString(key):
		return []Target{{"role:chair", "Chủ tịch UBND"}, {"role:vicechair", "Phó Chủ tịch UBND"}}
	case communes.MatchString(key):
		return orName(d.all(isCommune), name)
	case offices.MatchString(key):
		return orName(d.said(d.all(func(o tenancy.Office) bool { return !isCommune(o) && o.Function != "front" })), name)
	case districts.MatchString(key):
		return orName(d.tenants(), name)
	}
	if t, ok := d.one(key, name); ok {
		return []Target{t}
	}
	return []Target{{Name: name}}
}

// The lines that mean many, as folded keys.
var (
	archived  = regexp.MustCompile(`^luu\b`)
	leaders   = regexp.MustCompile(`^(ct|chu tich)( va)?( cac)? (pct|pho chu tich)( ubnd)?( huyen| thanh pho| thi xa)?`)
	communes  = regexp.MustCompile(`^(ubnd|uy ban nhan dan) (cac )(xa|phuong|thi tran)`)
	offices   = regexp.MustCompile(`^cac (phong|co quan chuyen mon)\b`)
	districts = regexp.MustCompile(`^(ubnd|uy ban nhan dan) cac (huyen|thanh pho|thi xa)`)
)

func orName(list []Target, name string) []Target {
	if len(list) == 0 {
		return []Target{{Name: name}}
	}
	return list
}

// said puts what somebody said of a name in the place of those outside.
func (d Directory) said(list []Target) (out []Target) {
	for _, t := range list {
		if known, ok := d.Meanings[keyOf(t.Name)]; ok && t.Address == "" {
			out = append(out, known...)
		} else {
			out = append(out, t)
		}
	}
	return out
}

func isCommune(o tenancy.Office) bool { return o.Function == "commune" }

// all are the tenant's offices of some sort, each with its box where it has one.
func (d Directory) all(which func(tenancy.Office) bool) (list []Target) {
	for _, o := range d.Offices {
		if which(o) {
			list = append(list, target(o))
		}
	}
	return list
}

func target(o tenancy.Office) Target {
	switch {
	case isCommune(o):
		return Target{"unit:" + o.UnitCode, o.Name}
	case slices.Contains(spoken, o.Function):
		return Target{"office:" + o.Function, o.Name}
	}
	return Target{Name: o.Name}
}

func (d Directory) tenants() (list []Target) {
	for _, t := range d.Others {
		if !t.Closed {
			list = append(list, Target{tenantPrefix + t.ID, "UBND " + lowerFirst(t.Name)})
		}
	}
	return list
}

// one finds the single body that a line names.
func (d Directory) one(key, name string) (Target, bool) {
	bare := placeless(key)
	for _, o := range d.Offices {
		if named(o, key) || named(o, bare) {
			return target(o), true
		}
	}
	switch {
	case d.Parent.ID == "" || d.Parent.Closed:
	case committee(d.Parent, key), key == "ubnd tinh" && d.Parent.Kind == "province", strings.HasPrefix(key, "so ") && d.speaks("labour", bare):
		return Target{tenantPrefix + d.Parent.ID, name}, true // of its departments only that of labour has accounts here
	}
	for _, t := range d.Others {
		if committee(t, key) && !t.Closed {
			return Target{tenantPrefix + t.ID, name}, true
		}
	}
	return d.byWords(key, bare)
}

// byWords knows the tenant's offices by the words of their function, however the
// name is abbreviated, and the Front with its members.
func (d Directory) byWords(key, bare string) (Target, bool) {
	for _, o := range d.Offices {
		if !slices.Contains(spoken, o.Function) || o.Function != "front" && !strings.HasPrefix(key, "phong ") {
			continue
		}
		if d.speaks(o.Function, bare) {
			return target(o), true
		}
	}
	return Target{}, false
}

// speaks reports whether a key has one of the words by which a function is known.
func (d Directory) speaks(function, key string) bool {
	return slices.ContainsFunc(d.Words[function], func(w string) bool { return strings.Contains(" "+key+" ", " "+keyOf(w)+" ") })
}

func named(o tenancy.Office, key string) bool {
	return key == keyOf(o.Name) || key == keyOf(o.ShortName)
}

func committee(t tenancy.Tenant, key string) bool {
	name := keyOf(t.Name)
	return key == "ubnd "+name || key == "uy ban nhan dan "+name
}

var note = regexp.MustCompile(`\s*\((?i:để )?(?i:b/c|báo cáo|p/h|phối hợp|t/h|thực hiện|bc)\)\s*`)

// Plain is a line without its dash, punctuation and notes: "- TT. Huyện ủy; (B/c)"
// is "TT. Huyện ủy".
func Plain(line string) string {
	line = note.ReplaceAllString(text.Line(line), " ")
	return strings.TrimSpace(strings.Trim(strings.TrimSpace(line), "-–•;.,: "))
}

// keyOf is what lines are compared by: folded, words alone.
func keyOf(s string) string {
	words := strings.FieldsFunc(text.Fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, " ")
}

// placeless is the key without "huyện", "tỉnh" at its end: offices are named with
// it or without.
func placeless(key string) string {
	for _, word := range []string{" huyen", " thanh pho", " thi xa", " tinh"} {
		key = strings.TrimSuffix(key, word)
	}
	return key
}

func lowerFirst(s string) string {
	r := []rune(s)
	if len(r) > 0 {
		r[0] = unicode.ToLower(r[0])
	}
	return string(r)
}
