package records

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"vuon/apps/records/views"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// expected is the number that a draft would get today.
func (s *Service) expected(ctx context.Context, tenant string, r Record) (name string, err error) {
	err = s.reading(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		_, first, _, err := s.settings(ctx, tenant)
		if err != nil {
			return err
		}
		r.Number, err = s.Register.Expected(ctx, tx, first[r.Kind], day(s.Clock.Now()).Year(), r.Kind)
		name = r.Name()
		return err
	})
	return name, err
}

// done leads back to the document, or shows it again with what was refused.
func (s *Service) done(r *web.Request, form string, err error, notice i18n.Text) error {
	if err != nil {
		if again(err) || fault.From(err).Kind == fault.Forbidden {
			return s.showOutgoing(r, form, err)
		}
		return err
	}
	return r.RedirectWith(base(r, "/records/outgoing/"+r.Param("id")), notice)
}

func (s *Service) numberForm(r *web.Request) error {
	dated, err := dateOf(r, "dated")
	var rec Record
	if err == nil {
		rec, err = s.Number(r.Context(), r.Tenant().ID, r.Param("id"), dated)
	}
	return s.done(r, "number", err, i18n.T("Đã cấp số "+rec.Name()+". Thêm bản đã ký, đóng dấu rồi bấm Phát hành.", "Numbered "+rec.Name()+". Add the signed and sealed file, then send it out."))
}

func (s *Service) sendForm(r *web.Request) error {
	_, err := s.Send(r.Context(), r.Tenant().ID, r.Param("id"))
	return s.done(r, "send", err, i18n.T("Đã phát hành đến các nơi nhận trên hệ thống.", "Sent to the recipients here."))
}

func (s *Service) withdrawForm(r *web.Request) error {
	_, err := s.Withdraw(r.Context(), r.Tenant().ID, r.Param("id"), r.Form("reason"))
	return s.done(r, "withdraw", err, i18n.T("Đã thực hiện; lý do được ghi vào sổ.", "Done; the reason stands in the register."))
}

func (s *Service) addFile(r *web.Request) error {
	files, err := uploads(r)
	if err == nil && len(files) == 0 {
		err = invalid("file", "no_file", "Chọn một tệp.", "Choose a file.")
	}
	if err == nil {
		_, err = s.Attach(r.Context(), r.Tenant().ID, r.Param("id"), files...)
	}
	return s.done(r, "files", err, i18n.T("Đã thêm tệp.", "The file is added."))
}

func (s *Service) tickForm(r *web.Request) error {
	var lines []int
	for _, written := range r.Forms("seq") {
		n, err := strconv.Atoi(written)
		if err != nil {
			return faultNoDocument()
		}
		lines = append(lines, n)
	}
	err := s.Tick(r.Context(), r.Tenant().ID, r.Param("id"), How(r.Form("how")), lines...)
	return s.done(r, "tick", err, i18n.T("Đã ghi nhận.", "Noted."))
}

func (s *Service) documentFile(r *web.Request) error {
	return s.sendFile(r, func(ctx context.Context, n int) (fileBody, File, error) {
		return s.OpenFile(ctx, r.Tenant().ID, r.Param("id"), n)
	})
}

func (s *Service) meaningsPage(r *web.Request) error {
	return s.showMeanings(r, r.Query("line"), r.Query("outgoing"), nil, nil)
}

func (s *Service) showMeanings(r *web.Request, line, outgoing string, picked []string, err error) error {
	list, d, readErr := s.Meanings(r.Context(), r.Tenant().ID)
	if readErr != nil {
		return readErr
	}
	at := base(r, "/records/recipients")
	m := views.Meanings{Base: at, Tabs: tabs(r, "/records/recipients"), Line: line, Outgoing: outgoing, Err: err, May: r.Can(ActionRegister)}
	if picked == nil && line != "" {
		for _, t := range d.Match(line) {
			picked = append(picked, t.Address)
		}
	}
	for _, t := range d.Choices() {
		m.Choices = append(m.Choices, ui.Option{Value: t.Address, Label: t.Name, Selected: slices.Contains(picked, t.Address)})
	}
	for _, one := range list {
		var names []string
		for _, t := range one.Targets {
			if t.Address != "" {
				names = append(names, t.Name)
			}
		}
		means := strings.Join(names, "; ")
		if means == "" {
			means = i18n.Say(r.Context(), "Ngoài hệ thống", "Outside of this system")
		}
		m.Rows = append(m.Rows, views.MeaningRow{Line: one.Line, Means: means, By: one.ChangedBy + " · " + i18n.DateTime(one.ChangedAt),
			Edit: query(at, "line", one.Line), Forget: at + "/forget"})
	}
	page := ui.Page{Help: "officer#recipients", Title: i18n.T("Nơi nhận", "Recipients"), Active: base(r, "/records"), Crumbs: crumbs(r, "Sổ văn bản", "Registers", "/records")}
	status := 0
	if err != nil {
		status = fault.From(err).Kind.Status()
	}
	return r.PageStatus(status, page, views.MeaningsPage(m))
}

func (s *Service) meanForm(r *web.Request) error {
	line, outgoing := r.Form("line"), r.Form("outgoing")
	err := s.Mean(r.Context(), r.Tenant().ID, line, r.Forms("to"), outgoing)
	if err != nil {
		if again(err) {
			return s.showMeanings(r, line, outgoing, r.Forms("to"), err)
		}
		return err
	}
	next := base(r, "/records/recipients")
	if outgoing != "" {
		next = base(r, "/records/outgoing/"+outgoing)
	}
	return r.RedirectWith(next, i18n.T(fmt.Sprintf("Đã ghi nhớ dòng «%s».", Plain(line)), "Remembered."))
}

func (s *Service) forgetForm(r *web.Request) error {
	if err := s.Forget(r.Context(), r.Tenant().ID, r.Form("line")); err != nil {
		return err
	}
	return r.RedirectWith(base(r, "/records/recipients"), i18n.T("Đã bỏ; dòng này lại được hiểu theo tên.", "Forgotten; the line means again what its name says."))
}
