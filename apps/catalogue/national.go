package catalogue

import (
	"io/fs"
	"path"
	"slices"

	"vuon/platform/tenancy"
	"vuon/platform/tenancy/declared"
	"vuon/platform/text"
)

// file is what a file of national/ may hold: any of the lists.
type file struct {
	declared.Entry
	Programmes    []Programme    `yaml:"programmes"`
	Projects      []Project      `yaml:"projects"`
	Documents     []Document     `yaml:"documents"`
	Standards     []Standard     `yaml:"standards"`
	Indicators    []Indicator    `yaml:"indicators"`
	Terms         []Term         `yaml:"terms"`
	EthnicGroups  []EthnicGroup  `yaml:"ethnic_groups"`
	Functions     []Function     `yaml:"functions"`
	DocumentTypes []DocumentType `yaml:"document_types"`
	Holidays      []Holiday      `yaml:"holidays"`
	ScoreTables   []ScoreTable   `yaml:"score_tables"`
	PersonKinds   []PersonKind   `yaml:"person_kinds"`
	Eligibility   []Eligibility  `yaml:"eligibility"`
}

// documentsFile is what documents.yaml of a province or tenant holds.
type documentsFile struct {
	declared.Entry
	Documents []Document `yaml:"documents" want:"required"`
}

// rulesFile is what catalogue.yaml of a province holds: what differs there.
type rulesFile struct {
	declared.Entry
	ScoreTables []ScoreTable  `yaml:"score_tables"`
	Eligibility []Eligibility `yaml:"eligibility"`
}

// National is the whole catalogue that a set of files declares.
type National struct {
	file
}

// Load reads national/*.yaml, every province's catalogue.yaml and every
// documents.yaml, and returns the fault
// configuration_wrong with all that is wrong in them.
func Load(fsys fs.FS) (*National, error) {
	var faults declared.Faults
	n := load(fsys, &faults)
	return n, faults.Err()
}

// References are the codes that tenants' files may point at: a tenancy.Resolver.
func References(fsys fs.FS, faults *declared.Faults) tenancy.References {
	n := load(fsys, faults)
	refs := tenancy.References{Projects: map[string]bool{}, Functions: map[string]bool{}, Peoples: map[string]bool{}}
	for _, p := range n.Projects {
		refs.Projects[p.Code] = true
	}
	for _, f := range n.Functions {
		refs.Functions[f.ID] = true
	}
	for _, e := range n.EthnicGroups {
		refs.Peoples[e.Code] = true
	}
	return refs
}

func load(fsys fs.FS, faults *declared.Faults) *National {
	n := &National{}
	for _, name := range found(fsys, "national/*.yaml", "national/*.yml") {
		var f file
		declared.Read(fsys, name, &f, faults)
		n.add(f, "")
	}
	for _, name := range found(fsys, "*/documents.yaml", "*/*/documents.yaml") {
		var f documentsFile
		declared.Read(fsys, name, &f, faults)
		n.add(file{Documents: f.Documents}, path.Base(path.Dir(name)))
	}
	for _, name := range found(fsys, "*/catalogue.yaml") {
		if path.Dir(name) == "national" {
			continue
		}
		var f rulesFile
		declared.Read(fsys, name, &f, faults)
		n.add(file{ScoreTables: f.ScoreTables, Eligibility: f.Eligibility}, path.Dir(name))
	}
	if len(n.Projects) == 0 && !faults.Any() {
		faults.Add(declared.Place{File: "national/programme.yaml", Line: 1},
			"thư mục national/ không có dự án nào của chương trình", "the folder national/ has no projects of a programme")
	}
	n.complete()
	n.check(faults)
	return n
}

func found(fsys fs.FS, patterns ...string) (names []string) {
	for _, p := range patterns {
		list, err := fs.Glob(fsys, p)
		if err != nil {
			panic(err) // the patterns above are well formed
		}
		names = append(names, list...)
	}
	slices.Sort(names)
	return names
}

func (n *National) add(f file, owner string) {
	for i := range f.Documents {
		f.Documents[i].Owner = owner
	}
	for i := range f.Eligibility {
		f.Eligibility[i].Owner = owner
	}
	n.Programmes = append(n.Programmes, f.Programmes...)
	n.Projects = append(n.Projects, f.Projects...)
	n.Documents = append(n.Documents, f.Documents...)
	n.Standards = append(n.Standards, f.Standards...)
	n.Indicators = append(n.Indicators, f.Indicators...)
	n.Terms = append(n.Terms, f.Terms...)
	n.EthnicGroups = append(n.EthnicGroups, f.EthnicGroups...)
	n.Functions = append(n.Functions, f.Functions...)
	n.DocumentTypes = append(n.DocumentTypes, f.DocumentTypes...)
	n.Holidays = append(n.Holidays, f.Holidays...)
	n.ScoreTables = append(n.ScoreTables, f.ScoreTables...)
	n.PersonKinds = append(n.PersonKinds, f.PersonKinds...)
	n.Eligibility = append(n.Eligibility, f.Eligibility...)
}

// complete fills in what follows from the rest: identifiers, order, search texts.
func (n *National) complete() {
	for i := range n.Projects {
		p := &n.Projects[i]
		p.ID, p.Position = version(p.Code, p.ValidFrom), i
		p.Folded = text.Fold(p.Code + " " + p.Label() + " " + p.Title)
	}
	for i := range n.Documents {
		d := &n.Documents[i]
		d.ID = version(d.Number, d.Date)
		if d.Owner != "" {
			d.ID += "@" + d.Owner
		}
		d.fold()
	}
	for i := range n.Indicators {
		n.Indicators[i].ID = version(n.Indicators[i].Code, n.Indicators[i].ValidFrom)
	}
	for i := range n.Terms {
		t := &n.Terms[i]
		t.ID, t.Position = version(string(t.List)+"/"+t.Code, t.ValidFrom), i
	}
	for i := range n.EthnicGroups {
		n.EthnicGroups[i].ID = version(n.EthnicGroups[i].Code, n.EthnicGroups[i].ValidFrom)
	}
	for i := range n.Holidays {
		n.Holidays[i].ID = string(n.Holidays[i].ValidFrom)
	}
	for i := range n.PersonKinds {
		k := &n.PersonKinds[i]
		k.ID, k.Position = version(k.Code, k.ValidFrom), i
	}
	for i := range n.Eligibility {
		e := &n.Eligibility[i]
		if e.ID, e.Position = version(e.Project, e.ValidFrom), i; e.Owner != "" {
			e.ID += "@" + e.Owner
		}
	}
	for i := range n.Functions {
		n.Functions[i].Position = i
	}
	for i := range n.DocumentTypes {
		n.DocumentTypes[i].Position = i
	}
}

func version(code string, from declared.Date) string { return code + "@" + string(from) }
