// Package catalogue holds what the nation decides and tenants only read: the
// target programme (chương trình mục tiêu quốc gia) with its projects (dự án) and
// sub-projects (tiểu dự án), poverty standards (chuẩn nghèo), deprivation
// indicators (chỉ số thiếu hụt), ethnic groups (dân tộc), the functions by which
// offices are known, and the registry of legal documents (văn bản) that plans cite.
//
// Every row is a version with its own time. Files declare them: national/*.yaml,
// and documents.yaml of a province or tenant for what was issued there. A tenant
// keeps further documents on the screen, singly or as a list; its districts see
// those of a province. Whether a document holds on a day follows from its own dates
// and from what amends or replaces it (Registry.Effect).
//
// Tables: catalogue_programmes, catalogue_projects, catalogue_documents,
// catalogue_standards, catalogue_indicators, catalogue_terms,
// catalogue_ethnic_groups, catalogue_functions, catalogue_document_types,
// catalogue_entries, catalogue_files; all global, since law is the same for
// everybody. The view catalogue_registry lays the entries of the screen before
// what the files declare.
package catalogue
