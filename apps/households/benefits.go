package households

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/money"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
	"vuon/platform/text"
)

// BenefitKind is the kind of a support, H1 to H6 of the review's forms.
type BenefitKind int

// BenefitKinds are all of them, in the order of the forms.
func BenefitKinds() []BenefitKind { return []BenefitKind{1, 2, 3, 4, 5, 6} }

// Title is the kind in words.
func (k BenefitKind) Title() i18n.Text {
	switch k {
	case 1:
		return i18n.T("Y tế", "Health")
	case 2:
		return i18n.T("Giáo dục, đào tạo nghề", "Education, training")
	case 3:
		return i18n.T("Sản xuất, sinh kế", "Production, livelihood")
	case 4:
		return i18n.T("Vay vốn", "Credit")
	case 5:
		return i18n.T("Nhà ở", "Housing")
	}
	return i18n.T("Hỗ trợ khác", "Other")
}

// Benefit is something that a household, or one of its members, was given.
type Benefit struct {
	TenantID   string        `bun:"tenant_id,pk" json:"-"`
	ID         string        `bun:"id,pk" json:"id"`
	Household  string        `bun:"household" json:"household"`
	Person     string        `bun:"person,nullzero" json:"person,omitempty"` // the member; "" the whole household
	Year       int           `bun:"year" json:"year"`
	Project    string        `bun:"project" json:"project,omitempty"` // code of the catalogue; "" outside of the programme
	Kind       BenefitKind   `bun:"kind" json:"kind"`
	Title      string        `bun:"title" json:"title"`
	Amount     *money.Dong   `bun:"amount" json:"amount,omitempty"` // nil: not in money
	ReceivedOn declared.Date `bun:"received_on,type:date" json:"received_on"`
	Note       string        `bun:"note" json:"note,omitempty"`
	Withdrawn  bool          `bun:"withdrawn" json:"withdrawn"` // entered by mistake
	CreatedBy  string        `bun:"created_by" json:"-"`        // account
	CreatedAt  time.Time     `bun:"created_at" json:"created_at"`
}

// NewBenefit is a benefit to be recorded.
type NewBenefit struct {
	Person     string        `json:"person,omitempty" doc:"A member's id; empty: the whole household."`
	Project    string        `json:"project,omitempty" doc:"Code of the catalogue; empty: outside of the programme."`
	Kind       BenefitKind   `json:"kind" minimum:"1" maximum:"6" doc:"1 health, 2 education, 3 production, 4 credit, 5 housing, 6 other."`
	Title      string        `json:"title" maxLength:"300"`
	Amount     *money.Dong   `json:"amount,omitempty" doc:"In đồng; left out when nothing was paid."`
	ReceivedOn declared.Date `json:"received_on" doc:"2024-05-20"`
	Note       string        `json:"note,omitempty" maxLength:"1000"`
}

const (
	maxBenefitTitle  = 300
	maxBenefitNote   = 1000
	maxBenefitAmount = money.Dong(10_000_000_000) // what is above it is a slip of the keyboard
	firstBenefit     = declared.Date("2000-01-01")
)

// Benefits reads what a household received, the latest first, in the caller's
// transaction, which has authorised that.
func (s *Service) Benefits(ctx context.Context, tx database.Tx, household string) ([]Benefit, error) {
	return s.store.benefits(ctx, tx, household)
}

// AddBenefit records what a household received. Faults: household_unknown,
// benefit_wrong with the fields, benefit_twice.
func (s *Service) AddBenefit(ctx context.Context, tenant, household string, n NewBenefit) (b Benefit, err error) {
	err = s.writes(ctx, tenant, ActionBenefit, func(ctx context.Context, tx database.Tx) error {
		h, err := s.benefited(ctx, tx, household)
		if err != nil {
			return err
		}
		if err := s.checkBenefit(ctx, tx, tenant, h, &n); err != nil {
			return err
		}
		account, _ := who(ctx)
		b = Benefit{TenantID: tenant, ID: uuid.NewString(), Household: h.ID, Person: n.Person, Year: n.ReceivedOn.Time().Year(), Project: n.Project, Kind: n.Kind,
			Title: n.Title, Amount: n.Amount, ReceivedOn: n.ReceivedOn, Note: n.Note, CreatedBy: account, CreatedAt: s.now()}
		twice, err := s.store.sameBenefit(ctx, tx, b)
		if err != nil {
			return err
		}
		if twice {
			return faultBenefitTwice()
		}
		if err := s.store.addBenefit(ctx, tx, b); err != nil {
			return err
		}
		return s.record(ctx, tx, ActionBenefit, "benefit", b.ID, nil, b.facts(h), "")
	})
	return b, err
}

