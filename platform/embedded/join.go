package embedded

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

const dialTime = time.Second

// announcement is what runtime.json tells a process that wants to join.
type announcement struct {
	DatabaseURL string `json:"database_url,omitempty"`
	RedisURL    string `json:"redis_url,omitempty"`
	S3Endpoint  string `json:"s3_endpoint,omitempty"`
	S3AccessKey string `json:"s3_access_key,omitempty"`
	S3SecretKey string `json:"s3_secret_key,omitempty"`
	S3Bucket    string `json:"s3_bucket,omitempty"`
	Web         string `json:"web,omitempty"`
}

// AnnounceWeb tells processes that join from now on at which address (http://…)
// the process answers browsers.
func (s *Servers) AnnounceWeb(address string) error {
	s.Web = address
	return s.announce()
}

// announce writes runtime.json, readable by this account only.
func (s *Servers) announce() error {
	b, err := json.Marshal(announcement{s.DatabaseURL, s.RedisURL, s.S3Endpoint, s.S3AccessKey, s.S3SecretKey, s.S3Bucket, s.Web})
	if err != nil {
		return err
	}
	if err := writeWhole(s.runtime, b); err != nil {
		return faultFolder(filepath.Dir(s.runtime), err)
	}
	return nil
}

// makeDataFolder makes the folder for this account alone.
func makeDataFolder(data string) error { return os.MkdirAll(data, 0o700) }

// lockOrJoin returns the lock of the data folder, or the servers of the process
// that has it. The kernel takes the lock back when a process dies, however it
// dies; the database server does not inherit it.
func lockOrJoin(ctx context.Context, o Options) (*os.File, *Servers, error) {
	lock, err := os.OpenFile(filepath.Join(o.Data, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, nil, faultFolder(o.Data, err)
	}
	ctx, cancel := context.WithTimeout(ctx, joinTime)
	defer cancel()
	tick := time.NewTicker(joinPoll)
	defer tick.Stop()
	for {
		err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return lock, nil, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, nil, errors.Join(faultFolder(o.Data, err), lock.Close())
		}
		if s, err := join(ctx, o); s != nil || err != nil {
			return nil, s, errors.Join(err, lock.Close())
		}
		select {
		case <-ctx.Done():
			return nil, nil, errors.Join(faultBusy(o.Data, ctx.Err()), lock.Close())
		case <-tick.C:
		}
	}
}

// join returns the servers of the process that holds the folder, or nil while
// they do not answer yet (or the file is what a killed process left behind).
func join(ctx context.Context, o Options) (*Servers, error) {
	b, err := os.ReadFile(filepath.Join(o.Data, "runtime.json"))
	if err != nil {
		return nil, nil // not there yet
	}
	var a announcement
	if err := json.Unmarshal(b, &a); err != nil {
		return nil, faultFolder(o.Data, err)
	}
	if !answer(ctx, a.DatabaseURL, a.RedisURL, a.S3Endpoint) {
		return nil, nil
	}
	s := &Servers{Joined: true, Web: a.Web}
	if s.SecretKey, err = secretKey(o.Data); err != nil {
		return nil, err
	}
	if err := s.take(a, o); err != nil {
		return nil, err
	}
	return s, nil
}

// take keeps the addresses of the servers that this process needs.
func (s *Servers) take(a announcement, o Options) error {
	switch {
	case !o.NoDatabase && a.DatabaseURL == "":
		return faultNotShared(o.Data, "PostgreSQL")
	case !o.NoRedis && a.RedisURL == "":
		return faultNotShared(o.Data, "Redis")
	case !o.NoS3 && a.S3Endpoint == "":
		return faultNotShared(o.Data, "S3")
	}
	if !o.NoDatabase {
		s.DatabaseURL = a.DatabaseURL
	}
	if !o.NoRedis {
		s.RedisURL = a.RedisURL
	}
	if !o.NoS3 {
		s.S3Endpoint, s.S3AccessKey, s.S3SecretKey, s.S3Bucket = a.S3Endpoint, a.S3AccessKey, a.S3SecretKey, a.S3Bucket
	}
	return nil
}

// answer says whether something listens at each address that is given.
func answer(ctx context.Context, addresses ...string) bool {
	d := net.Dialer{Timeout: dialTime}
	for _, address := range addresses {
		if address == "" {
			continue
		}
		u, err := url.Parse(address)
		if err != nil {
			return false
		}
		conn, err := d.DialContext(ctx, "tcp", u.Host)
		if err != nil {
			return false
		}
		conn.Close()
	}
	return true
}
