package planning

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"vuon/apps/planning/planedit"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// scriptPart is a part as the page's script holds it.
type scriptPart struct {
	ID      string `json:"id"`
	Kind    string `json:"kind"`
	Label   string `json:"label"`
	Tag     string `json:"tag"`
	Mark    string `json:"mark"`
	Title   string `json:"title"`
	Text    string `json:"text"`
	Head    string `json:"head"`   // class of the heading, "" when the part has none
	Body    string `json:"body"`   // class of its paragraphs
	After   string `json:"after"`  // what follows the title: ":"
	RunIn   bool   `json:"run_in"` // the first paragraph goes on behind the title
	Section bool   `json:"section"`
	HTML    string `json:"html"` // as it is printed; "" when only words were asked for
}

// scriptPlace says which part stands where, in printed order.
type scriptPlace struct {
	ID   string `json:"id"`
	Tag  string `json:"tag"`
	Mark string `json:"mark"`
	Head string `json:"head"`
}

func placesOf(list []piece) []scriptPlace {
	out := make([]scriptPlace, 0, len(list))
	for _, p := range list {
		head, _ := p.styles()
		out = append(out, scriptPlace{p.Path, p.Tag, p.Mark, head})
	}
	return out
}

func (s *Service) scriptPartsOf(ctx context.Context, v Version, list []piece, bare bool) ([]scriptPart, error) {
	paper, err := s.sheet(ctx, v)
	if err != nil {
		return nil, err
	}
	out := make([]scriptPart, 0, len(list))
	for _, p := range list {
		var html string
		if !bare {
			if html, err = paper.html(p); err != nil {
				return nil, err
			}
		}
		part := scriptPart{ID: p.Path, Kind: p.Path, Label: p.label(i18n.From(ctx)), Tag: p.Tag, Mark: p.Mark, Title: p.Title, Text: p.Text,
			Section: p.section != nil, HTML: html}
		if part.Section {
			part.Kind, part.After, part.RunIn = "section", p.section.After, p.section.RunIn
		}
		part.Head, part.Body = p.styles()
		out = append(out, part)
	}
	return out, nil
}

type hereInput struct {
	Client   string `json:"client"`
	Part     string `json:"part"`
	Writing  bool   `json:"writing"`
	Version  int    `json:"version"`
	Revision int    `json:"revision"` // that the page shows
}

type hereOutput struct {
	Version  int            `json:"version"`
	Revision int            `json:"revision"`
	Edit     bool           `json:"edit"`
	Why      string         `json:"why"`
	People   []Presence     `json:"people"` // others than the tab that asks
	Comments map[string]int `json:"comments"`
	Parts    []scriptPlace  `json:"parts"` // all of them when the text has changed, else none
	User     string         `json:"user"`
}

// scriptHere is the heartbeat of a page: where its reader is, who else is there,
// and whether the text has changed.
func (s *Service) scriptHere(r *web.Request, in *hereInput) (*hereOutput, error) {
	n, err := year(r)
	if err != nil {
		return nil, err
	}
	if len(in.Client) < 8 || len(in.Client) > 64 || len(in.Part) > 60 {
		return nil, faultNoSection()
	}
	d, err := s.Here(r.Context(), r.Tenant().ID, n, Presence{Client: in.Client, Part: in.Part, Writing: in.Writing})
	if err != nil {
		return nil, err
	}
	v := d.Version
	others := slices.DeleteFunc(d.People, func(p Presence) bool { return p.Client == in.Client })
	out := &hereOutput{Version: v.Version, Revision: v.Revision, Edit: v.State.Editable() && r.Can(ActionDraft), People: others,
		Comments: d.Comments, Parts: []scriptPlace{}, User: r.Actor().Account, Why: whyReadOnly(r, v).In(r.Lang())}
	if in.Revision != v.Revision || in.Version != v.Version {
		out.Parts = placesOf(pieces(&v.Plan))
	}
	return out, nil
}

type leaveInput struct {
	Client string `json:"client"`
}

type emptyOutput struct{}

func (s *Service) scriptLeave(r *web.Request, in *leaveInput) (*emptyOutput, error) {
	n, err := year(r)
	if err != nil {
		return nil, err
	}
	return &emptyOutput{}, s.Leave(r.Context(), r.Tenant().ID, n, in.Client)
}

type partsInput struct {
	IDs  []string `json:"ids"`
	Bare bool     `json:"bare"` // the words alone, without how they are printed
}

type partsOutput struct {
	Version  int          `json:"version"`
	Revision int          `json:"revision"`
	Parts    []scriptPart `json:"parts"`
	Stale    bool         `json:"stale"` // somebody else was first: nothing was saved
}

