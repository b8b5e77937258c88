package tenancy

import (
	"encoding/json"
	"io/fs"
	"path"
	"slices"
	"strings"

	"vuon/platform/tenancy/declared"
)

// Configuration is what the files declare, checked and complete.
type Configuration struct {
	units    []Unit
	lineage  []Lineage
	tenants  []Tenant
	coverage []coverage
	offices  map[string][]Office
	settings map[string]map[string]json.RawMessage
}

func (c *Configuration) covered(tenant string) (rows []coverage) {
	for _, row := range c.coverage {
		if row.Tenant == tenant {
			rows = append(rows, row)
		}
	}
	return rows
}

// References are the codes of the national catalogue that tenants point at. A
// nil set is not checked.
type References struct {
	Projects  map[string]bool
	Functions map[string]bool
	Peoples   map[string]bool // codes of ethnic groups
}

// Resolver reads the references from the same files; it adds what is wrong there.
type Resolver func(fsys fs.FS, faults *declared.Faults) References

// Load reads all files below fsys: <province>/province.yaml and
// <province>/<tenant>/tenant.yaml. On any fault it returns the fault
// configuration_wrong, which names all of them.
func Load(fsys fs.FS, resolve Resolver) (*Configuration, error) {
	l := &loader{
		fsys:   fsys,
		faults: &declared.Faults{},
		places: map[string]declared.Place{},
		byID:   map[string]Unit{},
		config: &Configuration{offices: map[string][]Office{}, settings: map[string]map[string]json.RawMessage{}},
	}
	if resolve != nil {
		l.refs = resolve(fsys, l.faults)
	}
	l.walk()
	return l.config, l.faults.Err()
}

type loader struct {
	fsys   fs.FS
	faults *declared.Faults
	refs   References
	config *Configuration
	byID   map[string]Unit
	places map[string]declared.Place // of units ("u:" + id) and tenants ("t:" + id)
}

// walk reads every file before it checks what points from one to another.
func (l *loader) walk() {
	provinces, tenants := l.files()
	files := map[string]*provinceFile{}
	for _, name := range provinces {
		f := &provinceFile{}
		declared.Read(l.fsys, name, f, l.faults)
		files[name] = f
		for i := range f.Provinces {
			l.province(&f.Provinces[i])
		}
	}
	l.overlaps()
	for _, name := range provinces {
		l.lineageOf(files[name].Lineage)
		l.tenant(&files[name].Tenant, path.Dir(name), "")
	}
	for _, name := range tenants {
		f := &tenantFile{}
		declared.Read(l.fsys, name, f, l.faults)
		l.tenant(&f.Tenant, path.Base(path.Dir(name)), path.Dir(path.Dir(name)))
	}
	l.coveredTwice()
}

// files finds the configuration and faults YAML files that nobody would read: a
// misspelt name must not pass for an absent file.
func (l *loader) files() (provinces, tenants []string) {
	err := fs.WalkDir(l.fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		depth := strings.Count(name, "/")
		switch ext := path.Ext(name); {
		case d.IsDir() || ext != ".yaml" && ext != ".yml" || strings.HasPrefix(name, "national/"):
		case depth == 1 && path.Base(name) == "province.yaml":
			provinces = append(provinces, name)
		case depth == 2 && path.Base(name) == "tenant.yaml":
			tenants = append(tenants, name)
		case path.Base(name) == "documents.yaml" && (depth == 1 || depth == 2):
		case path.Base(name) == "catalogue.yaml" && depth == 1:
		default:
			l.faults.Add(declared.Place{File: name, Line: 1},
				"tên tệp không được dùng ở đây; cần <tỉnh>/province.yaml, <tỉnh>/catalogue.yaml, <tỉnh>/<đơn vị>/tenant.yaml hoặc documents.yaml",
				"no such file is read here; expected <province>/province.yaml, <province>/catalogue.yaml, <province>/<tenant>/tenant.yaml or documents.yaml")
		}
		return nil
	})
	if err != nil || len(provinces) == 0 {
		l.faults.Add(declared.Place{File: "province.yaml", Line: 1},
			"không tìm thấy tệp <tỉnh>/province.yaml nào trong thư mục cấu hình", "the configuration folder has no <province>/province.yaml")
	}
	slices.Sort(provinces)
	slices.Sort(tenants)
	return provinces, tenants
}

// setting reads and checks one setting of a tenant.
func (l *loader) setting(tenant, key string, raw declared.Raw) {
	def, known := definition(key)
	if !known {
		l.faults.Addf(raw.Place(), "không có thiết lập “%s”; các thiết lập: %s", "there is no setting “%s”; the settings are: %s", key, settingKeys())
		return
	}
	value := def.New()
	declared.DecodeRaw(raw, value, l.faults)
	switch list := value.(type) {
	case *[]string:
		if key == PlanProjects {
			named(l, raw, *list, l.refs.Projects, "dự án", "project")
		}
	case *[]EthnicCode:
		named(l, raw, *list, l.refs.Peoples, "dân tộc mang mã", "ethnic group")
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		panic(err) // values are plain data
	}
	l.config.settings[tenant][key] = encoded
}

// named faults codes that the national catalogue does not have.
func named[C ~string](l *loader, raw declared.Raw, codes []C, known map[string]bool, vi, en string) {
	for _, c := range codes {
		if known != nil && c != "" && !known[string(c)] {
			l.faults.Add(raw.Place(), "danh mục quốc gia không có "+vi+" “"+string(c)+"”", "the national catalogue has no "+en+" “"+string(c)+"”")
		}
	}
}

func settingKeys() string {
	var keys []string
	for _, d := range Definitions() {
		keys = append(keys, d.Key)
	}
	return strings.Join(keys, ", ")
}
