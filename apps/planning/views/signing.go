package views

import (
	"context"

	"vuon/platform/documents/signature"
	"vuon/platform/web/ui"
)

// Signing is the page on which a plan is signed with two hands.
type Signing struct {
	Base  string // of the plan: "/t/krong-no/plans/2024"
	Steps []ui.Step

	Leader, Number, Seal SigningStep

	Signatory string // as the plan names who signs
	Agency    string
	Expected  string // the number that would be given now
	Dated     string
	Named     string // the number, once given
	Untrusted bool   // no authorities are configured
	Paper     bool   // the plan goes the way of paper: nothing is signed here

	Err    error
	At     string            // the step that was refused: "leader", "number", "seal"
	Report *signature.Report // of a file that was refused
}

// SigningStep is one of the three steps.
type SigningStep struct {
	May    bool   // the reader can take it now
	Why    string // why not, or what it waits for
	File   string // address of the file to sign; "" when it is not made yet
	Done   bool
	Who    string // whoever took it, and when
	Result string // address of the file that it brought
	SHA256 string
	Report *signature.Report // of the accepted file
}

// uploadError is what is wrong with the file that was sent at a stage.
func uploadError(ctx context.Context, m Signing, stage string) string {
	if m.At != stage {
		return ""
	}
	return ui.ErrorsOf(ctx, m.Err)["file"]
}

// signingKind makes the link the page's main one where it is what comes next.
func signingKind(m Plan) ui.Kind {
	if m.Do.SigningNext {
		return ui.Primary
	}
	return ui.Plain
}
