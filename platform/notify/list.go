package notify

import (
	"context"

	"github.com/google/uuid"

	"vuon/platform/database"
	"vuon/platform/fault"
)

// Unread counts the account's messages in the tenant that it has not read.
func (s *Service) Unread(ctx context.Context, tenant, account string) (n int, err error) {
	err = s.o.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		n, err = unread(ctx, tx, account)
		return err
	})
	return n, err
}

// List returns the account's messages in the tenant, newest first, and the
// cursor of the next part ("" at the end).
func (s *Service) List(ctx context.Context, tenant, account string, onlyUnread bool, p database.Page) (list []Notice, next string, err error) {
	key, err := p.Key(1)
	if err != nil {
		return nil, "", err
	}
	before := ""
	if key != nil {
		if before = key[0]; uuid.Validate(before) != nil {
			return nil, "", database.BadCursor()
		}
	}
	err = s.o.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		rows, err := page(ctx, tx, account, onlyUnread, before, p.Size()+1)
		if len(rows) > p.Size() {
			rows = rows[:p.Size()]
			next = database.Cursor(rows[len(rows)-1].ID)
		}
		for _, r := range rows {
			list = append(list, r.Notice)
		}
		return err
	})
	return list, next, err
}

// Open marks a message as read and returns it. Another's is the fault
// notice_unknown.
func (s *Service) Open(ctx context.Context, tenant, account, id string) (n Notice, err error) {
	unknown := fault.New(fault.NotFound, "notice_unknown", "Không tìm thấy thông báo này.", "There is no such notice.")
	if uuid.Validate(id) != nil {
		return n, unknown
	}
	err = s.o.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		r, err := find(ctx, tx, account, id)
		if database.NotFound(err) {
			return unknown
		}
		if err != nil {
			return err
		}
		n = r.Notice
		return read(ctx, tx, account, id, s.o.Clock.Now())
	})
	return n, err
}

// ReadAll marks all of the account's messages in the tenant as read.
func (s *Service) ReadAll(ctx context.Context, tenant, account string) error {
	return s.o.DB.InTenant(ctx, tenant, func(ctx context.Context, tx database.Tx) error {
		return read(ctx, tx, account, "", s.o.Clock.Now())
	})
}

// Receipts tells what became of the messages with this key, in the caller's
// transaction (InTenant), in the order of sending.
func (s *Service) Receipts(ctx context.Context, tx database.Tx, key string) (list []Receipt, err error) {
	rows, err := withKey(ctx, tx, key)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.Account
	}
	people, err := s.o.Identity.People(ctx, ids)
	for _, r := range rows {
		p := people[r.Account]
		list = append(list, Receipt{Account: r.Account, Username: p.Username, Name: p.Name, SentAt: r.CreatedAt, ReadAt: r.ReadAt,
			Mail: r.Mail, MailedAt: r.MailedAt, MailError: r.MailError})
	}
	return list, err
}
