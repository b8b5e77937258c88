package identity

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// secretSize is the number of random bytes in a session token, an API token and
// a link: beyond guessing, so that a plain SHA-256 is all the database needs.
const secretSize = 32

// tokenPrefix marks API tokens, so that scanners of leaked secrets find them.
const tokenPrefix = "vuon_"

// newSecret returns a secret and the hash under which it is kept.
func newSecret(prefix string) (secret string, hash []byte) {
	raw := make([]byte, secretSize)
	rand.Read(raw) // never fails
	secret = prefix + base64.RawURLEncoding.EncodeToString(raw)
	return secret, hashSecret(secret)
}

func hashSecret(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// isAPIToken tells tokens from sessions by prefix and length together: a
// session's random text may begin like anything.
func isAPIToken(secret string) bool {
	return strings.HasPrefix(secret, tokenPrefix) &&
		len(secret) == len(tokenPrefix)+base64.RawURLEncoding.EncodedLen(secretSize)
}
