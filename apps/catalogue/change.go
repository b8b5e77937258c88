package catalogue

import (
	"context"
	"slices"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/text"
)

// DocumentChanged is published, in the transaction of the tenant that keeps the
// document and then in one of each tenant below it, when a document was entered,
// changed or withdrawn: those who cite it may have to look again.
type DocumentChanged struct {
	Tenant   string // in whose transaction it is published
	ID       string
	Number   string   // "" when many changed at once
	Affected []string // numbers whose effect may have changed, its own among them; nil: any
}

// maxAffected is how many numbers an event names before it means any.
const maxAffected = 50

// changing opens the tenant's transaction for whoever may edit its documents.
func (s *Service) changing(ctx context.Context, tenant string, fn database.Fn) error {
	return s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if err := s.Policy.Authorise(ctx, ActionEdit); err != nil {
			return err
		}
		if err := s.tenants.Writable(ctx, tenant); err != nil {
			return err
		}
		return fn(ctx, tx)
	})
}

// Add enters a document that the tenant keeps. Faults document_wrong,
// document_exists.
func (s *Service) Add(ctx context.Context, tenant string, w Draft) (id string, err error) {
	err = s.changing(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		d, err := w.document()
		if err != nil {
			return err
		}
		r, err := s.Registry(ctx, tenant)
		if err != nil {
			return err
		}
		if twin, there := r.Cited(d.Number, string(d.Date)); there && twin.Date == d.Date && twin.Issuer == d.Issuer {
			return documentExists(twin)
		}
		id, err = s.enter(ctx, tx, tenant, d)
		return err
	})
	return id, err
}

// enter writes a document of the tenant that is new to the registry.
func (s *Service) enter(ctx context.Context, tx database.Tx, tenant string, d Document) (string, error) {
	d.ID, d.Owner = version(d.Number, d.Date)+"@"+tenant, tenant
	before, err := findRegistered(ctx, tx, d.ID, true)
	switch {
	case err == nil && !before.Withdrawn:
		return "", documentExists(before)
	case err != nil && !database.NotFound(err):
		return "", err
	}
	return d.ID, s.write(ctx, tx, d, before.Revision+1, audit.Entry{Action: "catalogue.add_document", After: facts(d)})
}

// Edit changes a document that the tenant keeps. Number and day name it, so they
// stay; revision is that which was shown. Faults document_wrong, document_changed,
// document_elsewhere.
func (s *Service) Edit(ctx context.Context, tenant, id string, revision int, w Draft) error {
	return s.changing(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		before, err := s.own(ctx, tx, tenant, id)
		if err != nil {
			return err
		}
		w.Number, w.Date = before.Number, written(before.Date)
		d, err := w.document()
		if err != nil {
			return err
		}
		if before.Revision != revision {
			return fault.New(fault.Conflict, "document_changed", "Văn bản vừa được người khác sửa. Hãy xem lại rồi sửa tiếp.",
				"Somebody has just changed this document. Look again, then change it.")
		}
		return s.put(ctx, tx, before, d)
	})
}

// put writes what a document of the tenant is to be, if it differs.
func (s *Service) put(ctx context.Context, tx database.Tx, before Registered, d Document) error {
	d.ID, d.Owner = before.ID, before.Owner
	if slices.Equal(d.fields(), before.fields()) {
		return nil
	}
	return s.write(ctx, tx, d, before.Revision+1, audit.Entry{Action: "catalogue.edit_document", Before: facts(before.Document), After: facts(d)},
		slices.Concat(before.Amends, before.Replaces)...)
}

// Withdraw takes a document that the tenant keeps out of its registry.
func (s *Service) Withdraw(ctx context.Context, tenant, id, reason string) error {
	return s.changing(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		before, err := s.own(ctx, tx, tenant, id)
		if err != nil {
			return err
		}
		if reason = text.Line(reason); reason == "" {
			return fault.New(fault.Invalid, "reason_missing", "Cần ghi lý do.", "A reason is needed.").
				At("reason", "Ghi vì sao bỏ văn bản này khỏi danh bạ.", "Write why the document is withdrawn.")
		}
		d := before.Document
		d.Withdrawn = true
		return s.write(ctx, tx, d, before.Revision+1, audit.Entry{Action: "catalogue.withdraw_document", Before: facts(before.Document), Reason: reason})
	})
}

