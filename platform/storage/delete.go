package storage

import (
	"context"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"

	"vuon/platform/database"
	"vuon/platform/fault"
)

// orphanAge is longer than any upload takes to get its row.
const orphanAge = 24 * time.Hour

// Delete makes the file unknown at once, in the caller's transaction where there
// is one; a transaction may yet be rolled back, so the object itself goes with a
// Sweep. Faults: object_unknown, object_locked.
func (s *Store) Delete(ctx context.Context, tenant, key string) error {
	if err := checkKey(key); err != nil {
		return faultUnknown()
	}
	return s.db.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		obj, err := lockAndFind(ctx, tx, key)
		if err != nil {
			return err
		}
		switch now := s.clock.Now(); {
		case obj.Key == "":
			return faultUnknown()
		case obj.Locked(now):
			return faultLocked()
		default:
			obj.DeletedAt = now
		}
		if err := bury(ctx, tx, obj); err != nil {
			return err
		}
		if _, err := usage(ctx, tx, true); err != nil {
			return err
		}
		return grow(ctx, tx, -obj.Size)
	})
}

// Swept is what Sweep did.
type Swept struct {
	Removed int `json:"removed"`
	Kept    int `json:"kept"` // without a row, but locked: a later Sweep removes them
}

// Sweep removes the tenant's objects that have no row and are older than a day:
// of transactions that were rolled back, of contents that were replaced or deleted.
func (s *Store) Sweep(ctx context.Context, tenant string) (Swept, error) {
	var swept Swept
	old := s.clock.Now().Add(-orphanAge)
	ctx, stop := context.WithCancel(ctx) // ends the listing when we return early
	defer stop()
	for info := range s.s3.Client.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: tenant + "/", Recursive: true, WithVersions: true}) {
		if info.Err != nil {
			return swept, unavailable(info.Err)
		}
		if info.LastModified.After(old) {
			continue
		}
		if err := s.sweep(ctx, tenant, info, &swept); err != nil {
			return swept, err
		}
	}
	return swept, nil
}

// sweep removes one version unless it is that of a row.
func (s *Store) sweep(ctx context.Context, tenant string, info minio.ObjectInfo, swept *Swept) error {
	key := strings.TrimPrefix(info.Key, tenant+"/")
	key = key[:max(0, strings.LastIndexByte(key, '/'))] // without the content's own part
	return s.db.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		obj, err := find(ctx, tx, key)
		if err != nil || obj.Version == info.VersionID && obj.path() == info.Key {
			return err
		}
		if obj, err = lockAndFind(ctx, tx, key); err != nil || obj.Version == info.VersionID && obj.path() == info.Key {
			return err
		}
		err = s.s3.RemoveObject(ctx, s.bucket, info.Key, minio.RemoveObjectOptions{VersionID: info.VersionID})
		switch f := fault.From(unavailable(err)); {
		case err == nil:
			swept.Removed++
		case f.Kind == fault.Unavailable:
			return f
		default:
			swept.Kept++
		}
		return nil
	})
}
