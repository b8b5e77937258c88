// Package config reads the settings of a deployment from flags and environment,
// refuses what is wrong before anything starts, and prints itself without secrets.
// Every setting VUON_X may be given as the flag --x, the variable VUON_X, or the
// file named by VUON_X_FILE (or --x-file), in this order of precedence.
package config

import (
	"log/slog"
	"net/netip"
	"strings"
)

// Config is what a process needs to know about its deployment. Empty addresses
// mean that the server is embedded.
type Config struct {
	Addr            string         // host:port of web and API
	Data            string         // absolute folder of the embedded servers
	DatabaseURL     string         // postgres:// of an owner that may create roles
	RedisURL        string         // redis, rediss, redis-sentinel or redis-cluster
	S3              S3             // object storage
	MetricsAddr     string         // host:port of /metrics; equal to Addr: on the public listener; empty: nowhere
	SecondFactor    []string       // roles whose holders must have a second factor everywhere
	OIDC            string         // file of the OpenID Connect issuers; empty: none
	SigningRoots    string         // file or folder of certificate authorities; empty: trust in signatures is not checked
	TrustedProxies  []netip.Prefix // whose forwarded headers are believed
	SMTPURL         string         // smtp or smtps; empty: no mail is sent
	MailFrom        string         // sender of mail: "Vươn <vuon@example.vn>"
	PublicURL       string         // under which people reach the application, without a slash at the end
	BackupRecipient string         // age public key that backups are encrypted to
	SecretKey       []byte         // 32 bytes; nil: the one kept in Data
	PostgresBin     string         // folder with initdb and postgres for the private cluster
	LogLevel        slog.Level
	LogFormat       string // auto (text on a terminal, else json), json, text

	shown []Shown
}

// S3 is how to reach the object storage. All of it is empty when it is embedded.
type S3 struct {
	Endpoint       string // http(s)://host:port
	AccessKey      string
	SecretKey      string
	Bucket         string
	Region         string
	PublicEndpoint string // under which browsers reach it; empty: files go through the application
}

// Embedded says which servers this deployment starts by itself.
type Embedded struct{ Database, Redis, S3 bool }

// Any says whether at least one server is embedded.
func (e Embedded) Any() bool { return e.Database || e.Redis || e.S3 }

// All says whether nothing is brought by the operator.
func (e Embedded) All() bool { return e.Database && e.Redis && e.S3 }

// Embedded returns the servers for which no address was given.
func (c Config) Embedded() Embedded {
	return Embedded{Database: c.DatabaseURL == "", Redis: c.RedisURL == "", S3: c.S3.Endpoint == ""}
}

// Shown is a setting as it may be printed.
type Shown struct {
	Name   string `json:"name"`   // VUON_ADDR
	Value  string `json:"value"`  // masked where it is secret
	Source string `json:"source"` // default, environment, flag, or the file's path
}

// Masked lists all settings in effect without their secrets.
func (c Config) Masked() []Shown { return c.shown }

// String is Masked as lines NAME=value, so that printing a Config reveals nothing.
func (c Config) String() string {
	var b strings.Builder
	for _, s := range c.shown {
		b.WriteString(s.Name + "=" + s.Value + " (" + s.Source + ")\n")
	}
	return b.String()
}

// GoString is String: %#v must not reveal secrets either.
func (c Config) GoString() string { return c.String() }

// LogValue makes a logged Config as silent as a printed one.
func (c Config) LogValue() slog.Value {
	attrs := make([]slog.Attr, len(c.shown))
	for i, s := range c.shown {
		attrs[i] = slog.String(s.Name, s.Value)
	}
	return slog.GroupValue(attrs...)
}
