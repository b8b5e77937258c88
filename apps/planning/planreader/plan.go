package planreader

import (
	"bytes"
	"encoding/json"
)

// Plan is a plan as read: its text in printed order (Header, Preamble, Opening,
// Sections, Closing, Ending, Unplaced) and what the text says (everything else).
// Lists are never nil, so that they are never null in JSON.
type Plan struct {
	Header     Header       `json:"header"`
	LegalBases []LegalBasis `json:"legal_bases"`
	Citations  []Citation   `json:"citations"`
	Sections   []Section    `json:"sections"`
	Targets    []Target     `json:"targets"`
	Projects   []Project    `json:"projects"`
	Funding    Funding      `json:"funding"`
	Tasks      []Task       `json:"tasks"`
	Contacts   []Contact    `json:"contacts"`
	Recipients []string     `json:"recipients"`
	Signatory  Signatory    `json:"signatory"`
	Warnings   []Warning    `json:"warnings"`

	Preamble []string `json:"preamble"` // the bases, a paragraph each, as printed
	Opening  []string `json:"opening"`  // what stands between the bases and the first section
	Closing  []string `json:"closing"`  // what stands after the last section ("Trên đây là …")
	Ending   []string `json:"ending"`   // lines of recipients and signature as printed
	Unplaced []string `json:"unplaced"` // what follows the signature: annexes

	// LastID is the highest number that was given out as a section's id.
	LastID int `json:"last_id,omitempty"`
	// FormerPlaces tells, by id, at which place ("4-1-2") a section stood when the
	// sections of a plan written before there were ids got theirs.
	FormerPlaces map[string]string `json:"former_places,omitempty"`
}

// Optional is a text that the document may not state; "" is null in JSON.
type Optional string

// MarshalJSON writes null for "".
func (o Optional) MarshalJSON() ([]byte, error) {
	if o == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(o))
}

// UnmarshalJSON reads null as "".
func (o *Optional) UnmarshalJSON(b []byte) error {
	if bytes.Equal(b, []byte("null")) {
		*o = ""
		return nil
	}
	return json.Unmarshal(b, (*string)(o))
}

// Header is the heading block of an official document.
type Header struct {
	Number Optional `json:"number"` // without blanks: "35/KH-UBND"
	Date   Optional `json:"date"`   // ISO
	Issuer Optional `json:"issuer"` // "Ủy ban nhân dân huyện Krông Nô"
	Type   Optional `json:"type"`   // "Kế hoạch"
	Title  Optional `json:"title"`  // the abstract (trích yếu)
	Place  Optional `json:"place"`  // of signing, before the date
	Lines  []string `json:"lines"`  // as printed; tabs between two columns
}

// LegalBasis is a document that the preamble names.
type LegalBasis struct {
	Type   Optional `json:"type"`
	Number Optional `json:"number"` // null for laws, which are cited by date
	Issuer Optional `json:"issuer"`
	Date   Optional `json:"date"` // ISO
	Title  Optional `json:"title"`
	Known  bool     `json:"known"` // stands in the catalogue's registry
}

// Citation is one naming of a document after the preamble.
type Citation struct {
	Number string   `json:"number"`
	Date   Optional `json:"date"`
	At     string   `json:"at"`
}

// Section is a numbered part, or an unnumbered one that heads a (sub-)project.
// It prints as Mark, Title, After and, when RunIn, the first line of Text in the
// same paragraph; then the lines of Text, then Children. A line of Text may hold
// a bullet ("- …") or the cells of a table row apart by tabs.
type Section struct {
	Number   string    `json:"number"` // "IV", "1", "a", "1.1", "Phần thứ nhất"; "" when unnumbered
	Title    string    `json:"title"`
	Text     string    `json:"text"`
	Children []Section `json:"children"`
	Mark     string    `json:"mark"`   // as printed: "IV.", "a)", "*"
	After    string    `json:"after"`  // punctuation after the title: ":"
	RunIn    bool      `json:"run_in"` // the first line of Text runs in after mark and title
	// TitleBelow: the title is a line of its own below the mark.
	TitleBelow bool `json:"title_below"`
	// ID stays with the section through edits, moves and amendments: "s12" (Identify).
	ID string `json:"id,omitempty"`
}

