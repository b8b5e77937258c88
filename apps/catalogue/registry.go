package catalogue

import (
	"context"
	"slices"
	"strings"

	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/tenancy/declared"
	"vuon/platform/text"
)

// Filter narrows the list of documents; zero fields do not.
type Filter struct {
	Query  string // in number, type, title or issuer; diacritics do not matter
	Status Status // the effect today
	Type   string
	Level  Level
	Year   int  // of issue
	Own    bool // kept by the tenant itself
}

// Listed is a document in a list.
type Listed struct {
	Registered
	Effect Effect `json:"effect"` // today
	Level  Level  `json:"level"`
}

// Registry reads all documents that concern a tenant: central ones, its own, and
// those of the province above it.
func (s *Service) Registry(ctx context.Context, tenant string) (*Registry, error) {
	owners, err := s.owners(ctx, tenant)
	if err != nil {
		return nil, err
	}
	list, err := readRegistry(ctx, s.DB, owners)
	return NewRegistry(list), err
}

// Documents lists the legal documents that concern a tenant and that hold query in
// number, type, title or issuer, without regard to diacritics; the newest first.
func (s *Service) Documents(ctx context.Context, tenant, query string, page database.Page) (list []Document, next string, err error) {
	listed, next, err := s.List(ctx, tenant, Filter{Query: query}, page)
	for _, l := range listed {
		list = append(list, l.Document)
	}
	return list, next, err
}

// DocumentsFor returns all legal documents that concern a tenant, newest first,
// each with its state as of today: what others amend or replace says so.
func (s *Service) DocumentsFor(ctx context.Context, tenant string) (list []Document, err error) {
	r, err := s.Registry(ctx, tenant)
	if err != nil {
		return nil, err
	}
	today := declared.DateOf(s.Clock.Now())
	for _, d := range r.All() {
		if e := r.Effect(d.Document, today); e.Status != Upcoming {
			d.Status = e.Status
		}
		list = append(list, d.Document)
	}
	return list, nil
}

// List lists the documents that concern a tenant with their effect today, the
// newest first.
func (s *Service) List(ctx context.Context, tenant string, f Filter, page database.Page) (list []Listed, next string, err error) {
	after, err := cursor(page)
	if err != nil {
		return nil, "", err
	}
	r, err := s.Registry(ctx, tenant)
	if err != nil {
		return nil, "", err
	}
	today, folded := declared.DateOf(s.Clock.Now()), text.Fold(text.Line(f.Query))
	for _, d := range r.All() {
		if after != nil && !comesAfter(d.Document, after) {
			continue
		}
		l := Listed{d, r.Effect(d.Document, today), LevelOf(d.Issuer)}
		if !f.takes(l, tenant, folded) {
			continue
		}
		if len(list) == page.Size() {
			last := list[len(list)-1]
			return list, database.Cursor(string(last.Date), last.ID), nil
		}
		list = append(list, l)
	}
	return list, "", nil
}

func (f Filter) takes(l Listed, tenant, folded string) bool {
	return strings.Contains(l.Folded, folded) && (f.Status == "" || f.Status == l.Effect.Status) && (f.Type == "" || f.Type == l.Type) &&
		(f.Level == "" || f.Level == l.Level) && (f.Year == 0 || f.Year == l.Date.Time().Year()) && (!f.Own || l.Owner == tenant)
}

// cursor is the key of the last document shown; nil at the start.
func cursor(page database.Page) ([]string, error) {
	k, err := page.Key(2)
	if err == nil && k != nil && new(declared.Date).UnmarshalText([]byte(k[0])) != nil {
		err = database.BadCursor()
	}
	return k, err
}

// comesAfter tells whether a document stands below the cursor's.
func comesAfter(d Document, after []string) bool {
	if string(d.Date) != after[0] {
		return string(d.Date) < after[0]
	}
	return d.ID < after[1]
}

// Choices are what the documents of a tenant can be narrowed by.
type Choices struct {
	Types []string
	Years []int // newest first
}

