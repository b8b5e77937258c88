package identity_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"slices"
	"testing"

	"github.com/fxamacker/cbor/v2"

	"vuon/platform/identity"
)

const origin = identity.Origin("https://vuon.example.vn")

// authenticator is a key with a counter, as WebAuthn describes it.
type authenticator struct {
	key    *ecdsa.PrivateKey
	id     []byte
	handle []byte
	count  uint32
}

func newAuthenticator(t testing.TB) *authenticator {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id := make([]byte, 16)
	rand.Read(id)
	return &authenticator{key: key, id: id}
}

var b64 = base64.RawURLEncoding

// options is what a page asks of an authenticator.
type options struct {
	Challenge string `json:"challenge"`
	RPID      string `json:"rpId"`
	RP        struct {
		ID string `json:"id"`
	} `json:"rp"`
	User struct {
		ID string `json:"id"`
	} `json:"user"`
}

func read(t testing.TB, raw string) (o options) {
	t.Helper()
	if err := json.Unmarshal([]byte(raw), &o); err != nil {
		t.Fatal(err)
	}
	return o
}

// data is the authenticator data with user present, user verified and flags.
func (a *authenticator) data(rp string, flags byte, more []byte) []byte {
	a.count++
	sum := sha256.Sum256([]byte(rp))
	out := append(sum[:], 0x05|flags)
	return append(binary.BigEndian.AppendUint32(out, a.count), more...)
}

func client(t testing.TB, kind, challenge string, at identity.Origin) []byte {
	raw, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": at, "crossOrigin": false})
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func (a *authenticator) create(t testing.TB, raw string, at identity.Origin) string {
	t.Helper()
	o := read(t, raw)
	a.handle, _ = b64.DecodeString(o.User.ID)
	public, err := cbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: a.key.X.FillBytes(make([]byte, 32)), -3: a.key.Y.FillBytes(make([]byte, 32))})
	if err != nil {
		t.Fatal(err)
	}
	attested := slices.Concat(make([]byte, 16), []byte{0, byte(len(a.id))}, a.id, public)
	object, err := cbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": a.data(o.RP.ID, 0x40, attested)})
	if err != nil {
		t.Fatal(err)
	}
	return a.answer(t, map[string]string{"clientDataJSON": b64.EncodeToString(client(t, "webauthn.create", o.Challenge, at)),
		"attestationObject": b64.EncodeToString(object)})
}

