package web

import (
	"context"
	"crypto/cipher"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/gofiber/fiber/v2"

	"vuon/platform/telemetry"
)

// How long the network may take. A body that keeps coming is given more time
// piece by piece (body.go).
const (
	readTimeout  = 15 * time.Second
	writeTimeout = 5 * time.Minute
	idleTimeout  = 75 * time.Second
	drainTimeout = 20 * time.Second
	stopTimeout  = 10 * time.Second
	headerBytes  = 16 << 10
	concurrency  = 10_000 // connections at once; more are answered 503
)

// Server is the web server of one process.
type Server struct {
	Options
	app      *fiber.App
	assets   *Assets
	tracer   *telemetry.Tracer
	visitors visitors    // of routes that are bounded
	sealer   cipher.AEAD // of kept answers
	routes   []RouteInfo
	openapi  []byte
	maxBody  int64 // the largest body that any route takes
}

// New makes a server from routes and parts. It refuses a route that names no
// action and is neither Public nor SignedIn, one whose action nobody declares,
// and two routes that answer the same requests.
func New(o Options) (*Server, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	assets, err := newAssets()
	if err != nil {
		return nil, err
	}
	for name, css := range o.Styles {
		assets.add(name, css)
	}
	if o.Metrics == nil {
		o.Metrics = telemetry.NewMetrics(o.Version)
	}
	sealer, err := newSealer(o.Secret)
	if err != nil {
		return nil, err
	}
	s := &Server{Options: o, assets: assets, sealer: sealer, tracer: telemetry.NewTracer(o.Log, o.Metrics), maxBody: DefaultMaxBody}
	s.app = fiber.New(fiber.Config{
		Immutable:                    true, // without it kept strings are overwritten by the next request
		StreamRequestBody:            true, // bodies are read by us, bounded
		DisablePreParseMultipartForm: true,
		BodyLimit:                    1,
		ReadTimeout:                  readTimeout,
		WriteTimeout:                 writeTimeout,
		IdleTimeout:                  idleTimeout,
		ReadBufferSize:               headerBytes,
		Concurrency:                  concurrency,
		CaseSensitive:                true,
		UnescapePath:                 true,
		DisableStartupMessage:        true,
		ErrorHandler:                 s.unreadable,
	})
	s.app.Server().ExpectHandler = s.expect
	s.app.Use(s.handle)
	if err := s.register(); err != nil {
		return nil, err
	}
	return s, nil
}

// Routes is the live route table, in the order in which routes are matched.
func (s *Server) Routes() []RouteInfo { return append([]RouteInfo(nil), s.routes...) }

// Assets gives the addresses of scripts, styles and pictures.
func (s *Server) Assets() *Assets { return s.assets }

// Listen opens the address ("127.0.0.1:8080"; port 0 takes a free one) and
// returns the listener with the address that browsers use.
func Listen(addr string) (net.Listener, string, error) {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, "", fmt.Errorf("web: cannot listen on %s: %w", addr, err)
	}
	return ln, Address(ln.Addr().String()), nil
}

// Address is where a browser on this machine finds what listens on addr.
func Address(addr string) string {
	host, port, _ := net.SplitHostPort(addr) // settings and listeners give nothing else
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// Serve answers requests on ln until ctx ends; then it takes no more, finishes
// those under way (at most 10 s), cuts off the others and returns.
func (s *Server) Serve(ctx context.Context, ln net.Listener) error {
	done := make(chan error, 1)
	go func() { done <- s.app.Listener(ln) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	err := s.app.ShutdownWithContext(stop)
	_ = ln.Close()  // where it had not begun to accept, nobody else would
	if err != nil { // a client that sends no more must not keep us from ending
		s.Log.Warn("requests did not end in time and are cut off", slog.Any("error", err))
	}
	if err := <-done; !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

// ServeMetrics answers GET /metrics on ln until ctx ends.
func (s *Server) ServeMetrics(ctx context.Context, ln net.Listener) error {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", s.Metrics.Handler())
	server := &http.Server{Handler: mux, ReadHeaderTimeout: readTimeout, WriteTimeout: time.Minute}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
