package web

import (
	"errors"
	"fmt"
	"hash/fnv"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

// metrics counts requests by route and class of status.
type metrics struct {
	now   func() time.Time
	start time.Time
	mu    sync.Mutex
	seen  map[metricKey]*metric
}

type metricKey struct {
	route string
	class int // hundreds of the status
}

type metric struct {
	count   uint64
	seconds float64
}

func newMetrics(now func() time.Time) *metrics {
	return &metrics{now: now, start: now(), seen: make(map[metricKey]*metric)}
}

// begin starts the clock of a request; the function it gives stops it.
func (m *metrics) begin() func(route string, status int) {
	start := m.now()
	return func(route string, status int) {
		spent := m.now().Sub(start).Seconds()
		m.mu.Lock()
		defer m.mu.Unlock()
		k := metricKey{route, status / 100}
		if m.seen[k] == nil {
			m.seen[k] = &metric{}
		}
		m.seen[k].count++
		m.seen[k].seconds += spent
	}
}

// text writes the counters in the form that Prometheus reads.
func (m *metrics) text(b *strings.Builder) {
	m.mu.Lock()
	defer m.mu.Unlock()
	keys := make([]metricKey, 0, len(m.seen))
	for k := range m.seen {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b metricKey) int { return strings.Compare(a.route, b.route)*10 + a.class - b.class })
	b.WriteString("# HELP sitmap_http_requests_total Requests answered.\n# TYPE sitmap_http_requests_total counter\n")
	for _, k := range keys {
		fmt.Fprintf(b, "sitmap_http_requests_total{route=%q,status=\"%dxx\"} %d\n", k.route, k.class, m.seen[k].count)
	}
	b.WriteString("# HELP sitmap_http_request_seconds_total Time spent on requests.\n# TYPE sitmap_http_request_seconds_total counter\n")
	for _, k := range keys {
		fmt.Fprintf(b, "sitmap_http_request_seconds_total{route=%q,status=\"%dxx\"} %g\n", k.route, k.class, m.seen[k].seconds)
	}
}

// metricsText answers GET /metrics.
func (s *server) metricsText(c echo.Context) error {
	var b strings.Builder
	s.metrics.text(&b)
	g := s.Snapshot.Current()
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	gauge := func(name, help string, v any) {
		fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s gauge\n%s %v\n", name, help, name, name, v)
	}
	gauge("sitmap_events", "Events in memory.", g.Len())
	gauge("sitmap_event_places", "Places of events in memory.", g.Rows())
	gauge("sitmap_store_version", "Version of the store that is shown.", g.Version())
	gauge("sitmap_snapshot_bytes", "Memory of the columns.", g.Bytes())
	gauge("go_memstats_heap_inuse_bytes", "Heap in use.", mem.HeapInuse)
	gauge("go_goroutines", "Goroutines.", runtime.NumGoroutine())
	gauge("process_uptime_seconds", "Time since the start.", s.metrics.now().Sub(s.metrics.start).Seconds())
	return send(c, body{mime: "text/plain; version=0.0.4; charset=utf-8", plain: []byte(b.String()), cache: "no-store"}, "")
}

// digest is a number that follows from the bytes.
func digest(b []byte) uint64 {
	h := fnv.New64a()
	_, _ = h.Write(b) // a hash does not fail
	return h.Sum64()
}

// isUnsupported says that the connection has no deadlines, as in tests.
func isUnsupported(err error) bool { return errors.Is(err, http.ErrNotSupported) }
