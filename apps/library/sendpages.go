package library

import (
	"io"
	"net/http"
	"strconv"
	"time"

	"vuon/platform/i18n"
	"vuon/platform/web"
)

// How long a piece, and putting the pieces together, may take.
const partTime, finishTime = 2 * time.Minute, 5 * time.Minute

// beginInput is what a script says of a file before it sends it.
type beginInput struct {
	Folder string `json:"folder"`
	File   string `json:"file"`
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

type sentFile struct {
	File string `json:"file"`
	Name string `json:"name"`
	Href string `json:"href"`
}

type nothing struct{}

// sendRoutes are what the script of the upload speaks with: begin, pieces one
// after the other from where "received" says, finish. A piece whose answer was
// lost may be sent again; so may finish.
func (s *Service) sendRoutes(path string) []web.Route {
	finish := web.Script(http.MethodPost, path+"/:id/finish", ActionWrite, s.finishSending)
	finish.Timeout = finishTime
	return []web.Route{
		web.Script(http.MethodPost, path, ActionWrite, s.beginSending),
		web.Script(http.MethodGet, path+"/:id", ActionWrite, func(r *web.Request, _ *nothing) (*Sending, error) {
			u, err := s.Upload(r.Context(), r.Tenant().ID, r.Param("id"))
			return &u, err
		}),
		web.Piece(path+"/:id", ActionWrite, MaxPart, partTime, s.receivePiece),
		finish,
		web.Script(http.MethodPost, path+"/:id/cancel", ActionWrite, func(r *web.Request, _ *nothing) (*nothing, error) {
			return &nothing{}, s.Abandon(r.Context(), r.Tenant().ID, r.Param("id"))
		}),
	}
}

func (s *Service) beginSending(r *web.Request, in *beginInput) (*Sending, error) {
	u, err := s.Begin(r.Context(), r.Tenant().ID, Announced(*in))
	return &u, err
}

func (s *Service) receivePiece(r *web.Request, body io.Reader) (*Sending, error) {
	start, err := strconv.ParseInt(r.Query("start"), 10, 64)
	if err != nil {
		return nil, faultOffset(0)
	}
	u, err := s.Receive(r.Context(), r.Tenant().ID, r.Param("id"), start, body)
	return &u, err
}

func (s *Service) finishSending(r *web.Request, _ *nothing) (*sentFile, error) {
	f, err := s.Finish(r.Context(), r.Tenant().ID, r.Param("id"))
	if err != nil {
		return nil, err
	}
	return &sentFile{f.ID, f.Name, base(r) + "/files/" + f.ID}, nil
}

// plainUpload is the form without a script: one file at a time.
func (s *Service) plainUpload(r *web.Request) error {
	folder, of := r.Form("folder"), r.Form("of")
	back := folderHref(r, folder)
	if of != "" {
		back = base(r) + "/files/" + of
	}
	up, err := r.Upload("file")
	if err != nil {
		return told(r, back, err)
	}
	f, err := s.Put(r.Context(), r.Tenant().ID, folder, of, "", Upload{Name: up.Name, Size: up.Size, Body: up})
	if err != nil {
		return told(r, back, err)
	}
	return r.RedirectWith(base(r)+"/files/"+f.ID, i18n.T("Đã tải lên «"+f.Name+"».", "\""+f.Name+"\" was uploaded."))
}
