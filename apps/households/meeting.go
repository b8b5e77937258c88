package households

import (
	"context"
	"slices"
	"strings"
	"time"

	"vuon/apps/library"
	"vuon/platform/database"
	"vuon/platform/tenancy/declared"
	"vuon/platform/text"
)

// Objection is what a meeting said against the result of a household.
type Objection struct {
	Code string `json:"code"` // mã hộ
	Head string `json:"head"`
	Text string `json:"text"`
}

// Minutes are what a residents' meeting of a village decided (biên bản họp dân).
type Minutes struct {
	Village    string        `bun:"village,pk" json:"village"`
	Seq        int           `bun:"seq,pk" json:"seq"` // 2 and more: it met again
	HeldOn     declared.Date `bun:"held_on,type:date" json:"held_on"`
	Place      string        `bun:"place" json:"place"`
	Chair      string        `bun:"chair" json:"chair"`
	Secretary  string        `bun:"secretary" json:"secretary"`
	Invited    string        `bun:"invited" json:"invited"`
	Present    int           `bun:"present" json:"present"`
	Agreed     int           `bun:"agreed" json:"agreed"`
	Share      int           `bun:"share" json:"share"` // per cent that has to agree
	Opinions   string        `bun:"opinions" json:"opinions"`
	Objections []Objection   `bun:"objections,type:jsonb" json:"objections"`
	Account    string        `bun:"account" json:"-"`
	Actor      string        `bun:"actor" json:"actor"`
	At         time.Time     `bun:"at" json:"at"`
}

// Passed reports whether enough of those present agreed.
func (m Minutes) Passed() bool { return m.Present > 0 && m.Agreed*100 >= m.Present*m.Share }

// MaxPresent is how many people a meeting has at most.
const MaxPresent = 5000

func (m *Minutes) check(today declared.Date, since declared.Date) (err error) {
	for _, line := range []*string{&m.Place, &m.Chair, &m.Secretary, &m.Invited} {
		*line = text.Line(*line)
		if len(*line) > 500 {
			return faultReview("place", "Nội dung dài quá 500 ký tự.", "Longer than 500 characters.")
		}
	}
	switch {
	case m.HeldOn == "" || m.HeldOn > today:
		return faultReview("held_on", "Ngày họp phải là hôm nay hoặc trước đó.", "The day of the meeting is today or earlier.")
	case m.HeldOn < since:
		return faultReview("held_on", "Ngày họp không thể trước khi rà soát xong.", "The meeting cannot be before the reviewing ended.")
	case m.Place == "":
		return faultReview("place", "Chưa ghi nơi họp.", "The place is missing.")
	case m.Chair == "":
		return faultReview("chair", "Chưa ghi người chủ trì.", "Who chaired is missing.")
	case m.Secretary == "":
		return faultReview("secretary", "Chưa ghi thư ký.", "The secretary is missing.")
	case m.Present < 1 || m.Present > MaxPresent:
		return faultReview("present", "Số người dự họp từ 1 đến 5.000.", "From 1 to 5,000 people are present.")
	case m.Agreed < 0 || m.Agreed > m.Present:
		return faultReview("agreed", "Số người nhất trí không quá số người dự họp.", "No more agree than are present.")
	}
	m.Opinions, err = statement("opinions", m.Opinions, false)
	return err
}

// Meetings are the minutes of a commune's villages, the last of each village
// last.
func (s *Service) Meetings(ctx context.Context, tenant, round, code string) (list []Minutes, err error) {
	err = s.viewing(ctx, tenant, round, code, func(ctx context.Context, tx database.Tx, w review) error {
		list, err = s.store.meetings(ctx, tx, w.Round.ID, w.Unit.ID)
		return err
	})
	return list, err
}

// RecordMeeting keeps the minutes of a village's meeting. Objections name
// households by their code. Faults: review_incomplete with the field,
// village_unknown, review_stage.
func (s *Service) RecordMeeting(ctx context.Context, tenant, round, code, village string, m Minutes) (Minutes, error) {
	taken := StepRecord{Step: StepMeet}
	err := s.stepping(ctx, tenant, round, code, taken, func(ctx context.Context, tx database.Tx, w *review) (map[string]any, error) {
		if err := s.store.villageOf(ctx, tx, w.Unit.ID, village); err != nil {
			return nil, err
		}
		if err := m.check(s.today(), w.Commune.ReviewedOn); err != nil {
			return nil, err
		}
		if err := s.name(ctx, tx, *w, m.Objections); err != nil {
			return nil, err
		}
		m.Village, m.Share, m.At = village, w.Terms.Share, s.now()
		m.Account, m.Actor = who(ctx)
		seq, err := s.store.addMeeting(ctx, tx, w.Round.ID, w.Unit.ID, m)
		m.Seq, w.Commune.MetOn = seq, max(m.HeldOn, w.Commune.MetOn)
		return map[string]any{"village": village, "present": m.Present, "agreed": m.Agreed, "passed": m.Passed(), "objections": len(m.Objections)}, err
	})
	return m, err
}

// name finds the heads of the households that objections are about.
func (s *Service) name(ctx context.Context, tx database.Tx, w review, objections []Objection) error {
	for i, o := range objections {
		said, err := statement("objections", o.Text, true)
		if err != nil {
			return err
		}
		h, err := s.store.named(ctx, tx, w.Unit.ID, strings.TrimSpace(o.Code))
		if err != nil {
			return faultReview("objections", "Không có hộ mang mã "+o.Code+" trong xã.", "No household of the commune has the code "+o.Code+".")
		}
		objections[i] = Objection{Code: h.Code, Head: h.Head, Text: said}
	}
	return nil
}

// unmet are the villages with results whose last meeting did not pass, or that did
// not meet since.
func unmet(progress []VillageProgress, meetings []Minutes) (waiting, refused []string) {
	last := map[string]Minutes{}
	for _, m := range meetings {
		last[m.Village] = m
	}
	for _, v := range progress {
		m, met := last[v.Village]
		switch {
		case !met:
			waiting = append(waiting, v.Name)
		case !m.Passed():
			refused = append(refused, v.Name)
		}
	}
	return slices.Clip(waiting), slices.Clip(refused)
}

// minutesOwner is a village's meetings in a review as the owner of their scans.
func minutesOwner(w review, village string) library.Owner {
	return library.Owner{Object: "review_meeting", ObjectID: w.Round.ID + "/" + village}
}

// AttachMinutes keeps the scan of the signed minutes of a village.
func (s *Service) AttachMinutes(ctx context.Context, tenant, round, code, village string, up library.Upload) (f library.File, err error) {
	err = s.working(ctx, tenant, round, code, ActionMeet, nil, func(ctx context.Context, tx database.Tx, w *review) error {
		if err := s.store.villageOf(ctx, tx, w.Unit.ID, village); err != nil {
			return err
		}
		up.Unit = w.Unit.Code
		if up.Title == "" {
			up.Title = "Biên bản họp dân, " + w.Round.Title().VI
		}
		if f, err = s.Library.Attach(ctx, tx, minutesOwner(*w, village), up); err != nil {
			return err
		}
		return s.record(ctx, tx, ActionMeet, "review", w.id(), nil, map[string]any{"village": village, "file": f.Name, "sha256": f.SHA256}, "")
	})
	return f, err
}
