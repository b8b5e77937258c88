package planning

import (
	"context"
	"net/http"

	"vuon/apps/planning/plancompare"
	"vuon/apps/planning/planedit"
	"vuon/apps/planning/planreader"
	"vuon/platform/web"
)

// What the operations on the structure are asked for and answer.
type (
	insertInput struct {
		YearInput
		Body struct {
			Parent string `json:"parent,omitempty" maxLength:"60" doc:"Id of the section to put it in; empty: the plan itself."`
			After  string `json:"after,omitempty" maxLength:"60" doc:"Id of the section to put it behind; empty: first."`
			Title  string `json:"title,omitempty" maxLength:"2000"`
			Text   string `json:"text,omitempty" maxLength:"200000"`
		}
	}
	moveInput struct {
		PartInput
		Body struct {
			Parent string `json:"parent,omitempty" maxLength:"60"`
			After  string `json:"after,omitempty" maxLength:"60"`
		}
	}
	shiftInput struct {
		PartInput
		Body struct {
			By Shift `json:"by" enum:"up,down,indent,outdent"`
		}
	}
	removeInput struct {
		PartInput
		Tag string `query:"tag" required:"true" doc:"Tag of the section as it was read."`
	}
	pasteInput struct {
		PartInput
		Body struct {
			HTML string `json:"html" maxLength:"4194304" doc:"What a word processor puts on the clipboard."`
			Line int    `json:"line,omitempty" doc:"Lines go behind this one of the section's text, from 0; -1: before the first."`
		}
	}
	undoInput struct {
		YearInput
		Body struct {
			Version  int  `json:"version,omitempty" minimum:"0" doc:"Version of the change, with nearest; 0: the one that is being written."`
			Revision int  `json:"revision" minimum:"1" doc:"Revision that moved or removed a section."`
			Nearest  bool `json:"nearest,omitempty" doc:"Bring the section back at the end of its list when its neighbour is gone."`
		}
	}
	structureOut struct{ Body Restructured }

	// DryInput asks only what would change.
	DryInput struct {
		DryRun bool `query:"dry_run" doc:"Tell what would change; keep nothing."`
	}
	// ProjectInput names a project of a plan.
	ProjectInput struct {
		YearInput
		Code string `path:"code" maxLength:"20"`
	}
	assignmentsInput struct {
		ProjectInput
		DryInput
		Body Rows[planreader.Assignment]
	}
	assignmentsOutput struct{ Body Rows[planreader.Assignment] }
	targetsInput      struct {
		YearInput
		DryInput
		Body Rows[planedit.TargetRow]
	}
	targetsOutput struct{ Body Rows[planedit.TargetRow] }
	moneyInput    struct {
		PartInput
		DryInput
		Body Rows[planedit.MoneyRow]
	}
	moneyOutput     struct{ Body Rows[planedit.MoneyRow] }
	rewritingOutput struct{ Body Rewriting }

	checksOutput struct {
		Body struct {
			Checks []Check `json:"checks"`
		}
	}
	versionsInput struct {
		YearInput
		From string `query:"from" maxLength:"4" doc:"A version of this plan, or another year; empty: the version before, else last year's plan."`
		To   int    `query:"to" minimum:"0" doc:"A version of this plan; 0: the latest."`
	}
	versionsOutput struct {
		Body struct {
			FromYear    int                  `json:"from_year"`
			FromVersion int                  `json:"from_version"`
			ToVersion   int                  `json:"to_version"`
			Changes     []plancompare.Change `json:"changes"`
			Renumbered  int                  `json:"renumbered"`
			HTML        string               `json:"html" doc:"The document with <ins> and <del> around what changed."`
		}
	}
	startInput struct {
		YearInput
		Body Origin
	}
	templatesInput struct {
		Tenant string `path:"tenant"`
		web.ListInput
	}
	keepInput struct {
		YearInput
		Body struct {
			Name    string `json:"name" maxLength:"200"`
			Version int    `json:"version,omitempty" minimum:"0"`
		}
	}
	templateInput struct {
		Tenant string `path:"tenant"`
		ID     int64  `path:"id"`
	}
	templateOutput struct{ Body Template }
)

