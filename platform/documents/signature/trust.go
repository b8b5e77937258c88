package signature

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Authorities are those whose certificates the operator trusts. A nil one
// trusts nobody and checks nothing.
type Authorities struct {
	roots, between *x509.CertPool
	names          []string
}

// LoadAuthorities reads certificates in PEM from a file, or from the .pem, .crt
// and .cer files of a folder. Certificates signed by themselves are trusted; the
// others only complete chains. An empty path is none.
func LoadAuthorities(path string) (*Authorities, error) {
	if path == "" {
		return nil, nil
	}
	files := []string{path}
	if info, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("certificate authorities: %w", err)
	} else if info.IsDir() {
		entries, err := os.ReadDir(path)
		if err != nil {
			return nil, fmt.Errorf("certificate authorities: %w", err)
		}
		files = nil
		for _, e := range entries {
			if ext := strings.ToLower(filepath.Ext(e.Name())); slices.Contains([]string{".pem", ".crt", ".cer"}, ext) {
				files = append(files, filepath.Join(path, e.Name()))
			}
		}
	}
	var list []*x509.Certificate
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("certificate authorities: %w", err)
		}
		more, err := certificates(data)
		if err != nil {
			return nil, fmt.Errorf("certificate authorities: %s: %w", name, err)
		}
		list = append(list, more...)
	}
	return NewAuthorities(list...)
}

// certificates reads one certificate in DER, or those in PEM.
func certificates(data []byte) (list []*x509.Certificate, err error) {
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	if list == nil {
		c, err := x509.ParseCertificate(data)
		if err != nil {
			return nil, errors.New("no certificate in it")
		}
		list = append(list, c)
	}
	return list, nil
}

// NewAuthorities trusts those of the certificates that signed themselves. It
// fails when there is none.
func NewAuthorities(list ...*x509.Certificate) (*Authorities, error) {
	a := &Authorities{roots: x509.NewCertPool(), between: x509.NewCertPool()}
	for _, c := range list {
		if c.IsCA && c.CheckSignatureFrom(c) == nil {
			a.roots.AddCert(c)
			a.names = append(a.names, c.Subject.CommonName)
		} else {
			a.between.AddCert(c)
		}
	}
	if len(a.names) == 0 {
		return nil, errors.New("certificate authorities: no root certificate among them")
	}
	return a, nil
}

// Names are the names of the trusted authorities.
func (a *Authorities) Names() []string {
	if a == nil {
		return nil
	}
	return a.names
}

// certificate judges the signer's certificate as it was at the time of signing.
func (s *Signature) certificate(a *Authorities, more []*x509.Certificate, now time.Time) {
	c := s.Certificate
	if c.KeyUsage != 0 && c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 || c.IsCA {
		s.add(Usage)
	}
	at := s.Claimed
	if at.IsZero() {
		at = now
	} else if at.After(now.Add(maxAhead)) {
		s.add(Time)
	}
	if at.Before(c.NotBefore) || at.After(c.NotAfter) {
		s.add(Expired)
	}
	if a == nil {
		s.Trust = TrustNotChecked
		return
	}
	between := a.between.Clone()
	for _, m := range more {
		between.AddCert(m)
	}
	_, err := c.Verify(x509.VerifyOptions{Roots: a.roots, Intermediates: between, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
	s.Trust = Trusted
	if err != nil {
		s.Trust = NotTrusted
		var invalid x509.CertificateInvalidError
		if errors.As(err, &invalid) && invalid.Reason == x509.Expired {
			s.add(Expired)
			return
		}
		s.add(Untrusted)
	}
}

// maxAhead is how far the clock of a signing machine may be ahead of ours.
const maxAhead = 10 * time.Minute
