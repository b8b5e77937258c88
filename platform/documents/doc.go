// Package documents holds one model of an official Vietnamese administrative
// document and renders it as HTML, DOCX and PDF to the layout of Nghị định
// 30/2020/NĐ-CP, Phụ lục I. The model is plain data and knows no plan, no
// decision, no report; those are turned into it by the modules that own them.
//
// All measures stand in one style table (style.go) that the three renderers
// read, so that the PDF, the DOCX in an office suite and the printed HTML break
// lines and pages alike. The same document always gives the same bytes.
package documents
