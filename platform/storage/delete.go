package storage

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"

	"vuon/platform/database"
	"vuon/platform/fault"
)

const (
	orphanAge  = 24 * time.Hour // no upload takes as long to get its row
	sweepBatch = 200
)

// Delete removes what lies under the key. Inside a transaction the row goes with
// it, and the object at the next Sweep. Faults: object_unknown, object_locked.
func (s *Store) Delete(ctx context.Context, tenant, key string) error {
	if err := checkKey(key); err != nil {
		return faultUnknown()
	}
	var obj Object
	err := s.db.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		_, err := usage(ctx, tx, true)
		if err != nil {
			return err
		}
		if obj, err = find(ctx, tx, key); err != nil {
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
		return grow(ctx, tx, -obj.Size)
	})
	if err == nil && database.Tenant(ctx) == "" { // committed
		s.discard(ctx, obj)
	}
	return err
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
	batch := make([]minio.ObjectInfo, 0, sweepBatch)
	ctx, stop := context.WithCancel(ctx) // ends the listing when we return early
	defer stop()
	for info := range s.s3.Client.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: tenant + "/", Recursive: true, WithVersions: true}) {
		if info.Err != nil {
			return swept, unavailable(info.Err)
		}
		if info.LastModified.After(old) {
			continue
		}
		if batch = append(batch, info); len(batch) == sweepBatch {
			if err := s.sweep(ctx, tenant, batch, &swept); err != nil {
				return swept, err
			}
			batch = batch[:0]
		}
	}
	return swept, s.sweep(ctx, tenant, batch, &swept)
}

func (s *Store) sweep(ctx context.Context, tenant string, batch []minio.ObjectInfo, swept *Swept) error {
	if len(batch) == 0 {
		return nil
	}
	keys := make([]string, len(batch))
	for i, info := range batch {
		keys[i] = strings.TrimPrefix(info.Key, tenant+"/")
	}
	var living map[string]string
	err := s.db.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) (err error) {
		living, err = versions(ctx, tx, keys)
		return err
	})
	if err != nil {
		return err
	}
	for i, info := range batch {
		if living[keys[i]] == info.VersionID {
			continue
		}
		err := s.s3.RemoveObject(ctx, s.bucket, info.Key, minio.RemoveObjectOptions{VersionID: info.VersionID})
		switch {
		case err == nil:
			swept.Removed++
		case errors.Is(unavailable(err), fault.New(fault.Unavailable, "storage_unavailable", "", "")):
			return unavailable(err)
		default:
			swept.Kept++
		}
	}
	return nil
}
