package tasks

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"vuon/apps/tasks/views"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/policy"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// Routes are the pages of tasks.
func (s *Service) Routes() []web.Route {
	get := func(path string, handle func(*web.Request) error) web.Route {
		return web.Route{Method: http.MethodGet, Path: "/t/:tenant/tasks" + path, Action: ActionView, Handle: handle}
	}
	post := func(path, action string, handle func(*web.Request) error) web.Route {
		return web.Route{Method: http.MethodPost, Path: "/t/:tenant/tasks" + path, Action: action, Handle: handle}
	}
	attach := post("/:id/files", ActionView, s.attachFile)
	attach.MaxBody = 64 << 20
	return []web.Route{
		get("", s.listPage), get("/board", s.boardPage), get("/calendar", s.calendarPage), get("/who", s.whoPage),
		get("/changes", s.changesPage), get("/new", s.givePage), get("/:id", s.taskPage), get("/:id/files/:file", s.downloadFile),
		post("", ActionCoordinate, s.giveTask), post("/due", ActionCoordinate, s.setDue), attach,
		post("/:id/progress", ActionView, s.postProgress), post("/:id/report", ActionView, s.postReport),
		post("/:id/delegate", ActionView, s.postDelegate), post("/:id/parts", ActionView, s.postPart),
		post("/:id/confirm", ActionConfirm, s.postConfirm), post("/:id/send-back", ActionConfirm, s.postSendBack),
		post("/:id/edit", ActionCoordinate, s.postEdit), post("/:id/withdraw", ActionCoordinate, s.postWithdraw),
		post("/:id/reopen", ActionCoordinate, s.postReopen), post("/:id/remarks", ActionView, s.postRemark),
	}
}

func base(r *web.Request) string { return "/t/" + r.Tenant().ID + "/tasks" }

// asked is the filter that the address names, and what the pages share of it.
func (s *Service) asked(r *web.Request, tab string) (f Filter, head views.Head, err error) {
	years, err := s.Years(r.Context(), r.Tenant().ID)
	if err != nil {
		return f, head, err
	}
	f.Year, _ = strconv.Atoi(r.Query("year"))
	if f.Year == 0 && len(years) > 0 {
		f.Year = years[0]
	}
	if f.Year == 0 {
		f.Year = s.Clock.Now().In(i18n.Zone()).Year()
	}
	f.Query, f.Project, f.State, f.Late = r.Query("q"), r.Query("project"), State(r.Query("state")), r.Query("late") == "yes"
	if !slices.Contains(States(), f.State) {
		f.State = ""
	}
	if day, err := time.ParseInLocation(time.DateOnly, r.Query("due"), i18n.Zone()); err == nil {
		f.From, f.Until = day, day.AddDate(0, 0, 1)
	}
	owner := r.Query("owner")
	f.Function, f.Unit = owner, ""
	if code, is := cutUnit(owner); is {
		f.Function, f.Unit = "commune", code
	}
	head = views.Head{Base: base(r), Year: f.Year, Query: f.Query, Mine: r.Query("mine") == "yes", Late: f.Late}
	head.Path = head.Base + map[string]string{"board": "/board", "calendar": "/calendar"}[tab]
	if head.Mine {
		s.narrow(r, &f)
	}
	head.Tabs = s.tabs(r, tab)
	for _, y := range append(missing(years, f.Year), years...) {
		head.Years = append(head.Years, ui.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y), Selected: y == f.Year})
	}
	if head.Owners, err = s.owners(r, f.Year, owner); err != nil {
		return f, head, err
	}
	head.Projects, err = s.projects(r, f)
	if r.Can(ActionCoordinate) {
		head.GiveHref = head.Base + "/new?year=" + strconv.Itoa(f.Year)
	}
	return f, head, err
}

func missing(years []int, year int) []int {
	if slices.Contains(years, year) {
		return nil
	}
	return []int{year}
}

