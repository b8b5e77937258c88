package library

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"vuon/apps/library/extract"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/jobs"
	"vuon/platform/storage"
)

// JobRead reads one version: its text for the search, its small picture.
const JobRead = "library.read"

// readArgs are the job's arguments.
type readArgs struct {
	File    string `json:"file"`
	Version int    `json:"version"`
}

func (s *Service) readKind() jobs.Kind {
	return jobs.Kind{Name: JobRead, Title: i18n.T("Đọc nội dung tài liệu để tìm kiếm", "Read a document for the search"),
		Timeout: 2 * time.Minute, MaxAttempts: 5, Run: s.runRead}
}

// reading is what became of a version that was read.
type reading struct {
	state  State
	text   string
	active bool
	thumb  string
}

// runRead reads a version and keeps what it says. Run twice it keeps the same. It
// reads for the library and not for whoever sent the file, who may have lost the
// right to see it meanwhile.
func (s *Service) runRead(ctx context.Context, run *jobs.Run) error {
	var args readArgs
	if err := json.Unmarshal(run.Args, &args); err != nil {
		return fmt.Errorf("arguments of %s: %w", JobRead, err)
	}
	ctx = identity.With(ctx, identity.Actor{Username: "system", System: true})
	var v Version
	err := s.DB.InTenant(ctx, run.Tenant, func(ctx context.Context, tx database.Tx) (err error) {
		v, err = s.store.version(ctx, tx, args.File, args.Version)
		return err
	})
	if fault.CodeOf(err) == "file_unknown" {
		return nil // destroyed meanwhile
	}
	if err != nil {
		return err
	}
	got, err := s.read(ctx, run.Tenant, v)
	if err != nil {
		return err
	}
	return s.DB.InTenant(ctx, run.Tenant, func(ctx context.Context, tx database.Tx) error {
		return s.store.keepReading(ctx, tx, args.File, args.Version, got)
	})
}

// read reads a version's content. What cannot be read is no error: it is kept and
// found by its name.
func (s *Service) read(ctx context.Context, tenant string, v Version) (got reading, err error) {
	if !extract.Reads(v.Type) && !isPicture(v.Type) {
		return reading{state: Textless, active: v.Type != storage.TypeWebP}, nil
	}
	content, err := s.local(ctx, tenant, v.Key)
	if err != nil {
		return got, err
	}
	defer content.Close()
	if isPicture(v.Type) {
		return s.picture(ctx, tenant, v, content)
	}
	d, err := extract.Read(v.Type, content, v.Size)
	switch {
	case errors.Is(err, extract.ErrUnreadable):
		s.Log.Info("a document of the library cannot be read", "tenant", tenant, "key", v.Key, "error", err)
		return reading{state: Unreadable, active: true}, nil
	case err != nil:
		return got, err
	}
	got = reading{state: Read, text: d.String(), active: d.Active}
	if got.text == "" {
		got.state = Textless // scanned
	}
	return got, nil
}

// picture looks at a picture, and makes a small one of it for the lists.
func (s *Service) picture(ctx context.Context, tenant string, v Version, content io.Reader) (reading, error) {
	small, err := thumbnail(content)
	if err != nil {
		s.Log.Info("a picture of the library cannot be read", "tenant", tenant, "key", v.Key, "error", err)
		return reading{state: Unreadable, active: true}, nil
	}
	object, err := s.Storage.Put(ctx, tenant, v.Key+"-small", small, storage.PutOptions{Name: "small.jpg", Types: []string{storage.TypeJPEG}})
	return reading{state: Textless, thumb: object.Key}, err
}

// local copies a content into a temporary file that has no name, since reading
// goes back and forth.
func (s *Service) local(ctx context.Context, tenant, key string) (*os.File, error) {
	body, _, err := s.Storage.Open(ctx, tenant, key)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	temp, err := os.CreateTemp("", "vuon-read-*")
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", key, err)
	}
	_ = os.Remove(temp.Name())
	if _, err = io.Copy(temp, body); err == nil {
		_, err = temp.Seek(0, io.SeekStart)
	}
	if err != nil {
		_ = temp.Close()
		return nil, err
	}
	return temp, nil
}
