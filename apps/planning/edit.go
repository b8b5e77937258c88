package planning

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"vuon/apps/planning/planreader"
	"vuon/platform/database"
)

// How long one part may be, in characters: MaxPart is more than a whole plan,
// MaxTitle is for titles and for the abstract.
const (
	MaxPart  = 200_000
	MaxTitle = 2000
)

// tooLong refuses what no section of a plan can be.
func tooLong(path, title, body string) error {
	if path == PartTitle && utf8.RuneCountInString(body) > MaxTitle {
		return faultIncomplete("trích yếu dài quá 2.000 ký tự.", "the abstract is longer than 2,000 characters.").
			At("text", "Dài quá 2.000 ký tự.", "Longer than 2,000 characters.")
	}
	if utf8.RuneCountInString(title) > MaxTitle {
		return faultIncomplete("tiêu đề mục dài quá 2.000 ký tự.", "a section's title is longer than 2,000 characters.").
			At("title", "Dài quá 2.000 ký tự.", "Longer than 2,000 characters.")
	}
	if utf8.RuneCountInString(body) > MaxPart {
		return faultIncomplete("mục dài quá 200.000 ký tự.", "a section is longer than 200,000 characters.").
			At("text", "Dài quá 200.000 ký tự.", "Longer than 200,000 characters.")
	}
	return nil
}

// Edit writes one part of an open draft. Tag is that of the part as the author
// saw it: when somebody else has changed it since, nothing is written and the
// fault is stale_edit; the part returned is then theirs.
func (s *Service) Edit(ctx context.Context, tenant string, year int, path, tag, title, body string) (part Part, err error) {
	if err := tooLong(path, title, body); err != nil {
		return part, err
	}
	err = s.in(ctx, tenant, ActionDraft, func(ctx context.Context, tx database.Tx) error {
		v, err := s.store.version(ctx, tx, year, latest, true)
		if err != nil {
			return err
		}
		if !v.State.Editable() {
			return faultNotEditable(v.State)
		}
		before, there := PartAt(&v.Plan, path)
		if !there {
			return faultNoSection()
		}
		part = before
		if before.Tag != tag {
			return faultStale()
		}
		setPart(&v.Plan, path, title, body)
		part, _ = PartAt(&v.Plan, path)
		if part.Tag == before.Tag {
			return nil // nothing was changed
		}
		if part.Title == "" && before.Title != "" {
			return faultIncomplete("tiêu đề mục để trống.", "the section's title is empty.").
				At("title", "Tiêu đề không được để trống.", "The title must not be empty.")
		}
		if err := s.extract(ctx, &v); err != nil {
			return err
		}
		return s.write(ctx, tx, &v, Change{Section: keyOf(&v.Plan, path), Title: heading(part),
			Before: joined(before), After: joined(part)})
	})
	return part, err
}

// extract reads the structure again from the edited text.
func (s *Service) extract(ctx context.Context, v *Version) error {
	known, err := s.known(ctx, time.Date(v.Year, 1, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		return err
	}
	planreader.Extract(&v.Plan, known)
	if v.Title = string(v.Plan.Header.Title); v.Title == "" {
		v.Title = fmt.Sprintf("Kế hoạch năm %d", v.Year)
	}
	return nil
}

func heading(p Part) string { return strings.TrimSpace(p.Mark + " " + p.Title) }

func joined(p Part) string { return strings.Trim(p.Title+"\n"+p.Text, "\n") }
