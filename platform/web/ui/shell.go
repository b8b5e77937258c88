package ui

import (
	"context"

	"github.com/a-h/templ"

	"vuon/platform/i18n"
)

// Shell is what surrounds a page: filled once a request by package web.
type Shell struct {
	Path     string                   // path and query of the request: where switches return to
	AssetURL func(name string) string // address of "app.css", "app.js", "icons.svg"; "" when not built
	Theme    string                   // cookie "theme": "light", "dark" or "" (as the device wishes)
	SignedIn bool
	Tenant   Tenant   // of the address; zero outside a tenant
	Tenants  []Tenant // others that the user may switch to
	User     User
	Groups   []NavGroup
	Remark   string   // what is to be known of the tenant's data, on every page; "" nothing
	Notices  []Notice // said once after a redirect; leave them waiting when the request carries X-Fragment
	Links    Links
	Bell     Bell
	Token    string // when not "", sent as hidden field "csrf" by every form of the shell
}

// Links are the addresses of the shell's own controls; "" leaves a control out.
type Links struct {
	Home     string // brand mark
	Search   string // GET, field "q"
	Jobs     string // long work of the user
	Account  string
	Help     string // the guides
	SignIn   string // for pages that anybody may read
	SignOut  string // POST
	Language string // POST, fields "lang" (vi, en) and "back"
	Theme    string // POST, fields "theme" (light, dark, "") and "back"; with script the cookie is set in place
}

// Tenant is one unit that the user works for.
type Tenant struct {
	Name  string // "Huyện Krông Nô"
	Short string // at most three letters for the mark: "KN"; "" takes them from the name
	Line  string // "Đắk Nông · Năm 2024"
	Href  string
}

// User is who is signed in. Key is opaque (never the name): drafts kept in the
// browser belong to it.
type User struct {
	Key, Name, Role string
}

// NavGroup is one heading of the navigation.
type NavGroup struct {
	Title i18n.Text
	Items []NavItem
}

// NavItem is one destination. Count is shown when above 0.
type NavItem struct {
	Title  i18n.Text
	Icon   string // a name of assets/icons.json
	Href   string
	Active bool // also set when Page.Active equals Href
	Count  int
}

// Page is what one page says of itself.
type Page struct {
	Title     i18n.Text
	Subtitle  i18n.Text
	Crumbs    []Crumb         // above the title, without the page itself
	Active    string          // Href of the navigation item to mark
	Actions   templ.Component // buttons beside the title
	Badge     templ.Component // state beside the title
	Wide      bool            // use the whole width (wide tables)
	Narrow    bool            // forms and texts: lines of readable length
	Landscape bool            // print on A4 landscape
	Refresh   int             // seconds after which a browser without script reloads; 0 never
	Status    int             // HTTP status when it is not 200: drafts are kept then
	Bare      bool            // the body brings its own heading (h1)
	Styles    []string        // further style sheets, by the name that the server knows (assets/extra, web.Options.Styles)
	Help      string          // where the guides speak of this page, below Links.Help: "officer#editor"
	Scripts   []string        // further scripts of assets/extra: "editor.js"
	Manifest  string          // address of the web manifest, where the page can be installed
}

// Crumb is one step of the way to a page.
type Crumb struct {
	Title i18n.Text
	Href  string
}

// Tone is the meaning of a colour; it always comes with an icon or words.
type Tone string

// The tones.
const (
	Neutral Tone = ""
	Info    Tone = "info"
	Good    Tone = "good"
	Warn    Tone = "warn"
	Bad     Tone = "bad"
)

// Notice is a message to the user: what happened and, if any, what to do next.
type Notice struct {
	Tone   Tone
	Title  i18n.Text // in bold; may be empty
	Text   i18n.Text
	Action i18n.Text // words of the link
	Href   string
}

type shellKey struct{}

// WithShell returns a context in which components know the shell (icons need
// its AssetURL). Layout does this for its body.
func WithShell(ctx context.Context, s Shell) context.Context {
	return context.WithValue(ctx, shellKey{}, s)
}

func shellOf(ctx context.Context) Shell {
	s, _ := ctx.Value(shellKey{}).(Shell)
	return s
}

func asset(ctx context.Context, name string) string {
	if s := shellOf(ctx); s.AssetURL != nil {
		return s.AssetURL(name)
	}
	return ""
}

func say(ctx context.Context, t i18n.Text) string { return t.In(i18n.From(ctx)) }
