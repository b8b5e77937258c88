package planning

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/i18n"
	"vuon/platform/notify"
	"vuon/platform/text"
)

// MaxComment is how long a comment may be, in characters.
const MaxComment = 4000

// Comment is what somebody said about a part of a plan. A thread is a comment
// without Parent and its answers; only threads are resolved.
type Comment struct {
	ID         int64      `json:"id"`
	Version    int        `json:"version"` // in which it was said
	Part       string     `json:"part"`
	Heading    string     `json:"heading"` // of the part, then
	Parent     int64      `json:"parent"`  // 0: begins a thread
	Text       string     `json:"text"`
	Mentions   []string   `json:"-"` // accounts
	Account    string     `json:"-"`
	Actor      string     `json:"actor"`
	At         time.Time  `json:"at"`
	ResolvedAt *time.Time `json:"resolved_at"`
	ResolvedBy string     `json:"resolved_by"`
}

// Person is somebody who can be named in a comment.
type Person struct{ Account, Name, Username string }

// Comments reads what was said about a part; "" is the whole plan.
func (s *Service) Comments(ctx context.Context, tenant string, year int, part string) (list []Comment, err error) {
	err = s.in(ctx, tenant, ActionView, func(ctx context.Context, tx database.Tx) error {
		list, err = s.store.comments(ctx, tx, year, part)
		return err
	})
	return list, err
}

// Say comments on a part, or answers the thread parent (0: none). Whoever is
// named in it ("@Lê Thị Hạnh") is told, and so are those in the thread.
func (s *Service) Say(ctx context.Context, tenant string, year int, path string, parent int64, words string) (c Comment, err error) {
	words = strings.TrimSpace(text.NFC(words))
	switch {
	case words == "":
		return c, faultNoWords()
	case utf8.RuneCountInString(words) > MaxComment:
		return c, faultLongComment()
	}
	people, err := s.Nameable(ctx, tenant)
	if err != nil {
		return c, err
	}
	c = Comment{Parent: parent, Text: words, Mentions: mentioned(words, people), At: s.Clock.Now()}
	c.Account, c.Actor = who(ctx)
	err = s.in(ctx, tenant, ActionComment, func(ctx context.Context, tx database.Tx) error {
		v, err := s.store.version(ctx, tx, year, latest, false)
		if err != nil {
			return err
		}
		told, err := s.place(ctx, tx, v, path, &c)
		if err != nil {
			return err
		}
		if c.ID, err = s.store.addComment(ctx, tx, year, c); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, v, c, told); err != nil {
			return err
		}
		return s.Audit.Record(ctx, tx, audit.Entry{Action: ActionComment, Object: "plan", ObjectID: v.id(),
			After: map[string]any{"comment": c.ID, "part": c.Part, "heading": c.Heading, "text": c.Text, "answers": c.Parent}})
	})
	return c, err
}

// place puts a comment at its part, or into its thread, and returns who speaks there.
func (s *Service) place(ctx context.Context, tx database.Tx, v Version, path string, c *Comment) (told []string, err error) {
	c.Version = v.Version
	if c.Parent == 0 {
		p, there := pieceOf(pieces(&v.Plan), path)
		if !there {
			return nil, faultNoSection()
		}
		c.Part, c.Heading = p.Path, p.label(i18n.Vietnamese)
		return nil, nil
	}
	thread, err := s.store.comment(ctx, tx, v.Year, c.Parent)
	if err != nil {
		return nil, err
	}
	c.Parent = cmp.Or(thread.Parent, thread.ID)
	c.Part, c.Heading = thread.Part, thread.Heading
	all, err := s.store.comments(ctx, tx, v.Year, thread.Part)
	for _, other := range all {
		if other.ID == c.Parent || other.Parent == c.Parent {
			told = append(told, other.Account)
		}
	}
	return told, err
}

