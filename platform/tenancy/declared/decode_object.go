package declared

import (
	"fmt"
	"reflect"
	"strings"

	"gopkg.in/yaml.v3"

	"vuon/platform/text"
)

// field is one key that a struct knows.
type field struct {
	key      string
	index    []int
	required bool
}

// fieldsOf lists the keys of a struct, those of embedded structs included. Fields
// without a yaml tag are not read from files.
func fieldsOf(t reflect.Type, prefix []int) (fields []field) {
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(append([]int(nil), prefix...), i)
		key := f.Tag.Get("yaml")
		switch {
		case key == "" && f.Anonymous && f.Type.Kind() == reflect.Struct && f.Type != reflect.TypeFor[Entry]():
			fields = append(fields, fieldsOf(f.Type, index)...)
		case key != "" && key != "-":
			fields = append(fields, field{key, index, f.Tag.Get("want") == "required"})
		}
	}
	return fields
}

func (d *decoder) object(n *yaml.Node, v reflect.Value) {
	entry, pairs, ok := d.pairs(n)
	if !ok {
		return
	}
	if f := v.FieldByName("Entry"); f.IsValid() && f.Type() == reflect.TypeFor[Entry]() {
		f.Set(reflect.ValueOf(entry))
	}
	fields := fieldsOf(v.Type(), nil)
	for _, p := range pairs {
		if !d.known(p, fields, v) {
			d.wrong(p.key, fmt.Sprintf("không có khóa “%s” ở đây; các khóa được dùng: %s", p.name, keys(fields)),
				fmt.Sprintf("no key “%s” is known here; the keys are: %s", p.name, keys(fields)))
		}
	}
	for _, f := range fields {
		if _, given := entry.keys[f.key]; f.required && !given {
			d.wrong(n, "thiếu khóa bắt buộc “"+f.key+"”", "the required key “"+f.key+"” is missing")
		}
	}
}

func (d *decoder) known(p pair, fields []field, v reflect.Value) bool {
	for _, f := range fields {
		if f.key != p.name {
			continue
		}
		if f.required && p.value.Kind == yaml.ScalarNode && strings.TrimSpace(p.value.Value) == "" {
			d.wrong(p.value, "khóa bắt buộc “"+f.key+"” để trống", "the required key “"+f.key+"” is empty")
			return true
		}
		d.value(p.value, v.FieldByIndex(f.index))
		return true
	}
	return false
}

func keys(fields []field) string {
	list := make([]string, len(fields))
	for i, f := range fields {
		list[i] = f.key
	}
	return strings.Join(list, ", ")
}

func (d *decoder) rawMap(n *yaml.Node, into *RawMap) {
	entry, pairs, ok := d.pairs(n)
	if !ok {
		return
	}
	*into = RawMap{Entry: entry, Values: map[string]Raw{}}
	for _, p := range pairs {
		into.Keys = append(into.Keys, p.name)
		into.Values[p.name] = Raw{p.value, d.at(p.value)}
	}
}

// mapping reads keys that the file chooses; they are read like values.
func (d *decoder) mapping(n *yaml.Node, v reflect.Value) {
	_, pairs, ok := d.pairs(n)
	if !ok {
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for _, p := range pairs {
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		d.value(p.key, key)
		d.value(p.value, value)
		v.SetMapIndex(key, value)
	}
}

type pair struct {
	name       string
	key, value *yaml.Node
}

// pairs takes a mapping apart; of a key that stands twice only the first is kept.
func (d *decoder) pairs(n *yaml.Node) (Entry, []pair, bool) {
	entry := Entry{at: d.at(n), keys: map[string]Place{}}
	if n.Kind != yaml.MappingNode {
		d.wrong(n, "phải là các cặp khóa: giá trị", "must be a mapping of keys to values")
		return entry, nil, false
	}
	var pairs []pair
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode || key.Tag != "!!str" {
			d.wrong(key, "khóa phải là chữ", "a key must be text")
			continue
		}
		name := text.Line(key.Value)
		if first, twice := entry.keys[name]; twice {
			d.wrong(key, fmt.Sprintf("khóa “%s” đã có ở dòng %d", name, first.Line),
				fmt.Sprintf("the key “%s” already stands in line %d", name, first.Line))
			continue
		}
		entry.keys[name] = d.at(value)
		pairs = append(pairs, pair{name, key, value})
	}
	return entry, pairs, true
}
