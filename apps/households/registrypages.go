package households

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"vuon/apps/households/classify"
	"vuon/apps/households/forms"
	"vuon/apps/households/views"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/policy"
	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// registryRoutes are the pages of the registry. They end with those of one
// household, whose address takes any word: what has an address of its own below
// /households stands before them.
func (s *Service) registryRoutes() []web.Route {
	get := func(path, action string, handle func(*web.Request) error) web.Route {
		return web.Route{Method: http.MethodGet, Path: "/t/:tenant/households" + path, Action: action, Handle: handle}
	}
	post := func(path, action string, handle func(*web.Request) error) web.Route {
		return web.Route{Method: http.MethodPost, Path: "/t/:tenant/households" + path, Action: action, Handle: handle}
	}
	return []web.Route{
		get("", ActionView, s.registryPage), post("/list", ActionReveal, s.postRegistry),
		get("/new", ActionEdit, s.newPage), post("", ActionEdit, s.postNew),
		get("/villages", ActionView, s.villagesPage), post("/villages", ActionEdit, s.postVillage),
		get("/villages/:village", ActionEdit, s.villagePage), post("/villages/:village", ActionEdit, s.postVillageEdit),
		post("/villages/:village/close", ActionEdit, s.postVillageClose),
		get("/duplicates", ActionEdit, s.duplicatesPage), post("/duplicates/join", ActionEdit, s.postJoin), post("/duplicates/apart", ActionEdit, s.postApart),
		get("/:id", ActionView, s.householdPage), post("/:id/reveal", ActionReveal, s.postReveal),
		get("/:id/edit", ActionEdit, s.editPage), post("/:id/edit", ActionEdit, s.postEdit),
		get("/:id/head", ActionEdit, s.headPage), post("/:id/head", ActionEdit, s.postHead),
		get("/:id/move", ActionEdit, s.movePage), post("/:id/move", ActionEdit, s.postMove),
		get("/:id/leave", ActionEdit, s.leavePage), post("/:id/leave", ActionEdit, s.postLeave), post("/:id/return", ActionEdit, s.postReturn),
		get("/:id/split", ActionEdit, s.splitPage), post("/:id/split", ActionEdit, s.postSplit),
		get("/:id/merge", ActionEdit, s.mergePage), post("/:id/merge", ActionEdit, s.postMerge),
		get("/:id/members/new", ActionEdit, s.memberNewPage), post("/:id/members", ActionEdit, s.postMemberNew),
		get("/:id/members/:person", ActionEdit, s.memberPage), post("/:id/members/:person", ActionEdit, s.postMember),
		get("/:id/members/:person/end", ActionEdit, s.memberEndPage), post("/:id/members/:person/end", ActionEdit, s.postMemberEnd),
		post("/:id/members/:person/restore", ActionEdit, s.postMemberRestore),
	}
}

func registryBase(r *web.Request) string { return "/t/" + r.Tenant().ID + "/households" }

func registryCrumb(r *web.Request) ui.Crumb {
	return ui.Crumb{Title: i18n.T("Sổ hộ nghèo", "Registry"), Href: registryBase(r)}
}

// registryStyles are the style sheets of these pages.
func registryStyles() []string { return []string{"registry.css"} }

// askedList is the filter that the address names.
func (s *Service) askedList(r *web.Request) Filter {
	number := func(name string, most int) int {
		n, err := strconv.Atoi(r.Query(name))
		if err != nil || n < 0 || n > most {
			return 0
		}
		return n
	}
	f := Filter{Query: r.Query("q"), Unit: r.Query("unit"), Village: r.Query("village"), Class: classify.Class(r.Query("class")),
		Deprived: number("lack", classify.Indicators), Cause: number("cause", forms.Causes), Group: Group(r.Query("group")), State: State(r.Query("state")),
		Round: r.Query("round")}
	if year := number("year", 2100); year >= 2000 && year < s.today().Time().Year() {
		f.On = declared.Date(strconv.Itoa(year) + "-12-31")
	}
	if m := r.Query("measure"); m != "" {
		f.Measures = strings.Split(m, ",")
	}
	if _, known := roundNamed(f.Round); !known {
		f.Round, f.Measures = "", nil
	}
	if f.Round != "" {
		f.On = ""
	}
	return f
}

