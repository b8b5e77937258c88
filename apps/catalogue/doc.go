// Package catalogue holds what the nation decides and tenants only read: the
// target programme (chương trình mục tiêu quốc gia) with its projects (dự án) and
// sub-projects (tiểu dự án), poverty standards (chuẩn nghèo), deprivation
// indicators (chỉ số thiếu hụt), ethnic groups (dân tộc), the functions by which
// offices are known, and the registry of legal documents (văn bản) that plans cite.
//
// Every row is a version with its own time. Files declare them: national/*.yaml,
// and documents.yaml of a province or tenant for what was issued there.
//
// Tables: catalogue_programmes, catalogue_projects, catalogue_documents,
// catalogue_standards, catalogue_indicators, catalogue_terms,
// catalogue_ethnic_groups, catalogue_functions, catalogue_document_types; all
// global, since law is the same for everybody.
package catalogue
