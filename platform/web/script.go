package web

import (
	"mime"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/gofiber/fiber/v2"
)

// Script makes a route that a script of one of our pages calls: it takes and
// gives JSON, strictly as the API does, by the session of the page, and its
// errors are problem documents. For GET the input is nil: use r.Query.
func Script[I, O any](method, path, action string, fn func(r *Request, in *I) (*O, error)) Route {
	return Route{Method: method, Path: path, Action: action, script: true, Handle: func(r *Request) error {
		var in *I
		if method != http.MethodGet {
			in = new(I)
			if err := r.readJSON(in); err != nil {
				return err
			}
		}
		out, err := fn(r, in)
		if err != nil {
			return err
		}
		return r.json(out)
	}}
}

// answersJSON tells that whoever asks is a program and not a person.
func (r *Request) answersJSON() bool { return r.isAPI() || r.route != nil && r.route.script }

func (r *Request) readJSON(into any) error {
	kind, _, err := mime.ParseMediaType(r.c.Get(fiber.HeaderContentType))
	if err != nil || !strings.EqualFold(kind, fiber.MIMEApplicationJSON) {
		return errNoJSON
	}
	raw, err := r.readBody()
	if err != nil {
		return err
	}
	clean, err := strictJSON(raw)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(clean, into, json.RejectUnknownMembers(true)); err != nil {
		return errJSON.Because(err)
	}
	return nil
}

func (r *Request) json(v any) error {
	b, err := json.Marshal(v, json.Deterministic(true))
	if err != nil {
		return err
	}
	r.c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return r.c.Send(b)
}
