package library

import (
	"context"

	"github.com/google/uuid"

	"vuon/platform/database"
)

// Hit is a file that was found.
type Hit struct {
	File
	Path    string  `bun:"-" json:"path"`              // names of the folders above it
	Passage []Piece `bun:"-" json:"passage,omitempty"` // of its text; nil when it was found by name or description
	Body    string  `bun:"body" json:"-"`
}

// maxHits is how many files a search shows.
const maxHits = 50

// Search finds files that hold every one of the words, with or without their
// diacritics, in name, description or text; those whose name fits first, then the
// newest. Folder "" is the whole library. More reports that there are more than
// are shown. Fault folder_unknown.
func (s *Service) Search(ctx context.Context, tenant, what, folder string, filter Filter) (hits []Hit, more bool, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		list := terms(what)
		if len(list) == 0 {
			return nil
		}
		sight, err := s.eyes(ctx)
		if err != nil {
			return err
		}
		q := query{words: tsquery(list), filter: filter, sight: sight}
		if folder != "" {
			if uuid.Validate(folder) != nil {
				return faultNoFolder()
			}
			if q.below, err = s.store.subtree(ctx, tx, folder); err != nil {
				return err
			}
		}
		if hits, err = s.store.search(ctx, tx, q, maxHits+1); err != nil {
			return err
		}
		if more = len(hits) > maxHits; more {
			hits = hits[:maxHits]
		}
		return s.complete(ctx, tx, hits, list)
	})
	return hits, more, err
}

// complete adds the way to each file and the passage in which it was found.
func (s *Service) complete(ctx context.Context, tx database.Tx, hits []Hit, terms []string) error {
	paths := map[string]string{}
	for i := range hits {
		h := &hits[i]
		h.Passage = passage(h.Body, terms)
		if _, known := paths[h.Folder]; !known {
			folder, above, err := s.folder(ctx, tx, h.Folder)
			if err != nil {
				return err
			}
			paths[h.Folder] = way(above, folder)
		}
		h.Path = paths[h.Folder]
	}
	return nil
}

// way writes the names of folders, the top first.
func way(above []Folder, f Folder) string {
	out := ""
	for _, a := range above {
		out += a.Name + " / "
	}
	return out + f.Name
}
