package web

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"vuon/platform/identity"
	"vuon/platform/policy"
	"vuon/platform/web/ui"
)

// shell is what every page and fragment needs of its surroundings.
func (r *Request) shell() ui.Shell {
	s := ui.Shell{
		Path: r.Path(), AssetURL: r.server.assets.URL, Theme: theme(r.c.Cookies(themeCookie)),
		SignedIn: r.signedIn, Links: r.links(),
	}
	if r.signedIn {
		s.User = ui.User{Key: r.actor.Account, Name: r.actor.Name}
	}
	if r.tenant.ID != "" {
		s.Tenant = ui.Tenant{Name: r.tenant.Name, Href: tenantPath(r.tenant.ID)}
	}
	return s
}

// complete adds what only whole pages show: navigation, other tenants, notices.
func (r *Request) complete(s *ui.Shell) error {
	s.Notices = r.takeNotices()
	if !r.signedIn {
		return nil
	}
	if r.tenant.ID != "" {
		s.Groups, s.User.Role = r.navigation(), r.roles()
		if err := r.ring(s); err != nil {
			return err
		}
		if err := r.remark(s); err != nil {
			return err
		}
	}
	memberships, err := r.server.Identity.Memberships(r.ctx, r.actor.Account)
	if err != nil {
		return err
	}
	for _, id := range tenantsOf(memberships) {
		if t, err := r.server.Tenant(r.ctx, id); err == nil && id != r.tenant.ID {
			s.Tenants = append(s.Tenants, ui.Tenant{Name: t.Name, Href: tenantPath(id)})
		}
	}
	return nil
}

// ring counts what the actor has not read.
func (r *Request) ring(s *ui.Shell) (err error) {
	if path := "/t/:tenant" + BellPath; r.server.Unread != nil && r.server.serves(path) {
		s.Bell = NewBell(r.tenant.ID, 0)
		s.Bell.Unread, err = r.server.Unread(r.ctx, r.tenant.ID, r.actor.Account)
	}
	return err
}

// remark says what is to be known of the tenant's data.
func (r *Request) remark(s *ui.Shell) (err error) {
	if r.server.Remark != nil {
		s.Remark, err = r.server.Remark(r.ctx, r.tenant.ID)
	}
	return err
}

// How often and how long the bell of an open page asks again. It must end: each
// question counts as use of the session, which would never grow idle.
const (
	bellEvery  = 2 * time.Minute
	bellRounds = 30
)

// BellPath answers, below a tenant, with the bell as it is now; NoticesPath is
// where it leads.
const (
	BellPath    = "/notifications/bell"
	NoticesPath = "/notifications"
)

// NewBell is a bell that has asked so many times already.
func NewBell(tenant string, round int) ui.Bell {
	b := ui.Bell{Href: tenantPath(tenant) + NoticesPath}
	if round < bellRounds {
		b.Source, b.Every = tenantPath(tenant)+BellPath+"?round="+strconv.Itoa(round+1), int(bellEvery/time.Millisecond)
	}
	return b
}

func tenantPath(id string) string { return "/t/" + id }

func tenantsOf(memberships []identity.Membership) []string {
	var ids []string
	for _, m := range memberships {
		if m.Tenant != identity.Platform && !slices.Contains(ids, m.Tenant) {
			ids = append(ids, m.Tenant)
		}
	}
	return ids
}

// navigation is what the actor may open in the tenant, by group.
func (r *Request) navigation() []ui.NavGroup {
	var groups []ui.NavGroup
	for _, g := range r.server.Groups {
		var items []ui.NavItem
		for _, n := range r.server.Nav {
			if n.Group == g.ID && (n.Action == "" || r.Can(n.Action)) {
				items = append(items, ui.NavItem{Title: n.Title, Icon: n.Icon, Href: tenantPath(r.tenant.ID) + n.Path})
			}
		}
		if len(items) > 0 {
			groups = append(groups, ui.NavGroup{Title: g.Title, Items: items})
		}
	}
	return groups
}

// links are the shell's own controls, as far as the route table has them.
func (r *Request) links() ui.Links {
	l := ui.Links{Home: "/", Language: languagePath, Theme: themePath}
	for path, link := range map[string]*string{"/account": &l.Account, SignInPath: &l.SignIn, "/sign-out": &l.SignOut, "/help": &l.Help} {
		if r.server.serves(path) {
			*link = path
		}
	}
	if r.tenant.ID != "" {
		for name, link := range map[string]*string{"/jobs": &l.Jobs, "/search": &l.Search} {
			if r.server.serves("/t/:tenant" + name) {
				*link = tenantPath(r.tenant.ID) + name
			}
		}
	}
	return l
}

func (s *Server) serves(path string) bool {
	return slices.ContainsFunc(s.routes, func(i RouteInfo) bool { return i.Path == path })
}

// roles names what the actor is in the tenant.
func (r *Request) roles() string {
	var names []string
	for _, g := range r.actor.Roles {
		if role, ok := policy.RoleNamed(g.Role); ok {
			names = append(names, role.Title.In(r.Lang()))
		}
	}
	return strings.Join(names, ", ")
}
