package planning

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"vuon/apps/planning/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// consultationRoutes are the pages on which offices are asked and answer.
func (s *Service) consultationRoutes(plan string) []web.Route {
	at := plan + "/consultation"
	return []web.Route{
		{Method: http.MethodGet, Path: at, Action: ActionView, Handle: s.consultationPage},
		{Method: http.MethodGet, Path: at + "/summary/:format", Action: ActionView, Handle: s.summaryFile},
		{Method: http.MethodPost, Path: at, Action: ActionConsult, Handle: s.openConsultation},
		{Method: http.MethodPost, Path: at + "/conclude", Action: ActionConsult, Handle: s.concludeConsultation},
		{Method: http.MethodPost, Path: at + "/opinions", Action: ActionView, Handle: s.giveOpinion, MaxBody: maxEdit}, // offices, and the drafter for them
		{Method: http.MethodPost, Path: at + "/opinions/:seq", Action: ActionConsult, Handle: s.decideOpinion, MaxBody: maxEdit},
		{Method: http.MethodPost, Path: at + "/opinions/:seq/withdraw", Action: ActionView, Handle: s.withdrawOpinion},
	}
}

func (s *Service) consultationPage(r *web.Request) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	return s.showConsultation(r, n, nil, 0)
}

// showConsultation shows the rounds of asking, after a refused form with its
// reason; seq is the opinion that the form was about.
func (s *Service) showConsultation(r *web.Request, n int, refusal error, seq int) error {
	d, m, page, err := s.open(r, n, "consultation")
	if err != nil {
		return err
	}
	page.Styles = append(page.Styles, "consultation.css")
	c := views.Consultation{Plan: m, Action: m.Base + "/consultation", Parts: partOptions(d.Version), Closed: d.Version.State != Consulting}
	if m.Do.Consult {
		if c.Ask, err = s.askForm(r, d, n); err != nil {
			return err
		}
	}
	for i := len(d.Rounds) - 1; i >= 0; i-- {
		round, err := s.roundView(r, d, d.Rounds[i], m)
		if err != nil {
			return err
		}
		c.Rounds = append(c.Rounds, round)
	}
	s.propose(r, d, &c)
	status := 0
	if refusal != nil {
		c.Plan.Err, status = refusal, fault.From(refusal).Kind.Status()
		c.Refused = refusedForm(r, d, refusal, seq)
	}
	return r.PageStatus(status, page, views.ConsultationPage(c))
}

// refusedForm keeps what was typed; beside a proposal that met a changed text it
// puts that text.
func refusedForm(r *web.Request, d Dossier, refusal error, seq int) views.RefusedForm {
	form := views.RefusedForm{Seq: seq, Office: r.Form("office"), Verdict: r.Form("verdict"), Reason: r.Form("reason"), Proposed: r.Form("proposed"),
		Source: r.Form("source"), Word: r.Form("word"), Text: r.Form("text")}
	if fault.CodeOf(refusal) != "stale_edit" {
		return form
	}
	for _, round := range d.Rounds {
		if _, o, err := round.opinion(seq); err == nil {
			part, _ := PartAt(&d.Version.Plan, o.Section)
			form.Theirs, form.Tag = part.Text, part.Tag
			if form.Text == "" {
				form.Text = o.Proposed
			}
		}
	}
	return form
}

// propose opens the form in which an office rewrites a part.
func (s *Service) propose(r *web.Request, d Dossier, c *views.Consultation) {
	path := r.Query("section") + r.Form("section")
	part, there := PartAt(&d.Version.Plan, path)
	if path == "" || !there {
		return
	}
	c.Propose = &views.Proposing{Office: r.Query("office") + r.Form("office"), Section: path, Text: part.Text,
		Title: titleAt(&d.Version.Plan, path).In(r.Lang())}
}

// partOptions are the parts of a plan for which a wording may be proposed.
func partOptions(v Version) (options []ui.Option) {
	for _, p := range pieces(&v.Plan) {
		indent := strings.Repeat("\u2003", max(p.depth, 0))
		options = append(options, ui.Option{Value: p.Path, Label: indent + p.label(i18n.Vietnamese)})
	}
	return options
}

