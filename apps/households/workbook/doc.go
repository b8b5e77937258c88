// Package workbook reads and writes the household workbook (XLSX): the sheets Hộ,
// Thành viên and Dân cư that a district or commune sends in. It reads row by row in
// a memory that the size of the file does not decide, names every fault of the file
// in one pass, and knows no database.
//
// What a reader may not trust is refused or reported: a package that unfolds beyond
// its limits, links to other files, macros, encryption, formulas (whose stored value
// need not be what the user saw).
package workbook
