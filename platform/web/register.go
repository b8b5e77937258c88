package web

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
)

// register ties all routes to the app, or refuses them all.
func (s *Server) register() error {
	pages := append(preferences(), s.Options.Routes...)
	apis := append(s.sessionAPI(), s.Options.API...)
	var errs []error
	infos := make([]RouteInfo, 0, len(pages)+len(apis))
	add := func(info RouteInfo) {
		errs = append(errs, s.check(info))
		infos = append(infos, info)
		s.maxBody = max(s.maxBody, info.MaxBody)
	}
	for _, p := range pages {
		add(p.info())
	}
	for _, a := range apis {
		add(a.info())
		if a.hidden != "" {
			errs = append(errs, fmt.Errorf("web: %s %s: the input embeds %s, which must be exported to be filled", a.Method, a.Path, a.hidden))
		}
	}
	errs = append(errs, duplicates(infos))
	if err := errors.Join(errs...); err != nil {
		return err
	}
	sortRoutes(infos)
	s.routes = infos
	s.health(s.app)
	s.serveAssets(s.app)
	if s.PublicMetrics {
		s.app.Get("/metrics", adaptor.HTTPHandler(s.Metrics.Handler()))
	}
	return s.mount(pages, apis)
}

// mount adds the routes so that a literal path is asked before a parameter.
func (s *Server) mount(pages []Route, apis []APIRoute) error {
	api := s.newAPI()
	for i := range s.routes {
		info := &s.routes[i]
		if info.API {
			j := slices.IndexFunc(apis, func(a APIRoute) bool { return a.Method == info.Method && a.info().Path == info.Path })
			api.mount(apis[j], info)
			continue
		}
		j := slices.IndexFunc(pages, func(p Route) bool { return p.Method == info.Method && p.Path == info.Path })
		s.mountPage(pages[j], info)
	}
	return api.finish()
}

func (s *Server) mountPage(p Route, info *RouteInfo) {
	timeout := cmp.Or(p.Timeout, s.Timeout)
	handler := func(c *fiber.Ctx) error {
		r := of(c)
		r.route = info
		r.deadline(timeout)
		if err := r.authorise(); err != nil {
			return err
		}
		if p.script {
			return p.Handle(r)
		}
		if err := r.readForm(); err != nil {
			return err
		}
		return p.Handle(r)
	}
	s.app.Add(p.Method, p.Path, handler)
	if p.Method == http.MethodGet {
		s.app.Add(http.MethodHead, p.Path, handler)
	}
}

func (p Route) info() RouteInfo {
	return RouteInfo{
		Method: p.Method, Path: p.Path, Action: p.Action, Access: p.Access, MaxBody: p.MaxBody, PerMinute: p.PerMinute, script: p.script,
		Tenant: strings.HasPrefix(p.Path+"/", "/t/:tenant/"),
	}
}

// check refuses a route that would be open by forgetting.
func (s *Server) check(i RouteInfo) error {
	where := "web: route " + i.Method + " " + i.Path
	switch {
	case !slices.Contains([]string{"GET", "POST", "PUT", "PATCH", "DELETE"}, i.Method) || !strings.HasPrefix(i.Path, "/"):
		return fmt.Errorf("%s: no method or path that we serve", where)
	case !i.API && strings.HasPrefix(i.Path+"/", "/api/"):
		return fmt.Errorf("%s: pages do not lie under /api", where)
	case i.Access == ByAction && i.Action == "":
		return fmt.Errorf("%s names no action and is neither Public nor SignedIn", where)
	case i.Access != ByAction && i.Action != "":
		return fmt.Errorf("%s names an action and says %s", where, i.Access)
	case i.Action != "" && !slices.Contains(s.Actions, i.Action):
		return fmt.Errorf("%s needs action %q, which no module declares", where, i.Action)
	}
	return nil
}

func duplicates(infos []RouteInfo) error {
	seen := map[string]bool{}
	for _, i := range infos {
		key := i.Method + " " + shape(i.Path)
		if seen[key] {
			return fmt.Errorf("web: two routes answer %s %s", i.Method, i.Path)
		}
		seen[key] = true
	}
	return nil
}

// shape is the path without the names of its parameters: "/t/:id.pdf" is "/t/:.pdf".
func shape(path string) string {
	segments := strings.Split(path, "/")
	for i, s := range segments {
		if strings.HasPrefix(s, ":") {
			segments[i] = ":" + suffix(s)
		}
	}
	return strings.Join(segments, "/")
}

// suffix is what follows a parameter within its segment: ".pdf" of ":id.pdf".
func suffix(segment string) string {
	if i := strings.IndexByte(segment, '.'); i >= 0 {
		return segment[i:]
	}
	return ""
}

// sortRoutes puts a literal segment before a parameter, and a parameter with a
// suffix before a bare one, since the first route that matches answers.
func sortRoutes(infos []RouteInfo) {
	slices.SortStableFunc(infos, func(a, b RouteInfo) int {
		x, y := strings.Split(a.Path, "/"), strings.Split(b.Path, "/")
		for i := range min(len(x), len(y)) {
			if order := compareSegments(x[i], y[i]); order != 0 {
				return order
			}
		}
		return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(a.Method, b.Method))
	})
}

func compareSegments(x, y string) int {
	px, py := strings.HasPrefix(x, ":"), strings.HasPrefix(y, ":")
	switch {
	case px && py:
		return strings.Compare(suffix(y), suffix(x))
	case px:
		return 1
	case py:
		return -1
	}
	return strings.Compare(x, y)
}
