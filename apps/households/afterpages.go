package households

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"vuon/apps/households/classify"
	"vuon/apps/households/views"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) correctionsPage(r *web.Request) error { return s.showCorrections(r, blank()) }

// showCorrections is what was corrected after the recognition, and what is proposed.
func (s *Service) showCorrections(r *web.Request, was refused) error {
	v, err := s.here(r)
	if err != nil {
		return err
	}
	list, err := s.Corrections(r.Context(), r.Tenant().ID, v.Round.ID, r.Param("unit"))
	if err != nil {
		return err
	}
	decisions, err := s.Decisions(r.Context(), r.Tenant().ID, v.Round.ID, r.Param("unit"))
	if err != nil {
		return err
	}
	say := func(vi, en string) string { return i18n.Say(r.Context(), vi, en) }
	m := views.ReviewListing{Notice: &ui.Notice{Tone: ui.Info, Text: i18n.T("Kết quả đã công nhận chỉ thay đổi bằng một quyết định điều chỉnh có số, ngày riêng. Người đề nghị không tự ký quyết định.",
		"A recognised result changes by a decision of its own only. Whoever proposes does not sign.")}}
	t := views.ReviewTable{Caption: say("Đề nghị điều chỉnh", "Corrections"), Columns: []ui.Column{{Title: say("Hộ", "Household"), Head: true}, {Title: say("Đã công nhận", "Recognised")},
		{Title: say("Đề nghị", "Proposed")}, {Title: say("Lý do", "Reason"), Full: true}, {Title: say("Người đề nghị", "By")}, {Title: say("Trạng thái", "State"), State: true}, {Title: say("Xử lý", "Answer"), Full: true}}}
	decide := s.may(r, ActionCorrect)
	var open []ui.Option
	for _, c := range list {
		act := views.ReviewCell{Text: c.Answer}
		if c.State == CorrectionProposed && decide {
			open = append(open, ui.Option{Value: c.ID, Label: c.Head + " (" + c.Code + "): " + inWords(c.Before.Class) + " → " + inWords(c.After.Class), Selected: true})
			f := fields{r, "refuse-" + c.ID, was}
			form := f.make(unitBase(r)+"/corrections/"+c.ID+"/refuse", "Không điều chỉnh", "Refuse", ui.Quiet, f.area("reason", "Lý do", "Reason", false))
			form.More = true
			act.Form = &form
		}
		for _, d := range decisions {
			if d.ID == c.Decision {
				act = views.ReviewCell{Text: d.Symbol(), Href: unitBase(r) + "/documents/decision?ref=" + d.ID}
			}
		}
		tone := map[CorrectionState]ui.Tone{CorrectionProposed: ui.Warn, CorrectionDecided: ui.Good}[c.State]
		t.Rows = append(t.Rows, views.ReviewRow{Cells: []views.ReviewCell{{Text: c.Head + " (" + c.Code + ")", Href: "/t/" + r.Tenant().ID + "/households/" + c.Household}, {Text: correctedText(c.Before)}, {Text: correctedText(c.After)},
			{Text: c.Reason}, {Text: c.Actor}, {Text: c.State.Title().In(r.Lang()), Tone: tone, Badge: true}, act}})
	}
	m.Parts = []views.ReviewPart{{Title: say("Đề nghị điều chỉnh", "Corrections"), Table: &t, Empty: say("Chưa có đề nghị điều chỉnh nào.", "No correction is proposed.")}}
	if v.Standing.Commune.Stage == Recognised && s.may(r, ActionEnter) {
		m.Side = append(m.Side, s.correctionForm(r, was))
	}
	if len(open) > 0 {
		m.Side = append(m.Side, s.decideForm(r, open, was))
	}
	return r.PageStatus(statusOf(was), s.heading(r, v, "Điều chỉnh kết quả đã công nhận", "Corrections", "officer#review-correction"), views.ReviewList(m))
}

func correctedText(c Corrected) string {
	return fmt.Sprintf("%s (B1 %d, B2 %d)", inWords(c.Class), c.B1, 10*c.Deprived.Len())
}

