package tenancy

import (
	"slices"
	"strings"

	"vuon/platform/tenancy/declared"
)

// Workflow is the way that a tenant's plans take. A plan follows the setting as
// it is while nobody but its drafter works on it; from its first step on it keeps
// the way with which it set out.
type Workflow struct {
	Consult     ConsultRule `yaml:"consult" want:"required" json:"consult"`
	ConsultDays int         `yaml:"consult_days" json:"consult_days"` // in which asked offices answer, unless the drafter gives a day
	Appraise    bool        `yaml:"appraise" json:"appraise"`         // thẩm định stands between submission and approval
	Signing     SigningWay  `yaml:"signing" want:"required" json:"signing"`
	RemindDays  []int       `yaml:"remind_days" json:"remind_days"` // how many days before a deadline people are reminded
}

// StandardWorkflow is the way of a tenant that says nothing.
func StandardWorkflow() Workflow {
	return Workflow{Consult: ConsultOptional, ConsultDays: 7, Signing: SignEither, RemindDays: []int{7, 3, 1}}
}

// ConsultRule says whether offices are asked before a plan is submitted.
type ConsultRule string

// The rules.
const (
	ConsultNone     ConsultRule = "none"
	ConsultOptional ConsultRule = "optional"
	ConsultRequired ConsultRule = "required"
)

// Choices lists what may be chosen.
func (ConsultRule) Choices() []string {
	return []string{string(ConsultNone), string(ConsultOptional), string(ConsultRequired)}
}

// UnmarshalText takes one of the choices.
func (c *ConsultRule) UnmarshalText(b []byte) (err error) {
	*c = ConsultRule(b)
	return oneOf(c.Choices(), string(b))
}

// SigningWay is how a plan is signed: on paper, with digital signatures of leader
// and agency (Nghị định 30/2020/NĐ-CP, Điều 12, 13), or as the office chooses
// each time.
type SigningWay string

// The ways.
const (
	SignPaper   SigningWay = "paper"
	SignDigital SigningWay = "digital"
	SignEither  SigningWay = "either"
)

// Choices lists what may be chosen.
func (SigningWay) Choices() []string {
	return []string{string(SignPaper), string(SignDigital), string(SignEither)}
}

// UnmarshalText takes one of the choices.
func (s *SigningWay) UnmarshalText(b []byte) (err error) {
	*s = SigningWay(b)
	return oneOf(s.Choices(), string(b))
}

func oneOf(choices []string, given string) error {
	if slices.Contains(choices, given) {
		return nil
	}
	list := strings.Join(choices, ", ")
	return declared.Expect("phải là một trong: "+list, "must be one of: "+list)
}
