package records

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"vuon/apps/records/views"
	"vuon/platform/fault"
	"vuon/platform/i18n"
	"vuon/platform/web"
	"vuon/platform/web/ui"
)

// maxUpload is a document's file with its form.
const maxUpload = MaxFile + 1<<20

// Routes are the pages of the module.
func (s *Service) Routes() []web.Route {
	return slices.Concat(s.outgoingRoutes(), s.incomingRoutes(), s.inboxRoutes(), s.publicRoutes(), s.checkRoutes())
}

func get(path, action string, h func(*web.Request) error) web.Route {
	return web.Route{Method: http.MethodGet, Path: path, Action: action, Handle: h}
}

func post(path, action string, h func(*web.Request) error) web.Route {
	return web.Route{Method: http.MethodPost, Path: path, Action: action, Handle: h}
}

// upload is a form with a file.
func upload(path, action string, h func(*web.Request) error) web.Route {
	return web.Route{Method: http.MethodPost, Path: path, Action: action, Handle: h, MaxBody: maxUpload, Timeout: 5 * time.Minute}
}

func base(r *web.Request, path string) string { return "/t/" + r.Tenant().ID + path }

func tabs(r *web.Request, active string) []ui.Tab {
	tab := func(vi, en, path string) ui.Tab {
		return ui.Tab{Title: i18n.Say(r.Context(), vi, en), Href: base(r, path), Active: path == active}
	}
	return []ui.Tab{tab("Văn bản đi", "Outgoing", "/records"), tab("Văn bản đến", "Incoming", "/records/incoming"), tab("Nơi nhận", "Recipients", "/records/recipients")}
}

func crumbs(r *web.Request, vi, en, path string) []ui.Crumb {
	return []ui.Crumb{{Title: i18n.T(vi, en), Href: base(r, path)}}
}

// again tells that a refused form is shown again with its reason.
func again(err error) bool {
	k := fault.From(err).Kind
	return k == fault.Invalid || k == fault.Conflict || k == fault.TooLarge || k == fault.Unsupported
}

// uploads are the file of a form, if one was chosen. An empty choice is none.
func uploads(r *web.Request) ([]Upload, error) {
	file, err := r.Upload("file")
	if err != nil {
		if fault.From(err).Kind == fault.Invalid {
			return nil, nil
		}
		return nil, err
	}
	if file.Size == 0 {
		return nil, nil
	}
	return []Upload{{Name: file.Name, Size: file.Size, Body: file}}, nil
}

// dateOf reads a day of a form; what is not written is zero. Fault bad_date.
func dateOf(r *web.Request, name string) (time.Time, error) {
	written := strings.TrimSpace(r.Form(name))
	if written == "" {
		return time.Time{}, nil
	}
	t, err := ui.ReadDate(written)
	if err != nil {
		return t, invalid(name, "bad_date", "Viết ngày có thật, ví dụ 05/02/2024.", "Write a real day, such as 05/02/2024.")
	}
	return day(t), nil
}

func fileRows(list []File, at string) (rows []views.FileRow) {
	for i, f := range list {
		rows = append(rows, views.FileRow{Name: f.Name, Href: fmt.Sprintf("%s/files/%d", at, i), Note: size(f.Size)})
	}
	return rows
}

// size writes bytes for people: 1.536 is "1,5 kB".
func size(n int64) string {
	unit, x := "B", float64(n)
	for _, next := range []string{"kB", "MB"} {
		if x < 1000 {
			break
		}
		unit, x = next, x/1000
	}
	if unit == "B" || x >= 100 {
		return ui.Integer(int64(x+.5)) + " " + unit
	}
	return ui.Decimal(x, 1) + " " + unit
}

func (s *Service) sendFile(r *web.Request, open func(ctx context.Context, n int) (body fileBody, f File, err error)) error {
	n, err := strconv.Atoi(r.Param("n"))
	if err != nil {
		return faultNoDocument()
	}
	body, f, err := open(r.Context(), n)
	if err != nil {
		return err
	}
	return r.Download(f.Name, f.Type, f.Size, body)
}

// years are the choices of a register, the newest first.
func (s *Service) years(year int) (list []ui.Option) {
	now := s.Clock.Now().In(i18n.Zone()).Year()
	for y := max(now, year); y > min(now-bookYears, year-1); y-- {
		list = append(list, ui.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
	}
	return list
}

// yearOf is the year that was asked for, else the newest with an entry.
func (s *Service) yearOf(r *web.Request) (int, error) {
	if year, err := strconv.Atoi(r.Query("year")); err == nil && year >= 2000 && year <= 2100 {
		return year, nil
	}
	return s.Year(r.Context(), r.Tenant().ID)
}

// query is an address with what a list is narrowed by.
func query(at string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return at
	}
	return at + "?" + q.Encode()
}

