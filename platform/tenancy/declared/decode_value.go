package declared

import (
	"encoding"
	"errors"
	"reflect"
	"strings"

	"gopkg.in/yaml.v3"

	"vuon/platform/text"
)

type decoder struct {
	file   string
	faults *Faults
}

func (d *decoder) at(n *yaml.Node) Place { return Place{d.file, max(n.Line, 1)} }

func (d *decoder) wrong(n *yaml.Node, vi, en string) { d.faults.Add(d.at(n), vi, en) }

// value reads a node into v by the kind of v. Go's types bound the depth, so a
// file cannot make it recurse without end.
func (d *decoder) value(n *yaml.Node, v reflect.Value) {
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		d.wrong(n, "không dùng neo (&, *) trong tệp cấu hình", "anchors and aliases are not allowed")
		return
	}
	switch into := v.Addr().Interface().(type) {
	case *Raw:
		*into = Raw{n, d.at(n)}
		return
	case *RawMap:
		d.rawMap(n, into)
		return
	case encoding.TextUnmarshaler:
		d.text(n, into)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		d.object(n, v)
	case reflect.Slice:
		d.list(n, v)
	case reflect.Map:
		d.mapping(n, v)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(n, v.Elem())
	default:
		d.scalar(n, v)
	}
}

func (d *decoder) text(n *yaml.Node, into encoding.TextUnmarshaler) {
	if n.Kind != yaml.ScalarNode || n.Tag != "!!str" && n.Tag != "!!timestamp" {
		d.wrong(n, "phải là một chuỗi; nếu là số thì đặt trong dấu nháy kép", "must be a string; put a number in double quotes")
		return
	}
	err := into.UnmarshalText([]byte(text.Line(n.Value)))
	if e, ok := errors.AsType[Expected](err); ok {
		d.wrong(n, quote(n)+" "+e.VI, quote(n)+" "+e.EN)
	} else if err != nil {
		d.wrong(n, quote(n)+" không đúng", quote(n)+" is wrong: "+err.Error())
	}
}

// quote shows a value in a message, without letting it fill the message.
func quote(n *yaml.Node) string {
	r := []rune(text.Line(n.Value))
	if len(r) > 60 {
		r = append(r[:60], '…')
	}
	return "“" + string(r) + "”"
}

func (d *decoder) list(n *yaml.Node, v reflect.Value) {
	if n.Kind != yaml.SequenceNode {
		d.wrong(n, "phải là một danh sách", "must be a list")
		return
	}
	out := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
	for i, item := range n.Content {
		d.value(item, out.Index(i))
	}
	v.Set(out)
}

func (d *decoder) scalar(n *yaml.Node, v reflect.Value) {
	want, vi, en := "!!str", "phải là chữ; nếu là số thì đặt trong dấu nháy kép", "must be text; put a number in double quotes"
	switch v.Kind() {
	case reflect.Bool:
		want, vi, en = "!!bool", "phải là true hoặc false", "must be true or false"
	case reflect.Int, reflect.Int64:
		want, vi, en = "!!int", "phải là số nguyên", "must be a whole number"
	case reflect.String:
	default:
		panic("declared: no file holds a " + v.Type().String())
	}
	if n.Kind != yaml.ScalarNode || n.Tag != want {
		d.wrong(n, vi, en)
		return
	}
	if v.Kind() == reflect.String {
		v.SetString(strings.TrimSpace(text.NFC(n.Value)))
		return
	}
	if err := n.Decode(v.Addr().Interface()); err != nil {
		d.wrong(n, vi, en)
	}
}
