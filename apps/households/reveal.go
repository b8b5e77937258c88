package households

import (
	"context"

	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
)

// minReason is how much has to be said why sensitive data is needed, in characters.
const minReason = 10

// Revealed is what is masked of a member otherwise.
type Revealed struct {
	Citizen      string `json:"citizen"`
	Birth        string `json:"birth"` // as written: 27/03/1984, or the year alone
	Ethnic       string `json:"ethnic"`
	Disabled     bool   `json:"disabled"`
	Malnourished bool   `json:"malnourished"`
}

// Reveal reads a household with the sensitive fields of its members, by person: for
// a reason, which stands in the audit before anything is shown. Faults:
// reason_missing, forbidden, household_unknown.
func (s *Service) Reveal(ctx context.Context, tenant, id string, on declared.Date, reason string) (d Dossier, shown map[string]Revealed, err error) {
	if reason, err = why(reason); err != nil {
		return d, nil, err
	}
	err = s.reads(ctx, tenant, ActionReveal, func(ctx context.Context, tx database.Tx) error {
		if d, err = s.dossier(ctx, tx, id, on); err != nil {
			return err
		}
		if err := s.allowed(ctx, ActionReveal, d.Household.Unit); err != nil {
			return err
		}
		if err := s.record(ctx, tx, ActionReveal, "household", id, nil, map[string]any{"code": d.Household.Code, "members": len(d.Members)}, reason); err != nil {
			return err
		}
		shown, err = s.revealed(ctx, tenant, d.Members)
		return err
	})
	if err != nil {
		return Dossier{}, nil, err
	}
	return d, shown, nil
}

// revealed opens what is sealed of members, by person; the caller has asked and
// audited.
func (s *Service) revealed(ctx context.Context, tenant string, members []Member) (map[string]Revealed, error) {
	known, err := s.peoples(ctx, tenant, s.today())
	if err != nil {
		return nil, err
	}
	shown := make(map[string]Revealed, len(members))
	for _, m := range members {
		number, err := s.number(ctx, m)
		if err != nil {
			return nil, err
		}
		shown[m.Person] = Revealed{Citizen: number, Birth: birthText(m.Details), Ethnic: known.name(m.Ethnic), Disabled: m.Disabled, Malnourished: m.Malnourished}
	}
	return shown, nil
}

// birthText is a date of birth as people write it; the year where only that is known.
func birthText(d Details) string {
	if d.YearAlone {
		return d.Birth.Time().Format("2006")
	}
	return dateText(d.Birth)
}
