// Package storage keeps files on any S3 server, each tenant's under its own
// prefix, with a row of storage_objects that says what they are.
//
// A file is read to its end before anything is kept: its size, SHA-256 and true
// type are known first. Then the object is written, then its row, in the caller's
// transaction where there is one: an object without a row is invisible and is
// removed by [Store.Sweep], a row without an object cannot come to be. Reading
// verifies the SHA-256.
//
// A key whose content is determined by what it names ("plans/7/v1.pdf") may be
// put again: the same content changes nothing, other content under a locked key
// is refused. Keys are made by programs, never from what users type. In the
// bucket the object lies under tenant/key/sha256.
//
// Tables: storage_objects, storage_usage.
package storage
