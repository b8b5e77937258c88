package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"vuon/platform/clock"
	"vuon/platform/config"
	"vuon/platform/identity"
)

// endWithin is how long a condition may take that a machine under load reaches
// late; nothing waits for it where the condition comes true sooner.
const endWithin = 4 * time.Minute

// workshop builds the real binary, once a test process. The source's folder is
// kept from the beginning: the embedded storage of the stage changes the working
// directory.
type workshop struct {
	source string
	once   sync.Once
	dir    string
	err    error
}

var works = newWorkshop()

func newWorkshop() *workshop {
	source, err := os.Getwd()
	return &workshop{source: source, err: err}
}

func (w *workshop) close() { _ = os.RemoveAll(w.dir) }

func (w *workshop) build() error {
	var err error
	if w.dir, err = os.MkdirTemp("", "vuon-binary-"); err != nil {
		return err
	}
	if err := os.Chmod(w.dir, 0o755); err != nil { // for the ordinary user
		return err
	}
	build := exec.Command("go", "build", "-o", filepath.Join(w.dir, "vuon"), ".")
	build.Dir, build.Env = w.source, append(os.Environ(), "PWD="+w.source)
	if said, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, said)
	}
	return nil
}

func binary(t testing.TB) string {
	t.Helper()
	works.once.Do(func() {
		if works.err == nil {
			works.err = works.build()
		}
	})
	if works.err != nil {
		t.Fatal(works.err)
	}
	return filepath.Join(works.dir, "vuon")
}

// process is the binary as a child, in a process group of its own like that of a
// shell's command.
type process struct {
	cmd   *exec.Cmd
	data  string
	ready chan string   // the address, once
	ended chan struct{} // closed when it has ended and err is set
	err   error

	mu   sync.Mutex
	said strings.Builder // on both outputs
}

// launch starts the binary on a data folder and does not wait for anything.
func launch(t testing.TB, as *syscall.Credential, data string, args ...string) *process {
	t.Helper()
	p := &process{data: data, ready: make(chan string, 1), ended: make(chan struct{})}
	p.cmd = exec.Command(binary(t), args...)
	p.cmd.Env = append(surroundings(), "VUON_DATA="+data, "VUON_ADDR=127.0.0.1:0", "HOME="+filepath.Dir(data))
	p.cmd.Dir = "/"
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: as}
	p.cmd.Stderr = p
	out, err := p.cmd.StdoutPipe()
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		<-p.ended
	})
	go p.attend(out)
	return p
}

// surroundings are our environment without the settings of another deployment.
func surroundings() []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "VUON_") && !strings.HasPrefix(v, "VUON_POSTGRES_BIN=")
	})
}

// attend reads the results until the end.
func (p *process) attend(out io.Reader) {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if address, ok := strings.CutPrefix(lines.Text(), "ready "); ok {
			p.ready <- address
		}
		fmt.Fprintln(p, lines.Text())
	}
	p.err = p.cmd.Wait()
	close(p.ended)
}

func (p *process) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.said.Write(b)
}

func (p *process) words() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.said.String()
}

// open starts the binary and waits until it says that it is ready.
func open(t testing.TB, as *syscall.Credential, data string, args ...string) (*process, *stage) {
	t.Helper()
	p := launch(t, as, data, args...)
	return p, p.stage(t)
}

// stage is the running process for the helpers that speak HTTP.
func (p *process) stage(t testing.TB) *stage {
	t.Helper()
	select {
	case address := <-p.ready:
		return &stage{url: strings.TrimRight(address, "/"), root: works.source + "/../..", tokens: map[string]string{}}
	case <-p.ended:
		t.Fatalf("ended before it was ready: %v\n%s", p.err, p.words())
	case <-time.After(endWithin):
		t.Fatalf("not ready after %s\n%s", endWithin, p.words())
	}
	return nil
}

