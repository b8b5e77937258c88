package library

import (
	"context"

	"vuon/platform/database"
)

// Level is what one folder holds, or the top of the library.
type Level struct {
	Folder  Folder   // zero at the top
	Above   []Folder // the top first
	Folders []Folder
	Files   []File
	Next    string // cursor of more files
	Write   bool   // the actor may add here
}

// Filter narrows a list of files; zero fields do not.
type Filter struct {
	Kind     string // "pdf", "word", "excel", "picture", "other"
	Archived bool   // those instead of the living
	Sort     string // "name" (the default), "newest", "largest"
}

// Browse reads what a folder holds; "" is the top. Faults folder_unknown.
func (s *Service) Browse(ctx context.Context, tenant, id string, filter Filter, page database.Page) (l Level, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		l, err = s.browse(ctx, tx, id, filter, page)
		return err
	})
	return l, err
}

func (s *Service) browse(ctx context.Context, tx database.Tx, id string, filter Filter, page database.Page) (l Level, err error) {
	sight, err := s.eyes(ctx)
	if err != nil {
		return l, err
	}
	if id != "" {
		if l.Folder, l.Above, err = s.folder(ctx, tx, id); err != nil {
			return l, err
		}
		if !sight.see(l.Folder.Internal, l.Folder.Unit, l.Folder.Project) {
			return l, faultNoFolder()
		}
		l.Write = !l.Folder.Attached() && l.Folder.ArchivedAt.IsZero() && s.mayWrite(ctx, l.Folder) == nil
	} else {
		l.Write = s.mayWrite(ctx, Folder{}) == nil
	}
	if l.Folders, err = s.below(ctx, tx, id, filter.Archived, sight); err != nil || id == "" {
		return l, err
	}
	l.Files, l.Next, err = s.store.list(ctx, tx, query{folder: id, filter: filter, sight: sight}, page)
	return l, err
}

// below are the folders directly in a folder that the actor may know.
func (s *Service) below(ctx context.Context, tx database.Tx, id string, archived bool, sight eyes) ([]Folder, error) {
	rows, err := s.store.folders(ctx, tx, id, archived)
	if err != nil {
		return nil, err
	}
	var given []Folder
	if !archived {
		if given, err = s.given(ctx, database.Tenant(ctx)); err != nil {
			return nil, err
		}
	}
	var seen []Folder
	for _, f := range merged(rows, given, id) {
		if sight.see(f.Internal, f.Unit, f.Project) {
			seen = append(seen, f)
		}
	}
	return seen, nil
}

// seen reads a file and its folder where the actor may know of it (fault
// file_unknown otherwise).
func (s *Service) seen(ctx context.Context, tx database.Tx, id string, lock bool) (f File, folder Folder, err error) {
	if f, err = s.store.file(ctx, tx, id, lock); err != nil {
		return f, folder, err
	}
	if folder, err = s.store.folder(ctx, tx, f.Folder); err != nil {
		return f, folder, err
	}
	sight, err := s.eyes(ctx)
	if err == nil && !sight.see(f.Internal || folder.Internal, folder.Unit, folder.Project) {
		err = faultNoFile()
	}
	return f, folder, err
}

// Places lists every folder into which the actor may put files, with the names of
// those above it: to move to.
func (s *Service) Places(ctx context.Context, tenant string) (list []Place, err error) {
	err = s.in(ctx, tenant, ActionWrite, func(ctx context.Context, tx database.Tx) error {
		rows, err := s.store.allFolders(ctx, tx)
		if err != nil {
			return err
		}
		given, err := s.given(ctx, tenant)
		if err != nil {
			return err
		}
		list = s.places(ctx, rows, given, "", "")
		return nil
	})
	return list, err
}

// Place is a folder with the way to it: "Năm 2024 / Dự án 1".
type Place struct{ ID, Path string }

func (s *Service) places(ctx context.Context, rows, given []Folder, parent, path string) (list []Place) {
	var level []Folder
	for _, f := range rows {
		if f.Parent == parent {
			level = append(level, f)
		}
	}
	for _, f := range merged(level, given, parent) {
		if f.Attached() {
			continue
		}
		name := f.Name
		if path != "" {
			name = path + " / " + f.Name
		}
		if s.mayWrite(ctx, f) == nil {
			list = append(list, Place{f.ID, name})
		}
		list = append(list, s.places(ctx, rows, given, f.ID, name)...)
	}
	return list
}
