package views

import "vuon/platform/web/ui"

// DocumentRow is a legal document in a list.
type DocumentRow struct {
	Href, Number, Type, Title, Issuer, Date, Status string
	Tone                                            ui.Tone
	ToCheck, Own                                    bool // Own: this unit keeps it
}

// Documents is the page of the registry.
type Documents struct {
	Path, Query                     string
	Status, Type, Level, Year       string // what the list is narrowed by
	Statuses, Types, Levels, Years  []ui.Option
	Rows                            []DocumentRow
	Pager                           ui.Pager
	NewHref, ImportHref, ExportHref string // "" where the actor may not
}

// Related is another document; Href is "" where the registry has none.
type Related struct{ Number, Title, Href string }

// Relation is how a document stands to others.
type Relation struct {
	Name string
	List []Related
}

// UseRow is a place that rests on a document.
type UseRow struct {
	Title, Href, Kind string
	Open              bool
}

// FileRow is a text of a document.
type FileRow struct {
	Name, Note, Href, RemoveHref string
}

// DriftRow is a field in which the screen differs from the files.
type DriftRow struct{ Field, File, Screen string }

// Document is the page of one document.
type Document struct {
	Href, EditHref, Badge string
	Tone                  ui.Tone
	Effect                string // in a sentence
	Facts                 []Fact
	Relations             []Relation
	Uses                  []UseRow
	Files                 []FileRow
	Drift                 []DriftRow
	Own, MayEdit          bool
	Declared              bool // the files name it
	Changed               bool // and the screen says otherwise
	Err                   error
}

// Fact is a name with its value.
type Fact struct{ Name, Value string }

// DocumentForm is a document as it is entered or changed.
type DocumentForm struct {
	Action, Back                                                          string
	New                                                                   bool
	Revision                                                              string
	Type, Number, Issuer, Date, Title, Status, From, To, Amends, Replaces string
	ToCheck                                                               bool
	Types, Statuses                                                       []ui.Option
	Err                                                                   error
}

// ImportForm asks for a list.
type ImportForm struct {
	Action, TemplateHref, Back string
	Err                        error
}

// ImportLine is a line of a list with what it does.
type ImportLine struct {
	Row, Number, Title, Op string
	Tone                   ui.Tone
	Notes                  []string // what is wrong, or what changes
}

// Preview is a list before it is taken over.
type Preview struct {
	Action, Back, Name              string
	Add, Change, Same, Above, Wrong int
	Lines                           []ImportLine
	More                            int // lines that are not shown
}
