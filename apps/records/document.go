package records

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"vuon/platform/database"
	"vuon/platform/documents/register"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/text"
)

// MaxFile is how large a file of a document may be, in bytes.
const MaxFile = 30 << 20

// maxFiles is how many files a document may have.
const maxFiles = 10

// Upload is a file as it comes from a form.
type Upload struct {
	Name string
	Size int64
	Body io.Reader
}

// DraftForm is what a form says of an outgoing document.
type DraftForm struct {
	Kind       string
	Symbol     string // "" for the usual one of the kind
	Abstract   string
	Signatory  string
	Copies     int
	Recipients []string
}

// check tidies the form and refuses what is missing. Faults: bad_kind,
// bad_symbol, no_abstract, no_recipients.
func (f DraftForm) check(kinds []string, usual string) (DraftForm, error) {
	f.Symbol, f.Abstract, f.Signatory = text.Line(f.Symbol), text.Line(f.Abstract), text.Line(f.Signatory)
	var lines []string
	for _, l := range f.Recipients {
		if l = text.Line(l); keyOf(l) != "" {
			lines = append(lines, l)
		}
	}
	f.Recipients = lines
	switch {
	case !slices.Contains(kinds, f.Kind):
		return f, invalid("kind", "bad_kind", "Chọn loại văn bản được lấy số từ sổ văn bản đi (xem Cấu hình).", "Choose a type of document that takes a number from the register (see Configuration).")
	case f.Abstract == "" || len([]rune(f.Abstract)) > 1000:
		return f, invalid("abstract", "no_abstract", "Nhập trích yếu nội dung, tối đa 1.000 ký tự.", "Enter what the document is about, at most 1,000 characters.")
	case len(f.Recipients) == 0 || len(f.Recipients) > 100 || slices.ContainsFunc(f.Recipients, func(l string) bool { return len([]rune(l)) > 300 }):
		return f, invalid("recipients", "no_recipients", "Nhập nơi nhận, mỗi nơi một dòng (tối đa 100 dòng, mỗi dòng 300 ký tự).", "Enter the recipients, one a line (at most 100 lines of 300 characters).")
	case len([]rune(f.Symbol)) > 40 || strings.ContainsAny(f.Symbol, "/ "):
		return f, invalid("symbol", "bad_symbol", "Ký hiệu là phần sau số, không có dấu «/» và khoảng trắng, ví dụ QĐ-UBND.", "The symbol is what follows the number, without slash and blanks, such as QĐ-UBND.")
	case len([]rune(f.Signatory)) > 100:
		return f, invalid("signatory", "bad_signatory", "Tên người ký tối đa 100 ký tự.", "The signatory has at most 100 characters.")
	case f.Copies < 0 || f.Copies > 10_000:
		return f, invalid("copies", "bad_copies", "Số lượng bản từ 0 đến 10.000.", "The number of copies is from 0 to 10,000.")
	}
	if f.Symbol == "" {
		f.Symbol = usualSymbol(f.Kind, usual)
	}
	return f, nil
}

// usualSymbol is the symbol of a kind: "QĐ-UBND" from the tenant's "KH-UBND"; a
// công văn has the issuer alone (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.3).
func usualSymbol(kind, plan string) string {
	_, issuer, _ := strings.Cut(plan, "-")
	if kind == "CV" {
		return issuer
	}
	return kind + "-" + issuer
}

// settings are what the tenant says of its register.
func (s *Service) settings(ctx context.Context, tenant string) (kinds []string, first map[string]int, heading tenancy.Heading, err error) {
	if err = s.Tenants.Setting(ctx, tenant, tenancy.RegisterKinds, &kinds); err != nil {
		return nil, nil, heading, err
	}
	if err = s.Tenants.Setting(ctx, tenant, tenancy.RegisterFirst, &first); err != nil {
		return nil, nil, heading, err
	}
	err = s.Tenants.Setting(ctx, tenant, tenancy.DocumentHeading, &heading)
	return kinds, first, heading, err
}

