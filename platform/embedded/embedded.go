package embedded

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"time"
)

const (
	s3Bucket = "vuon"
	// Another process may be making the cluster, or recovering it.
	joinTime = recoveryTime + 15*time.Second
	joinPoll = 20 * time.Millisecond
)

// Options says where the servers keep their data and which of them the operator
// brings, so that they are not started here.
type Options struct {
	Data        string // folder, made when missing
	NoDatabase  bool
	NoRedis     bool
	NoS3        bool
	PostgresBin string       // folder with initdb and postgres; empty: see PostgresOptions
	Log         *slog.Logger // nil: silent
}

// Servers are the embedded servers: this process's own, or those of the process
// that already runs on the same data folder. Addresses of servers that the
// operator brings are empty.
type Servers struct {
	DatabaseURL string // owner of the private cluster
	RedisURL    string
	S3Endpoint  string // http://host:port
	S3AccessKey string
	S3SecretKey string
	S3Bucket    string
	SecretKey   []byte // 32 bytes, the same for the life of the data folder
	Joined      bool   // the servers belong to another process
	Web         string // http://host:port of that process; "" where it serves nothing

	log      *slog.Logger
	runtime  string // file that tells others how to join
	lock     *os.File
	postgres *Postgres
	redis    *Redis
	s3       *S3
}

// Start starts the embedded servers, or joins those of the process that holds
// the data folder (waiting while it is still starting). When it starts an S3
// server, the working directory of the process changes: see StartS3. Errors are
// faults; nothing is left running after one.
func Start(ctx context.Context, o Options) (*Servers, error) {
	data, err := filepath.Abs(o.Data)
	if err != nil {
		return nil, err
	}
	o.Data = data
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if err := makeDataFolder(data); err != nil {
		return nil, faultFolder(data, err)
	}
	lock, joined, err := lockOrJoin(ctx, o)
	if err != nil || joined != nil {
		return joined, err
	}
	s := &Servers{lock: lock, log: o.Log, runtime: filepath.Join(data, "runtime.json")}
	if err := s.start(ctx, o); err != nil {
		return nil, errors.Join(err, s.Stop(context.WithoutCancel(ctx)))
	}
	return s, nil
}

// start starts what the operator does not bring and tells others where it is.
func (s *Servers) start(ctx context.Context, o Options) (err error) {
	_ = os.Remove(s.runtime) // of a process that was killed
	if s.SecretKey, err = secretKey(o.Data); err != nil {
		return err
	}
	if !o.NoDatabase {
		p := PostgresOptions{Dir: filepath.Join(o.Data, "postgres"), Fsync: true, Log: o.Log, BinDir: o.PostgresBin}
		if s.postgres, err = StartPostgres(ctx, p); err != nil {
			return err
		}
		s.DatabaseURL = s.postgres.URL()
	}
	if !o.NoRedis {
		if s.redis, err = StartRedis(); err != nil {
			return err
		}
		s.RedisURL = s.redis.URL()
	}
	if !o.NoS3 {
		if s.s3, err = StartS3(ctx, filepath.Join(o.Data, "s3")); err != nil {
			return err
		}
		s.S3Endpoint, s.S3AccessKey, s.S3SecretKey, s.S3Bucket = s.s3.endpoint, s3AccessKey, s.s3.secret, s3Bucket
	}
	return s.announce()
}

// Done is closed when the database server has ended, so that a process whose
// database died can end too; it stays open where there is no own one.
func (s *Servers) Done() <-chan struct{} {
	if s.postgres == nil {
		return nil
	}
	return s.postgres.Done()
}

// Stop ends the servers that this process started, the database last, and lets
// the next process have the data folder. Joined servers go on. It may be called
// more than once.
func (s *Servers) Stop(ctx context.Context) error {
	if s.Joined || s.lock == nil {
		return nil
	}
	_ = os.Remove(s.runtime)
	var errs []error
	if s.redis != nil {
		s.redis.Stop()
	}
	if s.s3 != nil {
		errs = append(errs, s.s3.Stop(ctx))
	}
	if s.postgres != nil {
		errs = append(errs, s.postgres.Stop(ctx))
	}
	errs = append(errs, s.lock.Close())
	s.lock = nil
	return errors.Join(errs...)
}
