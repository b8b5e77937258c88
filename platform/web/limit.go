package web

import (
	"fmt"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"vuon/platform/fault"
)

// maxVisitors bounds what the count of visitors holds; beyond it everybody new
// waits for the next minute.
const maxVisitors = 100_000

// visitors counts the requests of each address to each route that is bounded, in
// the running minute. Each process counts for itself.
type visitors struct {
	mu     sync.Mutex
	minute time.Time
	counts map[string]int
}

// admit counts a request and reports whether it is within the bound.
func (v *visitors) admit(key string, bound int, now time.Time) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if minute := now.Truncate(time.Minute); v.counts == nil || !minute.Equal(v.minute) {
		v.minute, v.counts = minute, map[string]int{}
	}
	if _, known := v.counts[key]; !known && len(v.counts) >= maxVisitors {
		return false
	}
	v.counts[key]++
	return v.counts[key] <= bound
}

var errTooMany = fault.New(fault.TooMany, "too_many_requests", "Máy của bạn gửi quá nhiều yêu cầu trong một phút. Hãy chờ một phút rồi thử lại.",
	"Your computer has sent too many requests within a minute. Wait a minute and try again.")

// bounded refuses what an address asks too often of a route that says so.
func (r *Request) bounded() error {
	if r.route.PerMinute == 0 || r.server.visitors.admit(r.client.addr.String()+" "+r.route.Path, r.route.PerMinute, r.started) {
		return nil
	}
	r.c.Set(fiber.HeaderRetryAfter, "60")
	return errTooMany
}

// Cacheable lets browsers and proxies keep the answer to a public request for so
// long. What somebody sees who has signed in is never kept.
func (r *Request) Cacheable(age time.Duration) {
	if r.signedIn || !r.reads() {
		return
	}
	r.c.Vary(fiber.HeaderCookie, fiber.HeaderAcceptLanguage)
	r.c.Set(fiber.HeaderCacheControl, fmt.Sprintf("public, max-age=%d", int(age.Seconds())))
}
