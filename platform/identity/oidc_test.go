package identity_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"vuon/platform/clock"
	"vuon/platform/identity"
)

// provider is an OpenID Connect provider of our own, over real HTTP.
type provider struct {
	t       testing.TB
	server  *httptest.Server
	key     *rsa.PrivateKey
	signing *rsa.PrivateKey // what it signs with: another than key is a forgery
	clk     *clock.Manual
	asked   url.Values // the last departure
	subject string
	change  func(claims map[string]any)
}

func newProvider(t testing.TB, clk *clock.Manual) *provider {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	p := &provider{t: t, key: key, signing: key, clk: clk, subject: "người-1", change: func(map[string]any) {}}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		p.json(w, map[string]any{"issuer": p.server.URL, "authorization_endpoint": p.server.URL + "/authorize", "token_endpoint": p.server.URL + "/token",
			"jwks_uri": p.server.URL + "/keys", "id_token_signing_alg_values_supported": []string{"RS256"}})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		p.json(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &p.key.PublicKey, KeyID: "1", Algorithm: "RS256", Use: "sig"}}})
	})
	mux.HandleFunc("/token", p.token)
	p.server = httptest.NewServer(mux)
	t.Cleanup(p.server.Close)
	return p
}

func (p *provider) json(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		p.t.Error(err)
	}
}

// token gives out a token to who proves the challenge of the departure (PKCE).
func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if b64.EncodeToString(sum[:]) != p.asked.Get("code_challenge") || r.FormValue("code") != "code-1" {
		http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
		return
	}
	claims := map[string]any{"iss": p.server.URL, "sub": p.subject, "aud": "vuon", "exp": p.clk.Now().Add(time.Hour).Unix(), "iat": p.clk.Now().Unix(), "nonce": p.asked.Get("nonce")}
	p.change(claims)
	raw, _ := json.Marshal(claims)
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: p.signing}, (&jose.SignerOptions{}).WithHeader("kid", "1"))
	if err != nil {
		p.t.Error(err)
		return
	}
	signed, err := signer.Sign(raw)
	if err != nil {
		p.t.Error(err)
		return
	}
	compact, _ := signed.CompactSerialize()
	p.json(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": compact})
}

const comeBack = "https://vuon.example.vn/sign-in/callback"

// office is a world whose operator trusts the provider.
func office(t testing.TB) (*world, *provider) {
	t.Helper()
	clk := clock.NewManual(time.Time{})
	p := newProvider(t, clk)
	w := newWorld(t, func(o *identity.Options) {
		o.Issuers = []identity.Issuer{{ID: "tinh", Name: "SSO tỉnh", URL: p.server.URL, ClientID: "vuon", ClientSecret: "s"}}
	})
	p.clk = w.clk
	return w, p
}

// go departs for the provider and comes back.
func (w *world) travel(t testing.TB, p *provider, account string) (identity.Arrival, error) {
	t.Helper()
	address, ticket, err := w.Depart(t.Context(), "tinh", comeBack, account, "/t/krong-no")
	want(t, err, "")
	u, err := url.Parse(address)
	want(t, err, "")
	p.asked = u.Query()
	return w.Arrive(t.Context(), ticket, p.asked.Get("state"), "code-1", identity.Credentials{Address: "10.1.2.3"})
}

func TestSigningInThroughTheOffice(t *testing.T) {
	w, p := office(t)
	a := w.account(t, "labour@krong-no", in("krong-no", "labour"))
	other := w.account(t, "chair@krong-no", in("krong-no", "chair"))
	_, err := w.travel(t, p, "")
	want(t, err, "subject_unknown") // and no account is made
	arrival, err := w.travel(t, p, a.ID)
	want(t, err, "")
	if !arrival.Linked {
		t.Error("not linked")
	}
	_, err = w.travel(t, p, other.ID)
	want(t, err, "subject_taken")
	arrival, err = w.travel(t, p, "")
	want(t, err, "")
	if arrival.Session.Account.ID != a.ID || arrival.Next != "/t/krong-no" {
		t.Errorf("%+v", arrival)
	}
	w.enrol(t, a.ID)
	_, err = w.travel(t, p, "")
	want(t, err, "otp_required")
	want(t, w.Disable(t.Context(), identity.Platform, a.ID, true), "")
	_, err = w.travel(t, p, "")
	want(t, err, "account_disabled")
	want(t, w.Unlink(t.Context(), a.ID, "tinh"), "")
	_, err = w.travel(t, p, "")
	want(t, err, "subject_unknown")
}

