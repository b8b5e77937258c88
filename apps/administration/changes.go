package administration

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"vuon/apps/administration/views"
)

// longest is how much of a value the audit's page shows, in characters.
const longest = 2000

// worded writes paths and the values at them for people.
type worded struct {
	name  func(path string) string
	value func(path, value string) string
}

// changesBetween compares what stood before a change and what stands after, by
// the path of each value ("value.issuer"). What is the same on both sides is
// left out; of a list of things, the things that are.
func changesBetween(before, after string, say worded) []views.Change {
	was, is := flat(before, say), flat(after, say)
	names := maps.Clone(was)
	maps.Copy(names, is)
	var list []views.Change
	for _, name := range slices.Sorted(maps.Keys(names)) {
		gone, come := was[name].without(is[name]), is[name].without(was[name])
		if gone != come {
			list = append(list, views.Change{Name: say.name(name), Before: shorten(gone), After: shorten(come)})
		}
	}
	return list
}

// content is a value at a path: a text, or a list of things with a line each.
type content struct {
	text   string
	things []string
}

// without is the content less the things that the other one holds too.
func (c content) without(other content) string {
	if c.things == nil {
		return c.text
	}
	left := slices.DeleteFunc(slices.Clone(c.things), func(thing string) bool { return slices.Contains(other.things, thing) })
	return strings.Join(left, "\n")
}

// flat spreads a JSON value out; what is no JSON is shown as it is.
func flat(raw string, say worded) map[string]content {
	out := map[string]content{}
	if raw == "" {
		return out
	}
	var value any
	if json.Unmarshal([]byte(raw), &value) != nil {
		out[""] = content{text: raw}
		return out
	}
	spread(out, "", value, say)
	return out
}

func spread(out map[string]content, path string, value any, say worded) {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			spread(out, join(path, name), inner, say)
		}
	case []any:
		out[path] = listOf(path, v, say)
	case nil:
	default:
		out[path] = content{text: say.value(path, plain(v))}
	}
}

// listOf is a list: of texts as one text, an item a line; of things as things.
func listOf(path string, list []any, say worded) content {
	lines, things := []string{}, false
	for _, v := range list {
		inner, isThing := v.(map[string]any)
		if !isThing {
			lines = append(lines, say.value(path, plain(v)))
			continue
		}
		things = true
		lines = append(lines, thing(inner, say))
	}
	if things {
		return content{things: lines}
	}
	return content{text: strings.Join(lines, "\n")}
}

// thing is an object of a list on one line: "role: clerk; scope.units: 24688".
func thing(object map[string]any, say worded) string {
	parts := map[string]content{}
	spread(parts, "", object, say)
	var words []string
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		value := parts[name].without(content{})
		words = append(words, say.name(name)+": "+strings.ReplaceAll(value, "\n", ", "))
	}
	return strings.Join(words, "; ")
}

// plain writes a number as it was sent, without an exponent.
func plain(v any) string {
	if n, ok := v.(float64); ok && n == float64(int64(n)) {
		return fmt.Sprint(int64(n))
	}
	return fmt.Sprint(v)
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func shorten(s string) string {
	if runes := []rune(s); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return s
}
