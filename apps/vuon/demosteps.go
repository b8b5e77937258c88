package main

import (
	"context"
	"fmt"
	"strings"

	"vuon/apps/households"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
)

// The steps of a commune's review, each by the hands that take it.

func demoList(ctx context.Context, at *demoDistrict, round string, u tenancy.Unit) error {
	return at.apps.households.CloseList(at.by(ctx, "officer-"+u.Code), at.tenant.ID, round, u.Code)
}

func demoReviewed(ctx context.Context, at *demoDistrict, round string, u tenancy.Unit) error {
	return at.apps.households.EndReviewing(at.by(ctx, "officer-"+u.Code), at.tenant.ID, round, u.Code)
}

// demoMeetings lets every village meet, and hangs up what they agreed to.
func demoMeetings(ctx context.Context, at *demoDistrict, round string, u tenancy.Unit) error {
	ctx = at.by(ctx, "officer-"+u.Code)
	h, today := at.apps.households, declared.DateOf(at.clock.Now())
	review, err := h.Review(ctx, at.tenant.ID, round, u.Code)
	if err != nil {
		return err
	}
	for i, v := range review.Villages {
		present := 38 + i*7%31
		m := households.Minutes{HeldOn: today, Place: "Nhà văn hóa " + strings.ToLower(v.Name[:1]) + v.Name[1:], Chair: "Trưởng thôn", Secretary: "Rà soát viên",
			Invited: "Chi ủy, Ban công tác Mặt trận, các đoàn thể", Present: present, Agreed: present - i%3}
		if _, err := h.RecordMeeting(ctx, at.tenant.ID, round, u.Code, v.Village, m); err != nil {
			return err
		}
	}
	_, err = h.Post(ctx, at.tenant.ID, round, u.Code, today, "Trụ sở UBND "+u.Name+" và nhà văn hóa các thôn")
	return err
}

func demoSubmission(ctx context.Context, at *demoDistrict, round string, u tenancy.Unit) error {
	return at.apps.households.Submit(at.by(ctx, "officer-"+u.Code), at.tenant.ID, round, u.Code)
}

func demoOpinion(ctx context.Context, at *demoDistrict, round string, u tenancy.Unit) error {
	return at.apps.households.Opine(at.by(ctx, "vicechair"), at.tenant.ID, round, u.Code, "Thống nhất với kết quả rà soát của "+u.Name+".")
}

func demoRecognition(ctx context.Context, at *demoDistrict, round string, u tenancy.Unit) error {
	d := households.Decision{Number: 150, Dated: declared.DateOf(at.clock.Now()), Capacity: "CHỦ TỊCH", Signatory: "Nguyễn Minh Họa"}
	if _, err := at.apps.households.Recognise(at.by(ctx, "commune-"+u.Code), at.tenant.ID, round, u.Code, d); err != nil {
		return fmt.Errorf("recognise %s of %s: %w", round, u.Name, err)
	}
	return nil
}
