package supervision

import (
	"strings"
	"time"
	"unicode/utf8"

	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/text"
)

// Kind is what a letter to a tenant is.
type Kind string

// The kinds of letters.
const (
	Remark   Kind = "remark"   // nhận xét
	Request  Kind = "request"  // đề nghị sửa đổi
	Reminder Kind = "reminder" // nhắc việc, đôn đốc
	Note     Kind = "note"     // ý kiến giám sát của Mặt trận
)

// Title is the kind in words.
func (k Kind) Title() i18n.Text {
	return map[Kind]i18n.Text{
		Remark:   i18n.T("Nhận xét", "Remark"),
		Request:  i18n.T("Đề nghị sửa đổi", "Request for amendment"),
		Reminder: i18n.T("Nhắc việc", "Reminder"),
		Note:     i18n.T("Ý kiến giám sát", "Supervision note"),
	}[k]
}

// LetterState is where a letter stands.
type LetterState string

// The states of a letter.
const (
	LetterOpen     LetterState = "open"
	LetterAnswered LetterState = "answered"
	LetterClosed   LetterState = "closed"
)

// Title is the state in words.
func (s LetterState) Title() i18n.Text {
	return map[LetterState]i18n.Text{
		LetterOpen:     i18n.T("Chưa trả lời", "Not answered"),
		LetterAnswered: i18n.T("Đã trả lời", "Answered"),
		LetterClosed:   i18n.T("Đã kết thúc", "Closed"),
	}[s]
}

// Letter is what was said to a tenant about its plan of a year.
type Letter struct {
	Tenant    string      `json:"tenant"`
	ID        string      `json:"id"`
	Year      int         `json:"year"`
	Kind      Kind        `json:"kind"`
	Section   string      `json:"section"` // place in the plan: "IV.1"
	Title     string      `json:"title"`
	Body      string      `json:"body"`
	Due       *time.Time  `json:"due"`
	State     LetterState `json:"state"`
	Sender    string      `json:"sender"` // tenant of who wrote it
	Account   string      `json:"-"`
	Actor     string      `json:"actor"`
	CreatedAt time.Time   `json:"created_at"`
	ReadAt    *time.Time  `json:"read_at"`
	ReadBy    string      `json:"read_by"`
}

// Answer is one word of the exchange about a letter.
type Answer struct {
	Body    string      `json:"body"`
	State   LetterState `json:"state"`
	Account string      `json:"-"`
	Actor   string      `json:"actor"`
	Outside bool        `json:"outside"` // said by the sender
	At      time.Time   `json:"at"`
}

// How long title and body of a letter may be, in characters.
const (
	MaxLetterTitle = 300
	MaxLetterBody  = 8000
)

// said is what a letter says, as it is kept.
func said(title, body string) (string, string, error) {
	title, body = text.Line(title), strings.TrimSpace(text.NFC(body))
	f := fault.New(fault.Invalid, "letter_incomplete", "Nội dung chưa đủ, xem các ô được đánh dấu.", "Something is missing, see what is marked.")
	if title == "" {
		f = f.At("title", "Chưa ghi tiêu đề.", "The title is missing.")
	}
	if utf8.RuneCountInString(title) > MaxLetterTitle {
		f = f.At("title", "Tiêu đề dài quá 300 ký tự.", "The title is longer than 300 characters.")
	}
	if body == "" {
		f = f.At("body", "Chưa ghi nội dung.", "The text is missing.")
	}
	if utf8.RuneCountInString(body) > MaxLetterBody {
		f = f.At("body", "Nội dung dài quá 8.000 ký tự.", "The text is longer than 8,000 characters.")
	}
	if len(f.Fields) > 0 {
		return title, body, f
	}
	return title, body, nil
}

func faultNoLetter() *fault.Error {
	return fault.New(fault.NotFound, "letter_unknown", "Không tìm thấy ý kiến này.", "There is no such letter.")
}
