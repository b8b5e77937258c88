package embedded

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

const (
	owner    = "vuon_owner" // superuser of the private cluster
	database = "postgres"   // the one that initdb makes

	// A cluster that was cut off replays its log before it answers.
	recoveryTime = 60 * time.Second
	// Between finding a free port and listening on it another process may take it.
	startAttempts = 3
	pollEvery     = 5 * time.Millisecond
)

// PostgresOptions says where the private cluster lies and how it runs.
type PostgresOptions struct {
	Dir    string       // folder of the cluster and its password; made when missing
	Fsync  bool         // false only in tests: fast, and a crash of the machine loses data
	Log    *slog.Logger // nil: silent
	BinDir string       // folder with initdb and postgres; empty: VUON_POSTGRES_BIN, the machine's, then npm's
}

// Postgres is a running private cluster, a child of this process.
type Postgres struct {
	url  string
	proc *process
}

// StartPostgres starts the cluster in o.Dir and returns once it accepts
// connections; an empty folder gets a new cluster first (UTF-8, checksums).
// It listens on loopback only, with a random password, and keeps running until
// Stop, whatever becomes of ctx, which limits the start alone. Errors are
// faults: postgres_missing, postgres_major, postgres_owner, postgres_start.
func StartPostgres(ctx context.Context, o PostgresOptions) (*Postgres, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, err
	}
	o.Dir = dir
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, faultFolder(dir, err)
	}
	c, err := openCluster(ctx, o)
	if err != nil {
		return nil, err
	}
	if err := awaitPredecessor(ctx, c.data, o.Log); err != nil {
		return nil, err
	}
	return c.start(ctx)
}

// URL is the address of the database for its owner, a superuser.
func (p *Postgres) URL() string { return p.url }

// PID is the process id of the server.
func (p *Postgres) PID() int { return p.proc.cmd.Process.Pid }

// Done is closed when the server has ended, for whatever reason.
func (p *Postgres) Done() <-chan struct{} { return p.proc.done }

// Stop ends the server in good order: running transactions are rolled back,
// everything confirmed is on disk. When ctx ends first the server is cut off
// at once, which loses nothing confirmed either, and ctx's error is returned.
func (p *Postgres) Stop(ctx context.Context) error {
	p.proc.signal(syscall.SIGINT)
	select {
	case <-p.proc.done:
		return nil
	case <-ctx.Done():
		p.proc.signal(syscall.SIGQUIT)
		<-p.proc.done
		return ctx.Err()
	}
}

// start runs the server, on another port when the first was taken meanwhile.
func (c *cluster) start(ctx context.Context) (*Postgres, error) {
	ctx, cancel := context.WithTimeout(ctx, recoveryTime)
	defer cancel()
	var p *Postgres
	var err error
	for range startAttempts {
		if p, err = c.startOnce(ctx); err == nil || ctx.Err() != nil {
			break
		}
	}
	return p, err
}

func (c *cluster) startOnce(ctx context.Context) (*Postgres, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	proc, err := c.launch("postgres", settings(c.opts.Fsync, port)...)
	if err != nil {
		return nil, faultStart(c.opts.Dir, err.Error())
	}
	p := &Postgres{url: ownerURL(c.password, port), proc: proc}
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-proc.done:
			return nil, faultStart(c.opts.Dir, proc.tail())
		case <-ctx.Done():
			_ = p.Stop(context.WithoutCancel(ctx))
			return nil, faultStart(c.opts.Dir, proc.tail(), ctx.Err())
		case <-tick.C:
			if pm, err := readPostmaster(c.data); err == nil && pm.pid == p.PID() && pm.ready {
				return p, nil
			}
		}
	}
}

// settings are given on the command line, so that no file in the cluster can
// drift from what this version of the program means. The log carries no
// statements and no details: they would hold personal data.
func settings(fsync bool, port int) []string {
	s := map[string]string{
		"listen_addresses": "127.0.0.1", "port": strconv.Itoa(port), "unix_socket_directories": "",
		"password_encryption": "scram-sha-256", "timezone": "UTC", "log_timezone": "UTC", "lc_messages": "C",
		"shared_buffers": "48MB", "max_connections": "60", "min_wal_size": "32MB", "max_wal_size": "512MB", "jit": "off",
		"logging_collector": "off", "log_destination": "stderr", "log_line_prefix": "",
		"log_min_messages": "log", "log_min_error_statement": "panic", "log_error_verbosity": "terse",
	}
	for name, value := range platformSettings() {
		s[name] = value
	}
	if !fsync {
		s["fsync"], s["synchronous_commit"], s["full_page_writes"] = "off", "off", "off"
		s["max_connections"] = "200"
	}
	var args []string
	for name, value := range s {
		args = append(args, "-c", name+"="+value)
	}
	return args
}

func ownerURL(password string, port int) string {
	u := url.URL{Scheme: "postgres", User: url.UserPassword(owner, password),
		Host: fmt.Sprintf("127.0.0.1:%d", port), Path: "/" + database, RawQuery: "sslmode=disable"}
	return u.String()
}

func freePort() (int, error) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
