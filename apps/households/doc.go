// Package households knows the households of a tenant (sổ hộ): who belongs to
// them, how they are classified each year (rà soát), what they lack and why, what
// they may receive, and the fifteen forms that are cut from all that.
//
// Terms: hộ nghèo (poor household), hộ cận nghèo (near-poor), hộ mới thoát nghèo
// (newly escaped), rà soát định kỳ, rà soát thường xuyên (periodic and regular
// review), rà soát viên (reviewer), chủ hộ (head), nhân khẩu (persons), thôn, bon,
// buôn, tổ dân phố (village), biểu (form).
//
// Tables: households_villages, households_households, households_states,
// households_members, households_population, households_citizens,
// households_benefits, households_rounds, households_communes, households_results,
// households_sums, households_assignments.
package households
