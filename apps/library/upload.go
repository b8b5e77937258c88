package library

import (
	"context"
	"fmt"
	"io"
	"os"
	"regexp"
	"time"

	"github.com/google/uuid"

	"vuon/platform/database"
	"vuon/platform/storage"
	"vuon/platform/web"
)

const (
	// MaxPart is how large a piece of an upload may be, in bytes.
	MaxPart = 8 << 20
	// uploadLife is how long an upload may rest before it is forgotten; its pieces
	// are removed with it.
	uploadLife = 24 * time.Hour
	maxUploads = 100 // of one person at a time
)

// Announced is what an upload says that it will send.
type Announced struct {
	Folder string
	File   string // of which it becomes the next version; "": the folder's file of that name, or a new one
	Name   string
	Size   int64  // bytes
	SHA256 string // "": not said
}

// Sending is an upload that is under way.
type Sending struct {
	ID        string    `bun:"id" json:"id"`
	Folder    string    `bun:"folder_id" json:"folder"`
	File      string    `bun:"file_id" json:"-"`
	Name      string    `bun:"name" json:"name"`
	Size      int64     `bun:"size" json:"size"`
	SHA256    string    `bun:"sha256" json:"-"`
	Received  int64     `bun:"received" json:"received"` // bytes that are kept: the next piece begins there
	Done      string    `bun:"done_id" json:"file,omitempty"`
	CreatedAt time.Time `bun:"created_at" json:"-"`
	CreatedBy string    `bun:"created_by" json:"-"`
	TouchedAt time.Time `bun:"touched_at" json:"-"`
}

var sumShape = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Begin starts an upload in pieces. Faults: file_too_large, file_empty,
// file_is_program, storage_quota_exceeded (what others are sending counts),
// too_many_uploads, and those of the folder.
func (s *Service) Begin(ctx context.Context, tenant string, a Announced) (u Sending, err error) {
	a.Name = web.SafeName(a.Name)
	if err := a.check(); err != nil {
		return u, err
	}
	err = s.in(ctx, tenant, ActionWrite, func(ctx context.Context, tx database.Tx) error {
		if a.File != "" {
			f, folder, err := s.writableFile(ctx, tx, a.File)
			if err != nil {
				return err
			}
			a.Folder, a.File = folder.ID, f.ID
		} else if _, _, err := s.openTo(ctx, tx, a.Folder); err != nil {
			return err
		}
		if err := s.room(ctx, tx, a.Size); err != nil {
			return err
		}
		account, _ := who(ctx)
		now := s.Clock.Now()
		u = Sending{ID: uuid.NewString(), Folder: a.Folder, File: a.File, Name: a.Name, Size: a.Size, SHA256: a.SHA256,
			CreatedAt: now, CreatedBy: account, TouchedAt: now}
		return s.store.insertUpload(ctx, tx, u)
	})
	return u, err
}

func (a Announced) check() error {
	switch {
	case a.Size <= 0:
		return faultEmpty()
	case a.Size > MaxFile:
		return faultTooLarge()
	case a.SHA256 != "" && !sumShape.MatchString(a.SHA256):
		return faultSum()
	}
	return checkName(a.Name)
}

// room refuses an upload for which there would be no room if all that are under
// way were finished. Uploads begin one after another.
func (s *Service) room(ctx context.Context, tx database.Tx, size int64) error {
	if err := s.store.lockUploads(ctx, tx); err != nil {
		return err
	}
	account, _ := who(ctx)
	coming, mine, err := s.store.coming(ctx, tx, account, s.Clock.Now().Add(-uploadLife))
	if err != nil {
		return err
	}
	if mine >= maxUploads {
		return faultManyUploads()
	}
	used, quota, err := s.Storage.Usage(ctx, database.Tenant(ctx))
	if err == nil && used+coming+size > quota {
		err = faultNoRoom(quota-used-coming, size)
	}
	return err
}

// Receive keeps the piece that begins at start. One that is kept already is
// answered as if it had just come; one that is not next is the fault
// upload_offset. Other faults: upload_unknown, file_too_large,
// storage_unavailable (then nothing is lost: the piece is sent again).
func (s *Service) Receive(ctx context.Context, tenant, id string, start int64, body io.Reader) (u Sending, err error) {
	if u, err = s.Upload(ctx, tenant, id); err != nil {
		return u, err
	}
	if start < 0 || start > u.Received || u.Done != "" {
		return u, faultOffset(u.Received)
	}
	part, err := s.Storage.PutPart(ctx, tenant, id, start, body, min(MaxPart, u.Size-start))
	if err != nil {
		return u, err
	}
	err = s.in(ctx, tenant, ActionWrite, func(ctx context.Context, tx database.Tx) error {
		if u, err = s.mine(ctx, tx, id, true); err != nil {
			return err
		}
		if start < u.Received {
			return nil // its first answer was lost, or it is sent twice
		}
		if start != u.Received || u.Done != "" {
			return faultOffset(u.Received)
		}
		if err := s.store.insertPart(ctx, tx, id, part); err != nil {
			return err
		}
		u.Received += part.Size
		return s.store.touch(ctx, tx, id, u.Received, s.Clock.Now())
	})
	return u, err
}

// Upload tells how far one's own upload is (fault upload_unknown).
func (s *Service) Upload(ctx context.Context, tenant, id string) (u Sending, err error) {
	err = s.in(ctx, tenant, ActionWrite, func(ctx context.Context, tx database.Tx) error {
		u, err = s.mine(ctx, tx, id, false)
		return err
	})
	return u, err
}

