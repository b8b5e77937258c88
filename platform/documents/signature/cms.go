package signature

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"time"

	"github.com/smallstep/pkcs7"

	"vuon/platform/documents/pdffile"
)

// The attributes that are read here and not by the library (RFC 5035, RFC 3161).
func oidSigningCertificateV2() asn1.ObjectIdentifier {
	return asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
}

func oidTimestampToken() asn1.ObjectIdentifier {
	return asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14}
}

// strong reports whether a digest is still good enough.
func strong(oid asn1.ObjectIdentifier) bool {
	return oid.Equal(pkcs7.OIDDigestAlgorithmSHA256) || oid.Equal(pkcs7.OIDDigestAlgorithmSHA384) || oid.Equal(pkcs7.OIDDigestAlgorithmSHA512)
}

// sealed checks the CMS of a signature over the bytes that it covers, and fills
// in what it says. The certificate is not judged here; it is nil when there is none.
func (s *Signature) sealed(der, content []byte) *pkcs7.PKCS7 {
	if !bounded(der) {
		s.add(Unsupported)
		return nil
	}
	p, err := pkcs7.Parse(der)
	if err != nil || len(p.Signers) != 1 || len(p.Content) > 0 {
		s.add(Unsupported)
		return nil
	}
	s.Certificate = p.GetOnlySigner()
	if s.Certificate == nil {
		s.add(Unsupported)
		return nil
	}
	s.Signer = person(s.Certificate)
	if !strong(p.Signers[0].DigestAlgorithm.Algorithm) {
		s.add(Weak)
		return p
	}
	for _, a := range p.Signers[0].UnauthenticatedAttributes {
		s.Timestamp = s.Timestamp || a.Type.Equal(oidTimestampToken())
	}
	var claimed time.Time
	if p.UnmarshalSignedAttribute(pkcs7.OIDAttributeSigningTime, &claimed) == nil {
		s.Claimed = claimed.UTC()
	}
	p.Content = content
	s.judge(p, p.Verify())
	return p
}

// judge says what the library's answer means.
func (s *Signature) judge(p *pkcs7.PKCS7, err error) {
	var other *pkcs7.MessageDigestMismatchError
	var outside *pkcs7.SigningTimeNotValidError
	switch {
	case errors.As(err, &other):
		s.add(Digest)
		return
	case errors.As(err, &outside): // found before the signature itself was checked
		s.Intact = true
		s.add(Expired)
		return
	case err != nil:
		s.Intact = len(p.Signers[0].AuthenticatedAttributes) > 0 // their digest was right
		s.add(Forged)
		return
	}
	s.Intact = true
	if len(p.Signers[0].AuthenticatedAttributes) > 0 && (!ofData(p) || !namesCertificate(p, s.Certificate)) {
		s.add(Forged)
		return
	}
	s.Genuine = true
}

// ofData reports whether the signed attributes say that data was signed (RFC 5652, 11.1).
func ofData(p *pkcs7.PKCS7) bool {
	var kind asn1.ObjectIdentifier
	return p.UnmarshalSignedAttribute(pkcs7.OIDAttributeContentType, &kind) == nil && kind.Equal(pkcs7.OIDData)
}

// namesCertificate reports whether the certificate is the one that the signer
// meant, where the signed attributes say so (RFC 5035, 3).
func namesCertificate(p *pkcs7.PKCS7, c *x509.Certificate) bool {
	var attribute struct {
		Certs    []asn1.RawValue
		Policies []asn1.RawValue `asn1:"optional"`
	}
	if p.UnmarshalSignedAttribute(oidSigningCertificateV2(), &attribute) != nil {
		return true // PAdES asks for it, plain PKCS#7 does not have it
	}
	if len(attribute.Certs) == 0 {
		return false
	}
	rest := attribute.Certs[0].Bytes
	hash := pkcs7.OIDDigestAlgorithmSHA256
	var value asn1.RawValue
	rest, err := asn1.Unmarshal(rest, &value)
	if err != nil {
		return false
	}
	if value.Tag == asn1.TagSequence {
		if _, err := asn1.Unmarshal(value.Bytes, &hash); err != nil {
			return false
		}
		if _, err := asn1.Unmarshal(rest, &value); err != nil {
			return false
		}
	}
	return bytes.Equal(value.Bytes, certificateHash(hash, c))
}

func certificateHash(oid asn1.ObjectIdentifier, c *x509.Certificate) []byte {
	switch {
	case oid.Equal(pkcs7.OIDDigestAlgorithmSHA256):
		sum := sha256.Sum256(c.Raw)
		return sum[:]
	case oid.Equal(pkcs7.OIDDigestAlgorithmSHA384):
		sum := sha512.Sum384(c.Raw)
		return sum[:]
	case oid.Equal(pkcs7.OIDDigestAlgorithmSHA512):
		sum := sha512.Sum512(c.Raw)
		return sum[:]
	}
	return nil
}

// person is what the certificate says.
func person(c *x509.Certificate) Person {
	first := func(list []string) string {
		if len(list) == 0 {
			return ""
		}
		return list[0]
	}
	sum := sha256.Sum256(c.Raw)
	issuer := c.Issuer.CommonName
	if issuer == "" {
		issuer = first(c.Issuer.Organization)
	}
	return Person{Name: c.Subject.CommonName, Organisation: first(c.Subject.Organization), Serial: c.SerialNumber.Text(16), Issuer: issuer,
		From: c.NotBefore.UTC(), Until: c.NotAfter.UTC(), Fingerprint: hex.EncodeToString(sum[:])}
}

// dictTime reads the time that the dictionary itself claims (7.9.4); zero: none.
func dictTime(v any) time.Time {
	text, _ := v.(pdffile.Text)
	s := string(text)
	for _, layout := range []string{"D:20060102150405Z07'00'", "D:20060102150405Z07'00", "D:20060102150405Z", "D:20060102150405"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
