package planreader

// Source is a document as paragraphs: what the readers of text and DOCX yield.
type Source struct {
	Paragraphs  []Paragraph
	PageNumbers []string // left out of Paragraphs
}

// Paragraph is one paragraph; of heading and ending, one printed line. Words are
// apart by single blanks, columns by tabs.
type Paragraph struct {
	Mark   string // the number that the word processor prints before it
	Text   string
	Level  int // in the word processor's list, from 1, where Mark is set; 0 unknown
	Bold   bool
	Italic bool
	Row    bool // a row of a table
}