// narrow leaves what is the actor's own: the person's, else the office's.
func (s *Service) narrow(r *web.Request, f *Filter) {
	actor := r.Actor()
	for _, g := range actor.Roles {
		role, known := policy.RoleNamed(g.Role)
		if known && role.Office() != "" {
			f.Function = role.Office()
			if len(g.Scope.Units) > 0 {
				f.Unit = g.Scope.Units[0]
			}
			return
		}
	}
	f.Account = actor.Account
}

func cutUnit(owner string) (code string, is bool) {
	if len(owner) > 5 && owner[:5] == "unit-" {
		return owner[5:], true
	}
	return "", false
}

func (s *Service) owners(r *web.Request, year int, chosen string) ([]ui.Option, error) {
	offices, err := s.Offices(r.Context(), r.Tenant().ID, year)
	out := []ui.Option{{Value: "", Label: i18n.Say(r.Context(), "Tất cả cơ quan", "All offices")}}
	seen := map[string]bool{}
	for _, o := range offices {
		value := o.Function
		if o.UnitCode != "" {
			value = "unit-" + o.UnitCode
		}
		if seen[value] {
			continue
		}
		seen[value] = true
		out = append(out, ui.Option{Value: value, Label: o.ShortName, Selected: value == chosen})
	}
	return out, err
}

func (s *Service) projects(r *web.Request, f Filter) ([]ui.Option, error) {
	out := []ui.Option{{Value: "", Label: i18n.Say(r.Context(), "Tất cả dự án", "All projects")}}
	codes, err := s.Projects(r.Context(), r.Tenant().ID, f.Year)
	for _, c := range codes {
		out = append(out, ui.Option{Value: c, Label: ShortProject(c), Selected: c == f.Project})
	}
	return out, err
}

func (s *Service) tabs(r *web.Request, active string) []ui.Tab {
	q := url.Values{}
	for _, k := range []string{"year", "q", "project", "owner", "mine", "late"} {
		if v := r.Query(k); v != "" {
			q.Set(k, v)
		}
	}
	query := ""
	if len(q) > 0 {
		query = "?" + q.Encode()
	}
	tab := func(id, path, vi, en string) ui.Tab {
		return ui.Tab{Title: i18n.Say(r.Context(), vi, en), Href: base(r) + path + query, Active: id == active}
	}
	return []ui.Tab{tab("list", "", "Danh sách", "List"), tab("board", "/board", "Bảng", "Board"),
		tab("calendar", "/calendar", "Lịch", "Calendar"), tab("who", "/who", "Ai làm gì", "Who does what")}
}

func (s *Service) page(r *web.Request, head views.Head) ui.Page {
	p := ui.Page{Title: i18n.T(fmt.Sprintf("Nhiệm vụ năm %d", head.Year), fmt.Sprintf("Tasks of %d", head.Year)), Subtitle: i18n.T(r.Tenant().Name, ""),
		Active: base(r), Wide: true, Styles: []string{"tasks.css"}, Help: "officer#tasks"}
	if head.GiveHref != "" {
		p.Actions = ui.Button(ui.Btn{Label: i18n.Say(r.Context(), "Giao việc", "Give a task"), Icon: "plus", Href: head.GiveHref})
	}
	return p
}

func (s *Service) listPage(r *web.Request) error { return s.showList(r, nil) }

func (s *Service) showList(r *web.Request, refusal error) error {
	f, head, err := s.asked(r, "list")
	if err != nil {
		return err
	}
	list, next, err := s.List(r.Context(), r.Tenant().ID, f, database.Page{After: r.Query("after")})
	if err != nil {
		return err
	}
	if head.Stats, err = s.stats(r, f); err != nil {
		return err
	}
	head.States = []ui.Option{{Value: "", Label: i18n.Say(r.Context(), "Mọi trạng thái", "Any state")}}
	for _, st := range States() {
		head.States = append(head.States, ui.Option{Value: string(st), Label: st.Title().In(r.Lang()), Selected: st == f.State})
	}
	if head.Amendment, err = s.amendment(r, f.Year); err != nil {
		return err
	}
	m := views.List{Head: head, Err: refusal}
	for _, t := range list {
		m.Rows = append(m.Rows, s.row(r, t))
	}
	if r.Can(ActionCoordinate) {
		m.DueAction = base(r) + "/due"
	}
	m.Pager = pager(r, next, len(list))
	status := 0
	if refusal != nil {
		status = fault.From(refusal).Kind.Status()
	}
	return r.PageStatus(status, s.page(r, head), views.ListPage(m))
}

