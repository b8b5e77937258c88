package identity

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

// vault seals what the database or the browser keeps for us, with keys derived
// from the deployment's secret: AES-256-GCM of the standard library, each text
// bound to the place that it belongs to. A keyset with versions, which tink
// offers, would serve nothing here: the secret itself has one version.
type vault struct {
	aead cipher.AEAD
	mac  []byte
}

func newVault(secret []byte) *vault {
	if len(secret) == 0 { // nothing that is sealed outlives this process
		secret = make([]byte, secretSize)
		rand.Read(secret) // never fails
	}
	derive := func(use string) []byte {
		mac := hmac.New(sha256.New, secret)
		mac.Write([]byte("identity " + use + "\x00"))
		return mac.Sum(nil)
	}
	block, err := aes.NewCipher(derive("seal"))
	if err == nil {
		var aead cipher.AEAD
		if aead, err = cipher.NewGCMWithRandomNonce(block); err == nil {
			return &vault{aead, derive("codes")}
		}
	}
	panic(err) // a key of 32 bytes is always taken
}

// seal hides plain and binds it to a place: "identity_totp|secret|<account>".
func (v *vault) seal(plain []byte, place ...string) []byte {
	return v.aead.Seal(nil, nil, plain, []byte(strings.Join(place, "|")))
}

func (v *vault) open(sealed []byte, place ...string) ([]byte, error) {
	return v.aead.Open(nil, nil, sealed, []byte(strings.Join(place, "|")))
}

// sum is the keyed hash of a short code.
func (v *vault) sum(account, code string) []byte {
	mac := hmac.New(sha256.New, v.mac)
	mac.Write([]byte(account + "|" + code))
	return mac.Sum(nil)
}

// ticket is something that the browser carries for us for a few minutes.
type ticket struct {
	Expires time.Time
	Content json.RawMessage
}

// issue seals a content for the browser.
func (s *Service) issue(kind string, content any, life time.Duration) (string, error) {
	raw, err := json.Marshal(content)
	if err != nil {
		return "", err
	}
	whole, err := json.Marshal(ticket{s.clk.Now().Add(life), raw})
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(s.vault.seal(whole, kind)), nil
}

// redeem reads back what issue sealed; false when it is not ours or too old.
func (s *Service) redeem(kind, sealed string, into any) bool {
	raw, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil {
		return false
	}
	plain, err := s.vault.open(raw, kind)
	if err != nil {
		return false
	}
	var t ticket
	if json.Unmarshal(plain, &t) != nil || !s.clk.Now().Before(t.Expires) {
		return false
	}
	return json.Unmarshal(t.Content, into) == nil
}
