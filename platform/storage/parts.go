package storage

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/minio/minio-go/v7"
)

// Part is a piece of a file that comes bit by bit.
type Part struct {
	Start  int64 // where it lies in the file
	Size   int64 // bytes
	SHA256 string
}

// PutPart keeps a piece of the upload, of at most max bytes. A piece has no row:
// what becomes of it is the caller's to remember, and a piece that is a day old is
// removed by a Sweep. Faults: file_empty, file_too_large, object_key_invalid,
// storage_unavailable.
func (s *Store) PutPart(ctx context.Context, tenant, upload string, start int64, r io.Reader, max int64) (Part, error) {
	if err := checkKey(upload); err != nil {
		return Part{}, err
	}
	body, err := spool(r, max)
	if err != nil {
		return Part{}, err
	}
	defer body.Close()
	p := Part{Start: start, Size: body.Size(), SHA256: body.hex()}
	_, err = s.s3.PutObject(ctx, s.bucket, partPath(tenant, upload, p), body, p.Size, "", p.SHA256, minio.PutObjectOptions{
		UserMetadata: map[string]string{"x-amz-checksum-sha256": base64.StdEncoding.EncodeToString(body.sum[:])},
	})
	if err != nil {
		return Part{}, unavailable(err)
	}
	return p, nil
}

// CopyParts writes the pieces one after another, and the SHA-256 of the whole. A
// piece that is gone or is not what was put is the fault object_damaged.
func (s *Store) CopyParts(ctx context.Context, w io.Writer, tenant, upload string, parts []Part) (sum string, err error) {
	if err := checkKey(upload); err != nil {
		return "", err
	}
	whole := sha256.New()
	for _, p := range parts {
		if err := s.copyPart(ctx, io.MultiWriter(w, whole), tenant, upload, p); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(whole.Sum(nil)), nil
}

func (s *Store) copyPart(ctx context.Context, w io.Writer, tenant, upload string, p Part) error {
	body, _, _, err := s.s3.GetObject(ctx, s.bucket, partPath(tenant, upload, p), minio.GetObjectOptions{})
	if gone(err) {
		return faultDamaged(err)
	}
	if err != nil {
		return unavailable(err)
	}
	defer body.Close()
	obj := Object{Tenant: tenant, Key: upload, Size: p.Size, SHA256: p.SHA256}
	n, err := io.Copy(w, &verified{ReadCloser: body, hash: sha256.New(), obj: obj})
	if err == nil && n != p.Size {
		err = faultDamaged(fmt.Errorf("a piece at %d has %d bytes", p.Start, n))
	}
	return err
}

// DropParts removes every piece of the upload. It may be called again.
func (s *Store) DropParts(ctx context.Context, tenant, upload string) error {
	if err := checkKey(upload); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx) // ends the listing when we return early
	defer stop()
	prefix := tenant + "/parts/" + upload + "/"
	for info := range s.s3.Client.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: prefix, Recursive: true, WithVersions: true}) {
		if info.Err != nil {
			return unavailable(info.Err)
		}
		if err := s.s3.RemoveObject(ctx, s.bucket, info.Key, minio.RemoveObjectOptions{VersionID: info.VersionID}); err != nil && !gone(err) {
			return unavailable(err)
		}
	}
	return nil
}

// partPath is the piece's key in the bucket: its content's own, so that a piece
// sent twice at the same moment is one object.
func partPath(tenant, upload string, p Part) string {
	return fmt.Sprintf("%s/parts/%s/%d-%s", tenant, upload, p.Start, p.SHA256)
}
