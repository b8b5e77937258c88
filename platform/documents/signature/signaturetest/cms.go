package signaturetest

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	_ "crypto/sha1" // tests show that it is refused
	"crypto/sha256"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"
	"time"
)

// The CMS (RFC 5652) is written here by hand and not by the library that reads
// it in the product, so that one error is not made on both sides.

type attribute struct {
	Type  asn1.ObjectIdentifier
	Value asn1.RawValue
}

type signerInfo struct {
	Version int
	Issuer  struct {
		Name   asn1.RawValue
		Serial asn1.RawValue
	}
	Digest    pkix.AlgorithmIdentifier
	Signed    asn1.RawValue
	Algorithm pkix.AlgorithmIdentifier
	Signature []byte
}

type signedData struct {
	Version      int
	Digests      []pkix.AlgorithmIdentifier `asn1:"set"`
	Content      struct{ Type asn1.ObjectIdentifier }
	Certificates asn1.RawValue
	Signers      []signerInfo `asn1:"set"`
}

func oid(n ...int) asn1.ObjectIdentifier { return n }

// cms signs detached, with the attributes of PAdES.
func cms(content []byte, h Hand, o Options) ([]byte, error) {
	hash, digest := crypto.SHA256, oid(2, 16, 840, 1, 101, 3, 4, 2, 1)
	if o.SHA1 {
		hash, digest = crypto.SHA1, oid(1, 3, 14, 3, 2, 26)
	}
	attributes, err := signedAttributes(sum(hash, content), h, o)
	if err != nil {
		return nil, err
	}
	set := append([]byte{}, asSet(attributes, asn1.ClassUniversal, asn1.TagSet).FullBytes...)
	signature, err := h.Key.Sign(rand.Reader, sum(hash, set), hash)
	if err != nil {
		return nil, err
	}
	info := signerInfo{Version: 1, Digest: pkix.AlgorithmIdentifier{Algorithm: digest},
		Signed: asSet(attributes, asn1.ClassContextSpecific, 0), Signature: signature,
		Algorithm: pkix.AlgorithmIdentifier{Algorithm: oid(1, 2, 840, 113549, 1, 1, 1)}}
	if _, is := h.Key.(*ecdsa.PrivateKey); is {
		info.Algorithm.Algorithm = oid(1, 2, 840, 10045, 4, 3, 2)
	}
	info.Issuer.Name = asn1.RawValue{FullBytes: h.Certificate.RawIssuer}
	serial, err := asn1.Marshal(h.Certificate.SerialNumber)
	if err != nil {
		return nil, err
	}
	info.Issuer.Serial = asn1.RawValue{FullBytes: serial}
	sd := signedData{Version: 1, Digests: []pkix.AlgorithmIdentifier{info.Digest}, Signers: []signerInfo{info}}
	sd.Content.Type = oid(1, 2, 840, 113549, 1, 7, 1)
	certificates := [][]byte{h.Certificate.Raw}
	for _, c := range h.Chain {
		certificates = append(certificates, c.Raw)
	}
	sd.Certificates = asSet(certificates, asn1.ClassContextSpecific, 0)
	body, err := asn1.Marshal(sd)
	if err != nil {
		return nil, err
	}
	return asn1.Marshal(struct {
		Type    asn1.ObjectIdentifier
		Content asn1.RawValue
	}{oid(1, 2, 840, 113549, 1, 7, 2), asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: body}})
}

func sum(hash crypto.Hash, b []byte) []byte {
	h := hash.New()
	h.Write(b)
	return h.Sum(nil)
}

// signedAttributes are in the order of their bytes, as DER asks of a set.
func signedAttributes(digest []byte, h Hand, o Options) (list [][]byte, err error) {
	certificate := sha256.Sum256(h.Certificate.Raw)
	type certID struct{ Hash []byte }
	values := map[string]any{
		"1.2.840.113549.1.9.3":       oid(1, 2, 840, 113549, 1, 7, 1),
		"1.2.840.113549.1.9.4":       digest,
		"1.2.840.113549.1.9.16.2.47": struct{ Certs []certID }{[]certID{{certificate[:]}}},
	}
	types := []asn1.ObjectIdentifier{oid(1, 2, 840, 113549, 1, 9, 3), oid(1, 2, 840, 113549, 1, 9, 4), oid(1, 2, 840, 113549, 1, 9, 16, 2, 47)}
	if !o.Untimed {
		types = append(types, oid(1, 2, 840, 113549, 1, 9, 5))
		values["1.2.840.113549.1.9.5"] = o.At.UTC().Truncate(time.Second)
	}
	for _, kind := range types {
		value, err := asn1.Marshal(values[kind.String()])
		if err != nil {
			return nil, err
		}
		one, err := asn1.Marshal(attribute{kind, asSet([][]byte{value}, asn1.ClassUniversal, asn1.TagSet)})
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	slices.SortFunc(list, bytes.Compare)
	return list, nil
}

// asSet puts encoded values into a set with a tag.
func asSet(values [][]byte, class, tag int) asn1.RawValue {
	raw, err := asn1.Marshal(asn1.RawValue{Class: class, Tag: tag, IsCompound: true, Bytes: bytes.Join(values, nil)})
	if err != nil {
		panic(err) // bytes can always be wrapped
	}
	return asn1.RawValue{FullBytes: raw}
}