// Choices lists the types and years that the registry of a tenant holds.
func (s *Service) Choices(ctx context.Context, tenant string) (c Choices, err error) {
	r, err := s.Registry(ctx, tenant)
	if err != nil {
		return c, err
	}
	for _, d := range r.All() {
		c.Types, c.Years = append(c.Types, d.Type), append(c.Years, d.Date.Time().Year())
	}
	slices.Sort(c.Types)
	slices.Sort(c.Years)
	slices.Reverse(c.Years)
	c.Types, c.Years = slices.Compact(c.Types), slices.Compact(c.Years)
	return c, nil
}

// Use is a place that rests on a document.
type Use struct {
	Kind  string `json:"kind"`  // "plan"
	Title string `json:"title"` // "Kế hoạch năm 2024, mục II.1"
	Path  string `json:"path"`
	Open  bool   `json:"open"` // it can still be changed
}

// Dossier is a document with all that is known of it.
type Dossier struct {
	Listed
	Amends     []Related `json:"amends,omitempty"`
	Replaces   []Related `json:"replaces,omitempty"`
	AmendedBy  []Related `json:"amended_by,omitempty"`
	ReplacedBy []Related `json:"replaced_by,omitempty"`
	Uses       []Use     `json:"uses,omitempty"`
	Files      []File    `json:"files,omitempty"`
	Drift      []Drift   `json:"drift,omitempty"` // against the files' word
	Own        bool      `json:"own"`             // the tenant keeps it
}

// Related is another document; ID is "" where the registry has none of the number.
type Related struct {
	Number string `json:"number"`
	ID     string `json:"id,omitempty"`
	Title  string `json:"title,omitempty"`
}

// Document reads one document that concerns a tenant. Fault document_unknown.
func (s *Service) Document(ctx context.Context, tenant, id string) (d Dossier, err error) {
	r, err := s.Registry(ctx, tenant)
	if err != nil {
		return d, err
	}
	i := slices.IndexFunc(r.All(), func(d Registered) bool { return d.ID == id })
	if i < 0 {
		return d, documentUnknown()
	}
	found := r.All()[i]
	d.Listed = Listed{found, r.Effect(found.Document, declared.DateOf(s.Clock.Now())), LevelOf(found.Issuer)}
	d.Own = found.Owner == tenant
	d.Amends, d.Replaces = r.related(found.Amends), r.related(found.Replaces)
	d.AmendedBy, d.ReplacedBy = relatedTo(r.AmendedBy(found.Number)), relatedTo(r.ReplacedBy(found.Number))
	if s.Uses != nil {
		if d.Uses, err = s.Uses(ctx, tenant, found.Number); err != nil {
			return d, err
		}
	}
	return d, s.complete(ctx, tenant, &d)
}

// complete adds the texts, and how the entry differs from the files' word.
func (s *Service) complete(ctx context.Context, tenant string, d *Dossier) error {
	keepers, err := s.owners(ctx, tenant)
	if err != nil {
		return err
	}
	return s.DB.Global(ctx, func(ctx context.Context, tx database.Tx) (err error) {
		if d.Files, err = filesOf(ctx, tx, d.ID, keepers); err != nil {
			return err
		}
		if !d.Declared || d.Revision == 0 {
			return nil
		}
		file, err := findDeclared(ctx, tx, d.ID)
		if err == nil {
			d.Drift = drift(file, d.Document)
		}
		return err
	})
}

func (r *Registry) related(numbers []string) (list []Related) {
	for _, n := range numbers {
		if d, known := r.Cited(n, ""); known {
			list = append(list, Related{n, d.ID, d.Title})
		} else {
			list = append(list, Related{Number: n})
		}
	}
	return list
}

func relatedTo(documents []Registered) (list []Related) {
	for _, d := range documents {
		list = append(list, Related{d.Number, d.ID, d.Title})
	}
	return list
}

// Drift is a field in which the screen differs from the files.
type Drift struct {
	Field  string `json:"field"`
	File   string `json:"file"`
	Screen string `json:"screen"`
}

func drift(file, screen Document) (list []Drift) {
	a, b := file.fields(), screen.fields()
	for i := range a {
		if a[i].value != b[i].value {
			list = append(list, Drift{a[i].name, a[i].value, b[i].value})
		}
	}
	return list
}

func documentUnknown() error {
	return fault.New(fault.NotFound, "document_unknown", "Không tìm thấy văn bản này trong danh bạ của đơn vị.", "There is no such document in the unit's registry.")
}
