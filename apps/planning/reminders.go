package planning

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/notify"
)

// Keep reminds of one tenant's deadlines: whoever has to act some days before,
// and, once a day is over, their chiefs too. Each reminder goes out once. It also
// tells of documents that plans cite and that time has made unsound.
func (s *Service) Keep(ctx context.Context, tenant string) error {
	return s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if err := s.reviewCitations(ctx, tx, tenant, func(string) bool { return false }); err != nil {
			return err
		}
		plans, err := s.store.summaries(ctx, tx, 0)
		if err != nil {
			return err
		}
		deadlines, err := s.Deadlines(ctx, tenant)
		if err != nil {
			return err
		}
		for _, p := range plans {
			if p.State.Final() {
				continue
			}
			v, err := s.store.version(ctx, tx, p.Year, which(p.Version), false)
			if err != nil {
				return err
			}
			if err := s.remind(ctx, tx, v, deadlines); err != nil {
				return err
			}
		}
		return nil
	})
}

// remind tells of a version's deadlines: that of its step, and that of its
// consultation.
func (s *Service) remind(ctx context.Context, tx database.Tx, v Version, deadlines Deadlines) error {
	way, err := s.workflow(ctx, v)
	if err != nil {
		return err
	}
	v.Workflow = &way
	if v.State == Consulting {
		if err := s.remindAsked(ctx, tx, v); err != nil {
			return err
		}
	}
	due := Due(deadlines, v.Year, v.State)
	if due == nil {
		return nil
	}
	when := reminder(s.Clock.Now(), *due, way.RemindDays)
	step, kind, err := s.next(ctx, tx, v)
	if err != nil || when == "" || step == "" {
		return err
	}
	m := notify.Message{Kind: "planning.reminder", Path: v.page(""), Due: due, Key: fmt.Sprintf("plan/%d/%d/%s/%s", v.Year, v.Version, v.State, when),
		To: notify.To{Roles: s.holders(ctx, v.Tenant, life(way)[step].action)},
		Title: i18n.T(fmt.Sprintf("Nhắc hạn ngày %s, Kế hoạch năm %d: %s", i18n.Date(*due), v.Year, lower(kind.VI)),
			fmt.Sprintf("Due %s, plan of %d: %s", i18n.Date(*due), v.Year, lower(kind.EN)))}
	if when != overdue {
		return s.send(ctx, tx, m)
	}
	m.Kind, m.To.Roles = "planning.late", union(m.To.Roles, s.holders(ctx, v.Tenant, ActionTakeBack))
	m.Title = i18n.T(fmt.Sprintf("Quá hạn ngày %s, Kế hoạch năm %d: %s", i18n.Date(*due), v.Year, lower(kind.VI)),
		fmt.Sprintf("Overdue since %s, plan of %d: %s", i18n.Date(*due), v.Year, lower(kind.EN)))
	return s.send(ctx, tx, m)
}

// remindAsked reminds the offices that said nothing yet; when the day is over,
// whoever asked and the chair hear which offices were silent.
func (s *Service) remindAsked(ctx context.Context, tx database.Tx, v Version) error {
	r, err := s.openRound(ctx, tx, v)
	if err != nil {
		return err
	}
	when := reminder(s.Clock.Now(), r.Due, v.Workflow.RemindDays)
	silent := r.Silent()
	if when == "" || len(silent) == 0 {
		return nil
	}
	names := make([]string, 0, len(silent))
	for _, a := range silent {
		names = append(names, a.Name)
		m := r.message(v, a, "/"+when)
		m.Kind = "planning.reminder"
		m.Title = i18n.T("Nhắc: "+lower(m.Title.VI), "Reminder: "+lower(m.Title.EN))
		if err := s.send(ctx, tx, m); err != nil {
			return err
		}
	}
	if when != overdue {
		return nil
	}
	return s.send(ctx, tx, notify.Message{Kind: "planning.late", Path: v.page("/consultation"), Due: &r.Due,
		Key: fmt.Sprintf("consult/%d/%d/%d/%s", v.Year, v.Version, r.Round, overdue), Body: i18n.T(strings.Join(names, "; "), ""),
		To: notify.To{Accounts: []string{r.OpenedID}, Roles: s.holders(ctx, v.Tenant, ActionTakeBack)},
		Title: i18n.T(fmt.Sprintf("Hết hạn góp ý Kế hoạch năm %d: %d cơ quan chưa có ý kiến", v.Year, len(silent)),
			fmt.Sprintf("Consultation on the plan of %d: %d offices have not answered in time", v.Year, len(silent)))})
}

const overdue = "late"

// reminder names the reminder for which it is time: the fewest days before the
// due day that have begun, or overdue, or "" when it is none's time.
func reminder(now, due time.Time, days []int) string {
	if !now.Before(due.AddDate(0, 0, 1)) {
		return overdue
	}
	sorted := slices.Sorted(slices.Values(days))
	for _, d := range sorted {
		if d >= 0 && !now.Before(due.AddDate(0, 0, -d)) {
			return fmt.Sprintf("d%d", d)
		}
	}
	return ""
}

func union(a, b []string) []string {
	for _, x := range b {
		if !slices.Contains(a, x) {
			a = append(a, x)
		}
	}
	return a
}
