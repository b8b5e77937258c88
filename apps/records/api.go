package records

import (
	"net/http"
	"time"

	"vuon/platform/documents/register"
	"vuon/platform/web"
)

// TenantInput names a tenant. Exported, like all that is embedded in inputs: the
// API fills it only then.
type TenantInput struct {
	Tenant string `path:"tenant"`
}

// OneInput names a document of a tenant.
type OneInput struct {
	TenantInput
	ID string `path:"id" maxLength:"64"`
}

type bookInput struct {
	TenantInput
	web.ListInput
	Year  int    `query:"year" minimum:"0" maximum:"2100" doc:"0: the newest year with an entry."`
	Kind  string `query:"kind" maxLength:"10" doc:"Type of document: \"QĐ\"."`
	Query string `query:"q" maxLength:"200" doc:"In number, abstract and signatory, without diacritics."`
}

// entryBody is a line of the register of outgoing documents.
type entryBody struct {
	register.Entry
	ID       string `json:"id" doc:"Of the document, where it is kept here."`
	State    State  `json:"state"`
	Received int    `json:"received" doc:"Recipients that confirmed it, or to which it was sent."`
	Of       int    `json:"recipients"`
}

type outgoingBody struct {
	ID         string     `json:"id"`
	Kind       string     `json:"kind"`
	Year       int        `json:"year"`
	Number     int        `json:"number" doc:"0 until it is numbered."`
	Symbol     string     `json:"symbol"`
	Dated      string     `json:"dated" doc:"ISO day, or empty."`
	Abstract   string     `json:"abstract"`
	Signatory  string     `json:"signatory"`
	Recipients []string   `json:"recipients" nullable:"false"`
	Files      []string   `json:"files" nullable:"false"`
	State      State      `json:"state"`
	Reason     string     `json:"reason,omitempty"`
	Lines      []lineBody `json:"lines" nullable:"false"`
}

type lineBody struct {
	Seq         int        `json:"seq"`
	Name        string     `json:"name"`
	Inside      bool       `json:"inside" doc:"Has an inbox here."`
	DeliveredAt *time.Time `json:"delivered_at"`
	ReceivedAt  *time.Time `json:"received_at"`
	ReceivedBy  string     `json:"received_by,omitempty"`
	SentHow     How        `json:"sent_how,omitempty"`
	SentAt      *time.Time `json:"sent_at"`
}

type outgoingOutput struct{ Body outgoingBody }

type draftInput struct {
	TenantInput
	Body struct {
		Kind       string   `json:"kind" maxLength:"10"`
		Symbol     string   `json:"symbol,omitempty" maxLength:"40"`
		Abstract   string   `json:"abstract" maxLength:"2000"`
		Signatory  string   `json:"signatory,omitempty" maxLength:"200"`
		Copies     int      `json:"copies,omitempty" minimum:"0"`
		Recipients []string `json:"recipients" maxItems:"100"`
	}
}

type numberInput struct {
	OneInput
	Body struct {
		Dated string `json:"dated,omitempty" maxLength:"10" doc:"ISO day; empty: today."`
	}
}

type reasonInput struct {
	OneInput
	Body struct {
		Reason string `json:"reason" maxLength:"4000"`
	}
}

type arrivalsInput struct {
	TenantInput
	web.ListInput
	Year  int      `query:"year" minimum:"0" maximum:"2100" doc:"0: all."`
	State Handling `query:"state" enum:"new,processing,done"`
	Query string   `query:"q" maxLength:"200"`
}

type incomingBody struct {
	ID         string     `json:"id"`
	Year       int        `json:"year"`
	Arrival    int        `json:"arrival" doc:"Số đến; 0 until it is registered."`
	Arrived    string     `json:"arrived"`
	Sender     string     `json:"sender"`
	Number     string     `json:"number"`
	Dated      string     `json:"dated"`
	Abstract   string     `json:"abstract"`
	Deadline   string     `json:"deadline"`
	Files      []string   `json:"files" nullable:"false"`
	State      Handling   `json:"state"`
	Result     string     `json:"result,omitempty"`
	Answer     string     `json:"answer,omitempty" doc:"Id of the outgoing document that answers it."`
	RecalledAt *time.Time `json:"recalled_at"`
}

type incomingOutput struct{ Body incomingBody }

