package web

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"embed"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/uptrace/bun"

	"vuon/platform/database"
	"vuon/platform/fault"
)

const (
	idempotencyHeader = "Idempotency-Key"
	idempotencyAge    = 48 * time.Hour
	maxKey            = 200
	maxKept           = 1 << 20 // bytes of an answer
)

//go:embed migrations/*.sql
var migrations embed.FS

// Source is the schema of this package.
func Source() database.Source { return database.Files("web", migrations) }

// kept is the answer to a creating call, for its repetitions.
type kept struct {
	bun.BaseModel `bun:"table:web_idempotency,alias:i"`

	TenantID    string    `bun:"tenant_id,pk"`
	AccountID   string    `bun:"account_id,pk"`
	Key         string    `bun:"key,pk"`
	Route       string    `bun:"route"`
	Digest      []byte    `bun:"digest"`
	Status      int       `bun:"status"`
	ContentType string    `bun:"content_type"`
	Body        []byte    `bun:"body"`
	CreatedAt   time.Time `bun:"created_at"`
}

// once does a call that names a key at most one time. The effect and the kept
// answer are one transaction: either both are there, or the call may be repeated.
func (r *Request) once(digest []byte, do func() error) error {
	key := r.c.Get(idempotencyHeader)
	if key == "" || r.c.Method() != fiber.MethodPost || !r.route.Tenant || !r.signedIn {
		return do()
	}
	if len(key) > maxKey || !plain(key) {
		return errKey
	}
	// The route is a pattern: of which plan, and with which questions, its address says.
	digest = digestOf(append([]byte(r.c.OriginalURL()+"\x00"), digest...))
	call := kept{TenantID: r.tenant.ID, AccountID: r.actor.Account, Key: key, Route: r.route.Path, Digest: digest}
	outer := r.ctx
	defer r.use(outer)
	return r.server.Database.InTenant(outer, r.tenant.ID, func(ctx context.Context, tx bun.Tx) error {
		before, err := r.server.earlier(ctx, tx, call)
		if err != nil {
			return err
		}
		if before != nil {
			return r.repeat(before, call)
		}
		r.use(ctx)
		if err := do(); err != nil {
			return err
		}
		return r.keep(ctx, tx, call)
	})
}

// earlier finds the answer of an earlier call. The lock ends with the
// transaction, so a call that is under way is noticed, and one that died is not.
func (s *Server) earlier(ctx context.Context, tx bun.Tx, call kept) (*kept, error) {
	var free bool
	err := tx.QueryRowContext(ctx, "SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0))",
		"web_idempotency\x1f"+string(call.owner())).Scan(&free)
	if err != nil {
		return nil, err
	}
	if !free {
		return nil, errUnderWay
	}
	before := call
	err = tx.NewSelect().Model(&before).WherePK().Where("created_at > ?", s.Clock.Now().Add(-idempotencyAge)).Scan(ctx)
	if database.NotFound(err) {
		return nil, nil
	}
	return &before, err
}

// repeat answers as the first call was answered.
func (r *Request) repeat(before *kept, call kept) error {
	if before.Route != call.Route || !bytes.Equal(before.Digest, call.Digest) {
		return errKeyReused
	}
	body, err := r.server.sealer.Open(nil, nil, before.Body, before.owner())
	if err != nil {
		return fmt.Errorf("web: a kept answer cannot be read: %w", err)
	}
	r.c.Set(fiber.HeaderContentType, before.ContentType)
	r.c.Set("Idempotent-Replayed", "true")
	return r.c.Status(before.Status).Send(body)
}

// owner is whose answer it is; sealed with it, it opens for no other call.
func (k kept) owner() []byte { return []byte(k.TenantID + "\x1f" + k.AccountID + "\x1f" + k.Key) }

// newSealer hides answers from who reads the database or a copy of it: they may
// hold what is kept nowhere else, as a one-time link.
func newSealer(secret []byte) (cipher.AEAD, error) {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("idempotency\x00"))
	block, err := aes.NewCipher(mac.Sum(nil))
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// keep stores the answer, and forgets those that are too old.
func (r *Request) keep(ctx context.Context, tx bun.Tx, call kept) error {
	resp := r.c.Response()
	if resp.StatusCode() >= 300 || r.streams || len(resp.Body()) > maxKept {
		return nil
	}
	call.Status, call.ContentType = resp.StatusCode(), string(resp.Header.ContentType())
	call.Body, call.CreatedAt = r.server.sealer.Seal(nil, nil, resp.Body(), call.owner()), r.server.Clock.Now()
	_, err := tx.NewDelete().Model((*kept)(nil)).Where("tenant_id = ?", call.TenantID).
		Where("created_at <= ?", call.CreatedAt.Add(-idempotencyAge)).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = tx.NewInsert().Model(&call).Exec(ctx)
	return err
}

func digestOf(b []byte) []byte {
	sum := sha256.Sum256(b)
	return sum[:]
}

// formDigest is the digest of an upload: its fields and files.
func (r *Request) formDigest() ([]byte, error) {
	h := sha256.New()
	io.WriteString(h, r.form.values.Encode()) //nolint:errcheck // a hash takes everything
	for _, name := range slices.Sorted(maps.Keys(r.form.files)) {
		file := r.form.files[name]
		io.WriteString(h, "\x00"+name+"\x00"+file.Name+"\x00") //nolint:errcheck // a hash takes everything
		if _, err := io.Copy(h, file); err != nil {
			return nil, err
		}
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return nil, err
		}
	}
	return h.Sum(nil), nil
}

var (
	errKey = fault.New(fault.Invalid, "bad_idempotency_key", "Idempotency-Key dài quá 200 ký tự hoặc có ký tự điều khiển.",
		"The Idempotency-Key is longer than 200 characters or holds control characters.")
	errKeyReused = fault.New(fault.Invalid, "idempotency_key_reused",
		"Idempotency-Key này đã dùng cho một yêu cầu khác. Hãy dùng khoá mới cho mỗi việc mới.",
		"This Idempotency-Key was used for another request. Take a new key for each new piece of work.")
	errUnderWay = fault.New(fault.Conflict, "request_in_progress",
		"Yêu cầu với Idempotency-Key này đang được xử lý. Hãy chờ rồi gửi lại.",
		"The request with this Idempotency-Key is still under way. Wait and send it again.")
)
