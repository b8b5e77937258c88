package planning

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"vuon/apps/planning/views"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/notify"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// opinions counts what waits for the drafter's decision in the open round.
func opinions(rounds []Round) int {
	if n := len(rounds); n > 0 && rounds[n-1].Open() {
		return rounds[n-1].Undecided()
	}
	return 0
}

// roundView is a round as its page shows it.
func (s *Service) roundView(r *web.Request, d Dossier, round Round, m views.Plan) (views.Round, error) {
	latest := d.Version.Version == latestOf(d)
	v := views.Round{Title: i18n.T(fmt.Sprintf("Lần %d", round.Round), fmt.Sprintf("Round %d", round.Round)).In(r.Lang()), Question: round.Question,
		Due: i18n.Date(round.Due), Opened: i18n.Date(round.OpenedAt) + " · " + round.OpenedBy, Open: round.Open() && latest,
		Late: round.Open() && round.Late(s.Clock.Now()), Cancelled: round.Cancelled, Undecided: round.Undecided()}
	if round.ClosedAt != nil {
		v.Closed = i18n.Date(*round.ClosedAt) + " · " + round.ClosedBy
	}
	v.Decide = v.Open && r.Can(ActionConsult)
	seen := map[string]string{}
	if v.Decide {
		var err error
		if seen, err = s.receipts(r.Context(), d.Version, round); err != nil {
			return v, err
		}
	}
	for _, verdict := range []Verdict{Agree, Propose, Disagree, ""} {
		v.Counts = append(v.Counts, views.Count{Title: verdict.Title().In(r.Lang()), Badge: verdictBadge(verdict)})
	}
	for _, a := range round.Asked {
		v.Counts[verdictAt(a.Verdict())].N++
		o := s.officeView(r, d, round, a, m)
		o.Receipts = seen[a.Office]
		v.Offices = append(v.Offices, o)
	}
	slices.SortStableFunc(v.Offices, func(a, b views.OfficeView) int { return cmp.Compare(weight(a), weight(b)) })
	return v, nil
}

// weight puts the reader's own office first, then those that said something.
func weight(o views.OfficeView) int {
	switch {
	case o.Mine:
		return 0
	case len(o.Opinions) > 0:
		return 1
	}
	return 2
}

func verdictAt(v Verdict) int { return map[Verdict]int{Agree: 0, Propose: 1, Disagree: 2, "": 3}[v] }

func (s *Service) officeView(r *web.Request, d Dossier, round Round, a Asked, m views.Plan) views.OfficeView {
	open := round.Open() && d.Version.Version == latestOf(d)
	o := views.OfficeView{ID: a.Office, Name: a.Name, Projects: strings.Join(a.Projects, ", "), Verdict: verdictBadge(a.Verdict()),
		Mine: open && s.speaks(r.Context(), a)}
	o.Enter = open && !o.Mine && r.Can(ActionConsult)
	for _, op := range a.Opinions {
		view := views.OpinionView{Seq: op.Seq, Verdict: verdictBadge(op.Verdict), Reason: op.Reason, Section: op.Title, Before: op.Before, Proposed: op.Proposed,
			By: op.GivenBy + " · " + i18n.DateTime(op.GivenAt), Source: op.Source, Late: round.Late(op.GivenAt), Word: op.Word,
			Withdraw: open && op.Outcome == Undecided && (o.Mine || o.Enter && op.Source != "")}
		if op.Section != "" {
			view.Href = m.Base + "/sections/" + op.Section + m.Query
		}
		view.Decide = open && op.Open() && r.Can(ActionConsult)
		if op.Verdict != Agree {
			view.Outcome = outcomeBadge(op.Outcome)
		}
		if op.DecidedAt != nil {
			view.DecidedBy = op.DecidedBy + " · " + i18n.DateTime(*op.DecidedAt)
		}
		o.Opinions = append(o.Opinions, view)
	}
	return o
}

func verdictBadge(v Verdict) views.State {
	switch v {
	case Agree:
		return views.State{Title: v.Title(), Tone: ui.Good, Icon: "check"}
	case Propose:
		return views.State{Title: v.Title(), Tone: ui.Info, Icon: "pencil"}
	case Disagree:
		return views.State{Title: v.Title(), Tone: ui.Bad, Icon: "ban"}
	}
	return views.State{Title: v.Title(), Icon: "circle-dashed"}
}

func outcomeBadge(o Outcome) views.State {
	switch o {
	case Taken:
		return views.State{Title: o.Title(), Tone: ui.Good, Icon: "check"}
	case Declined:
		return views.State{Title: o.Title(), Tone: ui.Neutral, Icon: "circle-x"}
	}
	return views.State{Title: o.Title(), Tone: ui.Warn, Icon: "clock"}
}

// receipts tells by office how many of those who may answer have opened the
// notice: "2/3 người đã xem".
func (s *Service) receipts(ctx context.Context, v Version, round Round) (seen map[string]string, err error) {
	seen = map[string]string{}
	if s.Notify == nil {
		return seen, nil
	}
	err = s.in(ctx, v.Tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		for _, a := range round.Asked {
			list, err := s.Notify.Receipts(ctx, tx, round.key(a, ""))
			if err != nil {
				return err
			}
			seen[a.Office] = receiptWords(list)
		}
		return nil
	})
	return seen, err
}

func receiptWords(list []notify.Receipt) string {
	if len(list) == 0 {
		return "Không có tài khoản trên hệ thống: gửi bằng văn bản"
	}
	read := 0
	for _, one := range list {
		if one.ReadAt != nil {
			read++
		}
	}
	return fmt.Sprintf("%d/%d người đã xem thông báo", read, len(list))
}
