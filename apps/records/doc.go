// Package records is the office's correspondence (văn thư): outgoing documents
// with their numbers and whom they go to (văn bản đi, nơi nhận), the inboxes of
// those inside the deployment, incoming documents with their arrival numbers
// (văn bản đến, số đến), and who was asked to deal with them (chuyển xử lý)
// (Nghị định 30/2020/NĐ-CP, Chương III).
//
// Tables: records_outgoing, records_lines, records_meanings, records_incoming,
// records_arrivals, records_slips.
package records