// scriptParts gives parts as they are now, in printed order.
func (s *Service) scriptParts(r *web.Request, in *partsInput) (*partsOutput, error) {
	n, err := year(r)
	if err != nil {
		return nil, err
	}
	d, err := s.Plan(r.Context(), r.Tenant().ID, n, 0)
	if err != nil {
		return nil, err
	}
	list := slices.DeleteFunc(pieces(&d.Version.Plan), func(p piece) bool { return !slices.Contains(in.IDs, p.Path) })
	parts, err := s.scriptPartsOf(r.Context(), d.Version, list, in.Bare)
	return &partsOutput{Version: d.Version.Version, Revision: d.Version.Revision, Parts: parts}, err
}

type saveInput struct {
	User  string `json:"user"` // key of whoever opened the page
	ID    string `json:"id"`
	Tag   string `json:"tag"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// sameUser refuses to save under another name what was typed under one's own,
// after signing in again elsewhere.
func sameUser(r *web.Request, user string) error {
	if actor, _ := identity.From(r.Context()); user != actor.Account {
		return faultOtherUser()
	}
	return nil
}

func (s *Service) scriptSave(r *web.Request, in *saveInput) (*partsOutput, error) {
	n, err := year(r)
	if err != nil {
		return nil, err
	}
	if err := sameUser(r, in.User); err != nil {
		return nil, err
	}
	_, err = s.Edit(r.Context(), r.Tenant().ID, n, in.ID, in.Tag, in.Title, in.Text)
	switch {
	case fault.CodeOf(err) == faultStale().Code: // nothing unusual: the page shows both
		return &partsOutput{Parts: []scriptPart{}, Stale: true}, nil
	case err != nil:
		return nil, err
	}
	return s.scriptParts(r, &partsInput{IDs: []string{in.ID}})
}

type deskCompareInput struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

type deskCompareOutput struct {
	Theirs scriptPart `json:"theirs"`
	Who    string     `json:"who"`
	When   string     `json:"when"`
	Same   bool       `json:"same"`
	Diff   string     `json:"diff"` // HTML: from theirs to mine
}

// scriptCompare puts what was typed beside what is saved.
func (s *Service) scriptCompare(r *web.Request, in *deskCompareInput) (*deskCompareOutput, error) {
	n, err := year(r)
	if err != nil {
		return nil, err
	}
	t, err := s.Compare(r.Context(), r.Tenant().ID, n, in.ID, in.Title, in.Text)
	if err != nil {
		return nil, err
	}
	now, err := s.scriptParts(r, &partsInput{IDs: []string{in.ID}})
	if err != nil || len(now.Parts) == 0 {
		return nil, err
	}
	var diff bytes.Buffer
	mine := strings.TrimSpace(in.Title + "\n" + in.Text)
	if err := ui.Diff(joined(t.Part), mine).Render(r.Context(), &diff); err != nil {
		return nil, err
	}
	return &deskCompareOutput{Theirs: now.Parts[0], Who: t.Who, When: i18n.DateTime(t.At), Same: t.Same, Diff: diff.String()}, nil
}

type deskMoveInput struct {
	User   string `json:"user"`
	Do     string `json:"do"`   // insert move up down indent outdent remove undo
	Undo   int    `json:"undo"` // the revision to take back
	ID     string `json:"id"`
	Tag    string `json:"tag"`
	Parent string `json:"parent"`
	After  string `json:"after"`
	Title  string `json:"title"`
	Text   string `json:"text"`
}

type deskMoveOutput struct {
	ID         string   `json:"id"` // of the section that it was about
	Renumbered int      `json:"renumbered"`
	References []string `json:"references"` // texts that name a section by its old number
	Undo       int      `json:"undo"`       // the revision that can be taken back; 0 none
}

// scriptStructure inserts, moves and removes sections.
func (s *Service) scriptStructure(r *web.Request, in *deskMoveInput) (*deskMoveOutput, error) {
	n, err := year(r)
	if err != nil {
		return nil, err
	}
	if err := sameUser(r, in.User); err != nil {
		return nil, err
	}
	ctx, tenant := r.Context(), r.Tenant().ID
	var done Restructured
	switch in.Do {
	case "insert":
		done, err = s.Insert(ctx, tenant, n, planedit.Position{Parent: in.Parent, After: in.After}, in.Title, in.Text)
	case "move":
		done, err = s.Move(ctx, tenant, n, in.ID, planedit.Position{Parent: in.Parent, After: in.After})
	case "remove":
		done, err = s.Remove(ctx, tenant, n, in.ID, in.Tag)
	case "undo":
		done, err = s.Undo(ctx, tenant, n, in.Undo)
	case "up", "down", "indent", "outdent":
		done, err = s.Shift(ctx, tenant, n, in.ID, Shift(in.Do))
	default:
		err = fault.New(fault.Malformed, "unknown_operation", "Không có thao tác này.", "There is no such operation.")
	}
	if err != nil {
		return nil, err
	}
	out := &deskMoveOutput{ID: done.ID, Renumbered: len(done.Renumbered), References: []string{}}
	if done.Undo && in.Do != "undo" {
		out.Undo = done.Revision
	}
	for _, ref := range done.References {
		out.References = append(out.References, ref.Text)
	}
	return out, nil
}
