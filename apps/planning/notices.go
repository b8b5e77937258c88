package planning

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/notify"
)

// page is where a plan is read; below names a page of it.
func (v Version) page(below string) string {
	return fmt.Sprintf("/t/%s/plans/%d%s", v.Tenant, v.Year, below)
}

// send tells people in the application and by mail; a service without notices
// tells nobody.
func (s *Service) send(ctx context.Context, tx database.Tx, m notify.Message) error {
	if s.Notify == nil {
		return nil
	}
	m.Mail = true
	return s.Notify.Send(ctx, tx, m)
}

// holders are the roles that may do an action in the tenant.
func (s *Service) holders(ctx context.Context, tenant, action string) (roles []string) {
	for _, role := range s.Policy.Explain(ctx, tenant, action).Roles {
		roles = append(roles, role.ID)
	}
	return roles
}

// announce lets those know of a step whom it concerns: who has to act next, and who
// worked on the version before.
func (s *Service) announce(ctx context.Context, tx database.Tx, v Version, taken StepRecord) error {
	_, by := who(ctx)
	body := i18n.T(strings.TrimSpace(by+": "+taken.Remark), "")
	if taken.Remark == "" {
		body = i18n.T(by, "")
	}
	next, kind, err := s.next(ctx, tx, v)
	if err != nil {
		return err
	}
	if next != "" && taken.Step != StepConsult { // the offices asked are told by themselves
		m := notify.Message{Kind: "planning.step", Path: v.page(""), Body: body, To: notify.To{Roles: s.holders(ctx, v.Tenant, life(*v.Workflow)[next].action)},
			Title: i18n.T(fmt.Sprintf("Kế hoạch năm %d chờ bạn: %s", v.Year, kind.VI), fmt.Sprintf("The plan of %d waits for you: %s", v.Year, kind.EN))}
		switch {
		case taken.ForAccount != "":
			m.To = notify.To{Accounts: []string{taken.ForAccount}}
		case taken.ForRole != "":
			m.To = notify.To{Roles: []string{taken.ForRole}}
		}
		if err := s.send(ctx, tx, m); err != nil {
			return err
		}
	}
	return s.inform(ctx, tx, v, taken, body)
}

// inform tells those who wrote on the version or took a step of it what became of
// it. Who only has to go on writing is not told twice.
func (s *Service) inform(ctx context.Context, tx database.Tx, v Version, taken StepRecord, body i18n.Text) error {
	if slices.Contains([]Step{StepConsult, StepConclude, StepSubmit, StepReturn, StepAmend}, taken.Step) {
		return nil
	}
	people, err := s.store.authors(ctx, tx, v.Year, v.Version)
	if err != nil {
		return err
	}
	steps, err := s.store.steps(ctx, tx, v.Year)
	if err != nil {
		return err
	}
	to := notify.To{}
	for _, p := range people {
		to.Accounts = append(to.Accounts, p.Account)
	}
	for _, step := range steps {
		if step.Version == v.Version && step.Account != "" && !slices.Contains(to.Accounts, step.Account) {
			to.Accounts = append(to.Accounts, step.Account)
		}
	}
	title := taken.Step.Title()
	return s.send(ctx, tx, notify.Message{Kind: "planning.news", Path: v.page("/history"), Body: body, To: to,
		Title: i18n.T(fmt.Sprintf("Kế hoạch năm %d: %s", v.Year, lower(title.VI)), fmt.Sprintf("Plan of %d: %s", v.Year, lower(title.EN)))})
}

// lower begins words in the middle of a sentence.
func lower(s string) string {
	first := []rune(s)
	if len(first) == 0 {
		return s
	}
	return strings.ToLower(string(first[:1])) + string(first[1:])
}

// tellAsked tells each office that it is asked, and about what.
func (s *Service) tellAsked(ctx context.Context, tx database.Tx, v Version, r Round) error {
	for _, a := range r.Asked {
		if err := s.send(ctx, tx, r.message(v, a, "")); err != nil {
			return err
		}
	}
	return nil
}

// key is that of the notices by which an office is asked; after names a reminder.
func (r Round) key(a Asked, after string) string {
	return fmt.Sprintf("consult/%d/%d/%d/%s%s", r.Year, r.Version, r.Round, a.Office, after)
}

// message asks an office for its opinion.
func (r Round) message(v Version, a Asked, after string) notify.Message {
	m := notify.Message{Kind: "planning.asked", Path: v.page("/consultation#o-" + a.Office), Key: r.key(a, after), Due: &r.Due,
		Title: i18n.T(fmt.Sprintf("Xin ý kiến %s về dự thảo Kế hoạch năm %d, trả lời trước hết ngày %s", a.Name, v.Year, i18n.Date(r.Due)),
			fmt.Sprintf("%s is asked about the draft plan of %d, by %s", a.Name, v.Year, i18n.Date(r.Due))),
		Body: i18n.T(r.Question, ""), To: r.speakers(a)}
	if len(a.Projects) > 0 {
		m.Body = i18n.T(strings.TrimSpace("Nội dung liên quan: "+strings.Join(a.Projects, ", ")+". "+r.Question),
			strings.TrimSpace("Concerns: "+strings.Join(a.Projects, ", ")+". "+r.Question))
	}
	return m
}

// speakers are those who may answer for an asked office.
func (r Round) speakers(a Asked) notify.To {
	to := notify.To{Roles: rolesFor(a.Function)}
	if a.UnitCode != "" {
		to.Units = []string{a.UnitCode}
	}
	return to
}

// tellOpinion tells whoever asked that an office answered.
func (s *Service) tellOpinion(ctx context.Context, tx database.Tx, v Version, a Asked, o Opinion) error {
	rounds, err := s.store.rounds(ctx, tx, v.Year, v.Version)
	if err != nil {
		return err
	}
	m := notify.Message{Kind: "planning.opinion", Path: v.page("/consultation#o-" + a.Office), Body: i18n.T(o.Reason, ""),
		Title: i18n.T(fmt.Sprintf("Dự thảo Kế hoạch năm %d: %s %s", v.Year, a.Name, lower(o.Verdict.Title().VI)),
			fmt.Sprintf("Draft plan of %d: %s %s", v.Year, a.Name, lower(o.Verdict.Title().EN)))}
	for _, r := range rounds {
		if r.Round == o.Round {
			m.To.Accounts = []string{r.OpenedID}
		}
	}
	return s.send(ctx, tx, m)
}

// tellDecision tells whoever spoke for an office what became of its opinion.
func (s *Service) tellDecision(ctx context.Context, tx database.Tx, v Version, o Opinion) error {
	return s.send(ctx, tx, notify.Message{Kind: "planning.decided", Path: v.page("/consultation#o-" + o.Office), Body: i18n.T(o.Word, ""),
		To: notify.To{Accounts: []string{o.GivenID}},
		Title: i18n.T(fmt.Sprintf("Dự thảo Kế hoạch năm %d: ý kiến của bạn được xử lý (%s)", v.Year, lower(o.Outcome.Title().VI)),
			fmt.Sprintf("Draft plan of %d: your opinion was decided on (%s)", v.Year, lower(o.Outcome.Title().EN)))})
}
