package views

import (
	"context"
	"strconv"
	"strings"

	"vuon/platform/i18n"
	"vuon/platform/web/ui"
)

// EntryForm is a household's review form. Of the offline application it is empty:
// the script fills it.
type EntryForm struct {
	Action, Check string // where it is sent; where a script asks for the class
	Sheet         map[string]string
	Members       []string // persons, in order
	Added         []string // of them, those who are not saved yet
	Revision      string
	Client        string
	Errors        ui.Errors
	Indicators    []EntryTick
	Causes        []EntryTick
	Supports      []EntryTick
	Movements     []ui.Option
	Relations     []ui.Option
	Peoples       []string
	Outcome       EntryOutcome
	Conflict      []EntryDifference
	Who           i18n.Text // saved the other version
	State         i18n.Text
	Score         *EntryScore
}

// EntryScore is the score table of B1.
type EntryScore struct {
	Title, Warning string
	Open           bool
	Questions      []EntryQuestion
}

// EntryQuestion is an item of the table: a choice, or a number of things.
type EntryQuestion struct {
	Name, Title, Unit string
	Choices           []ui.Option
}

// EntryTick is something that is ticked: T1 "Việc làm".
type EntryTick struct {
	Name, Key, Title, Note string
}

// EntryOutcome is what the household is by the rules.
type EntryOutcome struct {
	Class   string // poor, near_poor, not_poor, "" where it cannot be told yet
	B2      int
	Reasons []EntryReason
}

// EntryReason is a step of the explanation, with where it stands.
type EntryReason struct {
	Text, Source string
}

// EntryDifference is a field that two versions have otherwise.
type EntryDifference struct {
	Name, Label, Mine, Theirs string
	Took                      string // mine, theirs: who alone has changed it
}

// EntryPage is the form with its surroundings.
type EntryPage struct {
	Form     EntryForm
	Err      error
	Code     string
	Village  string
	Commune  string
	Opening  string
	Last     string // what the review before found
	Standard string
	Back     string
}

// ClassTitle is what a class is called.
func ClassTitle(class string) i18n.Text {
	switch class {
	case "poor":
		return i18n.T("Hộ nghèo", "Poor")
	case "near_poor":
		return i18n.T("Hộ cận nghèo", "Near-poor")
	case "escaped":
		return i18n.T("Hộ mới thoát nghèo", "Newly escaped")
	case "not_poor":
		return i18n.T("Không nghèo", "Not poor")
	}
	return i18n.T("Chưa đủ thông tin", "Not enough is known")
}

// ClassTone is the colour of a class.
func ClassTone(class string) ui.Tone {
	return map[string]ui.Tone{"poor": ui.Bad, "near_poor": ui.Warn, "escaped": ui.Info, "not_poor": ui.Good}[class]
}

func (f EntryForm) value(name string) string { return f.Sheet[name] }

func (f EntryForm) on(name string) bool { return f.Sheet[name] != "" }

func member(person, name string) string { return "m." + person + "." + name }

// title tells whom a member's row is about.
func (f EntryForm) title(ctx context.Context, person string) string {
	if name := f.Sheet[member(person, "name")]; name != "" {
		return name
	}
	return nobody(ctx)
}

func nobody(ctx context.Context) string { return i18n.Say(ctx, "Thành viên mới", "New member") }

// about says in a few words who the member is.
func (f EntryForm) about(ctx context.Context, person string) string {
	birth := f.Sheet[member(person, "birth")]
	parts := []string{birth[max(0, len(birth)-4):]}
	for name, options := range map[string][]ui.Option{"relation": f.Relations, "end": ends(ctx)} {
		for _, o := range options {
			if o.Value != "" && o.Value == f.Sheet[member(person, name)] {
				parts = append(parts, o.Label)
			}
		}
	}
	return strings.Trim(strings.Join(parts, " · "), " ·")
}

// wrong tells whether a member's row must be open.
func (f EntryForm) wrong(person string) bool {
	for name := range f.Errors {
		if strings.HasPrefix(name, "m."+person+".") {
			return true
		}
	}
	return f.Sheet[member(person, "name")] == ""
}

func (f EntryForm) field(person, name, label string) ui.Field {
	full := member(person, name)
	return ui.Field{Name: full, Label: label, Value: f.Sheet[full], Error: f.Errors[full], Attrs: map[string]any{"data-label": label, "required": false}}
}

func sexes(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "", Label: i18n.Say(ctx, "Chọn", "Choose")}, {Value: "male", Label: i18n.Say(ctx, "Nam", "Male")}, {Value: "female", Label: i18n.Say(ctx, "Nữ", "Female")}}
}

