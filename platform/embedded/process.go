package embedded

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"
)

const tailLines = 20

// process is a child that ends when this process does.
type process struct {
	cmd  *exec.Cmd
	done chan struct{} // closed when the child has ended and its output was read

	mu    sync.Mutex
	lines []string // the last that it said
}

// command prepares a program of the cluster: as its account, in a process group
// of its own (Ctrl-C must reach us, not the database), without our environment.
func (c *cluster) command(ctx context.Context, name string, files []*os.File, args ...string) (*exec.Cmd, func(), error) {
	data, err := os.Open(c.data)
	if err != nil {
		return nil, nil, err
	}
	cmd := exec.CommandContext(ctx, filepath.Join(c.bin.dir, name))
	cmd.Args = append([]string{cmd.Path, "-D", c.account.path(data, 3)}, args...)
	cmd.ExtraFiles = append([]*os.File{data}, files...)
	cmd.Env = []string{"PATH=" + c.bin.dir + ":/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"}
	cmd.Dir = "/"
	cmd.SysProcAttr = attributes(c.account)
	return cmd, func() { data.Close() }, nil
}

// run carries out a program that ends by itself and returns what it said.
func (c *cluster) run(ctx context.Context, name string, files []*os.File, args ...string) (string, error) {
	runtime.LockOSThread() // the child is told of its parent's death by the thread that made it
	defer runtime.UnlockOSThread()
	cmd, release, err := c.command(ctx, name, files, args...)
	if err != nil {
		return "", err
	}
	defer release()
	cmd.WaitDelay = time.Second
	out, err := cmd.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// launch starts a program that runs until it is told to stop. The goroutine that
// made it stays on its thread until the child's end: the kernel reports the death
// of that thread, not of the process, to the child.
func (c *cluster) launch(name string, args ...string) (*process, error) {
	cmd, release, err := c.command(context.Background(), name, nil, args...)
	if err != nil {
		return nil, err
	}
	defer release()
	said, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	p := &process{cmd: cmd, done: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		if err := cmd.Start(); err != nil {
			started <- err
			return
		}
		started <- nil
		p.listen(said, c.opts.Log)
		_ = cmd.Wait()
		close(p.done)
	}()
	return p, <-started
}

// listen passes on what the server says until it has ended.
func (p *process) listen(r io.Reader, log *slog.Logger) {
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		line := lines.Text()
		level := slog.LevelDebug
		if strings.Contains(line, "FATAL:") || strings.Contains(line, "PANIC:") {
			level = slog.LevelWarn
		}
		log.Log(context.Background(), level, "postgres", "line", line)
		p.mu.Lock()
		p.lines = append(p.lines, line)
		p.lines = p.lines[max(0, len(p.lines)-tailLines):]
		p.mu.Unlock()
	}
	_, _ = io.Copy(io.Discard, r) // a line too long to scan must not block the server
}

// tail is the last that the server said.
func (p *process) tail() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.lines, "\n")
}

func (p *process) signal(s os.Signal) {
	_ = p.cmd.Process.Signal(s) // it may have ended already
}
