package notify

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"vuon/platform/i18n"
)

// To says whom a message concerns: accounts by name, and all that hold one of
// the roles when it is sent.
type To struct {
	Accounts []string // account ids
	Roles    []string // standard role ids in the running tenant
	Units    []string // with Roles: only grants whose scope covers one of these units
}

// Message is what is told. The title is also mailed: it names plans and
// documents, never a citizen.
type Message struct {
	Kind  string // module.word: "planning.returned"
	Title i18n.Text
	Body  i18n.Text  // shown in the application alone
	Path  string     // page of ours that it leads to: "/t/krong-no/plans/2024"
	To    To         //
	Due   *time.Time // until when something is to be done
	Key   string     // "", or: the same key reaches the same account once
	Mail  bool       // also by e-mail
}

var kindName = regexp.MustCompile(`^[a-z]+\.[a-z][a-z0-9_]*$`)

// check refuses what could not be shown: a mistake of the caller.
func (m Message) check() error {
	if !kindName.MatchString(m.Kind) || m.Title.VI == "" || !strings.HasPrefix(m.Path, "/") || strings.HasPrefix(m.Path, "//") {
		return fmt.Errorf("notify: message %q needs a kind (module.word), a title and a path of ours, not %q", m.Kind, m.Path)
	}
	return nil
}

// MailState is what became of a message's mail.
type MailState string

// The states of mail.
const (
	NotMailed    MailState = ""           // was not to be mailed
	MailWaiting  MailState = "waiting"    // a job sends it
	MailDaily    MailState = "daily"      // waits for the day's digest
	MailSent     MailState = "sent"       // the mail server took it
	MailFailed   MailState = "failed"     // the mail server refused it
	MailOff      MailState = "off"        // the person wants no mail
	MailNoWhere  MailState = "no_address" // the account has no address
	MailNoServer MailState = "no_server"  // the deployment has no mail server
)

// Notice is a message as the one whom it concerns sees it.
type Notice struct {
	ID        string     `bun:"id,pk" json:"id"`
	Kind      string     `bun:"kind" json:"kind"`
	Title     i18n.Text  `bun:"title,type:jsonb" json:"title"`
	Body      i18n.Text  `bun:"body,type:jsonb" json:"body"`
	Path      string     `bun:"path" json:"path"`
	Due       *time.Time `bun:"due" json:"due,omitempty"`
	Sender    string     `bun:"sender" json:"sender,omitempty"` // name; "" is the system
	CreatedAt time.Time  `bun:"created_at" json:"created_at"`
	ReadAt    *time.Time `bun:"read_at" json:"read_at,omitempty"`
}

// Receipt is what became of a message at one account.
type Receipt struct {
	Account   string     `json:"account"`
	Username  string     `json:"username"`
	Name      string     `json:"name"`
	SentAt    time.Time  `json:"sent_at"`
	ReadAt    *time.Time `json:"read_at,omitempty"`
	Mail      MailState  `json:"mail"`
	MailedAt  *time.Time `json:"mailed_at,omitempty"`
	MailError string     `json:"mail_error,omitempty"` // what the mail server said
}
