package planning

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"vuon/apps/planning/planreader"
	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/text"
)

// Template is a plan that the tenant keeps as a pattern ("mẫu của đơn vị").
type Template struct {
	ID          int64     `json:"id"`
	Name        string    `json:"name"`
	FromYear    int       `json:"from_year"`
	FromVersion int       `json:"from_version"`
	KeptAt      time.Time `json:"kept_at"`
	KeptBy      string    `json:"kept_by"`
}

// Origin is what a plan begins with: the plan of another year, one of the tenant's
// templates, or the province's guidance for the year. One of them is set.
type Origin struct {
	Year     int   `json:"from_year,omitempty"`
	Template int64 `json:"template,omitempty"`
	Guidance bool  `json:"guidance,omitempty"`
}

// Origins is what the plan of a year may begin with.
type Origins struct {
	Years     []int      `json:"years"` // newest first
	Templates []Template `json:"templates"`
	Guidance  string     `json:"guidance"` // its name, "" when there is none
}

func faultNoTemplate() error {
	return fault.New(fault.NotFound, "template_not_found", "Không có mẫu này. Hãy chọn mẫu khác.", "There is no such template. Choose another.")
}

func faultNoOrigin() error {
	return fault.New(fault.Invalid, "origin_missing", "Hãy chọn kế hoạch năm trước, mẫu của đơn vị hoặc hướng dẫn của tỉnh để bắt đầu.",
		"Choose last year's plan, a template or the province's guidance to begin with.").
		At("from", "Chưa chọn nguồn để bắt đầu.", "Choose what to begin with.")
}

// Origins tells what the plan of a year may begin with.
func (s *Service) Origins(ctx context.Context, tenant string, year int) (o Origins, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		plans, err := s.store.summaries(ctx, tx, 0)
		if err != nil {
			return err
		}
		for _, p := range plans {
			if p.Year != year {
				o.Years = append(o.Years, p.Year)
			}
		}
		if o.Templates, err = s.store.templates(ctx, tx); err != nil {
			return err
		}
		g, err := s.store.guidance(ctx, tx, year)
		if g != nil && g.Template != nil {
			o.Guidance = g.Title
		}
		return err
	})
	return o, err
}

// Start begins the plan of a year with another: its text and assignments are kept, its
// number and date are not, its title names the new year. Where the text still names
// the year before is told (Checks), not changed.
func (s *Service) Start(ctx context.Context, tenant string, year int, from Origin) (v Version, err error) {
	if year < 2021 || year > 2100 {
		return v, faultYear(year)
	}
	err = s.in(ctx, tenant, ActionDraft, func(ctx context.Context, tx database.Tx) error {
		_, err := s.store.version(ctx, tx, year, latest, false)
		if err == nil {
			return faultStarted(year)
		}
		if fault.CodeOf(err) != "plan_not_found" {
			return err
		}
		plan, was, name, err := s.origin(ctx, tx, tenant, year, from)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		v = Version{Tenant: tenant, Year: year, Version: 1, State: Draft, Since: now, UpdatedAt: now}
		if err := s.store.insert(ctx, tx, v); err != nil {
			return err
		}
		v.Plan = nextYear(plan, was, year)
		if err := s.extract(ctx, &v); err != nil {
			return err
		}
		if err := s.write(ctx, tx, &v, Change{Section: "start", Title: name, After: printed(&v.Plan)}); err != nil {
			return err
		}
		return s.step(ctx, tx, v, StepStart, name)
	})
	return v, err
}

func faultStarted(year int) error {
	return fault.New(fault.Conflict, "plan_exists",
		fmt.Sprintf("Đã có kế hoạch năm %d. Hãy mở kế hoạch đó để soạn tiếp.", year),
		fmt.Sprintf("There is a plan of %d already. Open it to go on writing.", year))
}

// origin reads the plan to begin with, of which year it is, and its name.
func (s *Service) origin(ctx context.Context, tx database.Tx, tenant string, year int, from Origin) (plan planreader.Plan, was int, name string, err error) {
	switch {
	case from.Guidance:
		g, err := s.store.guidance(ctx, tx, year)
		if err != nil || g == nil || g.Template == nil {
			return plan, 0, "", firstError(err, faultNoOrigin())
		}
		return *g.Template, year, g.Title, nil
	case from.Template > 0:
		t, plan, err := s.store.template(ctx, tx, from.Template)
		return plan, t.FromYear, "Mẫu: " + t.Name, err
	case from.Year > 0 && from.Year != year:
		v, err := s.ofYear(ctx, tx, from.Year)
		return v.Plan, v.Year, yearName(v.Year), err
	}
	return plan, 0, "", faultNoOrigin()
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// nextYear is a plan as the beginning of another year's: without number and date, its
// title of the new year. All else stands as it was, to be revised by people.
func nextYear(p planreader.Plan, was, year int) planreader.Plan {
	p.Header.Number, p.Header.Date, p.Header.Lines = "", "", []string{}
	title := strings.ReplaceAll(string(p.Header.Title), "năm "+strconv.Itoa(was), "năm "+strconv.Itoa(year))
	p.Header.Title = planreader.Optional(title)
	p.FormerPlaces = nil
	p.Identify()
	return p
}

// KeepTemplate keeps a version (0: the latest) as a pattern under a name; another of
// that name is written over.
func (s *Service) KeepTemplate(ctx context.Context, tenant string, year, version int, name string) (t Template, err error) {
	name = text.Line(name)
	if name == "" || utf8.RuneCountInString(name) > 200 {
		return t, fault.New(fault.Invalid, "template_name", "Đặt tên cho mẫu, không quá 200 ký tự.", "Name the template, in at most 200 characters.").
			At("name", "Nhập tên mẫu (tối đa 200 ký tự).", "Give a name of at most 200 characters.")
	}
	err = s.in(ctx, tenant, ActionDraft, func(ctx context.Context, tx database.Tx) error {
		v, err := s.store.version(ctx, tx, year, which(version), false)
		if err != nil {
			return err
		}
		t = Template{Name: name, FromYear: v.Year, FromVersion: v.Version, KeptAt: s.Clock.Now()}
		_, t.KeptBy = who(ctx)
		if t, err = s.store.keepTemplate(ctx, tx, t, v.Plan); err != nil {
			return err
		}
		return s.Audit.Record(ctx, tx, audit.Entry{Action: ActionDraft, Object: "plan_template", ObjectID: strconv.FormatInt(t.ID, 10),
			After: map[string]any{"name": t.Name, "version": v.id()}})
	})
	return t, err
}

// DropTemplate gives a pattern up. Plans that began with it are not touched.
func (s *Service) DropTemplate(ctx context.Context, tenant string, id int64) error {
	return s.in(ctx, tenant, ActionDraft, func(ctx context.Context, tx database.Tx) error {
		t, _, err := s.store.template(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.store.dropTemplate(ctx, tx, id); err != nil {
			return err
		}
		return s.Audit.Record(ctx, tx, audit.Entry{Action: ActionDraft, Object: "plan_template", ObjectID: strconv.FormatInt(id, 10),
			Before: map[string]any{"name": t.Name}})
	})
}

// OldYears tells where the plan of a year still names one of the two years before.
func (s *Service) OldYears(ctx context.Context, tenant string, year int) (list []OldYear, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		v, err := s.store.version(ctx, tx, year, latest, false)
		list = oldYears(&v.Plan, year)
		return err
	})
	return list, err
}
