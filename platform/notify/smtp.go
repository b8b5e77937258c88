package notify

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"vuon/platform/identity"
)

const (
	smtpTimeout = 30 * time.Second
	maxReason   = 300 // characters kept of what a mail server says
)

// Mail is how the deployment sends e-mail.
type Mail struct {
	// URL is the mail server: smtp://user:password@host:587 speaks STARTTLS
	// where the server offers it, and always before it gives a password to
	// another machine; smtps:// speaks TLS from the first byte (port 465).
	URL       string
	From      string      // "Vươn <vuon@example.vn>"
	PublicURL string      // under which people reach the application: links begin with it
	TLS       *tls.Config // nil: the system's certificate authorities
}

// letter is one e-mail.
type letter struct {
	id      string // of the newest message: makes the Message-ID
	to      identity.Person
	date    time.Time
	subject string
	text    string
	html    string
}

// send speaks to the mail server once.
func (m *Mail) send(ctx context.Context, l letter) error {
	var line line
	defer line.hangUp()
	client, err := m.client(&line)
	if err != nil {
		return err
	}
	msg, err := m.message(l)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, smtpTimeout)
	defer cancel()
	return client.DialAndSendWithContext(ctx, msg)
}

// line is a connection that is closed in the end: the library leaves it open
// when signing in fails.
type line struct {
	tls  *tls.Config // not nil: TLS from the first byte
	conn net.Conn
}

func (l *line) dial(ctx context.Context, network, address string) (net.Conn, error) {
	var dialer interface {
		DialContext(ctx context.Context, network, address string) (net.Conn, error)
	} = &net.Dialer{}
	if l.tls != nil {
		dialer = &tls.Dialer{Config: l.tls}
	}
	conn, err := dialer.DialContext(ctx, network, address)
	if err == nil {
		l.conn = conn
	}
	return conn, err
}

func (l *line) hangUp() {
	if l.conn != nil {
		_ = l.conn.Close() // what is to be said was said
	}
}

func (m *Mail) message(l letter) (*gomail.Msg, error) {
	from, err := mail.ParseAddress(m.From)
	if err != nil {
		return nil, fmt.Errorf("notify: sender %q: %w", m.From, err)
	}
	msg := gomail.NewMsg(gomail.WithEncoding(gomail.EncodingQP), gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(from)
	if err := msg.AddToFormat(l.to.Name, l.to.Email); err != nil {
		return nil, badAddress{err}
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	msg.SetMessageIDWithValue(l.id + "@" + domain)
	msg.SetDateWithValue(l.date)
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no out-of-office answers
	msg.Subject(l.subject)
	msg.SetBodyString(gomail.TypeTextPlain, l.text)
	msg.AddAlternativeString(gomail.TypeTextHTML, l.html)
	return msg, nil
}

// client speaks as the address says, over the line.
func (m *Mail) client(l *line) (*gomail.Client, error) {
	u, err := url.Parse(m.URL)
	if err != nil {
		return nil, errors.New("notify: the address of the mail server is wrong") // the error would repeat the password
	}
	config := m.TLS.Clone()
	if config == nil {
		config = &tls.Config{}
	}
	config.ServerName = u.Hostname()
	options := []gomail.Option{gomail.WithTimeout(smtpTimeout), gomail.WithTLSPolicy(gomail.TLSOpportunistic),
		gomail.WithTLSConfig(config), gomail.WithDialContextFunc(l.dial)}
	port := 587
	if u.Scheme == "smtps" {
		port, l.tls = 465, config
		options = append(options, gomail.WithSSL())
	}
	if p, err := strconv.Atoi(u.Port()); err == nil {
		port = p
	}
	if u.User != nil {
		password, _ := u.User.Password()
		options = append(options, gomail.WithUsername(u.User.Username()), gomail.WithPassword(password),
			gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover))
		if !here(u.Hostname()) {
			options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
		}
	}
	return gomail.NewClient(u.Hostname(), append(options, gomail.WithPort(port))...)
}

// here says whether the host is this machine.
func here(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// badAddress is an address that no mail server would take.
type badAddress struct{ error }

// permanent says whether another attempt would end in the same way.
func permanent(err error) bool {
	if _, bad := errors.AsType[badAddress](err); bad {
		return true
	}
	refused, ok := errors.AsType[*gomail.SendError](err)
	return ok && refused.ErrorCode() >= 500 && !refused.IsTemp()
}

// shorten keeps a mail server's words to one line.
func shorten(s string) string {
	line := []rune(strings.Join(strings.Fields(s), " "))
	return string(line[:min(len(line), maxReason)])
}
