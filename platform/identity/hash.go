package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Cost is what one argon2id hash takes.
type Cost struct {
	MemoryKiB uint32
	Passes    uint32
	Threads   uint8
}

// DefaultCost follows OWASP's recommendation: 46 MiB, one pass, one thread.
func DefaultCost() Cost { return Cost{MemoryKiB: 46 * 1024, Passes: 1, Threads: 1} }

// hasher makes and checks password hashes, a few at a time: each takes tens of
// megabytes, and sign-in must not be a way to exhaust the machine.
type hasher struct {
	cost  Cost
	slots chan struct{}
	dummy string // hashed with the same cost, for users that do not exist
}

const saltSize, keySize = 16, 32

func newHasher(cost Cost, parallel int) *hasher {
	h := &hasher{cost: cost, slots: make(chan struct{}, parallel)}
	h.dummy = encodePHC(cost, make([]byte, saltSize), make([]byte, keySize))
	return h
}

func (h *hasher) derive(ctx context.Context, password string, salt []byte, c Cost) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	// The same password may be typed composed or decomposed.
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, c.Passes, c.MemoryKiB, c.Threads, keySize), nil
}

// hash returns the PHC string of a password, with a new salt.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltSize)
	rand.Read(salt) // never fails
	key, err := h.derive(ctx, password, salt, h.cost)
	if err != nil {
		return "", err
	}
	return encodePHC(h.cost, salt, key), nil
}

// verify compares, taking as long for a user without a hash as for any other.
// Outdated reports that the hash was made at another cost than is used now.
func (h *hasher) verify(ctx context.Context, phc, password string) (ok, outdated bool, err error) {
	known := phc != ""
	if !known {
		phc = h.dummy
	}
	cost, salt, want, err := decodePHC(phc)
	if err != nil {
		return false, false, err
	}
	got, err := h.derive(ctx, password, salt, cost)
	if err != nil {
		return false, false, err
	}
	same := subtle.ConstantTimeCompare(got, want) == 1
	return same && known, cost != h.cost, nil
}

func encodePHC(c Cost, salt, key []byte) string {
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.MemoryKiB, c.Passes, c.Threads, b64(salt), b64(key))
}

func decodePHC(phc string) (c Cost, salt, key []byte, err error) {
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, fmt.Errorf("identity: not an argon2id hash")
	}
	if _, err = fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.MemoryKiB, &c.Passes, &c.Threads); err != nil {
		return c, nil, nil, fmt.Errorf("identity: cost of a hash: %w", err)
	}
	if c.Passes == 0 || c.Threads == 0 {
		return c, nil, nil, fmt.Errorf("identity: cost of a hash is zero")
	}
	if salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil {
		return c, nil, nil, fmt.Errorf("identity: salt of a hash: %w", err)
	}
	if key, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil {
		return c, nil, nil, fmt.Errorf("identity: hash: %w", err)
	}
	if len(key) != keySize {
		return c, nil, nil, fmt.Errorf("identity: a hash of %d bytes", len(key))
	}
	return c, salt, key, nil
}
