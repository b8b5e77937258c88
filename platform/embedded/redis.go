package embedded

import (
	"crypto/rand"
	"net/url"

	"github.com/alicebob/miniredis/v2"
)

// Redis is a Redis inside this process. It forgets everything when it stops,
// which loses nothing: what must not be lost is a row in the database first.
type Redis struct {
	server *miniredis.Miniredis
	url    string
}

// StartRedis starts a Redis on a free port of loopback, with a random password.
func StartRedis() (*Redis, error) {
	server := miniredis.NewMiniRedis()
	password := rand.Text()
	server.RequireAuth(password)
	server.ClockTTL(true) // by itself it never ages a key
	if err := server.StartAddr("127.0.0.1:0"); err != nil {
		return nil, faultServer("Redis", err)
	}
	u := url.URL{Scheme: "redis", User: url.UserPassword("", password), Host: server.Addr(), Path: "/0"}
	return &Redis{server: server, url: u.String()}, nil
}

// URL is the address with the password.
func (r *Redis) URL() string { return r.url }

// Stop closes all connections.
func (r *Redis) Stop() { r.server.Close() }