// Restore lets the files' word on a document of the tenant hold again.
func (s *Service) Restore(ctx context.Context, tenant, id string) error {
	return s.changing(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		before, err := s.own(ctx, tx, tenant, id)
		if err != nil || before.Revision == 0 {
			return err
		}
		file, err := findDeclared(ctx, tx, id)
		if database.NotFound(err) {
			return documentUnknown()
		}
		if err != nil {
			return err
		}
		if err := dropEntry(ctx, tx, id); err != nil {
			return err
		}
		if err := s.Audit.Record(ctx, tx, audit.Entry{Action: "catalogue.restore_document", Object: "legal_document", ObjectID: id,
			Before: facts(before.Document), After: facts(file)}); err != nil {
			return err
		}
		return s.tell(ctx, tx, DocumentChanged{Tenant: tenant, ID: id, Number: file.Number,
			Affected: touched(file, slices.Concat(before.Amends, before.Replaces))})
	})
}

// own reads a document that the tenant keeps and locks it.
func (s *Service) own(ctx context.Context, tx database.Tx, tenant, id string) (r Registered, err error) {
	r, err = findRegistered(ctx, tx, id, true)
	if database.NotFound(err) || err == nil && r.Withdrawn {
		return r, documentUnknown()
	}
	if err != nil {
		return r, err
	}
	owners, err := s.owners(ctx, tenant)
	switch {
	case err != nil:
		return r, err
	case !slices.Contains(owners, r.Owner):
		return r, documentUnknown()
	case r.Owner != tenant:
		return r, fault.New(fault.Forbidden, "document_elsewhere",
			"Văn bản này do cấp trên quản lý trong danh bạ. Hãy đề nghị đơn vị đó sửa.", "This document is kept by the level above. Ask them to change it.")
	}
	return r, nil
}

// write keeps an entry, audits it and tells of it. Former are numbers that the
// document touched before.
func (s *Service) write(ctx context.Context, tx database.Tx, d Document, revision int, e audit.Entry, former ...string) error {
	if err := s.keep(ctx, tx, d, revision, e); err != nil {
		return err
	}
	return s.tell(ctx, tx, DocumentChanged{Tenant: d.Owner, ID: d.ID, Number: d.Number, Affected: touched(d, former)})
}

// keep writes an entry and its line of the audit.
func (s *Service) keep(ctx context.Context, tx database.Tx, d Document, revision int, e audit.Entry) error {
	actor, _ := identity.From(ctx)
	if err := writeEntry(ctx, tx, entryRow{Document: d, EditedBy: actor.Username, EditedAt: s.Clock.Now(), Revision: revision}); err != nil {
		return err
	}
	e.Object, e.ObjectID = "legal_document", d.ID
	return s.Audit.Record(ctx, tx, e)
}

// touched are the numbers whose effect a change of the document may change.
func touched(d Document, former []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat([]string{d.Number}, d.Amends, d.Replaces, former))))
}

// tell publishes a change here, and lets a job do so in the tenants below.
func (s *Service) tell(ctx context.Context, tx database.Tx, changed DocumentChanged) error {
	if len(changed.Affected) > maxAffected {
		changed.Affected = nil
	}
	if err := s.Events.Publish(ctx, changed); err != nil {
		return err
	}
	children, err := s.tenants.Children(ctx, changed.Tenant)
	if err != nil || len(children) == 0 {
		return err
	}
	_, err = s.Jobs.Enqueue(ctx, tx, spreadKind, changed)
	return err
}

// facts are a document's fields for the audit.
func facts(d Document) map[string]string {
	m := map[string]string{}
	for _, f := range d.fields() {
		if f.value != "" {
			m[f.name] = f.value
		}
	}
	return m
}

func documentExists(d Registered) error {
	day := written(d.Date)
	return fault.New(fault.Conflict, "document_exists", "Danh bạ đã có văn bản này.", "The registry has this document already.").
		At("number", d.Type+" số "+d.Number+" ngày "+day+" đã có: mở văn bản đó để sửa.", d.Number+" of "+day+" is there already: open it to change it.")
}
