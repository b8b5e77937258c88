// Package planreader reads a plan of the poverty-reduction programme as districts
// have it (plain text taken from a PDF, or a DOCX) into structure, in four steps,
// a file or two each:
//
//	tokens      lexical.go, vocabulary.go   words, phrases, sentences; the words that carry meaning
//	paragraphs  source.go, joining.go, docx*.go   broken lines become paragraphs again
//	outline     marks.go, outline.go, heading.go, ending.go   heading, bases, numbered sections, recipients
//	meaning     documents.go, targets.go, projects.go, assignments.go, funding.go, tasks.go
//
// The text is the truth: the outline keeps every word in order (Plan.Words), and
// the meaning is read from it again after each edit (Extract). Nothing about a
// programme, its projects or its offices is written in the code: the caller gives
// them as a Catalogue.
package planreader
