package tenancy

import (
	"cmp"
	"context"
	"regexp"

	"vuon/platform/tenancy/declared"
)

// EthnicCode is a code of the national list of ethnic groups: "20".
type EthnicCode string

var ethnicForm = regexp.MustCompile(`^\d{2}$`)

// UnmarshalText takes two digits.
func (e *EthnicCode) UnmarshalText(b []byte) error {
	if !ethnicForm.Match(b) {
		return declared.Expect("phải là mã dân tộc gồm 2 chữ số, ví dụ \"20\"", "must be the two digits of an ethnic group, such as \"20\"")
	}
	*e = EthnicCode(b)
	return nil
}

// HouseholdReview is how a tenant reviews its households (Quyết định
// 24/2021/QĐ-TTg). Days are working days but for RegularDays; 0 is the standard.
type HouseholdReview struct {
	PostingDays int   `yaml:"posting_days" json:"posting_days"` // niêm yết
	RecheckDays int   `yaml:"recheck_days" json:"recheck_days"` // phúc tra after a complaint
	OpinionDays int   `yaml:"opinion_days" json:"opinion_days"` // the district's opinion
	RegularDays int   `yaml:"regular_days" json:"regular_days"` // days from the beginning of a regular review to its decision
	Share       int   `yaml:"share" json:"share"`               // percent of a residents' meeting that must agree
	Remind      []int `yaml:"remind" json:"remind"`             // days before a deadline on which people are reminded
}

// StandardHouseholdReview is what the decision sets.
func StandardHouseholdReview() HouseholdReview {
	return HouseholdReview{PostingDays: 3, RecheckDays: 3, OpinionDays: 5, RegularDays: 15, Share: 50, Remind: []int{3, 1}}
}

// Filled is the rule with the standard where it says nothing. A share is 100 at most.
func (h HouseholdReview) Filled() HouseholdReview {
	std := StandardHouseholdReview()
	h.PostingDays = cmp.Or(h.PostingDays, std.PostingDays)
	h.RecheckDays = cmp.Or(h.RecheckDays, std.RecheckDays)
	h.OpinionDays = cmp.Or(h.OpinionDays, std.OpinionDays)
	h.RegularDays = cmp.Or(h.RegularDays, std.RegularDays)
	h.Share = min(cmp.Or(h.Share, std.Share), 100)
	if h.Remind == nil {
		h.Remind = std.Remind
	}
	return h
}

// HouseholdReview is the rule that holds for a tenant, filled in.
func (r *Registry) HouseholdReview(ctx context.Context, tenant string) (HouseholdReview, error) {
	var h HouseholdReview
	err := r.Setting(ctx, tenant, HouseholdsReview, &h)
	return h.Filled(), err
}

// FormPeoples are the ethnic groups that form 9 names, in order: the tenant's own
// choice, else that of the province above it. It must not be called within a
// transaction of the tenant, from which the province's settings are not seen.
func (r *Registry) FormPeoples(ctx context.Context, tenant string) (codes []string, err error) {
	for tenant != "" && len(codes) == 0 && err == nil {
		if err = r.Setting(ctx, tenant, HouseholdsFormPeoples, &codes); err != nil {
			break
		}
		var t Tenant
		t, err = r.Tenant(ctx, tenant)
		tenant = t.Parent
	}
	return codes, err
}
