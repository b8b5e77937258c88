package planning

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"vuon/apps/planning/views"
	"vuon/platform/documents/signature"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/policy"
	"vuon/platform/storage"
	"vuon/platform/tenancy"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// signingRoutes are the page of signing and its forms.
func (s *Service) signingRoutes() []web.Route {
	const signing = "/t/:tenant/plans/:year/signing"
	upload := func(stage Stage, action string) web.Route {
		return web.Route{Method: http.MethodPost, Path: signing + "/" + string(stage), Action: action, Handle: s.uploadSigned(stage),
			MaxBody: MaxSigned + 64<<10, Timeout: time.Minute}
	}
	return []web.Route{
		{Method: http.MethodGet, Path: signing, Action: ActionView, Handle: s.signingPage},
		{Method: http.MethodPost, Path: signing + "/offer", Action: ActionSign, Handle: s.downloadOffer, Timeout: time.Minute},
		{Method: http.MethodPost, Path: signing + "/number", Action: ActionIssue, Handle: s.numberSigned, Timeout: time.Minute},
		{Method: http.MethodGet, Path: signing + "/files/:seq", Action: ActionView, Handle: s.downloadSigning},
		upload(StageLeader, ActionSign),
		upload(StageSeal, ActionIssue),
	}
}

func (s *Service) signingPage(r *web.Request) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	return s.showSigning(r, n, "", nil, nil)
}

// showSigning shows the page, after a refusal at a step with its reason.
func (s *Service) showSigning(r *web.Request, n int, at string, refusal error, report *signature.Report) error {
	version, _ := strconv.Atoi(r.Query("version"))
	d, err := s.Plan(r.Context(), r.Tenant().ID, n, version)
	if err != nil {
		return err
	}
	_, g, err := s.Signing(r.Context(), r.Tenant().ID, n, d.Version.Version)
	if err != nil {
		return err
	}
	m, err := s.signingModel(r, d, g)
	if err != nil {
		return err
	}
	m.At, m.Err, m.Report = at, refusal, report
	status := http.StatusOK
	if refusal != nil {
		status = fault.From(refusal).Kind.Status()
	}
	href := fmt.Sprintf("%s/%d", base(r), n)
	title := fmt.Sprintf("Kế hoạch năm %d", n)
	page := ui.Page{Help: "officer#signing", Title: i18n.T("Ký số kế hoạch", "Digital signing"), Subtitle: i18n.T(d.Version.Title, ""), Active: base(r), Narrow: true, Styles: []string{"signing.css"},
		Crumbs: []ui.Crumb{plansCrumb(r), {Title: i18n.T(title, fmt.Sprintf("Plan of %d", n)), Href: href}}, Badge: views.StateBadge(Badge(d.Version.State))}
	return r.PageStatus(status, page, views.SigningPage(m))
}

// signingModel is the page as it stands.
func (s *Service) signingModel(r *web.Request, d Dossier, g Signing) (m views.Signing, err error) {
	ctx, v := r.Context(), d.Version
	way, err := s.workflow(ctx, v)
	if err != nil {
		return m, err
	}
	heading, err := s.heading(ctx, v.Tenant)
	if err != nil {
		return m, err
	}
	m = views.Signing{Base: fmt.Sprintf("%s/%d", base(r), v.Year), Signatory: string(v.Plan.Signatory.Name), Named: v.Named(),
		Agency: strings.Join(strings.Fields(heading.Issuer), " "), Untrusted: s.Authorities == nil, Paper: g.Offer == nil && (way.Signing == tenancy.SignPaper || v.State.Final())}
	file := func(f *SigningFile) string {
		if f == nil {
			return ""
		}
		return fmt.Sprintf("%s/signing/files/%d?version=%d", m.Base, f.Seq, v.Version)
	}
	step := func(f *SigningFile) views.SigningStep {
		if f == nil {
			return views.SigningStep{}
		}
		return views.SigningStep{Done: true, Who: i18n.DateTime(f.MadeAt) + " · " + f.Actor, Result: file(f), SHA256: f.SHA256, Report: f.Report}
	}
	m.Leader, m.Number, m.Seal = step(g.Leader), step(g.Numbered), step(g.Seal)
	m.Seal.File = file(g.Numbered)
	rules := life(way)
	may := func(to *views.SigningStep, taken Step, when bool) {
		rule, on := rules[taken]
		err := s.Policy.Authorise(ctx, rule.action, policy.Resource{Did: d.Did})
		to.May = on && when && rule.allows(v.State) && err == nil
		switch {
		case !when || !rule.allows(v.State):
			to.Why = i18n.Say(ctx, "Chưa đến bước này.", "This step has not come yet.")
		case err != nil:
			to.Why = fault.From(err).Message.In(r.Lang())
		}
	}
	may(&m.Leader, StepSign, g.Leader == nil)
	may(&m.Number, StepNumber, g.Leader != nil)
	may(&m.Seal, StepIssue, g.Numbered != nil && v.State == Numbered)
	m.Steps = signingSteps(r, g)
	if m.Number.May {
		var day time.Time
		m.Expected, day, err = s.Expected(ctx, v.Tenant)
		m.Dated = i18n.Date(day)
	}
	return m, err
}

