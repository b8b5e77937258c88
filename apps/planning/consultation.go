package planning

import (
	"context"
	"slices"
	"time"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/i18n"
)

// Verdict is what an office says of a draft.
type Verdict string

// The verdicts. An office that says nothing has none: silence is not consent.
const (
	Agree    Verdict = "agree"
	Propose  Verdict = "propose"  // another wording of a part
	Disagree Verdict = "disagree" // with a reason
)

// Title is the verdict in words; that of none says so.
func (v Verdict) Title() i18n.Text {
	switch v {
	case Agree:
		return i18n.T("Thống nhất", "Agrees")
	case Propose:
		return i18n.T("Đề nghị sửa", "Proposes changes")
	case Disagree:
		return i18n.T("Không thống nhất", "Disagrees")
	}
	return i18n.T("Chưa có ý kiến", "No answer yet")
}

// Outcome is what the drafter made of an opinion.
type Outcome string

// The outcomes.
const (
	Undecided Outcome = ""
	Taken     Outcome = "taken"
	Declined  Outcome = "declined"
)

// Title is the outcome in words.
func (o Outcome) Title() i18n.Text {
	switch o {
	case Taken:
		return i18n.T("Tiếp thu", "Taken up")
	case Declined:
		return i18n.T("Không tiếp thu", "Not taken up")
	}
	return i18n.T("Chưa xử lý", "Not decided")
}

// Opinion is one thing that an office said.
type Opinion struct {
	Round       int        `json:"round"`
	Seq         int        `json:"seq"`
	Office      string     `json:"office"`
	Verdict     Verdict    `json:"verdict" enum:"agree,propose,disagree"`
	Reason      string     `json:"reason"`
	Section     string     `json:"section,omitempty"` // part that it is about; "" is the whole
	Title       string     `json:"title,omitempty"`   // of that part
	Tag         string     `json:"-"`                 // of that part as the office saw it
	Before      string     `json:"before,omitempty"`
	Proposed    string     `json:"proposed,omitempty"`
	Source      string     `json:"source,omitempty"` // the letter from which it was entered for the office
	GivenAt     time.Time  `json:"given_at"`
	GivenID     string     `json:"-"`
	GivenBy     string     `json:"given_by"`
	WithdrawnAt *time.Time `json:"withdrawn_at,omitempty"`
	Outcome     Outcome    `json:"outcome" enum:",taken,declined"`
	Word        string     `json:"word,omitempty"` // of the drafter
	DecidedAt   *time.Time `json:"decided_at,omitempty"`
	DecidedBy   string     `json:"decided_by,omitempty"`
}

// Open reports whether the drafter still has to decide on it.
func (o Opinion) Open() bool { return o.Verdict != Agree && o.Outcome == Undecided }

// Asked is an office that was asked, with what it said.
type Asked struct {
	Office   string    `json:"office"`
	Name     string    `json:"name"`
	Function string    `json:"function"`
	UnitCode string    `json:"unit_code,omitempty"`
	Projects []string  `json:"projects"` // about which it is asked in particular; codes
	Opinions []Opinion `json:"opinions"` // those that it did not withdraw
}

// Verdict is the gravest thing that the office said; "" while it is silent.
func (a Asked) Verdict() (gravest Verdict) {
	weight := map[Verdict]int{Agree: 1, Propose: 2, Disagree: 3}
	for _, o := range a.Opinions {
		if weight[o.Verdict] > weight[gravest] {
			gravest = o.Verdict
		}
	}
	return gravest
}

// Round is one round of asking.
type Round struct {
	Year      int        `json:"year"`
	Version   int        `json:"version"`
	Round     int        `json:"round"`
	Question  string     `json:"question"`
	Due       time.Time  `json:"due"` // the last day on which to answer
	OpenedAt  time.Time  `json:"opened_at"`
	OpenedID  string     `json:"-"`
	OpenedBy  string     `json:"opened_by"`
	ClosedAt  *time.Time `json:"closed_at,omitempty"`
	ClosedBy  string     `json:"closed_by,omitempty"`
	Cancelled string     `json:"cancelled,omitempty"` // why asking was taken back
	Asked     []Asked    `json:"asked"`
}

// Open reports whether offices may still answer.
func (r Round) Open() bool { return r.ClosedAt == nil && r.Cancelled == "" }

// Late reports whether the last day is over.
func (r Round) Late(now time.Time) bool { return !now.Before(r.Due.AddDate(0, 0, 1)) }

// Silent are the offices that said nothing.
func (r Round) Silent() (list []Asked) {
	for _, a := range r.Asked {
		if a.Verdict() == "" {
			list = append(list, a)
		}
	}
	return list
}

