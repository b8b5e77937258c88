package storage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"

	"github.com/minio/minio-go/v7"

	"vuon/platform/database"
)

// Stat tells what lies under the key (fault object_unknown).
func (s *Store) Stat(ctx context.Context, tenant, key string) (obj Object, err error) {
	if err := checkKey(key); err != nil {
		return Object{}, faultUnknown()
	}
	err = s.db.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if obj, err = find(ctx, tx, key); err == nil && obj.Key == "" {
			err = faultUnknown()
		}
		return err
	})
	return obj, err
}

// Open reads what lies under the key. A reader that comes to the end has read
// exactly what was put: otherwise it gets the fault object_damaged instead of
// io.EOF. Faults: object_unknown, object_damaged, storage_unavailable.
func (s *Store) Open(ctx context.Context, tenant, key string) (io.ReadCloser, Object, error) {
	obj, err := s.Stat(ctx, tenant, key)
	if err != nil {
		return nil, Object{}, err
	}
	body, _, _, err := s.s3.GetObject(ctx, s.bucket, obj.path(), minio.GetObjectOptions{VersionID: obj.Version})
	if gone(err) {
		return nil, Object{}, faultDamaged(err)
	}
	if err != nil {
		return nil, Object{}, unavailable(err)
	}
	return &verified{ReadCloser: body, hash: sha256.New(), obj: obj}, obj, nil
}

// verified hands on what it reads and compares it at the end.
type verified struct {
	io.ReadCloser
	hash hash.Hash
	size int64
	obj  Object
}

func (v *verified) Read(p []byte) (int, error) {
	n, err := v.ReadCloser.Read(p)
	v.hash.Write(p[:n])
	v.size += int64(n)
	switch {
	case v.size > v.obj.Size, errors.Is(err, io.EOF) && hex.EncodeToString(v.hash.Sum(nil)) != v.obj.SHA256:
		return 0, faultDamaged(fmt.Errorf("%s/%s: %d bytes of another content", v.obj.Tenant, v.obj.Key, v.size))
	case err != nil && !errors.Is(err, io.EOF):
		return n, unavailable(err)
	}
	return n, err
}

// List returns the tenant's files whose key begins with prefix, in order of
// their keys, and the cursor of the next part ("" at the end).
func (s *Store) List(ctx context.Context, tenant, prefix string, p database.Page) (objects []Object, next string, err error) {
	key, err := p.Key(1)
	if err != nil {
		return nil, "", err
	}
	after := ""
	if key != nil {
		after = key[0]
	}
	err = s.db.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		rows, err := list(ctx, tx, prefix, after, p.Size()+1)
		if len(rows) > p.Size() {
			rows = rows[:p.Size()]
			next = database.Cursor(rows[len(rows)-1].Key)
		}
		for _, r := range rows {
			objects = append(objects, r.Object)
		}
		return err
	})
	return objects, next, err
}

// Usage tells how many bytes the tenant keeps, and how many it may.
func (s *Store) Usage(ctx context.Context, tenant string) (used, quota int64, err error) {
	if quota, err = s.limit(ctx, tenant); err != nil {
		return 0, 0, err
	}
	err = s.db.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		used, err = usage(ctx, tx, false)
		return err
	})
	return used, quota, err
}
