package library

import (
	"context"
	"path"
	"strings"
	"time"

	"vuon/platform/database"
	"vuon/platform/text"
)

// maxDescription is in characters.
const maxDescription = 2000

// writableFile reads a file, locked, that the actor may change where it lies.
func (s *Service) writableFile(ctx context.Context, tx database.Tx, id string) (File, Folder, error) {
	f, folder, err := s.seen(ctx, tx, id, true)
	switch {
	case err != nil:
		return f, folder, err
	case f.Object != "":
		return f, folder, faultAttachedFile()
	case !f.ArchivedAt.IsZero(), !folder.ArchivedAt.IsZero():
		return f, folder, faultArchivedFile()
	}
	return f, folder, s.mayWrite(ctx, folder)
}

// changeFile loads a file, lets fn change it, and saves and audits it.
func (s *Service) changeFile(ctx context.Context, tenant, id string, fn func(ctx context.Context, tx database.Tx, f *File, in Folder) error) error {
	return s.in(ctx, tenant, ActionWrite, func(ctx context.Context, tx database.Tx) error {
		f, folder, err := s.writableFile(ctx, tx, id)
		if err != nil {
			return err
		}
		before := f.facts()
		if err := fn(ctx, tx, &f, folder); err != nil {
			return err
		}
		if err := s.store.updateFile(ctx, tx, f); err != nil {
			return err
		}
		return s.note(ctx, tx, ActionWrite, "file", f.ID, before, f.facts())
	})
}

// EditFile changes what a file is called, its description, and whether it is
// internal. Its ending stays, since it says what the content is. Faults:
// name_invalid, file_unknown, file_archived, file_attached.
func (s *Service) EditFile(ctx context.Context, tenant, id, name, description string, internal bool) error {
	return s.changeFile(ctx, tenant, id, func(_ context.Context, _ database.Tx, f *File, in Folder) (err error) {
		end := path.Ext(f.Name)
		if !strings.EqualFold(path.Ext(name), end) {
			name += end
		}
		if f.Name, err = title(name); err != nil {
			return err
		}
		f.Description = cut(text.NFC(strings.TrimSpace(description)), maxDescription)
		f.Internal = internal || in.Internal
		return nil
	})
}

// MoveFile moves a file into another folder; into an internal one it becomes
// internal.
func (s *Service) MoveFile(ctx context.Context, tenant, id, to string) error {
	return s.changeFile(ctx, tenant, id, func(ctx context.Context, tx database.Tx, f *File, _ Folder) error {
		folder, _, err := s.openTo(ctx, tx, to)
		f.Folder, f.Internal = folder.ID, f.Internal || folder.Internal
		return err
	})
}

// ArchiveFile puts a file out of sight, or takes it back; nothing is deleted.
func (s *Service) ArchiveFile(ctx context.Context, tenant, id string, archive bool) error {
	return s.in(ctx, tenant, ActionWrite, func(ctx context.Context, tx database.Tx) error {
		f, folder, err := s.seen(ctx, tx, id, true)
		if err != nil {
			return err
		}
		if f.Object != "" {
			return faultAttachedFile()
		}
		if err := s.mayWrite(ctx, folder); err != nil {
			return err
		}
		at := time.Time{}
		if archive {
			at = s.Clock.Now()
		}
		before := f.facts()
		f.ArchivedAt = at
		if err := s.store.archiveFile(ctx, tx, id, at); err != nil {
			return err
		}
		return s.note(ctx, tx, ActionWrite, "file", id, before, f.facts())
	})
}

// facts are what the audit keeps of a file.
func (f File) facts() map[string]any {
	return map[string]any{"name": f.Name, "folder": f.Folder, "version": f.Version, "sha256": f.SHA256, "size": f.Size,
		"internal": f.Internal, "description": f.Description, "held": f.Held, "archived": !f.ArchivedAt.IsZero()}
}

// cut shortens to so many characters.
func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}
