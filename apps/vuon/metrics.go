package main

import (
	"context"
	"log/slog"
	"time"
)

// observed is how often the process looks at what it cannot count as it happens.
const observed = 10 * time.Second

// observe keeps the metrics of the outbox and of the database pools until ctx ends.
func (d *deployment) observe(ctx context.Context) error {
	for role, pool := range d.db.Pools() {
		if err := d.metrics.Pool(role, pool); err != nil {
			return err
		}
	}
	tick := time.NewTicker(observed)
	defer tick.Stop()
	for {
		d.observeOutbox(ctx)
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (d *deployment) observeOutbox(ctx context.Context) {
	waiting, oldest, err := d.jobs.Backlog(ctx)
	if err != nil && ctx.Err() == nil {
		d.log.Warn("the outbox cannot be counted", slog.Any("error", err))
	}
	if err == nil {
		d.metrics.Outbox(waiting, oldest)
	}
}
