package embedded

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"vuon/platform/fault"
)

func start(t *testing.T, o Options) *Servers {
	t.Helper()
	s, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestKilledProcessLosesNothing(t *testing.T) {
	data := t.TempDir()
	first := startOther(t, data, nil)
	execute(t, first.DatabaseURL, `CREATE TABLE kept (v int); INSERT INTO kept SELECT generate_series(1, 1000)`)
	first.kill(t)
	second := start(t, Options{Data: data})
	if second.Joined {
		t.Error("joined a process that is dead")
	}
	if got := query[int](t, second.DatabaseURL, `SELECT count(*) FROM kept`); got != 1000 {
		t.Errorf("%d of 1000 confirmed rows are there", got)
	}
	if !bytes.Equal(first.SecretKey, second.SecretKey) || len(second.SecretKey) != 32 {
		t.Errorf("the secret key changed or is not 32 bytes: %d", len(second.SecretKey))
	}
}

func TestSecondProcessJoinsAndLeaves(t *testing.T) {
	data := t.TempDir()
	own := start(t, Options{Data: data})
	if own.Joined {
		t.Fatal("the first process joined")
	}
	guest := startOther(t, data, nil)
	if !guest.Joined || guest.DatabaseURL != own.DatabaseURL || guest.RedisURL != own.RedisURL ||
		guest.S3Endpoint != own.S3Endpoint || guest.S3SecretKey != own.S3SecretKey || !bytes.Equal(guest.SecretKey, own.SecretKey) {
		t.Errorf("joined other servers: %+v", guest.Servers)
	}
	if err := guest.end(); err != nil {
		t.Errorf("the guest ended with %v", err)
	}
	if got := query[int](t, own.DatabaseURL, `SELECT 1`); got != 1 {
		t.Error("the guest's end stopped the servers")
	}
}

func TestCtrlCStopsInOrder(t *testing.T) {
	data := t.TempDir()
	o := startOther(t, data, nil)
	pm, err := readPostmaster(filepath.Join(data, "postgres", "data"))
	if err != nil {
		t.Fatal(err)
	}
	// A terminal signals the whole process group; the database must not be in it.
	if err := syscall.Kill(-o.cmd.Process.Pid, syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if err := o.cmd.Wait(); err != nil {
		t.Errorf("ended with %v", err)
	}
	if isPostgres(pm.pid) {
		t.Error("the database outlived the process")
	}
	if _, err := readPostmaster(filepath.Join(data, "postgres", "data")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the database was cut off: %v", err)
	}
}

func TestFolderIsFreeAfterAnOrderlyEnd(t *testing.T) {
	data := t.TempDir()
	first := startOther(t, data, nil)
	if err := first.end(); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"runtime.json", "postgres/data/postmaster.pid"} {
		if _, err := os.Stat(filepath.Join(data, file)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s was left behind: %v", file, err)
		}
	}
	if start(t, Options{Data: data}).Joined {
		t.Error("joined servers that were stopped")
	}
}

func TestRunsAsOrdinaryUser(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("this run is one by an ordinary user")
	}
	data, err := os.MkdirTemp("", "vuon-nobody-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(data) })
	const nobody = 65534
	if err := os.Chown(data, nobody, nobody); err != nil {
		t.Fatal(err)
	}
	o := startOther(t, data, &syscall.Credential{Uid: nobody, Gid: nobody})
	if got := query[int](t, o.DatabaseURL, `SELECT 1`); got != 1 {
		t.Error("no answer")
	}
	if err := o.end(); err != nil {
		t.Fatal(err)
	}
	// Root goes on with the data of an ordinary user, as that user's account.
	s := start(t, Options{Data: data, NoRedis: true, NoS3: true})
	status, err := os.ReadFile("/proc/" + strconv.Itoa(s.postgres.PID()) + "/status")
	if err != nil || !strings.Contains(string(status), "Uid:\t65534\t65534") {
		t.Errorf("the cluster does not run as its owner: %v", err)
	}
}

func TestCredentialsAreForThisAccountOnly(t *testing.T) {
	data := t.TempDir()
	start(t, Options{Data: data})
	for _, file := range []string{"runtime.json", "secret.key", "lock", "postgres/password"} {
		info, err := os.Stat(filepath.Join(data, file))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", file, info.Mode(), err)
		}
	}
}

func TestLostSecretKeyIsNotReplaced(t *testing.T) {
	data := t.TempDir()
	if err := os.MkdirAll(filepath.Join(data, "postgres", "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), Options{Data: data})
	if fault.CodeOf(err) != "secret_lost" {
		t.Errorf("got %v", err)
	}
}

func TestGuestThatNeedsMoreIsRefused(t *testing.T) {
	data := t.TempDir()
	start(t, Options{Data: data, NoDatabase: true, NoS3: true})
	_, err := Start(t.Context(), Options{Data: data, NoS3: true})
	if fault.CodeOf(err) != "embedded_not_shared" {
		t.Errorf("got %v", err)
	}
	guest := start(t, Options{Data: data, NoDatabase: true, NoS3: true})
	if !guest.Joined || guest.RedisURL == "" {
		t.Errorf("did not join: %+v", guest)
	}
}

func TestS3AnswersAndGivesTheWorkingDirectoryBack(t *testing.T) {
	before, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	s, err := StartS3(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Get(s.endpoint + "/")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusForbidden {
		t.Errorf("a stranger got %d", res.StatusCode)
	}
	if err := s.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after, _ := os.Getwd(); after != before {
		t.Errorf("working directory is %s", after)
	}
}
