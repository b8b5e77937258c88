package tenancy_test

import (
	"context"
	"slices"
	"testing"

	"vuon/platform/tenancy"
)

func TestFormPeoples(t *testing.T) {
	ctx := context.Background()
	r, _ := applied(t)
	want := []string{"12", "28", "06", "03", "20", "02", "07", "08", "09"}
	for _, tenant := range []string{"dak-nong", "krong-no"} {
		if got, err := r.FormPeoples(ctx, tenant); err != nil || !slices.Equal(got, want) {
			t.Errorf("form 9 of %s names %v, %v", tenant, got, err)
		}
	}
	if err := r.Set(ctx, "krong-no", tenancy.HouseholdsFormPeoples, []string{"20"}); err != nil {
		t.Fatal(err)
	}
	if got, err := r.FormPeoples(ctx, "krong-no"); err != nil || !slices.Equal(got, []string{"20"}) {
		t.Errorf("a district's own choice: %v, %v", got, err)
	}
	if err := r.Set(ctx, "krong-no", tenancy.HouseholdsFormPeoples, []string{"Mnông"}); err == nil {
		t.Error("a name was taken for a code")
	}
}

func TestHouseholdReviewIsFilled(t *testing.T) {
	ctx := context.Background()
	r, _ := applied(t)
	got, err := r.HouseholdReview(ctx, "krong-no")
	if err != nil || got.PostingDays != 3 || got.RecheckDays != 3 || got.OpinionDays != 5 || got.RegularDays != 15 || got.Share != 50 || !slices.Equal(got.Remind, []int{3, 1}) {
		t.Errorf("%+v, %v", got, err)
	}
	if err := r.Set(ctx, "krong-no", tenancy.HouseholdsReview, tenancy.HouseholdReview{PostingDays: 5, Share: 120, Remind: []int{}}); err != nil {
		t.Fatal(err)
	}
	got, err = r.HouseholdReview(ctx, "krong-no")
	if err != nil || got.PostingDays != 5 || got.OpinionDays != 5 || got.Share != 100 || len(got.Remind) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}
