package storage

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"

	"vuon/platform/clock"
	"vuon/platform/database"
	"vuon/platform/embedded"
	"vuon/platform/platformtest"
)

// server is the embedded S3 server: a process can run one.
type server struct {
	once    sync.Once
	dir     string
	servers *embedded.Servers
	err     error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if private.servers != nil {
		_ = private.servers.Stop(context.Background())
	}
	_ = os.RemoveAll(private.dir)
	os.Exit(code)
}

var private server //nolint:gochecknoglobals // one a process

func (s *server) options(t *testing.T) Options {
	t.Helper()
	s.once.Do(func() {
		if s.dir, s.err = os.MkdirTemp("", "vuon-storage-test-*"); s.err == nil {
			s.servers, s.err = embedded.Start(context.Background(), embedded.Options{Data: s.dir, NoDatabase: true, NoRedis: true})
		}
	})
	if s.err != nil {
		t.Fatal(s.err)
	}
	return Options{Endpoint: s.servers.S3Endpoint, AccessKey: s.servers.S3AccessKey, SecretKey: s.servers.S3SecretKey}
}

// onEveryS3 runs the test on the embedded server, and on the real one of
// VUON_TEST_S3_ENDPOINT, VUON_TEST_S3_ACCESS_KEY and VUON_TEST_S3_SECRET_KEY.
func onEveryS3(t *testing.T, test func(t *testing.T, b *bench)) {
	t.Run("in process", func(t *testing.T) { test(t, newBench(t, private.options(t))) })
	t.Run("real", func(t *testing.T) {
		endpoint := os.Getenv("VUON_TEST_S3_ENDPOINT")
		if endpoint == "" {
			t.Skip("no real S3 server: set VUON_TEST_S3_ENDPOINT, …_ACCESS_KEY and …_SECRET_KEY")
		}
		test(t, newBench(t, Options{Endpoint: endpoint, AccessKey: os.Getenv("VUON_TEST_S3_ACCESS_KEY"), SecretKey: os.Getenv("VUON_TEST_S3_SECRET_KEY")}))
	})
}

// bench is a store with a database and a bucket of its own.
type bench struct {
	*Store
	t   *testing.T
	o   Options
	clk *clock.Manual
}

func newBench(t *testing.T, o Options) *bench {
	t.Helper()
	o.Bucket = fmt.Sprintf("vuon-test-%d", time.Now().UnixNano())
	o.PublicEndpoint = o.Endpoint
	b := &bench{t: t, o: o, clk: clock.NewManual(time.Now())}
	b.open(platformtest.Database(t, Source()))
	return b
}

func (b *bench) open(db *database.DB) {
	b.t.Helper()
	store, err := New(b.t.Context(), b.o, db, b.clk)
	if err != nil {
		b.t.Fatal(err)
	}
	b.Store = store
}

func (b *bench) put(tenant, key, content string, change ...func(*PutOptions)) (Object, error) {
	o := PutOptions{Name: "Kế hoạch.txt", Types: []string{TypeText}}
	for _, c := range change {
		c(&o)
	}
	return b.Put(b.t.Context(), tenant, key, strings.NewReader(content), o)
}

func (b *bench) mustPut(tenant, key, content string, change ...func(*PutOptions)) Object {
	b.t.Helper()
	obj, err := b.put(tenant, key, content, change...)
	if err != nil {
		b.t.Fatal(err)
	}
	return obj
}

func (b *bench) read(tenant, key string) (string, error) {
	body, _, err := b.Open(b.t.Context(), tenant, key)
	if err != nil {
		return "", err
	}
	defer body.Close()
	raw, err := io.ReadAll(body)
	return string(raw), err
}

// versionsInBucket counts what really lies under the prefix.
func (b *bench) versionsInBucket(prefix string) (n int) {
	b.t.Helper()
	for info := range b.s3.Client.ListObjectsIter(b.t.Context(), b.bucket, minio.ListObjectsOptions{Prefix: prefix, Recursive: true, WithVersions: true}) {
		if info.Err != nil {
			b.t.Fatal(info.Err)
		}
		n++
	}
	return n
}

func (b *bench) used(tenant string) int64 {
	b.t.Helper()
	used, _, err := b.Usage(b.t.Context(), tenant)
	if err != nil {
		b.t.Fatal(err)
	}
	return used
}

func lockFor(b *bench, d time.Duration) func(*PutOptions) {
	return func(o *PutOptions) { o.LockUntil = b.clk.Now().Add(d) }
}

// endless is a stream without end that counts what is taken of it.
type endless struct{ taken int64 }

func (e *endless) Read(p []byte) (int, error) {
	e.taken += int64(len(p))
	return copy(p, bytes.Repeat([]byte("a"), len(p))), nil
}
