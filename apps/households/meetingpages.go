package households

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"vuon/apps/households/views"
	"vuon/apps/library"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) meetingPage(r *web.Request) error { return s.showMeeting(r, blank()) }

// showMeeting is the meeting of a village: its minutes, the scans, and the form.
func (s *Service) showMeeting(r *web.Request, was refused) error {
	v, err := s.here(r)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(v.Villages, func(p VillageProgress) bool { return p.Village == r.Param("village") })
	if i < 0 {
		return faultNoDocument()
	}
	village := v.Villages[i]
	say := func(vi, en string) string { return i18n.Say(r.Context(), vi, en) }
	m := views.ReviewListing{}
	var last *Minutes
	for _, x := range slices.Backward(v.Meetings) {
		if x.Village != village.Village {
			continue
		}
		if last == nil {
			last = &x
			m.Links = append(m.Links, views.ReviewLink{Icon: "file-type-pdf", Title: say("Biên bản họp dân (PDF)", "Minutes (PDF)"), Href: unitBase(r) + "/documents/minutes?ref=" + village.Village})
		}
		m.Parts = append(m.Parts, s.minutesPart(r, x))
	}
	if len(m.Parts) == 0 {
		m.Parts = append(m.Parts, views.ReviewPart{Title: say("Biên bản", "Minutes"), Empty: say("Thôn chưa có biên bản họp.", "The village has no minutes yet.")})
	}
	if last != nil {
		files, err := s.minutesFiles(r, v, village.Village)
		if err != nil {
			return err
		}
		list := library.Attachments(r.Context(), files, "", func(f library.File) string { return unitBase(r) + "/meetings/" + village.Village + "/files/" + f.ID }, nil, nil)
		if s.may(r, ActionMeet) {
			list.Upload = unitBase(r) + "/meetings/" + village.Village + "/files"
		}
		m.Parts = append(m.Parts, views.ReviewPart{Title: say("Bản quét biên bản đã ký", "Scans of the signed minutes"), Files: &list})
	}
	if v.Standing.Commune.Stage == Meeting && s.may(r, ActionMeet) {
		form := s.meetingForm(r, v, village, was)
		m.Parts = append([]views.ReviewPart{{Title: say("Ghi biên bản cuộc họp", "Record a meeting"), Forms: []views.ReviewForm{form}}}, m.Parts...)
	} else {
		m.Err = was.err
	}
	return r.PageStatus(statusOf(was), s.heading(r, v, "Họp dân "+village.Name, "Meeting of "+village.Name, "officer#review-meeting"), views.ReviewList(m))
}

func (s *Service) minutesPart(r *web.Request, x Minutes) views.ReviewPart {
	say := func(vi, en string) string { return i18n.Say(r.Context(), vi, en) }
	facts := [][2]string{{say("Ngày họp", "Held on"), i18n.Date(x.HeldOn.Time())}, {say("Địa điểm", "Place"), x.Place}, {say("Chủ trì, thư ký", "Chair, secretary"), x.Chair + "; " + x.Secretary},
		{say("Mời dự, giám sát", "Invited"), x.Invited}, {say("Nhất trí", "Agreed"), fmt.Sprintf("%d/%d (%s%%)", x.Agreed, x.Present, percent(x.Agreed, x.Present))}}
	if x.Opinions != "" {
		facts = append(facts, [2]string{say("Ý kiến", "Opinions"), x.Opinions})
	}
	for _, o := range x.Objections {
		facts = append(facts, [2]string{say("Ý kiến về hộ ", "Against ") + o.Head, o.Text})
	}
	badge := ui.Badge(ui.Good, say("Đạt tỷ lệ", "Agreed"))
	if !x.Passed() {
		badge = ui.Badge(ui.Bad, say(fmt.Sprintf("Chưa đạt %d%%", x.Share), fmt.Sprintf("Below %d%%", x.Share)))
	}
	return views.ReviewPart{Title: say(fmt.Sprintf("Biên bản lần %d", x.Seq), fmt.Sprintf("Minutes no. %d", x.Seq)), Facts: facts, Side: badge}
}