// structureAPI are the operations on the structure of a plan.
func (s *Service) structureAPI(plan string) []web.APIRoute {
	sections, patterns := plan+"/sections", "/api/tenants/{tenant}/plan-templates"
	return []web.APIRoute{
		web.Operation(http.MethodPost, sections, ActionDraft, "Insert a section", s.apiInsert).Answers(http.StatusCreated),
		web.Operation(http.MethodDelete, sections+"/{path}", ActionDraft, "Remove a section with all that stands in it", s.apiRemove),
		web.Operation(http.MethodPost, sections+"/{path}/move", ActionDraft, "Move a section to another position", s.apiMove),
		web.Operation(http.MethodPost, sections+"/{path}/shift", ActionDraft, "Move a section by one step", s.apiShift),
		web.Operation(http.MethodPost, sections+"/{path}/paste", ActionDraft, "Paste from a word processor", s.apiPaste),
		web.Operation(http.MethodPost, plan+"/undo", ActionDraft, "Take the move or the removal of a section back", s.apiUndo),
		web.Operation(http.MethodPost, plan+"/renumber", ActionDraft, "Number all sections anew", s.apiRenumber),
		web.Operation(http.MethodGet, plan+"/projects/{code}/assignments", ActionView, "Who does what in a project, as rows", s.apiAssignments),
		web.Operation(http.MethodPut, plan+"/projects/{code}/assignments", ActionDraft, "Write the assignments of a project from rows", s.apiSetAssignments),
		web.Operation(http.MethodGet, plan+"/targets", ActionView, "The plan's targets, as rows", s.apiTargets),
		web.Operation(http.MethodPut, plan+"/targets", ActionDraft, "Write the targets from rows", s.apiSetTargets),
		web.Operation(http.MethodGet, sections+"/{path}/money", ActionView, "A section's table of money, as rows", s.apiMoney),
		web.Operation(http.MethodPut, sections+"/{path}/money", ActionDraft, "Write a section's table of money from rows", s.apiSetMoney),
		web.Operation(http.MethodGet, plan+"/checks", ActionView, "What to mend before submission", s.apiChecks),
		web.Operation(http.MethodGet, plan+"/compare", ActionView, "Compare two versions", s.apiCompare),
		web.Operation(http.MethodPost, plan+"/start", ActionDraft, "Begin the plan of a year with another", s.apiStart).Answers(http.StatusCreated),
		web.Operation(http.MethodPost, plan+"/template", ActionDraft, "Keep a version as a template", s.apiKeep).Answers(http.StatusCreated),
		web.Operation(http.MethodGet, patterns, ActionView, "The tenant's templates", s.apiTemplates),
		web.Operation(http.MethodDelete, patterns+"/{id}", ActionDraft, "Give a template up", s.apiDrop),
	}
}

// answer puts what a service gave into an output, or passes its fault on.
func answer[B, O any](body B, err error, put func(B) *O) (*O, error) {
	if err != nil {
		return nil, err
	}
	return put(body), nil
}

func structureAnswer(r Restructured, err error) (*structureOut, error) {
	return answer(r, err, func(r Restructured) *structureOut { return &structureOut{r} })
}

func rewritingAnswer(r Rewriting, err error) (*rewritingOutput, error) {
	return answer(r, err, func(r Rewriting) *rewritingOutput { return &rewritingOutput{r} })
}

func (s *Service) apiInsert(ctx context.Context, in *insertInput) (*structureOut, error) {
	return structureAnswer(s.Insert(ctx, in.Tenant, in.Year, planedit.Position{Parent: in.Body.Parent, After: in.Body.After}, in.Body.Title, in.Body.Text))
}

func (s *Service) apiMove(ctx context.Context, in *moveInput) (*structureOut, error) {
	return structureAnswer(s.Move(ctx, in.Tenant, in.Year, in.Path, planedit.Position{Parent: in.Body.Parent, After: in.Body.After}))
}

func (s *Service) apiShift(ctx context.Context, in *shiftInput) (*structureOut, error) {
	return structureAnswer(s.Shift(ctx, in.Tenant, in.Year, in.Path, in.Body.By))
}

func (s *Service) apiRemove(ctx context.Context, in *removeInput) (*structureOut, error) {
	return structureAnswer(s.Remove(ctx, in.Tenant, in.Year, in.Path, in.Tag))
}

func (s *Service) apiPaste(ctx context.Context, in *pasteInput) (*structureOut, error) {
	return structureAnswer(s.Paste(ctx, in.Tenant, in.Year, in.Path, in.Body.Line, in.Body.HTML))
}

