// Package planning is the annual plan (kế hoạch năm) of a district for the
// National Target Programme on Sustainable Poverty Reduction: read from the
// office's file, written section by section, submitted, approved, numbered,
// issued and amended, and made into the official document.
//
// Terms: dự thảo (draft), trình (submit), trả lại (return), phê duyệt (approve),
// cấp số, ban hành (number and issue), sửa đổi (amend); căn cứ (legal basis),
// chỉ tiêu (target), phân công (assignment), nơi nhận (recipients).
//
// Tables: planning_versions, planning_changes, planning_steps, planning_files.
package planning
