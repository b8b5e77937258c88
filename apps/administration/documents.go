package administration

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"vuon/platform/database"
	"vuon/platform/documents/register"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/storage"
)

// registerYears is how far back the register is looked through for its newest year.
const registerYears = 10

// Outgoing reads a year of the register of outgoing documents.
func (s *Service) Outgoing(ctx context.Context, tenant string, year int) ([]register.Entry, error) {
	ctx, err := s.reading(ctx, tenant, ActionDocuments)
	if err != nil {
		return nil, err
	}
	return s.Register.List(ctx, tenant, year)
}

// OutgoingPage is Outgoing in parts.
func (s *Service) OutgoingPage(ctx context.Context, tenant string, year int, page database.Page) ([]register.Entry, string, error) {
	key, err := page.Key(2)
	if err != nil {
		return nil, "", err
	}
	all, err := s.Outgoing(ctx, tenant, year)
	if err != nil {
		return nil, "", err
	}
	if key != nil {
		all = after(all, key[0], key[1])
	}
	if len(all) <= page.Size() {
		return all, "", nil
	}
	last := all[page.Size()-1]
	return all[:page.Size()], database.Cursor(last.Kind, strconv.Itoa(last.Number)), nil
}

// after is what stands behind an entry of the register, which loses none.
func after(all []register.Entry, kind, number string) []register.Entry {
	for i, e := range all {
		if e.Kind == kind && strconv.Itoa(e.Number) == number {
			return all[i+1:]
		}
	}
	return nil
}

// OutgoingYear is the newest year with an entry in the register, else the
// present one.
func (s *Service) OutgoingYear(ctx context.Context, tenant string) (int, error) {
	now := s.Clock.Now().In(i18n.Zone()).Year()
	for year := now; year > now-registerYears; year-- {
		list, err := s.Outgoing(ctx, tenant, year)
		if err != nil || len(list) > 0 {
			return year, err
		}
	}
	return now, nil
}

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
