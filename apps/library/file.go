package library

import (
	"io"
	"time"
)

// File is a file of the library as its newest version is.
type File struct {
	ID          string    `bun:"id" json:"id"`
	Folder      string    `bun:"folder_id" json:"folder"`
	Name        string    `bun:"name" json:"name"`
	Description string    `bun:"description" json:"description,omitempty"`
	Type        string    `bun:"type" json:"type"` // as its bytes say: "application/pdf"
	Size        int64     `bun:"size" json:"size"` // bytes
	SHA256      string    `bun:"sha256" json:"sha256"`
	Version     int       `bun:"version" json:"version"` // from 1
	State       State     `bun:"state" json:"state"`
	Internal    bool      `bun:"internal" json:"internal"` // nội bộ
	Object      string    `bun:"object" json:"object,omitempty"`
	ObjectID    string    `bun:"object_id" json:"object_id,omitempty"`
	Held        string    `bun:"held" json:"held,omitempty"`   // why it may not be destroyed
	Class       string    `bun:"class" json:"class,omitempty"` // of retention; "": that of its folder
	CreatedAt   time.Time `bun:"created_at" json:"created_at"`
	CreatedBy   string    `bun:"created_by" json:"-"` // account
	Creator     string    `bun:"creator" json:"creator"`
	UpdatedAt   time.Time `bun:"updated_at" json:"updated_at"` // of the newest version
	Updater     string    `bun:"updater" json:"updater"`
	ArchivedAt  time.Time `bun:"archived_at,nullzero" json:"archived_at,omitzero"`

	// Of the newest version, for the library itself.
	Key    string `bun:"key" json:"-"`
	Active bool   `bun:"active" json:"-"` // may hold something that runs
	Thumb  string `bun:"thumb" json:"-"`  // "": there is no small picture
}

// State is how far a version has been read for the search.
type State string

// The states.
const (
	Waiting    State = "waiting"    // đang đọc nội dung
	Read       State = "read"       // found by its content
	Unreadable State = "unreadable" // không đọc được: found by name only
	Textless   State = "textless"   // a kind that has no text: pictures, archives
)

// Version is one content of a file.
type Version struct {
	Version   int       `bun:"version" json:"version"`
	Name      string    `bun:"name" json:"name"`
	Key       string    `bun:"key" json:"-"`
	Type      string    `bun:"type" json:"type"`
	Size      int64     `bun:"size" json:"size"` // bytes
	SHA256    string    `bun:"sha256" json:"sha256"`
	State     State     `bun:"state" json:"state"`
	Active    bool      `bun:"active" json:"-"` // may hold something that runs; so until it was read
	Thumb     string    `bun:"thumb" json:"-"`
	CreatedAt time.Time `bun:"created_at" json:"created_at"`
	CreatedBy string    `bun:"created_by" json:"-"`
	Creator   string    `bun:"creator" json:"creator"`
}

// Owner names the thing of another module to which files are attached:
// {"task", id}, {"record", id}, {"legal_document", id}.
type Owner struct{ Object, ObjectID string }

// Upload is a file on its way in.
type Upload struct {
	Name string
	Size int64 // bytes
	Body io.Reader

	// For Attach, each may be left empty: what the owner is called (the name of
	// its folder), and the commune whose people may see the file in the library.
	Title, Unit string
}
