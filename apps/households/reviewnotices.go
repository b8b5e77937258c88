package households

import (
	"context"
	"fmt"
	"slices"

	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/notify"
	"vuon/platform/policy"
)

// holders are the roles that may do an action in a tenant.
func (s *Service) reviewHolders(ctx context.Context, tenant, action string) (roles []string) {
	for _, r := range s.Policy.Explain(ctx, tenant, action).Roles {
		roles = append(roles, r.ID)
	}
	return roles
}

// tellNext tells who takes the next step that it is their turn, and after a
// recognition whoever follows the review from above.
func (s *Service) tellNext(ctx context.Context, tx database.Tx, w review, taken StepRecord) error {
	tenant := database.Tenant(ctx)
	m := notify.Message{Kind: "households.review", Path: w.page(tenant, ""), Body: i18n.T(taken.Remark, taken.Remark)}
	next := w.Round.next(w.Commune.Stage)
	switch taken.Step {
	case StepMeet, StepCorrect:
		return nil
	case StepRecognise:
		m.To = notify.To{Roles: []string{"labour", "commune-officer"}, Units: []string{w.Unit.Code}}
		m.Title = i18n.T(w.Unit.Name+" đã công nhận kết quả, "+lowerFirst(w.Round.Title().VI), w.Unit.Name+" has recognised: "+w.Round.Title().EN)
		return s.Notify.Send(ctx, tx, m)
	}
	m.To = notify.To{Roles: s.reviewHolders(ctx, tenant, life(w.Round)[next].action), Units: []string{w.Unit.Code}}
	if due := w.Terms.due(w.Round, w.Commune); due != "" {
		m.Due = new(due.Time())
	}
	m.Title = i18n.T(fmt.Sprintf("%s: %s · %s", w.Unit.Name, next.ask().VI, w.Round.Title().VI), fmt.Sprintf("%s: %s · %s", w.Unit.Name, next.ask().EN, w.Round.Title().EN))
	m.Mail = next == StepOpine || next == StepRecognise
	return s.Notify.Send(ctx, tx, m)
}

// ask is the step as something that waits for somebody.
func (s ReviewStep) ask() i18n.Text {
	return map[ReviewStep]i18n.Text{
		StepList:      i18n.T("Lập danh sách rà soát", "Make the list to be reviewed"),
		StepReview:    i18n.T("Rà soát, nhập phiếu các hộ", "Review and enter the households"),
		StepPost:      i18n.T("Họp dân, niêm yết kết quả", "Hold the meetings and post the results"),
		StepSubmit:    i18n.T("Gửi kết quả xin ý kiến cấp huyện", "Submit the results to the district"),
		StepOpine:     i18n.T("Cho ý kiến về kết quả rà soát", "Give an opinion on the results"),
		StepRecognise: i18n.T("Quyết định công nhận", "Decide the recognition"),
	}[s]
}

// tellOpened tells the communes' officers that a review has begun.
func (s *Service) tellOpened(ctx context.Context, tx database.Tx, r Round) error {
	tenant := database.Tenant(ctx)
	return s.Notify.Send(ctx, tx, notify.Message{Kind: "households.review", Path: "/t/" + tenant + "/reviews/" + r.ID, Key: "review/" + r.ID, Mail: true,
		Due: new(r.ClosesOn.Time()), To: notify.To{Roles: []string{"commune-officer", "commune-chair"}},
		Title: i18n.T("Đã mở "+lowerFirst(r.Title().VI)+": lập danh sách hộ cần rà soát", r.Title().EN+" is open: make the lists")})
}

// tellAssigned tells the people who did not have the village before.
func (s *Service) tellAssigned(ctx context.Context, tx database.Tx, w review, village string, chosen, before []Assignment) error {
	var fresh []string
	for _, a := range chosen {
		if !slices.ContainsFunc(before, func(b Assignment) bool { return b.Account == a.Account }) {
			fresh = append(fresh, a.Account)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	name, err := s.store.villageName(ctx, tx, village)
	if err != nil {
		return err
	}
	return s.Notify.Send(ctx, tx, notify.Message{Kind: "households.assigned", Path: w.page(database.Tenant(ctx), ""), To: notify.To{Accounts: fresh},
		Title: i18n.T("Phân công rà soát "+name+", "+w.Unit.Name+" · "+w.Round.Title().VI, "You review "+name+", "+w.Unit.Name+" · "+w.Round.Title().EN)})
}

// tellProposed tells who decides corrections that one was proposed.
func (s *Service) tellProposed(ctx context.Context, tx database.Tx, w review) error {
	tenant := database.Tenant(ctx)
	return s.Notify.Send(ctx, tx, notify.Message{Kind: "households.correction", Path: w.page(tenant, "/corrections"),
		To:    notify.To{Roles: s.reviewHolders(ctx, tenant, ActionCorrect), Units: []string{w.Unit.Code}},
		Title: i18n.T(w.Unit.Name+": có đề nghị điều chỉnh kết quả đã công nhận", w.Unit.Name+": a correction is proposed")})
}

// keepReviews reminds of the deadlines of open reviews: who has to act some days
// before, and once a day is over the labour office too; each once. Households whose
// 36 months are over stop being newly escaped, and workbooks that nobody took over
// are deleted.
func (s *Service) keepReviews(ctx context.Context, tenant string) error {
	return s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if err := s.expire(ctx, tx); err != nil {
			return err
		}
		if err := s.dropImports(ctx, tx); err != nil {
			return err
		}
		return s.eachOpen(ctx, tx, func(w review) error { return s.remindReview(ctx, tx, w) })
	})
}

