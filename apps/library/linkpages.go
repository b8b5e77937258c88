package library

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"vuon/apps/library/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func hourOptions(ctx context.Context) (list []ui.Option) {
	for _, h := range []int{24, 72, 168, 720, 2160} {
		list = append(list, ui.Option{Value: strconv.Itoa(h), Label: fmt.Sprintf(i18n.Say(ctx, "%d ngày", "%d days"), h/24), Selected: h == 168})
	}
	return append([]ui.Option{{Value: "4", Label: i18n.Say(ctx, "4 giờ", "4 hours")}}, list...)
}

func (s *Service) linkRows(r *web.Request, file string) (rows []views.LinkRow, err error) {
	list, err := s.Links(r.Context(), r.Tenant().ID, file)
	for _, l := range list {
		row := views.LinkRow{Note: l.Note, Open: l.Open(s.Clock.Now()), Password: l.Password != "", Revoke: base(r) + "/links/" + l.ID + "/revoke",
			Until: i18n.Say(r.Context(), "đến ", "until ") + i18n.DateTime(l.ExpiresAt), Made: l.Creator + " · " + i18n.DateTime(l.CreatedAt)}
		row.Downloads = fmt.Sprintf(i18n.Say(r.Context(), "%d lượt tải", "%d downloads"), l.Downloads)
		if l.Most > 0 {
			row.Downloads = fmt.Sprintf(i18n.Say(r.Context(), "%d/%d lượt tải", "%d/%d downloads"), l.Downloads, l.Most)
		}
		rows = append(rows, row)
	}
	return rows, err
}

// shareFile makes a link and shows its address, once.
func (s *Service) shareFile(r *web.Request) error {
	id := r.Param("id")
	hours, _ := strconv.Atoi(r.Form("hours"))
	most := 0
	if text := strings.TrimSpace(r.Form("most")); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			n = -1
		}
		most = n
	}
	token, _, err := s.Share(r.Context(), r.Tenant().ID, id, LinkOptions{Hours: hours, Most: most, Password: r.Form("password"),
		Note: r.Form("note"), Internal: r.Form("internal") != ""})
	if err != nil {
		return told(r, base(r)+"/files/"+id, err)
	}
	return s.filePageWith(r, r.BaseURL()+"/l/"+token)
}

func (s *Service) revokeLink(r *web.Request) error {
	file, err := s.Revoke(r.Context(), r.Tenant().ID, r.Param("id"))
	if err != nil {
		return err
	}
	return r.RedirectWith(base(r)+"/files/"+file, i18n.T("Đã thu hồi liên kết.", "The link was revoked."))
}

// linkPage is what a link opens for somebody without an account. The file goes
// out by the form alone, so that programs that look at addresses in messages do
// not use the link up.
func (s *Service) linkPage(r *web.Request) error { return s.linkPageWith(r, nil) }

func (s *Service) linkPageWith(r *web.Request, wrong error) error {
	token := r.Param("token")
	l, f, err := s.Linked(r.Context(), token)
	if err != nil {
		return err
	}
	m := views.Linked{Action: "/l/" + token, Name: f.Name, Type: f.Type, Size: inBytes(f.Size), SHA256: f.SHA256, Password: l.Password != "", Err: wrong,
		Until: i18n.Say(r.Context(), "tải được đến ", "until ") + i18n.DateTime(l.ExpiresAt)}
	p := ui.Page{Help: "officer#links", Title: i18n.T("Tài liệu được chia sẻ", "A shared document"), Narrow: true, Styles: []string{"library.css"}}
	if wrong != nil {
		return r.PageStatus(http.StatusUnprocessableEntity, p, views.LinkedPage(m))
	}
	return r.Page(p, views.LinkedPage(m))
}

func (s *Service) fetchLinked(r *web.Request) error {
	body, f, err := s.Fetch(r.Context(), r.Param("token"), r.Form("password"), r.Address())
	if errors.Is(err, faultLinkPassword()) {
		return s.linkPageWith(r, fault.From(err))
	}
	if err != nil {
		return err
	}
	return r.Download(f.Name, harmless(f.Type), f.Size, body)
}
