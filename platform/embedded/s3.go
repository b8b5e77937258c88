package embedded

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/versity/versitygw/auth"
	"github.com/versity/versitygw/backend/meta"
	"github.com/versity/versitygw/backend/posix"
	"github.com/versity/versitygw/embedgw"
	"github.com/versity/versitygw/s3api"
)

const (
	// The name stays: buckets remember the account that made them.
	s3AccessKey = "vuon"
	s3Requests  = 256
	s3Buffer    = 128 << 10
)

// S3 is an S3 server inside this process, over a folder, with versions and locks.
type S3 struct {
	endpoint, secret string
	cancel           context.CancelFunc
	done             chan struct{}
	err              error // why it ended; read after done
	before           string
}

// StartS3 serves the objects in dir on a free port of loopback, with a random
// secret. A process can run one at a time, and while it runs the WORKING DIRECTORY
// of the process is the folder of the objects (the library needs that): resolve
// relative paths first. Stop restores it.
func StartS3(ctx context.Context, dir string) (*S3, error) {
	before, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	var s *S3
	for range startAttempts { // the free port may be taken meanwhile
		if s, err = startS3(ctx, dir, before); err == nil || ctx.Err() != nil {
			break
		}
	}
	return s, err
}

func startS3(ctx context.Context, dir, before string) (*S3, error) {
	backend, err := s3Backend(dir)
	if err != nil {
		return nil, faultFolder(dir, err)
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s := &S3{endpoint: fmt.Sprintf("http://127.0.0.1:%d", port), secret: rand.Text(),
		cancel: cancel, done: make(chan struct{}), before: before}
	root := auth.Account{Access: s3AccessKey, Secret: s.secret, Role: auth.RoleAdmin}
	listening := make(chan struct{})
	go func() {
		defer close(s.done)
		s.err = embedgw.RunVersityGW(running, backend, &embedgw.Config{
			RootUserAccess: s3AccessKey, RootUserSecret: s.secret, IAMService: auth.NewIAMServiceSingle(root),
			Ports: []string{fmt.Sprintf("127.0.0.1:%d", port)}, Quiet: true, KeepAlive: true,
			MaxConnections: s3Requests, MaxRequests: s3Requests, MultipartMaxParts: 10000,
			S3Options: []s3api.Option{s3api.WithOnListen(func() { close(listening) })},
		})
	}()
	select {
	case <-listening:
		return s, nil
	case <-s.done:
		err = s.err
	case <-ctx.Done():
		err = ctx.Err()
	}
	return nil, faultServer("S3", errors.Join(err, s.Stop(context.WithoutCancel(ctx))))
}

// s3Backend keeps metadata in files beside the objects, not in extended
// attributes, which not every file system has.
func s3Backend(dir string) (*posix.Posix, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	objects, versions, side := filepath.Join(dir, "objects"), filepath.Join(dir, "versions"), filepath.Join(dir, "meta")
	for _, d := range []string{objects, versions, side} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, err
		}
	}
	store, err := meta.NewSideCar(side)
	if err != nil {
		return nil, err
	}
	o := posix.PosixOpts{VersioningDir: versions, ValidateBucketNames: true, IOBufferSize: s3Buffer}
	o.SetNewDirPerm(0o700)
	o.SetNewFilePerm(0o600)
	silence, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	defer silence.Close()
	defer redirect(silence)()
	return posix.New(objects, store, o)
}

// redirect keeps the library's greeting out of standard output, which belongs to
// the results of commands.
func redirect(to *os.File) (restore func()) {
	out := os.Stdout
	os.Stdout = to
	return func() { os.Stdout = out }
}

// Stop finishes the requests under way and gives the working directory back.
func (s *S3) Stop(ctx context.Context) error {
	s.cancel()
	select {
	case <-s.done:
		_ = os.Chdir(s.before) // it may have been removed meanwhile
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
