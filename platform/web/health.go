package web

import (
	"context"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
)

const checkTimeout = 3 * time.Second

// health answers who watches the process: no session, no tenant, no secrets.
func (s *Server) health(app *fiber.App) {
	app.Get("/healthz", func(c *fiber.Ctx) error { return c.JSON(fiber.Map{"status": "ok"}) })
	app.Get("/readyz", s.ready)
}

// ready asks every server that we need, all at once.
func (s *Server) ready(c *fiber.Ctx) error {
	r := of(c)
	ctx, cancel := context.WithTimeout(r.ctx, checkTimeout)
	defer cancel()
	answers := make([]error, len(s.Checks))
	var wait sync.WaitGroup
	for i, check := range s.Checks {
		wait.Go(func() { answers[i] = check.Ping(ctx) })
	}
	wait.Wait()
	state, checks := "ok", fiber.Map{}
	for i, check := range s.Checks {
		checks[check.Name] = "ok"
		if answers[i] != nil {
			state, checks[check.Name], r.cause = "unavailable", "unavailable", answers[i]
			c.Status(fiber.StatusServiceUnavailable)
		}
	}
	return c.JSON(fiber.Map{"status": state, "checks": checks})
}
