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
	kind, err := sniff(body, body.Size(), o.Types)
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

// keep writes the object, then the row; what is refused is not uploaded.
func (s *Store) keep(ctx context.Context, obj Object, body *spooled) (Object, error) {
	quota, err := s.limit(ctx, obj.Tenant)
	if err != nil {
		return Object{}, err
	}
	old, same, err := s.look(ctx, obj, quota)
	if err != nil {
		return Object{}, err
	}
	missing := ""
	if same {
		if s.there(ctx, old) {
			obj.Version = old.Version
		} else {
			missing = old.Version
		}
	}
	if obj.Version == "" {
		if obj.Version, err = s.upload(ctx, obj, body); err != nil {
			return Object{}, err
		}
	}
	kept, err := s.record(ctx, obj, missing, quota)
	if obj.Version != kept.Version && obj.Version != old.Version { // refused, or somebody put the same meanwhile
		s.discard(ctx, obj)
	}
	return kept, err
}

// look finds what lies under the key, and refuses early what could not be kept.
func (s *Store) look(ctx context.Context, obj Object, quota int64) (old Object, same bool, err error) {
	err = s.db.InTenant(ctx, obj.Tenant, func(ctx context.Context, tx database.Tx) error {
		used, err := usage(ctx, tx, false)
		if err != nil {
			return err
		}
		if old, err = find(ctx, tx, obj.Key); err != nil {
			return err
		}
		same, err = s.admit(old, obj, used, quota)
		return err
	})
	return old, same, err
}

// admit decides whether obj may take the place of old (the zero Object: there
// is none). same is true when the content is what is kept already.
func (s *Store) admit(old, obj Object, used, quota int64) (same bool, err error) {
	switch {
	case old.SHA256 == obj.SHA256:
		return true, nil
	case old.Locked(s.clock.Now()):
		return false, faultLocked()
	case used-old.Size+obj.Size > quota:
		return false, faultQuota(quota)
	}
	return false, nil
}

// record decides again under the tenant's lock, since others may have put
// meanwhile, locks the object and writes the row. missing is the version of a
// row whose object was not found: obj stands in for it.
func (s *Store) record(ctx context.Context, obj Object, missing string, quota int64) (kept Object, err error) {
	err = s.db.InTenant(ctx, obj.Tenant, func(ctx context.Context, tx database.Tx) error {
		used, err := usage(ctx, tx, true)
		if err != nil {
			return err
		}
		old, err := find(ctx, tx, obj.Key)
		if err != nil {
			return err
		}
		same, err := s.admit(old, obj, used, quota)
		if err != nil {
			return err
		}
		next := obj
		if same {
			next = old
			next.LockedUntil = later(old.LockedUntil, obj.LockedUntil)
			if old.Version == missing {
				next.Version = obj.Version
			}
		}
		if next.Version != old.Version || next.LockedUntil.After(old.LockedUntil) {
			if err := s.lock(ctx, next); err != nil {
				return err
			}
		}
		if err := grow(ctx, tx, next.Size-old.Size); err != nil {
			return err
		}
		kept = next
		return upsert(ctx, tx, &next)
	})
	if err != nil {
		return Object{}, err
	}
	return kept, nil
}

func (s *Store) upload(ctx context.Context, obj Object, body *spooled) (version string, err error) {
	if _, err := body.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	info, err := s.s3.PutObject(ctx, s.bucket, path(obj.Tenant, obj.Key), body, obj.Size, "", obj.SHA256, minio.PutObjectOptions{
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
func (s *Store) there(ctx context.Context, obj Object) bool {
	info, err := s.s3.StatObject(ctx, s.bucket, path(obj.Tenant, obj.Key), minio.StatObjectOptions{VersionID: obj.Version})
	return err == nil && info.Size == obj.Size
}

func (s *Store) lock(ctx context.Context, obj Object) error {
	if obj.LockedUntil.IsZero() {
		return nil
	}
	err := s.s3.PutObjectRetention(ctx, s.bucket, path(obj.Tenant, obj.Key), minio.PutObjectRetentionOptions{
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
	_ = s.s3.RemoveObject(ctx, s.bucket, path(obj.Tenant, obj.Key), minio.RemoveObjectOptions{VersionID: obj.Version})
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
