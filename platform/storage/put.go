package storage

import (
	"context"
	"encoding/base64"
	"io"
	"time"

	"github.com/minio/minio-go/v7"

	"vuon/platform/database"
	"vuon/platform/identity"
)

const (
	defaultMax    = 32 << 20 // bytes
	cleanUpWithin = 10 * time.Second
)

// PutOptions say what may be kept, and how.
type PutOptions struct {
	Name      string    // under which the file is given back: "Kế hoạch 2024.docx"
	MaxBytes  int64     // 0 means 32 MiB
	Types     []string  // that the content may have, by its bytes and not by its name
	Anything  bool      // any type but programs (fault file_is_program); Types is not asked
	LockUntil time.Time // nobody may change or delete it before (to the second); zero: no lock
	Private   bool      // holds personal data: never given out by address, see URL
}

// Put reads r to its end and keeps it under the key. Inside a transaction of the
// tenant the row belongs to it; a rolled-back one leaves an invisible object.
// Putting the same content again returns what is there, with the later lock.
// Faults: file_empty, file_too_large, file_type_refused, file_name_invalid,
// object_key_invalid, object_locked, storage_quota_exceeded, storage_unavailable.
func (s *Store) Put(ctx context.Context, tenant, key string, r io.Reader, o PutOptions) (Object, error) {
	if err := checkKey(key); err != nil {
		return Object{}, err
	}
	name, err := cleanName(o.Name)
	if err != nil {
		return Object{}, err
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = defaultMax
	}
	body, err := spool(r, o.MaxBytes)
	if err != nil {
		return Object{}, err
	}
	defer body.Close()
	kind, err := sniff(body, body.Size(), o.Types, o.Anything)
	if err != nil {
		return Object{}, err
	}
	obj := Object{Tenant: tenant, Key: key, Name: name, Size: body.Size(), SHA256: body.hex(), Type: kind, Private: o.Private,
		LockedUntil: ceil(o.LockUntil), CreatedAt: s.clock.Now()}
	if actor, ok := identity.From(ctx); ok {
		obj.CreatedBy = actor.Account
	}
	return s.keep(ctx, obj, body)
}

// keep writes the object, then the row, while nobody else works on the key: not
// every S3 server is sound when two write one object at the same moment (the
// embedded one mixes up their locks).
func (s *Store) keep(ctx context.Context, obj Object, body *spooled) (kept Object, err error) {
	quota, err := s.limit(ctx, obj.Tenant)
	if err != nil {
		return Object{}, err
	}
	err = s.db.InTenant(ctx, obj.Tenant, func(ctx context.Context, tx database.Tx) error {
		old, err := lockAndFind(ctx, tx, obj.Key)
		if err != nil {
			return err
		}
		next, uploaded, err := s.place(ctx, tx, old, obj, body, quota)
		if err != nil {
			return err
		}
		if err := s.record(ctx, tx, old, next, quota); err != nil {
			if uploaded {
				s.discard(ctx, next)
			}
			return err
		}
		kept = next
		return nil
	})
	if err != nil {
		return Object{}, err
	}
	return kept, nil
}

// place sees to it that the object lies in the bucket: that of old (the zero
// Object: there is none) where it has the same content and is not lost, else a
// new one. What is refused is not uploaded.
func (s *Store) place(ctx context.Context, tx database.Tx, old, obj Object, body *spooled, quota int64) (next Object, uploaded bool, err error) {
	next = obj
	if old.SHA256 == obj.SHA256 {
		next = old
		next.LockedUntil = later(old.LockedUntil, obj.LockedUntil)
		if there, err := s.there(ctx, old); err != nil || there {
			return next, false, err
		}
	} else {
		if old.Locked(s.clock.Now()) {
			return Object{}, false, faultLocked()
		}
		used, err := usage(ctx, tx, false)
		if err != nil {
			return Object{}, false, err
		}
		if used+obj.Size-old.Size > quota {
			return Object{}, false, faultQuota(quota)
		}
	}
	next.Version, err = s.upload(ctx, next, body)
	return next, err == nil, err
}

// record counts the bytes, locks the object and writes the row. The quota is
// compared again, since other files may have come meanwhile.
func (s *Store) record(ctx context.Context, tx database.Tx, old, next Object, quota int64) error {
	if next == old {
		return nil
	}
	used, err := usage(ctx, tx, true)
	if err != nil {
		return err
	}
	more := next.Size - old.Size
	if more > 0 && used+more > quota {
		return faultQuota(quota)
	}
	if next.Version != old.Version || next.LockedUntil.After(old.LockedUntil) {
		if err := s.lock(ctx, next); err != nil {
			return err
		}
	}
	if err := grow(ctx, tx, more); err != nil {
		return err
	}
	return upsert(ctx, tx, next)
}

func (s *Store) upload(ctx context.Context, obj Object, body *spooled) (version string, err error) {
	if _, err := body.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	info, err := s.s3.PutObject(ctx, s.bucket, obj.path(), body, obj.Size, "", obj.SHA256, minio.PutObjectOptions{
		ContentType: obj.Type,
		// minio-go's own checksum option is refused by the embedded server.
		UserMetadata: map[string]string{"x-amz-checksum-sha256": base64.StdEncoding.EncodeToString(body.sum[:])},
	})
	if err != nil {
		return "", unavailable(err)
	}
	if info.VersionID == "" {
		return "", faultNoLock(s.bucket)
	}
	return info.VersionID, nil
}

// there reports whether the object of the row is really in the bucket.
func (s *Store) there(ctx context.Context, obj Object) (bool, error) {
	info, err := s.s3.StatObject(ctx, s.bucket, obj.path(), minio.StatObjectOptions{VersionID: obj.Version})
	if gone(err) {
		return false, nil
	}
	if err != nil {
		return false, unavailable(err)
	}
	return info.Size == obj.Size, nil
}

func (s *Store) lock(ctx context.Context, obj Object) error {
	if obj.LockedUntil.IsZero() {
		return nil
	}
	err := s.s3.PutObjectRetention(ctx, s.bucket, obj.path(), minio.PutObjectRetentionOptions{
		Mode: new(minio.Compliance), RetainUntilDate: &obj.LockedUntil, VersionID: obj.Version})
	if err != nil {
		return unavailable(err)
	}
	return nil
}

// discard removes a version that got no row. What fails here, Sweep does.
func (s *Store) discard(ctx context.Context, obj Object) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanUpWithin)
	defer cancel()
	_ = s.s3.RemoveObject(ctx, s.bucket, obj.path(), minio.RemoveObjectOptions{VersionID: obj.Version})
}

// ceil rounds up to the second, the precision of a lock.
func ceil(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC().Add(time.Second - 1).Truncate(time.Second)
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
