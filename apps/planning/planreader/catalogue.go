package planreader

// Catalogue is what the reader is told about programme, law and offices. It is
// data of the caller, valid at the plan's date.
type Catalogue struct {
	Projects  []CatalogueProject `json:"projects"`
	Documents []LegalDocument    `json:"documents"`
	Functions []OfficeFunction   `json:"functions"`
}

// CatalogueProject is a project (Parent "") or sub-project of the programme.
type CatalogueProject struct {
	Code        string   `json:"code"` // "DA3.1"
	Number      int      `json:"number"`
	Parent      string   `json:"parent"`
	Title       string   `json:"title"`        // without "Dự án 3:"
	OtherTitles []string `json:"other_titles"` // accepted without a warning
}

// LegalDocument is a document of the registry.
type LegalDocument struct {
	Type   string `json:"type"`
	Number string `json:"number"`
	Issuer string `json:"issuer"`
	Date   string `json:"date"` // ISO
	Title  string `json:"title"`
}

// OfficeFunction is a function and the words by which an office of it is
// recognised; the longest words that occur in a unit's name decide.
type OfficeFunction struct {
	ID    string   `json:"id"`
	Words []string `json:"words"`
}

// index is a catalogue with the forms in which its texts are compared.
type index struct {
	Catalogue
	titles    map[string]CatalogueProject // by letters of the title, others included
	accepted  map[string]bool             // code and letters of a title
	functions []functionWord
}

type functionWord struct{ function, word string }

func newIndex(c Catalogue) *index {
	x := &index{Catalogue: c, titles: map[string]CatalogueProject{}, accepted: map[string]bool{}}
	for _, p := range c.Projects {
		for _, t := range append([]string{p.Title}, p.OtherTitles...) {
			if l := letters(t); l != "" {
				x.titles[l] = p
				x.accepted[p.Code+" "+l] = true
			}
		}
	}
	for _, f := range c.Functions {
		for _, w := range f.Words {
			x.functions = append(x.functions, functionWord{f.ID, officeKey(w)})
		}
	}
	return x
}
