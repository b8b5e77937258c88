package library

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/uptrace/bun"

	"vuon/platform/database"
)

// query is which files a list holds.
type query struct {
	folder string // "": of every folder
	below  []string
	words  string // folded; "": not by words
	filter Filter
	sight  eyes
}

// kinds are the types behind the words of Filter.Kind.
func kinds() map[string][]string {
	return map[string][]string{"pdf": {"application/pdf"},
		"word":    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/msword", "text/rtf"},
		"excel":   {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.ms-excel", "text/csv"},
		"picture": {"image/jpeg", "image/png", "image/webp", "image/gif", "image/tiff", "image/bmp", "image/heic"}}
}

// where narrows the files to those of q that its reader may know.
func (q query) where(s *bun.SelectQuery) *bun.SelectQuery {
	s = s.Join("JOIN library_folders AS d ON d.tenant_id = f.tenant_id AND d.id = f.folder_id")
	s = s.Where("(f.archived_at IS NOT NULL OR d.archived_at IS NOT NULL) = ?", q.filter.Archived)
	if q.folder != "" {
		s = s.Where("f.folder_id = ?", q.folder)
	}
	if len(q.below) > 0 {
		s = s.Where("f.folder_id IN (?)", bun.List(q.below))
	}
	if types, ok := kinds()[q.filter.Kind]; ok {
		s = s.Where("v.type IN (?)", bun.List(types))
	} else if q.filter.Kind == "other" {
		var all []string
		for _, types := range kinds() {
			all = append(all, types...)
		}
		s = s.Where("v.type NOT IN (?)", bun.List(all))
	}
	if q.sight.all() {
		return s
	}
	return s.WhereGroup(" AND ", func(s *bun.SelectQuery) *bun.SelectQuery {
		s = s.Where("NOT (f.internal OR d.internal)")
		for _, scope := range q.sight {
			s = s.WhereGroup(" OR ", func(s *bun.SelectQuery) *bun.SelectQuery {
				if len(scope.Units) > 0 {
					s = s.Where("d.unit IN (?)", bun.List(scope.Units))
				}
				if len(scope.Projects) > 0 {
					s = s.Where("d.project IN (?)", bun.List(scope.Projects))
				}
				return s
			})
		}
		return s
	})
}

// fileCursor unpacks the cursor of a list of files (fault bad_cursor): what the
// database would not take for its columns is none of ours.
func fileCursor(sort string, page database.Page) ([]string, error) {
	key, err := page.Key(3)
	if err != nil || key == nil {
		return nil, err
	}
	if _, err := uuid.Parse(key[2]); err != nil {
		return nil, database.BadCursor()
	}
	switch sort {
	case "newest":
		_, err = time.Parse(time.RFC3339Nano, key[0])
	case "largest":
		_, err = strconv.ParseInt(key[1], 10, 64)
	}
	if err != nil {
		return nil, database.BadCursor()
	}
	return key, nil
}

// list reads a part of the files, and the cursor of the next.
func (st store) list(ctx context.Context, tx database.Tx, q query, page database.Page) (list []File, next string, err error) {
	key, err := fileCursor(q.filter.Sort, page)
	if err != nil {
		return nil, "", err
	}
	s := q.where(st.files(ctx, tx))
	switch q.filter.Sort {
	case "newest":
		s = s.Order("f.updated_at DESC", "f.id")
		if key != nil {
			s = s.Where("(f.updated_at, f.id) < (?::timestamptz, ?::uuid) OR f.updated_at = ?::timestamptz AND f.id > ?::uuid", key[0], key[2], key[0], key[2])
		}
	case "largest":
		s = s.Order("v.size DESC", "f.id")
		if key != nil {
			s = s.Where("v.size < ?::bigint OR v.size = ?::bigint AND f.id > ?::uuid", key[1], key[1], key[2])
		}
	default:
		s = s.OrderExpr(`lower(f.name) COLLATE "C", f.id`)
		if key != nil {
			s = s.Where(`(lower(f.name) COLLATE "C", f.id) > (?, ?::uuid)`, key[0], key[2])
		}
	}
	if err := s.Limit(int64(page.Size()+1)).Scan(ctx, &list); err != nil {
		return nil, "", err
	}
	if len(list) > page.Size() {
		list = list[:page.Size()]
		next = cursor(q.filter.Sort, list[len(list)-1])
	}
	return list, next, nil
}

func cursor(sort string, last File) string {
	first := strings.ToLower(last.Name)
	if sort == "newest" {
		first = last.UpdatedAt.Format("2006-01-02T15:04:05.999999Z07:00")
	}
	return database.Cursor(first, strconv.FormatInt(last.Size, 10), last.ID)
}
