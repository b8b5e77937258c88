package households

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"vuon/apps/catalogue"
	"vuon/apps/households/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web/ui"
)

// answerPrefix begins the fields of the score table's items: q.<code>.
const answerPrefix = "q."

// answers are what the sheet answers of the score table; empty where the points
// are stated as a sum.
func (s Sheet) answers() map[string]string {
	out := map[string]string{}
	for name, value := range s {
		if code, is := strings.CutPrefix(name, answerPrefix); is && value != "" {
			out[code] = value
		}
	}
	return out
}

// putAnswers writes the answers that a result was scored by.
func (s Sheet) putAnswers(raw json.RawMessage) {
	var answers map[string]string
	if json.Unmarshal(raw, &answers) != nil { // none, or of another making
		return
	}
	for code, value := range answers {
		s[answerPrefix+code] = value
	}
}

// scoreTable is the table by which B1 is scored in a commune; nil where none is
// loaded.
func (s *Service) scoreTable(ctx context.Context, e Entry) (*catalogue.ScoreTable, error) {
	tables, err := s.Catalogue.ScoreTables(ctx, e.Round.AsOf.Time())
	if err != nil {
		return nil, err
	}
	area := catalogue.Rural
	if urban(e.Unit) {
		area = catalogue.Urban
	}
	if t, found := catalogue.ScoreTableFor(tables, e.Unit.ID, area); found {
		return &t, nil
	}
	return nil, nil
}

// score replaces the stated points by those of the answers, where there are any.
func (s Sheet) score(table *catalogue.ScoreTable) (wrong wrongs) {
	answers := s.answers()
	if len(answers) == 0 || table == nil {
		return nil
	}
	points, missing, err := table.Score(answers)
	if f, ok := errors.AsType[*fault.Error](err); ok {
		for _, at := range f.Fields {
			wrong.add(answerPrefix+at.Name, at.Message.VI, at.Message.EN)
		}
		return wrong
	}
	for _, code := range missing {
		wrong.add(answerPrefix+code, "Chưa trả lời mục này của phiếu B1", "This item of B1 is not answered")
	}
	if delete(s, "b1"); len(missing) == 0 {
		s["b1"] = strconv.Itoa(points)
	}
	return wrong
}

// scoreView are the questions of the table.
func scoreView(ctx context.Context, table *catalogue.ScoreTable, sheet Sheet) *views.EntryScore {
	if table == nil {
		return nil
	}
	v := &views.EntryScore{Title: table.Title, Warning: table.Warning, Open: len(sheet.answers()) > 0}
	for _, item := range table.Items {
		q := views.EntryQuestion{Name: answerPrefix + item.Code, Title: item.Title, Unit: item.Unit}
		if item.Each == nil {
			q.Choices = []ui.Option{{Value: "", Label: i18n.Say(ctx, "Chọn", "Choose")}}
			for _, c := range item.Choices {
				q.Choices = append(q.Choices, ui.Option{Value: c.Code, Label: c.Title + " (" + strconv.Itoa(c.Points) + ")"})
			}
		}
		v.Questions = append(v.Questions, q)
	}
	return v
}
