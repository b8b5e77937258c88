package households

import (
	"context"
	"slices"

	"vuon/apps/households/workbook"
	"vuon/platform/database"
	"vuon/platform/text"
)

// maxHeading is the longest heading of a mapping, in characters.
const maxHeading = 200

// Mapping is what the tenant's own lists call the sheets and headings of the workbook.
func (s *Service) Mapping(ctx context.Context, tenant string) (m workbook.Mapping, err error) {
	err = s.reads(ctx, tenant, ActionImport, func(ctx context.Context, tx database.Tx) error {
		m, err = s.store.mapping(ctx, tx)
		return err
	})
	return m, err
}

// mapping is Mapping.
func (s *Service) mapping(ctx context.Context, tenant string) (workbook.Mapping, error) {
	return s.Mapping(ctx, tenant)
}

// SaveMapping keeps what the tenant's own lists call the sheets and headings. Names
// that are empty or our own are left out; sheets and headings that are not ours are
// the fault household_wrong.
func (s *Service) SaveMapping(ctx context.Context, tenant string, m workbook.Mapping) error {
	m, err := cleanMapping(m)
	if err != nil {
		return err
	}
	return s.writes(ctx, tenant, ActionImport, func(ctx context.Context, tx database.Tx) error {
		before, err := s.store.mapping(ctx, tx)
		if err != nil {
			return err
		}
		if err := s.store.saveMapping(ctx, tx, m); err != nil {
			return err
		}
		return s.record(ctx, tx, ActionImport, "mapping", "", before, m, "")
	})
}

func cleanMapping(m workbook.Mapping) (workbook.Mapping, error) {
	out := workbook.Mapping{Sheets: map[string]string{}, Headings: map[string]map[string]string{}}
	var wrong wrongs
	take := func(of map[string]string, ours, theirs string, known []string) {
		theirs = text.Line(theirs)
		switch {
		case !slices.Contains(known, ours):
			wrong.add(ours, "Sổ hộ không có tờ hoặc cột này", "The workbook has no such sheet or column")
		case len([]rune(theirs)) > maxHeading:
			wrong.add(ours, "Tên dài quá 200 ký tự", "The name is longer than 200 characters")
		case theirs != "" && theirs != ours:
			of[ours] = theirs
		}
	}
	for ours, theirs := range m.Sheets {
		take(out.Sheets, ours, theirs, workbook.Sheets())
	}
	for sheet, headings := range m.Headings {
		of := map[string]string{}
		for ours, theirs := range headings {
			take(of, ours, theirs, workbook.Headings(sheet))
		}
		if len(of) > 0 {
			out.Headings[sheet] = of
		}
	}
	return out, wrong.fault()
}
