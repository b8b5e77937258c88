package library

import (
	"context"

	"vuon/platform/database"
)

// Share is how much of the space one part of the library takes.
type Share struct {
	Kind  string `bun:"kind" json:"kind"`   // "pdf", "word", "excel", "picture", "other"
	Files int    `bun:"files" json:"files"` // with all their versions counted as one
	Bytes int64  `bun:"bytes" json:"bytes"` // of all versions
}

// Space is what the library takes of the tenant's quota.
type Space struct {
	Used    int64   `json:"used"`    // bytes of everything that the tenant keeps
	Quota   int64   `json:"quota"`   // bytes
	Library int64   `json:"library"` // bytes of the library's versions
	Coming  int64   `json:"coming"`  // bytes of uploads under way
	Kinds   []Share `json:"kinds"`
	Largest []File  `json:"largest"` // by all their versions
	Due     []File  `json:"due"`     // archived, and past their time
}

// Space tells what takes the space. For whoever may write.
func (s *Service) Space(ctx context.Context, tenant string) (sp Space, err error) {
	err = s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if err := s.Policy.Authorise(ctx, ActionWrite); err != nil {
			return err
		}
		sight, err := s.eyes(ctx)
		if err != nil {
			return err
		}
		if sp.Used, sp.Quota, err = s.Storage.Usage(ctx, tenant); err != nil {
			return err
		}
		if sp.Kinds, err = s.store.shares(ctx, tx); err != nil {
			return err
		}
		for _, k := range sp.Kinds {
			sp.Library += k.Bytes
		}
		if sp.Coming, _, err = s.store.coming(ctx, tx, "", s.Clock.Now().Add(-uploadLife)); err != nil {
			return err
		}
		sp.Largest, _, err = s.store.list(ctx, tx, query{filter: Filter{Sort: "largest"}, sight: sight}, database.Page{Limit: 20})
		if err != nil || !s.Policy.Can(ctx, ActionManage) {
			return err
		}
		sp.Due, err = s.due(ctx, tx, sight)
		return err
	})
	return sp, err
}

// due are the archived files that may be destroyed, at most so many as a page shows.
func (s *Service) due(ctx context.Context, tx database.Tx, sight eyes) (list []File, err error) {
	archived, _, err := s.store.list(ctx, tx, query{filter: Filter{Archived: true}, sight: sight}, database.Page{Limit: 500})
	if err != nil {
		return nil, err
	}
	for _, f := range archived {
		folder, above, err := s.folder(ctx, tx, f.Folder)
		if err != nil {
			return nil, err
		}
		r, err := s.retention(ctx, tx, f, append(above, folder))
		if err != nil {
			return nil, err
		}
		if r.Over(s.Clock.Now()) && len(list) < maxHits {
			list = append(list, f)
		}
	}
	return list, nil
}

// Keep forgets the uploads that nobody went on with for a day, with their pieces.
func (s *Service) Keep(ctx context.Context, tenant string) error {
	var ids []string
	err := s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) (err error) {
		ids, err = s.store.abandoned(ctx, tx, s.Clock.Now().Add(-uploadLife))
		return err
	})
	for _, id := range ids {
		if err == nil {
			err = s.Storage.DropParts(ctx, tenant, id)
		}
		if err == nil {
			err = s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error { return s.store.deleteUpload(ctx, tx, id) })
		}
	}
	return err
}
