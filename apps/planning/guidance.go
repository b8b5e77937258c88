package planning

import (
	"context"
	"fmt"
	"time"

	"vuon/apps/planning/planreader"
	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/notify"
)

// Guidance is what the province asks of the plan of a year. It binds nobody's
// hand: the district writes its own plan, and sees where that differs.
type Guidance struct {
	Year       int                 `json:"year"`
	Version    int                 `json:"version"`
	Title      string              `json:"title"`
	Body       string              `json:"body"`
	Targets    []planreader.Target `json:"targets"`
	Template   *planreader.Plan    `json:"template,omitempty"` // a plan's text to begin from
	Submit     *time.Time          `json:"submit"`             // days by which plans are to be submitted and issued
	Issue      *time.Time          `json:"issue"`
	Sender     string              `json:"sender"`
	SentAt     time.Time           `json:"sent_at"`
	ReceivedAt *time.Time          `json:"received_at"` // when somebody here opened it first
	ReceivedBy string              `json:"received_by"`
}

// ReceiveGuidance keeps the province's guidance in the running transaction's
// tenant and tells who writes and who signs the plan. The same version again
// changes nothing.
func (s *Service) ReceiveGuidance(ctx context.Context, tx database.Tx, g Guidance) error {
	tenant := database.Tenant(ctx)
	there, err := s.store.guidance(ctx, tx, g.Year)
	if err != nil || there != nil && there.Version >= g.Version {
		return err
	}
	g.SentAt, g.ReceivedAt, g.ReceivedBy = s.Clock.Now(), nil, ""
	if err := s.store.putGuidance(ctx, tx, g); err != nil {
		return err
	}
	err = s.Audit.Record(ctx, tx, audit.Entry{Action: "planning.guidance", Object: "guidance", ObjectID: fmt.Sprint(g.Year),
		After: map[string]any{"version": g.Version, "title": g.Title, "sender": g.Sender}})
	if err != nil {
		return err
	}
	to := append(s.holders(ctx, tenant, ActionDraft), s.holders(ctx, tenant, ActionApprove)...)
	return s.send(ctx, tx, notify.Message{Kind: "planning.guidance", Due: g.Submit,
		Title: i18n.T(fmt.Sprintf("Tỉnh hướng dẫn kế hoạch năm %d: %s", g.Year, g.Title), fmt.Sprintf("The province's guidance for %d: %s", g.Year, g.Title)),
		Path:  fmt.Sprintf("/t/%s/plans/guidance/%d", tenant, g.Year), To: notify.To{Roles: to},
		Key: fmt.Sprintf("guidance %d %d", g.Year, g.Version)})
}

// ReadGuidance reads the province's guidance for a year; nil when there is none. Who
// drafts plans and opens it first has received it.
func (s *Service) ReadGuidance(ctx context.Context, tenant string, year int) (g *Guidance, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		if g, err = s.store.guidance(ctx, tx, year); err != nil || g == nil || g.ReceivedAt != nil {
			return err
		}
		if !s.Policy.Can(ctx, ActionDraft) || s.Tenants.Writable(ctx, tenant) != nil {
			return nil
		}
		_, name := who(ctx)
		g.ReceivedAt, g.ReceivedBy = new(s.Clock.Now()), name
		return s.store.receiveGuidance(ctx, tx, *g)
	})
	return g, err
}

// Guided lists the years for which there is guidance, the newest first.
func (s *Service) Guided(ctx context.Context, tenant string) (years []int, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		years, err = s.store.guided(ctx, tx)
		return err
	})
	return years, err
}

// GuidanceAcross reads what became of a year's guidance in the tenants that the
// running transaction sees: for the province, inside database.AcrossTenants.
func (s *Service) GuidanceAcross(ctx context.Context, tx database.Tx, year int) (map[string]Guidance, error) {
	return s.store.guidanceAcross(ctx, tx, year)
}

// ReadAllAcross reads the plans of a year that the running transaction sees, by
// tenant, the one in force first: for the province, inside database.AcrossTenants.
func (s *Service) ReadAllAcross(ctx context.Context, tx database.Tx, year int) (map[string]Version, error) {
	return s.store.contents(ctx, tx, year)
}

// ReadText reads a plan's text from a file without keeping anything of it, with
// the catalogue of the running tenant: for a template.
func (s *Service) ReadText(ctx context.Context, year int, up Upload) (planreader.Plan, error) {
	known, err := s.knownIn(ctx, year)
	if err != nil {
		return planreader.Plan{}, err
	}
	return read(year, up, known)
}
