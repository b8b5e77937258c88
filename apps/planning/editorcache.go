package planning

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"sync"

	"vuon/apps/planning/planreader"
	"vuon/platform/database"
)

// printedBytes bounds what the prints of parts may take in memory.
const printedBytes = 32 << 20

// prints keeps how parts are printed, by all that the print depends on: most parts
// of a plan are the same each time that it is opened. The zero value is ready.
type prints struct {
	mu    sync.Mutex
	held  map[[sha256.Size]byte]string
	bytes int
}

// of returns the print kept under the key, or makes it. The key has the tenant in
// it, so that no tenant can learn by time what another one has written.
func (c *prints) of(key [sha256.Size]byte, draw func() (string, error)) (string, error) {
	c.mu.Lock()
	kept, there := c.held[key]
	c.mu.Unlock()
	if there {
		return kept, nil
	}
	html, err := draw()
	if err != nil {
		return "", err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held == nil || c.bytes > printedBytes {
		c.held, c.bytes = map[[sha256.Size]byte]string{}, 0
	}
	c.held[key] = html
	c.bytes += len(html) + sha256.Size
	return html, nil
}

// printKey is all that the print of a section depends on.
func printKey(tenant string, p piece, deep bool) [sha256.Size]byte {
	s := p.section
	head := fmt.Sprintf("%q %q %q %q %v %v %d %v\n", tenant, s.Mark, s.Title, s.After, s.RunIn, s.TitleBelow, p.depth, deep)
	var b strings.Builder
	b.Grow(len(head) + len(s.Text))
	b.WriteString(head)
	b.WriteString(s.Text)
	return sha256.Sum256([]byte(b.String()))
}

// plansKept is how many decoded plans are kept for those who write on them.
const plansKept = 16

// planKey names the text of a version: each change of it has another revision.
type planKey struct {
	tenant                  string
	year, version, revision int
	updated                 int64
}

// plans keeps the plans that were opened last, decoded. What it gives is shared:
// it is read and never changed. The zero value is ready.
type plans struct {
	mu   sync.Mutex
	held map[planKey]*planreader.Plan
}

func (c *plans) of(key planKey) *planreader.Plan {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.held[key]
}

func (c *plans) keep(key planKey, plan *planreader.Plan) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.held == nil || len(c.held) >= plansKept {
		c.held = map[planKey]*planreader.Plan{}
	}
	c.held[key] = plan
}

func keyOfPlan(v Version) planKey {
	return planKey{v.Tenant, v.Year, v.Version, v.Revision, v.UpdatedAt.UnixMicro()}
}

// look reads the version that the editor works on without locking it. Its plan is
// shared with others who look: nobody may change it.
func (s *Service) look(ctx context.Context, tx database.Tx, year int) (Version, error) {
	v, err := s.store.standing(ctx, tx, year)
	if err != nil {
		return v, err
	}
	plan := s.plans.of(keyOfPlan(v))
	if plan == nil { // it may have been changed since it was looked at: read all at once
		if v, err = s.store.version(ctx, tx, year, which(v.Version), false); err != nil {
			return v, err
		}
		plan = &v.Plan
		s.plans.keep(keyOfPlan(v), plan)
	}
	v.Plan = *plan
	return v, nil
}
