// Package views shows the library: it is given everything that it shows.
package views

import (
	"strings"

	"vuon/platform/web/ui"
)

// Attachment is one file of a list of attachments.
type Attachment struct {
	Name, Type string
	Note       string // size, version, who and when
	Href       string // downloads it
	Preview    string // its page in the library; "": none for this reader
	Remove     string // action of the form that takes it away; "": may not
}

// AttachmentList is what is attached to a thing of another module.
type AttachmentList struct {
	Files  []Attachment
	Upload string // action of the form that adds one, field "file"; "": may not
	Empty  string // what is said when there is none
}

// FolderRow is a folder in a list.
type FolderRow struct {
	Name, Href, Note string
	Given, Internal  bool
}

// FileRow is a file in a list.
type FileRow struct {
	ID, Name, Type, Href string
	Description          string
	Size, When, By       string
	Version              int
	Thumb                string
	Internal, Held       bool
	State                string // "waiting", "unreadable" …
	Path                 string // the folders above, in what was found
	Passage              []Piece
}

// Piece is a part of a passage.
type Piece struct {
	Text string
	Hit  bool
}

// Level is a folder's page, or the top's.
type Level struct {
	Base     string // "/t/krong-no/library"
	Here     string // this page
	Folder   string // its id; "" at the top
	Name     string
	Folders  []FolderRow
	Files    []FileRow
	Pager    ui.Pager
	Write    bool // may add here
	Own      bool // may rename, move and archive the folder
	Manage   bool
	Internal bool
	Archived bool // the folder is
	Kind     string
	Sort     string
	Shown    string // "archived" or ""
	Places   []ui.Option
	Classes  []ui.Option
	Parts    int64 // bytes of a piece of an upload, at most
	Most     int64 // bytes of a file
	MostText string
	Space    string
	Used     float64
	Quota    float64
}

// Results is what a search found.
type Results struct {
	Base, Words string
	Kind        string
	Files       []FileRow
	More        bool
}

// VersionRow is one content of a file.
type VersionRow struct {
	Number                int
	Name, Size, When, By  string
	SHA256, Href, ShowRef string
	Newest                bool
}

// LinkRow is a link to a file.
type LinkRow struct {
	Note, Until, Made, Downloads string
	Open, Password               bool
	Revoke                       string
}

// Block is a part of a document that is shown.
type Block struct {
	Level int
	Text  string
	Rows  [][]string
}

// Preview is how a file's content is shown.
type Preview struct {
	Kind   string // "pdf", "picture", "document", "none"
	Source string // address of the content
	Blocks []Block
	Cut    bool
	Why    string // why it is not shown
}

// File is a file's page.
type File struct {
	Base, Here   string
	Row          FileRow
	SHA256       string
	Created      string
	FolderHref   string
	FolderName   string
	Kept         string // how long
	Over         bool   // and whether that is over
	Held         string
	Class        string
	Versions     []VersionRow
	Preview      Preview
	Links        []LinkRow
	Fresh        string // the address of a link that was made just now
	Places       []ui.Option
	Classes      []ui.Option
	Hours        []ui.Option
	Write        bool
	Share        bool
	Manage       bool
	Archived     bool
	Attached     bool
	ShareRefused bool // the file is internal, and the reader does not manage
	Parts, Most  int64
	MostText     string
	Folder       string
}

// Space is what takes the space.
type Space struct {
	Base    string
	Text    string
	Used    float64
	Quota   float64
	Kinds   []ui.Bar
	Largest []FileRow
	Due     []FileRow
	Manage  bool
	Coming  string
}

// Linked is the public page of a link.
type Linked struct {
	Action, Name, Type, Size, Until string
	SHA256                          string
	Password                        bool
	Err                             error
}

// FileIcon is the icon of a type of file.
func FileIcon(kind string) string {
	switch {
	case kind == "application/pdf":
		return "file-type-pdf"
	case strings.HasSuffix(kind, "wordprocessingml.document"), kind == "application/msword":
		return "file-type-docx"
	case strings.HasSuffix(kind, "spreadsheetml.sheet"), kind == "application/vnd.ms-excel", kind == "text/csv":
		return "file-spreadsheet"
	case strings.HasPrefix(kind, "image/"):
		return "photo"
	case strings.HasPrefix(kind, "text/"):
		return "file-text"
	case kind == "application/zip", kind == "application/vnd.rar", kind == "application/x-7z-compressed":
		return "file-zip"
	}
	return "file"
}
