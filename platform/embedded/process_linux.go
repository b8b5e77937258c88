package embedded

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// attributes makes the kernel end the server at once when we die, even by kill -9.
func attributes(a *account) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGQUIT}
	if a != nil {
		attr.Credential = &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)}
	}
	return attr
}

// platformSettings: one syncfs before recovery instead of an fsync for each file.
func platformSettings() map[string]string {
	return map[string]string{"recovery_init_sync_method": "syncfs"}
}

// isPostgres says whether the process exists and is a PostgreSQL server.
func isPostgres(pid int) bool {
	name, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/comm")
	return err == nil && strings.HasPrefix(string(name), "postgres")
}

// handle is the way to an open file for a child that got it as descriptor n. It
// leads there even when a folder above is closed to the child's account.
func handle(_ *os.File, n int) string { return "/proc/self/fd/" + strconv.Itoa(n) }
