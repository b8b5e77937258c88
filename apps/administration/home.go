package administration

import (
	"cmp"
	"math"
	"net/http"
	"slices"
	"time"

	"vuon/apps/administration/views"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/identity"
	"vuon/platform/jobs"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) homeRoutes() []web.Route {
	return []web.Route{
		{Method: http.MethodGet, Path: "/", Access: web.SignedIn, Handle: s.choosePage},
		{Method: http.MethodGet, Path: "/t/:tenant", Access: web.SignedIn, Handle: ours(s.workPage)},
		{Method: http.MethodGet, Path: "/components", Access: web.SignedIn, Handle: componentsPage},
	}
}

// choosePage leads to one's only tenant, or lets one choose.
func (s *Service) choosePage(r *web.Request) error {
	memberships, err := s.Identity.Memberships(r.Context(), r.Actor().Account)
	if err != nil {
		return err
	}
	places, err := s.places(r, memberships)
	if err != nil {
		return err
	}
	invitations, err := s.invitedTo(r)
	if err != nil {
		return err
	}
	if len(places) == 1 && places[0].Href != "" && len(invitations) == 0 {
		return r.Redirect(places[0].Href)
	}
	all, err := s.platformTenants(r, memberships)
	if err != nil {
		return err
	}
	return r.Page(ui.Page{Help: "officer#sign-in", Title: i18n.T("Chọn nơi làm việc", "Choose where to work"), Narrow: true}, views.Choose(places, all, invitations))
}

// places are the tenants of memberships, each once with all of its roles.
func (s *Service) places(r *web.Request, memberships []identity.Membership) (places []views.Place, err error) {
	at := map[string]int{}
	for _, m := range memberships {
		if i, there := at[m.Tenant]; there {
			places[i].Role += ", " + roleTitle(r, m.Role)
			continue
		}
		at[m.Tenant] = len(places)
		place := views.Place{Name: i18n.Say(r.Context(), "Vận hành hệ thống", "Platform"), Role: roleTitle(r, m.Role)}
		if m.Tenant != identity.Platform {
			t, err := s.Tenants.Tenant(r.Context(), m.Tenant)
			if err != nil {
				return nil, err
			}
			place.Name, place.Href, place.Closed = t.Name, "/t/"+t.ID, t.Closed
		}
		places = append(places, place)
	}
	return places, nil
}

// platformTenants lists all tenants for an operator, who administers none of
// them and belongs to none.
func (s *Service) platformTenants(r *web.Request, memberships []identity.Membership) ([]views.Place, error) {
	operates := slices.ContainsFunc(memberships, func(m identity.Membership) bool { return m.Tenant == identity.Platform })
	if !operates {
		return nil, nil
	}
	tenants, err := s.Tenants.All(r.Context())
	var places []views.Place
	for _, t := range tenants {
		places = append(places, views.Place{Name: t.Name, Role: t.ID, Href: platformTenants + "/" + t.ID, Closed: t.Closed})
	}
	return places, err
}

// soon is how long before its day something counts as due soon.
const soon = 7 * 24 * time.Hour

// workPage is what waits for the actor, the late first. Who stands above the
// tenant has their work in their own.
func (s *Service) workPage(r *web.Request) error {
	items, err := s.Work(r.Context())
	if err != nil {
		return err
	}
	slices.SortStableFunc(items, urgent)
	m := views.Work{JobsHref: base(r, "/jobs")}
	now := s.Clock.Now()
	for _, item := range items {
		row := views.WorkRow{Title: item.Title.In(r.Lang()), Kind: item.Kind.In(r.Lang()), Href: item.Path, Since: i18n.Date(item.Since), Late: item.Late}
		if item.Due != nil {
			row.Due, row.Soon = i18n.Date(*item.Due), !item.Late && item.Due.Sub(now) < soon
		}
		m.Rows = append(m.Rows, row)
	}
	if r.Can(ActionJobs) {
		if m.Jobs, err = s.ownJobs(r); err != nil {
			return err
		}
	}
	if m.Tour, err = s.tour(r); err != nil {
		return err
	}
	head := ui.Page{Title: i18n.T("Việc của tôi", "My work"), Subtitle: i18n.T(r.Tenant().Name, ""), Active: base(r, ""), Help: "officer#work"}
	return r.Page(head, views.WorkPage(m))
}

// urgent puts the late first, then what is due soonest, then what waits longest.
func urgent(a, b web.WorkItem) int {
	if a.Late != b.Late {
		return map[bool]int{true: -1, false: 1}[a.Late]
	}
	if c := cmp.Compare(dueAt(a), dueAt(b)); c != 0 {
		return c
	}
	return a.Since.Compare(b.Since)
}

func dueAt(w web.WorkItem) int64 {
	if w.Due == nil {
		return math.MaxInt64
	}
	return w.Due.Unix()
}

// ownJobs are the actor's latest jobs.
func (s *Service) ownJobs(r *web.Request) (rows []ui.JobView, err error) {
	list, _, err := s.Jobs.List(r.Context(), r.Tenant().ID, jobs.Filter{CreatedBy: r.Actor().Account}, database.Page{Limit: 5})
	for _, job := range list {
		rows = append(rows, jobView(r, job))
	}
	return rows, err
}

// componentsPage shows every component of the design system.
func componentsPage(r *web.Request) error {
	return r.Page(ui.Page{Title: i18n.T("Bộ thành phần giao diện", "Components"), Wide: true}, ui.Gallery())
}

// ours keeps a page for those who work in the tenant: whoever supervises it has
// pages of their own.
func ours(handle func(*web.Request) error) func(*web.Request) error {
	return func(r *web.Request) error {
		if r.Actor().Tenant != r.Tenant().ID {
			return notOurs
		}
		return handle(r)
	}
}

// notOurs answers a province that asks for the work of a district.
var notOurs = fault.New(fault.Forbidden, "forbidden", "Đây là trang làm việc riêng của huyện. Tỉnh theo dõi huyện ở trang «Tổng hợp các huyện».",
	"This is the district's own page. The province follows its districts under \"All districts\".")
