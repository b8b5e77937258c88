package supervision

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"vuon/apps/planning"
	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/jobs"
	"vuon/platform/notify"
	"vuon/platform/policy"
	"vuon/platform/text"
)

// The jobs of this module: carry a guidance to every district, and an answer to
// the province.
const (
	JobPublish = "supervision.publish"
	JobTell    = "supervision.tell"
)

// Guidance is a province's guidance as it writes it.
type Guidance struct {
	planning.Guidance

	Revision     int // counts the changes
	Sent         int // the version that was sent last, 0 when none was
	SentAt       *time.Time
	TemplateName string // of the file that the template was read from
	UpdatedAt    time.Time
	UpdatedBy    string
}

// MaxGuidance is how long the text of a guidance may be, in characters.
const MaxGuidance = 50_000

func faultGuidance() *fault.Error {
	return fault.New(fault.Invalid, "guidance_incomplete", "Hướng dẫn chưa đủ nội dung, xem các ô được đánh dấu.", "The guidance is incomplete, see what is marked.")
}

// Guidance reads what the province writes for a year; a new one when there is none.
func (s *Service) Guidance(ctx context.Context, province string, year int) (g Guidance, err error) {
	err = s.DB.InTenant(ctx, province, func(ctx context.Context, tx database.Tx) error {
		if err := s.Policy.Authorise(ctx, ActionView); err != nil {
			return err
		}
		there, err := s.store.guidance(ctx, tx, year, false)
		if there != nil {
			g = *there
			return err
		}
		g.Year, g.Version = year, 1
		g.Title = fmt.Sprintf("Hướng dẫn xây dựng kế hoạch thực hiện Chương trình giảm nghèo bền vững năm %d", year)
		return err
	})
	return g, err
}

// Guided are the years for which the province has written guidance, newest first.
func (s *Service) Guided(ctx context.Context, province string) (years []int, err error) {
	err = s.DB.InTenant(ctx, province, func(ctx context.Context, tx database.Tx) error {
		if err := s.Policy.Authorise(ctx, ActionView); err != nil {
			return err
		}
		years, err = s.store.guided(ctx, tx)
		return err
	})
	return years, err
}

// SaveGuidance writes the guidance over the revision that its author saw (fault
// guidance_changed). template, when not nil, is a plan's file to begin from.
func (s *Service) SaveGuidance(ctx context.Context, province string, g Guidance, template *planning.Upload) (saved Guidance, err error) {
	g.Title, g.Body = text.Line(g.Title), strings.TrimSpace(text.NFC(g.Body))
	f := faultGuidance()
	if g.Title == "" || utf8.RuneCountInString(g.Title) > MaxLetterTitle {
		f = f.At("title", "Tiêu đề cần từ 1 đến 300 ký tự.", "The title needs 1 to 300 characters.")
	}
	if utf8.RuneCountInString(g.Body) > MaxGuidance {
		f = f.At("body", "Nội dung dài quá 50.000 ký tự.", "The text is longer than 50,000 characters.")
	}
	if g.Submit != nil && g.Issue != nil && g.Issue.Before(*g.Submit) {
		f = f.At("issue", "Hạn ban hành phải sau hạn trình.", "Plans cannot be issued before they are submitted.")
	}
	if len(f.Fields) > 0 {
		return g, f
	}
	err = s.DB.InTenant(ctx, province, func(ctx context.Context, tx database.Tx) error {
		if err := s.Policy.Authorise(ctx, ActionGuide); err != nil {
			return err
		}
		if err := s.Tenants.Writable(ctx, province); err != nil {
			return err
		}
		before, err := s.store.guidance(ctx, tx, g.Year, true)
		if err != nil {
			return err
		}
		if before != nil {
			g.Sent, g.SentAt, g.Template, g.TemplateName = before.Sent, before.SentAt, before.Template, before.TemplateName
		}
		if template != nil {
			plan, err := s.Planning.ReadText(ctx, g.Year, *template)
			if err != nil {
				return err
			}
			g.Template, g.TemplateName = &plan, template.Name
		}
		g.Version, g.UpdatedAt = g.Sent+1, s.Clock.Now()
		actor, _ := identity.From(ctx)
		g.UpdatedBy = actor.Username
		ok, err := s.store.putGuidance(ctx, tx, g)
		if err != nil {
			return err
		}
		if !ok {
			return fault.New(fault.Conflict, "guidance_changed", "Người khác vừa sửa hướng dẫn này. Nội dung bạn nhập còn bên dưới.",
				"Somebody has just changed this guidance. What you entered is kept below.")
		}
		g.Revision++
		saved = g
		return s.Audit.Record(ctx, tx, audit.Entry{Action: ActionGuide, Object: "guidance", ObjectID: fmt.Sprint(g.Year),
			After: map[string]any{"title": g.Title, "targets": len(g.Targets), "template": g.TemplateName}})
	})
	return saved, err
}

