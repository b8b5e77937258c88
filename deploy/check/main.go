// Command check runs the production stack on this machine and breaks it: an
// operator's PostgreSQL, Redis and S3 server, two web and two worker processes of
// the binary. While plans are imported, approved and issued through the API, one
// web and one worker process are killed with SIGKILL. It then proves that nothing
// that was confirmed is lost:
//
//   - every issue that was acknowledged stands, with the number that was told;
//   - the register of each tenant has no gap and no number twice;
//   - every document gets made, and its bytes have the SHA-256 that is noted;
//   - the audit chains hold.
//
// It needs the programs of PostgreSQL 15 or newer, redis-server, and either an S3
// server (CHECK_S3_ENDPOINT, …_ACCESS_KEY, …_SECRET_KEY) or Go, to build
// versitygw. Usage: go run ./deploy/check -vuon bin/vuon [-plans 20] [-keep]
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

func main() {
	binary := flag.String("vuon", "bin/vuon", "the binary")
	plans := flag.Int("plans", 20, "plans of each of the eight tenants")
	keep := flag.Bool("keep", false, "leave the stack running until Ctrl-C, to look at it")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := check(ctx, *binary, *plans, *keep); err != nil {
		fmt.Fprintln(os.Stderr, "FAILED:", err)
		os.Exit(1)
	}
	fmt.Println("passed")
}

func check(ctx context.Context, binary string, plans int, keep bool) (err error) {
	binary, err = filepath.Abs(binary)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "vuon-check-")
	if err != nil {
		return err
	}
	s := &stack{dir: dir, binary: binary}
	defer func() {
		s.stop()
		if err == nil {
			_ = os.RemoveAll(dir)
			return
		}
		fmt.Fprintln(os.Stderr, "logs are in", dir)
	}()
	for _, part := range []func(context.Context) error{s.startPostgres, s.startRedis, s.startS3, s.prepare, s.startProcesses} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	l, err := newLoad(ctx, s, plans)
	if err != nil {
		return err
	}
	began := time.Now()
	if err := l.run(ctx); err != nil {
		return err
	}
	fmt.Printf("issued %d plans in %.1f s; %d calls were repeated after the kill\n", len(l.issued), time.Since(began).Seconds(), l.repeated.Load())
	if err := l.verify(ctx); err != nil || !keep {
		return err
	}
	fmt.Printf("the stack runs on, web at %s, settings:\n%s\n", s.webs[1], strings.Join(s.env, "\n"))
	<-ctx.Done()
	return nil
}
