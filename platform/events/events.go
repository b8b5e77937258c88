// Package events carries facts from the module that made them true to the
// modules that stand below it, in the transaction in which they became true.
package events

import (
	"context"
	"fmt"
	"reflect"
)

// Subscription ties one kind of event to one listener.
type Subscription struct {
	kind   reflect.Type
	handle func(context.Context, any) error
}

// On subscribes to events of type E. The listener runs in the publisher's
// transaction: its error undoes the whole change.
func On[E any](handle func(context.Context, E) error) Subscription {
	return Subscription{
		kind:   reflect.TypeFor[E](),
		handle: func(ctx context.Context, e any) error { return handle(ctx, e.(E)) },
	}
}

// Bus delivers events. It is filled at start and not changed afterwards.
type Bus struct {
	listeners map[reflect.Type][]func(context.Context, any) error
}

// NewBus returns a bus without listeners.
func NewBus() *Bus {
	return &Bus{listeners: map[reflect.Type][]func(context.Context, any) error{}}
}

// Subscribe adds listeners; only before the first Publish.
func (b *Bus) Subscribe(subs ...Subscription) {
	for _, s := range subs {
		b.listeners[s.kind] = append(b.listeners[s.kind], s.handle)
	}
}

// Publish calls every listener of the event's type, in order of subscription,
// and stops at the first error.
func (b *Bus) Publish(ctx context.Context, event any) error {
	for _, handle := range b.listeners[reflect.TypeOf(event)] {
		if err := handle(ctx, event); err != nil {
			return fmt.Errorf("deliver %T: %w", event, err)
		}
	}
	return nil
}
