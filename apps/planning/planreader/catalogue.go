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
