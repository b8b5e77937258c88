package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// Layout is a whole page: head, navigation, heading, body. Somebody who is not
// signed in gets the page without navigation. The body's fragments (Region) can
// be rendered alone with templ.RenderFragments.
func Layout(s Shell, p Page, body templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		page := appPage(s, p, body)
		if !s.SignedIn {
			page = publicPage(s, p, body)
		}
		return document(s, p, page).Render(WithShell(ctx, s), w)
	})
}

// Island is a whole page of which a device may keep a copy: it says nothing of
// who is signed in, whatever s holds.
func Island(s Shell, p Page, body templ.Component) templ.Component {
	s.SignedIn, s.User, s.Tenants, s.Groups, s.Notices, s.Bell = false, User{}, nil, nil, nil, Bell{}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return document(s, p, islandPage(s, p, body)).Render(WithShell(ctx, s), w)
	})
}

func helpHref(s Shell, p Page) string {
	if p.Help == "" {
		return s.Links.Help
	}
	return s.Links.Help + "/" + p.Help
}
