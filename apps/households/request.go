package households

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/tenancy/declared"
	"vuon/platform/text"
)

// RequestState is what became of a request.
type RequestState string

// The states.
const (
	RequestOpen    RequestState = "open"
	RequestListed  RequestState = "listed"  // on the list to be reviewed
	RequestRefused RequestState = "refused" // not reviewed, with the reason
	RequestGranted RequestState = "granted" // recognised as it asked
	RequestDenied  RequestState = "denied"  // recognised otherwise, with the reason
)

// Title is the state in words.
func (s RequestState) Title() i18n.Text {
	return map[RequestState]i18n.Text{
		RequestOpen:    i18n.T("Mới nhận", "Received"),
		RequestListed:  i18n.T("Đã đưa vào danh sách", "On the list"),
		RequestRefused: i18n.T("Không tiếp nhận", "Refused"),
		RequestGranted: i18n.T("Được công nhận", "Granted"),
		RequestDenied:  i18n.T("Không được công nhận", "Denied"),
	}[s]
}

// What a request asks for.
const (
	AsksPoor     = "poor"      // đề nghị công nhận hộ nghèo
	AsksNearPoor = "near_poor" // hộ cận nghèo
	AsksEscape   = "escape"    // thoát nghèo, thoát cận nghèo
)

// Request is a household's request to be reviewed (giấy đề nghị): Mẫu số 01 in the
// periodic review, Mẫu số 04 in the regular one (Quyết định 24/2021/QĐ-TTg).
type Request struct {
	ID         string        `bun:"id,pk" json:"id"`
	Round      string        `bun:"round" json:"round"`
	Unit       string        `bun:"unit" json:"unit"`
	Household  string        `bun:"household" json:"household"`
	Asks       string        `bun:"asks" json:"asks"`
	Reason     string        `bun:"reason" json:"reason"`
	FiledOn    declared.Date `bun:"filed_on,type:date" json:"filed_on"`
	State      RequestState  `bun:"state" json:"state"`
	Answer     string        `bun:"answer" json:"answer,omitempty"`
	AnsweredOn declared.Date `bun:"answered_on,type:date" json:"answered_on,omitempty"`
	CreatedBy  string        `bun:"created_by" json:"-"`
	CreatedAt  time.Time     `bun:"created_at" json:"created_at"`

	Code string `bun:"code,scanonly" json:"code"`
	Head string `bun:"head,scanonly" json:"head"`
}

// Form is the number of the form that the request is written on.
func (k RoundKind) Form() string {
	if k == Regular {
		return "04"
	}
	return "01"
}

// Requests are those of a commune, the oldest first.
func (s *Service) Requests(ctx context.Context, tenant, round, code string) (list []Request, err error) {
	err = s.viewing(ctx, tenant, round, code, func(ctx context.Context, tx database.Tx, w review) error {
		list, err = s.store.requests(ctx, tx, w.Round.ID, w.Unit.ID)
		return err
	})
	return list, err
}

// FileRequest takes a household's request in; the household is its id or code. Faults: review_incomplete with the
// field, request_twice.
func (s *Service) FileRequest(ctx context.Context, tenant, round, code string, q Request) (Request, error) {
	reason, err := statement("reason", q.Reason, true)
	if err != nil {
		return q, err
	}
	if q.Asks != AsksPoor && q.Asks != AsksNearPoor && q.Asks != AsksEscape {
		return q, faultReview("asks", "Hãy chọn nội dung đề nghị.", "Choose what is asked for.")
	}
	err = s.working(ctx, tenant, round, code, ActionList, []Stage{Listing, Reviewing}, func(ctx context.Context, tx database.Tx, w *review) error {
		if q.FiledOn == "" || q.FiledOn > s.today() {
			return faultReview("filed_on", "Ngày nộp đơn phải là hôm nay hoặc trước đó.", "The day of filing is today or earlier.")
		}
		h, err := s.store.named(ctx, tx, w.Unit.ID, q.Household)
		if err != nil {
			return err
		}
		account, _ := who(ctx)
		q.Household = h.ID
		q.ID, q.Round, q.Unit, q.Reason, q.State = uuid.NewString(), w.Round.ID, w.Unit.ID, reason, RequestOpen
		q.CreatedBy, q.CreatedAt = account, s.now()
		if err := s.store.addRequest(ctx, tx, q); err != nil {
			return err
		}
		return s.record(ctx, tx, ActionList, "review_request", q.ID, nil, map[string]any{"review": w.id(), "household": q.Household, "asks": q.Asks}, reason)
	})
	return q, err
}

// AcceptRequest puts the household of a request onto the list.
func (s *Service) AcceptRequest(ctx context.Context, tenant, round, code, id string) error {
	return s.answering(ctx, tenant, round, code, id, func(ctx context.Context, tx database.Tx, w *review, q Request) error {
		return s.accept(ctx, tx, *w, q)
	})
}

// RefuseRequest declines to review the household, with the reason that it is told
// in writing.
func (s *Service) RefuseRequest(ctx context.Context, tenant, round, code, id, reason string) error {
	reason, err := statement("reason", reason, true)
	if err != nil {
		return err
	}
	return s.answering(ctx, tenant, round, code, id, func(ctx context.Context, tx database.Tx, w *review, q Request) error {
		q.State, q.Answer, q.AnsweredOn = RequestRefused, reason, s.today()
		if err := s.store.answerRequest(ctx, tx, q); err != nil {
			return err
		}
		return s.record(ctx, tx, ActionList, "review_request", q.ID, map[string]any{"state": RequestOpen}, map[string]any{"state": q.State}, reason)
	})
}

func (s *Service) answering(ctx context.Context, tenant, round, code, id string, fn func(ctx context.Context, tx database.Tx, w *review, q Request) error) error {
	return s.working(ctx, tenant, round, code, ActionList, []Stage{Listing, Reviewing}, func(ctx context.Context, tx database.Tx, w *review) error {
		q, err := s.store.request(ctx, tx, w.Round.ID, w.Unit.ID, id)
		if err != nil {
			return err
		}
		if q.State != RequestOpen {
			return faultAnswered()
		}
		return fn(ctx, tx, w, q)
	})
}

// accept lists the household of a request.
func (s *Service) accept(ctx context.Context, tx database.Tx, w review, q Request) error {
	if _, err := s.store.listOne(ctx, tx, w.Round, w.Unit.ID, q.Household, listedRequest); err != nil {
		return err
	}
	q.State = RequestListed
	if err := s.store.answerRequest(ctx, tx, q); err != nil {
		return err
	}
	return s.record(ctx, tx, ActionList, "review_request", q.ID, map[string]any{"state": RequestOpen}, map[string]any{"state": q.State}, "")
}

// granted reports whether a household was recognised as its request asked.
func (q Request) granted(class classify.Class) bool {
	switch q.Asks {
	case AsksPoor:
		return class == classify.Poor
	case AsksNearPoor:
		return class.Counted()
	}
	return class == classify.NotPoor
}

// maxStatement is how long a reason, finding or opinion may be, in characters.
const maxStatement = 4000

// statement is what somebody states, as it is kept: composed, trimmed, of bounded
// length. Fault review_incomplete at the field.
func statement(field, raw string, needed bool) (string, error) {
	said := strings.TrimSpace(text.NFC(raw))
	switch {
	case utf8.RuneCountInString(said) > maxStatement:
		return said, faultReview(field, "Dài quá 4.000 ký tự.", "Longer than 4,000 characters.")
	case said == "" && needed:
		return said, faultReview(field, "Chưa ghi nội dung.", "Nothing is written here.")
	}
	return said, nil
}