// Publish sends the guidance to every district; a job carries it there.
func (s *Service) Publish(ctx context.Context, province string, year int) (job string, err error) {
	err = s.DB.InTenant(ctx, province, func(ctx context.Context, tx database.Tx) error {
		if err := s.Policy.Authorise(ctx, ActionGuide); err != nil {
			return err
		}
		g, err := s.store.guidance(ctx, tx, year, true)
		if err != nil {
			return err
		}
		if g == nil || g.Body == "" && len(g.Targets) == 0 {
			return faultGuidance().At("body", "Chưa có nội dung hướng dẫn để gửi.", "There is nothing to send yet.")
		}
		g.Sent, g.SentAt = g.Version, new(s.Clock.Now())
		if _, err := s.store.putGuidance(ctx, tx, *g); err != nil {
			return err
		}
		if err := s.Audit.Record(ctx, tx, audit.Entry{Action: ActionGuide, Object: "guidance", ObjectID: fmt.Sprint(year),
			After: map[string]any{"sent": g.Version}}); err != nil {
			return err
		}
		actor, _ := identity.From(ctx)
		job, err = s.Jobs.Enqueue(ctx, tx, JobPublish, publishArgs{year, g.Version, actor.Name})
		return err
	})
	return job, err
}

type publishArgs struct {
	Year    int    `json:"year"`
	Version int    `json:"version"`
	Sender  string `json:"sender"`
}

type tellArgs struct {
	Province string `json:"province"`
	District string `json:"district"`
	Letter   string `json:"letter"`
	Title    string `json:"title"`
	Account  string `json:"account"`
}

// Kinds are the jobs of this module.
func (s *Service) Kinds() []jobs.Kind {
	return []jobs.Kind{
		{Name: JobPublish, Title: i18n.T("Gửi hướng dẫn năm kế hoạch tới các huyện", "Send the guidance to all districts"), Timeout: 5 * time.Minute, Run: s.runPublish},
		{Name: JobTell, Title: i18n.T("Báo tỉnh: huyện đã trả lời", "Tell the province of an answer"), Timeout: time.Minute, Run: s.runTell},
	}
}

// asSystem is the context in which a job of the province writes into its districts'
// records: what it carries was authorised when it was sent.
func asSystem(ctx context.Context, name string) context.Context {
	return identity.With(ctx, identity.Actor{Username: "system", Name: name, Tenant: identity.Platform, System: true})
}

// runPublish carries the guidance to the districts. Run twice it changes nothing
// in those that have it.
func (s *Service) runPublish(ctx context.Context, run *jobs.Run) error {
	var args publishArgs
	if err := run.Arguments(&args); err != nil {
		return err
	}
	ctx = asSystem(ctx, args.Sender)
	var g *Guidance
	err := s.DB.InTenant(ctx, run.Tenant, func(ctx context.Context, tx database.Tx) (err error) {
		g, err = s.store.guidance(ctx, tx, args.Year, false)
		return err
	})
	if err != nil {
		return err
	}
	province, err := s.Tenants.Tenant(ctx, run.Tenant)
	if err != nil {
		return err
	}
	districts, err := s.Tenants.Children(ctx, run.Tenant)
	if err != nil {
		return err
	}
	g.Version, g.Sender = args.Version, province.Name
	var failed error // one that cannot take it keeps none of the others waiting
	for i, d := range districts {
		if s.Tenants.Writable(ctx, d.ID) != nil {
			continue // closed
		}
		err := s.DB.InTenant(ctx, d.ID, func(ctx context.Context, tx database.Tx) error {
			return s.Planning.ReceiveGuidance(ctx, tx, g.Guidance)
		})
		failed = errors.Join(failed, err)
		if err := run.Progress(ctx, i+1, len(districts), i18n.T(d.Name, d.Name)); err != nil {
			return err
		}
	}
	if failed != nil {
		return failed
	}
	return run.Result(map[string]any{"path": fmt.Sprintf("/t/%s/guidance/%d", run.Tenant, args.Year)})
}

// runTell tells in the province that a district has answered.
func (s *Service) runTell(ctx context.Context, run *jobs.Run) error {
	var args tellArgs
	if err := run.Arguments(&args); err != nil {
		return err
	}
	district, err := s.Tenants.Tenant(ctx, args.District)
	if err != nil {
		return err
	}
	ctx = asSystem(ctx, district.Name)
	return s.DB.InTenant(ctx, args.Province, func(ctx context.Context, tx database.Tx) error {
		return s.Notify.Send(ctx, tx, notify.Message{Kind: "supervision.answer", Key: "answer " + run.ID, Mail: true,
			Title: i18n.T(district.Name+" trả lời: "+args.Title, district.Name+" answers: "+args.Title),
			Path:  fmt.Sprintf("/t/%s/overview/%s/letters/%s", args.Province, args.District, args.Letter), To: notify.To{Accounts: []string{args.Account}}})
	})
}

// Reached is what became of the guidance in a district.
type Reached struct {
	Tenant, Name string
	Guidance     *planning.Guidance // nil: it has not arrived
}

// Reached tells where the guidance of a year has arrived and who opened it.
func (s *Service) Reached(ctx context.Context, province string, year int) (list []Reached, err error) {
	if err := s.Policy.Authorise(policy.At(ctx, province), ActionView); err != nil {
		return nil, err
	}
	districts, err := s.Tenants.Children(ctx, province)
	if err != nil {
		return nil, err
	}
	var at map[string]planning.Guidance
	err = s.DB.AcrossTenants(ctx, province, func(ctx context.Context, tx database.Tx) error {
		at, err = s.Planning.GuidanceAcross(ctx, tx, year)
		return err
	})
	for _, d := range districts {
		if d.Closed {
			continue
		}
		r := Reached{Tenant: d.ID, Name: d.Name}
		if g, there := at[d.ID]; there {
			r.Guidance = &g
		}
		list = append(list, r)
	}
	return list, err
}
