package embedded

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// cluster is a folder that holds a PostgreSQL data directory, the programs that
// fit it and the account that may run them.
type cluster struct {
	opts     PostgresOptions
	data     string
	bin      binaries
	account  *account
	password string
}

// openCluster finds or makes the cluster in o.Dir.
func openCluster(ctx context.Context, o PostgresOptions) (*cluster, error) {
	c := &cluster{opts: o, data: filepath.Join(o.Dir, "data")}
	major, err := clusterMajor(c.data)
	if err != nil {
		return nil, faultFolder(o.Dir, err)
	}
	if c.account, err = accountFor(c.data); err != nil {
		return nil, err
	}
	if c.bin, err = findBinaries(o.BinDir, major); err != nil {
		return nil, err
	}
	if c.account != nil {
		if c.bin, err = reachable(c.bin); err != nil {
			return nil, err
		}
	}
	if c.password, err = keptSecret(filepath.Join(o.Dir, "password"), rand.Text); err != nil {
		return nil, faultFolder(o.Dir, err)
	}
	if major != 0 {
		return c, c.account.own(c.data)
	}
	return c, c.create(ctx)
}

// clusterMajor is the major version that made the cluster, 0 when there is none.
func clusterMajor(data string) (int, error) {
	b, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return parseMajor(strings.TrimSpace(string(b)))
}

// create makes the cluster beside its place and moves it there when it is whole,
// so that a start that was cut off leaves nothing half made.
func (c *cluster) create(ctx context.Context) error {
	for _, pattern := range []string{"new-*", "pw-*"} {
		leftovers, _ := filepath.Glob(filepath.Join(c.opts.Dir, pattern))
		for _, path := range leftovers {
			_ = os.RemoveAll(path)
		}
	}
	dir, err := os.MkdirTemp(c.opts.Dir, "new-")
	if err != nil {
		return faultFolder(c.opts.Dir, err)
	}
	defer os.RemoveAll(dir)
	fresh := *c
	fresh.data = dir
	if err := c.account.own(dir); err != nil {
		return faultFolder(dir, err)
	}
	if err := fresh.initdb(ctx, "C.UTF-8"); err != nil {
		return err
	}
	if err := os.Rename(dir, c.data); err != nil {
		return faultFolder(c.opts.Dir, err)
	}
	return nil
}

// initdb fills an empty data directory; systems without the locale C.UTF-8 get C.
func (c *cluster) initdb(ctx context.Context, locale string) error {
	pw, err := c.passwordFile()
	if err != nil {
		return faultFolder(c.opts.Dir, err)
	}
	defer os.Remove(pw.Name())
	defer pw.Close()
	args := []string{"--username=" + owner, "--pwfile=" + c.account.path(pw, 4), "--auth=scram-sha-256",
		"--encoding=UTF8", "--locale=" + locale, "--data-checksums", "--no-instructions"}
	if !c.opts.Fsync {
		args = append(args, "--no-sync")
	}
	out, err := c.run(ctx, "initdb", []*os.File{pw}, args...)
	if err != nil && locale != "C" && strings.Contains(out, "locale") {
		return c.initdb(ctx, "C")
	}
	if err != nil {
		return faultStart(c.opts.Dir, out, err)
	}
	return nil
}

// passwordFile is the password in a file that the unprivileged account may read.
func (c *cluster) passwordFile() (*os.File, error) {
	f, err := os.CreateTemp(c.opts.Dir, "pw-")
	if err != nil {
		return nil, err
	}
	_, err = f.WriteString(c.password + "\n")
	if err = errors.Join(err, c.account.own(f.Name())); err != nil {
		f.Close()
		os.Remove(f.Name())
		return nil, err
	}
	return f, nil
}
