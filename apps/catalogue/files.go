package catalogue

import (
	"context"
	"io"
	"slices"
	"time"

	"github.com/google/uuid"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/storage"
)

// MaxFile is how large the text of a document may be, in bytes.
const MaxFile = 32 << 20

// File is the text of a document, in the storage of the tenant that put it there.
type File struct {
	ID       string    `json:"id" bun:"id,pk"`
	Document string    `json:"-" bun:"document_id"`
	Keeper   string    `json:"keeper" bun:"keeper"`
	Name     string    `json:"name" bun:"name"`
	Size     int64     `json:"size" bun:"size"` // bytes
	Type     string    `json:"type" bun:"type"`
	SHA256   string    `json:"sha256" bun:"sha256"`
	AddedBy  string    `json:"added_by" bun:"added_by"`
	AddedAt  time.Time `json:"added_at" bun:"added_at"`
}

func (f File) storageKey() string { return "catalogue/" + f.ID }

// Attach adds the text of a document that concerns the tenant: PDF, Word or a
// picture. Faults document_unknown and those of the storage.
func (s *Service) Attach(ctx context.Context, tenant, document, name string, body io.Reader) error {
	return s.changing(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		r, err := s.Registry(ctx, tenant)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(r.All(), func(d Registered) bool { return d.ID == document }) {
			return documentUnknown()
		}
		actor, _ := identity.From(ctx)
		f := File{ID: uuid.NewString(), Document: document, Keeper: tenant, AddedBy: actor.Username, AddedAt: s.Clock.Now()}
		object, err := s.Storage.Put(ctx, tenant, f.storageKey(), body, storage.PutOptions{Name: name, MaxBytes: MaxFile,
			Types: []string{storage.TypePDF, storage.TypeDOCX, storage.TypeJPEG, storage.TypePNG}})
		if err != nil {
			return err
		}
		f.Name, f.Size, f.Type, f.SHA256 = object.Name, object.Size, object.Type, object.SHA256
		if err := addFile(ctx, tx, f); err != nil {
			return err
		}
		return s.Audit.Record(ctx, tx, audit.Entry{Action: "catalogue.attach_file", Object: "legal_document", ObjectID: document,
			After: map[string]string{"name": f.Name, "sha256": f.SHA256}})
	})
}

// OpenFile reads a text of a document that concerns the tenant. Fault file_unknown.
func (s *Service) OpenFile(ctx context.Context, tenant, document, id string) (io.ReadCloser, File, error) {
	f, err := s.file(ctx, tenant, document, id)
	if err != nil {
		return nil, f, err
	}
	body, _, err := s.Storage.Open(ctx, f.Keeper, f.storageKey())
	return body, f, err
}

func (s *Service) file(ctx context.Context, tenant, document, id string) (f File, err error) {
	keepers, err := s.owners(ctx, tenant)
	if err != nil {
		return f, err
	}
	unknown := fault.New(fault.NotFound, "file_unknown", "Không tìm thấy tệp này.", "There is no such file.")
	if uuid.Validate(id) != nil {
		return f, unknown
	}
	err = s.DB.Global(ctx, func(ctx context.Context, tx database.Tx) error {
		f, err = findFile(ctx, tx, id)
		return err
	})
	if database.NotFound(err) || err == nil && (f.Document != document || !slices.Contains(keepers, f.Keeper)) {
		err = unknown
	}
	return f, err
}

// Detach removes a text that the tenant itself has added.
func (s *Service) Detach(ctx context.Context, tenant, document, id string) error {
	return s.changing(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		f, err := s.file(ctx, tenant, document, id)
		if err != nil {
			return err
		}
		if f.Keeper != tenant {
			return fault.New(fault.Forbidden, "file_elsewhere", "Tệp này do cấp trên đưa lên; đơn vị không xóa được.", "The level above has added this file; you cannot remove it.")
		}
		if err := s.Storage.Delete(ctx, tenant, f.storageKey()); err != nil {
			return err
		}
		if err := dropFile(ctx, tx, id); err != nil {
			return err
		}
		return s.Audit.Record(ctx, tx, audit.Entry{Action: "catalogue.detach_file", Object: "legal_document", ObjectID: document,
			Before: map[string]string{"name": f.Name, "sha256": f.SHA256}})
	})
}