type arriveInput struct {
	TenantInput
	Body struct {
		Arrived  string `json:"arrived,omitempty" maxLength:"10" doc:"ISO day; empty: today."`
		Sender   string `json:"sender" maxLength:"400"`
		Number   string `json:"number,omitempty" maxLength:"100"`
		Dated    string `json:"dated,omitempty" maxLength:"10"`
		Abstract string `json:"abstract" maxLength:"2000"`
		Deadline string `json:"deadline,omitempty" maxLength:"10"`
	}
}

type enterInput struct {
	OneInput
	Body struct {
		Deadline string `json:"deadline,omitempty" maxLength:"10"`
	}
}

type handInput struct {
	OneInput
	Body struct {
		To     []string `json:"to" maxItems:"100" doc:"Boxes: office:labour, unit:24697, role:chair, account:<id>."`
		Remark string   `json:"remark,omitempty" maxLength:"4000"`
		Due    string   `json:"due,omitempty" maxLength:"10"`
	}
}

type resultInput struct {
	OneInput
	Body struct {
		Result string `json:"result,omitempty" maxLength:"4000"`
		Answer string `json:"answer,omitempty" maxLength:"64"`
	}
}

type inboxInput struct {
	TenantInput
	web.ListInput
	Open  bool   `query:"open" doc:"Only what waits."`
	Query string `query:"q" maxLength:"200"`
}

type letterBody struct {
	ID         string     `json:"id"`
	Box        string     `json:"box"`
	Sender     string     `json:"sender"`
	Number     string     `json:"number"`
	Abstract   string     `json:"abstract"`
	Remark     string     `json:"remark,omitempty"`
	Due        string     `json:"due"`
	SentAt     time.Time  `json:"sent_at"`
	ReceivedAt *time.Time `json:"received_at"`
	DoneAt     *time.Time `json:"done_at"`
	RecalledAt *time.Time `json:"recalled_at"`
}

type letterOutput struct{ Body letterBody }

// API is the JSON API of the registers and inboxes.
func (s *Service) API() []web.APIRoute {
	const tenant = "/api/tenants/{tenant}"
	const out, in, box = tenant + "/outgoing", tenant + "/incoming", tenant + "/inbox"
	return []web.APIRoute{
		web.Operation(http.MethodGet, tenant+"/register", ActionView, "The register of outgoing documents of a year", s.apiBook),
		web.Operation(http.MethodPost, out, ActionPrepare, "Prepare an outgoing document", s.apiPrepare).Answers(http.StatusCreated),
		web.Operation(http.MethodGet, out+"/{id}", ActionView, "An outgoing document and who received it", s.apiOutgoing),
		web.Operation(http.MethodPost, out+"/{id}/number", ActionRegister, "Give it the next number of its type and year", s.apiNumber),
		web.Operation(http.MethodPost, out+"/{id}/send", ActionRegister, "Send it to its recipients", s.apiSend),
		web.Operation(http.MethodPost, out+"/{id}/withdraw", ActionRegister, "Give up a draft, or void the number and recall the document", s.apiWithdraw),
		web.Operation(http.MethodGet, in, ActionView, "The register of incoming documents, the latest first", s.apiArrivals),
		web.Operation(http.MethodPost, in, ActionRegister, "Register an incoming document", s.apiArrive).Answers(http.StatusCreated),
		web.Operation(http.MethodPost, in+"/{id}/enter", ActionRegister, "Register what another tenant delivered", s.apiEnter),
		web.Operation(http.MethodPost, in+"/{id}/hand-on", ActionHandOn, "Hand it to offices and persons", s.apiHandOn),
		web.Operation(http.MethodPost, in+"/{id}/finish", ActionHandOn, "Say how it was dealt with", s.apiFinish),
		web.Operation(http.MethodGet, box, ActionInbox, "What was sent or handed to the caller's office, commune or self", s.apiInbox),
		web.Operation(http.MethodPost, box+"/{id}/receive", ActionInbox, "Confirm the receipt", s.apiReceive),
		web.Operation(http.MethodPost, box+"/{id}/hand-on", ActionInbox, "Hand it on", s.apiPassOn),
		web.Operation(http.MethodPost, box+"/{id}/answer", ActionInbox, "Say how it was dealt with", s.apiAnswer),
	}
}
