// Package population makes up the households of a district: villages, the whole
// population by village, and in full the households that were poor, near-poor or
// newly escaped, as a commune would send them in the workbook. It is pure, and the
// same district is the same to the last letter on every machine.
//
// Nobody in it lives. Given names are things of nature, codes begin with "MH-"
// (minh họa), and citizen numbers with 999, which is no province. Only the counts
// are shaped by what Đắk Nông published for 2023 and 2024.
package population
