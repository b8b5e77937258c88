package households

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"vuon/apps/households/forms"
	"vuon/apps/households/workbook"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
)

// ImportOptions say how a workbook is taken over.
type ImportOptions struct {
	Year        int
	DryRun      bool                                                      // tell what would change, and change nothing
	AcceptValid bool                                                      // take the households in which nothing is wrong, leave the others
	Progress    func(ctx context.Context, done int, note i18n.Text) error // per cent; nil: nobody looks

	scope   []string                                                        // keys of the communes to which who asked for the job is limited; nil: none
	applied func(ctx context.Context, tx database.Tx, r ImportReport) error // in the transaction, before it ends
}

// ImportCounts are how many rows of the workbook did what.
type ImportCounts struct {
	New     int `json:"new"`
	Changed int `json:"changed"`
	Same    int `json:"same"`
	Ended   int `json:"ended"` // members that the workbook does not have in their households any more
}

// ImportReport is what an import found and did. Of faults and warnings the first
// workbook.MaxFaults are listed.
type ImportReport struct {
	Households   ImportCounts     `json:"households"`
	Members      ImportCounts     `json:"members"`
	Faults       []workbook.Fault `json:"faults"`
	Warnings     []workbook.Fault `json:"warnings"`
	FaultCount   int              `json:"fault_count"`
	WarningCount int              `json:"warning_count"`
	Applied      bool             `json:"applied"`
}

// errUndo ends the transaction of an import that is not to be applied.
var errUndo = errors.New("households: an import that is not applied")

// Import takes a workbook over into the registry and the periodic review of a year,
// in one transaction: all of it or nothing. What is wrong is in the report, and
// nothing is changed when anything is, unless AcceptValid was given. The same
// workbook sent twice changes nothing the second time. Faults are those of opening
// the file (package workbook), of the review (EnsureRound, review_future) and of
// the catalogue (standard_missing).
func (s *Service) Import(ctx context.Context, tenant string, file io.ReaderAt, size int64, o ImportOptions) (report ImportReport, err error) {
	mapping, err := s.mapping(ctx, tenant)
	if err != nil {
		return report, err
	}
	return s.importing(ctx, tenant, o, func(im *importing) error { return im.openBook(file, size, mapping) })
}

// ImportBook is Import of rows that are in memory.
func (s *Service) ImportBook(ctx context.Context, tenant string, b workbook.Book, o ImportOptions) (ImportReport, error) {
	return s.importing(ctx, tenant, o, func(im *importing) error {
		im.book = workbook.Given(b)
		return nil
	})
}

func (s *Service) importing(ctx context.Context, tenant string, o ImportOptions, open func(*importing) error) (report ImportReport, err error) {
	err = s.writes(ctx, tenant, ActionImport, func(ctx context.Context, tx database.Tx) error {
		im, err := s.beginImport(ctx, tx, tenant, o)
		if err != nil {
			return err
		}
		if err := open(im); err != nil {
			return err
		}
		if err := im.run(ctx); err != nil {
			return err
		}
		if report = im.report; !report.Applied {
			return errUndo
		}
		return nil
	})
	if errors.Is(err, errUndo) {
		err = nil
	}
	return report, err
}

// importing is an import under way.
type importing struct {
	*Service
	tx        database.Tx
	tenant    string
	o         ImportOptions
	round     Round
	start     declared.Date           // of the year: from when what a review found at its beginning is so
	day       declared.Date           // from which changes are so: the review's, or today while it is not yet there
	units     map[string]tenancy.Unit // by code
	shut      map[string]bool         // keys of communes whose review takes nothing any more
	scope     map[string]bool         // keys of the communes of the actor; nil: all
	standards Standards
	peoples   peoples
	ethnics   map[string]string       // as written → code, "" when it is none
	strange   map[string]string       // code of a commune that is not ours → what is expected
	kin       map[string]tenancy.Unit // what our communes were or became, by code; nil: not asked yet
	villages  map[place]string        // unit and folded name → id
	bare      map[string]bool         // communes of which no village is known
	made      []Village               // that the workbook brings
	book      *workbook.Workbook      // nil when it is read
	counts    []populated
	houses    []incoming
	persons   []memberMark
	report    ImportReport
}