// Prepare makes a draft of an outgoing document, or (id) changes one. Faults: see
// DraftForm, wrong_state.
func (s *Service) Prepare(ctx context.Context, tenant, id string, f DraftForm, uploads ...Upload) (r Record, err error) {
	err = s.changing(ctx, tenant, ActionPrepare, func(ctx context.Context, tx database.Tx) error {
		kinds, _, heading, err := s.settings(ctx, tenant)
		if err != nil {
			return err
		}
		if f, err = f.check(kinds, heading.Symbol); err != nil {
			return err
		}
		if r, err = s.begin(ctx, tx, id); err != nil {
			return err
		}
		r.Kind, r.Symbol, r.Abstract, r.Signatory, r.Copies, r.Recipients = f.Kind, f.Symbol, f.Abstract, f.Signatory, f.Copies, f.Recipients
		if err := s.attach(ctx, tenant, &r, uploads); err != nil {
			return err
		}
		if err := s.store.saveOutgoing(ctx, tx, r); err != nil {
			return err
		}
		return s.record(ctx, tx, "prepare", "outgoing", r.ID, "", r.Outgoing)
	})
	return r, err
}

// begin is the draft that is changed, or a new one.
func (s *Service) begin(ctx context.Context, tx database.Tx, id string) (r Record, err error) {
	if id != "" {
		if r, err = s.store.outgoing(ctx, tx, id, true); err == nil && r.State != Draft {
			err = faultState(r.State)
		}
		return r, err
	}
	if r.ID, err = newID(); err != nil {
		return r, err
	}
	r.State, r.MadeAt, r.MadeBy, r.Object, r.ObjectID = Draft, s.Clock.Now(), who(ctx), ObjectOwn, r.ID
	return r, s.store.addOutgoing(ctx, tx, r)
}

// attach keeps uploads as files of a document.
func (s *Service) attach(ctx context.Context, tenant string, r *Record, uploads []Upload) error {
	for _, up := range uploads {
		if len(r.Files) >= maxFiles {
			return invalid("file", "too_many_files", "Một văn bản có tối đa 10 tệp.", "A document has at most 10 files.")
		}
		if up.Size > MaxFile {
			return fault.New(fault.TooLarge, "file_too_large", "Tệp lớn hơn 30 MB. Hãy nén hoặc chia nhỏ tệp.", "The file is larger than 30 MB. Compress or divide it.").
				At("file", "Tệp lớn hơn 30 MB.", "The file is larger than 30 MB.")
		}
		id, err := newID()
		if err != nil {
			return err
		}
		f, err := s.keep(ctx, tenant, "records/"+r.ID+"/"+id, up.Name, up.Size, up.Body)
		if err != nil {
			return err
		}
		r.Files = append(r.Files, f)
	}
	return nil
}

// change does something with a document, locked, that the state allows.
func (s *Service) change(ctx context.Context, tenant, action, id string, states []State, fn func(ctx context.Context, tx database.Tx, r *Record) error) (r Record, err error) {
	err = s.changing(ctx, tenant, action, func(ctx context.Context, tx database.Tx) error {
		if r, err = s.store.outgoing(ctx, tx, id, true); err != nil {
			return err
		}
		if !slices.Contains(states, r.State) {
			return faultState(r.State)
		}
		return fn(ctx, tx, &r)
	})
	return r, err
}

// Attach adds files to a document that is not out yet.
func (s *Service) Attach(ctx context.Context, tenant, id string, uploads ...Upload) (Record, error) {
	return s.change(ctx, tenant, ActionPrepare, id, []State{Draft, Numbered}, func(ctx context.Context, tx database.Tx, r *Record) error {
		if err := s.attach(ctx, tenant, r, uploads); err != nil {
			return err
		}
		if err := s.store.saveOutgoing(ctx, tx, *r); err != nil {
			return err
		}
		return s.record(ctx, tx, "attach", "outgoing", id, "", r.Files)
	})
}