// Undecided counts the opinions on which the drafter has not decided.
func (r Round) Undecided() (n int) {
	for _, a := range r.Asked {
		for _, o := range a.Opinions {
			if o.Open() {
				n++
			}
		}
	}
	return n
}

func (r Round) office(id string) (Asked, bool) {
	i := slices.IndexFunc(r.Asked, func(a Asked) bool { return a.Office == id })
	if i < 0 {
		return Asked{}, false
	}
	return r.Asked[i], true
}

// Asking is what a round of asking begins with.
type Asking struct {
	Offices  []string
	Due      time.Time // zero: after as many days as the workflow gives
	Question string
}

// Consult asks offices for their opinion on the draft until a day. The text may
// be written on meanwhile.
func (s *Service) Consult(ctx context.Context, tenant string, year int, ask Asking) (v Version, err error) {
	if ask.Question, err = remarked(ask.Question); err != nil {
		return v, err
	}
	return s.advance(ctx, tenant, year, StepConsult, ask.Question, func(ctx context.Context, tx database.Tx, v *Version) error {
		return s.ask(ctx, tx, *v, ask)
	})
}

func (s *Service) ask(ctx context.Context, tx database.Tx, v Version, ask Asking) error {
	if len(ask.Offices) == 0 {
		return faultNobodyAsked()
	}
	candidates, err := s.candidates(ctx, v)
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	r := Round{Year: v.Year, Version: v.Version, Question: ask.Question, OpenedAt: now, Due: ask.Due}
	r.OpenedID, r.OpenedBy = who(ctx)
	if r.Due.IsZero() {
		r.Due = today(now).AddDate(0, 0, v.Workflow.ConsultDays)
	}
	if r.Due.Before(today(now)) {
		return faultDuePast()
	}
	for _, id := range ask.Offices {
		i := slices.IndexFunc(candidates, func(c Candidate) bool { return c.Office == id })
		if i < 0 {
			return faultNoOffice()
		}
		if _, twice := r.office(id); !twice {
			r.Asked = append(r.Asked, candidates[i].Asked)
		}
	}
	if r.Round, err = s.store.addRound(ctx, tx, r); err != nil {
		return err
	}
	return s.tellAsked(ctx, tx, v, r)
}

// today is the beginning of the day in Vietnam.
func today(now time.Time) time.Time {
	year, month, day := now.In(i18n.Zone()).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, i18n.Zone())
}

// Conclude ends the round of asking. Every proposal and objection has been decided
// upon; offices that said nothing are named as silent in the step.
func (s *Service) Conclude(ctx context.Context, tenant string, year int) (v Version, err error) {
	err = s.steps(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if v, err = s.locked(ctx, tx, year, StepConclude); err != nil {
			return err
		}
		r, err := s.openRound(ctx, tx, v)
		if err != nil {
			return err
		}
		if n := r.Undecided(); n > 0 {
			return faultUndecided(n)
		}
		_, by := who(ctx)
		if err := s.store.closeRound(ctx, tx, r, s.Clock.Now(), by); err != nil {
			return err
		}
		return s.move(ctx, tx, &v, StepRecord{Step: StepConclude, Remark: tally(r)})
	})
	return v, err
}

// Consultations reads the rounds of asking about a version, oldest first; version
// 0 is the open one, else the one in force.
func (s *Service) Consultations(ctx context.Context, tenant string, year, version int) (v Version, rounds []Round, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		if v, err = s.store.version(ctx, tx, year, which(version), false); err != nil {
			return err
		}
		rounds, err = s.store.rounds(ctx, tx, year, v.Version)
		return err
	})
	return v, rounds, err
}

// openRound reads the round that is under way (fault no_consultation).
func (s *Service) openRound(ctx context.Context, tx database.Tx, v Version) (Round, error) {
	rounds, err := s.store.rounds(ctx, tx, v.Year, v.Version)
	if err != nil {
		return Round{}, err
	}
	if n := len(rounds); n > 0 && rounds[n-1].Open() {
		return rounds[n-1], nil
	}
	return Round{}, faultNoRound()
}

// reopen undoes on the consultation what a step that is taken back did: asking is
// cancelled, closing opens the round again.
func (s *Service) reopen(ctx context.Context, tx database.Tx, v Version, step Step, reason string) error {
	switch step {
	case StepConsult:
		return s.store.cancelRound(ctx, tx, v.Year, v.Version, reason)
	case StepConclude:
		return s.store.reopenRound(ctx, tx, v.Year, v.Version)
	default:
		return nil
	}
}

// recordOpinion leaves what was said or decided in the audit.
func (s *Service) recordOpinion(ctx context.Context, tx database.Tx, action string, v Version, before, after any) error {
	return s.Audit.Record(ctx, tx, audit.Entry{Action: action, Object: "plan", ObjectID: v.id(), Before: before, After: after})
}
