package embedded

import (
	"errors"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is the unprivileged account that root runs PostgreSQL as, since
// PostgreSQL refuses to run as root. nil means: as ourselves.
type account struct{ uid, gid int }

// accountFor is the account for the cluster in data: its owner, or for a new one
// (or one that root owns, after a copy) postgres, else nobody.
func accountFor(data string) (*account, error) {
	uid, gid, err := ownerOf(data)
	exists := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, faultFolder(data, err)
	}
	switch {
	case os.Geteuid() != 0 && exists && uid != os.Geteuid():
		return nil, faultOwner(data, uid)
	case os.Geteuid() != 0:
		return nil, nil
	case exists && uid != 0:
		return &account{uid, gid}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			uid, _ := strconv.Atoi(u.Uid)
			gid, _ := strconv.Atoi(u.Gid)
			return &account{uid, gid}, nil
		}
	}
	return &account{65534, 65534}, nil // a container without names still has the number of nobody
}

func ownerOf(path string) (uid, gid int, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, 0, err
	}
	st := info.Sys().(*syscall.Stat_t)
	return int(st.Uid), int(st.Gid), nil
}

// own gives path, and all below it, to the account; nothing is done when it has it.
func (a *account) own(path string) error {
	if a == nil {
		return nil
	}
	if uid, _, err := ownerOf(path); err != nil || uid == a.uid {
		return err
	}
	return filepath.WalkDir(path, func(p string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(p, a.uid, a.gid)
	})
}

// path is how a child of the account names a file that it got as descriptor n.
func (a *account) path(f *os.File, n int) string {
	if a == nil {
		return f.Name()
	}
	return handle(f, n)
}
