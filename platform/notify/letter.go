package notify

import (
	"fmt"
	"html/template"
	"strings"

	"vuon/platform/i18n"
)

// compose writes a letter of one message, or of several as a list.
func compose(unit, publicURL string, rows []row) letter {
	l := letter{id: rows[len(rows)-1].ID, subject: rows[0].Title.VI + " – " + unit}
	if len(rows) > 1 {
		l.subject = fmt.Sprintf("%d thông báo mới – %s", len(rows), unit)
	}
	view := letterView{Unit: unit, Account: publicURL + "/account"}
	for _, r := range rows {
		item := letterItem{Title: r.Title.VI, Link: publicURL + "/t/" + r.Tenant + "/notifications/" + r.ID}
		if r.Due != nil {
			item.Due = i18n.Date(*r.Due)
		}
		view.Items = append(view.Items, item)
	}
	l.text, l.html = view.text(), view.html()
	return l
}

type letterView struct {
	Unit    string
	Items   []letterItem
	Account string
}

type letterItem struct{ Title, Link, Due string }

func (v letterView) text() string {
	var b strings.Builder
	for _, i := range v.Items {
		b.WriteString(i.Title + "\n")
		if i.Due != "" {
			b.WriteString("Hạn: " + i.Due + "\n")
		}
		b.WriteString(i.Link + "\n\n")
	}
	b.WriteString("--\n" + v.Unit + " · Vươn\nThư gửi tự động, xin không trả lời. Đổi cách nhận thư tại: " + v.Account + "\n")
	return b.String()
}

const letterHTML = `<!DOCTYPE html>
<html lang="vi"><body>
{{range .Items}}<p><b>{{.Title}}</b>{{with .Due}}<br>Hạn: {{.}}{{end}}<br><a href="{{.Link}}">Mở trong Vươn</a></p>
{{end}}<hr>
<p>{{.Unit}} · Vươn<br>Thư gửi tự động, xin không trả lời. <a href="{{.Account}}">Đổi cách nhận thư</a></p>
</body></html>
`

func (v letterView) html() string {
	var b strings.Builder
	page := template.Must(template.New("letter").Parse(letterHTML))
	if err := page.Execute(&b, v); err != nil {
		return "" // a builder does not fail, and the view holds only strings
	}
	return b.String()
}