// WithdrawBenefit takes back what was recorded by mistake; it stays in sight.
// Faults: household_unknown, benefit_unknown, benefit_withdrawn, reason_missing.
func (s *Service) WithdrawBenefit(ctx context.Context, tenant, household, id, reason string) error {
	if reason = text.Line(reason); utf8.RuneCountInString(reason) < minReason {
		return fault.New(fault.Invalid, "reason_missing", "Ghi lý do bỏ khoản hỗ trợ này.", "Say why the benefit is withdrawn.").
			At("reason", "Ghi lý do, ít nhất 10 ký tự", "Say why, in 10 characters at least")
	}
	return s.writes(ctx, tenant, ActionBenefit, func(ctx context.Context, tx database.Tx) error {
		h, err := s.benefited(ctx, tx, household)
		if err != nil {
			return err
		}
		b, err := s.store.lockBenefit(ctx, tx, h.ID, id)
		if err != nil {
			return err
		}
		if b.Withdrawn {
			return fault.New(fault.Conflict, "benefit_withdrawn", "Khoản hỗ trợ này đã được bỏ trước đó.", "The benefit is withdrawn already.")
		}
		if err := s.store.withdrawBenefit(ctx, tx, b.ID); err != nil {
			return err
		}
		return s.record(ctx, tx, ActionBenefit, "benefit", b.ID, b.facts(h), map[string]any{"household": h.Code, "withdrawn": true}, reason)
	})
}

// benefited is the household that the actor may record benefits of.
func (s *Service) benefited(ctx context.Context, tx database.Tx, id string) (Household, error) {
	h, err := s.seen(ctx, tx, id)
	if err != nil {
		return h, err
	}
	return h, s.allowed(ctx, ActionBenefit, h.Unit)
}

// facts are what the audit keeps: no note, in which a person's illness may stand.
func (b Benefit) facts(h Household) map[string]any {
	return map[string]any{"household": h.Code, "project": b.Project, "kind": b.Kind, "title": b.Title, "amount": b.Amount, "received_on": b.ReceivedOn}
}

func (s *Service) checkBenefit(ctx context.Context, tx database.Tx, tenant string, h Household, n *NewBenefit) error {
	n.Title, n.Note, n.Project = text.Line(n.Title), strings.TrimSpace(text.NFC(n.Note)), strings.TrimSpace(n.Project)
	wrong := n.check(s.today())
	known, err := s.benefitProjects(ctx, tenant)
	if err != nil {
		return err
	}
	if n.Project != "" && !slices.Contains(known, n.Project) {
		wrong.add("project", "Đơn vị không thực hiện dự án này", "The unit does not carry out this project")
	}
	if n.Person != "" {
		members, err := s.Members(ctx, tx, h.ID, "")
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(members, func(m Member) bool { return m.Person == n.Person }) {
			wrong.add("person", "Chọn một thành viên của hộ", "Choose a member of the household")
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	return faultBenefit(wrong)
}

// check returns what is wrong with the fields by themselves.
func (n NewBenefit) check(today declared.Date) (wrong wrongs) {
	if n.Title == "" || utf8.RuneCountInString(n.Title) > maxBenefitTitle {
		wrong.add("title", "Ghi nội dung hỗ trợ, không quá 300 ký tự", "Say what it was, in 300 characters at most")
	}
	if n.Kind < 1 || int(n.Kind) > len(BenefitKinds()) {
		wrong.add("kind", "Chọn loại hỗ trợ", "Choose the kind")
	}
	if n.ReceivedOn < firstBenefit || n.ReceivedOn > today {
		wrong.add("received_on", "Nhập ngày nhận, không sau hôm nay", "Enter the day, not after today")
	}
	if n.Amount != nil && (*n.Amount < 0 || *n.Amount > maxBenefitAmount) {
		wrong.add("amount", "Số tiền từ 0 đến 10 tỷ đồng", "An amount from 0 to 10 thousand million đồng")
	}
	if utf8.RuneCountInString(n.Note) > maxBenefitNote {
		wrong.add("note", "Ghi chú không quá 1.000 ký tự", "1,000 characters at most")
	}
	return wrong
}

// benefitProjects are the codes of the projects that the tenant carries out.
func (s *Service) benefitProjects(ctx context.Context, tenant string) (codes []string, err error) {
	err = s.Tenants.Setting(ctx, tenant, tenancy.PlanProjects, &codes)
	return codes, err
}

func faultBenefit(wrong wrongs) error {
	return &fault.Error{Kind: fault.Invalid, Code: "benefit_wrong", Fields: wrong,
		Message: i18n.T("Khoản hỗ trợ chưa ghi được. Hãy sửa các nội dung được đánh dấu.", "The benefit was not recorded. Mend what is marked.")}
}

func faultNoBenefit() *fault.Error {
	return fault.New(fault.NotFound, "benefit_unknown", "Không tìm thấy khoản hỗ trợ này của hộ.", "There is no such benefit of the household.")
}

func faultBenefitTwice() *fault.Error {
	return fault.New(fault.Conflict, "benefit_twice", "Khoản hỗ trợ này đã được ghi: cùng dự án, nội dung, ngày và số tiền.", "This benefit is recorded already: the same project, title, day and amount.")
}
