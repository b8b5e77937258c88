//go:build unix && !linux

package embedded

import (
	"os"
	"syscall"
)

func attributes(a *account) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: true}
	if a != nil {
		attr.Credential = &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)}
	}
	return attr
}

func platformSettings() map[string]string { return nil }

// isPostgres can only ask whether the process is there and ours.
func isPostgres(pid int) bool { return syscall.Kill(pid, 0) == nil }

func handle(f *os.File, _ int) string { return f.Name() }
