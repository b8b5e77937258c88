package i18n_test

import (
	"testing"
	"time"

	"vuon/platform/i18n"
)

func TestVietnameseUnlessEnglishIsAskedForAndThere(t *testing.T) {
	for tag, want := range map[string]i18n.Lang{"": "vi", "vi-VN": "vi", "en": "en", "en-GB": "en", "fr": "vi", "e": "vi"} {
		if got := i18n.Parse(tag); got != want {
			t.Errorf("Parse(%q) = %q", tag, got)
		}
	}
	both, half := i18n.T("Kế hoạch", "Plan"), i18n.T("Kế hoạch", "")
	if both.In(i18n.English) != "Plan" || both.In(i18n.Vietnamese) != "Kế hoạch" || half.In(i18n.English) != "Kế hoạch" {
		t.Error("a text is shown in the wrong language")
	}
	english := i18n.With(t.Context(), i18n.English)
	if i18n.Say(t.Context(), "Có", "Yes") != "Có" || i18n.Say(english, "Có", "Yes") != "Yes" {
		t.Error("a context speaks the wrong language")
	}
}

// What is stored late in the evening in UTC happened on the next day in Vietnam.
func TestTimesAreShownInVietnam(t *testing.T) {
	moment := time.Date(2024, 2, 4, 17, 5, 59, 0, time.UTC)
	if got := i18n.DateTime(moment); got != "00:05 05/02/2024" {
		t.Error(got)
	}
	if got := i18n.Date(moment.Add(-6 * time.Minute)); got != "04/02/2024" {
		t.Error(got)
	}
}
