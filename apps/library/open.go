package library

import (
	"context"
	"io"

	"vuon/platform/database"
)

// Details is all that is known of a file.
type Details struct {
	File      File
	Folder    Folder
	Above     []Folder
	Versions  []Version // newest first
	Write     bool      // the actor may change it
	Retention Retention
}

// File reads a file with its versions (fault file_unknown).
func (s *Service) File(ctx context.Context, tenant, id string) (d Details, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		if d.File, d.Folder, err = s.seen(ctx, tx, id, false); err != nil {
			return err
		}
		if _, d.Above, err = s.folder(ctx, tx, d.Folder.ID); err != nil {
			return err
		}
		d.Write = d.File.Object == "" && s.mayWrite(ctx, d.Folder) == nil
		if d.Retention, err = s.retention(ctx, tx, d.File, append(d.Above, d.Folder)); err != nil {
			return err
		}
		d.Versions, err = s.store.versions(ctx, tx, id)
		return err
	})
	return d, err
}

// Open reads a version of a file; 0 is the newest. The caller closes the reader.
// Faults file_unknown, object_damaged, storage_unavailable.
func (s *Service) Open(ctx context.Context, tenant, id string, version int) (body io.ReadCloser, v Version, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		f, _, err := s.seen(ctx, tx, id, false)
		if err != nil {
			return err
		}
		if version == 0 {
			version = f.Version
		}
		v, err = s.store.version(ctx, tx, id, version)
		return err
	})
	if err != nil {
		return nil, v, err
	}
	body, _, err = s.Storage.Open(ctx, tenant, v.Key)
	return body, v, err
}

// OpenSmall reads the small picture of a version; the caller closes it. Fault
// file_unknown when there is none.
func (s *Service) OpenSmall(ctx context.Context, tenant, id string, version int) (io.ReadCloser, int64, error) {
	var key string
	err := s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		f, _, err := s.seen(ctx, tx, id, false)
		if err != nil {
			return err
		}
		if version == 0 {
			version = f.Version
		}
		v, err := s.store.version(ctx, tx, id, version)
		if err == nil && v.Thumb == "" {
			err = faultNoFile()
		}
		key = v.Thumb
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	body, object, err := s.Storage.Open(ctx, tenant, key)
	return body, object.Size, err
}