// placesOf are the communes that the actor may do the action in, on a day ("": now).
func (s *Service) placesOf(r *web.Request, action string, day declared.Date) ([]tenancy.Unit, error) {
	ctx := policy.At(r.Context(), r.Tenant().ID)
	list, err := s.units(ctx, r.Tenant().ID, day)
	return s.communes(ctx, action, list), err
}

func (s *Service) registryPage(r *web.Request) error { return s.showRegistry(r, s.askedList(r)) }

// postRegistry shows a list that tells what is masked, once, for a reason.
func (s *Service) postRegistry(r *web.Request) error {
	f := s.askedList(r)
	f.Reason = r.Form("reason")
	return s.showRegistry(r, f)
}

func (s *Service) showRegistry(r *web.Request, f Filter) error {
	units, err := s.placesOf(r, ActionView, f.On)
	if err != nil {
		return err
	}
	if len(units) == 1 && f.Unit == "" {
		f.Unit = units[0].Code
	}
	list, next, err := s.Households(r.Context(), r.Tenant().ID, f, database.Page{After: r.Query("after")})
	m := views.Registry{Base: registryBase(r), Path: registryBase(r), Query: f.Query, AsOf: dateText(f.On), PlainHref: registryBase(r)}
	if err := s.filterOptions(r, f, units, &m); err != nil {
		return err
	}
	if unasked(err) {
		m.Ask = &views.Ask{Action: revealHref(r, f, r.Query("after")), Reason: f.Reason, Err: refusedAsk(r, err)}
		return r.PageStatus(askedStatus(r, err), s.registryHead(r), views.RegistryPage(m))
	}
	if err != nil {
		return err
	}
	if err := s.counts(r, f, &m); err != nil {
		return err
	}
	names, err := s.villageNames(r)
	if err != nil {
		return err
	}
	for _, h := range list {
		m.Rows = append(m.Rows, s.row(r, h, units, names))
	}
	m.Pager = registryPager(r, f, next, len(list))
	if f.sensitive() && next != "" {
		m.Next = &views.Ask{Action: revealHref(r, f, next), Reason: f.Reason}
	}
	if r.Can(ActionEdit) {
		m.NewHref = m.Base + "/new"
	}
	return r.Page(s.registryHead(r), views.RegistryPage(m))
}

// registryHead is the list's title and what can be done from it.
func (s *Service) registryHead(r *web.Request) ui.Page {
	say := func(vi, en string) string { return i18n.Say(r.Context(), vi, en) }
	a := views.Actions{Plain: []views.Action{{Label: say("Xuất Excel", "Export"), Icon: "table-export", Href: registryBase(r) + "/export"}}}
	if r.Can(ActionImport) {
		a.Menu = append(a.Menu, views.Action{Label: say("Nhập từ tệp Excel", "Import a workbook"), Icon: "file-upload", Href: importBase(r)})
	}
	if r.Can(ActionEdit) {
		a.Primary = &views.Action{Label: say("Thêm hộ", "Add a household"), Icon: "plus", Href: registryBase(r) + "/new"}
		a.Menu = append(a.Menu, views.Action{Label: say("Tìm người trùng", "Look for duplicates"), Icon: "users-group", Href: registryBase(r) + "/duplicates"})
	}
	a.Menu = append(a.Menu, views.Action{Label: say("Thôn, bon, buôn", "Villages"), Icon: "home", Href: registryBase(r) + "/villages"})
	return ui.Page{Title: i18n.T("Hộ nghèo, cận nghèo, mới thoát nghèo", "Poor, near-poor and newly escaped households"),
		Subtitle: s.standardLine(r), Active: registryBase(r), Wide: true, Landscape: true, Styles: registryStyles(), Help: "officer#households",
		Actions: views.RegistryActions(a)}
}

// standardLine names the poverty standard of today.
func (s *Service) standardLine(r *web.Request) i18n.Text {
	standards, err := s.standards(r.Context(), s.today())
	if err != nil || standards.rural.Source == "" {
		return i18n.T(r.Tenant().Name, "")
	}
	source := standards.rural.Source
	return i18n.T("Theo chuẩn nghèo đa chiều (Nghị định "+source+")", "By the multidimensional poverty standard (Decree "+source+")")
}

