// Package signature verifies the signatures in a PDF (ISO 32000-1, 12.8; ETSI
// EN 319 142, PAdES): who signed which bytes, whether the signature is good,
// whether its certificate was issued by an authority that the operator trusts,
// and what was changed in the document afterwards.
//
// What a later save of the file changed is found by comparing the document as
// it was signed with the document as it is now, object by object from the
// catalogue on. Whether an object was moved, freed, hidden or written twice
// does not matter: only what a reader would show then and now. A later
// signature and the filling of the fields that the caller names are no changes.
//
// Revocation is not checked (no network), and a timestamp is noted but not
// verified: the report says so and never calls them valid.
package signature
