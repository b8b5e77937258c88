package planning

import (
	"context"
	"strings"
	"time"

	"vuon/platform/database"
)

// Desk is all that the editor's page begins with.
type Desk struct {
	Version  Version
	People   []Presence
	Comments map[string]int // open threads, by part
}

// Desk reads the version of a year that the editor works on: the open one, else
// that in force, which can be read and commented on.
func (s *Service) Desk(ctx context.Context, tenant string, year int) (d Desk, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		if d.Version, err = s.look(ctx, tx, year); err != nil {
			return err
		}
		if d.Comments, err = s.store.openComments(ctx, tx, year); err != nil {
			return err
		}
		d.People, err = s.people(ctx, tx, year)
		return err
	})
	return d, err
}

// HistoryPage reads the changes of a part ("": of the whole plan), newest first,
// page by page.
func (s *Service) HistoryPage(ctx context.Context, tenant string, year int, part string, page database.Page) (list []Change, next string, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		var keys []string
		if part != "" {
			v, err := s.store.version(ctx, tx, year, latest, false)
			if err != nil {
				return err
			}
			keys = historyKeys(&v.Plan, part)
		}
		list, next, err = s.store.changesPage(ctx, tx, year, keys, page)
		return err
	})
	return list, next, err
}

// Restore writes an earlier text of a part again: what it said after the change,
// or, where before is set, what it had said until then. Tag as for Edit.
func (s *Service) Restore(ctx context.Context, tenant string, year int, tag string, version, revision int, before bool) (part Part, err error) {
	err = s.in(ctx, tenant, ActionDraft, func(ctx context.Context, tx database.Tx) error {
		c, err := s.store.change(ctx, tx, year, version, revision)
		if err != nil {
			return err
		}
		v, err := s.store.version(ctx, tx, year, latest, true)
		if err != nil {
			return err
		}
		now, there := PartAt(&v.Plan, c.Section)
		if !there {
			return faultNoSection()
		}
		was := c.After
		if before {
			was = c.Before
		}
		title, body := earlier(now, was)
		part, err = s.Edit(ctx, tenant, year, c.Section, tag, title, body)
		return err
	})
	return part, err
}

// earlier parts a text of the history into title and body: the part's title stood
// first, where it has one.
func earlier(now Part, was string) (title, body string) {
	if now.Title == "" {
		return "", was
	}
	title, body, _ = strings.Cut(was, "\n")
	return title, body
}

// Theirs is what a part says now and who wrote it: what an author sees beside
// their own words when somebody else was first. Same tells that the words are
// the author's after all, as when an answer of ours was lost on the way.
type Theirs struct {
	Part Part
	Who  string
	At   time.Time
	Same bool
}

// Compare tells how a part stands beside what somebody typed.
func (s *Service) Compare(ctx context.Context, tenant string, year int, path, title, body string) (t Theirs, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		v, err := s.store.version(ctx, tx, year, latest, false)
		if err != nil {
			return err
		}
		var there bool
		if t.Part, there = PartAt(&v.Plan, path); !there {
			return faultNoSection()
		}
		keys := historyKeys(&v.Plan, path)
		setPart(&v.Plan, path, title, body)
		mine, _ := PartAt(&v.Plan, path)
		t.Same = mine.Tag == t.Part.Tag
		t.Who, t.At, err = s.store.changedBy(ctx, tx, year, keys)
		return err
	})
	return t, err
}
