package supervision_test

import (
	"context"
	"os"
	"sync"
	"testing"

	"vuon/platform/embedded"
)

// servers is the embedded Redis of the tests.
type servers struct {
	once sync.Once
	dir  string
	run  *embedded.Servers
	err  error
}

var shared servers

func TestMain(m *testing.M) {
	code := m.Run()
	if shared.run != nil {
		_ = shared.run.Stop(context.Background())
	}
	_ = os.RemoveAll(shared.dir)
	os.Exit(code)
}

func redis(t testing.TB) string {
	t.Helper()
	shared.once.Do(func() {
		if shared.dir, shared.err = os.MkdirTemp("", "vuon-supervision-test-*"); shared.err == nil {
			shared.run, shared.err = embedded.Start(context.Background(), embedded.Options{Data: shared.dir, NoDatabase: true, NoS3: true})
		}
	})
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.run.RedisURL
}
