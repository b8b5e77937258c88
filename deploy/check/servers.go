package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"
)

// account is the unprivileged account for PostgreSQL when this runs as root.
func account() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		if u, err = user.Lookup("nobody"); err != nil {
			return nil, err
		}
	}
	uid, _ := strconv.ParseUint(u.Uid, 10, 32)
	gid, _ := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

// postgresBin is the folder of the newest PostgreSQL of the machine.
func postgresBin() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		return filepath.Dir(slices.Max(found)), nil
	}
	path, err := exec.LookPath("initdb")
	if err != nil {
		return "", errors.New("PostgreSQL is not installed")
	}
	return filepath.Dir(path), nil
}

// startPostgres starts a cluster with its safe defaults (fsync on) and makes an
// owner who is no superuser, as operators should.
func (s *stack) startPostgres(ctx context.Context) error {
	bin, err := postgresBin()
	if err != nil {
		return err
	}
	cred, err := account()
	if err != nil {
		return err
	}
	data := filepath.Join(s.dir, "pg")
	if err := os.Mkdir(data, 0o700); err != nil {
		return err
	}
	if cred != nil {
		if err := errors.Join(os.Chmod(s.dir, 0o711), os.Chown(data, int(cred.Uid), int(cred.Gid))); err != nil {
			return err
		}
	}
	initdb := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale", "C")
	initdb.Dir, initdb.SysProcAttr = "/", &syscall.SysProcAttr{Credential: cred}
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	port := freePort()
	cmd := exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-p", port, "-k", "", "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=300")
	cmd.Dir, cmd.SysProcAttr = "/", &syscall.SysProcAttr{Credential: cred}
	if _, err := s.spawn("postgres", cmd, syscall.SIGINT); err != nil {
		return err
	}
	if err := listening(ctx, port); err != nil {
		return err
	}
	psql := func(sql string) error {
		deadline := time.Now().Add(30 * time.Second)
		for {
			out, err := exec.CommandContext(ctx, filepath.Join(bin, "psql"), "-h", "127.0.0.1", "-p", port, "-U", "postgres", "-qc", sql).CombinedOutput()
			if err == nil || time.Now().After(deadline) {
				return wrap(err, "psql: %s", out)
			}
			time.Sleep(200 * time.Millisecond) // it is still starting
		}
	}
	if err := psql("CREATE ROLE vuon_owner LOGIN CREATEROLE"); err != nil {
		return err
	}
	if err := psql("CREATE DATABASE vuon OWNER vuon_owner"); err != nil {
		return err
	}
	s.env = append(s.env, "VUON_DATABASE_URL=postgres://vuon_owner@127.0.0.1:"+port+"/vuon?sslmode=disable")
	return nil
}

func (s *stack) startRedis(ctx context.Context) error {
	dir, port := filepath.Join(s.dir, "redis"), freePort()
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	if _, err := s.spawn("redis", exec.Command("redis-server", "--bind", "127.0.0.1", "--port", port, "--dir", dir, "--save", "", "--appendonly", "yes"), syscall.SIGTERM); err != nil {
		return err
	}
	s.env = append(s.env, "VUON_REDIS_URL=redis://127.0.0.1:"+port+"/0")
	return listening(ctx, port)
}

// startS3 takes the operator's S3 server, or builds versitygw and starts it as a
// process of its own.
func (s *stack) startS3(ctx context.Context) error {
	endpoint, access, secret := os.Getenv("CHECK_S3_ENDPOINT"), os.Getenv("CHECK_S3_ACCESS_KEY"), os.Getenv("CHECK_S3_SECRET_KEY")
	if endpoint == "" {
		port := freePort()
		endpoint, access, secret = "http://127.0.0.1:"+port, "check", "check-secret"
		build := exec.CommandContext(ctx, "go", "install", "github.com/versity/versitygw/cmd/versitygw@v1.8.0")
		build.Env = append(os.Environ(), "GOBIN="+s.dir, "GOFLAGS=")
		if out, err := build.CombinedOutput(); err != nil {
			return fmt.Errorf("build versitygw: %w: %s", err, out)
		}
		files, versions := filepath.Join(s.dir, "s3"), filepath.Join(s.dir, "s3-versions")
		if err := errors.Join(os.Mkdir(files, 0o700), os.Mkdir(versions, 0o700)); err != nil {
			return err
		}
		cmd := exec.Command(filepath.Join(s.dir, "versitygw"), "--port", "127.0.0.1:"+port, "--access", access, "--secret", secret, "--quiet",
			"posix", "--versioning-dir", versions, files)
		if _, err := s.spawn("s3", cmd, syscall.SIGTERM); err != nil {
			return err
		}
		if err := listening(ctx, port); err != nil {
			return err
		}
	}
	s.env = append(s.env, "VUON_S3_ENDPOINT="+endpoint, "VUON_S3_ACCESS_KEY="+access, "VUON_S3_SECRET_KEY="+secret, "VUON_S3_BUCKET=vuon-check")
	return nil
}

func freePort() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err) // no port is free on the loopback
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

// listening waits until somebody listens on a port.
func listening(ctx context.Context, port string) error {
	deadline := time.Now().Add(time.Minute)
	for time.Now().Before(deadline) && ctx.Err() == nil {
		if c, err := net.DialTimeout("tcp", "127.0.0.1:"+port, time.Second); err == nil {
			return c.Close()
		}
		time.Sleep(100 * time.Millisecond)
	}
	return errors.Join(ctx.Err(), fmt.Errorf("nothing listens on port %s", port))
}

func wrap(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf(format+": %w", append(args, err)...)
}
