package main

import (
	"context"
	"strings"

	"vuon/apps/planning"
	"vuon/apps/planning/planreader"
)

// stageConsultation asks the offices of a district, of which some answer: one
// agrees, one proposes another wording, one disagrees, the others are silent.
func (d *deployment) stageConsultation(ctx context.Context, tenant, question string) error {
	p := d.apps.planning
	candidates, err := p.Candidates(ctx, tenant, demoYear)
	if err != nil {
		return err
	}
	ask := planning.Asking{Question: question}
	for _, c := range candidates {
		if c.Named && c.Function != "labour" {
			ask.Offices = append(ask.Offices, c.Office)
		}
	}
	v, err := p.Consult(ctx, tenant, demoYear, ask)
	if err != nil {
		return err
	}
	money := sectionSaying(v.Plan.Sections, "bố trí kinh phí")
	for _, say := range []struct {
		by string
		planning.Saying
	}{
		{"agriculture", planning.Saying{Office: "agriculture", Verdict: planning.Agree}},
		{"finance", planning.Saying{Office: "finance", Verdict: planning.Propose, Section: money.ID,
			Proposed: money.Text + " Báo cáo kết quả giải ngân trước ngày 10 tháng cuối quý.",
			Reason:   "Cần mốc báo cáo để theo dõi giải ngân theo quý."}},
		{"front", planning.Saying{Office: "front", Verdict: planning.Disagree,
			Reason: "Chưa nêu cơ chế giám sát của Mặt trận và các tổ chức thành viên đối với Dự án 4."}},
	} {
		as, err := d.as(ctx, say.by+"@"+tenant)
		if err != nil {
			return err
		}
		if _, err := p.Opine(as, tenant, demoYear, say.Saying); err != nil {
			return err
		}
	}
	return nil
}

// sectionSaying is the first section whose text has these words.
func sectionSaying(list []planreader.Section, words string) (found planreader.Section) {
	for _, s := range list {
		if strings.Contains(s.Text, words) {
			return s
		}
		if found = sectionSaying(s.Children, words); found.ID != "" {
			return found
		}
	}
	return found
}