// mine finds an upload of the actor's own: nobody else's is known.
func (s *Service) mine(ctx context.Context, tx database.Tx, id string, lock bool) (Sending, error) {
	u, err := s.store.upload(ctx, tx, id, lock)
	if account, _ := who(ctx); err == nil && (u.CreatedBy != account || u.TouchedAt.Before(s.Clock.Now().Add(-uploadLife))) {
		err = faultNoUpload()
	}
	return u, err
}

// Finish puts the pieces together, compares length and SHA-256 with what was
// announced, and keeps the file. Called again it answers the same. Faults:
// upload_incomplete, upload_sum_differs, file_is_program,
// storage_quota_exceeded, and those of the folder.
func (s *Service) Finish(ctx context.Context, tenant, id string) (f File, err error) {
	var u Sending
	var parts []storage.Part
	err = s.in(ctx, tenant, ActionWrite, func(ctx context.Context, tx database.Tx) error {
		if u, err = s.mine(ctx, tx, id, false); err != nil || u.Done != "" {
			return err
		}
		parts, err = s.store.parts(ctx, tx, id)
		return err
	})
	switch {
	case err != nil:
		return f, err
	case u.Done != "":
		return s.finished(ctx, tenant, u.Done)
	case u.Received != u.Size:
		return f, faultIncomplete(u.Received, u.Size)
	}
	whole, err := s.assemble(ctx, tenant, u, parts)
	if err != nil {
		return f, err
	}
	defer whole.Close()
	if f, err = s.keep(ctx, tenant, u, whole); err != nil {
		return f, err
	}
	if err := s.Storage.DropParts(ctx, tenant, id); err != nil {
		s.Log.Warn("pieces of a finished upload are left to the sweep", "upload", id, "error", err)
	}
	return f, nil
}

func (s *Service) finished(ctx context.Context, tenant, id string) (f File, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		f, _, err = s.seen(ctx, tx, id, false)
		return err
	})
	return f, err
}

// assemble writes the pieces into a temporary file that has no name.
func (s *Service) assemble(ctx context.Context, tenant string, u Sending, parts []storage.Part) (*os.File, error) {
	temp, err := os.CreateTemp("", "vuon-upload-*")
	if err != nil {
		return nil, fmt.Errorf("put an upload together: %w", err)
	}
	_ = os.Remove(temp.Name())
	sum, err := s.Storage.CopyParts(ctx, temp, tenant, u.ID, parts)
	if err == nil && u.SHA256 != "" && sum != u.SHA256 {
		err = faultSumDiffers()
	}
	if err == nil {
		_, err = temp.Seek(0, io.SeekStart)
	}
	if err != nil {
		_ = temp.Close()
		return nil, err
	}
	return temp, nil
}

// keep makes the file of an upload, once.
func (s *Service) keep(ctx context.Context, tenant string, u Sending, whole *os.File) (f File, err error) {
	err = s.in(ctx, tenant, ActionWrite, func(ctx context.Context, tx database.Tx) error {
		if u, err = s.mine(ctx, tx, u.ID, true); err != nil {
			return err
		}
		if u.Done != "" {
			f, _, err = s.seen(ctx, tx, u.Done, false)
			return err
		}
		f, err = s.put(ctx, tx, u.Folder, Upload{Name: u.Name, Size: u.Size, Body: whole}, draft{of: u.File})
		if err != nil {
			return err
		}
		return s.store.finishUpload(ctx, tx, u.ID, f.ID)
	})
	return f, err
}

// put adds a file to a folder on the actor's behalf, audited.
func (s *Service) put(ctx context.Context, tx database.Tx, folder string, up Upload, d draft) (f File, err error) {
	if d.of != "" {
		at, err := s.placeOf(ctx, tx, d.of)
		if err != nil {
			return f, err
		}
		folder = at.ID
	} else {
		to, _, err := s.openTo(ctx, tx, folder)
		if err != nil {
			return f, err
		}
		d.internal = d.internal || to.Internal
	}
	if f, err = s.add(ctx, tx, folder, up, d); err != nil {
		return f, err
	}
	return f, s.note(ctx, tx, ActionWrite, "file", f.ID, nil, f.facts())
}

// placeOf is the folder of a file that the actor may change, both locked: the
// folder first, as whoever adds a file under its name does.
func (s *Service) placeOf(ctx context.Context, tx database.Tx, id string) (Folder, error) {
	f, err := s.store.file(ctx, tx, id, false)
	if err != nil {
		return Folder{}, err
	}
	if err := s.store.lockFolder(ctx, tx, f.Folder); err != nil {
		return Folder{}, err
	}
	_, at, err := s.writableFile(ctx, tx, id)
	return at, err
}

// Put keeps a whole file at once: the plain form, and the API. File is the one of
// which it becomes the next version, or "". Faults as of Begin and Finish.
func (s *Service) Put(ctx context.Context, tenant, folder, file, description string, up Upload) (f File, err error) {
	err = s.in(ctx, tenant, ActionWrite, func(ctx context.Context, tx database.Tx) error {
		f, err = s.put(ctx, tx, folder, up, draft{of: file, description: description})
		return err
	})
	return f, err
}

// Abandon forgets an upload with its pieces.
func (s *Service) Abandon(ctx context.Context, tenant, id string) error {
	err := s.in(ctx, tenant, ActionWrite, func(ctx context.Context, tx database.Tx) error {
		if _, err := s.mine(ctx, tx, id, true); err != nil {
			return err
		}
		return s.store.deleteUpload(ctx, tx, id)
	})
	if err != nil {
		return err
	}
	return s.Storage.DropParts(ctx, tenant, id)
}
