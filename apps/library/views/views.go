// Package views shows the library: it is given everything that it shows.
package views

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
