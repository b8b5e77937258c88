package library

import (
	"strings"
	"time"

	"github.com/google/uuid"
)

// Folder is a place for files.
type Folder struct {
	ID         string    `bun:"id" json:"id"`
	Parent     string    `bun:"parent_id" json:"parent,omitempty"` // "": at the top
	Place      string    `bun:"place" json:"place,omitempty"`      // "project/2024/DA1" of those that are given; "": an own one
	Name       string    `bun:"name" json:"name"`
	Unit       string    `bun:"unit" json:"unit,omitempty"`       // code of the commune whose own it is
	Project    string    `bun:"project" json:"project,omitempty"` // code
	Internal   bool      `bun:"internal" json:"internal"`         // nội bộ, with all that is below
	Class      string    `bun:"class" json:"class,omitempty"`     // of retention; "": that of the folder above
	Creator    string    `bun:"creator" json:"creator,omitempty"`
	CreatedAt  time.Time `bun:"created_at" json:"created_at,omitzero"`
	ArchivedAt time.Time `bun:"archived_at,nullzero" json:"archived_at,omitzero"`
}

// Given reports whether the folder comes from the programme or another module:
// nobody renames, moves or archives it.
func (f Folder) Given() bool { return f.Place != "" }

// Attached reports whether files come into the folder only through the thing that
// they are attached to.
func (f Folder) Attached() bool {
	kind, _, _ := strings.Cut(f.Place, "/")
	_, ok := attachedTitles()[kind]
	return ok
}

// placeSpace makes the ids of given folders; it must never change.
const placeSpace = "8a3f2f7e-53f0-4d3a-9a44-3d3f5f0f1c1e"

// placeID is the id of a given folder: the same for everybody who computes it.
func placeID(tenant, place string) string {
	return uuid.NewSHA1(uuid.MustParse(placeSpace), []byte(tenant+"/"+place)).String()
}

// attachedTitles name the folders of what other modules attach files to.
func attachedTitles() map[string]string {
	return map[string]string{"task": "Nhiệm vụ", "record": "Văn bản đi, đến", "legal_document": "Văn bản pháp luật", "attached": "Tệp đính kèm khác"}
}

// attachedTop is the folder above those of all owners of one kind.
func attachedTop(tenant, object string) Folder {
	kind := object
	if _, known := attachedTitles()[kind]; !known {
		kind = "attached"
	}
	return Folder{ID: placeID(tenant, kind), Place: kind, Name: attachedTitles()[kind], Internal: true}
}

// ownerFolder is the folder of one owner.
func ownerFolder(tenant string, o Owner, title, unit string) Folder {
	top, place := attachedTop(tenant, o.Object), o.Object+"/"+o.ObjectID
	if top.Place == "attached" {
		place = "attached/" + place
	}
	if title == "" {
		title = o.ObjectID
	}
	return Folder{ID: placeID(tenant, place), Parent: top.ID, Place: place, Name: title, Unit: unit, Internal: true}
}