func (s *Service) villageNames(r *web.Request) (names map[string]string, err error) {
	tenant := r.Tenant().ID
	err = s.reads(r.Context(), tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		names, err = s.store.villageNames(ctx, tx, nil)
		return err
	})
	return names, err
}

// row is a household as the list shows it: nothing sensitive.
func (s *Service) row(r *web.Request, h Household, units []tenancy.Unit, villages map[string]string) views.Row {
	row := views.Row{Code: h.Code, Head: h.Head, Href: registryBase(r) + "/" + h.ID, Village: villages[h.Village], Persons: strconv.Itoa(h.Persons),
		Class: classView(r, s.classNow(h)), Reviewed: dateText(h.ReviewedOn)}
	if i := slices.IndexFunc(units, func(u tenancy.Unit) bool { return u.ID == h.Unit }); i >= 0 {
		row.Unit = units[i].Name
	}
	if h.B1 != nil {
		row.B1, row.B2 = strconv.Itoa(*h.B1), strconv.Itoa(h.B2())
	}
	if h.State != StateHere {
		row.State = h.State.Title().In(r.Lang()) + " " + dateText(h.EndedOn)
	}
	lacks := lackNames(r.Lang(), shownLacks(h.Deprived, false))
	if len(lacks) > 2 {
		row.More, lacks = "+"+strconv.Itoa(len(lacks)-2), lacks[:2]
	}
	row.Lacks = lacks
	return row
}

// classNow is the household's class today: newly escaped ends after 36 months.
func (s *Service) classNow(h Household) classify.Class {
	if h.Class == classify.Escaped && h.EscapedOn != "" && declared.DateOf(classify.EscapedUntil(h.EscapedOn.Time())) < s.today() {
		return classify.NotPoor
	}
	return h.Class
}

func classView(r *web.Request, c classify.Class) views.Class {
	tones := map[classify.Class]ui.Tone{classify.Poor: ui.Bad, classify.NearPoor: ui.Warn, classify.Escaped: ui.Good}
	return views.Class{Title: ClassTitle(c).In(r.Lang()), Tone: tones[c]}
}

func registryPager(r *web.Request, f Filter, next string, shown int) ui.Pager {
	p := ui.Pager{Shown: shown, Total: -1, Swap: "households"}
	if f.sensitive() || next == "" && r.Query("after") == "" {
		return p
	}
	if r.Query("after") != "" {
		p.First = registryHref(r, f, nil)
	}
	if next != "" {
		p.Next = registryHref(r, f, map[string]string{"after": next})
	}
	return p
}

// registryHref is the list with the filter of the request, and some of it changed.
func registryHref(r *web.Request, f Filter, change map[string]string) string {
	q := url.Values{}
	for _, k := range []string{"q", "unit", "village", "class", "year", "lack", "cause", "group", "state", "round", "measure"} {
		if v := r.Query(k); v != "" {
			q.Set(k, v)
		}
	}
	for k, v := range change {
		if q.Del(k); v != "" {
			q.Set(k, v)
		}
	}
	if len(q) == 0 {
		return registryBase(r)
	}
	return registryBase(r) + "?" + q.Encode()
}

// revealHref is where the reason goes for which a list is read on from a cursor.
func revealHref(r *web.Request, f Filter, after string) string {
	_, query, _ := strings.Cut(registryHref(r, f, map[string]string{"after": after}), "?")
	return registryBase(r) + "/list?" + query
}

// counts tells how many households fit, and how many of each class.
func (s *Service) counts(r *web.Request, f Filter, m *views.Registry) error {
	all := f
	all.Class = ""
	list, err := s.CountHouseholds(r.Context(), r.Tenant().ID, all)
	if err != nil {
		return err
	}
	n := map[classify.Class]int{}
	total := 0
	for _, c := range list {
		n[c.Class] += c.N
		if f.Class == "" || f.Class == c.Class {
			total += c.N
		}
	}
	for _, c := range classes() {
		if n[c] > 0 {
			m.Counts = append(m.Counts, views.Count{Title: ClassTitle(c).In(r.Lang()), N: ui.Integer(int64(n[c])), Current: f.Class == c,
				Href: registryHref(r, f, map[string]string{"class": string(c)})})
		}
	}
	m.Total = ui.Integer(int64(total))
	return nil
}

func classes() []classify.Class {
	return []classify.Class{classify.Poor, classify.NearPoor, classify.Escaped, classify.NotPoor}
}
