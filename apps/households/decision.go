package households

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/tenancy/declared"
	"vuon/platform/text"
)

// DecisionKind is what a decision of the commune's chair does.
type DecisionKind string

// The kinds.
const (
	Recognises DecisionKind = "recognise"
	Corrects   DecisionKind = "correct"
)

// Decision is a decision of a commune's chair on a review. A commune keeps its own
// register of documents, on paper or elsewhere: the number comes from there, and is
// given out once a year and commune.
type Decision struct {
	ID        string        `bun:"id,pk" json:"id"`
	Round     string        `bun:"round" json:"round"`
	Unit      string        `bun:"unit" json:"unit"`
	Kind      DecisionKind  `bun:"kind" json:"kind"`
	Year      int           `bun:"year" json:"year"`
	Number    int           `bun:"number" json:"number"`
	Dated     declared.Date `bun:"dated,type:date" json:"dated"`
	Capacity  string        `bun:"capacity" json:"capacity"` // lines apart by \n: "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
	Signatory string        `bun:"signatory" json:"signatory"`
	Reason    string        `bun:"reason" json:"reason,omitempty"`
	Entries   []Decided     `bun:"entries,type:jsonb" json:"entries"`
	Account   string        `bun:"account" json:"-"`
	Actor     string        `bun:"actor" json:"actor"`
	At        time.Time     `bun:"at" json:"at"`
}

// Decided is a household as a decision names it.
type Decided struct {
	Household string         `bun:"household" json:"household"`
	Code      string         `bun:"code" json:"code"`
	Head      string         `bun:"head" json:"head"`
	Village   string         `bun:"village" json:"village"` // name
	Persons   int            `bun:"persons" json:"persons"`
	Opening   classify.Class `bun:"opening" json:"opening"`
	Class     classify.Class `bun:"class" json:"class"`
	Kind      classify.Kind  `bun:"kind" json:"kind,omitempty"`
	Escapes   bool           `bun:"escapes" json:"escapes,omitempty"`
	Before    classify.Class `bun:"-" json:"before,omitempty"` // of a correction: the class that was recognised
}

// Symbol is number and symbol: "45/QĐ-UBND".
func (d Decision) Symbol() string { return fmt.Sprintf("%02d/QĐ-UBND", d.Number) }

// Words are how others refer to the decision: "Quyết định số 45/QĐ-UBND ngày 12/12/2024".
func (d Decision) Words() string {
	return "Quyết định số " + d.Symbol() + " ngày " + i18n.Date(d.Dated.Time())
}

// MaxDecision is the highest number that a decision can have.
const MaxDecision = 99999

func (d *Decision) check(today, since declared.Date) error {
	d.Signatory = text.Line(d.Signatory)
	d.Capacity = strings.TrimSpace(text.NFC(d.Capacity))
	switch {
	case d.Number < 1 || d.Number > MaxDecision:
		return faultReview("number", "Số quyết định là số nguyên từ 1 đến 99999.", "The number is a whole number from 1 to 99999.")
	case d.Dated == "" || d.Dated > today:
		return faultReview("dated", "Ngày ký phải là hôm nay hoặc trước đó.", "The date is today or earlier.")
	case d.Dated < since:
		return faultReview("dated", "Ngày ký không thể trước ngày "+i18n.Date(since.Time())+".", "The date cannot be before "+i18n.Date(since.Time())+".")
	case d.Signatory == "" || len(d.Signatory) > 200:
		return faultReview("signatory", "Hãy ghi họ tên người ký.", "Write who signs.")
	case d.Capacity == "" || len(d.Capacity) > 200:
		return faultReview("capacity", "Hãy ghi chức vụ người ký.", "Write in which capacity.")
	}
	d.Year = d.Dated.Time().Year()
	return nil
}

// Recognise decides the results of a commune: the registry takes them over, with
// the decision, and the review is closed there. The posting is over; where there is
// a district, its chair has agreed. Whoever entered or submitted results does not
// recognise them. Faults: review_stage, posting_not_over, complaints_open,
// number_taken, review_incomplete with the field, incompatible_hands.
func (s *Service) Recognise(ctx context.Context, tenant, round, code string, d Decision) (Decision, error) {
	taken := StepRecord{Step: StepRecognise, Dated: d.Dated}
	err := s.stepping(ctx, tenant, round, code, taken, func(ctx context.Context, tx database.Tx, w *review) (map[string]any, error) {
		if err := s.postingOver(ctx, tx, *w); err != nil {
			return nil, err
		}
		if err := d.check(s.today(), max(plusDays(w.Commune.PostedUntil, 1), w.Commune.OpinedOn)); err != nil {
			return nil, err
		}
		d.Kind = Recognises
		rows, err := s.store.recognisable(ctx, tx, w.Round.ID, w.Unit.ID)
		if err != nil {
			return nil, err
		}
		if err := s.decide(ctx, tx, *w, &d, rows); err != nil {
			return nil, err
		}
		if err := s.take(ctx, tx, d, rows); err != nil {
			return nil, err
		}
		w.Commune.DecisionNumber, w.Commune.DecisionOn, w.Commune.Signatory = d.Symbol(), d.Dated, d.Signatory
		if err := s.answerAll(ctx, tx, *w); err != nil {
			return nil, err
		}
		return map[string]any{"decision": d.Symbol(), "dated": d.Dated, "households": len(d.Entries)}, nil
	})
	return d, err
}

