package planning

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"vuon/platform/database"
	"vuon/platform/identity"
	"vuon/platform/policy"
	"vuon/platform/text"
)

// Saying is what somebody says for an office.
type Saying struct {
	Office   string
	Verdict  Verdict
	Reason   string
	Section  string // needed to propose; else "" is the whole
	Proposed string // the part's text as it should be
	Source   string // the office's letter, when the drafter enters its answer for it
}

// Opine keeps an office's opinion. Until the round is closed an office may say
// more, or withdraw what it said. Faults: no_consultation, not_asked,
// opinion_incomplete, forbidden.
func (s *Service) Opine(ctx context.Context, tenant string, year int, say Saying) (o Opinion, err error) {
	if say, err = said(say); err != nil {
		return o, err
	}
	err = s.round(ctx, tenant, year, func(ctx context.Context, tx database.Tx, v Version, r Round) error {
		asked, there := r.office(say.Office)
		if !there {
			return faultNotAsked()
		}
		if err := s.maySpeak(ctx, asked, say.Source); err != nil {
			return err
		}
		o = Opinion{Round: r.Round, Office: say.Office, Verdict: say.Verdict, Reason: say.Reason, Source: say.Source, GivenAt: s.Clock.Now()}
		o.GivenID, o.GivenBy = who(ctx)
		if err := about(v, say, &o); err != nil {
			return err
		}
		if o.Verdict == Agree && asked.Verdict() != "" {
			return faultSaidElse()
		}
		if o.Seq, err = s.store.addOpinion(ctx, tx, v, o); err != nil {
			return err
		}
		if err := s.tellOpinion(ctx, tx, v, asked, o); err != nil {
			return err
		}
		return s.recordOpinion(ctx, tx, ActionOpine, v, nil, o)
	})
	return o, err
}

// said is what somebody says, composed and complete in itself.
func said(say Saying) (Saying, error) {
	var err error
	if say.Reason, err = remarked(say.Reason); err != nil {
		return say, err
	}
	say.Source = text.Line(say.Source)
	say.Proposed = strings.Join(splitLines(say.Proposed), "\n")
	if utf8.RuneCountInString(say.Proposed) > MaxPart {
		return say, tooLong("", "", say.Proposed)
	}
	switch {
	case !slices.Contains([]Verdict{Agree, Propose, Disagree}, say.Verdict):
		return say, faultOpinion("verdict", "Chọn thống nhất, đề nghị sửa hoặc không thống nhất.", "Choose to agree, to propose or to disagree.")
	case say.Verdict == Disagree && say.Reason == "":
		return say, faultOpinion("reason", "Nêu lý do không thống nhất.", "Say why you disagree.")
	case say.Verdict == Propose && say.Section == "":
		return say, faultOpinion("section", "Chọn mục đề nghị sửa.", "Choose the part to change.")
	case say.Verdict == Propose && say.Proposed == "":
		return say, faultOpinion("proposed", "Viết nội dung đề nghị.", "Write the text that you propose.")
	}
	return say, nil
}

// about fills in the part that an opinion is about, as it is now.
func about(v Version, say Saying, o *Opinion) error {
	if say.Section == "" {
		return nil
	}
	part, there := PartAt(&v.Plan, say.Section)
	if !there {
		return faultNoSection()
	}
	o.Section, o.Tag, o.Before = keyOf(&v.Plan, say.Section), part.Tag, part.Text
	o.Title = cmp.Or(heading(part), partTitle(o.Section).VI, shorten(strings.TrimSpace(part.Mark+" "+part.Text)))
	if say.Verdict != Propose {
		return nil
	}
	if o.Proposed = say.Proposed; o.Proposed == part.Text {
		return faultOpinion("proposed", "Nội dung đề nghị giống hệt nội dung hiện có.", "The proposed text is the same as the present one.")
	}
	return nil
}

// maySpeak lets people answer for their own office, and the drafter enter the
// letter of another.
func (s *Service) maySpeak(ctx context.Context, a Asked, source string) error {
	if actor, _ := identity.From(ctx); actor.System || s.speaks(ctx, a) {
		return nil
	}
	if s.Policy.Can(ctx, ActionConsult) {
		if source == "" {
			return faultOpinion("source", "Ghi số, ngày văn bản góp ý của cơ quan.", "Give number and date of the office's letter.")
		}
		return nil
	}
	if err := s.Policy.Authorise(ctx, ActionOpine, policy.Resource{Unit: a.UnitCode}); err != nil {
		return err
	}
	return faultNotYourOffice(a.Name)
}

