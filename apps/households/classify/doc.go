// Package classify says what a household is after a review: poor (hộ nghèo),
// near-poor (hộ cận nghèo) or neither, what became of it since the review before,
// and why. It is pure: the standard, the scores and the days are given to it.
//
// Sources: Nghị định 07/2021/NĐ-CP, Điều 3 (the standard of 2022-2025); Thông tư
// 07/2021/TT-BLĐTBXH, amended by 02/2022/TT-BLĐTBXH (the scores and the forms 2
// and 3); Quyết định 24/2021/QĐ-TTg (the review).
package classify
