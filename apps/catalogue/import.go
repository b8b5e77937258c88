package catalogue

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/storage"
)

// Op is what a line of a list would do.
type Op string

// What lines do.
const (
	OpAdd    Op = "add"
	OpChange Op = "change"
	OpSame   Op = "same"  // stands in the registry just so
	OpAbove  Op = "above" // the level above keeps it
	OpWrong  Op = "wrong"
)

// Line is a line of a list with what it would do.
type Line struct {
	Row      int           `json:"row"`
	Op       Op            `json:"op"`
	Document Document      `json:"document"`
	Draft    Draft         `json:"-"`
	Faults   []fault.Field `json:"faults,omitempty"`  // by column
	Changes  []Drift       `json:"changes,omitempty"` // File is what the registry has
	before   Registered
}

// Preview is a list that was read and not yet taken over.
type Preview struct {
	ID    string `json:"id"` // under which Import takes it over
	Name  string `json:"name"`
	Lines []Line `json:"lines"`
}

// Count is the number of lines that do op.
func (p Preview) Count(op Op) (n int) {
	for _, l := range p.Lines {
		if l.Op == op {
			n++
		}
	}
	return n
}

const importKeys = "catalogue/imports/"

// Examine keeps a list for a day and tells what taking it over would do.
func (s *Service) Examine(ctx context.Context, tenant, name string, body io.Reader) (p Preview, err error) {
	err = s.changing(ctx, tenant, func(ctx context.Context, _ database.Tx) error {
		raw, err := io.ReadAll(io.LimitReader(body, MaxSheet+1))
		if err != nil {
			return err
		}
		p.ID = uuid.NewString()
		if p.Lines, err = s.lines(ctx, tenant, raw); err != nil {
			return err
		}
		object, err := s.Storage.Put(ctx, tenant, importKeys+p.ID, bytes.NewReader(raw), storage.PutOptions{Name: name, MaxBytes: MaxSheet,
			Types: []string{storage.TypeXLSX}})
		p.Name = object.Name
		return err
	})
	return p, err
}

// Examined is the preview of a list that was kept before. Fault list_gone.
func (s *Service) Examined(ctx context.Context, tenant, id string) (p Preview, err error) {
	err = s.changing(ctx, tenant, func(ctx context.Context, _ database.Tx) error {
		p, err = s.kept(ctx, tenant, id)
		return err
	})
	return p, err
}

func (s *Service) kept(ctx context.Context, tenant, id string) (p Preview, err error) {
	gone := fault.New(fault.NotFound, "list_gone", "Danh sách đã gửi không còn. Hãy gửi lại tệp.", "The list is gone. Send the file again.")
	if uuid.Validate(id) != nil {
		return p, gone
	}
	body, object, err := s.Storage.Open(ctx, tenant, importKeys+id)
	if fault.From(err).Kind == fault.NotFound {
		return p, gone
	}
	if err != nil {
		return p, err
	}
	defer body.Close()
	raw, err := io.ReadAll(body)
	if err != nil {
		return p, err
	}
	p.ID, p.Name = id, object.Name
	p.Lines, err = s.lines(ctx, tenant, raw)
	return p, err
}

// lines reads a list and compares every line with the registry as it is now.
func (s *Service) lines(ctx context.Context, tenant string, raw []byte) (list []Line, err error) {
	rows, err := ReadSheet(ctx, raw)
	if err != nil {
		return nil, err
	}
	r, err := s.Registry(ctx, tenant)
	if err != nil {
		return nil, err
	}
	first := map[string]int{}
	for _, row := range rows {
		l := Line{Row: row.Row, Draft: row.Draft}
		l.Document, err = row.Draft.document()
		if err != nil {
			l.Op, l.Faults = OpWrong, fault.From(err).Fields
			list = append(list, l)
			continue
		}
		name := version(key(l.Document.Number), l.Document.Date) + " " + l.Document.Issuer
		if n, twice := first[name]; twice {
			l.Op, l.Faults = OpWrong, twin(n)
		} else {
			first[name] = row.Row
			l.compare(r, tenant)
		}
		list = append(list, l)
	}
	return list, nil
}