// book are the buttons that give a register as a file.
func exports(r *web.Request, path string, year int, more ...ui.Btn) []ui.Btn {
	at := func(format string) string { return fmt.Sprintf("%s/book.%s?year=%d", base(r, path), format, year) }
	return append([]ui.Btn{
		{Label: i18n.Say(r.Context(), "Sổ in (PDF)", "Print (PDF)"), Icon: "printer", Href: at("pdf")},
		{Label: "Excel", Icon: "table-export", Href: at("xlsx")}}, more...)
}

func badge(title i18n.Text, tone ui.Tone, icon string) views.State {
	return views.State{Title: title, Tone: tone, Icon: icon}
}

// badge shows the state of an outgoing document.
func (s State) badge() views.State {
	switch s {
	case Draft:
		return badge(s.Title(), ui.Neutral, "pencil")
	case Numbered:
		return badge(s.Title(), ui.Info, "certificate")
	case Sent:
		return badge(s.Title(), ui.Good, "send")
	case Recalled, Voided:
		return badge(s.Title(), ui.Bad, "ban")
	case Dropped:
		return badge(s.Title(), ui.Neutral, "archive")
	}
	return badge(s.Title(), ui.Neutral, "circle-dashed")
}

// badge shows how far an incoming document is.
func (in Incoming) badge() views.State {
	switch {
	case in.RecalledAt != nil:
		return badge(i18n.T("Đã bị thu hồi", "Recalled"), ui.Bad, "ban")
	case in.Arrival == 0:
		return badge(i18n.T("Chưa vào sổ", "Not registered"), ui.Warn, "alert-triangle")
	case in.State == Handled:
		return badge(in.State.Title(), ui.Good, "circle-check")
	case in.State == InHand:
		return badge(in.State.Title(), ui.Info, "progress")
	}
	return badge(in.State.Title(), ui.Warn, "circle-dashed")
}

// badge shows how far a slip is.
func (s Slip) badge(done bool) views.State {
	switch {
	case s.RecalledAt != nil:
		return badge(i18n.T("Đã bị thu hồi", "Recalled"), ui.Bad, "ban")
	case s.DoneAt != nil || done:
		return badge(i18n.T("Đã xử lý", "Handled"), ui.Good, "circle-check")
	case s.ReceivedAt != nil && s.Incoming != "":
		return badge(i18n.T("Đang xử lý", "Being handled"), ui.Info, "progress")
	case s.ReceivedAt != nil:
		return badge(i18n.T("Đã nhận", "Received"), ui.Good, "check")
	}
	return badge(i18n.T("Chưa xác nhận", "Not confirmed"), ui.Warn, "circle-dashed")
}

// dates writes a day, "" for none.
func dates(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Format("02/01/2006") // a civil day, not a moment
}

// events tells who has a document, the last first.
func events(ctx context.Context, list []Slip) (out []ui.Event) {
	for _, s := range list {
		out = append(out, ui.Event{When: s.SentAt, Who: s.SentBy, Title: i18n.Say(ctx, "Chuyển ", "To ") + s.BoxName, Quote: s.Remark, Icon: "send"})
		if s.ReceivedAt != nil {
			out = append(out, ui.Event{When: *s.ReceivedAt, Who: s.ReceivedBy, Title: s.BoxName + i18n.Say(ctx, " đã nhận", " received it"), Icon: "check", Tone: ui.Info})
		}
		if s.DoneAt != nil {
			out = append(out, ui.Event{When: *s.DoneAt, Who: s.DoneBy, Title: s.BoxName + i18n.Say(ctx, " đã xử lý", " dealt with it"), Quote: s.Result, Icon: "circle-check", Tone: ui.Good})
		}
		if s.RecalledAt != nil {
			out = append(out, ui.Event{When: *s.RecalledAt, Title: i18n.Say(ctx, "Thu hồi ở ", "Recalled at ") + s.BoxName, Quote: s.RecallReason, Icon: "ban", Tone: ui.Bad})
		}
	}
	slices.SortStableFunc(out, func(a, b ui.Event) int { return b.When.Compare(a.When) })
	return out
}

// handedOn are the slips beyond the recipients themselves.
func handedOn(list []Slip) (on []Slip) {
	for _, s := range list {
		if s.Parent != "" {
			on = append(on, s)
		}
	}
	return on
}
