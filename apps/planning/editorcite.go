package planning

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"vuon/apps/catalogue"
	"vuon/platform/i18n"
	"vuon/platform/tenancy/declared"
	"vuon/platform/text"
)

// Cited is a legal document as a plan names it.
type Cited struct {
	Document catalogue.Document
	Short    string    // "Thông tư số 09/2022/TT-BLĐTBXH ngày 25/5/2022 của Bộ …"
	Full     string    // the same with its title
	Basis    string    // as a line of the preamble: "Căn cứ …;"
	Warning  i18n.Text // why it should be looked at before it is cited; empty when nothing is wrong
}

// Cite finds documents to cite that hold all words of the query in number, type,
// issuer or title, without regard to diacritics, the newest first, and words them
// as Nghị định 30/2020/NĐ-CP does.
func (s *Service) Cite(ctx context.Context, tenant, query string, limit int) ([]Cited, error) {
	all, err := s.Catalogue.DocumentsFor(ctx, tenant)
	if err != nil {
		return nil, err
	}
	words, found := strings.Fields(text.Fold(query)), []catalogue.Document{}
	holds := func(words []string, said string) bool {
		folded := text.Fold(said)
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(folded, w) })
	}
	for _, d := range all {
		if holds(words, d.Number+" "+d.Type+" "+d.Issuer+" "+d.Title) {
			found = append(found, d)
		}
	}
	rank := func(d catalogue.Document) int { // the document itself goes before those that name it
		if len(words) > 0 && holds(words[:1], d.Number) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(found, func(a, b catalogue.Document) int { return rank(a) - rank(b) })
	out := make([]Cited, 0, limit)
	for _, d := range found[:min(limit, len(found))] {
		out = append(out, cited(d, all, s.Clock.Now()))
	}
	return out, nil
}

func cited(d catalogue.Document, all []catalogue.Document, now time.Time) Cited {
	short := d.Type + " số " + d.Number + " ngày " + officialDate(d.Date) + " của " + d.Issuer
	if d.Type == "Luật" { // laws are cited by name and day
		short = d.Title + " ngày " + officialDate(d.Date)
	}
	full := short
	if d.Type != "Luật" && d.Title != "" {
		full += " " + lowerFirst(d.Title)
	}
	return Cited{Document: d, Short: short, Full: full, Basis: "Căn cứ " + full + ";", Warning: effect(d, all, now)}
}

// effect says what is wrong with citing a document: it has expired, was amended,
// or is not in force yet.
func effect(d catalogue.Document, all []catalogue.Document, now time.Time) i18n.Text {
	today := declared.Date(now.In(i18n.Zone()).Format(time.DateOnly))
	switch {
	case d.Status == catalogue.Expired || d.EffectiveTo != "" && d.EffectiveTo < today:
		until := ""
		if d.EffectiveTo != "" {
			until = " " + officialDate(d.EffectiveTo)
		}
		return i18n.T("Hết hiệu lực"+until+": không nên viện dẫn.", "Expired"+until+": better not cited.")
	case d.EffectiveFrom != "" && d.EffectiveFrom > today:
		return i18n.T("Chưa có hiệu lực, từ "+officialDate(d.EffectiveFrom)+".", "Not yet in force, from "+officialDate(d.EffectiveFrom)+".")
	case d.Status == catalogue.Amended:
		by := amending(d.Number, all)
		if by == "" {
			return i18n.T("Đã được sửa đổi, bổ sung.", "Has been amended.")
		}
		return i18n.T("Đã được sửa đổi, bổ sung bởi "+by+": viện dẫn kèm văn bản sửa đổi.", "Amended by "+by+": cite that document too.")
	case d.ToCheck:
		return i18n.T("Ngày hoặc trích yếu chưa đối chiếu bản gốc.", "Date or title were not compared with the original.")
	}
	return i18n.Text{}
}

// amending names the documents that amend a number.
func amending(number string, all []catalogue.Document) string {
	var by []string
	for _, d := range all {
		if slices.Contains(d.Amends, number) {
			by = append(by, d.Number)
		}
	}
	return strings.Join(by, ", ")
}

// officialDate writes a day as documents do: a zero before days below 10 and
// before January and February (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.4).
func officialDate(d declared.Date) string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return string(d)
	}
	if t.Month() <= 2 {
		return fmt.Sprintf("%02d/%02d/%d", t.Day(), t.Month(), t.Year())
	}
	return fmt.Sprintf("%02d/%d/%d", t.Day(), t.Month(), t.Year())
}

// lowerFirst writes a title as it goes on in a sentence.
func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}