// decide writes the decision with the households that it names.
func (s *Service) decide(ctx context.Context, tx database.Tx, w review, d *Decision, rows []found) error {
	d.ID, d.Round, d.Unit, d.At, d.Entries = uuid.NewString(), w.Round.ID, w.Unit.ID, s.now(), []Decided{}
	d.Account, d.Actor = who(ctx)
	for _, r := range rows {
		if r.Before != "" || shown(r.Opening, r.Class, r.Movement) {
			d.Entries = append(d.Entries, r.Decided)
		}
	}
	return s.store.addDecision(ctx, tx, *d)
}

// found is a result with what the registry holds of its household.
type found struct {
	Decided
	Movement  classify.Movement `bun:"movement"`
	B1        int               `bun:"b1"`
	Deprived  classify.Set      `bun:"deprived"`
	Causes    classify.Set      `bun:"causes"`
	Merit     bool              `bun:"merit"`
	NoLabour  bool              `bun:"no_labour"`
	Now       classify.Class    `bun:"now"` // class in the registry
	EscapedOn declared.Date     `bun:"escaped_on"`
	State     State             `bun:"state"`
}

// standing is what a household is in the registry from a decision on: newly
// escaped when it leaves poverty by it, and while it was and its 36 months last;
// whoever is poor or near-poor again is that.
func standing(class classify.Class, escapes bool, now classify.Class, escapedOn, decided declared.Date) (classify.Class, declared.Date) {
	switch {
	case class.Counted():
		return class, ""
	case escapes:
		return classify.Escaped, decided
	case now == classify.Escaped && escapedOn != "" && decided <= declared.DateOf(classify.EscapedUntil(escapedOn.Time())):
		return classify.Escaped, escapedOn
	}
	return classify.NotPoor, ""
}

// taken is a household's row as a decision leaves it.
type taken struct {
	ID        string         `json:"id"`
	Class     classify.Class `json:"class"`
	EscapedOn *declared.Date `json:"escaped_on"`
	B1        int            `json:"b1"`
	Deprived  classify.Set   `json:"deprived"`
	Causes    classify.Set   `json:"causes"`
	Merit     bool           `json:"merit"`
	NoLabour  bool           `json:"no_labour"`
}

// take makes the registry say what was decided.
func (s *Service) take(ctx context.Context, tx database.Tx, d Decision, rows []found) error {
	var list []taken
	for _, r := range rows {
		if r.State != StateHere {
			continue
		}
		if !r.Movement.Closes() {
			if err := s.end(ctx, tx, d, r); err != nil {
				return err
			}
			continue
		}
		class, escaped := standing(r.Class, r.Escapes, r.Now, r.EscapedOn, d.Dated)
		t := taken{ID: r.Household, Class: class, B1: r.B1, Deprived: r.Deprived, Causes: r.Causes, Merit: r.Merit, NoLabour: r.NoLabour}
		if escaped != "" {
			t.EscapedOn = &escaped
		}
		list = append(list, t)
	}
	if err := s.store.takeClasses(ctx, tx, list, d.Dated, s.now()); err != nil {
		return err
	}
	return s.store.takeSpells(ctx, tx, list, d.Dated, CauseRecognise, d.Words())
}

// end takes a household out of the registry that the review found gone, with its
// members and their citizen numbers.
func (s *Service) end(ctx context.Context, tx database.Tx, d Decision, r found) error {
	day := max(d.Dated, s.today())
	c := &changing{Service: s, tx: tx, day: day, cause: CauseRecognise, reason: d.Words()}
	list, err := c.take(ctx, r.Household)
	if err != nil {
		return err
	}
	f, why := list[0], EndedLeft
	f.State = map[classify.Movement]State{classify.Left: StateLeft, classify.Merged: StateMerged, classify.Died: StateDied}[r.Movement]
	if f.State == StateDied {
		why = EndedDied
	}
	for len(f.members) > 0 {
		if _, err := c.leave(ctx, f, len(f.members)-1, why); err != nil {
			return err
		}
	}
	f.EndedOn, f.ReviewedOn = day, d.Dated
	return c.settle(ctx, f)
}

// answerAll tells each request what became of it, with the reason where it was not
// granted (Quyết định 24/2021/QĐ-TTg, Điều 5).
func (s *Service) answerAll(ctx context.Context, tx database.Tx, w review) error {
	asked, err := s.store.requests(ctx, tx, w.Round.ID, w.Unit.ID)
	if err != nil || len(asked) == 0 {
		return err
	}
	standards, err := s.standards(ctx, w.Round.AsOf)
	if err != nil {
		return err
	}
	for _, q := range asked {
		if q.State != RequestListed {
			continue
		}
		r, there, err := s.store.result(ctx, tx, w.Round.ID, q.Household)
		if err != nil {
			return err
		}
		if !there {
			continue
		}
		q.State, q.AnsweredOn = RequestGranted, s.today()
		if !q.granted(r.Outcome.Class) {
			q.State, q.Answer = RequestDenied, explained(standards.Of(w.Unit), r.Facts)
		}
		if err := s.store.answerRequest(ctx, tx, q); err != nil {
			return err
		}
	}
	return nil
}

// explained are the reasons of a classification, as people read them.
func explained(standard classify.Standard, f classify.Facts) string {
	o, _ := classify.Of(standard, f) // the facts were checked when they were entered
	var said []string
	for _, r := range o.Reasons {
		said = append(said, r.Text.VI)
	}
	return strings.Join(said, " ")
}

// Decisions are those of a commune's review, the recognition first.
func (s *Service) Decisions(ctx context.Context, tenant, round, code string) (list []Decision, err error) {
	err = s.viewing(ctx, tenant, round, code, func(ctx context.Context, tx database.Tx, w review) error {
		list, err = s.store.decisions(ctx, tx, w.Round.ID, w.Unit.ID)
		return err
	})
	return list, err
}
