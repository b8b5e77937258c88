package config

import "strings"

const masked = "***"

// open prints a value as it is.
func open(v string) string { return v }

// hide prints only that there is a value.
func hide(v string) string {
	if v == "" {
		return ""
	}
	return masked
}

// maskURL prints scheme, user, hosts and path. The password and the query (which
// may hold one) stay hidden, and so does all of a value in which they cannot be
// told apart from the rest, as when a password holds a sign that a URL reserves.
func maskURL(v string) string {
	scheme, rest, ok := strings.Cut(v, "://")
	if !ok {
		return hide(v)
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	authority, path := rest[:end], rest[end:]
	at := strings.LastIndex(authority, "@")
	if strings.Contains(path, "@") || !areHosts(authority[at+1:]) {
		return scheme + "://" + masked
	}
	place := authority[at+1:]
	if at >= 0 {
		user, _, secret := strings.Cut(authority[:at], ":")
		if secret {
			user += ":" + masked
		}
		place = user + "@" + place
	}
	path, _, query := strings.Cut(path, "?")
	if query {
		path += "?" + masked
	}
	return scheme + "://" + place + path
}
