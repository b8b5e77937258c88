package planning

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"vuon/apps/catalogue"
	"vuon/apps/planning/planreader"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/notify"
	"vuon/platform/tenancy/declared"
)

// warnCitation marks warnings that are worked out when a plan is shown, from what
// the registry says today.
const warnCitation = "citation_unsound"

// mention is one naming of a document in a plan; at is "" in the preamble.
type mention struct{ number, date, at string }

// mentionsIn lists the documents that a plan rests on, in its preamble and below.
func mentionsIn(p *planreader.Plan) (list []mention) {
	for _, b := range p.LegalBases {
		if b.Number != "" {
			list = append(list, mention{string(b.Number), string(b.Date), ""})
		}
	}
	for _, c := range p.Citations {
		if c.At != "" {
			list = append(list, mention{c.Number, string(c.Date), c.At})
		}
	}
	return list
}

// unsound is a cited document that has expired, was amended or replaced, or is not
// in force yet, as of today.
type unsound struct {
	mention
	document catalogue.Registered
	effect   catalogue.Effect
}

// unsoundIn looks every document that a plan cites up in the registry. One that was
// amended is sound where the plan cites what amends it too.
func unsoundIn(p *planreader.Plan, r *catalogue.Registry, today declared.Date) (list []unsound) {
	all := mentionsIn(p)
	cites := func(number string) bool {
		return slices.ContainsFunc(all, func(m mention) bool { return strings.EqualFold(m.number, number) })
	}
	said := map[mention]bool{}
	for _, m := range all {
		place := mention{number: m.number, at: m.at}
		d, known := r.Cited(m.number, m.date)
		if !known || said[place] {
			continue
		}
		e := r.Effect(d.Document, today)
		if e.Sound() || e.Status == catalogue.Amended && len(e.AmendedBy) > 0 && !slices.ContainsFunc(e.AmendedBy, func(n string) bool { return !cites(n) }) {
			continue
		}
		said[place] = true
		list = append(list, unsound{m, d, e})
	}
	return list
}

// warning is what the plan's readers are told.
func (u unsound) warning() planreader.Warning {
	words := u.effect.Words()
	vi, en := u.number+": "+lower(words.VI)+".", u.number+": "+lower(words.EN)+"."
	switch u.effect.Status {
	case catalogue.Amended:
		vi, en = vi+" Hãy viện dẫn kèm văn bản sửa đổi.", en+" Cite the amending document too."
	case catalogue.Expired:
		vi, en = vi+" Hãy kiểm tra căn cứ thay thế.", en+" Look for what takes its place."
	}
	return planreader.Warning{Code: warnCitation, Message: vi, MessageEN: en, At: u.at}
}

// citationWarnings warns of documents that a plan cites, from today's registry.
func (s *Service) citationWarnings(ctx context.Context, tenant string, p *planreader.Plan) (list []planreader.Warning, err error) {
	r, err := s.Catalogue.Registry(ctx, tenant)
	if err != nil {
		return nil, err
	}
	for _, u := range unsoundIn(p, r, declared.DateOf(s.Clock.Now())) {
		list = append(list, u.warning())
	}
	return list, nil
}

// whenDocumentChanged tells of the plans that cite a document of which the registry
// has just changed.
func (s *Service) whenDocumentChanged(ctx context.Context, e catalogue.DocumentChanged) error {
	fresh := func(number string) bool { return e.Affected == nil || slices.Contains(e.Affected, number) }
	return s.DB.InTenant(ctx, e.Tenant, func(ctx context.Context, tx database.Tx) error {
		return s.reviewCitations(ctx, tx, e.Tenant, fresh)
	})
}

// reviewCitations compares the effect of every cited document with what it was when
// last looked at, and tells of those that are no longer sound. What is looked at
// for the first time was warned of when the plan was written, except where the
// registry has just changed (fresh).
func (s *Service) reviewCitations(ctx context.Context, tx database.Tx, tenant string, fresh func(number string) bool) error {
	versions, err := s.store.living(ctx, tx)
	if err != nil || len(versions) == 0 {
		return err
	}
	r, err := s.Catalogue.Registry(ctx, tenant)
	if err != nil {
		return err
	}
	for i := range versions {
		if err := s.reviewVersion(ctx, tx, versions[i], r, fresh); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) reviewVersion(ctx context.Context, tx database.Tx, v Version, r *catalogue.Registry, fresh func(number string) bool) error {
	seen, err := s.store.seen(ctx, tx, v)
	if err != nil {
		return err
	}
	bad := map[string]unsound{}
	for _, u := range unsoundIn(&v.Plan, r, declared.DateOf(s.Clock.Now())) {
		bad[u.number] = u
	}
	for _, m := range mentionsIn(&v.Plan) {
		now := string(catalogue.InForce)
		u, isBad := bad[m.number]
		if isBad {
			now = strings.Join(slices.Concat([]string{string(u.effect.Status)}, u.effect.AmendedBy, u.effect.ReplacedBy), " ")
		}
		before, known := seen[m.number]
		if before == now {
			continue
		}
		seen[m.number] = now
		if err := s.store.see(ctx, tx, v, m.number, now, s.Clock.Now()); err != nil {
			return err
		}
		if isBad && (known || fresh(m.number)) {
			if err := s.tellUnsound(ctx, tx, v, u, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// tellUnsound tells those who can mend the plan: drafters of an open one, the
// office in charge of one in force.
func (s *Service) tellUnsound(ctx context.Context, tx database.Tx, v Version, u unsound, now string) error {
	action := ActionDraft
	if v.State.Final() {
		action = ActionAmend
	}
	words := u.effect.Words()
	return s.send(ctx, tx, notify.Message{Kind: "planning.citation", Path: v.page("/warnings"),
		Key: fmt.Sprintf("citation/%d/%d/%s/%s", v.Year, v.Version, u.number, now), To: notify.To{Roles: s.holders(ctx, v.Tenant, action)},
		Title: i18n.T(fmt.Sprintf("Kế hoạch năm %d viện dẫn %s: %s", v.Year, u.number, lower(words.VI)),
			fmt.Sprintf("The plan of %d cites %s: %s", v.Year, u.number, lower(words.EN))),
		Body: i18n.T(u.document.Title, "")})
}
