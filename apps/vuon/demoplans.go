package main

import (
	"bytes"
	"context"
	"io/fs"
	"time"

	"vuon/apps/planning"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
)

// demoYear is the year of the demonstration's plans: that of the real one.
const demoYear = 2024

// demoDay is nine o'clock on a day of the demonstration's year.
func demoDay(month time.Month, day int) time.Time {
	return time.Date(demoYear, month, day, 9, 0, 0, 0, i18n.Zone())
}

// demoStep is one thing that somebody did.
type demoStep struct {
	step   planning.Step
	by     string // role part of the account
	at     time.Time
	remark string
}

// demoPlan is how far a district's plan has come.
type demoPlan struct {
	tenant string
	steps  []demoStep
}

// demoPlans: Krông Nô's is the real plan, issued; the others are invented and
// stand at every other step.
func demoPlans() []demoPlan {
	drafted := func(m time.Month, d int) demoStep { return demoStep{planning.StepImport, "labour", demoDay(m, d), ""} }
	submitted := func(m time.Month, d int) demoStep { return demoStep{planning.StepSubmit, "labour", demoDay(m, d), ""} }
	approved := func(m time.Month, d int) demoStep {
		return demoStep{planning.StepApprove, "vicechair", demoDay(m, d), ""}
	}
	issued := func(m time.Month, d int) demoStep { return demoStep{planning.StepIssue, "clerk", demoDay(m, d), ""} }
	return []demoPlan{
		{"krong-no", []demoStep{drafted(1, 10), submitted(1, 22), approved(2, 2), issued(2, 5), {planning.StepRelease, "clerk", demoDay(2, 6), ""}}},
		{"gia-nghia", []demoStep{drafted(1, 8), submitted(1, 17), approved(1, 29), issued(1, 31)}},
		{"cu-jut", []demoStep{drafted(1, 12), submitted(1, 25), approved(2, 6)}},
		{"dak-glong", []demoStep{drafted(1, 15), submitted(1, 25)}},
		{"dak-mil", []demoStep{drafted(1, 11), submitted(1, 19), {planning.StepReturn, "chair", demoDay(1, 26),
			"Chưa nêu rõ cơ quan chủ trì Tiểu dự án 1 của Dự án 4; bổ sung số hộ tham gia mô hình và thời hạn báo cáo rồi trình lại."}}},
		{"dak-rlap", []demoStep{drafted(1, 18), {planning.StepConsult, "labour", demoDay(1, 22),
			"Đề nghị góp ý phân công chủ trì, phối hợp, chỉ tiêu và kinh phí của các dự án có liên quan."}}},
		{"dak-song", []demoStep{drafted(1, 9), submitted(1, 18), approved(1, 30), issued(2, 1),
			{planning.StepAmend, "labour", demoDay(7, 8), "Điều chỉnh theo phân bổ vốn bổ sung giữa năm."}}},
		{"tuy-duc", []demoStep{drafted(1, 16), submitted(2, 19)}},
	}
}

// stagePlans does what the demonstration's people did, each as themselves and on
// their day, and skips what stands already.
func (d *deployment) stagePlans(ctx context.Context, clk *stagedClock) error {
	defer clk.set(time.Time{})
	for _, plan := range demoPlans() {
		taken, err := d.stepsTaken(ctx, plan.tenant)
		if err != nil {
			return err
		}
		for _, step := range plan.steps[min(taken, len(plan.steps)):] {
			clk.set(step.at)
			if err := d.stageStep(ctx, plan.tenant, step); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *deployment) stepsTaken(ctx context.Context, tenant string) (int, error) {
	dossier, err := d.apps.planning.Plan(ctx, tenant, demoYear, 0)
	if err != nil && isNotFound(err) {
		return 0, nil
	}
	return len(dossier.Steps), err
}

func (d *deployment) stageStep(ctx context.Context, tenant string, step demoStep) error {
	ctx, err := d.as(ctx, step.by+"@"+tenant)
	if err != nil {
		return err
	}
	p := d.apps.planning
	switch step.step {
	case planning.StepImport:
		var text []byte
		if text, err = fs.ReadFile(d.files, "dak-nong/"+tenant+"/plan-2024.txt"); err == nil {
			_, err = p.Import(ctx, tenant, demoYear, planning.Upload{Name: "ke-hoach-2024.txt", Size: int64(len(text)), Body: bytes.NewReader(text)})
		}
	case planning.StepSubmit:
		_, err = p.Submit(ctx, tenant, demoYear)
	case planning.StepConsult:
		return d.stageConsultation(ctx, tenant, step.remark)
	case planning.StepReturn:
		_, err = p.Return(ctx, tenant, demoYear, step.remark, planning.Party{})
	case planning.StepApprove:
		_, err = p.Approve(ctx, tenant, demoYear)
	case planning.StepIssue:
		_, err = p.Issue(ctx, tenant, demoYear)
	case planning.StepRelease:
		_, err = p.Release(ctx, tenant, demoYear)
	case planning.StepAmend:
		_, err = p.Amend(ctx, tenant, demoYear, step.remark)
	}
	return err
}

// as returns a context in which a demonstration account acts, with its own rights.
func (d *deployment) as(ctx context.Context, username string) (context.Context, error) {
	account, err := d.identity.AccountNamed(ctx, username)
	if err != nil {
		return nil, err
	}
	memberships, err := d.identity.Memberships(ctx, account.ID)
	if err != nil {
		return nil, err
	}
	actor := identity.Actor{Account: account.ID, Username: account.Username, Name: account.Name}
	for _, m := range memberships {
		actor.Tenant = m.Tenant
		actor.Roles = append(actor.Roles, m.Grant)
	}
	return identity.With(ctx, actor), nil
}

func isNotFound(err error) bool { return fault.From(err).Kind == fault.NotFound }