// eachOpen calls fn for every commune of every review that is under way.
func (s *Service) eachOpen(ctx context.Context, tx database.Tx, fn func(w review) error) error {
	tenant := database.Tenant(ctx)
	rounds, err := s.store.openRounds(ctx, tx)
	if err != nil || len(rounds) == 0 {
		return err
	}
	terms, err := s.terms(ctx, tenant)
	if err != nil {
		return err
	}
	for _, r := range rounds {
		units, err := s.units(ctx, tenant, r.AsOf)
		if err != nil {
			return err
		}
		communes, err := s.store.reviewCommunes(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		for _, c := range communes {
			w := review{Round: r, Commune: c, Terms: terms}
			for _, u := range units {
				if u.ID == c.Unit {
					w.Unit = u
				}
			}
			if c.Stage == Recognised || w.Unit.ID == "" {
				continue
			}
			if err := fn(w); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) remindReview(ctx context.Context, tx database.Tx, w review) error {
	due := w.Terms.due(w.Round, w.Commune)
	when := reminderOf(daysBetween(s.today(), due), w.Terms.Remind)
	if due == "" || when == "" || daysBetween(w.Round.ClosesOn, s.today()) > reminded {
		return nil
	}
	tenant, next := database.Tenant(ctx), w.Round.next(w.Commune.Stage)
	m := notify.Message{Kind: "households.due", Path: w.page(tenant, ""), Due: new(due.Time()), Mail: true,
		Key: fmt.Sprintf("review/%s/%s/%s/%s/%s", w.Round.ID, w.Unit.Code, w.Commune.Stage, due, when),
		To:  notify.To{Roles: s.reviewHolders(ctx, tenant, life(w.Round)[next].action), Units: []string{w.Unit.Code}},
		Title: i18n.T(fmt.Sprintf("Nhắc hạn ngày %s, %s: %s", i18n.Date(due.Time()), w.Unit.Name, next.ask().VI),
			fmt.Sprintf("Due %s, %s: %s", i18n.Date(due.Time()), w.Unit.Name, next.ask().EN))}
	if when == overdue {
		m.Kind = "households.late"
		if !slices.Contains(m.To.Roles, "labour") {
			m.To.Roles = append(m.To.Roles, "labour")
		}
		m.Title = i18n.T(fmt.Sprintf("Quá hạn ngày %s, %s: %s", i18n.Date(due.Time()), w.Unit.Name, next.ask().VI),
			fmt.Sprintf("Overdue since %s, %s: %s", i18n.Date(due.Time()), w.Unit.Name, next.ask().EN))
	}
	return s.Notify.Send(ctx, tx, m)
}

const (
	overdue  = "late"
	reminded = 60 // days after a review's end in which reminders still make sense
)

// reminderOf names the reminder for which it is time so many days before the day:
// the fewest days that have begun, overdue, or "" when it is none's time.
func reminderOf(left int, days []int) string {
	if left < 0 {
		return overdue
	}
	for _, d := range slices.Sorted(slices.Values(days)) {
		if left <= d {
			return fmt.Sprintf("d%d", d)
		}
	}
	return ""
}

// expire ends the 36 months of newly escaped households, as a change of the
// registry of the day after.
func (s *Service) expire(ctx context.Context, tx database.Tx) error {
	n, err := s.store.expireEscaped(ctx, tx, s.today(), s.now())
	if err != nil || n == 0 {
		return err
	}
	return s.record(ctx, tx, ActionRecognise, "review", "expired", nil, map[string]any{"households": n}, "Hết 36 tháng kể từ ngày được công nhận thoát nghèo.")
}

// mayStep reports whether the actor may take a step there, its earlier hands on it
// aside.
func (s *Service) mayStep(ctx context.Context, tenant, action, code string) bool {
	return s.Policy.Authorise(policy.At(ctx, tenant), action, policy.Resource{Unit: code}) == nil
}
