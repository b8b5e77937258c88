// Package pdffile reads the objects of a PDF (ISO 32000-1, 7) revision by
// revision and appends incremental updates to it. It is made for files that
// people send: whatever the bytes say, it ends soon, in bounded memory, and
// with an error instead of a guess. It repairs nothing: a file that a reader
// would have to repair may look different in another reader.
//
// It draws nothing and knows no encryption.
package pdffile
