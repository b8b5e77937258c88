package planning

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"vuon/apps/planning/planreader"
	"vuon/platform/documents"
	"vuon/platform/i18n"
)

// piece is a part of a plan where it stands in the document.
type piece struct {
	Part
	section *planreader.Section // nil for the parts around the sections
	place   string              // "4-1-2", or the part's name
	level   int                 // of its heading: 0 Phần, Chương; 1 to 4 below; -1 no section
	depth   int                 // how many sections stand around it
}

// pieces lists the parts of a plan in printed order.
func pieces(p *planreader.Plan) []piece {
	var out []piece
	around := func(names ...string) {
		for _, name := range names {
			part, _ := PartAt(p, name)
			out = append(out, piece{Part: part, place: name, level: -1})
		}
	}
	var walk func(list []planreader.Section, place string, depth int)
	walk = func(list []planreader.Section, place string, depth int) {
		for i := range list {
			s := &list[i]
			here := join(place, "-", strconv.Itoa(i+1))
			out = append(out, piece{newPart(idOf(s, here), s.Mark, s.Title, s.Text), s, here, headingLevel(*s, depth+1), depth})
			walk(s.Children, here, depth+1)
		}
	}
	around(PartTitle, PartPreamble, PartOpening)
	walk(p.Sections, "", 0)
	around(PartClosing, PartRecipients, PartSignatory)
	return out
}

// idOf is what addresses a section: its id, or its place in plans of old.
func idOf(s *planreader.Section, place string) string {
	if s.ID != "" {
		return s.ID
	}
	return place
}

// pieceOf finds a part by its id, its place or its name.
func pieceOf(list []piece, path string) (piece, bool) {
	i := slices.IndexFunc(list, func(p piece) bool { return p.Path == path || p.place == path })
	if i < 0 {
		return piece{}, false
	}
	return list[i], true
}

// label names a part for people: "1. Mục đích", "Căn cứ".
func (p piece) label(lang i18n.Lang) string {
	switch {
	case p.section == nil:
		return partTitle(p.Path).In(lang)
	case p.Title != "":
		return heading(p.Part)
	}
	return strings.TrimSpace(p.Mark + " " + shorten(p.Text))
}

// sheet draws the parts of one version, each alone, as they stand in the document.
type sheet struct {
	whole  documents.Document
	deep   bool // see documents.Deep
	tenant string
	prints *prints
}

// sheet is that of a version.
func (s *Service) sheet(ctx context.Context, v Version) (sheet, error) {
	bare := v
	bare.Plan.Sections = nil // they are drawn one by one
	whole, err := s.Document(ctx, bare)
	return newSheet(v, whole, &s.prints), err
}

func newSheet(v Version, whole documents.Document, kept *prints) sheet {
	var heads []documents.Block
	for _, s := range v.Plan.Sections {
		heads = append(heads, documents.Heading{Level: headingLevel(s, 1)})
	}
	return sheet{whole: whole, tenant: v.Tenant, prints: kept, deep: documents.Deep(heads)}
}

// html is the part as it is printed.
func (s sheet) html(p piece) (string, error) {
	var d documents.Document
	switch p.Path {
	case PartTitle:
		d.Type, d.Abstract = s.whole.Type, s.whole.Abstract
	case PartPreamble:
		d.Preamble = s.whole.Preamble
	case PartOpening:
		d.Body = textBlocks(splitLines(p.Text), paragraph)
	case PartClosing:
		d.Closing = s.whole.Closing
	case PartRecipients:
		d.Recipients = s.whole.Recipients
	case PartSignatory:
		d.Signature = s.whole.Signature
	default:
		return s.prints.of(printKey(s.tenant, p, s.deep), func() (string, error) {
			own := *p.section
			own.Children = nil
			return s.draw(documents.Document{Body: blocks(own, p.depth+1)})
		})
	}
	return s.draw(d)
}

// top is the heading block, which is nobody's to edit.
func (s sheet) top() (string, error) {
	return s.draw(documents.Document{Letterhead: s.whole.Letterhead})
}

// annex is what stands behind the signature.
func (s sheet) annex() (string, error) {
	return s.draw(documents.Document{Body: s.whole.Annex})
}

func (s sheet) draw(d documents.Document) (string, error) {
	var out strings.Builder
	err := documents.Fragment(&out, d, s.deep)
	return out.String(), err
}

// styles are the classes in which a part is written: of its heading, "" where it
// has none, and of its paragraphs.
func (p piece) styles() (head, body string) {
	switch p.Path {
	case PartTitle:
		return "", "doc-TrichYeu"
	case PartPreamble:
		return "", "doc-CanCu"
	case PartRecipients:
		return "", "doc-NoiNhan"
	case PartSignatory:
		return "", "doc-QuyenHanChucVu"
	}
	switch {
	case p.section == nil:
		return "", "doc-NoiDung"
	case p.level == 0:
		return "doc-PhanChuong", "doc-NoiDung"
	}
	return "doc-Heading" + strconv.Itoa(p.level), "doc-NoiDung"
}
