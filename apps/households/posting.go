package households

import (
	"context"
	"strings"
	"time"

	"vuon/apps/households/classify"
	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
	"vuon/platform/text"
)

// PostedHousehold is a line of what is hung up: name, village, class, and nothing
// else that the public could read.
type PostedHousehold struct {
	Household string         `json:"household"`
	Head      string         `json:"head"`
	Village   string         `json:"village"`
	Opening   classify.Class `json:"opening"`
	Class     classify.Class `json:"class"`
}

// Posting is a public posting (niêm yết) of a review's results.
type Posting struct {
	Seq      int               `bun:"seq,pk" json:"seq"` // 2 and more: again, after a re-check
	PostedOn declared.Date     `bun:"posted_on,type:date" json:"posted_on"`
	Until    declared.Date     `bun:"until,type:date" json:"until"` // the last day of the posting
	Places   string            `bun:"places" json:"places"`
	Entries  []PostedHousehold `bun:"entries,type:jsonb" json:"entries"`
	Account  string            `bun:"account" json:"-"`
	Actor    string            `bun:"actor" json:"actor"`
	At       time.Time         `bun:"at" json:"at"`
}

// has reports whether the household was hung up, and as what.
func (p Posting) has(household string) (classify.Class, bool) {
	for _, e := range p.Entries {
		if e.Household == household {
			return e.Class, true
		}
	}
	return "", false
}

// shown reports whether a result is hung up: poor and near-poor households, and
// those that leave one of these lists.
func shown(opening, class classify.Class, m classify.Movement) bool {
	return m.Closes() && (class.Counted() || opening.Counted())
}

// Postings are those of a commune, the first one first.
func (s *Service) Postings(ctx context.Context, tenant, round, code string) (list []Posting, err error) {
	err = s.viewing(ctx, tenant, round, code, func(ctx context.Context, tx database.Tx, w review) error {
		list, err = s.store.postings(ctx, tx, w.Round.ID, w.Unit.ID)
		return err
	})
	return list, err
}

// Post hangs the results up from a day on, for as many working days as the terms
// ask: after the meetings all of them, after a re-check those that were looked
// into. Faults: villages_not_met, villages_not_agreed, complaints_open,
// review_incomplete with the field.
func (s *Service) Post(ctx context.Context, tenant, round, code string, on declared.Date, places string) (p Posting, err error) {
	places = text.Line(places)
	taken := StepRecord{Step: StepPost, Dated: on}
	err = s.stepping(ctx, tenant, round, code, taken, func(ctx context.Context, tx database.Tx, w *review) (map[string]any, error) {
		if err := s.checkPosting(*w, on, places); err != nil {
			return nil, err
		}
		p = Posting{PostedOn: on, Until: w.Terms.postedUntil(on), Places: places, At: s.now()}
		p.Account, p.Actor = who(ctx)
		if p.Entries, err = s.toPost(ctx, tx, *w); err != nil {
			return nil, err
		}
		if p.Seq, err = s.store.addPosting(ctx, tx, w.Round.ID, w.Unit.ID, p); err != nil {
			return nil, err
		}
		w.Commune.PostedOn, w.Commune.PostedUntil = p.PostedOn, p.Until
		return map[string]any{"posting": p.Seq, "households": len(p.Entries), "until": p.Until}, nil
	})
	return p, err
}

// postedUntil is the last of the working days of a posting, the day on which it is
// hung up not counted (Bộ luật Dân sự 2015, Điều 147).
func (t Terms) postedUntil(on declared.Date) declared.Date { return t.after(on, t.PostingDays) }

func (s *Service) checkPosting(w review, on declared.Date, places string) error {
	since := max(w.Commune.MetOn, w.Commune.RecheckedOn)
	switch {
	case on == "" || on > s.today():
		return faultReview("posted_on", "Ngày niêm yết phải là hôm nay hoặc trước đó.", "The day of the posting is today or earlier.")
	case on < since:
		return faultReview("posted_on", "Ngày niêm yết không thể trước ngày họp dân hoặc ngày phúc tra.", "The posting cannot be before the meeting or the re-check.")
	case places == "" || len(places) > 500:
		return faultReview("places", "Hãy ghi nơi niêm yết, không quá 500 ký tự.", "Write where it is posted, at most 500 characters.")
	}
	return nil
}

// toPost are the lines to be hung up now.
func (s *Service) toPost(ctx context.Context, tx database.Tx, w review) ([]PostedHousehold, error) {
	if w.Commune.Stage == Rechecking {
		open, err := s.store.openComplaints(ctx, tx, w.Round.ID, w.Unit.ID)
		if err != nil || open > 0 {
			return nil, orElse(err, faultComplaintsOpen(open))
		}
		return s.store.rechecks(ctx, tx, w.Round.ID, w.Unit.ID, w.Commune.RecheckedOn)
	}
	progress, err := s.store.villageProgress(ctx, tx, w.Round.ID, w.Unit.ID)
	if err != nil {
		return nil, err
	}
	meetings, err := s.store.meetings(ctx, tx, w.Round.ID, w.Unit.ID)
	if err != nil {
		return nil, err
	}
	switch waiting, refused := unmet(progress, meetings); {
	case len(waiting) > 0:
		return nil, faultNotMet(strings.Join(waiting, ", "))
	case len(refused) > 0:
		return nil, faultNotAgreed(strings.Join(refused, ", "))
	}
	return s.store.posted(ctx, tx, w.Round.ID, w.Unit.ID)
}
