package catalogue

import (
	"context"
	"strconv"
	"strings"
	"time"

	"vuon/platform/fault"
	"vuon/platform/tenancy/declared"
)

// ScoreTable is a table of phiếu B1 (Thông tư 07/2021/TT-BLĐTBXH, Phụ lục): what
// the traits of a household score in a region and an area.
type ScoreTable struct {
	declared.Entry `yaml:"-" json:"-" bun:"-"`

	ID           string      `yaml:"id" want:"required" json:"id" bun:"id,pk"`
	Title        string      `yaml:"title" want:"required" json:"title" bun:"title"`
	Region       string      `yaml:"region" want:"required" json:"region" bun:"region"`    // its name: "Tây Nguyên"
	Units        []string    `yaml:"units" want:"required" json:"units" bun:"units,array"` // keys of provinces and districts ("67", "67-664"), or "all"
	Area         Area        `yaml:"area" want:"required" json:"area" bun:"area"`          // of the commune
	Illustrative bool        `yaml:"illustrative" json:"illustrative" bun:"illustrative"`  // its points are no official ones: Warning says so
	Warning      string      `yaml:"warning" json:"warning,omitempty" bun:"warning"`       // shown wherever the table is used
	Items        []ScoreItem `yaml:"items" want:"required" json:"items" bun:"items,type:jsonb"`
	Source       string      `yaml:"source" want:"required" json:"source" bun:"source"`
	Article      string      `yaml:"article" want:"required" json:"article" bun:"article"`
	declared.Period
	declared.Kept
}

// ScoreItem is a question: one of its choices is the answer, or a number of
// things that score so much each, up to Max points.
type ScoreItem struct {
	declared.Entry `yaml:"-" json:"-"`

	Code    string        `yaml:"code" want:"required" json:"code"`
	Title   string        `yaml:"title" want:"required" json:"title"`
	Choices []ScoreChoice `yaml:"choices" json:"choices,omitempty"`
	Each    *int          `yaml:"each" json:"each,omitempty"` // points a thing
	Unit    string        `yaml:"unit" json:"unit,omitempty"` // what is counted: "con", "1.000 m²"
	Max     *int          `yaml:"max" json:"max,omitempty"`   // points
}

// ScoreChoice is an answer and its points.
type ScoreChoice struct {
	declared.Entry `yaml:"-" json:"-"`

	Code   string `yaml:"code" want:"required" json:"code"`
	Title  string `yaml:"title" want:"required" json:"title"`
	Points int    `yaml:"points" want:"required" json:"points"`
}

// RowID implements declared.Row.
func (t ScoreTable) RowID() string { return t.ID }

// RowName implements declared.Row.
func (t ScoreTable) RowName() string { return t.Title }

// maxScore is the highest number of points that a choice or an item may give, and
// maxThings how many things may be counted.
const (
	maxScore  = 1000
	maxThings = 100_000
)

// Score adds the points of the answers, by the items' codes: the code of a choice
// or a whole number of things. Missing are the items without an answer, in order;
// the points are a score only when there are none. Fault score_answers marks
// answers that the table does not have.
func (t ScoreTable) Score(answers map[string]string) (points int, missing []string, err error) {
	wrong := fault.New(fault.Invalid, "score_answers", "Có câu trả lời không có trong bảng chấm điểm B1. Hãy chọn lại.", "Some answers are not in the score table. Choose them again.")
	known := map[string]bool{}
	for _, item := range t.Items {
		known[item.Code] = true
		answer := strings.TrimSpace(answers[item.Code])
		if answer == "" {
			missing = append(missing, item.Code)
			continue
		}
		n, ok := item.points(answer)
		if !ok {
			wrong = wrong.At(item.Code, "Không có câu trả lời “"+answer+"” cho mục này.", "This item has no answer “"+answer+"”.")
		}
		points += n
	}
	for code, answer := range answers {
		if !known[code] && strings.TrimSpace(answer) != "" {
			wrong = wrong.At(code, "Bảng không có mục này.", "The table has no such item.")
		}
	}
	if len(wrong.Fields) > 0 {
		return 0, missing, wrong
	}
	return points, missing, nil
}

func (i ScoreItem) points(answer string) (int, bool) {
	if i.Each != nil {
		n, err := strconv.Atoi(answer)
		if err != nil || n < 0 || n > maxThings {
			return 0, false
		}
		return min(n**i.Each, *i.Max), true
	}
	for _, c := range i.Choices {
		if c.Code == answer {
			return c.Points, true
		}
	}
	return 0, false
}

// ScoreTables returns the score tables of the day of at, by id.
func (s *Service) ScoreTables(ctx context.Context, at time.Time) ([]ScoreTable, error) {
	return rows[ScoreTable](ctx, s.DB, "catalogue_score_tables", "id", declared.DateOf(at))
}

// ScoreTableFor picks the table of a commune, whose key is unit ("67-664-24697"):
// of those for its area the one of the narrowest region. False when none is loaded.
func ScoreTableFor(tables []ScoreTable, unit string, area Area) (best ScoreTable, found bool) {
	longest := -1
	for _, t := range tables {
		if t.Area != area {
			continue
		}
		for _, u := range t.Units {
			reach := len(u)
			if u == everywhere {
				reach = 0
			} else if !strings.HasPrefix(unit+"-", u+"-") {
				continue
			}
			if reach > longest {
				best, found, longest = t, true, reach
			}
		}
	}
	return best, found
}

const everywhere = "all"

// AreaOf is the area of a commune's kind: phường and thị trấn are urban.
func AreaOf(urban bool) Area {
	if urban {
		return Urban
	}
	return Rural
}