// Withdraw takes an opinion back that has not been decided upon.
func (s *Service) Withdraw(ctx context.Context, tenant string, year, seq int) error {
	return s.round(ctx, tenant, year, func(ctx context.Context, tx database.Tx, v Version, r Round) error {
		asked, o, err := r.opinion(seq)
		if err != nil {
			return err
		}
		if err := s.maySpeak(ctx, asked, o.Source); err != nil {
			return err
		}
		if o.Outcome != Undecided {
			return faultDecided()
		}
		now := s.Clock.Now()
		o.WithdrawnAt = &now
		if err := s.store.setOpinion(ctx, tx, v, o); err != nil {
			return err
		}
		return s.recordOpinion(ctx, tx, ActionOpine, v, map[string]any{"seq": seq, "verdict": o.Verdict}, map[string]any{"seq": seq, "withdrawn": true})
	})
}

// Decision is what the drafter makes of an opinion, with a word for the office.
type Decision struct {
	Outcome Outcome
	Word    string
	Text    string // taken up: how the part is to read; "" is as proposed
	Tag     string // of the part as the drafter sees it; "" is as the office saw it
}

// Decide takes an opinion up or declines it. Taking a proposal up writes its text;
// when the part was changed since, nothing is written (fault stale_edit), and the
// drafter joins both by giving Text with the part's present Tag.
func (s *Service) Decide(ctx context.Context, tenant string, year, seq int, d Decision) (o Opinion, err error) {
	if d.Word, err = remarked(d.Word); err != nil {
		return o, err
	}
	if d.Outcome != Taken && d.Outcome != Declined {
		return o, faultOpinion("outcome", "Chọn tiếp thu hoặc không tiếp thu.", "Choose to take it up or not.")
	}
	if d.Outcome == Declined && d.Word == "" {
		return o, faultOpinion("word", "Giải trình vì sao không tiếp thu.", "Say why it is not taken up.")
	}
	err = s.round(ctx, tenant, year, func(ctx context.Context, tx database.Tx, v Version, r Round) error {
		if err := s.Policy.Authorise(ctx, ActionConsult); err != nil {
			return err
		}
		if _, o, err = r.opinion(seq); err != nil {
			return err
		}
		if o.Outcome != Undecided || o.Verdict == Agree {
			return faultDecided()
		}
		if err := s.takeUp(ctx, v, o, d); err != nil {
			return err
		}
		now := s.Clock.Now()
		o.Outcome, o.Word, o.DecidedAt = d.Outcome, d.Word, &now
		_, o.DecidedBy = who(ctx)
		if err := s.store.setOpinion(ctx, tx, v, o); err != nil {
			return err
		}
		if err := s.tellDecision(ctx, tx, v, o); err != nil {
			return err
		}
		return s.recordOpinion(ctx, tx, ActionConsult, v, nil, map[string]any{"opinion": o.Seq, "outcome": o.Outcome, "word": o.Word})
	})
	return o, err
}

// takeUp writes the text of a proposal that is taken up.
func (s *Service) takeUp(ctx context.Context, v Version, o Opinion, d Decision) error {
	if o.Verdict != Propose || d.Outcome != Taken {
		return nil
	}
	part, there := PartAt(&v.Plan, o.Section)
	if !there {
		return faultSectionGone()
	}
	_, err := s.Edit(ctx, v.Tenant, v.Year, o.Section, cmp.Or(d.Tag, o.Tag), part.Title, cmp.Or(d.Text, o.Proposed))
	return err
}

// opinion finds one of a round that was not withdrawn.
func (r Round) opinion(seq int) (Asked, Opinion, error) {
	for _, a := range r.Asked {
		for _, o := range a.Opinions {
			if o.Seq == seq {
				return a, o, nil
			}
		}
	}
	return Asked{}, Opinion{}, faultNoOpinion()
}

// round runs something on the round that is under way: one after the other, and
// never beside a step.
func (s *Service) round(ctx context.Context, tenant string, year int, fn func(context.Context, database.Tx, Version, Round) error) error {
	return s.steps(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if err := s.store.hold(ctx, tx, year); err != nil {
			return err
		}
		v, err := s.store.version(ctx, tx, year, latest, true)
		if err != nil {
			return err
		}
		r, err := s.openRound(ctx, tx, v)
		if err != nil {
			return err
		}
		return fn(ctx, tx, v, r)
	})
}