// tell lets those know who are named, and those who speak in the thread.
func (s *Service) tell(ctx context.Context, tx database.Tx, v Version, c Comment, thread []string) error {
	if s.Notify == nil {
		return nil
	}
	path := fmt.Sprintf("/t/%s/plans/%d/edit?part=%s#comment-%d", v.Tenant, v.Year, c.Part, c.ID)
	if len(c.Mentions) > 0 {
		if err := s.Notify.Send(ctx, tx, notify.Message{Kind: "planning.mentioned", Path: path, To: notify.To{Accounts: c.Mentions}, Mail: true,
			Title: i18n.T(fmt.Sprintf("Kế hoạch năm %d: bạn được nhắc tên trong ý kiến", v.Year), fmt.Sprintf("Plan of %d: you are named in a comment", v.Year)),
			Body:  i18n.T(c.Heading+": "+c.Text, c.Heading+": "+c.Text)}); err != nil {
			return err
		}
	}
	thread = slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(thread))), func(id string) bool { return slices.Contains(c.Mentions, id) })
	if len(thread) == 0 {
		return nil
	}
	return s.Notify.Send(ctx, tx, notify.Message{Kind: "planning.answered", Path: path, To: notify.To{Accounts: thread},
		Title: i18n.T(fmt.Sprintf("Kế hoạch năm %d: có trả lời ý kiến của bạn", v.Year), fmt.Sprintf("Plan of %d: your comment was answered", v.Year)),
		Body:  i18n.T(c.Heading+": "+c.Text, c.Heading+": "+c.Text)})
}

// Resolve closes a thread, or opens it again.
func (s *Service) Resolve(ctx context.Context, tenant string, year int, id int64, done bool) (c Comment, err error) {
	err = s.in(ctx, tenant, ActionComment, func(ctx context.Context, tx database.Tx) error {
		if c, err = s.store.comment(ctx, tx, year, id); err != nil {
			return err
		}
		if c.Parent != 0 {
			return faultNoComment()
		}
		if done == (c.ResolvedAt != nil) {
			return nil
		}
		before := c.ResolvedAt != nil
		c.ResolvedAt, c.ResolvedBy = nil, ""
		if done {
			now := s.Clock.Now()
			_, name := who(ctx)
			c.ResolvedAt, c.ResolvedBy = &now, name
		}
		if err := s.store.resolve(ctx, tx, id, c.ResolvedAt, c.ResolvedBy); err != nil {
			return err
		}
		return s.Audit.Record(ctx, tx, audit.Entry{Action: ActionComment, Object: "plan", ObjectID: fmt.Sprintf("%d/%d", year, c.Version),
			Before: map[string]any{"comment": id, "resolved": before}, After: map[string]any{"comment": id, "resolved": done}})
	})
	return c, err
}

// Nameable lists those who work in the tenant and can be named in a comment.
func (s *Service) Nameable(ctx context.Context, tenant string) (people []Person, err error) {
	if s.Identity == nil {
		return nil, nil
	}
	page := database.Page{Limit: 500}
	for {
		members, next, err := s.Identity.Members(ctx, tenant, page)
		if err != nil {
			return nil, err
		}
		for _, m := range members {
			if !m.Disabled && m.Name != "" {
				people = append(people, Person{m.ID, m.Name, m.Username})
			}
		}
		if page.After = next; next == "" {
			return people, nil
		}
	}
}

// mentioned finds whom a comment names: "@" and the name, in any case and with or
// without its marks, or "@" and the account's own name. Of names that begin alike
// the longest counts.
func mentioned(words string, people []Person) (accounts []string) {
	people = slices.SortedFunc(slices.Values(people), func(a, b Person) int { return len(b.Name) - len(a.Name) })
	rest := text.Fold(words)
	for _, p := range people {
		for _, name := range []string{"@" + p.Username, "@" + p.Name} {
			name = text.Fold(name)
			if n := strings.Index(rest, name); n >= 0 && endsThere(rest[n+len(name):]) {
				accounts = append(accounts, p.Account)
				rest = strings.ReplaceAll(rest, name, " ")
			}
		}
	}
	slices.Sort(accounts)
	return slices.Compact(accounts)
}

// endsThere tells that a name ends where rest begins.
func endsThere(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '@')
}
