package administration

import (
	"fmt"
	"net/http"
	"slices"

	"vuon/apps/administration/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/tenancy"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

const platformTenants = "/platform/tenants"

func (s *Service) tenantRoutes() []web.Route {
	const province = "/t/:tenant/tenants"
	return []web.Route{
		{Method: http.MethodGet, Path: platformTenants, Action: ActionTenants, Handle: s.tenantsPage},
		{Method: http.MethodGet, Path: platformTenants + "/new", Action: ActionCreateTenant, Handle: func(r *web.Request) error { return s.showNewTenant(r, nil) }},
		{Method: http.MethodPost, Path: platformTenants, Action: ActionCreateTenant, Handle: s.createTenant},
		{Method: http.MethodGet, Path: platformTenants + "/:id", Action: ActionTenants, Handle: func(r *web.Request) error { return s.showQuotas(r, nil) }},
		{Method: http.MethodPost, Path: platformTenants + "/:id", Action: ActionTenants, Handle: s.saveQuotas},
		{Method: http.MethodGet, Path: province + "/new", Action: ActionCreateTenant, Handle: func(r *web.Request) error { return s.showNewTenant(r, nil) }},
		{Method: http.MethodPost, Path: province, Action: ActionCreateTenant, Handle: s.createTenant},
	}
}

// tenantsPage lists every tenant with what it uses, for operators.
func (s *Service) tenantsPage(r *web.Request) error {
	all, err := s.Tenants.All(r.Context())
	if err != nil {
		return err
	}
	m := views.Tenants{New: platformTenants + "/new"}
	for _, t := range all {
		quotas, err := s.Quotas(r.Context(), t.ID)
		if err != nil {
			return err
		}
		row := views.TenantRow{Name: t.Name, ID: t.ID, Href: platformTenants + "/" + t.ID, Closed: t.Closed, Made: t.MadeBy}
		row.Storage, row.Users = quotaWords(r, quotas[0]), quotaWords(r, quotas[1])
		m.Rows = append(m.Rows, row)
	}
	return r.Page(ui.Page{Help: "administrator#quotas", Title: i18n.T("Các địa bàn của hệ thống", "Tenants of this deployment"), Active: platformTenants,
		Actions: ui.Button(ui.Btn{Label: i18n.Say(r.Context(), "Lập địa bàn mới", "New tenant"), Icon: "plus", Kind: ui.Primary, Href: m.New})}, views.TenantsPage(m))
}

// quotaWords is "1,2 / 5,0 GB" or "12 / không giới hạn".
func quotaWords(r *web.Request, q Quota) string {
	write := ui.Integer
	if q.Key == tenancy.StorageQuota {
		write = gigabytes
	}
	most := i18n.Say(r.Context(), "không giới hạn", "no limit")
	if q.Holds > 0 {
		most = write(q.Holds)
	}
	if q.Used < 0 {
		return most
	}
	return write(q.Used) + " / " + most
}

func gigabytes(n int64) string { return ui.Decimal(float64(n)/(1<<30), 2) + " GB" }

// quotaBars are the limits as pictures.
func quotaBars(r *web.Request, quotas []Quota) (list []views.QuotaView) {
	for _, q := range quotas {
		v := views.QuotaView{Key: q.Key, Title: quotaTitle(q.Key).In(r.Lang()), Text: quotaWords(r, q)}
		if v.Limit = fmt.Sprint(q.Limit); q.Key == tenancy.StorageQuota {
			v.Limit = fmt.Sprint(q.Limit >> 30)
		}
		if q.Used >= 0 && q.Holds > 0 {
			v.Bar = &ui.Bar{Label: v.Title, Value: float64(q.Used), Max: float64(q.Holds), Text: v.Text}
			if q.Used*10 >= q.Holds*9 {
				v.Bar.Tone = ui.Warn
			}
		}
		list = append(list, v)
	}
	return list
}

func quotaTitle(key string) i18n.Text {
	switch key {
	case tenancy.StorageQuota:
		return i18n.T("Dung lượng lưu trữ (GB)", "Storage (GB)")
	case tenancy.UsersQuota:
		return i18n.T("Thành viên", "Members")
	}
	return i18n.T("Công việc nền chạy cùng lúc", "Jobs at once")
}

func (s *Service) showQuotas(r *web.Request, refusal error) error {
	t, err := s.Tenants.Tenant(r.Context(), r.Param("id"))
	if err != nil {
		return err
	}
	quotas, err := s.Quotas(r.Context(), t.ID)
	if err != nil {
		return err
	}
	m := views.Quotas{Action: platformTenants + "/" + t.ID, List: quotaBars(r, quotas), Err: refusal}
	status := 0
	if refusal != nil {
		status = fault.From(refusal).Kind.Status()
		for i := range m.List {
			m.List[i].Limit = r.Form(m.List[i].Key)
		}
	}
	head := ui.Page{Help: "administrator#quotas", Title: i18n.T("Hạn mức của "+t.Name, "Limits of "+t.Name), Narrow: true, Crumbs: crumb("Các địa bàn", "Tenants", platformTenants)}
	return r.PageStatus(status, head, views.QuotasPage(m))
}

func (s *Service) saveQuotas(r *web.Request) error {
	limits, wrong := map[string]int64{}, fault.New(fault.Invalid, "setting_wrong", "Hạn mức chưa đúng nên chưa lưu.", "The limits are wrong and were not saved.")
	for _, key := range []string{tenancy.StorageQuota, tenancy.UsersQuota, tenancy.JobsConcurrent} {
		n, why := number(r.Form(key))
		if why == nil && n > 1_000_000 {
			why = new(i18n.T("Số này lớn quá.", "This number is too large."))
		}
		if why != nil {
			wrong = wrong.At(key, why.VI, why.EN)
		}
		if limits[key] = n; key == tenancy.StorageQuota {
			limits[key] = n << 30
		}
	}
	if len(wrong.Fields) > 0 {
		return s.showQuotas(r, wrong)
	}
	if err := s.SetQuotas(r.Context(), r.Param("id"), limits); err != nil {
		if refused(err) {
			return s.showQuotas(r, err)
		}
		return err
	}
	return r.RedirectWith(platformTenants, i18n.T("Đã lưu hạn mức.", "The limits are saved."))
}

// place is where the actor makes tenants: in the province of the path, or on the
// platform.
func place(r *web.Request) string {
	if r.Tenant().ID != "" {
		return r.Tenant().ID
	}
	return identity.Platform
}

func (s *Service) showNewTenant(r *web.Request, refusal error) error {
	m := views.NewTenant{Action: platformTenants, ID: r.Form("id"), Name: r.Form("name"), Username: r.Form("username"), Person: r.Form("person"), Email: r.Form("email"), Err: refusal,
		Kinds: []ui.Option{{Value: "commune", Label: i18n.Say(r.Context(), "Xã, phường, thị trấn", "Commune")}, {Value: "district", Label: i18n.Say(r.Context(), "Huyện, thị xã, thành phố", "District")},
			{Value: "regional", Label: i18n.Say(r.Context(), "Khu vực (nhiều xã)", "Region of several communes")}}}
	for i := range m.Kinds {
		m.Kinds[i].Selected = m.Kinds[i].Value == r.Form("kind")
	}
	if r.Tenant().ID != "" {
		m.Action = base(r, "/tenants")
	}
	all, err := s.Tenants.All(r.Context())
	if err != nil {
		return err
	}
	for _, t := range all {
		switch {
		case t.Kind == "province" && (place(r) == identity.Platform || t.ID == r.Tenant().ID):
			if err := s.fillProvince(r, &m, t); err != nil {
				return err
			}
		case t.Kind != "province" && (place(r) == identity.Platform || t.Parent == r.Tenant().ID):
			m.Templates = append(m.Templates, ui.Option{Value: t.ID, Label: t.Name, Selected: t.ID == r.Form("template")})
		}
	}
	status := 0
	if refusal != nil {
		status = fault.From(refusal).Kind.Status()
	}
	head := ui.Page{Help: "supervisor#tenants", Title: i18n.T("Lập địa bàn mới", "New tenant"), Narrow: true, Active: m.Action + "/new",
		Subtitle: i18n.T("Cơ quan, thiết lập và quyền được chép từ địa bàn mẫu; quản trị viên đầu tiên nhận lời mời.", "Offices, settings and rights are copied from the template; the first administrator is invited.")}
	return r.PageStatus(status, head, views.NewTenantPage(m))
}

func (s *Service) fillProvince(r *web.Request, m *views.NewTenant, t tenancy.Tenant) error {
	m.Parents = append(m.Parents, ui.Option{Value: t.ID, Label: t.Name, Selected: t.ID == r.Form("parent")})
	units, err := s.Tenants.ProvinceUnits(r.Context(), t.ID)
	if err != nil {
		return err
	}
	chosen := r.Forms("units")
	for _, u := range units {
		above, err := s.Tenants.Unit(r.Context(), u.Parent)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(m.Units, func(g views.UnitGroup) bool { return g.Title == above.Name })
		if at < 0 {
			at = len(m.Units)
			m.Units = append(m.Units, views.UnitGroup{Title: above.Name})
		}
		g := &m.Units[at]
		picked := slices.Contains(chosen, u.ID)
		g.Open = g.Open || picked
		g.Options = append(g.Options, ui.Option{Value: u.ID, Label: u.Name, Selected: picked})
	}
	return nil
}

func (s *Service) createTenant(r *web.Request) error {
	t, i, err := s.CreateTenant(r.Context(), place(r),
		tenancy.NewTenant{ID: r.Form("id"), Kind: r.Form("kind"), Name: r.Form("name"), Parent: r.Form("parent"), Covers: r.Forms("units"), Template: r.Form("template")},
		identity.NewInvitation{Username: r.Form("username"), Name: r.Form("person"), Email: r.Form("email")})
	if err != nil {
		if refused(err) {
			return s.showNewTenant(r, err)
		}
		return err
	}
	head := ui.Page{Help: "supervisor#tenants", Title: i18n.T("Đã lập "+t.Name, t.Name+" is made"), Narrow: true}
	return r.Page(head, views.MadeTenantPage(views.Secret{Link: r.BaseURL() + "/invitation/" + i.Secret, Expires: i18n.DateTime(i.ExpiresAt), Username: invitee(i.Invitation)}))
}
