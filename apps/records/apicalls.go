package records

import (
	"context"
	"strconv"
	"strings"
	"time"

	"vuon/platform/web"
)

// civil reads an ISO day; empty is zero. Fault bad_date.
func civil(field, s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return t, invalid(field, "bad_date", "Ngày viết dạng 2024-02-05.", "Write the day as 2024-02-05.")
	}
	return t, nil
}

func iso(t *time.Time) string {
	if t == nil || t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

func (s *Service) apiBook(ctx context.Context, in *bookInput) (*web.Listed[entryBody], error) {
	year := in.Year
	if year == 0 {
		var err error
		if year, err = s.Year(ctx, in.Tenant); err != nil {
			return nil, err
		}
	}
	list, err := s.Book(ctx, in.Tenant, BookFilter{Year: year, Kind: in.Kind, Query: in.Query})
	if err != nil {
		return nil, err
	}
	bodies := make([]entryBody, 0, len(list))
	for _, e := range list {
		bodies = append(bodies, entryBody{e.Entry, e.Record.ID, e.State(), e.Done, e.All})
	}
	return web.PartOf(bodies, in.Page(), func(e entryBody) string { return e.Kind + " " + strconv.Itoa(e.Number) })
}

func outgoingAnswer(sheet Sheet, err error) (*outgoingOutput, error) {
	if err != nil {
		return nil, err
	}
	b := outgoingBody{ID: sheet.ID, Kind: sheet.Kind, Year: sheet.Year, Number: sheet.Number, Symbol: sheet.Symbol, Dated: iso(&sheet.Dated), Abstract: sheet.Abstract,
		Signatory: sheet.Signatory, Recipients: some(sheet.Recipients), Files: names(sheet.Files), State: sheet.State, Reason: sheet.Reason, Lines: []lineBody{}}
	for _, l := range sheet.Lines {
		b.Lines = append(b.Lines, lineBody{l.Seq, l.Name, l.Target != "", l.DeliveredAt, l.ReceivedAt, l.ReceivedBy, l.SentHow, l.SentAt})
	}
	return &outgoingOutput{b}, nil
}

func names(files []File) []string {
	list := []string{}
	for _, f := range files {
		list = append(list, f.Name)
	}
	return list
}

func (s *Service) apiPrepare(ctx context.Context, in *draftInput) (*outgoingOutput, error) {
	r, err := s.Prepare(ctx, in.Tenant, "", DraftForm{Kind: in.Body.Kind, Symbol: in.Body.Symbol, Abstract: in.Body.Abstract, Signatory: in.Body.Signatory,
		Copies: in.Body.Copies, Recipients: in.Body.Recipients})
	return outgoingAnswer(Sheet{Record: r}, err)
}

func (s *Service) apiOutgoing(ctx context.Context, in *OneInput) (*outgoingOutput, error) {
	return outgoingAnswer(s.Outgoing(ctx, in.Tenant, in.ID))
}

func (s *Service) apiNumber(ctx context.Context, in *numberInput) (*outgoingOutput, error) {
	dated, err := civil("dated", in.Body.Dated)
	if err != nil {
		return nil, err
	}
	r, err := s.Number(ctx, in.Tenant, in.ID, dated)
	return outgoingAnswer(Sheet{Record: r}, err)
}

func (s *Service) apiSend(ctx context.Context, in *OneInput) (*outgoingOutput, error) {
	if _, err := s.Send(ctx, in.Tenant, in.ID); err != nil {
		return nil, err
	}
	return s.apiOutgoing(ctx, in)
}

func (s *Service) apiWithdraw(ctx context.Context, in *reasonInput) (*outgoingOutput, error) {
	if _, err := s.Withdraw(ctx, in.Tenant, in.ID, in.Body.Reason); err != nil {
		return nil, err
	}
	return s.apiOutgoing(ctx, &in.OneInput)
}

func bodyOf(in Incoming) incomingBody {
	return incomingBody{in.ID, in.Year, in.Arrival, iso(in.Arrived), in.Sender, in.Number, iso(in.Dated), in.Abstract, iso(in.Deadline), names(in.Files), in.State, in.Result, in.Answer, in.RecalledAt}
}

func incomingAnswer(in Incoming, err error) (*incomingOutput, error) {
	if err != nil {
		return nil, err
	}
	return &incomingOutput{bodyOf(in)}, nil
}

func (s *Service) apiArrivals(ctx context.Context, in *arrivalsInput) (*web.Listed[incomingBody], error) {
	list, next, err := s.Arrivals(ctx, in.Tenant, IncomingFilter{Year: in.Year, State: in.State, Query: strings.TrimSpace(in.Query)}, in.Page())
	if err != nil {
		return nil, err
	}
	bodies := make([]incomingBody, 0, len(list))
	for _, one := range list {
		bodies = append(bodies, bodyOf(one))
	}
	return web.ListOf(bodies, next), nil
}

func (s *Service) apiArrive(ctx context.Context, in *arriveInput) (_ *incomingOutput, err error) {
	f := ArrivalForm{Sender: in.Body.Sender, Number: in.Body.Number, Abstract: in.Body.Abstract}
	if f.Arrived, err = civil("arrived", in.Body.Arrived); err != nil {
		return nil, err
	}
	if f.Dated, err = civil("dated", in.Body.Dated); err != nil {
		return nil, err
	}
	if f.Deadline, err = civil("deadline", in.Body.Deadline); err != nil {
		return nil, err
	}
	return incomingAnswer(s.Arrive(ctx, in.Tenant, f))
}

func (s *Service) apiEnter(ctx context.Context, in *enterInput) (*incomingOutput, error) {
	deadline, err := civil("deadline", in.Body.Deadline)
	if err != nil {
		return nil, err
	}
	return incomingAnswer(s.Enter(ctx, in.Tenant, in.ID, deadline))
}

func (in *handInput) handing() (Handing, error) {
	due, err := civil("due", in.Body.Due)
	return Handing{To: in.Body.To, Remark: in.Body.Remark, Due: due}, err
}

func (s *Service) apiHandOn(ctx context.Context, in *handInput) (*incomingOutput, error) {
	h, err := in.handing()
	if err != nil {
		return nil, err
	}
	return incomingAnswer(s.HandOn(ctx, in.Tenant, in.ID, h))
}

func (s *Service) apiFinish(ctx context.Context, in *resultInput) (*incomingOutput, error) {
	return incomingAnswer(s.Finish(ctx, in.Tenant, in.ID, in.Body.Result, in.Body.Answer))
}

func letterOf(l Letter) letterBody {
	return letterBody{l.ID, l.Box, l.Sender, l.Number, l.Abstract, l.Remark, iso(l.Due), l.SentAt, l.ReceivedAt, l.DoneAt, l.RecalledAt}
}

func (s *Service) apiInbox(ctx context.Context, in *inboxInput) (*web.Listed[letterBody], error) {
	list, err := s.Inbox(ctx, in.Tenant, InboxFilter{Open: in.Open, Query: in.Query})
	if err != nil {
		return nil, err
	}
	bodies := make([]letterBody, 0, len(list))
	for _, l := range list {
		bodies = append(bodies, letterOf(l))
	}
	return web.PartOf(bodies, in.Page(), func(l letterBody) string { return l.ID })
}

// letterAnswer answers with the letter after what was done with it.
func (s *Service) letterAnswer(ctx context.Context, in OneInput, err error) (*letterOutput, error) {
	if err != nil {
		return nil, err
	}
	l, _, err := s.Letter(ctx, in.Tenant, in.ID)
	return &letterOutput{letterOf(l)}, err
}

func (s *Service) apiReceive(ctx context.Context, in *OneInput) (*letterOutput, error) {
	return s.letterAnswer(ctx, *in, s.Receive(ctx, in.Tenant, in.ID))
}

func (s *Service) apiPassOn(ctx context.Context, in *handInput) (*letterOutput, error) {
	h, err := in.handing()
	if err == nil {
		err = s.PassOn(ctx, in.Tenant, in.ID, h)
	}
	return s.letterAnswer(ctx, in.OneInput, err)
}

func (s *Service) apiAnswer(ctx context.Context, in *resultInput) (*letterOutput, error) {
	return s.letterAnswer(ctx, in.OneInput, s.Answer(ctx, in.Tenant, in.ID, in.Body.Result, in.Body.Answer))
}