func ends(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "", Label: i18n.Say(ctx, "Đang ở trong hộ", "Belongs to the household")}, {Value: "left", Label: i18n.Say(ctx, "Đã chuyển đi", "Left")},
		{Value: "died", Label: i18n.Say(ctx, "Đã mất", "Died")}, {Value: "corrected", Label: i18n.Say(ctx, "Ghi nhầm, không thuộc hộ này", "Entered by mistake")}}
}

// flags are what is ticked of a member.
func flags(ctx context.Context) []EntryTick {
	return []EntryTick{
		{Name: "insured", Title: i18n.Say(ctx, "Có bảo hiểm y tế", "Has health insurance")},
		{Name: "in_school", Title: i18n.Say(ctx, "Đang đi học", "In school")},
		{Name: "disabled", Title: i18n.Say(ctx, "Khuyết tật", "Disabled")},
		{Name: "malnourished", Title: i18n.Say(ctx, "Suy dinh dưỡng (dưới 16 tuổi)", "Malnourished (under 16)")},
	}
}

func groups(ctx context.Context) []EntryTick {
	return []EntryTick{
		{Name: "merit", Title: i18n.Say(ctx, "Hộ có người có công với cách mạng", "Has a person of merit")},
		{Name: "no_labour", Title: i18n.Say(ctx, "Hộ không có khả năng lao động", "Nobody is able to work")},
		{Name: "average", Title: i18n.Say(ctx, "Hộ làm nông, lâm, ngư, diêm nghiệp có mức sống trung bình", "Farming, forestry, fishing or salt household of average living standard"),
			Note: i18n.Say(ctx, "Chỉ đánh dấu khi hộ không nghèo, không cận nghèo.", "Only where it is neither poor nor near-poor.")},
	}
}

// Label names a field in words, for whoever compares two versions.
func (f EntryForm) Label(ctx context.Context, name string) string {
	for _, list := range [][]EntryTick{f.Indicators, f.Causes, f.Supports, groups(ctx)} {
		for _, t := range list {
			if t.Name == name {
				return strings.TrimSpace(t.Key + " " + t.Title)
			}
		}
	}
	if f.Score != nil {
		for _, q := range f.Score.Questions {
			if q.Name == name {
				return q.Title
			}
		}
	}
	switch name {
	case "b1":
		return i18n.Say(ctx, "Điểm B1", "B1")
	case "movement":
		return i18n.Say(ctx, "Biến động của hộ", "What became of the household")
	}
	parts := strings.SplitN(name, ".", 3)
	if len(parts) != 3 {
		return name
	}
	return f.title(ctx, parts[1]) + ": " + memberLabel(ctx, parts[2])
}

func memberLabel(ctx context.Context, name string) string {
	for _, t := range flags(ctx) {
		if t.Name == name {
			return t.Title
		}
	}
	return map[string]string{
		"order": i18n.Say(ctx, "Thứ tự", "Order"), "name": i18n.Say(ctx, "Họ và tên", "Full name"), "birth": i18n.Say(ctx, "Ngày sinh", "Born"),
		"sex": i18n.Say(ctx, "Giới tính", "Sex"), "ethnic": i18n.Say(ctx, "Dân tộc", "People"), "relation": i18n.Say(ctx, "Quan hệ với chủ hộ", "Relation to the head"),
		"citizen": i18n.Say(ctx, "Số định danh cá nhân", "Citizen number"), "end": i18n.Say(ctx, "Tình trạng", "Now"),
	}[name]
}

// Words are the words of a field's value.
func (f EntryForm) Words(ctx context.Context, name, value string) string {
	if value == "" {
		return "–"
	}
	last := name[strings.LastIndexByte(name, '.')+1:]
	for _, list := range map[string][][]ui.Option{"movement": {f.Movements}, "relation": {f.Relations}, "sex": {sexes(ctx)}, "end": {ends(ctx)}}[last] {
		for _, o := range list {
			if o.Value == value {
				return o.Label
			}
		}
	}
	if _, err := strconv.Atoi(value); err == nil && value == "1" && last != "b1" && last != "order" {
		return "✓"
	}
	return value
}

func optionOf(list []ui.Option, value string) []ui.Option {
	out := make([]ui.Option, len(list))
	for i, o := range list {
		o.Selected = o.Value == value
		out[i] = o
	}
	return out
}

// EntryList is the list of the households that somebody fills in.
type EntryList struct {
	Places  []EntryPlace
	Current EntryPlace
	Lines   []EntryLine
	Offline string // address of the offline application
}

// EntryPlace is a village of a review.
type EntryPlace struct {
	Title, Href string
	Count, Todo int
	Current     bool
}

// EntryLine is a household of the list.
type EntryLine struct {
	Code, Head, Href, Opening, Class, At string
	Entered                              bool
}

// Offline is the shell of the offline application: nothing of anybody.
type Offline struct {
	Base, Tenant string
	SignIn, Help string
	Form         EntryForm
}
