package notify

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"math/big"
	"net"
	"net/textproto"
	"strings"
	"sync"
	"testing"
	"time"
)

// mailServer speaks SMTP (RFC 5321) as far as a client needs it: STARTTLS, AUTH
// PLAIN, refusals.
type mailServer struct {
	addr     string
	starttls bool
	implicit bool
	password string                 // asked for when not ""
	answer   func(to string) string // to RCPT; "" accepts
	config   *tls.Config
	roots    *x509.CertPool

	mu      sync.Mutex
	letters []delivered
	said    []string // every command, as it came
}

type delivered struct {
	from, to string
	raw      string
	secure   bool
}

// serve starts a server on a port of this machine until the test ends.
func (m *mailServer) serve(t *testing.T) *mailServer {
	t.Helper()
	m.certify(t)
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	m.addr = socket.Addr().String()
	var open sync.WaitGroup
	open.Go(func() {
		for {
			conn, err := socket.Accept()
			if err != nil {
				return
			}
			open.Go(func() { m.talk(conn) })
		}
	})
	t.Cleanup(func() { _ = socket.Close(); open.Wait() })
	return m
}

func (m *mailServer) certify(t *testing.T) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	m.roots = x509.NewCertPool()
	m.roots.AddCert(cert)
	m.config = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}

// session is one conversation.
type session struct {
	*mailServer
	conn   net.Conn
	text   *textproto.Conn
	secure bool
	signed bool
	from   string
	to     string
}

func (m *mailServer) talk(conn net.Conn) {
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(time.Minute))
	s := &session{mailServer: m, conn: conn}
	if m.implicit {
		s.conn, s.secure = tls.Server(conn, m.config), true
	}
	s.text = textproto.NewConn(s.conn)
	s.say("220 test ESMTP")
	for {
		line, err := s.text.ReadLine()
		if err != nil {
			return
		}
		m.mu.Lock()
		m.said = append(m.said, line)
		m.mu.Unlock()
		if !s.command(line) {
			return
		}
	}
}

func (s *session) say(line string) { _ = s.text.PrintfLine("%s", line) }

func (s *session) command(line string) (goOn bool) {
	verb, rest, _ := strings.Cut(line, " ")
	switch strings.ToUpper(verb) {
	case "EHLO":
		s.greet()
	case "STARTTLS":
		s.say("220 go ahead")
		s.conn, s.secure = tls.Server(s.conn, s.config), true
		s.text = textproto.NewConn(s.conn)
	case "AUTH":
		s.authenticate(rest)
	case "MAIL":
		s.from = between(rest)
		if s.password != "" && !s.signed {
			s.say("530 5.7.0 authentication required")
		} else {
			s.say("250 ok")
		}
	case "RCPT":
		s.recipient(between(rest))
	case "DATA":
		s.say("354 go on")
		raw, err := s.text.ReadDotBytes()
		if err != nil {
			return false
		}
		s.mu.Lock()
		s.letters = append(s.letters, delivered{s.from, s.to, string(bytes.ReplaceAll(raw, []byte("\n"), []byte("\r\n"))), s.secure})
		s.mu.Unlock()
		s.say("250 queued")
	case "QUIT":
		s.say("221 bye")
		return false
	default:
		s.say("250 ok")
	}
	return true
}

func (s *session) greet() {
	s.say("250-test")
	if s.starttls && !s.secure {
		s.say("250-STARTTLS")
	}
	if s.password != "" {
		s.say("250-AUTH PLAIN")
	}
	s.say("250 8BITMIME")
}

func (s *session) authenticate(rest string) {
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(rest, "PLAIN "))
	if s.signed = err == nil && strings.HasSuffix(string(raw), "\x00"+s.password); s.signed {
		s.say("235 welcome")
	} else {
		s.say("535 5.7.8 wrong")
	}
}

func (s *session) recipient(to string) {
	s.to = to
	if s.answer != nil {
		if refusal := s.answer(to); refusal != "" {
			s.say(refusal)
			return
		}
	}
	s.say("250 ok")
}

func between(s string) string {
	_, s, _ = strings.Cut(s, "<")
	s, _, _ = strings.Cut(s, ">")
	return s
}

func (m *mailServer) received() []delivered {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]delivered(nil), m.letters...)
}

func (m *mailServer) heard(word string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return strings.Contains(strings.Join(m.said, "\n"), word)
}

// mail is how to reach the server.
func (m *mailServer) mail(user string) *Mail {
	scheme := "smtp://"
	if m.implicit {
		scheme = "smtps://"
	}
	return &Mail{URL: scheme + user + m.addr, From: "Vươn <vuon@example.vn>", PublicURL: "https://vuon.example.vn",
		TLS: &tls.Config{RootCAs: m.roots}}
}