func (a *authenticator) get(t testing.TB, raw string, at identity.Origin) string {
	t.Helper()
	o := read(t, raw)
	data, said := a.data(o.RPID, 0, nil), client(t, "webauthn.get", o.Challenge, at)
	sum := sha256.Sum256(said)
	digest := sha256.Sum256(append(slices.Clone(data), sum[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	return a.answer(t, map[string]string{"clientDataJSON": b64.EncodeToString(said), "authenticatorData": b64.EncodeToString(data),
		"signature": b64.EncodeToString(signature), "userHandle": b64.EncodeToString(a.handle)})
}

func (a *authenticator) answer(t testing.TB, response map[string]string) string {
	raw, err := json.Marshal(map[string]any{"id": b64.EncodeToString(a.id), "rawId": b64.EncodeToString(a.id), "type": "public-key",
		"response": response, "clientExtensionResults": map[string]any{}})
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// withPasskey is an account that has one, with its recovery codes.
func (w *world) withPasskey(t testing.TB, username string) (identity.Account, *authenticator) {
	t.Helper()
	a, key := w.account(t, username, in("krong-no", "labour")), newAuthenticator(t)
	c, err := w.BeginPasskey(t.Context(), origin, a.ID)
	want(t, err, "")
	recovery, err := w.AddPasskey(t.Context(), origin, a.ID, c.Ticket, key.create(t, c.Options, origin), "Máy ở cơ quan")
	want(t, err, "")
	if len(recovery) != 10 {
		t.Errorf("%d recovery codes", len(recovery))
	}
	return a, key
}

func TestAPasskeySignsInWithoutAPassword(t *testing.T) {
	w := newWorld(t)
	a, key := w.withPasskey(t, "labour@krong-no")
	c, err := w.BeginPasskeySignIn(origin)
	want(t, err, "")
	answer := key.get(t, c.Options, origin)
	session, err := w.SignInWithPasskey(t.Context(), origin, c.Ticket, answer, identity.Credentials{Address: "10.1.2.3"})
	want(t, err, "")
	if session.Account.ID != a.ID {
		t.Errorf("signed in as %s", session.Account.Username)
	}
	_, err = w.SignInWithPasskey(t.Context(), origin, c.Ticket, answer, identity.Credentials{})
	if err == nil {
		t.Error("the same answer opened a second session")
	}
}

func TestAPasskeyIsASecondStepForItsOwnAccountOnly(t *testing.T) {
	w := newWorld(t)
	_, key := w.withPasskey(t, "labour@krong-no")
	_, other := w.withPasskey(t, "chair@krong-no")
	_, err := w.try(t, "labour@krong-no", "")
	want(t, err, "otp_required")
	step, _ := identity.Pending(err)
	if !step.Passkeys || step.TOTP {
		t.Errorf("%+v", step)
	}
	c, err := w.BeginPasskeyStep(t.Context(), origin, step.Ticket)
	want(t, err, "")
	_, err = w.ContinueWithPasskey(t.Context(), origin, step.Ticket, c.Ticket, other.get(t, c.Options, origin), identity.Credentials{})
	want(t, err, "bad_passkey")
	_, err = w.SignInWithPasskey(t.Context(), origin, c.Ticket, key.get(t, c.Options, origin), identity.Credentials{})
	want(t, err, "step_expired") // a second step's ticket is none for a sign-in
	_, err = w.ContinueWithPasskey(t.Context(), origin, step.Ticket, c.Ticket, key.get(t, c.Options, origin), identity.Credentials{})
	want(t, err, "")
}

func TestAPasskeyIsRefused(t *testing.T) {
	const elsewhere = identity.Origin("https://vuon.example.com")
	for name, answer := range map[string]func(w *world, key *authenticator, c identity.Ceremony) string{
		"from another site": func(w *world, key *authenticator, c identity.Ceremony) string {
			return key.get(t, c.Options, elsewhere)
		},
		"that was copied": func(w *world, key *authenticator, c identity.Ceremony) string {
			key.count = 0
			return key.get(t, c.Options, origin)
		},
		"that nobody registered": func(w *world, key *authenticator, c identity.Ceremony) string {
			key.id = []byte("0123456789abcdef")
			return key.get(t, c.Options, origin)
		},
		"signed by another key": func(w *world, key *authenticator, c identity.Ceremony) string {
			stranger := newAuthenticator(t)
			stranger.id, stranger.handle, stranger.count = key.id, key.handle, key.count
			return stranger.get(t, c.Options, origin)
		},
		"for another challenge": func(w *world, key *authenticator, c identity.Ceremony) string {
			other, err := w.BeginPasskeySignIn(origin)
			want(t, err, "")
			return key.get(t, other.Options, origin)
		},
		"that is no JSON": func(w *world, key *authenticator, c identity.Ceremony) string { return "{" },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			_, key := w.withPasskey(t, "labour@krong-no")
			key.count += 5
			c, err := w.BeginPasskeySignIn(origin)
			want(t, err, "")
			_, err = w.SignInWithPasskey(t.Context(), origin, c.Ticket, answer(w, key, c), identity.Credentials{})
			want(t, err, "bad_passkey")
		})
	}
}

func TestRemovingTheLastPasskeyTakesTheRecoveryCodesToo(t *testing.T) {
	w := newWorld(t)
	a, key := w.withPasskey(t, "labour@krong-no")
	other := w.account(t, "chair@krong-no", in("krong-no", "chair"))
	want(t, w.RemovePasskey(t.Context(), other.ID, key.id), "")
	f, err := w.Factors(t.Context(), a.ID)
	if err != nil || len(f.Passkeys) != 1 || f.Passkeys[0].Name != "Máy ở cơ quan" {
		t.Fatalf("%+v, %v", f, err)
	}
	want(t, w.RemovePasskey(t.Context(), a.ID, key.id), "")
	if f, err = w.Factors(t.Context(), a.ID); err != nil || f.Any() || f.Recovery != 0 {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestPasskeysNeedANameAndHTTPS(t *testing.T) {
	for o, takes := range map[identity.Origin]bool{"https://vuon.example.vn": true, "http://localhost:8080": true, "http://127.0.0.1:8080": false,
		"https://10.0.0.1": false, "http://vuon.example.vn": false, "": false, "%": false} {
		if o.TakesPasskeys() != takes {
			t.Errorf("%q: %v", o, !takes)
		}
	}
}
