package embedded

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// oldestMajor is the PostgreSQL whose SQL the migrations are written in.
const oldestMajor = 15

// binaries is a folder with initdb and postgres, and their major version.
type binaries struct {
	dir   string
	major int
}

// findBinaries returns the programs for a cluster of the given major version, or
// for a new one (0) the first that are recent enough. A folder that was asked for
// by name is the only one looked at.
func findBinaries(asked string, major int) (binaries, error) {
	if asked == "" {
		asked = os.Getenv("VUON_POSTGRES_BIN")
	}
	places := []string{asked}
	if asked == "" {
		places = usualPlaces()
	}
	var found []binaries
	for _, dir := range places {
		b, err := inspect(dir)
		if err != nil {
			continue
		}
		if b.major == major || major == 0 && b.major >= oldestMajor {
			return b, nil
		}
		found = append(found, b)
	}
	if major != 0 {
		return binaries{}, faultMajor(major, found)
	}
	return binaries{}, faultMissing(asked, found)
}

// usualPlaces are the machine's packages, newest first, then PATH, then npm's.
func usualPlaces() []string {
	var places []string
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin",
		"/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin"} {
		dirs, _ := filepath.Glob(pattern)
		slices.Reverse(dirs)
		places = append(places, dirs...)
	}
	if path, err := exec.LookPath("postgres"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			places = append(places, filepath.Dir(path))
		}
	}
	return once(append(places, npmPlaces()...))
}

// once leaves out a place that was named before.
func once(places []string) (list []string) {
	for _, p := range places {
		if !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	return list
}

// inspect asks the programs in dir for their version.
func inspect(dir string) (binaries, error) {
	dir, err := filepath.Abs(dir) // the programs run in another working directory
	if err != nil {
		return binaries{}, err
	}
	for _, name := range []string{"initdb", "postgres"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			return binaries{}, err
		}
	}
	linkLibraries(dir)
	out, err := exec.Command(filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return binaries{}, err
	}
	major, err := parseMajor(string(out))
	return binaries{dir, major}, err
}

// parseMajor reads the version out of "postgres (PostgreSQL) 15.18 (Debian …)" or "15".
func parseMajor(s string) (int, error) {
	m := regexp.MustCompile(`\d+`).FindString(strings.TrimSpace(s))
	if m == "" {
		return 0, fmt.Errorf("no PostgreSQL version in %q", s)
	}
	return strconv.Atoi(m)
}
