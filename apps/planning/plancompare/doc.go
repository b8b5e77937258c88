// Package plancompare compares two plans: which section of one is which of the other
// (match.go), what was written, taken away and moved (compare.go, lines.go, words.go).
// The result is one plan that holds both texts, with marks around what changed, so
// that whoever lays out plans lays out a comparison too; Markup makes elements of the
// marks (marks.go). It is pure.
package plancompare
