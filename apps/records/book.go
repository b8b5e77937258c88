package records

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"vuon/platform/database"
	"vuon/platform/documents/register"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/text"
)

// Entry is a line of the register of outgoing documents: a number, and the
// document that has it where it is known here.
type Entry struct {
	register.Entry
	Record Record // zero while it was never sent out or registered here
	Done   int    // recipients that confirmed it, or to which it was sent
	All    int
}

// Name is the number and symbol: "05/KH-UBND".
func (e Entry) Name() string { return Outgoing{Number: e.Number, Symbol: e.Symbol}.Name() }

// State is that of the document; "" for a number whose document is not sent.
func (e Entry) State() State {
	if e.Void != nil {
		return Voided
	}
	return e.Record.State
}

// BookFilter narrows the register; zero fields do not.
type BookFilter struct {
	Year  int
	Kind  string
	Query string // in number, abstract and signatory, without diacritics
}

func (f BookFilter) takes(e Entry) bool {
	query := text.Fold(strings.TrimSpace(f.Query))
	return (f.Kind == "" || e.Kind == f.Kind) && strings.Contains(text.Fold(e.Name()+" "+e.Abstract+" "+e.Signatory), query)
}

// Book reads the register of outgoing documents of a year, the newest first.
func (s *Service) Book(ctx context.Context, tenant string, f BookFilter) (list []Entry, err error) {
	err = s.reading(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		all, err := s.entries(ctx, tx, f.Year)
		for _, e := range all {
			if f.takes(e) {
				list = append(list, e)
			}
		}
		return err
	})
	slices.SortStableFunc(list, func(a, b Entry) int {
		return cmp.Or(b.Dated.Compare(a.Dated), b.RegisteredAt.Compare(a.RegisteredAt), cmp.Compare(b.Number, a.Number))
	})
	return list, err
}

// entries joins the register with the documents of this module.
func (s *Service) entries(ctx context.Context, tx database.Tx, year int) (list []Entry, err error) {
	numbers, err := s.Register.List(ctx, database.Tenant(ctx), year)
	if err != nil {
		return nil, err
	}
	documents, err := s.store.ofYear(ctx, tx, year)
	if err != nil {
		return nil, err
	}
	counts, err := s.store.receivers(ctx, tx, year)
	if err != nil {
		return nil, err
	}
	for _, n := range numbers {
		e := Entry{Entry: n}
		i := slices.IndexFunc(documents, func(r Record) bool { return r.Kind == n.Kind && r.Number == n.Number }) // the newest first
		if i >= 0 {
			e.Record = documents[i]
			e.Done, e.All = counts[e.Record.ID][0], counts[e.Record.ID][1]
		}
		list = append(list, e)
	}
	return list, nil
}

// Year is the newest year of the register that has an entry, else the present one.
func (s *Service) Year(ctx context.Context, tenant string) (year int, err error) {
	now := s.Clock.Now().In(i18n.Zone()).Year()
	err = s.reading(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		for year = now; year > now-bookYears; year-- {
			list, err := s.Register.List(ctx, tenant, year)
			if err != nil || len(list) > 0 {
				return err
			}
		}
		year = now
		return nil
	})
	return year, err
}

// bookYears is how far back the register is looked through for its newest year.
const bookYears = 10

// Drafts reads what is prepared and has no number yet, the newest first.
func (s *Service) Drafts(ctx context.Context, tenant string) (list []Record, err error) {
	err = s.reading(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		list, err = s.store.drafts(ctx, tx)
		return err
	})
	return list, err
}

// Sheet is an outgoing document with those whom it goes to, and who has it.
type Sheet struct {
	Record
	Lines []Line // of a document that is not out: as they would be
	Slips []Slip
}

// Outgoing reads one document.
func (s *Service) Outgoing(ctx context.Context, tenant, id string) (sheet Sheet, err error) {
	err = s.reading(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		if sheet.Record, err = s.store.outgoing(ctx, tx, id, false); err != nil {
			return err
		}
		if sheet.Slips, err = s.store.about(ctx, tx, id); err != nil {
			return err
		}
		if sheet.State == Draft || sheet.State == Numbered {
			sheet.Lines, err = s.resolve(ctx, tx, sheet.Recipients)
			return err
		}
		sheet.Lines, err = s.store.lines(ctx, tx, id)
		return err
	})
	return sheet, err
}

// OpenFile opens a file of an outgoing or incoming document for whoever reads
// the registers.
func (s *Service) OpenFile(ctx context.Context, tenant, id string, n int) (io.ReadCloser, File, error) {
	var files []File
	err := s.reading(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) (err error) {
		files, err = s.filesOf(ctx, tx, id)
		return err
	})
	if err != nil {
		return nil, File{}, err
	}
	return s.openOne(ctx, tenant, files, n)
}

// filesOf are the files of the document with this id, whichever way it goes.
func (s *Service) filesOf(ctx context.Context, tx database.Tx, id string) ([]File, error) {
	r, err := s.store.outgoing(ctx, tx, id, false)
	if err == nil || fault.From(err).Kind != fault.NotFound {
		return r.Files, err
	}
	in, err := s.store.incoming(ctx, tx, id, false)
	return in.Files, err
}

func (s *Service) openOne(ctx context.Context, tenant string, files []File, n int) (io.ReadCloser, File, error) {
	if n < 0 || n >= len(files) {
		return nil, File{}, faultNoDocument()
	}
	body, object, err := s.Storage.Open(ctx, tenant, files[n].Key)
	f := files[n]
	f.Size, f.Type = object.Size, object.Type
	return body, f, err
}