// Number gives a draft the next number of its kind and year, and its date, which
// is the day of today or one before it in the year (zero: today). Number and
// document are one transaction: neither is without the other. Faults: bad_date,
// wrong_state.
func (s *Service) Number(ctx context.Context, tenant, id string, dated time.Time) (Record, error) {
	today := day(s.Clock.Now())
	if dated.IsZero() {
		dated = today
	}
	if dated = day(dated); dated.After(today) || dated.Year() < today.Year()-1 {
		return Record{}, invalid("dated", "bad_date", "Ngày văn bản không sau hôm nay và không trước năm ngoái.", "The date is not after today, and not before last year.")
	}
	return s.change(ctx, tenant, ActionRegister, id, []State{Draft}, func(ctx context.Context, tx database.Tx, r *Record) error {
		_, first, _, err := s.settings(ctx, tenant)
		if err != nil {
			return err
		}
		r.State, r.Year, r.Dated = Numbered, dated.Year(), dated
		r.Number, err = s.Register.Next(ctx, tx, first[r.Kind], register.Entry{Year: r.Year, Kind: r.Kind, Symbol: r.Symbol, Dated: dated,
			Abstract: r.Abstract, Signatory: r.Signatory, Object: ObjectOwn, ObjectID: r.ID})
		if err != nil {
			return err
		}
		if err := s.store.saveOutgoing(ctx, tx, *r); err != nil {
			return err
		}
		return s.record(ctx, tx, "number", "outgoing", id, "", map[string]string{"number": r.Name(), "abstract": r.Abstract})
	})
}

// day is the civil day of t in Vietnam, as the register keeps it; a day that is
// one already stays.
func day(t time.Time) time.Time {
	if t.Location() == time.UTC && t.Equal(t.Truncate(24*time.Hour)) {
		return t
	}
	year, month, d := t.In(i18n.Zone()).Date()
	return time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
}

// Send gives a numbered document to its recipients. Fault wrong_state.
func (s *Service) Send(ctx context.Context, tenant, id string) (Record, error) {
	return s.change(ctx, tenant, ActionRegister, id, []State{Numbered}, func(ctx context.Context, tx database.Tx, r *Record) error {
		now := s.Clock.Now()
		r.State, r.SentAt, r.SentBy = Sent, &now, who(ctx)
		if err := s.store.saveOutgoing(ctx, tx, *r); err != nil {
			return err
		}
		return s.send(ctx, tx, *r)
	})
}

// Withdraw ends a document that was registered here, with a reason: a draft is
// given up; the number of another is made void and never given out again, and
// whoever got it sees that it was recalled. Faults: no_reason, wrong_state,
// record_elsewhere.
func (s *Service) Withdraw(ctx context.Context, tenant, id, reason string) (Record, error) {
	reason, err := reasoned(reason)
	if err != nil {
		return Record{}, err
	}
	return s.change(ctx, tenant, ActionRegister, id, []State{Draft, Numbered, Sent}, func(ctx context.Context, tx database.Tx, r *Record) error {
		switch {
		case r.Object != ObjectOwn:
			return faultElsewhere()
		case r.State == Draft:
			return s.end(ctx, tx, *r, Dropped, reason)
		}
		if err := s.Register.Void(ctx, tx, r.Year, r.Kind, r.Number, reason); err != nil {
			return err
		}
		return s.end(ctx, tx, *r, Voided, reason)
	})
}

func reasoned(reason string) (string, error) {
	reason = strings.TrimSpace(text.NFC(reason))
	if reason == "" || len([]rune(reason)) > 2000 {
		return "", invalid("reason", "no_reason", "Ghi rõ lý do, tối đa 2.000 ký tự.", "Say why, in at most 2,000 characters.")
	}
	return reason, nil
}

// Tick says how a document was sent to recipients outside of the deployment, or
// ("") that it was not. Faults: no_recipient, bad_way, wrong_state, record_unknown.
func (s *Service) Tick(ctx context.Context, tenant, id string, how How, lines ...int) error {
	if how != "" && !slices.Contains(Hows(), how) {
		return invalid("how", "bad_way", "Chọn cách gửi trong danh sách.", "Choose a way of sending from the list.")
	}
	if len(lines) == 0 {
		return invalid("how", "no_recipient", "Chọn ít nhất một nơi đã gửi.", "Tick at least one recipient.")
	}
	_, err := s.change(ctx, tenant, ActionRegister, id, []State{Sent}, func(ctx context.Context, tx database.Tx, r *Record) error {
		var at *time.Time
		by := ""
		if how != "" {
			at, by = new(s.Clock.Now()), who(ctx)
		}
		for _, seq := range lines {
			ticked, err := s.store.sentOut(ctx, tx, id, seq, how, at, by)
			if err != nil {
				return err
			}
			if !ticked {
				return faultNoDocument()
			}
		}
		return s.record(ctx, tx, "tick", "outgoing", id, "", map[string]any{"recipients": lines, "how": how})
	})
	return err
}
