// Package planedit changes the structure of a plan: sections are inserted, moved and
// removed by their ids, and number themselves anew in the style of the list that they
// stand in. It also writes what stands in rows (assignments, targets, money) as the
// sentences and tables of an official plan, such that planreader.Extract reads the
// same rows again, and turns what a word processor puts on the clipboard into lines
// and sections. It is pure: plans in, plans out.
package planedit
