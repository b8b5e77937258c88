package library

import (
	"context"
	"io"

	"vuon/platform/database"
	"vuon/platform/text"
)

// Attach keeps a file as one of the owner's, in the caller's transaction. Under a
// name that the owner has already it becomes the next version; the same content
// again changes nothing. It may be seen in the library by whoever sees internal
// documents. The caller has authorised it, and audits. Faults: those of
// storage.Store.Put, file_is_program.
func (s *Service) Attach(ctx context.Context, tx database.Tx, o Owner, up Upload) (File, error) {
	tenant := database.Tenant(ctx)
	top := attachedTop(tenant, o.Object)
	if err := s.store.ensure(ctx, tx, s.stamped(ctx, top)); err != nil {
		return File{}, err
	}
	folder := ownerFolder(tenant, o, text.Line(up.Title), up.Unit)
	if err := s.store.ensure(ctx, tx, s.stamped(ctx, folder)); err != nil {
		return File{}, err
	}
	return s.add(ctx, tx, folder.ID, up, draft{owner: o, internal: true})
}

// Attached lists the owner's files by name, in the caller's transaction. The
// caller has authorised it.
func (s *Service) Attached(ctx context.Context, tx database.Tx, o Owner) ([]File, error) {
	return s.store.attached(ctx, tx, o)
}

// OpenAttached reads one of the owner's files; the caller has authorised it, and
// closes the reader. One that is not the owner's is the fault file_unknown.
func (s *Service) OpenAttached(ctx context.Context, tenant string, o Owner, id string) (body io.ReadCloser, f File, err error) {
	err = s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		f, err = s.store.file(ctx, tx, id, false)
		if err == nil && (f.Object != o.Object || f.ObjectID != o.ObjectID) {
			err = faultNoFile()
		}
		return err
	})
	if err != nil {
		return nil, File{}, err
	}
	body, _, err = s.Storage.Open(ctx, tenant, f.Key)
	return body, f, err
}

// Detach takes a file from its owner in the caller's transaction: it is archived
// in the library, where retention decides how long it stays. The caller has
// authorised it, and audits.
func (s *Service) Detach(ctx context.Context, tx database.Tx, o Owner, id string) error {
	f, err := s.store.file(ctx, tx, id, true)
	if err != nil {
		return err
	}
	if f.Object != o.Object || f.ObjectID != o.ObjectID {
		return faultNoFile()
	}
	return s.store.archiveFile(ctx, tx, id, s.Clock.Now())
}

// stamped is the folder with who makes it, and when.
func (s *Service) stamped(ctx context.Context, f Folder) folderRow {
	account, name := who(ctx)
	f.CreatedAt, f.Creator = s.Clock.Now(), name
	return folderRow{TenantID: database.Tenant(ctx), Folder: f, CreatedBy: account}
}
