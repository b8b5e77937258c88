package main

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// An ordinary user has the demonstration in a folder with a long name of two
// languages; whoever comes second is told so.
func TestOrdinaryUserInAFolderWithBlanksAndAccents(t *testing.T) {
	as := somebody()
	data := folder(t, as, "dữ liệu của Vươn (thử)")
	p, s := open(t, as, data, "demo", "--households=false")
	s.token(t, "labour@krong-no")
	second := launch(t, as, data, "demo", "--households=false")
	if code := second.code(t); code != exitFailed || !strings.Contains(second.words(), "data_in_use") {
		t.Errorf("a second demonstration in the same folder: exit %d\n%s", code, second.words())
	}
	p.interrupt(t)
	p, s = open(t, as, data, "demo", "--households=false")
	s.token(t, "chair@krong-no")
	p.interrupt(t)
}

// What cannot work is refused with a reason and a way out, and leaves nothing half made.
func TestFoldersThatCannotBeUsed(t *testing.T) {
	as := somebody()
	file := folder(t, as, "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	closed := folder(t, as, "closed")
	if err := os.Mkdir(closed, 0o555); err != nil {
		t.Fatal(err)
	}
	older := folder(t, as, "older")
	whole := filepath.Join(older, "postgres", "data")
	for path, content := range map[string]string{filepath.Join(whole, "PG_VERSION"): "9\n", filepath.Join(older, "secret.key"): strings.Repeat("A", 43) + "="} {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if as != nil {
		for _, path := range []string{older, filepath.Join(older, "postgres"), whole, filepath.Join(whole, "PG_VERSION"), filepath.Join(older, "secret.key")} {
			if err := os.Chown(path, int(as.Uid), int(as.Gid)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for data, code := range map[string]string{file: "data_folder", filepath.Join(file, "below"): "data_folder", closed: "data_folder",
		filepath.Join(closed, "below"): "data_folder", older: "postgres_major"} {
		p := launch(t, as, data, "demo", "--households=false")
		if exit := p.code(t); exit != exitFailed || !strings.Contains(p.words(), "["+code+"]") {
			t.Errorf("%s: exit %d, want %s\n%s", data, exit, code, p.words())
		}
	}
	if left, err := filepath.Glob(filepath.Join(closed, "*")); err != nil || len(left) > 0 {
		t.Errorf("left in the closed folder: %v %v", left, err)
	}
	if left, err := os.ReadDir(whole); err != nil || len(left) != 1 {
		t.Errorf("the older cluster was touched: %v %v", left, err)
	}
}

// An address that another program uses is told before the demonstration is made.
func TestAddressInUse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	data := folder(t, nil, "data")
	for _, args := range [][]string{{"demo", "--addr", taken.Addr().String()}, {"serve", "--addr", taken.Addr().String()},
		{"serve", "--metrics-addr", taken.Addr().String()}} {
		p := launch(t, nil, data, args...)
		if code := p.code(t); code != exitFailed || !strings.Contains(p.words(), "[address_unusable]") || strings.Contains(p.words(), "panic") {
			t.Errorf("%v: exit %d\n%s", args, code, p.words())
		}
		nobodyIn(t, data)
	}
	if code, out, messages := invoke(t, nil, data, "tenants", "plan"); code != exitDone || !strings.Contains(out, "krong-no") {
		t.Errorf("the demonstration was made all the same: exit %d\n%s%s", code, out, messages)
	}
}

// The disk is full from the beginning, then fills up while people work: what was
// confirmed is there when it has space again.
func TestFullDisk(t *testing.T) {
	tiny, data := smallDisk(t, "12m"), smallDisk(t, "72m")
	p := launch(t, nil, tiny, "demo", "--households=false")
	if code := p.code(t); code != exitFailed || !strings.Contains(p.words(), "[disk_full]") {
		t.Errorf("a disk that is too small: exit %d\n%s", code, p.words())
	}
	nobodyIn(t, tiny)

	p, s := open(t, nil, data, "demo", "--households=false")
	var told atomic.Int64
	o := newOffice(t, s, "krong-no", 2030, 30, &told)
	o.url = s.url
	filler := filepath.Join(data, "filler")
	worked := make(chan error)
	go func() { worked <- o.work() }()
	if !eventually(t, func() bool { return told.Load() >= 20 }) {
		t.Fatal("the office does not work")
	}
	fill(t, filler)
	t.Logf("%d confirmed requests until the full disk: %v", told.Load(), <-worked)
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	select {
	case <-p.ended:
		if p.cmd.ProcessState.ExitCode() != exitFailed {
			t.Errorf("it ended with %v", p.err)
		}
	default:
		p.interrupt(t)
	}
	p, s = open(t, nil, data, "demo", "--households=false")
	o.url = s.url
	o.compare(t)
	d := joined(t, data)
	jobsAreDone(t, d, "krong-no")
	leave(t, d)
	p.interrupt(t)
}

// smallDisk is a file system of its own.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	dir := folder(t, nil, "disk")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.Command("mount", "-t", "tmpfs", "-o", "mode=700,size="+size, "none", dir).CombinedOutput(); err != nil {
		t.Skipf("no small disk can be mounted here (root is needed): %v %s", err, said)
	}
	t.Cleanup(func() {
		if err := exec.Command("umount", dir).Run(); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// fill writes until the disk is full, to the last page.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for size := 1 << 20; size >= 512; {
		if _, err := f.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
}
