package households

import (
	"fmt"
	"net/http"
	"os"
	"strconv"
	"time"

	"vuon/apps/households/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/storage"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

func (s *Service) exportRoutes() []web.Route {
	const at = "/t/:tenant/households/export"
	return []web.Route{{Method: http.MethodGet, Path: at, Action: ActionView, Handle: s.exportPage},
		{Method: http.MethodPost, Path: at, Action: ActionView, Handle: s.exportFile, Timeout: 5 * time.Minute}}
}

func (s *Service) exportPage(r *web.Request) error { return s.showExport(r, nil) }

func (s *Service) showExport(r *web.Request, refusal error) error {
	rounds, err := s.Rounds(r.Context(), r.Tenant().ID)
	if err != nil {
		return err
	}
	units, err := s.units(r.Context(), r.Tenant().ID, "")
	if err != nil {
		return err
	}
	m := views.Export{Action: "/t/" + r.Tenant().ID + "/households/export", Reveals: r.Can(ActionReveal), Err: refusal}
	for _, round := range rounds {
		if round.Kind == Periodic {
			m.Years = append(m.Years, ui.Option{Value: round.ID, Label: round.ID, Selected: round.ID == r.Form("year")})
		}
	}
	m.Units = append(m.Units, ui.Option{Label: i18n.Say(r.Context(), "Tất cả xã được giao", "All that are yours")})
	for _, u := range s.communes(r.Context(), ActionView, units) {
		m.Units = append(m.Units, ui.Option{Value: u.Code, Label: u.Name, Selected: u.Code == r.Form("unit")})
	}
	status := 0
	if refusal != nil {
		status = http.StatusUnprocessableEntity
	}
	return r.PageStatus(status, ui.Page{Help: "officer#households-import", Title: i18n.T("Xuất sổ hộ ra Excel", "Export households"), Active: "/t/" + r.Tenant().ID + "/households", Narrow: true}, views.ExportPage(m))
}

func (s *Service) exportFile(r *web.Request) error {
	year, err := strconv.Atoi(r.Form("year"))
	if err != nil {
		return s.showExport(r, faultNoRound(r.Form("year")))
	}
	file, err := os.CreateTemp("", "vuon-export-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) // it stays readable through its handle
	err = s.Export(r.Context(), r.Tenant().ID, ExportOptions{Year: year, Unit: r.Form("unit"), Reveal: r.Form("reveal") != "", Reason: r.Form("reason")}, file)
	if k := fault.From(err).Kind; err != nil && (k == fault.Invalid || k == fault.NotFound) {
		_ = file.Close()
		return s.showExport(r, err)
	}
	size := int64(0)
	if err == nil {
		size, err = file.Seek(0, 1)
	}
	if err == nil {
		_, err = file.Seek(0, 0)
	}
	if err != nil {
		return closing(file, err)
	}
	return r.Download(fmt.Sprintf("so-ho-%d.xlsx", year), storage.TypeXLSX, size, file)
}