func (s *Service) apiUndo(ctx context.Context, in *undoInput) (*structureOut, error) {
	if in.Body.Nearest {
		return structureAnswer(s.Reinstate(ctx, in.Tenant, in.Year, in.Body.Version, in.Body.Revision))
	}
	return structureAnswer(s.Undo(ctx, in.Tenant, in.Year, in.Body.Revision))
}

func (s *Service) apiRenumber(ctx context.Context, in *YearInput) (*structureOut, error) {
	return structureAnswer(s.Renumber(ctx, in.Tenant, in.Year))
}

func (s *Service) apiAssignments(ctx context.Context, in *ProjectInput) (*assignmentsOutput, error) {
	rows, err := s.Assignments(ctx, in.Tenant, in.Year, in.Code)
	return answer(rows, err, func(r Rows[planreader.Assignment]) *assignmentsOutput { return &assignmentsOutput{r} })
}

func (s *Service) apiSetAssignments(ctx context.Context, in *assignmentsInput) (*rewritingOutput, error) {
	return rewritingAnswer(s.SetAssignments(ctx, in.Tenant, in.Year, in.Code, in.Body, in.DryRun))
}

func (s *Service) apiTargets(ctx context.Context, in *YearInput) (*targetsOutput, error) {
	rows, err := s.Targets(ctx, in.Tenant, in.Year)
	return answer(rows, err, func(r Rows[planedit.TargetRow]) *targetsOutput { return &targetsOutput{r} })
}

func (s *Service) apiSetTargets(ctx context.Context, in *targetsInput) (*rewritingOutput, error) {
	return rewritingAnswer(s.SetTargets(ctx, in.Tenant, in.Year, in.Body, in.DryRun))
}

func (s *Service) apiMoney(ctx context.Context, in *PartInput) (*moneyOutput, error) {
	rows, err := s.Money(ctx, in.Tenant, in.Year, in.Path)
	return answer(rows, err, func(r Rows[planedit.MoneyRow]) *moneyOutput { return &moneyOutput{r} })
}

func (s *Service) apiSetMoney(ctx context.Context, in *moneyInput) (*rewritingOutput, error) {
	return rewritingAnswer(s.SetMoney(ctx, in.Tenant, in.Year, in.Path, in.Body, in.DryRun))
}

func (s *Service) apiChecks(ctx context.Context, in *YearInput) (*checksOutput, error) {
	list, err := s.Checks(ctx, in.Tenant, in.Year)
	return answer(list, err, func(list []Check) *checksOutput {
		out := &checksOutput{}
		out.Body.Checks = append([]Check{}, list...)
		return out
	})
}

func (s *Service) apiCompare(ctx context.Context, in *versionsInput) (*versionsOutput, error) {
	c, err := s.CompareVersions(ctx, in.Tenant, in.Year, in.From, in.To)
	if err != nil {
		return nil, err
	}
	out := &versionsOutput{}
	out.Body.FromYear, out.Body.FromVersion, out.Body.ToVersion = c.Old.Year, c.Old.Version, c.New.Version
	out.Body.Changes, out.Body.Renumbered = c.Changes, c.Renumbered
	out.Body.HTML, err = s.comparedHTML(ctx, c)
	return out, err
}

func (s *Service) apiStart(ctx context.Context, in *startInput) (*planOutput, error) {
	return planAnswer(s.Start(ctx, in.Tenant, in.Year, in.Body))
}

func (s *Service) apiKeep(ctx context.Context, in *keepInput) (*templateOutput, error) {
	t, err := s.KeepTemplate(ctx, in.Tenant, in.Year, in.Body.Version, in.Body.Name)
	return answer(t, err, func(t Template) *templateOutput { return &templateOutput{t} })
}

func (s *Service) apiTemplates(ctx context.Context, in *templatesInput) (*web.Listed[Template], error) {
	o, err := s.Origins(ctx, in.Tenant, 0)
	if err != nil {
		return nil, err
	}
	return web.PartOf(o.Templates, in.Page(), func(t Template) string { return t.Name })
}

func (s *Service) apiDrop(ctx context.Context, in *templateInput) (*struct{}, error) {
	return nil, s.DropTemplate(ctx, in.Tenant, in.ID)
}
