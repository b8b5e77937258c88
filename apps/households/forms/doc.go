// Package forms counts what reviews found out and draws the fifteen forms (biểu)
// of the yearly review from the sums. It is pure: no database, no clock.
//
// A household that was reviewed is a Case; Count says in which measures it counts
// and how much; the measures of many cases are added into Sums, a row a village and
// a row a unit; Build cuts a form from the sums of a unit and of its parts. No form
// ever counts households.
//
// Legal frame of the forms: Thông tư 07/2021/TT-BLĐTBXH, amended by Thông tư
// 02/2022/TT-BLĐTBXH; the layout is the one that provinces fill in.
package forms