// compare tells what the line does to the registry.
func (l *Line) compare(r *Registry, tenant string) {
	l.Op = OpAdd
	for _, d := range r.Named(l.Document.Number) {
		switch {
		case d.Date != l.Document.Date:
		case d.Owner == tenant:
			l.before, l.Op = d, OpSame
			if l.Changes = drift(d.Document, l.Document); len(l.Changes) > 0 {
				l.Op = OpChange
			}
			return
		case d.Issuer == l.Document.Issuer:
			l.Op = OpAbove
		}
	}
}

func twin(row int) []fault.Field {
	f := fault.From(fault.New(fault.Invalid, "line_twice", "", "").At("number", "Trùng với dòng "+strconv.Itoa(row)+".", "The same as row "+strconv.Itoa(row)+"."))
	return f.Fields
}

// Import takes over a list that was examined: lines that are new or different, in
// one transaction. Lines that are wrong are left out. It returns what was done.
func (s *Service) Import(ctx context.Context, tenant, id string) (p Preview, err error) {
	err = s.changing(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if p, err = s.kept(ctx, tenant, id); err != nil {
			return err
		}
		var affected []string
		for _, l := range p.Lines {
			if l.Op != OpAdd && l.Op != OpChange {
				continue
			}
			d, former, err := s.take(ctx, tx, tenant, l)
			if err != nil {
				return err
			}
			affected = append(affected, touched(d, former)...)
		}
		if err := s.Storage.Delete(ctx, tenant, importKeys+id); err != nil || len(affected) == 0 {
			return err
		}
		return s.tell(ctx, tx, DocumentChanged{Tenant: tenant, Affected: slices.Compact(slices.Sorted(slices.Values(affected)))})
	})
	return p, err
}

// take writes one line. A document that was withdrawn comes back.
func (s *Service) take(ctx context.Context, tx database.Tx, tenant string, l Line) (d Document, former []string, err error) {
	d = l.Document
	d.Owner, d.ID = tenant, version(d.Number, d.Date)+"@"+tenant
	e := audit.Entry{Action: "catalogue.add_document", After: facts(d)}
	before := l.before
	if l.Op == OpChange {
		d.ID, former = before.ID, slices.Concat(before.Amends, before.Replaces)
		e.Action, e.Before = "catalogue.edit_document", facts(before.Document)
	}
	if before, err = findRegistered(ctx, tx, d.ID, true); err != nil && !database.NotFound(err) {
		return d, former, err
	}
	return d, former, s.keep(ctx, tx, d, before.Revision+1, e)
}

// Keep forgets lists that were sent and never taken over.
func (s *Service) Keep(ctx context.Context, tenant string) error {
	old := s.Clock.Now().Add(-24 * time.Hour)
	page := database.Page{Limit: 500}
	for {
		objects, next, err := s.Storage.List(ctx, tenant, importKeys, page)
		if err != nil {
			return err
		}
		for _, o := range objects {
			if o.CreatedAt.Before(old) {
				if err := s.Storage.Delete(ctx, tenant, o.Key); err != nil {
					return err
				}
			}
		}
		if next == "" {
			return nil
		}
		page.After = next
	}
}

// Export writes all documents that a filter leaves, for a spreadsheet.
func (s *Service) Export(ctx context.Context, tenant string, f Filter, w io.Writer) error {
	var list []Document
	for page := (database.Page{Limit: 500}); ; {
		part, next, err := s.List(ctx, tenant, f, page)
		if err != nil {
			return err
		}
		for _, l := range part {
			list = append(list, l.Document)
		}
		if page.After = next; next == "" {
			return WriteSheet(w, list)
		}
	}
}