// Target is one thing that the plan promises to reach.
type Target struct {
	Text       string   `json:"text"`
	Indicator  string   `json:"indicator"`  // poor_rate near_poor_rate disbursement_rate job_placements other
	Direction  string   `json:"direction"`  // decrease increase reach
	Amount     float64  `json:"amount"`     // in Unit, never negative
	AtLeast    bool     `json:"at_least"`   // "ít nhất"
	Unit       string   `json:"unit"`       // percentage_point percent count
	Population string   `json:"population"` // all ethnic_minority onsite_minority other
	At         string   `json:"at"`
	From       *float64 `json:"from"`  // the value before: "từ 6,71% xuống còn 5,2%"
	UpTo       *float64 `json:"up_to"` // the upper end of a range: "giảm 4 - 5%"
}

// Project is a project or sub-project of the programme as the plan carries it out.
type Project struct {
	Code          string       `json:"code"` // of the catalogue; "" when it is not there
	Title         string       `json:"title"`
	Objective     Optional     `json:"objective"`
	Beneficiaries Optional     `json:"beneficiaries"`
	Contents      Optional     `json:"contents"`
	Assignments   []Assignment `json:"assignments"`
	SubProjects   []Project    `json:"sub_projects"`
	Funding       Optional     `json:"funding"`
	At            string       `json:"at"`
}

// Assignment says who does what in a project.
type Assignment struct {
	Role     string `json:"role"` // lead coordinate guide report_via synthesise advise
	Unit     string `json:"unit"` // in the words of the text
	Function string `json:"function"`
	Text     string `json:"text"` // the sentence that says it
}

// Funding is what the plan says of money.
type Funding struct {
	Text    Optional `json:"text"`
	Amounts []Amount `json:"amounts"`
}

// Amount is one stated sum in đồng. A sum that names no source or no kind of
// capital is usually a total of others.
type Amount struct {
	Source  Optional `json:"source"`  // central local province district commune mobilised credit
	Capital Optional `json:"capital"` // development recurrent
	Amount  int64    `json:"amount"`  // đồng
	Project Optional `json:"project"`
	Text    string   `json:"text"`
	At      string   `json:"at"`
}

// Task is what an office or organisation is charged with outside one project.
type Task struct {
	Unit     string `json:"unit"`
	Function string `json:"function"`
	Text     string `json:"text"`
	At       string `json:"at"`
}

// Contact is the office that answers questions on a project, or, where Project is
// null, on what Text says.
type Contact struct {
	Project  Optional `json:"project"`
	Unit     string   `json:"unit"`
	Function string   `json:"function"`
	Text     string   `json:"text"`
}

// Signatory is who signs and in which capacity.
type Signatory struct {
	Capacity []string `json:"capacity"`
	Name     Optional `json:"name"`
}

// Warning is something that a person should look at. Code is stable.
type Warning struct {
	Code      string `json:"code"`
	Message   string `json:"message"`
	MessageEN string `json:"message_en"`
	At        string `json:"at"` // number path, "" for heading and preamble
}

// The codes of warnings.
const (
	WarnDatesDiffer      = "document_dates_differ"  // one number, two dates in the text
	WarnDateUnlike       = "document_date_unlike"   // another date than the registry's
	WarnBasisUnknown     = "basis_unknown"          // a basis that the registry does not hold
	WarnProjectTitle     = "project_title_differs"  // another title than the catalogue's
	WarnProjectUnknown   = "project_unknown"        // no such project in the catalogue
	WarnProjectParent    = "project_without_parent" // a sub-project outside its project
	WarnUnrecognised     = "unrecognised_text"      // stays at its place, not understood
	WarnNoSections       = "no_sections"            // no numbered section was found
	WarnHeadingMissing   = "heading_incomplete"     // issuer, type or title was not found
	WarnNumberingRepeats = "numbering_repeated"     // one number twice under one parent
	WarnDateInvalid      = "date_invalid"           // 31/02/2024
	WarnTextAfterEnd     = "text_after_signature"   // annexes are kept, not read
)
