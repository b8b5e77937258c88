// Package web is the one way in over HTTP: pages and a JSON API.
//
// Every request passes the same gates in the same order: what it may carry
// (encoding, size), where it comes from (proxies, cross-origin), who sends it
// (session cookie for pages, bearer token for the API), in which tenant, and
// whether policy lets them do the action that the route names. Only then does a
// handler of a module run. Fiber and huma are known here and nowhere else.
//
// Tables: web_idempotency.
package web