// code waits for the end and returns the exit code; -1 after a signal.
func (p *process) code(t testing.TB) int {
	t.Helper()
	select {
	case <-p.ended:
		return p.cmd.ProcessState.ExitCode()
	case <-time.After(endWithin):
		t.Fatalf("still running after %s\n%s", endWithin, p.words())
	}
	return 0
}

// signal is what a terminal's Ctrl-C does: the whole group is told.
func (p *process) signal(s syscall.Signal) { _ = syscall.Kill(-p.cmd.Process.Pid, s) }

// kill is kill -9 of the process; its children are left to themselves.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.ended
}

// interrupt is Ctrl-C, a good end, and nothing left behind.
func (p *process) interrupt(t testing.TB) {
	t.Helper()
	p.signal(syscall.SIGINT)
	if code := p.code(t); code != exitDone {
		t.Errorf("Ctrl-C: exit %d\n%s", code, p.words())
	}
	nobodyIn(t, p.data)
}

// nobodyIn waits until no process works in the folder: PostgreSQL's do so in its
// data. Where there is no /proc there is nothing to be seen.
func nobodyIn(t testing.TB, data string) {
	t.Helper()
	left := func() bool { return len(inhabitants(data)) == 0 }
	if !eventually(t, left) {
		t.Errorf("left behind in %s: %v", data, inhabitants(data))
	}
}

func inhabitants(data string) (pids []string) {
	places, _ := filepath.Glob("/proc/[0-9]*/cwd")
	for _, place := range places {
		if dir, err := os.Readlink(place); err == nil && (dir == data || strings.HasPrefix(dir, data+"/")) {
			pids = append(pids, filepath.Base(filepath.Dir(place)))
		}
	}
	return pids
}

// eventually polls until the condition holds.
func eventually(t testing.TB, holds func() bool) bool {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(endWithin); time.Now().Before(deadline); <-tick.C {
		if holds() {
			return true
		}
	}
	return holds()
}

// invoke runs the binary to its end, with the data folder of somebody or of
// nobody yet.
func invoke(t testing.TB, as *syscall.Credential, data string, args ...string) (code int, out, messages string) {
	t.Helper()
	var stdout, stderr strings.Builder
	cmd := exec.Command(binary(t), args...)
	cmd.Env = append(surroundings(), "VUON_DATA="+data, "HOME="+filepath.Dir(data))
	cmd.Dir, cmd.Stdout, cmd.Stderr = "/", &stdout, &stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as}
	err := cmd.Run()
	if _, ended := errors.AsType[*exec.ExitError](err); err != nil && !ended {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()
}

// joined are the services of a running process, as a command has them.
func joined(t testing.TB, data string) *deployment {
	t.Helper()
	cfg, _, err := config.Load([]string{"--data", data}, nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &call{config: cfg, out: io.Discard, err: io.Discard, log: slog.New(slog.DiscardHandler)}
	d, err := openDeployment(asOperator(t.Context()), c, clock.System{})
	if err != nil {
		t.Fatal(err)
	}
	if !d.servers.Joined {
		t.Error("the folder was free")
	}
	t.Cleanup(func() {
		if err := d.close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func asOperator(ctx context.Context) context.Context { return identity.With(ctx, identity.Operator()) }

// folder is a new data folder that every account can reach and the given one owns.
func folder(t testing.TB, as *syscall.Credential, name string) string {
	t.Helper()
	parent, err := os.MkdirTemp("", "vuon-process-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(parent) })
	if err := os.Chmod(parent, 0o755); err != nil {
		t.Fatal(err)
	}
	if as != nil {
		if err := os.Chown(parent, int(as.Uid), int(as.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(parent, name)
}

// somebody is an ordinary account: nobody where the tests run as root, else our own.
func somebody() *syscall.Credential {
	if os.Geteuid() != 0 {
		return nil
	}
	return &syscall.Credential{Uid: 65534, Gid: 65534}
}
