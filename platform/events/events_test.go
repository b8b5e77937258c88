package events_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"vuon/platform/events"
)

type issued struct{ plan string }
type returned struct{}

func TestEventsReachTheirListenersInOrder(t *testing.T) {
	var heard []string
	listen := func(name string) events.Subscription {
		return events.On(func(_ context.Context, e issued) error {
			heard = append(heard, name+" "+e.plan)
			return nil
		})
	}
	bus := events.NewBus()
	bus.Subscribe(listen("first"), events.On(func(context.Context, returned) error {
		t.Error("heard of what did not happen")
		return nil
	}))
	bus.Subscribe(listen("second"))
	if err := bus.Publish(t.Context(), issued{"2024"}); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(heard, ", "); got != "first 2024, second 2024" {
		t.Errorf("heard %q", got)
	}
	if err := bus.Publish(t.Context(), struct{}{}); err != nil {
		t.Errorf("what nobody listens to: %v", err)
	}
}

// A listener runs in the publisher's transaction: its error must come back, and
// nobody may go on after it.
func TestAFailureStopsTheChange(t *testing.T) {
	failed := errors.New("no budget")
	bus := events.NewBus()
	bus.Subscribe(events.On(func(context.Context, issued) error { return failed }),
		events.On(func(context.Context, issued) error { t.Error("went on after a failure"); return nil }))
	if err := bus.Publish(t.Context(), issued{}); !errors.Is(err, failed) || !strings.Contains(err.Error(), "issued") {
		t.Errorf("got %v", err)
	}
}