func TestWhatAnIssuerDidNotSayIsRefused(t *testing.T) {
	w, p := office(t)
	a := w.account(t, "labour@krong-no", in("krong-no", "labour"))
	_, err := w.travel(t, p, a.ID)
	want(t, err, "")
	forger, err := rsa.GenerateKey(rand.Reader, 2048)
	want(t, err, "")
	for name, change := range map[string]func(map[string]any){
		"another nonce": func(c map[string]any) { c["nonce"] = "x" }, "no nonce": func(c map[string]any) { delete(c, "nonce") },
		"made for another": func(c map[string]any) { c["aud"] = "other" }, "by another": func(c map[string]any) { c["iss"] = "https://evil.example" },
		"expired": func(c map[string]any) { c["exp"] = p.clk.Now().Add(-time.Hour).Unix() }, "nobody": func(c map[string]any) { delete(c, "sub") },
		"forged": func(map[string]any) { p.signing = forger },
	} {
		p.change = change
		if _, err := w.travel(t, p, ""); err == nil {
			t.Errorf("%s was taken", name)
		} else {
			want(t, err, "bad_arrival")
		}
		p.change, p.signing = func(map[string]any) {}, p.key
	}
}

func TestADepartureCountsOnceAndForItsOwnBrowser(t *testing.T) {
	w, p := office(t)
	a := w.account(t, "labour@krong-no", in("krong-no", "labour"))
	_, err := w.travel(t, p, a.ID)
	want(t, err, "")
	address, ticket, err := w.Depart(t.Context(), "tinh", comeBack, "", "")
	want(t, err, "")
	u, _ := url.Parse(address)
	p.asked = u.Query()
	arrive := func(ticket, state, code string) error {
		_, err := w.Arrive(t.Context(), ticket, state, code, identity.Credentials{})
		return err
	}
	want(t, arrive(ticket, "another state", "code-1"), "step_expired")
	want(t, arrive("another ticket", p.asked.Get("state"), "code-1"), "step_expired")
	want(t, arrive(ticket, p.asked.Get("state"), "stolen code"), "bad_arrival")
	want(t, arrive(ticket, p.asked.Get("state"), "code-1"), "")
	want(t, arrive(ticket, p.asked.Get("state"), "code-1"), "step_expired")
	_, _, err = w.Depart(t.Context(), "nowhere", comeBack, "", "")
	want(t, err, "issuer_unknown")
	p.server.Close()
	_, _, err = w.Depart(t.Context(), "tinh", comeBack, "", "")
	want(t, err, "issuer_away")
}

func TestTheFileOfIssuers(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	secret := write("secret", "s3cret\n")
	list, err := identity.LoadIssuers(write("good.yaml", "issuers:\n  - {id: tinh, name: SSO tỉnh, issuer: \"https://sso.example.vn\", client_id: vuon, client_secret_file: "+secret+"}\n"))
	if err != nil || len(list) != 1 || list[0].ClientSecret != "s3cret" {
		t.Errorf("%+v, %v", list, err)
	}
	for name, content := range map[string]string{
		"unknown key": "issuers:\n  - {id: a, name: A, issuer: \"https://a\", client_id: x, secret: y}\n", "no client": "issuers:\n  - {id: a, name: A, issuer: \"https://a\"}\n",
		"plain http": "issuers:\n  - {id: a, name: A, issuer: \"http://a\", client_id: x}\n", "bad id": "issuers:\n  - {id: \"a/b\", name: A, issuer: \"https://a\", client_id: x}\n",
		"no secret": "issuers:\n  - {id: a, name: A, issuer: \"https://a\", client_id: x, client_secret_file: /nowhere}\n", "no yaml": "{",
	} {
		if _, err := identity.LoadIssuers(write("bad.yaml", content)); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}
