// Package documents holds one model of an official Vietnamese administrative
// document and renders it as HTML, DOCX and PDF to the layout of Nghị định
// 30/2020/NĐ-CP, Phụ lục I. The model is plain data and knows no plan, no
// decision, no report; those are turned into it by the modules that own them.
//
// All measures stand in one style table (style.go) that the three renderers
// read, so that the PDF, the DOCX in an office suite and the printed HTML break
// lines and pages alike. The same document always gives the same bytes.
//
// Text comes out of the PDF in the order of Document.Words, with pdftotext by
// default and with -raw; of tables only with -raw, since by default pdftotext
// guesses at columns. Words divided over two lines are whole in the text layer,
// and repeated table headers are not in it. Page numbers are: they stand first
// on every page but the first.
//
// Nothing is cached between documents but the tables of the fonts: fpdf takes
// fonts only as files, and most of the time that it needs to load one goes into
// hashing widths, which a smaller font would not save.
package documents
