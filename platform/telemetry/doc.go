// Package telemetry is how operators see what a process does: structured logs
// that carry the request, metrics for Prometheus, and spans with W3C trace
// context. None of it ever holds personal data.
//
// Spans are our own, not OpenTelemetry's: its modules would add a tree of
// dependencies for exporters that a district's server has no collector for. What
// is needed, one id from the reverse proxy through request and job into every log
// line and the time each step took, fits in one file. The ids are those of W3C
// Trace Context, so a collector can join them later.
package telemetry