// beginImport makes the review and reads what rows are compared with. Only one
// import of a tenant runs at a time.
func (s *Service) beginImport(ctx context.Context, tx database.Tx, tenant string, o ImportOptions) (*importing, error) {
	im := &importing{Service: s, tx: tx, tenant: tenant, o: o, ethnics: map[string]string{}, strange: map[string]string{}, units: map[string]tenancy.Unit{}}
	im.start = civil(o.Year, time.January, 1)
	if saneYear(o.Year) && im.start > s.today() {
		return nil, faultFutureReview(o.Year)
	}
	if err := s.store.lockImports(ctx, tx); err != nil {
		return nil, err
	}
	var err error
	if im.round, err = s.EnsureRound(ctx, tx, tenant, o.Year); err != nil {
		return nil, err
	}
	im.day = min(im.round.AsOf, s.today())
	if im.standards, err = s.standards(ctx, im.round.AsOf); err != nil {
		return nil, err
	}
	if im.peoples, err = s.peoples(ctx, tenant, im.round.AsOf); err != nil {
		return nil, err
	}
	return im, im.places(ctx)
}

// places reads the communes, how far their reviews are, and their villages.
func (im *importing) places(ctx context.Context) error {
	list, err := im.Service.units(ctx, im.tenant, im.round.AsOf)
	if err != nil {
		return err
	}
	for _, u := range list {
		im.units[u.Code] = u
	}
	keys, err := im.Service.scope(ctx, im.tenant, ActionImport, im.round.AsOf)
	if err != nil {
		return err
	}
	if im.o.scope != nil {
		keys = im.o.scope
	}
	if keys != nil {
		im.scope = map[string]bool{}
		for _, k := range keys {
			im.scope[k] = true
		}
	}
	if im.shut, err = im.store.shutCommunes(ctx, im.tx, im.round.ID); err != nil {
		return err
	}
	present, err := im.store.villages(ctx, im.tx, nil, "") // which may be younger than the review: the name is what counts
	if err != nil {
		return err
	}
	then, err := im.store.villages(ctx, im.tx, nil, im.round.AsOf)
	im.villages, im.bare = map[place]string{}, map[string]bool{}
	for _, u := range list {
		im.bare[u.ID] = true
	}
	for _, v := range slices.Concat(present, then) {
		im.villages[place{v.Unit, v.Folded}] = v.ID
		im.bare[v.Unit] = false
	}
	return err
}

// openBook looks into the file.
func (im *importing) openBook(file io.ReaderAt, size int64, m workbook.Mapping) (err error) {
	year, month, day := im.today().Time().Date()
	im.book, err = workbook.Open(file, size, workbook.Options{Mapping: m, AsOf: forms.AsOf(im.o.Year), Today: time.Date(year, month, day, 0, 0, 0, 0, time.UTC)})
	return err
}

// run reads, compares, and writes unless that is not wanted.
func (im *importing) run(ctx context.Context) error {
	for _, step := range []struct {
		done int
		note i18n.Text
		do   func(context.Context) error
	}{
		{1, i18n.T("Đọc tệp", "Reading the file"), im.read},
		{40, i18n.T("Đối chiếu hộ với sổ", "Comparing households with the registry"), im.match},
		{55, i18n.T("Đối chiếu thành viên và số định danh", "Comparing members and citizen numbers"), im.matchMembers},
		{70, i18n.T("Ghi sổ hộ", "Writing the registry"), im.write},
		{85, i18n.T("Ghi kết quả rà soát", "Writing the review"), im.writeResults},
	} {
		if im.o.Progress != nil {
			if err := im.o.Progress(ctx, step.done, step.note); err != nil {
				return err
			}
		}
		if err := step.do(ctx); err != nil {
			return err
		}
	}
	return im.finish(ctx)
}

// applies reports whether what was read is to be written.
func (im *importing) applies() bool {
	return !im.o.DryRun && (im.book.Report.FaultCount == 0 || im.o.AcceptValid)
}

// finish makes the report, and the audit's entry when something was applied.
func (im *importing) finish(ctx context.Context) error {
	r := &im.book.Report
	r.Sort()
	im.report.Faults, im.report.Warnings = append([]workbook.Fault{}, r.Faults...), append([]workbook.Fault{}, r.Warnings...)
	im.report.FaultCount, im.report.WarningCount = r.FaultCount, r.WarningCount
	if im.report.Applied = im.applies(); !im.report.Applied {
		return nil
	}
	if im.o.applied != nil {
		if err := im.o.applied(ctx, im.tx, im.report); err != nil {
			return err
		}
	}
	return im.record(ctx, im.tx, ActionImport, "workbook", im.round.ID, nil, map[string]any{"households": im.report.Households,
		"members": im.report.Members, "faults": r.FaultCount, "accept_valid": im.o.AcceptValid}, "")
}

func faultFutureReview(year int) error {
	when := civil(year, time.January, 1)
	return fault.New(fault.Invalid, "review_future", "Chưa thể nhập kết quả rà soát: năm rà soát bắt đầu từ "+dateText(when)+".",
		"The review's year begins on "+dateText(when)+".")
}
