// Package signaturetest makes certificate authorities and signs PDFs with them,
// as the tools of offices do, for tests. Nothing of it is part of the product.
package signaturetest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"testing"
	"time"

	"vuon/platform/documents/signature"
)

// Authority is a root certificate with an intermediate that issues to people.
type Authority struct {
	Root, Between *x509.Certificate

	t                  testing.TB
	rootKey, issuerKey *ecdsa.PrivateKey
	now                time.Time
	serial             int64
}

// Hand is a certificate with its key: a person, or the seal of an agency.
type Hand struct {
	Certificate *x509.Certificate
	Key         crypto.Signer
	Chain       []*x509.Certificate
}

// New makes an authority whose certificates are valid around now.
func New(t testing.TB, name string, now time.Time) *Authority {
	t.Helper()
	a := &Authority{t: t, now: now, rootKey: key(t), issuerKey: key(t)}
	root := a.template(name+" Root", "Vươn thử nghiệm")
	root.IsCA, root.BasicConstraintsValid, root.KeyUsage = true, true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
	root.NotBefore, root.NotAfter = now.AddDate(-10, 0, 0), now.AddDate(10, 0, 0)
	a.Root = a.issue(root, root, &a.rootKey.PublicKey, a.rootKey)
	between := a.template(name+" G2", "Vươn thử nghiệm")
	between.IsCA, between.BasicConstraintsValid, between.KeyUsage = true, true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
	between.NotBefore, between.NotAfter = root.NotBefore, root.NotAfter
	a.Between = a.issue(between, a.Root, &a.issuerKey.PublicKey, a.rootKey)
	return a
}

func key(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func (a *Authority) template(name, organisation string) *x509.Certificate {
	a.serial++
	return &x509.Certificate{SerialNumber: big.NewInt(0x5400 + a.serial), Subject: pkix.Name{CommonName: name, Organization: []string{organisation}},
		NotBefore: a.now.AddDate(-1, 0, 0), NotAfter: a.now.AddDate(1, 0, 0)}
}

func (a *Authority) issue(template, parent *x509.Certificate, public crypto.PublicKey, by *ecdsa.PrivateKey) *x509.Certificate {
	a.t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, by)
	if err != nil {
		a.t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		a.t.Fatal(err)
	}
	return c
}

// Hand issues a certificate for signing; change may make it another kind.
func (a *Authority) Hand(name, organisation string, change ...func(*x509.Certificate)) Hand {
	a.t.Helper()
	k := key(a.t)
	return a.HandOf(k, name, organisation, change...)
}

// HandOf issues a certificate for a key that is there.
func (a *Authority) HandOf(k crypto.Signer, name, organisation string, change ...func(*x509.Certificate)) Hand {
	a.t.Helper()
	template := a.template(name, organisation)
	template.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	for _, f := range change {
		f(template)
	}
	return Hand{a.issue(template, a.Between, k.Public(), a.issuerKey), k, []*x509.Certificate{a.Between, a.Root}}
}

// Expired makes a certificate that ended a month ago.
func (a *Authority) Expired(c *x509.Certificate) {
	c.NotBefore, c.NotAfter = a.now.AddDate(-2, 0, 0), a.now.AddDate(0, -1, 0)
}

// Authorities trusts this authority alone.
func (a *Authority) Authorities() *signature.Authorities {
	a.t.Helper()
	list, err := signature.NewAuthorities(a.Root)
	if err != nil {
		a.t.Fatal(err)
	}
	return list
}

// PEM is the root certificate as operators configure it.
func (a *Authority) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.Root.Raw})
}
