package library

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/text"
	"vuon/platform/web"
)

const (
	maxDepth   = 8
	maxFolders = 500 // of one level that a page shows
)

// title is the name of a folder or file as it is kept (fault name_invalid).
func title(name string) (string, error) {
	line := text.Line(name)
	if line == "" || utf8.RuneCountInString(line) > 120 || web.SafeName(line) != line {
		return "", faultName()
	}
	return line, nil
}

// CreateFolder makes a folder; parent "" is the top. It belongs to the commune
// and project of the one that it lies in. Faults: name_invalid, folder_exists,
// folder_unknown, folder_attached, folder_archived, folder_too_deep.
func (s *Service) CreateFolder(ctx context.Context, tenant, parent, name string, internal bool) (f Folder, err error) {
	err = s.in(ctx, tenant, ActionWrite, func(ctx context.Context, tx database.Tx) error {
		if f.Name, err = title(name); err != nil {
			return err
		}
		if err := s.store.lockTree(ctx, tx); err != nil {
			return err
		}
		f.ID, f.Internal = uuid.NewString(), internal
		if err := s.into(ctx, tx, &f, parent); err != nil {
			return err
		}
		if err := s.store.insertFolder(ctx, tx, s.stamped(ctx, f)); err != nil {
			return err
		}
		return s.note(ctx, tx, ActionWrite, "folder", f.ID, nil, f.facts())
	})
	return f, err
}

// into puts the folder into another, from which it takes what it inherits.
func (s *Service) into(ctx context.Context, tx database.Tx, f *Folder, parent string) error {
	f.Parent = parent
	if parent == "" {
		f.Unit, f.Project = "", ""
		return s.mayWrite(ctx, Folder{})
	}
	up, above, err := s.openTo(ctx, tx, parent)
	if err != nil {
		return err
	}
	if len(above)+1 >= maxDepth {
		return faultDeep()
	}
	f.Unit, f.Project, f.Internal = up.Unit, up.Project, f.Internal || up.Internal
	return nil
}

// openTo finds a folder into which the actor may put something, and gives it a
// row where it has none.
func (s *Service) openTo(ctx context.Context, tx database.Tx, id string) (f Folder, above []Folder, err error) {
	if f, above, err = s.folder(ctx, tx, id); err != nil {
		return f, nil, err
	}
	sight, err := s.eyes(ctx)
	switch {
	case err != nil:
		return f, nil, err
	case !sight.see(f.Internal, f.Unit, f.Project):
		return f, nil, faultNoFolder()
	case f.Attached():
		return f, nil, faultAttachedFolder()
	case !f.ArchivedAt.IsZero():
		return f, nil, faultArchivedFolder()
	}
	if err := s.mayWrite(ctx, f); err != nil {
		return f, nil, err
	}
	return f, above, s.rooted(ctx, tx, f, above)
}

// own reads a folder of one's own that the actor may change.
func (s *Service) own(ctx context.Context, tx database.Tx, id string) (Folder, error) {
	if err := s.store.lockTree(ctx, tx); err != nil {
		return Folder{}, err
	}
	f, _, err := s.folder(ctx, tx, id)
	if err != nil {
		return f, err
	}
	sight, err := s.eyes(ctx)
	switch {
	case err != nil:
		return f, err
	case !sight.see(f.Internal, f.Unit, f.Project):
		return f, faultNoFolder()
	case f.Given():
		return f, faultGiven()
	}
	return f, s.mayWrite(ctx, f)
}

// changeFolder loads an own folder, lets fn change it, and saves and audits it.
func (s *Service) changeFolder(ctx context.Context, tenant, id string, fn func(ctx context.Context, tx database.Tx, f *Folder) error) error {
	return s.in(ctx, tenant, ActionWrite, func(ctx context.Context, tx database.Tx) error {
		f, err := s.own(ctx, tx, id)
		if err != nil {
			return err
		}
		before := f.facts()
		if err := fn(ctx, tx, &f); err != nil {
			return err
		}
		if err := s.store.saveFolder(ctx, tx, f); err != nil {
			return err
		}
		return s.note(ctx, tx, ActionWrite, "folder", f.ID, before, f.facts())
	})
}

// RenameFolder gives an own folder another name, and makes it internal or not;
// what lies in an internal folder becomes internal, and stays so.
func (s *Service) RenameFolder(ctx context.Context, tenant, id, name string, internal bool) error {
	return s.changeFolder(ctx, tenant, id, func(ctx context.Context, tx database.Tx, f *Folder) (err error) {
		if f.Name, err = title(name); err != nil {
			return err
		}
		f.Internal = internal
		if f.Parent != "" && !internal {
			up, _, err := s.folder(ctx, tx, f.Parent)
			if err != nil {
				return err
			}
			f.Internal = up.Internal
		}
		return s.handDown(ctx, tx, *f)
	})
}

// MoveFolder moves an own folder into another; "" is the top.
func (s *Service) MoveFolder(ctx context.Context, tenant, id, to string) error {
	return s.changeFolder(ctx, tenant, id, func(ctx context.Context, tx database.Tx, f *Folder) error {
		ids, err := s.store.subtree(ctx, tx, id)
		if err != nil {
			return err
		}
		if slices.Contains(ids, to) {
			return faultInside()
		}
		if err := s.into(ctx, tx, f, to); err != nil {
			return err
		}
		return s.handDown(ctx, tx, *f)
	})
}

func (s *Service) handDown(ctx context.Context, tx database.Tx, f Folder) error {
	ids, err := s.store.subtree(ctx, tx, f.ID)
	if err != nil {
		return err
	}
	return s.store.inherit(ctx, tx, ids, f)
}

// ArchiveFolder puts an own folder out of sight with all that is in it, or takes
// it back. Nothing of it is deleted.
func (s *Service) ArchiveFolder(ctx context.Context, tenant, id string, archive bool) error {
	return s.changeFolder(ctx, tenant, id, func(ctx context.Context, tx database.Tx, f *Folder) error {
		ids, err := s.store.subtree(ctx, tx, id)
		if err != nil || archive != f.ArchivedAt.IsZero() {
			return err
		}
		if archive {
			f.ArchivedAt = s.Clock.Now().Truncate(time.Microsecond)
			return s.store.archiveTree(ctx, tx, ids, f.ArchivedAt)
		}
		if f.Parent != "" {
			if up, err := s.store.folder(ctx, tx, f.Parent); err == nil && !up.ArchivedAt.IsZero() {
				return faultArchivedFolder()
			}
		}
		at := f.ArchivedAt
		f.ArchivedAt = time.Time{}
		return s.store.restoreTree(ctx, tx, ids, at)
	})
}

// facts are what the audit keeps of a folder.
func (f Folder) facts() map[string]any {
	return map[string]any{"name": f.Name, "parent": f.Parent, "internal": f.Internal, "class": f.Class, "archived": !f.ArchivedAt.IsZero()}
}

func (s *Service) note(ctx context.Context, tx database.Tx, action, object, id string, before, after any) error {
	return s.Audit.Record(ctx, tx, audit.Entry{Action: action, Object: "library_" + object, ObjectID: id, Before: before, After: after})
}
