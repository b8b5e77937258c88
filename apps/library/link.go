package library

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"
	"golang.org/x/crypto/argon2"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/fault"
	"vuon/platform/identity"
	"vuon/platform/text"
)

const (
	maxLinkHours = 24 * 90
	maxTries     = 10 // wrong passwords in a row; then the link is closed
)

// Link lets somebody without an account fetch one file.
type Link struct {
	ID        string    `bun:"id" json:"id"`
	File      string    `bun:"file_id" json:"file"`
	Note      string    `bun:"note" json:"note"` // for whom
	Most      int       `bun:"most" json:"most"` // downloads; 0: any number
	Downloads int       `bun:"downloads" json:"downloads"`
	Password  string    `bun:"password" json:"-"` // salt and hash; "": none
	Tries     int       `bun:"tries" json:"-"`
	ExpiresAt time.Time `bun:"expires_at" json:"expires_at"`
	RevokedAt time.Time `bun:"revoked_at,nullzero" json:"revoked_at,omitzero"`
	CreatedAt time.Time `bun:"created_at" json:"created_at"`
	CreatedBy string    `bun:"created_by" json:"-"`
	Creator   string    `bun:"creator" json:"creator"`
}

// Open reports whether the link still works.
func (l Link) Open(now time.Time) bool {
	return l.RevokedAt.IsZero() && now.Before(l.ExpiresAt) && (l.Most == 0 || l.Downloads < l.Most) && l.Tries < maxTries
}

// LinkOptions say how far a link goes.
type LinkOptions struct {
	Hours    int    // that it works, 1 to 2160
	Most     int    // downloads; 0: any number
	Password string // "": none
	Note     string // for whom
	Internal bool   // yes, although the file is internal: only for whoever manages the library
}

// Share makes a link to a file and returns its token, which nothing keeps. Faults:
// link_hours, password_short, file_internal.
func (s *Service) Share(ctx context.Context, tenant, file string, o LinkOptions) (token string, l Link, err error) {
	if o.Hours < 1 || o.Hours > maxLinkHours || o.Most < 0 || o.Most > 10_000 {
		return "", l, faultHours()
	}
	if n := len([]rune(o.Password)); n > 0 && n < 6 || n > 200 {
		return "", l, faultShortPassword()
	}
	secret := make([]byte, 24)
	rand.Read(secret) // never fails
	token = tenant + "." + base64.RawURLEncoding.EncodeToString(secret)
	err = s.in(ctx, tenant, ActionShare, func(ctx context.Context, tx database.Tx) error {
		f, folder, err := s.seen(ctx, tx, file, false)
		if err != nil {
			return err
		}
		if f.Internal || folder.Internal {
			if !o.Internal || s.Policy.Authorise(ctx, ActionManage) != nil {
				return faultInternal()
			}
		}
		account, name := who(ctx)
		now := s.Clock.Now()
		l = Link{ID: uuid.NewString(), File: f.ID, Note: cut(text.Line(o.Note), 200), Most: o.Most, Password: seal(o.Password),
			ExpiresAt: now.Add(time.Duration(o.Hours) * time.Hour), CreatedAt: now, CreatedBy: account, Creator: name}
		if err := s.store.insertLink(ctx, tx, l, hashOf(token)); err != nil {
			return err
		}
		return s.note(ctx, tx, ActionShare, "link", l.ID, nil, map[string]any{"file": f.Name, "file_id": f.ID, "note": l.Note,
			"expires": l.ExpiresAt, "downloads": l.Most, "password": o.Password != ""})
	})
	return token, l, err
}

// Links lists the links to a file, newest first.
func (s *Service) Links(ctx context.Context, tenant, file string) (list []Link, err error) {
	err = s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		if err := s.Policy.Authorise(ctx, ActionShare); err != nil {
			return err
		}
		if _, _, err := s.seen(ctx, tx, file, false); err != nil {
			return err
		}
		list, err = s.store.links(ctx, tx, file)
		return err
	})
	return list, err
}

