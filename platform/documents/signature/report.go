package signature

import (
	"crypto/x509"
	"slices"
	"time"

	"vuon/platform/i18n"
)

// Code names what is wrong with a file or a signature.
type Code string

// What can be wrong.
const (
	Unreadable  Code = "unreadable"  // no PDF, or one that readers would have to repair
	OtherFile   Code = "other_file"  // does not begin with the bytes that were offered, and is another document
	Rewritten   Code = "rewritten"   // the same document, but the tool wrote the whole file anew
	Unsigned    Code = "unsigned"    // no signature at all
	Removed     Code = "removed"     // a signature that stood in an earlier save is gone
	Ranges      Code = "ranges"      // the signature does not cover what it has to
	Unsupported Code = "unsupported" // a kind of signature that is not read here
	Digest      Code = "digest"      // the signed bytes are others than those that were signed
	Forged      Code = "forged"      // the signature does not belong to its certificate
	Weak        Code = "weak"        // SHA-1 or MD5
	Changed     Code = "changed"     // the document was changed after signing
	Overlay     Code = "overlay"     // the picture of a signature hides the text
	Locked      Code = "locked"      // the signer forbade what has to follow
	Usage       Code = "usage"       // the certificate is not made for signing
	Expired     Code = "expired"     // the certificate was not valid when it was used
	Untrusted   Code = "untrusted"   // of no authority that the operator trusts
	Time        Code = "time"        // the claimed time lies in the future
)

// Problem is one thing that is wrong, in words for whoever sent the file.
type Problem struct {
	Code Code      `json:"code"`
	Text i18n.Text `json:"text"`
}

// Trust is what is known of a certificate's origin.
type Trust string

// What is known.
const (
	Trusted         Trust = "trusted"
	NotTrusted      Trust = "untrusted"
	TrustNotChecked Trust = "not_checked" // the operator configured no authorities
)

// Person is what a certificate says of its holder.
type Person struct {
	Name         string    `json:"name"` // CN
	Organisation string    `json:"organisation"`
	Serial       string    `json:"serial"` // hexadecimal
	Issuer       string    `json:"issuer"`
	From         time.Time `json:"from"`
	Until        time.Time `json:"until"`
	Fingerprint  string    `json:"fingerprint"` // SHA-256 of the certificate, hexadecimal
}

// Change is something that differs between the document as signed and as it is.
type Change struct {
	Allowed bool      `json:"allowed"` // a later signature, or a field that may be filled
	What    i18n.Text `json:"what"`
}

// Signature is one signature of the file.
type Signature struct {
	Field     string    `json:"field"`
	Kind      string    `json:"kind"` // "signature", or "timestamp": a time stamp of the whole document
	Signer    Person    `json:"signer"`
	Claimed   time.Time `json:"claimed"`   // the time that the signer claims; zero: none
	Timestamp bool      `json:"timestamp"` // a time stamp is there; it is not verified
	Covers    int64     `json:"covers"`    // it covers the file up to this byte
	Whole     bool      `json:"whole"`     // that is the whole file as it is now
	Revision  int       `json:"revision"`  // the save that it covers, from 1
	Intact    bool      `json:"intact"`    // the signed bytes are those that were signed
	Genuine   bool      `json:"genuine"`   // made with the key of the certificate
	Trust     Trust     `json:"trust"`
	Later     []Change  `json:"later"`
	Problems  []Problem `json:"problems"`

	Certificate *x509.Certificate `json:"-"`
}

// Good reports whether nothing is wrong with the signature.
func (s Signature) Good() bool { return len(s.Problems) == 0 }

// Report is what was found in a file.
type Report struct {
	SHA256     string      `json:"sha256"`
	Size       int64       `json:"size"`
	Revisions  int         `json:"revisions"`
	Signatures []Signature `json:"signatures"` // oldest first
	Problems   []Problem   `json:"problems"`   // of the file as a whole
}

// Good reports whether the file is signed and nothing is wrong with it.
func (r Report) Good() bool { return len(r.All()) == 0 }

// All are the problems of the file and of its signatures.
func (r Report) All() []Problem {
	list := slices.Clone(r.Problems)
	for _, s := range r.Signatures {
		list = append(list, s.Problems...)
	}
	return list
}

// Has reports whether something is wrong in this way.
func (r Report) Has(code Code) bool {
	return slices.ContainsFunc(r.All(), func(p Problem) bool { return p.Code == code })
}

// Hands are the signatures of people and agencies, without document time stamps.
func (r Report) Hands() []Signature {
	return slices.DeleteFunc(slices.Clone(r.Signatures), func(s Signature) bool { return s.Kind != kindSignature })
}

const (
	kindSignature = "signature"
	kindTimestamp = "timestamp"
)
