// Package library is the tenant's library of supporting documents (thư viện tài
// liệu): folders (thư mục) by year and project, by the things of other modules to
// which files are attached, of each commune, and of one's own; files with their
// versions (phiên bản), which are never written over.
//
// Terms: nội bộ (internal: not for the counter, not for links), liên kết chia sẻ
// (a link that expires), thời hạn bảo quản (retention), tạm giữ (legal hold).
//
// Folders that the programme gives (a year's projects, a commune's own) are there
// without a row until something is put into them; their ids are made from what
// they stand for, so that everybody finds the same one.
//
// Tables: library_folders, library_files, library_versions, library_texts,
// library_uploads, library_parts, library_links.
package library