func (s *Service) meetingForm(r *web.Request, v Review, village VillageProgress, was refused) views.ReviewForm {
	f := fields{r, "meeting", was}
	invited := f.text("invited", "Mời dự, giám sát", "Invited", "Ban công tác Mặt trận, các đoàn thể thôn")
	invited.Full = true
	objections := f.area("objections", "Ý kiến không nhất trí về từng hộ", "Objections by household", true)
	objections.Hint = i18n.Say(r.Context(), "Mỗi hộ một dòng: mã hộ, dấu hai chấm, nội dung", "A line a household: code, colon, what was said")
	return f.make(unitBase(r)+"/meetings/"+village.Village, "Lưu biên bản", "Save the minutes", ui.Primary, f.day("held_on", "Ngày họp", "Held on", s.today()),
		f.text("place", "Địa điểm", "Place", ""), f.text("chair", "Người chủ trì", "Chair", ""), f.text("secretary", "Thư ký", "Secretary", ""), invited,
		f.number("present", "Số người dự họp", "Present", ""), f.number("agreed", "Số người nhất trí", "Agreed", ""), f.area("opinions", "Ý kiến tại cuộc họp", "Opinions", true), objections)
}

// readObjections reads lines of "code: text".
func readObjections(typed string) (list []Objection) {
	for line := range strings.SplitSeq(typed, "\n") {
		code, said, _ := strings.Cut(line, ":")
		if strings.TrimSpace(line) != "" {
			list = append(list, Objection{Code: strings.TrimSpace(code), Text: said})
		}
	}
	return list
}

func (s *Service) postMeeting(r *web.Request) error {
	day, err := formDay(r, "held_on")
	if err == nil {
		_, err = s.RecordMeeting(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"), r.Param("village"), Minutes{HeldOn: day, Place: r.Form("place"), Chair: r.Form("chair"),
			Secretary: r.Form("secretary"), Invited: r.Form("invited"), Present: formNumber(r, "present"), Agreed: formNumber(r, "agreed"), Opinions: r.Form("opinions"),
			Objections: readObjections(r.Form("objections"))})
	}
	return s.done(r, err, "meeting", unitBase(r)+"/meetings/"+r.Param("village"), "Đã lưu biên bản họp dân.", "The minutes are saved.", s.showMeeting)
}

func (s *Service) minutesFiles(r *web.Request, v Review, village string) (files []library.File, err error) {
	err = s.viewing(r.Context(), r.Tenant().ID, v.Round.ID, r.Param("unit"), func(ctx context.Context, tx database.Tx, w review) error {
		files, err = s.Library.Attached(ctx, tx, minutesOwner(w, village))
		return err
	})
	return files, err
}

func (s *Service) postMinutesFile(r *web.Request) error {
	up, err := r.Upload("file")
	if err == nil {
		_, err = s.AttachMinutes(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"), r.Param("village"), library.Upload{Name: up.Name, Size: up.Size, Body: up})
	}
	return s.done(r, err, "file", unitBase(r)+"/meetings/"+r.Param("village"), "Đã thêm bản quét.", "The scan is added.", s.showMeeting)
}

func (s *Service) minutesFile(r *web.Request) error {
	v, err := s.here(r)
	if err != nil {
		return err
	}
	w := review{Round: v.Round, Unit: v.Standing.Unit}
	body, f, err := s.Library.OpenAttached(r.Context(), r.Tenant().ID, minutesOwner(w, r.Param("village")), r.Param("file"))
	if err != nil {
		return err
	}
	return r.Download(f.Name, f.Type, f.Size, body)
}

// reviewDocument sends a document of the review as PDF.
func (s *Service) reviewDocument(r *web.Request) error {
	var out bytes.Buffer
	name, err := s.WriteDocument(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"), r.Param("kind"), r.Query("ref"), &out)
	if err != nil {
		return err
	}
	return r.Download(name, mediaPDF, int64(out.Len()), &out)
}

const mediaPDF = "application/pdf"
