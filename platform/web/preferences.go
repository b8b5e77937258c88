package web

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"vuon/platform/i18n"
)

// What a browser remembers about how somebody likes to read.
const (
	themeCookie    = "theme"
	languagePath   = "/language"
	themePath      = "/theme"
	preferenceLife = 365 * 24 * time.Hour
)

// preferences are the two forms in the shell that set a cookie and go back.
func preferences() []Route {
	return []Route{
		{Method: fiber.MethodPost, Path: languagePath, Access: Public, Handle: func(r *Request) error {
			r.setCookie(languageCookie, string(i18n.Parse(r.Form("lang"))), preferenceLife)
			return r.back()
		}},
		{Method: fiber.MethodPost, Path: themePath, Access: Public, Handle: func(r *Request) error {
			r.c.Cookie(&fiber.Cookie{ // the script sets it too
				Name: themeCookie, Value: theme(r.Form("theme")), Path: "/", MaxAge: int(preferenceLife.Seconds()),
				Secure: r.client.https, SameSite: fiber.CookieSameSiteLaxMode,
			})
			return r.back()
		}},
	}
}

// back returns to the page that the form stood on.
func (r *Request) back() error {
	if path := LocalPath(r.Form("back")); path != "" {
		return r.Redirect(path)
	}
	return r.Redirect("/")
}

func theme(s string) string {
	if s == "light" || s == "dark" {
		return s
	}
	return ""
}