// Revoke closes a link at once (fault link_unknown).
func (s *Service) Revoke(ctx context.Context, tenant, id string) (file string, err error) {
	err = s.in(ctx, tenant, ActionShare, func(ctx context.Context, tx database.Tx) error {
		l, err := s.store.link(ctx, tx, "id", id)
		if err != nil {
			return err
		}
		if _, _, err := s.seen(ctx, tx, l.File, false); err != nil {
			return err
		}
		file = l.File
		if err := s.store.revoke(ctx, tx, l.ID, s.Clock.Now()); err != nil {
			return err
		}
		return s.note(ctx, tx, ActionShare, "link", id, map[string]any{"note": l.Note}, map[string]any{"revoked": true})
	})
	return file, err
}

// Linked tells what a link leads to, for whoever has its token. One that is
// unknown, has ended or was revoked is the fault link_over.
func (s *Service) Linked(ctx context.Context, token string) (l Link, f File, err error) {
	err = s.withLink(ctx, token, func(_ context.Context, _ database.Tx, link Link, file File) error {
		l, f = link, file
		return nil
	})
	return l, f, err
}

func (s *Service) withLink(ctx context.Context, token string, fn func(ctx context.Context, tx database.Tx, l Link, f File) error) error {
	tenant, _, ok := strings.Cut(token, ".")
	if !ok || len(token) > 200 {
		return faultLinkOver()
	}
	if t, err := s.Tenants.Tenant(ctx, tenant); err != nil || t.Closed {
		return faultLinkOver()
	}
	return s.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		l, err := s.store.link(ctx, tx, "hash", hashOf(token))
		if fault.CodeOf(err) == "link_unknown" || err == nil && !l.Open(s.Clock.Now()) {
			return faultLinkOver()
		}
		if err != nil {
			return err
		}
		f, err := s.store.file(ctx, tx, l.File, false)
		if fault.CodeOf(err) == "file_unknown" || err == nil && !f.ArchivedAt.IsZero() {
			return faultLinkOver()
		}
		if err != nil {
			return err
		}
		return fn(ctx, tx, l, f)
	})
}

// Fetch opens the file of a link, which counts as one download and stands in the
// audit. Faults link_over, link_password; after ten wrong passwords the link is closed.
func (s *Service) Fetch(ctx context.Context, token, password, from string) (body io.ReadCloser, f File, err error) {
	ctx = identity.With(ctx, identity.Actor{Username: "public-link"})
	var wrong bool
	tenant, _, _ := strings.Cut(token, ".")
	err = s.withLink(ctx, token, func(ctx context.Context, tx database.Tx, l Link, file File) error {
		f = file
		l, err := s.store.lockLink(ctx, tx, l.ID)
		if err != nil {
			return err
		}
		if !l.Open(s.Clock.Now()) {
			return faultLinkOver()
		}
		if wrong = !opens(l.Password, password); wrong {
			return s.store.countTry(ctx, tx, l.ID) // counted: the transaction must not be undone
		}
		if err := s.store.countDownload(ctx, tx, l.ID); err != nil {
			return err
		}
		return s.Audit.Record(ctx, tx, audit.Entry{Action: ActionShare, Object: "library_link", ObjectID: l.ID,
			After: map[string]any{"downloaded": f.Name, "file_id": f.ID, "version": f.Version, "from": from}})
	})
	if err == nil && wrong {
		err = faultLinkPassword()
	}
	if err != nil {
		return nil, f, err
	}
	body, _, err = s.Storage.Open(ctx, tenant, f.Key)
	return body, f, err
}

func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// seal is the salt and argon2id hash of a password, at OWASP's cost for one that
// is tried at most ten times.
func seal(password string) string {
	if password == "" {
		return ""
	}
	salt := make([]byte, 16)
	rand.Read(salt) // never fails
	return hex.EncodeToString(salt) + "$" + hex.EncodeToString(derive(password, salt))
}

func opens(sealed, password string) bool {
	if sealed == "" {
		return true
	}
	a, b, _ := strings.Cut(sealed, "$")
	salt, _ := hex.DecodeString(a) // written by seal
	want, _ := hex.DecodeString(b)
	return subtle.ConstantTimeCompare(derive(password, salt), want) == 1
}

func derive(password string, salt []byte) []byte {
	return argon2.IDKey([]byte(text.NFC(password)), salt, 2, 19*1024, 1, 32)
}
