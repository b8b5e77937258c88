package administration

import (
	"context"
	"fmt"
	"io"

	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/storage"
)

// Files lists what the tenant keeps under a prefix, by key.
func (s *Service) Files(ctx context.Context, tenant, prefix string, page database.Page) ([]storage.Object, string, error) {
	ctx, err := s.reading(ctx, tenant, ActionDocuments)
	if err != nil {
		return nil, "", err
	}
	return s.Storage.List(ctx, tenant, prefix, page)
}

// Space is how many bytes the tenant keeps, and how many it may.
func (s *Service) Space(ctx context.Context, tenant string) (used, quota int64, err error) {
	if ctx, err = s.reading(ctx, tenant, ActionDocuments); err != nil {
		return 0, 0, err
	}
	return s.Storage.Usage(ctx, tenant)
}

// OpenDocument opens a kept file. Files with personal data are opened only where
// they belong, since who may see them is decided there. Faults object_unknown,
// document_private.
func (s *Service) OpenDocument(ctx context.Context, tenant, key string) (io.ReadCloser, storage.Object, error) {
	ctx, err := s.reading(ctx, tenant, ActionDocuments)
	if err != nil {
		return nil, storage.Object{}, err
	}
	object, err := s.Storage.Stat(ctx, tenant, key)
	if err != nil {
		return nil, object, err
	}
	if object.Private {
		return nil, object, fault.New(fault.Forbidden, "document_private",
			"Tệp này có dữ liệu cá nhân, chỉ mở được ở trang nghiệp vụ của nó.",
			"This file holds personal data and is opened only on the page that it belongs to.")
	}
	body, object, err := s.Storage.Open(ctx, tenant, key)
	if err != nil {
		return nil, object, fmt.Errorf("open %s: %w", key, err)
	}
	return body, object, nil
}
