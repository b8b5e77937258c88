package administration

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"vuon/apps/administration/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/tenancy"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) configurationRoutes() []web.Route {
	const all, one = "/t/:tenant/configuration", "/t/:tenant/configuration/:key"
	return []web.Route{
		{Method: http.MethodGet, Path: all, Action: ActionConfiguration, Handle: s.configurationPage},
		{Method: http.MethodGet, Path: one, Action: ActionConfiguration, Handle: s.settingPage},
		{Method: http.MethodPost, Path: one, Action: ActionConfiguration, Handle: s.saveSetting},
		{Method: http.MethodPost, Path: one + "/reset", Action: ActionConfiguration, Handle: s.resetSetting},
	}
}

func (s *Service) configurationPage(r *web.Request) error {
	states, err := s.SettingList(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	var list []views.Setting
	for _, x := range states {
		list = append(list, s.settingView(r, x))
	}
	head := ui.Page{Help: "administrator#configuration", Title: i18n.T("Cấu hình", "Configuration"), Active: base(r, "/configuration"), Narrow: true,
		Subtitle: i18n.T("Giá trị lấy từ tệp cấu hình của hệ thống; thay đổi trên màn hình được giữ riêng và hiện rõ chỗ khác.", "Values come from the deployment's files; what is changed here is kept beside them and shown.")}
	quotas, err := s.Quotas(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	return r.Page(head, views.ConfigurationPage(list, quotaBars(r, quotas)))
}

// settingView is a setting as pages show it.
func (s *Service) settingView(r *web.Request, x tenancy.SettingState) views.Setting {
	v := views.Setting{Elsewhere: elsewhere(x.Key), Fixed: tenancy.OperatorsOnly(x.Key), Key: x.Key, Title: x.Title.In(r.Lang()), Href: base(r, "/configuration/"+x.Key), Drift: x.Drift(), Tag: tag(x.Value()), Value: s.settingLines(r, x.Key, x.Value())}
	if v.Elsewhere {
		v.Href = base(r, "/roles")
	}
	if v.Drift {
		v.File = s.settingLines(r, x.Key, x.File)
		v.Changed = i18n.Say(r.Context(), "Đổi bởi ", "Changed by ") + x.ChangedBy
		if x.ChangedAt != nil {
			v.Changed += " · " + i18n.DateTime(*x.ChangedAt)
		}
	}
	return v
}

func settingParts(key string) []part {
	if elsewhere(key) {
		return nil
	}
	defs := tenancy.Definitions()
	at := slices.IndexFunc(defs, func(d tenancy.Definition) bool { return d.Key == key })
	if at < 0 {
		return nil
	}
	return partsOf(defs[at])
}

// settingLines is a value to be read; nil when there is none.
func (s *Service) settingLines(r *web.Request, key string, raw json.RawMessage) (list []views.Line) {
	if raw == nil {
		return nil
	}
	if elsewhere(key) {
		return s.overrideLines(r, raw)
	}
	parts := settingParts(key)
	texts := written(parts, raw)
	for _, p := range parts {
		text := texts[p.name]
		switch {
		case text == "":
			text = "—"
		case p.kind == views.Lines && len(text) < 80:
			text = strings.ReplaceAll(text, "\n", ", ")
		}
		list = append(list, views.Line{Name: partTitle(key, p.name).In(r.Lang()), Values: strings.Split(text, "\n")})
	}
	return list
}

// overrideLines are the rights that the files give or take, in words.
func (s *Service) overrideLines(r *web.Request, raw json.RawMessage) (list []views.Line) {
	var overrides []tenancy.PolicyOverride
	_ = json.Unmarshal(raw, &overrides) // what is stored was checked
	for _, o := range overrides {
		list = append(list, views.Line{Name: roleTitle(r, o.Role), Values: []string{i18n.Say(r.Context(), map[bool]string{true: "Cho phép ", false: "Thu quyền "}[o.Allow],
			map[bool]string{true: "Allowed ", false: "Denied "}[o.Allow]) + "“" + s.actionTitle(r.Context(), r.Tenant().ID, o.Action) + "”"}})
	}
	return list
}

func (s *Service) settingPage(r *web.Request) error { return s.showSetting(r, nil) }

// showSetting shows the form; after a refusal with what was typed.
func (s *Service) showSetting(r *web.Request, refusal error) error {
	x, err := s.Setting(r.Context(), r.Tenant().ID, r.Param("key"))
	if err != nil {
		return err
	}
	v := s.settingView(r, x)
	if v.Elsewhere {
		if refusal != nil {
			return refusal
		}
		return r.Redirect(v.Href)
	}
	parts := settingParts(x.Key)
	value := x.Value()
	if value == nil {
		value = tenancy.Standard(x.Key)
	}
	texts := written(parts, value)
	for _, p := range parts {
		f := views.SettingField{Name: p.name, Title: partTitle(x.Key, p.name).In(r.Lang()), Hint: partHint(x.Key, p.name).In(r.Lang()), Kind: p.kind, Required: p.required, Value: texts[p.name]}
		for _, choice := range p.choices {
			f.Choices = append(f.Choices, ui.Option{Value: choice, Label: choiceTitle(x.Key, p.name, choice).In(r.Lang())})
		}
		if refusal != nil {
			f.Value = r.Form(p.name)
		}
		v.Fields = append(v.Fields, f)
	}
	v.Err = refusal
	all := base(r, "/configuration")
	head := ui.Page{Help: "administrator#configuration", Title: x.Title, Active: all, Narrow: true, Crumbs: crumb("Cấu hình", "Configuration", all)}
	status := 0
	if refusal != nil {
		status = fault.From(refusal).Kind.Status()
	}
	return r.PageStatus(status, head, views.SettingPage(v))
}

func (s *Service) saveSetting(r *web.Request) error {
	key := r.Param("key")
	parts := settingParts(key)
	value, err := readSetting(parts, r.Form)
	if err == nil {
		_, err = s.ChangeSetting(r.Context(), r.Tenant().ID, key, r.Form("tag"), value)
		err = beside(err, key, parts)
	}
	if err != nil {
		if refused(err) {
			return s.showSetting(r, err)
		}
		return err
	}
	return r.RedirectWith(base(r, "/configuration"), i18n.T("Đã lưu. Giá trị mới áp dụng từ bây giờ.", "Saved. The new value holds from now on."))
}

func (s *Service) resetSetting(r *web.Request) error {
	if _, err := s.ResetSetting(r.Context(), r.Tenant().ID, r.Param("key")); err != nil {
		return err
	}
	return r.RedirectWith(base(r, "/configuration"), i18n.T("Đã dùng lại giá trị của tệp cấu hình.", "The file's value holds again."))
}
