package administration

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"vuon/apps/administration/views"
)

// longest is how much of a value the audit's page shows, in characters.
const longest = 2000

// changesBetween compares what stood before a change and what stands after, by
// the path of each value ("value.issuer"). What is the same on both sides is
// left out, unless there was nothing before.
func changesBetween(before, after string) []views.Change {
	was, is := flat(before), flat(after)
	names := maps.Clone(was)
	maps.Copy(names, is)
	var list []views.Change
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if was[name] != is[name] {
			list = append(list, views.Change{Name: name, Before: shorten(was[name]), After: shorten(is[name])})
		}
	}
	return list
}

// flat spreads a JSON value out; what is no JSON is shown as it is.
func flat(raw string) map[string]string {
	out := map[string]string{}
	if raw == "" {
		return out
	}
	var value any
	if json.Unmarshal([]byte(raw), &value) != nil {
		out[""] = raw
		return out
	}
	spread(out, "", value)
	return out
}

func spread(out map[string]string, path string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			spread(out, join(path, name), inner)
		}
	case []any:
		if text, ok := plainList(v); ok {
			out[path] = text
			return
		}
		for i, inner := range v {
			spread(out, join(path, fmt.Sprint(i+1)), inner)
		}
	case nil:
	default:
		out[path] = plain(v)
	}
}

// plainList is a list of texts or numbers, an item a line.
func plainList(list []any) (text string, ok bool) {
	for i, v := range list {
		switch v.(type) {
		case map[string]any, []any:
			return "", false
		}
		if i > 0 {
			text += "\n"
		}
		text += plain(v)
	}
	return text, true
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
