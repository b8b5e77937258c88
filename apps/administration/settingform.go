package administration

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"vuon/apps/administration/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
)

// part is a part of a setting that is entered by itself. Its name is the key of
// the JSON object, or "value" where the setting is no object.
type part struct {
	name     string
	kind     views.FieldKind
	required bool
	choices  []string // of views.Choice
}

const whole = "value"

// partsOf takes a setting's type apart, so that a setting that is declared gets
// its form by itself.
func partsOf(def tenancy.Definition) (parts []part) {
	t := reflect.TypeOf(def.New()).Elem()
	if t.Kind() != reflect.Struct {
		return []part{{name: whole, kind: kindOf(t)}}
	}
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		p := part{name: name, kind: kindOf(f.Type), required: f.Tag.Get("want") == "required", choices: choicesOf(f.Type)}
		if def.Key == tenancy.DocumentHeading && name == "issuer" {
			p.kind = views.Text // its lines are printed one below the other
		}
		parts = append(parts, p)
	}
	return parts
}

func kindOf(t reflect.Type) views.FieldKind {
	switch {
	case t == reflect.TypeFor[tenancy.DayOfYear]():
		return views.Day
	case choicesOf(t) != nil:
		return views.Choice
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Int:
		return views.Numbers
	case t.Kind() == reflect.Slice:
		return views.Lines
	case t.Kind() == reflect.Map:
		return views.Pairs
	case t.Kind() == reflect.Int || t.Kind() == reflect.Int64:
		return views.Number
	case t.Kind() == reflect.Bool:
		return views.YesNo
	}
	return views.OneLine
}

// choicesOf are the values among which a type lets one choose; nil for others.
func choicesOf(t reflect.Type) []string {
	if c, ok := reflect.Zero(t).Interface().(interface{ Choices() []string }); ok {
		return c.Choices()
	}
	return nil
}

// written is a setting's value as the form shows it, by part; what is not set is "".
func written(parts []part, raw json.RawMessage) map[string]string {
	out := map[string]string{}
	values := map[string]json.RawMessage{whole: raw}
	if len(parts) > 0 && parts[0].name != whole {
		values = nil
		_ = json.Unmarshal(raw, &values) // what is stored was checked; nothing is stored as nothing
	}
	for _, p := range parts {
		out[p.name] = p.write(values[p.name])
	}
	return out
}

func (p part) write(raw json.RawMessage) string {
	var text string
	var list []string
	var figures []int64
	var pairs map[string]int
	switch p.kind {
	case views.Numbers:
		_ = json.Unmarshal(raw, &figures)
		for _, n := range figures {
			list = append(list, strconv.FormatInt(n, 10))
		}
		return strings.Join(list, ", ")
	case views.Lines:
		_ = json.Unmarshal(raw, &list)
		return strings.Join(list, "\n")
	case views.Pairs:
		_ = json.Unmarshal(raw, &pairs)
		for name, n := range pairs {
			list = append(list, fmt.Sprintf("%s = %d", name, n))
		}
		slices.Sort(list)
		return strings.Join(list, "\n")
	case views.Number, views.YesNo:
		return string(raw)
	}
	_ = json.Unmarshal(raw, &text)
	if month, day, ok := strings.Cut(text, "-"); ok && p.kind == views.Day {
		return day + "/" + month
	}
	return text
}

// readSetting reads a form into the setting's value. Fault setting_wrong marks
// every part that is wrong.
func readSetting(parts []part, form func(string) string) (any, error) {
	wrong := fault.New(fault.Invalid, "setting_wrong", "Giá trị chưa đúng nên chưa lưu.", "The value is wrong and was not saved.")
	values := map[string]any{}
	for _, p := range parts {
		text := strings.TrimSpace(form(p.name))
		if text == "" && p.required {
			wrong = wrong.At(p.name, "Không được để trống.", "This may not be empty.")
			continue
		}
		value, why := p.read(text)
		if why != nil {
			wrong = wrong.At(p.name, why.VI, why.EN)
		}
		values[p.name] = value
	}
	if len(wrong.Fields) > 0 {
		return nil, wrong
	}
	if value, ok := values[whole]; ok {
		return value, nil
	}
	return values, nil
}

func (p part) read(text string) (value any, why *i18n.Text) {
	switch p.kind {
	case views.Lines:
		return lines(text), nil
	case views.Numbers:
		return numbers(text)
	case views.Pairs:
		return pairs(text)
	case views.Day:
		return dayOfYear(text)
	case views.Number:
		return number(text)
	case views.YesNo:
		return text == "true", nil
	}
	return text, nil
}

// number reads a whole number; thousands may be apart. Nothing is 0.
func number(text string) (int64, *i18n.Text) {
	text = strings.NewReplacer(".", "", " ", "", "\u00a0", "").Replace(text)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, new(i18n.T("Viết một số nguyên không âm.", "Write a whole number that is not negative."))
	}
	return n, nil
}

// numbers reads whole numbers apart by commas or blanks; never nil.
func numbers(text string) ([]int64, *i18n.Text) {
	list := []int64{}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		n, why := number(word)
		if why != nil || n > 366 {
			return nil, new(i18n.T("Viết các số nguyên cách nhau bằng dấu phẩy, ví dụ: 7, 3, 1.", "Write whole numbers apart by commas, such as: 7, 3, 1."))
		}
		list = append(list, n)
	}
	return list, nil
}

// lines are the lines of a text, without the empty ones; never nil.
func lines(text string) []string {
	list := []string{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

func pairs(text string) (map[string]int, *i18n.Text) {
	out := map[string]int{}
	for _, line := range lines(text) {
		name, amount, _ := strings.Cut(line, "=")
		n, err := strconv.Atoi(strings.TrimSpace(amount))
		name = strings.TrimSpace(name)
		if _, twice := out[name]; err != nil || n < 0 || name == "" || twice {
			return nil, new(i18n.T("Mỗi dòng một cặp, mỗi loại một lần, ví dụ: KH = 12 (dòng “"+line+"”).",
				"One pair a line, each kind once, such as: KH = 12 (line \""+line+"\")."))
		}
		out[name] = n
	}
	return out, nil
}

// dayOfYear reads 15/02 or 15-2 into "02-15".
func dayOfYear(text string) (string, *i18n.Text) {
	if text == "" {
		return "", nil
	}
	day, err := time.Parse("2/1/2006", strings.NewReplacer("-", "/", ".", "/").Replace(text)+"/2023")
	if err != nil {
		return "", new(i18n.T("Viết ngày/tháng có thật, ví dụ 15/02 (trừ 29/02).", "Write a real day/month, such as 15/02 (29/02 excepted)."))
	}
	return day.Format("01-02"), nil
}

// beside puts what the registry found wrong beside the part that is entered.
func beside(err error, key string, parts []part) error {
	if err == nil || len(parts) == 0 {
		return err
	}
	f := fault.From(err)
	if f.Code != "setting_wrong" || len(f.Fields) == 0 || f.Fields[0].Name != key {
		return err
	}
	moved := fault.New(f.Kind, f.Code, f.Message.VI, f.Message.EN)
	for _, field := range f.Fields {
		moved = moved.At(parts[0].name, field.Message.VI, field.Message.EN)
	}
	return moved
}
