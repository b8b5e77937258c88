package administration

import (
	"net/url"

	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// listLimit is how many rows a page of a list shows.
const listLimit = 50

func base(r *web.Request, path string) string { return "/t/" + r.Tenant().ID + path }

func page(r *web.Request) database.Page {
	return database.Page{After: r.Query("after"), Limit: listLimit}
}

// query makes a query of names and values that come in pairs, without empty ones.
func query(pairs ...string) url.Values {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	return q
}

// pager leads on from a part of a list: by is what the list is narrowed by.
func pager(base, next, after string, shown int, by ...string) ui.Pager {
	q := query(by...)
	p := ui.Pager{Shown: shown, Total: -1}
	if after != "" {
		p.First = withQuery(base, q)
	}
	if next != "" {
		q.Set("after", next)
		p.Next = withQuery(base, q)
	}
	return p
}

func withQuery(base string, q url.Values) string {
	if len(q) == 0 {
		return base
	}
	return base + "?" + q.Encode()
}

// refused tells that a form can be shown again with what is wrong; anything else
// is an error page.
func refused(err error) bool {
	k := fault.From(err).Kind
	return k == fault.Invalid || k == fault.Conflict
}

func crumb(vi, en, href string) []ui.Crumb {
	return []ui.Crumb{{Title: i18n.T(vi, en), Href: href}}
}
