package embedded

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// copies is where root puts programs that an unprivileged account cannot reach.
const copies = "/var/cache/vuon"

// reachable returns b itself when everybody may run it, or else a copy that
// everybody may: a package below /root is closed to the account of PostgreSQL.
func reachable(b binaries) (binaries, error) {
	if openToAll(filepath.Join(b.dir, "postgres")) {
		return b, nil
	}
	whole := filepath.Dir(b.dir) // bin, lib and share belong together
	sum := sha256.Sum256([]byte(whole))
	target := filepath.Join(copies, fmt.Sprintf("postgresql-%d-%x", b.major, sum[:6]))
	there := binaries{filepath.Join(target, filepath.Base(b.dir)), b.major}
	unlock, err := lockCopies() // several processes may start at once
	if err != nil {
		return b, faultFolder(copies, err)
	}
	defer unlock()
	if sameProgram(b.dir, there.dir) {
		return there, nil
	}
	if err := copyWhole(whole, target); err != nil {
		return b, faultFolder(copies, err)
	}
	return there, nil
}

// openToAll says whether every account may read and run the file.
func openToAll(path string) bool {
	info, err := os.Stat(path)
	if err != nil || info.Mode()&0o005 != 0o005 {
		return false
	}
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		if info, err := os.Stat(dir); err != nil || info.Mode()&0o001 == 0 {
			return false
		}
		if dir == filepath.Dir(dir) {
			return true
		}
	}
}

// sameProgram compares what an update of the package would change.
func sameProgram(a, b string) bool {
	x, err1 := os.Stat(filepath.Join(a, "postgres"))
	y, err2 := os.Stat(filepath.Join(b, "postgres"))
	return err1 == nil && err2 == nil && x.Size() == y.Size() && !x.ModTime().After(y.ModTime())
}

// lockCopies makes the folder of the copies and waits until no other process fills it.
func lockCopies() (unlock func(), err error) {
	if err := os.MkdirAll(copies, 0o755); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(copies, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		f.Close()
		return nil, err
	}
	return func() { f.Close() }, nil
}

// copyWhole copies a folder beside its target and moves it there when complete.
func copyWhole(from, target string) error {
	tmp, err := os.MkdirTemp(copies, ".new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	err = os.CopyFS(tmp, os.DirFS(from))
	err = errors.Join(err, openTree(tmp), os.RemoveAll(target))
	if err != nil {
		return err
	}
	return os.Rename(tmp, target)
}

// openTree lets everybody read the copy, and run what its owner may run.
func openTree(root string) error {
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.Type()&fs.ModeSymlink != 0 {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		mode := info.Mode().Perm() | 0o444
		if mode&0o100 != 0 || d.IsDir() {
			mode |= 0o111
		}
		return os.Chmod(path, mode)
	})
}
