package planning

import (
	"context"
	"slices"
	"strings"
	"testing"

	"vuon/platform/database"
)

func TestNextYearBeginsWithThisYears(t *testing.T) {
	o := openOffice(t)
	o.put(t, 2024, planOf(t, "krong-no"))
	labour := by(t, "labour")
	v, err := o.Start(labour, atKrongNo, 2025, Origin{Year: 2024})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(v.Plan.Header.Title), "năm 2025") || v.Plan.Header.Number != "" || v.State != Draft || v.Version != 1 {
		t.Errorf("%+v", v.Plan.Header)
	}
	if len(v.Plan.Projects) != 5 || len(v.Plan.Projects[0].Assignments) < 5 {
		t.Errorf("the assignments are gone: %d projects", len(v.Plan.Projects))
	}
	d, err := o.Plan(labour, atKrongNo, 2025, 0)
	if err != nil || len(d.Steps) != 1 || d.Steps[0].Step != StepStart || d.Steps[0].Remark != "Kế hoạch năm 2024" {
		t.Errorf("%v %+v", err, d.Steps)
	}
	list, err := o.Checks(labour, atKrongNo, 2025)
	if err != nil || !slices.Contains(codes(list), "old_year") || !slices.Contains(codes(list), "old_citation") {
		t.Errorf("%v %v", err, codes(list))
	}
	c, err := o.CompareVersions(labour, atKrongNo, 2025, "", 0)
	if err != nil || c.Old.Year != 2024 || len(c.Changes) != 1 || c.Changes[0].Section != "title" {
		t.Errorf("%v %+v", err, c.Changes)
	}
	for _, from := range []string{"9", "2019", "x", "01"} {
		_, err = o.CompareVersions(labour, atKrongNo, 2025, from, 0)
		wantCode(t, err, "unknown_version")
	}
	_, err = o.CompareVersions(labour, atKrongNo, 2024, "", 0)
	wantCode(t, err, "plan_not_found")
	_, err = o.Start(labour, atKrongNo, 2025, Origin{Year: 2024})
	wantCode(t, err, "plan_exists")
	_, err = o.Start(labour, atKrongNo, 2026, Origin{})
	wantCode(t, err, "origin_missing")
	_, err = o.Start(labour, atKrongNo, 2026, Origin{Year: 2020})
	wantCode(t, err, "plan_not_found")
	_, err = o.Start(labour, atKrongNo, 2026, Origin{Guidance: true})
	wantCode(t, err, "origin_missing")
}

func TestTemplatesAndGuidance(t *testing.T) {
	o := openOffice(t)
	o.put(t, 2024, planOf(t, "krong-no"))
	labour := by(t, "labour")
	kept, err := o.KeepTemplate(labour, atKrongNo, 2024, 0, " Mẫu  huyện ")
	if err != nil || kept.Name != "Mẫu huyện" || kept.FromYear != 2024 {
		t.Fatalf("%v %+v", err, kept)
	}
	again, err := o.KeepTemplate(labour, atKrongNo, 2024, 1, "Mẫu huyện")
	if err != nil || again.ID != kept.ID {
		t.Errorf("kept again: %v %+v", err, again)
	}
	_, err = o.KeepTemplate(labour, atKrongNo, 2024, 0, " ")
	wantCode(t, err, "template_name")
	_, err = o.KeepTemplate(by(t, "clerk"), atKrongNo, 2024, 0, "x")
	wantCode(t, err, "forbidden")
	origins, err := o.Origins(labour, atKrongNo, 2026)
	if err != nil || len(origins.Templates) != 1 || !slices.Equal(origins.Years, []int{2024}) || origins.Guidance != "" {
		t.Errorf("%v %+v", err, origins)
	}
	if v, err := o.Start(labour, atKrongNo, 2026, Origin{Template: kept.ID}); err != nil || !strings.Contains(v.Title, "2026") {
		t.Errorf("%v %q", err, v.Title)
	}
	if err := o.DropTemplate(labour, atKrongNo, kept.ID); err != nil {
		t.Error(err)
	}
	wantCode(t, o.DropTemplate(labour, atKrongNo, kept.ID), "template_not_found")
	plan := planOf(t, "cu-jut")
	err = o.DB.InTenant(labour, atKrongNo, func(ctx context.Context, tx database.Tx) error {
		return o.store.putGuidance(ctx, tx, Guidance{Year: 2027, Version: 1, Title: "Hướng dẫn năm 2027", Template: &plan, SentAt: o.Clock.Now()})
	})
	if err != nil {
		t.Fatal(err)
	}
	if origins, err := o.Origins(labour, atKrongNo, 2027); err != nil || origins.Guidance != "Hướng dẫn năm 2027" {
		t.Errorf("%v %+v", err, origins)
	}
	if v, err := o.Start(labour, atKrongNo, 2027, Origin{Guidance: true}); err != nil || len(v.Plan.Sections) != len(plan.Sections) {
		t.Errorf("%v", err)
	}
}
