package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/pflag"

	"vuon/platform/database"
)

func migrateUpCommand() command {
	return command{name: "migrate up", summary: "bring the schema up, and the login roles",
		run: func(ctx context.Context, c *call) error {
			return onSchema(ctx, c, func(o database.Options) error {
				if err := database.Migrate(ctx, o, sources()); err != nil {
					return err
				}
				return showStatus(ctx, c, o)
			})
		}}
}

func migrateStatusCommand() command {
	return command{name: "migrate status", summary: "each module's schema version beside the binary's",
		flags: func(f *pflag.FlagSet) { f.Bool("json", false, "as JSON") },
		run: func(ctx context.Context, c *call) error {
			return onSchema(ctx, c, func(o database.Options) error { return showStatus(ctx, c, o) })
		}}
}

func onSchema(ctx context.Context, c *call, fn func(database.Options) error) error {
	d, o, err := start(ctx, c)
	if err != nil {
		return err
	}
	return errors.Join(fn(o), d.close())
}

func showStatus(ctx context.Context, c *call, o database.Options) error {
	states, err := database.Status(ctx, o, sources())
	if err != nil {
		return err
	}
	if c.is("json") {
		return c.json(states)
	}
	for _, s := range states {
		fmt.Fprintf(c.out, "%-16s %d/%d\n", s.Module, s.Version, s.Latest)
	}
	return nil
}
