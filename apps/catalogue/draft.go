package catalogue

import (
	"strings"
	"time"

	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/tenancy/declared"
	"vuon/platform/text"
	"vuon/platform/web/ui"
)

// Limits of what is entered, in characters and numbers.
const (
	maxWord    = 200
	maxTitle   = 2000
	maxRelated = 50
)

// Draft is a document as people write it: days as 05/02/2024, numbers of related
// documents apart by semicolons.
type Draft struct {
	Type          string `json:"type"`
	Number        string `json:"number"`
	Issuer        string `json:"issuer"`
	Date          string `json:"date"`
	Title         string `json:"title"`
	Status        string `json:"status"` // as stored, or in words
	EffectiveFrom string `json:"effective_from,omitempty"`
	EffectiveTo   string `json:"effective_to,omitempty"`
	Amends        string `json:"amends,omitempty"`
	Replaces      string `json:"replaces,omitempty"`
	ToCheck       bool   `json:"to_check,omitempty"`
}

// DraftOf writes a document as a draft, to be changed.
func DraftOf(d Document) Draft {
	return Draft{Type: d.Type, Number: d.Number, Issuer: d.Issuer, Date: written(d.Date), Title: d.Title, Status: string(d.Status),
		EffectiveFrom: written(d.EffectiveFrom), EffectiveTo: written(d.EffectiveTo), Amends: strings.Join(d.Amends, "; "),
		Replaces: strings.Join(d.Replaces, "; "), ToCheck: d.ToCheck}
}

func written(d declared.Date) string {
	if d == "" {
		return ""
	}
	return i18n.Date(d.Time())
}

// document reads a draft. The fault document_wrong marks every field that is
// wrong with what was expected.
func (w Draft) document() (Document, error) {
	r := reader{bad: fault.New(fault.Invalid, "document_wrong", "Thông tin văn bản chưa đúng.", "The document's data are wrong.")}
	d := Document{Type: r.line("type", w.Type, maxWord), Number: strings.Join(strings.Fields(text.NFC(w.Number)), ""),
		Issuer: r.line("issuer", w.Issuer, maxWord), Title: r.line("title", w.Title, maxTitle), ToCheck: w.ToCheck}
	if !numberForm.MatchString(d.Number) || len(d.Number) > maxWord {
		r.at("number", "Ghi số và ký hiệu, ví dụ 90/QĐ-TTg.", "Write number and symbol, as in 90/QĐ-TTg.")
	}
	if d.Date = r.day("date", w.Date); d.Date == "" && strings.TrimSpace(w.Date) == "" {
		r.at("date", "Ghi ngày ban hành, ví dụ 05/02/2024.", "Write the day of issue, as in 05/02/2024.")
	}
	d.Status = r.status(w.Status)
	d.EffectiveFrom, d.EffectiveTo = r.day("effective_from", w.EffectiveFrom), r.day("effective_to", w.EffectiveTo)
	if d.EffectiveTo != "" && d.EffectiveTo < max(d.EffectiveFrom, d.Date) {
		r.at("effective_to", "Ngày hết hiệu lực phải từ ngày có hiệu lực trở đi.", "The last day comes before the first.")
	}
	d.Amends, d.Replaces = r.numbers("amends", w.Amends, d.Number), r.numbers("replaces", w.Replaces, d.Number)
	d.fold()
	if len(r.bad.Fields) > 0 {
		return d, r.bad
	}
	return d, nil
}

// reader reads the fields of a draft and gathers what is wrong.
type reader struct{ bad *fault.Error }

func (r *reader) at(name, vi, en string) { r.bad = r.bad.At(name, vi, en) }

func (r *reader) line(name, s string, most int) string {
	s = text.Line(s)
	switch n := len([]rune(s)); {
	case n == 0:
		r.at(name, "Không được để trống.", "Must be filled in.")
	case n > most:
		r.at(name, "Dài quá, hãy rút gọn.", "Too long, please shorten it.")
	}
	return s
}

func (r *reader) day(name, s string) declared.Date {
	if text.Line(s) == "" {
		return ""
	}
	t, err := ui.ReadDate(s)
	if err != nil {
		f := fault.From(err)
		r.at(name, f.Message.VI, f.Message.EN)
		return ""
	}
	return declared.DateOf(t.Add(time.Hour))
}

func (r *reader) status(s string) Status {
	want := text.Fold(text.Line(s))
	for _, known := range []Status{InForce, Amended, Expired} {
		if want == text.Fold(string(known)) || want == text.Fold(known.Title().VI) {
			return known
		}
	}
	if strings.HasPrefix(want, "da duoc sua doi") {
		return Amended
	}
	if want == "" {
		return InForce
	}
	r.at("status", "Chọn: Còn hiệu lực, Đã được sửa đổi, bổ sung, hoặc Hết hiệu lực.", "Choose: in force, amended, or expired.")
	return InForce
}

func (r *reader) numbers(name, s, own string) (list []string) {
	for part := range strings.FieldsFuncSeq(text.NFC(s), func(c rune) bool { return c == ';' || c == ',' || c == '\n' }) {
		number := strings.Join(strings.Fields(part), "")
		switch {
		case number == "":
			continue
		case !numberForm.MatchString(number):
			r.at(name, "“"+shorten(number)+"” không phải số, ký hiệu văn bản; các số cách nhau bằng dấu chấm phẩy.",
				"“"+shorten(number)+"” is no number of a document; put semicolons between them.")
			return list
		case number == own:
			r.at(name, "Văn bản không sửa đổi, thay thế chính nó.", "A document does not amend or replace itself.")
			return list
		}
		if list = append(list, number); len(list) > maxRelated {
			r.at(name, "Nhiều quá 50 văn bản.", "More than 50 documents.")
			return list
		}
	}
	return list
}

func shorten(s string) string {
	r := []rune(s)
	return string(r[:min(len(r), 60)])
}

// field is one field of a document in words, by the name that forms give it.
type field struct{ name, value string }

// fields are all of a document's fields, in the order of forms and lists.
func (d Document) fields() []field {
	w := DraftOf(d)
	check := ""
	if d.ToCheck {
		check = "x"
	}
	return []field{{"type", w.Type}, {"number", w.Number}, {"issuer", w.Issuer}, {"date", w.Date}, {"title", w.Title},
		{"status", d.Status.Title().VI}, {"effective_from", w.EffectiveFrom}, {"effective_to", w.EffectiveTo}, {"amends", w.Amends},
		{"replaces", w.Replaces}, {"to_check", check}}
}
