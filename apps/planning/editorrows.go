package planning

import (
	"strings"

	"vuon/apps/planning/planedit"
	"vuon/apps/planning/planreader"
	"vuon/platform/fault"
	"vuon/platform/web"
)

type deskPasteInput struct {
	User string `json:"user"`
	ID   string `json:"id"`   // of the part
	HTML string `json:"html"` // as the word processor gave it
	Line int    `json:"line"` // of the part's text behind which it goes, with Keep
	Keep bool   `json:"keep"` // put it into the draft, sections as sections
}

type deskPasteOutput struct {
	Text     string `json:"text"`     // as lines of one part
	Sections int    `json:"sections"` // how many sections it holds
}

// scriptPaste reads what was pasted from a word processor: lines are given back to
// be put where the caret is; with Keep, sections go into the draft as sections.
func (s *Service) scriptPaste(r *web.Request, in *deskPasteInput) (*deskPasteOutput, error) {
	n, err := year(r)
	if err != nil {
		return nil, err
	}
	if err := sameUser(r, in.User); err != nil {
		return nil, err
	}
	if in.Keep {
		_, err := s.Paste(r.Context(), r.Tenant().ID, n, in.ID, in.Line, in.HTML)
		return &deskPasteOutput{}, err
	}
	blocks, err := planedit.FromHTML(in.HTML)
	if err != nil {
		return nil, err
	}
	pasted := planedit.Arrange(blocks)
	out := &deskPasteOutput{Text: strings.Join(pasted.Lines, "\n")}
	if len(pasted.Sections) > 0 {
		var lines []string
		out.Sections, lines = flattened(pasted.Sections)
		out.Text = strings.Join(lines, "\n")
	}
	return out, nil
}

// flattened is sections as lines of one part, and how many they are.
func flattened(list []planreader.Section) (n int, lines []string) {
	for _, sec := range list {
		m, below := flattened(sec.Children)
		if sec.Mark+sec.Title != "" {
			n++
		}
		n += m
		lines = append(append(lines, sec.Paragraphs()...), below...)
	}
	return n, lines
}

type dutiesInput struct {
	User string                  `json:"user"`
	ID   string                  `json:"id"`   // of the part
	Code string                  `json:"code"` // of the project whose rows these are; "" a sentence for the part
	Tag  string                  `json:"tag"`
	Keep bool                    `json:"keep"`
	Rows []planreader.Assignment `json:"rows"`
}

type dutiesOutput struct {
	Code  string                  `json:"code"`
	Title string                  `json:"title"`
	Tag   string                  `json:"tag"`
	Rows  []planreader.Assignment `json:"rows"`
	Text  string                  `json:"text"` // the sentences, for a part that is about no project
}

// scriptDuties reads and writes the assignments around a part: those of the
// project that it is about as rows, which make the sentences of its text.
func (s *Service) scriptDuties(r *web.Request, in *dutiesInput) (*dutiesOutput, error) {
	n, err := year(r)
	if err != nil {
		return nil, err
	}
	if err := sameUser(r, in.User); err != nil {
		return nil, err
	}
	ctx, tenant := r.Context(), r.Tenant().ID
	switch {
	case in.Keep && in.Code != "":
		_, err := s.SetAssignments(ctx, tenant, n, in.Code, Rows[planreader.Assignment]{Rows: in.Rows, Tag: in.Tag}, false)
		return &dutiesOutput{Code: in.Code, Rows: in.Rows}, err
	case in.Keep:
		text := strings.Join(planedit.Sentences(in.Rows, false), "\n")
		if text == "" {
			return nil, fault.New(fault.Invalid, "assignment_empty", "Hãy chọn vai trò và ghi đơn vị.", "Choose a role and give an office.")
		}
		return &dutiesOutput{Rows: in.Rows, Text: text}, nil
	}
	a, err := s.Around(ctx, tenant, n, in.ID)
	if err != nil {
		return nil, err
	}
	out := &dutiesOutput{Rows: []planreader.Assignment{}}
	if a.Project == nil {
		return out, nil
	}
	rows, err := s.Assignments(ctx, tenant, n, a.Project.Code)
	out.Code, out.Title, out.Tag, out.Rows = a.Project.Code, a.Project.Label()+": "+a.Project.Title, rows.Tag, rows.Rows
	return out, err
}
