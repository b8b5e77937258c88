package households

import (
	"net/http"

	"vuon/apps/households/views"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

const offlinePath = "/t/:tenant/offline"

// mostAtOnce is how many entries one sending may hold.
const mostAtOnce = 50

// offlineRoutes are the offline application: a shell that the device keeps, its
// service worker and manifest, and what its script asks for.
func (s *Service) offlineRoutes() []web.Route {
	get := func(path string, handle func(*web.Request) error) web.Route {
		return web.Route{Method: http.MethodGet, Path: offlinePath + path, Action: ActionEnter, Handle: handle}
	}
	send := web.Script(http.MethodPost, offlinePath+"/send", ActionEnter, s.receive)
	send.MaxBody = 8 << 20
	return []web.Route{
		get("", s.offlinePage), get("/worker.js", s.offlineWorker), get("/manifest.webmanifest", s.offlineManifest),
		web.Script(http.MethodGet, offlinePath+"/places", ActionEnter, s.offlinePlaces),
		web.Script(http.MethodGet, offlinePath+"/package", ActionEnter, s.offlinePackage),
		send,
	}
}

// offlineNav leads reviewers to the application.
func offlineNav() []web.NavItem {
	return []web.NavItem{{Title: i18n.T("Rà soát không có mạng", "Review without network"), Icon: "wifi-off", Path: "/offline", Action: ActionEnter, Group: "work", Order: 19}}
}

func offlineBase(r *web.Request) string { return "/t/" + r.Tenant().ID + "/offline" }

func (s *Service) offlinePage(r *web.Request) error {
	form, err := s.entryForm(r.Context(), s.today())
	if err != nil {
		return err
	}
	form.Client = ""
	base := offlineBase(r)
	page := ui.Page{Title: i18n.T("Rà soát không có mạng", "Review without network"), Help: "officer#offline", Scripts: []string{"offline.js"}, Styles: []string{"entry.css", "offline.css"},
		Manifest: base + "/manifest.webmanifest"}
	return r.Island(page, views.OfflineShell(views.Offline{Base: base, Tenant: r.Tenant().ID, Help: "/help/" + page.Help, SignIn: web.SignInPath + "?next=" + base, Form: form}))
}

func (s *Service) offlineWorker(r *web.Request) error {
	return r.Worker("offline-worker.js", offlineBase(r))
}

type icon struct {
	Src     string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose"`
}

type webManifest struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	ShortName  string `json:"short_name"`
	Lang       string `json:"lang"`
	StartURL   string `json:"start_url"`
	Scope      string `json:"scope"`
	Display    string `json:"display"`
	Theme      string `json:"theme_color"`
	Background string `json:"background_color"`
	Icons      []icon `json:"icons"`
}

func (s *Service) offlineManifest(r *web.Request) error {
	base := offlineBase(r)
	m := webManifest{ID: base, Name: i18n.Say(r.Context(), "Vươn: rà soát hộ nghèo, ", "Vươn: poverty review, ") + r.Tenant().Name,
		ShortName: i18n.Say(r.Context(), "Rà soát", "Review"), Lang: string(r.Lang()), StartURL: base, Scope: base, Display: "standalone", Theme: "#0d6259", Background: "#f3f6f6"}
	for _, purpose := range []string{"any", "maskable"} {
		m.Icons = append(m.Icons, icon{Src: r.AssetURL("icons.svg"), Sizes: "any", Type: "image/svg+xml", Purpose: purpose})
	}
	return r.Manifest(m)
}

type offlinePlacesOutput struct {
	Account string         `json:"account"`
	Places  []offlinePlace `json:"places"`
}

type offlinePlace struct {
	EntryPlace
	Title string `json:"title"` // of the review
}

func (s *Service) offlinePlaces(r *web.Request, _ *struct{}) (*offlinePlacesOutput, error) {
	list, err := s.EntryPlaces(r.Context(), r.Tenant().ID)
	if err != nil {
		return nil, err
	}
	out := &offlinePlacesOutput{Account: r.Actor().Account, Places: []offlinePlace{}}
	for _, p := range list {
		round, _ := roundNamed(p.Round)
		out.Places = append(out.Places, offlinePlace{p, round.Title().In(r.Lang())})
	}
	return out, nil
}

func (s *Service) offlinePackage(r *web.Request, _ *struct{}) (*Taken, error) {
	t, err := s.TakeAlong(r.Context(), r.Tenant().ID, r.Query("round"), r.Query("village"))
	if err != nil {
		return nil, err
	}
	return &t, nil
}

type sendInput struct {
	User    string      `json:"user"` // account whose work it is
	Entries []sentEntry `json:"entries"`
}

type sentEntry struct {
	Client    string `json:"client"`
	Round     string `json:"round"`
	Household string `json:"household"`
	Revision  string `json:"revision"`
	Sheet     Sheet  `json:"sheet"`
}

type sendOutput struct {
	Answers []Answer `json:"answers"`
}

func (s *Service) receive(r *web.Request, in *sendInput) (*sendOutput, error) {
	if in.User != r.Actor().Account {
		return nil, faultOtherUser()
	}
	if len(in.Entries) > mostAtOnce {
		return nil, faultTooManyEntries()
	}
	list := make([]EntryChange, len(in.Entries))
	for i, e := range in.Entries {
		list[i] = EntryChange{Round: e.Round, Household: e.Household, Revision: e.Revision, Client: e.Client, Sheet: e.Sheet}
	}
	answers, err := s.Receive(r.Context(), r.Tenant().ID, list)
	return &sendOutput{Answers: answers}, err
}