func (s *Service) askForm(r *web.Request, d Dossier, n int) (*views.AskForm, error) {
	list, err := s.Candidates(r.Context(), r.Tenant().ID, n)
	if err != nil {
		return nil, err
	}
	due := today(s.Clock.Now()).AddDate(0, 0, d.Way.ConsultDays)
	form := &views.AskForm{Due: i18n.Date(due), Question: r.Form("question"), Again: len(d.Rounds) > 0, Required: d.Way.Consult == "required"}
	if given := r.Form("due"); given != "" {
		form.Due = given
	}
	chosen, drafting := r.Forms("offices"), s.holders(r.Context(), d.Version.Tenant, ActionDraft)
	for _, c := range list {
		o := ui.Option{Value: c.Office, Label: c.Name, Note: strings.Join(c.Projects, ", "), Selected: c.Named && !slices.Contains(drafting, c.Function)}
		if len(chosen) > 0 {
			o.Selected = slices.Contains(chosen, c.Office)
		}
		if c.Function == communes {
			form.Communes = append(form.Communes, o)
		} else {
			form.Offices = append(form.Offices, o)
		}
	}
	return form, nil
}

func (s *Service) openConsultation(r *web.Request) error {
	return s.consulting(r, 0, i18n.T("Đã gửi lấy ý kiến các cơ quan.", "The offices are asked."), func(ctx context.Context, tenant string, n int) error {
		due, err := dayOf(r.Form("due"))
		if err != nil {
			return err
		}
		_, err = s.Consult(ctx, tenant, n, Asking{Offices: r.Forms("offices"), Due: due, Question: r.Form("question")})
		return err
	})
}

// dayOf reads a day as forms write it, 05/02/2024, or as the API does, 2024-02-05;
// "" is the zero time.
func dayOf(s string) (day time.Time, err error) {
	if s = strings.TrimSpace(s); s == "" {
		return day, nil
	}
	for _, form := range []string{"2/1/2006", time.DateOnly} {
		if day, err = time.ParseInLocation(form, s, i18n.Zone()); err == nil && day.Year() <= 2100 {
			return day, nil
		}
	}
	return day, faultNoDay()
}

func (s *Service) concludeConsultation(r *web.Request) error {
	return s.consulting(r, 0, i18n.T("Đã kết thúc đợt lấy ý kiến.", "The consultation is closed."), func(ctx context.Context, tenant string, n int) error {
		_, err := s.Conclude(ctx, tenant, n)
		return err
	})
}

func (s *Service) giveOpinion(r *web.Request) error {
	return s.consulting(r, 0, i18n.T("Đã ghi nhận ý kiến.", "Your opinion is recorded."), func(ctx context.Context, tenant string, n int) error {
		_, err := s.Opine(ctx, tenant, n, Saying{Office: r.Form("office"), Verdict: Verdict(r.Form("verdict")), Reason: r.Form("reason"),
			Section: r.Form("section"), Proposed: r.Form("proposed"), Source: r.Form("source")})
		return err
	})
}

func (s *Service) decideOpinion(r *web.Request) error {
	seq, _ := strconv.Atoi(r.Param("seq"))
	return s.consulting(r, seq, i18n.T("Đã xử lý ý kiến.", "The opinion is decided on."), func(ctx context.Context, tenant string, n int) error {
		_, err := s.Decide(ctx, tenant, n, seq, Decision{Outcome: Outcome(r.Form("outcome")), Word: r.Form("word"), Text: r.Form("text"), Tag: r.Form("tag")})
		return err
	})
}

func (s *Service) withdrawOpinion(r *web.Request) error {
	seq, _ := strconv.Atoi(r.Param("seq"))
	return s.consulting(r, seq, i18n.T("Đã rút ý kiến.", "The opinion is withdrawn."), func(ctx context.Context, tenant string, n int) error {
		return s.Withdraw(ctx, tenant, n, seq)
	})
}

// consulting runs a form of the page; a refused one shows the page again.
func (s *Service) consulting(r *web.Request, seq int, done i18n.Text, do func(ctx context.Context, tenant string, year int) error) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	if err := do(r.Context(), r.Tenant().ID, n); err != nil {
		if shownInPlace(err) {
			return s.showConsultation(r, n, err, seq)
		}
		return err
	}
	return r.RedirectWith(fmt.Sprintf("%s/%d/consultation", base(r), n), done)
}

func (s *Service) summaryFile(r *web.Request) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(r.Query("version"))
	var file bytes.Buffer
	name, err := s.Summary(r.Context(), r.Tenant().ID, n, version, r.Param("format"), &file)
	if err != nil {
		return err
	}
	return r.Download(name, mediaType(r.Param("format")), int64(file.Len()), &file)
}
