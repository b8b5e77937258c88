package library

import (
	"context"
	"time"
	"unicode/utf8"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/text"
)

// Retention is how long a file is kept.
type Retention struct {
	Class string    `json:"class"`          // "": the common one
	Name  string    `json:"name"`           // of the class
	Years int       `json:"years"`          // 0: for good
	Until time.Time `json:"until,omitzero"` // the first day on which it may be destroyed; zero: never
	Held  string    `json:"held,omitempty"` // why it may not be, whatever the day
}

// Over reports whether the file may be destroyed.
func (r Retention) Over(now time.Time) bool {
	return r.Held == "" && !r.Until.IsZero() && !now.Before(r.Until)
}

// Rules are the classes of the tenant with the rules that ever held, in the order
// of the setting.
func (s *Service) Rules(ctx context.Context, tenant string) (list []tenancy.RetentionParts, err error) {
	var rules []tenancy.RetentionRule
	if err := s.Tenants.Setting(ctx, tenant, tenancy.LibraryRetention, &rules); err != nil {
		return nil, err
	}
	if len(rules) == 0 {
		rules = tenancy.StandardRetention()
	}
	for _, r := range rules {
		if p, ok := r.Parts(); ok {
			list = append(list, p)
		}
	}
	return list, nil
}

// retention tells how long a file is kept, by its own class, else by that of the
// nearest folder above it, else by the common one.
func (s *Service) retention(ctx context.Context, _ database.Tx, f File, above []Folder) (Retention, error) {
	rules, err := s.Rules(ctx, database.Tenant(ctx))
	if err != nil {
		return Retention{}, err
	}
	class := f.Class
	for i := len(above) - 1; i >= 0 && class == ""; i-- {
		class = above[i].Class
	}
	return period(rules, class, f.Held, f.UpdatedAt), nil
}

// period applies the rule of the class that held on the day of the newest version.
// Years count from the end of that day's year (Luật Lưu trữ: từ năm công việc kết
// thúc). Without any rule a file is kept for good.
func period(rules []tenancy.RetentionParts, class, held string, made time.Time) Retention {
	r := Retention{Class: class, Held: held}
	var best tenancy.RetentionParts
	for _, rule := range rules {
		if rule.Class == class && !rule.From.After(made) && !rule.From.Before(best.From) {
			best = rule
		}
	}
	if best.Name == "" && class != "" { // a class that is gone, or came later
		r = period(rules, "", held, made)
		r.Class = class
		return r
	}
	r.Name, r.Years = best.Name, best.Years
	if r.Years > 0 {
		r.Until = time.Date(made.In(i18n.Zone()).Year()+1+r.Years, 1, 1, 0, 0, 0, 0, i18n.Zone())
	}
	return r
}

// ClassifyFile sets the class of retention of a file; "" is its folder's.
func (s *Service) ClassifyFile(ctx context.Context, tenant, id, class string) error {
	return s.manage(ctx, tenant, id, func(ctx context.Context, _ database.Tx, f *File) error {
		f.Class = class
		return s.knownClass(ctx, tenant, class)
	})
}

// ClassifyFolder sets the class of retention of a folder, given ones too.
func (s *Service) ClassifyFolder(ctx context.Context, tenant, id, class string) error {
	return s.in(ctx, tenant, ActionManage, func(ctx context.Context, tx database.Tx) error {
		if err := s.knownClass(ctx, tenant, class); err != nil {
			return err
		}
		f, above, err := s.folder(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.rooted(ctx, tx, f, above); err != nil {
			return err
		}
		before := f.facts()
		f.Class = class
		if err := s.store.classify(ctx, tx, f.ID, class); err != nil {
			return err
		}
		return s.note(ctx, tx, ActionManage, "folder", f.ID, before, f.facts())
	})
}

func (s *Service) knownClass(ctx context.Context, tenant, class string) error {
	rules, err := s.Rules(ctx, tenant)
	for _, r := range rules {
		if r.Class == class || class == "" {
			return err
		}
	}
	if err == nil && class != "" {
		err = faultClass()
	}
	return err
}

// Hold keeps a file from being destroyed, with the reason; "" lets it go.
func (s *Service) Hold(ctx context.Context, tenant, id, reason string) error {
	return s.manage(ctx, tenant, id, func(_ context.Context, _ database.Tx, f *File) error {
		f.Held = cut(text.Line(reason), 500)
		return nil
	})
}

// manage changes what only whoever manages the library may.
func (s *Service) manage(ctx context.Context, tenant, id string, fn func(ctx context.Context, tx database.Tx, f *File) error) error {
	return s.in(ctx, tenant, ActionManage, func(ctx context.Context, tx database.Tx) error {
		f, _, err := s.seen(ctx, tx, id, true)
		if err != nil {
			return err
		}
		before := f.facts()
		if err := fn(ctx, tx, &f); err != nil {
			return err
		}
		if err := s.store.updateFile(ctx, tx, f); err != nil {
			return err
		}
		return s.note(ctx, tx, ActionManage, "file", id, before, f.facts())
	})
}

// Destroy removes all versions of an archived file whose time is over, for good.
// What it was stays on record: name, SHA-256, who destroyed it and why. Faults:
// not_archived, retention_runs, file_held, reason_missing.
func (s *Service) Destroy(ctx context.Context, tenant, id, reason string) error {
	return s.in(ctx, tenant, ActionManage, func(ctx context.Context, tx database.Tx) error {
		f, folder, err := s.seen(ctx, tx, id, true)
		if err != nil {
			return err
		}
		if reason = text.Line(reason); utf8.RuneCountInString(reason) < 5 {
			return faultReason()
		}
		_, above, err := s.folder(ctx, tx, folder.ID)
		if err != nil {
			return err
		}
		r, err := s.retention(ctx, tx, f, append(above, folder))
		switch {
		case err != nil:
			return err
		case f.Held != "":
			return faultHeld(f.Held)
		case !r.Over(s.Clock.Now()):
			return faultKept(r)
		case f.ArchivedAt.IsZero():
			return faultNotArchived()
		}
		if err := s.erase(ctx, tx, f, reason); err != nil {
			return err
		}
		return s.Audit.Record(ctx, tx, audit.Entry{Action: ActionManage, Object: "library_file", ObjectID: id, Before: f.facts(), Reason: reason})
	})
}

func (s *Service) erase(ctx context.Context, tx database.Tx, f File, reason string) error {
	keys, err := s.store.contents(ctx, tx, f.ID)
	if err != nil {
		return err
	}
	for _, key := range keys {
		if err := s.Storage.Delete(ctx, database.Tenant(ctx), key); err != nil {
			return err
		}
	}
	_, name := who(ctx)
	return s.store.destroy(ctx, tx, f.ID, s.Clock.Now(), name, reason)
}
