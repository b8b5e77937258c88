package storage

import (
	"context"
	"net/url"
	"time"
)

// urlLife is how long an address works: long enough to begin a download.
const urlLife = 2 * time.Minute

// URL is an address under which a browser may fetch the file from the S3 server
// itself for two minutes, as a download with its name. It is "" when there is no
// public endpoint, or the file is private: then stream it with Open. The S3
// server cannot be told to send nosniff: the proxy before it must.
func (s *Store) URL(ctx context.Context, tenant, key string) (string, error) {
	obj, err := s.Stat(ctx, tenant, key)
	if err != nil || s.public == nil || obj.Private {
		return "", err
	}
	u, err := s.public.PresignedGetObject(ctx, s.bucket, obj.path(), urlLife, url.Values{
		"versionId":                    {obj.Version},
		"response-content-disposition": {"attachment; filename*=UTF-8''" + url.PathEscape(obj.Name)},
		"response-content-type":        {harmless(obj.Type)},
		"response-cache-control":       {"private, no-store"},
	})
	if err != nil {
		return "", unavailable(err)
	}
	return u.String(), nil
}

// harmless is the type to serve: nothing that a browser would run if it ignored
// that it is a download.
func harmless(t string) string {
	switch t {
	case TypePDF, TypeDOCX, TypeXLSX, TypePNG, TypeJPEG, TypeJSON:
		return t
	}
	return "application/octet-stream"
}
