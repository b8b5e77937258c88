// Package form holds a statistical form (biểu) of a review or a report: its head,
// a tree of headings, a line of column numbers, and rows, which are read one by one
// so that a list of any length can be printed. It renders a form as HTML for a page,
// as XLSX and as PDF, with the same cells in each; the same form gives the same
// bytes.
//
// Layout: Thông tư 07/2021/TT-BLĐTBXH (the forms of the review) and Nghị định
// 30/2020/NĐ-CP (national name, motto, letters). A form with up to 12 columns is on
// A4 across, a wider one on A3 across.
package form