func pager(r *web.Request, next string, shown int) ui.Pager {
	p := ui.Pager{Shown: shown, Total: -1}
	if next == "" && r.Query("after") == "" {
		return p
	}
	q := url.Values{}
	for _, k := range []string{"year", "q", "project", "owner", "state", "mine", "late"} {
		if v := r.Query(k); v != "" {
			q.Set(k, v)
		}
	}
	if r.Query("after") != "" {
		p.First = base(r) + "?" + q.Encode()
	}
	if next != "" {
		q.Set("after", next)
		p.Next = base(r) + "?" + q.Encode()
	}
	return p
}

// amendment leads to what the plan in force changed in the tasks, when it is not
// the first version of its year.
func (s *Service) amendment(r *web.Request, year int) (*views.Link, error) {
	version, err := s.Amending(r.Context(), r.Tenant().ID, year)
	if err != nil || version == 0 {
		return nil, err
	}
	return &views.Link{Title: i18n.Say(r.Context(), fmt.Sprintf("Nhiệm vụ đã theo bản sửa đổi (bản %d) của kế hoạch.", version),
		fmt.Sprintf("The tasks follow the amended plan (version %d).", version)),
		Href: fmt.Sprintf("%s/changes?year=%d&version=%d", base(r), year, version)}, nil
}

func (s *Service) stats(r *web.Request, f Filter) ([]ui.Stat, error) {
	f.State, f.Late, f.Query = "", false, ""
	counts, err := s.Counts(r.Context(), r.Tenant().ID, f)
	n := map[State]int{}
	late, all := 0, 0
	for _, c := range counts {
		n[c.State] += c.N
		if c.Late {
			late += c.N
		}
		if c.State != Withdrawn {
			all += c.N
		}
	}
	query := fmt.Sprintf("?year=%d", f.Year)
	if r.Query("mine") == "yes" {
		query += "&mine=yes"
	}
	stat := func(vi, en, icon, more string, value int, tone ui.Tone) ui.Stat {
		return ui.Stat{Label: i18n.Say(r.Context(), vi, en), Value: strconv.Itoa(value), Icon: icon, Href: base(r) + query + more, Tone: tone}
	}
	tone := ui.Neutral
	if late > 0 {
		tone = ui.Bad
	}
	return []ui.Stat{stat("Tổng số nhiệm vụ", "Tasks", "checklist", "", all, ui.Neutral),
		stat("Trễ hạn", "Late", "clock", "&late=yes", late, tone),
		stat("Chờ xác nhận", "Waiting for confirmation", "user-check", "&state=reported", n[Reported], ui.Neutral),
		stat("Đã xác nhận", "Confirmed", "circle-check", "&state=done", n[Done], ui.Neutral)}, err
}

// row is a task as lists show it.
func (s *Service) row(r *web.Request, t Task) views.Row {
	now := s.Clock.Now()
	return views.Row{ID: t.ID, Title: t.Title, Href: path(r.Tenant().ID, t.ID), Project: ShortProject(t.Project), Owner: t.Owner.String(), Due: day(t.Due),
		State: stateView(r, t, t.Late(now)), Late: t.Late(now), DaysLate: t.DaysLate(now), Progress: t.Progress, Parts: t.Children}
}

func stateView(r *web.Request, t Task, late bool) views.State {
	v := views.State{Title: t.State.Title().In(r.Lang())}
	switch t.State {
	case Open:
		v.Icon = "circle-dashed"
	case Doing:
		v.Tone, v.Icon = ui.Info, "progress"
	case Reported:
		v.Tone, v.Icon = ui.Warn, "user-check"
	case Done:
		v.Tone, v.Icon = ui.Good, "circle-check"
	case Withdrawn:
		v.Icon = "ban"
	}
	if late {
		v.Tone = ui.Bad
	}
	return v
}
