package embedded

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// patience is how long a predecessor may take to end before it is told to.
const patience = 5 * time.Second

// postmaster is what a server says about itself in postmaster.pid.
type postmaster struct {
	pid   int
	ready bool
}

// readPostmaster reads the file: line 1 is the process id, line 8 the state.
func readPostmaster(data string) (postmaster, error) {
	b, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err != nil {
		return postmaster{}, err
	}
	lines := strings.Split(string(b), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(lines[0]))
	if err != nil {
		return postmaster{}, fmt.Errorf("postmaster.pid: %w", err)
	}
	return postmaster{pid: pid, ready: len(lines) > 7 && strings.TrimSpace(lines[7]) == "ready"}, nil
}

// awaitPredecessor waits for the server of a process that was killed: it ends by
// itself a moment after its parent. One that does not is cut off, as the parent's
// death should have done. A process that merely got its number is left alone.
func awaitPredecessor(ctx context.Context, data string, log *slog.Logger) error {
	pm, err := readPostmaster(data)
	if err != nil {
		return nil // no file, or one that the server itself will judge
	}
	deadline := time.Now().Add(patience)
	tick := time.NewTicker(10 * pollEvery)
	defer tick.Stop()
	for told := false; isPostgres(pm.pid); {
		if !told && time.Now().After(deadline) {
			log.Warn("stopping the database server of an earlier process", "pid", pm.pid)
			_ = syscall.Kill(pm.pid, syscall.SIGQUIT)
			told = true
		}
		select {
		case <-ctx.Done():
			return faultStart(filepath.Dir(data), fmt.Sprintf("server %d of an earlier process still runs", pm.pid), ctx.Err())
		case <-tick.C:
		}
	}
	return nil
}
