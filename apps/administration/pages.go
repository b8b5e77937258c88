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

// pager leads on from a part of a list: query is what the list is narrowed by.
func pager(base, next, after string, shown int, query ...string) ui.Pager {
	q := url.Values{}
	for i := 0; i+1 < len(query); i += 2 {
		if query[i+1] != "" {
			q.Set(query[i], query[i+1])
		}
	}
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
