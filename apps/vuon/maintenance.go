package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"vuon/platform/audit"
	"vuon/platform/database"
	"vuon/platform/identity"
	"vuon/platform/module"
	"vuon/platform/policy"
	"vuon/platform/storage"
)

// How often the housekeeping runs, how soon after the start, how long a
// checkpoint of the audit is locked, and how long jobs are listed.
const (
	housekeeping    = time.Hour
	firstKeeping    = 30 * time.Second
	checkpointYears = 10
	jobsKept        = 90 * 24 * time.Hour // after their end
	checkpointKeys  = "audit/checkpoints/"
)

// maintain keeps house until ctx ends: it forgets what no longer serves, and
// puts the ends of the audit chains where the database's owner cannot reach.
func (d *deployment) maintain(ctx context.Context) error {
	timer := time.NewTimer(firstKeeping)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-timer.C:
		}
		if err := d.keepHouse(ctx); err != nil && ctx.Err() == nil {
			d.log.Warn("housekeeping failed; it is tried again", slog.Any("error", err))
		}
		timer.Reset(housekeeping)
	}
}

func (d *deployment) keepHouse(ctx context.Context) error {
	if _, err := d.identity.Purge(ctx); err != nil {
		return err
	}
	chains, err := d.chains(ctx, "")
	if err != nil {
		return err
	}
	for _, tenant := range chains {
		if err := d.checkpoint(ctx, tenant); err != nil {
			return err
		}
		if _, err := d.storage.Sweep(ctx, tenant); err != nil {
			return err
		}
		if _, err := d.jobs.Prune(ctx, tenant, d.clock.Now().Add(-jobsKept)); err != nil {
			return err
		}
	}
	return d.keepEach(ctx, append(d.apps.modules(), module.Module{Name: "notify", Keep: d.notify.Keep}))
}

// keepEach lets modules keep house for every open tenant. What fails for one
// keeps none of the others waiting.
func (d *deployment) keepEach(ctx context.Context, modules []module.Module) error {
	tenants, err := d.tenants.All(ctx)
	if err != nil {
		return err
	}
	ctx = identity.With(ctx, identity.Actor{Username: "system", System: true})
	var failed []error
	for _, t := range tenants {
		for _, m := range modules {
			if t.Closed || m.Keep == nil {
				continue
			}
			if err := m.Keep(policy.At(ctx, t.ID), t.ID); err != nil {
				failed = append(failed, fmt.Errorf("housekeeping of %s in %s: %w", m.Name, t.ID, err))
			}
		}
	}
	return errors.Join(failed...)
}

// checkpoint puts the end of a chain into storage, under lock. Made again for
// the same end it is the same object.
func (d *deployment) checkpoint(ctx context.Context, tenant string) error {
	ctx = identity.With(ctx, identity.Actor{Username: "system", System: true})
	head, err := d.audit.Head(ctx, tenant)
	if err != nil || head.Seq == 0 {
		return err
	}
	raw, err := json.Marshal(head)
	if err != nil {
		return err
	}
	key := fmt.Sprintf("%s%012d.json", checkpointKeys, head.Seq)
	if _, err := d.storage.Stat(ctx, tenant, key); err == nil {
		return nil
	}
	_, err = d.storage.Put(ctx, tenant, key, bytes.NewReader(raw), storage.PutOptions{Name: "checkpoint.json", Types: []string{"application/json"},
		LockUntil: d.clock.Now().AddDate(checkpointYears, 0, 0)})
	return err
}

// checkpoints reads what was kept of a chain's ends.
func (d *deployment) checkpoints(ctx context.Context, tenant string) ([]audit.Checkpoint, error) {
	return checkpoints(ctx, d.storage, tenant)
}

func checkpoints(ctx context.Context, store *storage.Store, tenant string) (list []audit.Checkpoint, err error) {
	page := database.Page{Limit: 500}
	for {
		objects, next, err := store.List(ctx, tenant, checkpointKeys, page)
		if err != nil {
			return nil, err
		}
		for _, object := range objects {
			c, err := readCheckpoint(ctx, store, tenant, object.Key)
			if err != nil {
				return nil, err
			}
			list = append(list, c)
		}
		if next == "" {
			return list, nil
		}
		page.After = next
	}
}

func readCheckpoint(ctx context.Context, store *storage.Store, tenant, key string) (c audit.Checkpoint, err error) {
	body, _, err := store.Open(ctx, tenant, key)
	if err != nil {
		return c, err
	}
	defer body.Close()
	raw, err := io.ReadAll(body)
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(raw, &c)
}
