// Package personal hides what the database keeps of citizens: field by field, with
// a key of the tenant, and findable by keyed hashes that tell nothing to who does
// not have the deployment's secret.
package personal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"sync"
)

// Keys are a deployment's. Those of a tenant are derived from the secret (HKDF,
// RFC 5869) when they are first needed, so that nothing has to be stored, and one
// tenant's key opens nothing of another's.
type Keys struct {
	secret  []byte
	index   []byte
	tenants sync.Map // tenant → *key
}

// key is what a tenant seals and hashes with.
type key struct {
	aead cipher.AEAD
	mac  []byte
}

// The first byte of what is sealed says with which keys; a change of the secret
// will bring the next.
const version = 1

// ErrSealed is a text that these keys did not seal for this place.
var ErrSealed = errors.New("personal: not sealed with this tenant's key for this place")

// New makes the keys of a deployment's secret, 32 bytes.
func New(secret []byte) *Keys {
	k := &Keys{secret: secret}
	k.index = k.derive("index")
	return k
}

// Seal hides a text and binds it to its place in the database, such as
// "households_members|citizen|<person>": moved elsewhere it does not open.
func (k *Keys) Seal(tenant, place, plain string) []byte {
	return k.of(tenant).aead.Seal([]byte{version}, nil, []byte(plain), []byte(place))
}

// Open reads what Seal hid (ErrSealed).
func (k *Keys) Open(tenant, place string, sealed []byte) (string, error) {
	if len(sealed) == 0 || sealed[0] != version {
		return "", ErrSealed
	}
	plain, err := k.of(tenant).aead.Open(nil, nil, sealed[1:], []byte(place))
	if err != nil {
		return "", ErrSealed
	}
	return string(plain), nil
}

// Hash finds a value again within a tenant: the same value of another tenant, or
// for another use, has another hash.
func (k *Keys) Hash(tenant, use, value string) []byte { return sum(k.of(tenant).mac, use, value) }

// Index finds a value again within the deployment.
func (k *Keys) Index(use, value string) []byte { return sum(k.index, use, value) }

func sum(mac []byte, use, value string) []byte {
	h := hmac.New(sha256.New, mac)
	h.Write([]byte(use))
	h.Write([]byte{0})
	h.Write([]byte(value))
	return h.Sum(nil)
}

func (k *Keys) of(tenant string) *key {
	if found, there := k.tenants.Load(tenant); there {
		return found.(*key)
	}
	made, _ := k.tenants.LoadOrStore(tenant, k.make(tenant))
	return made.(*key)
}

func (k *Keys) make(tenant string) *key {
	block, err := aes.NewCipher(k.derive("seal|" + tenant))
	if err == nil {
		var aead cipher.AEAD
		if aead, err = cipher.NewGCMWithRandomNonce(block); err == nil {
			return &key{aead, k.derive("hash|" + tenant)}
		}
	}
	panic(err) // a key of 32 bytes is always taken
}

func (k *Keys) derive(use string) []byte {
	out, err := hkdf.Key(sha256.New, k.secret, nil, "vuon personal "+use, sha256.Size)
	if err != nil {
		panic(err) // 32 bytes can always be derived
	}
	return out
}
