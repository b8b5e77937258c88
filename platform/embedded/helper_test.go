package embedded

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"testing"

	"go.uber.org/goleak"
)

// helperData names the data folder for a test binary that plays a second process.
const helperData = "EMBEDDED_TEST_DATA"

func TestMain(m *testing.M) {
	if data, ok := os.LookupEnv(helperData); ok {
		os.Exit(helper(data))
	}
	goleak.VerifyTestMain(m,
		// The S3 server's library: one sleeps up to ten seconds before it sees that it
		// was stopped, the other keeps the date for the life of the process.
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2"),
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1"),
	)
}

// helper runs the servers until its input ends, or Ctrl-C, or it is killed.
func helper(data string) int {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()
	s, err := Start(ctx, Options{Data: data})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if err := json.NewEncoder(os.Stdout).Encode(s); err != nil {
		return 1
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		cancel()
	}()
	<-ctx.Done()
	if err := s.Stop(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// other is a second process that runs the servers.
type other struct {
	Servers
	cmd   *exec.Cmd
	input io.Closer
}

// startOther starts a second process, as the given account when it is not nil.
func startOther(t *testing.T, data string, as *syscall.Credential) *other {
	t.Helper()
	cmd := exec.Command("/proc/self/exe") // reachable by every account, unlike its path
	cmd.Env = append(os.Environ(), helperData+"="+data)
	cmd.Dir = "/"
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as, Setpgid: true} // as a shell starts it
	input, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	o := &other{cmd: cmd, input: input}
	t.Cleanup(func() {
		_ = input.Close()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		t.Fatalf("the other process did not start: %v", err)
	}
	if err := json.Unmarshal(line, &o.Servers); err != nil {
		t.Fatalf("standard output belongs to results, it holds %q", line)
	}
	return o
}

// end lets the process stop in good order and returns how it ended.
func (o *other) end() error {
	_ = o.input.Close()
	return o.cmd.Wait()
}

// kill ends the process as a crash would.
func (o *other) kill(t *testing.T) {
	t.Helper()
	if err := o.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = o.cmd.Wait()
}