// signingSteps shows how far it is.
func signingSteps(r *web.Request, g Signing) (steps []ui.Step) {
	now := true
	for _, one := range []struct {
		title i18n.Text
		file  *SigningFile
	}{
		{i18n.T("Lãnh đạo ký số", "The leader signs"), g.Leader},
		{i18n.T("Văn thư cấp số, ngày", "Number and date"), g.Numbered},
		{i18n.T("Đóng dấu, ban hành", "Seal and issue"), g.Seal},
	} {
		step := ui.Step{Title: one.title.In(r.Lang()), State: ui.StepTodo}
		switch {
		case one.file != nil:
			step.State, step.Note = ui.StepDone, i18n.Date(one.file.MadeAt)+" · "+one.file.Actor
		case now:
			step.State, now = ui.StepNow, false
		}
		steps = append(steps, step)
	}
	return steps
}

// downloadOffer gives out the file to sign, made at the first time.
func (s *Service) downloadOffer(r *web.Request) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	f, err := s.OfferForSigning(r.Context(), r.Tenant().ID, n)
	if err != nil {
		return s.refusedSigning(r, n, "leader", err, nil)
	}
	return s.giveSigning(r, n, 0, f.Seq)
}

func (s *Service) downloadSigning(r *web.Request) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(r.Query("version"))
	seq, err := strconv.Atoi(r.Param("seq"))
	if err != nil {
		return faultNoFile()
	}
	return s.giveSigning(r, n, version, seq)
}

func (s *Service) giveSigning(r *web.Request, n, version, seq int) error {
	body, name, size, err := s.OpenSigning(r.Context(), r.Tenant().ID, n, version, seq)
	if err != nil {
		return err
	}
	return r.Download(name, storage.TypePDF, size, body)
}

// uploadSigned takes a signed file; a refused one shows the page with the reasons
// and what was found in it.
func (s *Service) uploadSigned(stage Stage) func(*web.Request) error {
	return func(r *web.Request) error {
		n, err := year(r)
		if err != nil {
			return err
		}
		file, err := r.Upload("file")
		if err != nil {
			return s.refusedSigning(r, n, string(stage), err, nil)
		}
		v, report, err := s.AcceptSigned(r.Context(), r.Tenant().ID, n, stage, Upload{Name: file.Name, Size: file.Size, Body: file})
		if err != nil {
			return s.refusedSigning(r, n, string(stage), err, &report)
		}
		said := i18n.T("Đã nhận bản ký số của lãnh đạo. Văn thư cấp số, ngày tiếp theo.", "The leader's signed file is accepted. Next the clerk gives number and date.")
		if stage == StageSeal {
			said = i18n.T("Đã nhận bản đóng dấu. Kế hoạch số "+v.Named()+" đã ban hành.", "The sealed file is accepted. Plan "+v.Named()+" is issued.")
		}
		return r.RedirectWith(fmt.Sprintf("%s/%d/signing", base(r), n), said)
	}
}

func (s *Service) numberSigned(r *web.Request) error {
	n, err := year(r)
	if err != nil {
		return err
	}
	v, err := s.Number(r.Context(), r.Tenant().ID, n)
	if err != nil {
		return s.refusedSigning(r, n, "number", err, nil)
	}
	return r.RedirectWith(fmt.Sprintf("%s/%d/signing", base(r), n), i18n.T("Đã cấp số "+v.Named()+" và ghi vào bản đã ký. Hãy tải về và đóng dấu.",
		"Number "+v.Named()+" is given and written into the signed file. Download and seal it."))
}

// refusedSigning shows a refusal where it belongs; what is no refusal goes on.
func (s *Service) refusedSigning(r *web.Request, n int, at string, err error, report *signature.Report) error {
	switch fault.From(err).Kind {
	case fault.Invalid, fault.Conflict, fault.Forbidden, fault.TooLarge, fault.Unavailable:
		return s.showSigning(r, n, at, err, report)
	}
	return err
}

// signingWords says what there is to do or see on the page of signing, and
// whether that is what the version waits for.
func signingWords(d Dossier, signed bool) (words i18n.Text, next bool) {
	switch v := d.Version; {
	case v.State.Final() && signed:
		return i18n.T("Xem chữ ký số", "See the signatures"), false
	case v.State == Numbered:
		return i18n.T("Đóng dấu số, ban hành", "Seal and issue"), true
	case v.State == Approved && signed:
		return i18n.T("Cấp số cho bản ký số", "Number the signed file"), true
	case v.State == Approved && d.Way.Signing != tenancy.SignPaper:
		return i18n.T("Ký số kế hoạch", "Sign digitally"), d.Way.Signing == tenancy.SignDigital
	}
	return i18n.Text{}, false
}