func (s *Service) correctionForm(r *web.Request, was refused) views.ReviewForm {
	f := fields{r, "correction", was}
	ticks := f.of("ticks", "deprived", "Chỉ số thiếu hụt", "Deprivations", "")
	ticks.Full = true
	for n := 1; n <= classify.Indicators; n++ {
		ticks.Options = append(ticks.Options, ui.Option{Value: strconv.Itoa(n), Label: "T" + strconv.Itoa(n)})
	}
	groups := f.of("ticks", "groups", "Đặc điểm", "Groups", "")
	groups.Full = true
	groups.Options = []ui.Option{{Value: "merit", Label: i18n.Say(r.Context(), "Có công", "Merit")}, {Value: "no_labour", Label: i18n.Say(r.Context(), "Không khả năng lao động", "No labour")},
		{Value: "average", Label: i18n.Say(r.Context(), "Mức sống trung bình", "Average living standard")}}
	causes := f.of("ticks", "causes", "Nguyên nhân nghèo", "Causes", "")
	causes.Full = true
	for n := 1; n <= 8; n++ {
		causes.Options = append(causes.Options, ui.Option{Value: strconv.Itoa(n), Label: "N" + strconv.Itoa(n)})
	}
	form := f.make(unitBase(r)+"/corrections", "Đề nghị điều chỉnh", "Propose", ui.Plain, f.text("household", "Mã hộ", "Code", ""), f.number("b1", "Điểm B1 đúng", "True B1", ""), ticks, groups, causes,
		f.area("reason", "Lý do", "Reason", false))
	form.Title = i18n.Say(r.Context(), "Đề nghị điều chỉnh", "Propose a correction")
	form.Text = i18n.Say(r.Context(), "Ghi lại toàn bộ thông tin đúng của phiếu; phân loại được tính lại.", "Enter all facts as they should have been; the class is computed.")
	return form
}

func (s *Service) decideForm(r *web.Request, open []ui.Option, was refused) views.ReviewForm {
	f := fields{r, "decide", was}
	ticks := f.of("ticks", "correction", "Các đề nghị được chấp thuận", "Corrections that are decided", "")
	ticks.Options, ticks.Full = open, true
	form := f.make(unitBase(r)+"/corrections/decide", "Ký quyết định điều chỉnh", "Decide", ui.Primary,
		append(append([]views.ReviewField{ticks}, decisionFields(f, s, r)...), f.area("reason", "Lý do điều chỉnh", "Reason", false))...)
	form.Title = i18n.Say(r.Context(), "Quyết định điều chỉnh", "Decision of correction")
	return form
}

// formSet is the set of numbers that were ticked.
func formSet(r *web.Request, name string) (set classify.Set) {
	for _, v := range r.Forms(name) {
		if n, err := strconv.Atoi(v); err == nil {
			set = set.With(n)
		}
	}
	return set
}

