// Package supervision is the province over all its tenants: where each
// district's plan stands, since when, and whether it is late; the plans
// themselves, to be read and laid side by side; the guidance for a plan year; and
// what is said to a district about its plan, with what the district answers.
//
// Terms: giám sát (supervision), hướng dẫn (guidance), nhận xét (remark), đề nghị
// sửa đổi (request for amendment), nhắc việc (reminder), ý kiến giám sát
// (supervision note), trễ hạn (late).
//
// What a supervisor reads stands in the audit of the district that it was read
// of. Nothing here writes into a district's plan: letters lie beside it.
//
// Tables: supervision_guidance, supervision_letters, supervision_answers.
package supervision
