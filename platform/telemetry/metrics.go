package telemetry

import (
	"database/sql"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are the numbers of one process, in a registry of its own. Labels are
// taken from fixed sets (routes, kinds, states, tenants), never from what a
// visitor types.
type Metrics struct {
	registry  *prometheus.Registry
	requests  *prometheus.CounterVec
	durations *prometheus.HistogramVec
	jobs      *prometheus.CounterVec
	jobTimes  *prometheus.HistogramVec
	spans     *prometheus.HistogramVec
	waiting   prometheus.Gauge
	lag       prometheus.Gauge
	policies  *prometheus.GaugeVec
}

// NewMetrics makes the metrics of a process; version is shown as vuon_build_info.
func NewMetrics(version string) *Metrics {
	m := &Metrics{
		registry:  prometheus.NewRegistry(),
		requests:  counters("vuon_http_requests_total", "Requests answered.", "method", "route", "status"),
		durations: seconds("vuon_http_request_seconds", "Time to answer.", 0.002, "method", "route"),
		jobs:      counters("vuon_jobs_total", "Jobs that reached a state.", "kind", "state"),
		jobTimes:  seconds("vuon_job_seconds", "Time that a job ran.", 0.01, "kind"),
		spans:     seconds("vuon_span_seconds", "Time of a step.", 0.001, "name", "result"),
		waiting:   gauge("vuon_outbox_waiting", "Jobs that were asked for and not yet handed to the queue."),
		lag:       gauge("vuon_outbox_lag_seconds", "Age of the oldest of them."),
		policies: prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "vuon_policy_version",
			Help: "Policy version by which this process decides."}, []string{"tenant"}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: "vuon_build_info", Help: "1, with the version.",
		ConstLabels: prometheus.Labels{"version": version}})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.durations, m.jobs, m.jobTimes, m.spans, m.waiting, m.lag, m.policies, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Handler serves the metrics for Prometheus.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// Request counts an answered request. route is the pattern ("/t/:tenant/plans"),
// empty when none matched; never the path.
func (m *Metrics) Request(method, route string, status int, took time.Duration) {
	method = knownMethod(method)
	if route == "" {
		route = "unmatched"
	}
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	m.durations.WithLabelValues(method, route).Observe(took.Seconds())
}

// Job counts a job that reached a state (done, failed, cancelled, retried) after
// running for took.
func (m *Metrics) Job(kind, state string, took time.Duration) {
	m.jobs.WithLabelValues(kind, state).Inc()
	m.jobTimes.WithLabelValues(kind).Observe(took.Seconds())
}

// Outbox sets how many jobs wait for the relay, and the age of the oldest.
func (m *Metrics) Outbox(waiting int, oldest time.Duration) {
	m.waiting.Set(float64(waiting))
	m.lag.Set(oldest.Seconds())
}

// PolicyVersion sets the version by which this process decides for a tenant.
func (m *Metrics) PolicyVersion(tenant string, version int64) {
	m.policies.WithLabelValues(tenant).Set(float64(version))
}

// Pool shows the connections of a database pool under the name of its role.
func (m *Metrics) Pool(role string, db *sql.DB) error {
	return m.registry.Register(collectors.NewDBStatsCollector(db, role))
}

func (m *Metrics) span(name string, err error, took time.Duration) {
	result := "ok"
	if err != nil {
		result = "error"
	}
	m.spans.WithLabelValues(name, result).Observe(took.Seconds())
}

// knownMethod keeps invented methods from becoming label values without end.
func knownMethod(method string) string {
	if slices.Contains([]string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}, method) {
		return method
	}
	return "other"
}

func counters(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
}

func gauge(name, help string) prometheus.Gauge {
	return prometheus.NewGauge(prometheus.GaugeOpts{Name: name, Help: help})
}

// seconds is a histogram of 12 buckets, each twice the one before.
func seconds(name, help string, first float64, labels ...string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help,
		Buckets: prometheus.ExponentialBuckets(first, 2, 12)}, labels)
}