func (s *Service) postCorrection(r *web.Request) error {
	after := Corrected{B1: formNumber(r, "b1"), Deprived: formSet(r, "deprived"), Causes: formSet(r, "causes")}
	for _, g := range r.Forms("groups") {
		after.Merit, after.NoLabour, after.Average = after.Merit || g == "merit", after.NoLabour || g == "no_labour", after.Average || g == "average"
	}
	_, err := s.ProposeCorrection(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"), strings.TrimSpace(r.Form("household")), after, r.Form("reason"))
	return s.done(r, err, "correction", unitBase(r)+"/corrections", "Đã gửi đề nghị điều chỉnh tới Chủ tịch UBND xã.", "The correction is proposed to the commune's chair.", s.showCorrections)
}

func (s *Service) postCorrectionRefused(r *web.Request) error {
	err := s.RefuseCorrection(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"), r.Param("id"), r.Form("reason"))
	return s.done(r, err, "refuse-"+r.Param("id"), unitBase(r)+"/corrections", "Đã ghi lý do không điều chỉnh.", "The correction is refused.", s.showCorrections)
}

func (s *Service) postCorrect(r *web.Request) error {
	d, err := decisionTyped(r)
	if err == nil {
		_, err = s.Correct(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"), r.Forms("correction"), d)
	}
	return s.done(r, err, "decide", unitBase(r)+"/corrections", "Đã điều chỉnh; sổ hộ và các biểu đã cập nhật.", "Corrected; the registry and the forms follow.", s.showCorrections)
}

func (s *Service) certificatesPage(r *web.Request) error { return s.showCertificates(r, blank()) }

// showCertificates lists the certificates and their files.
func (s *Service) showCertificates(r *web.Request, was refused) error {
	v, err := s.here(r)
	if err != nil {
		return err
	}
	list, files, err := s.Certificates(r.Context(), r.Tenant().ID, v.Round.ID, r.Param("unit"))
	if err != nil {
		return err
	}
	say := func(vi, en string) string { return i18n.Say(r.Context(), vi, en) }
	m := views.ReviewListing{Err: was.err}
	if s.may(r, ActionCertify) {
		for _, f := range files {
			title, at := say("Tất cả giấy chứng nhận (PDF)", "All certificates (PDF)"), unitBase(r)+"/certificates/file"
			if f.Village != nilVillage {
				title, at = villageNamed(v.Villages, f.Village)+" (PDF)", at+"?village="+f.Village
			}
			m.Links = append(m.Links, views.ReviewLink{Icon: "file-type-pdf", Title: title, Href: at,
				Note: say(fmt.Sprintf("%d giấy · %s kB · SHA-256 %s…", f.Count, ui.Integer((f.Size+1023)/1024), f.SHA256[:16]), fmt.Sprintf("%d · %s kB · SHA-256 %s…", f.Count, ui.Integer((f.Size+1023)/1024), f.SHA256[:16]))})
		}
		if v.Standing.Commune.Stage == Recognised {
			form := fields{r, "certify", was}.make(unitBase(r)+"/certificates", "Cấp số và in giấy chứng nhận", "Number and print", ui.Primary)
			form.Title = say("Cấp giấy chứng nhận", "Issue certificates")
			form.Text = say("Cấp số cho mọi hộ nghèo, hộ cận nghèo chưa có giấy còn giá trị và in tất cả; việc in chạy nền, xem ở mục Công việc nền.", "Numbers certificates for all households without one, and prints all of them in the background.")
			m.Side = []views.ReviewForm{form}
			m.Err = nil
		}
	}
	t := views.ReviewTable{Caption: say("Giấy chứng nhận", "Certificates"), Columns: []ui.Column{{Title: say("Chủ hộ", "Head"), Head: true}, {Title: say("Số", "Number")}, {Title: say("Thôn", "Village")},
		{Title: say("Loại hộ", "Class")}, {Title: say("Ngày cấp", "Issued")}, {Title: say("Giá trị", "State"), State: true}, {Title: say("Tệp", "File")}}}
	for _, c := range list {
		state, file := views.ReviewCell{Text: say("Còn giá trị", "Valid"), Tone: ui.Good, Badge: true}, views.ReviewCell{Text: "PDF", Href: unitBase(r) + "/certificates/of/" + c.Household}
		if c.RevokedOn != "" {
			state, file = views.ReviewCell{Text: say("Thu hồi ", "Revoked ") + i18n.Date(c.RevokedOn.Time()), Tone: ui.Bad, Badge: true}, views.ReviewCell{}
		}
		t.Rows = append(t.Rows, views.ReviewRow{Cells: []views.ReviewCell{{Text: c.Head, Href: "/t/" + r.Tenant().ID + "/households/" + c.Household}, {Text: c.Symbol()}, {Text: c.Place}, {Text: inWords(c.Class)},
			{Text: i18n.Date(c.IssuedOn.Time())}, state, file}})
	}
	m.Parts = []views.ReviewPart{{Title: say("Giấy chứng nhận đã cấp", "Certificates"), Table: &t, Empty: say("Chưa cấp giấy chứng nhận nào.", "No certificate has been issued.")}}
	return r.PageStatus(statusOf(was), s.heading(r, v, "Giấy chứng nhận hộ nghèo, hộ cận nghèo", "Certificates", "officer#review-certificates"), views.ReviewList(m))
}

func villageNamed(list []VillageProgress, id string) string {
	for _, v := range list {
		if v.Village == id {
			return v.Name
		}
	}
	return ""
}

func (s *Service) postCertify(r *web.Request) error {
	_, n, err := s.Certify(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"))
	return s.done(r, err, "certify", unitBase(r)+"/certificates", fmt.Sprintf("Đã cấp %d số mới. Tệp PDF đang được in; tải lại trang sau ít phút.", n),
		fmt.Sprintf("%d new numbers. The files are being printed; reload in a few minutes.", n), s.showCertificates)
}

func (s *Service) printFile(r *web.Request) error {
	body, p, err := s.OpenPrint(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"), r.Query("village"))
	if err != nil {
		return err
	}
	return r.Download(p.Name, mediaPDF, p.Size, body)
}

func (s *Service) certificateFile(r *web.Request) error {
	var out bytes.Buffer
	name, err := s.WriteCertificate(r.Context(), r.Tenant().ID, r.Param("round"), r.Param("unit"), r.Param("household"), &out)
	if err != nil {
		return err
	}
	return r.Download(name, mediaPDF, int64(out.Len()), &out)
}
