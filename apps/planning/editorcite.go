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
	"vuon/apps/planning/planreader"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/tenancy/declared"
)

// Cited is a legal document as a plan names it.
type Cited struct {
	Document catalogue.Document
	Short    string    // "Thông tư số 09/2022/TT-BLĐTBXH ngày 25/5/2022 của Bộ …"
	Full     string    // the same with its title
	Basis    string    // as a line of the preamble: "Căn cứ …;"
	Warning  i18n.Text // why it should be looked at before it is cited; empty when nothing is wrong
}

// Cite finds documents to cite by number, type, issuer or words of the title,
// without regard to diacritics, and words them as Nghị định 30/2020/NĐ-CP does.
func (s *Service) Cite(ctx context.Context, tenant string, year int, query string, limit int) ([]Cited, error) {
	list, _, err := s.Catalogue.Documents(ctx, tenant, query, database.Page{Limit: limit})
	if err != nil {
		return nil, err
	}
	all, err := s.Catalogue.DocumentsFor(ctx, tenant)
	if err != nil {
		return nil, err
	}
	out := make([]Cited, 0, len(list))
	for _, d := range list {
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

// stale warns of documents that a part cites and that have expired or were
// amended. Other days than the registry's are among the plan's own warnings.
func stale(numbers []string, all []catalogue.Document, now time.Time) (warnings []i18n.Text) {
	for _, number := range slices.Compact(slices.Sorted(slices.Values(numbers))) {
		i := slices.IndexFunc(all, func(d catalogue.Document) bool { return strings.EqualFold(d.Number, number) })
		if i < 0 || all[i].ToCheck {
			continue
		}
		if w := effect(all[i], all, now); w.VI != "" {
			warnings = append(warnings, i18n.T(number+": "+lowerFirst(w.VI), number+": "+lowerFirst(w.EN)))
		}
	}
	return warnings
}

// citedBy are the numbers of the documents that a part names; at is its number path.
func citedBy(p *planreader.Plan, part piece, at string) (numbers []string) {
	if part.Path == PartPreamble {
		for _, b := range p.LegalBases {
			numbers = append(numbers, string(b.Number))
		}
		return numbers
	}
	for _, c := range p.Citations {
		if part.section != nil && c.At == at {
			numbers = append(numbers, c.Number)
		}
	}
	return numbers
}
