package web

import (
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
)

// metrics counts requests by route and class of status.
type metrics struct {
	now    func() time.Time
	start  time.Time
	routes sync.Map // of *routeMetric by route
}

// routeMetric counts the requests of a route by the hundreds of their status.
type routeMetric struct {
	classes [6]struct {
		count atomic.Uint64
		nanos atomic.Int64
	}
}

func newMetrics(now func() time.Time) *metrics { return &metrics{now: now, start: now()} }

// of gives the counters of a route.
func (m *metrics) of(route string) *routeMetric {
	if r, ok := m.routes.Load(route); ok {
		return r.(*routeMetric) //nolint:forcetypeassert // the map holds nothing else
	}
	r, _ := m.routes.LoadOrStore(route, new(routeMetric))
	return r.(*routeMetric) //nolint:forcetypeassert // the map holds nothing else
}

func (r *routeMetric) add(status int, spent time.Duration) {
	c := &r.classes[min(max(status/100, 0), len(r.classes)-1)]
	c.count.Add(1)
	c.nanos.Add(int64(spent))
}

// begin starts the clock of a request; the function it gives stops it.
func (m *metrics) begin() func(route string, status int) {
	start := m.now()
	return func(route string, status int) { m.of(route).add(status, m.now().Sub(start)) }
}

// text writes the counters in the form that Prometheus reads.
func (m *metrics) text(b *strings.Builder) {
	routes := map[string]*routeMetric{}
	m.routes.Range(func(route, r any) bool {
		routes[route.(string)] = r.(*routeMetric) //nolint:forcetypeassert // the map holds nothing else
		return true
	})
	each := func(name, help string, value func(r *routeMetric, class int) any) {
		fmt.Fprintf(b, "# HELP %s %s\n# TYPE %s counter\n", name, help, name)
		for _, route := range slices.Sorted(maps.Keys(routes)) {
			for class := range routes[route].classes {
				if r := routes[route]; r.classes[class].count.Load() > 0 {
					fmt.Fprintf(b, "%s{route=%q,status=\"%dxx\"} %v\n", name, route, class, value(r, class))
				}
			}
		}
	}
	each("sitmap_http_requests_total", "Requests answered.", func(r *routeMetric, class int) any { return r.classes[class].count.Load() })
	each("sitmap_http_request_seconds_total", "Time spent on requests.", func(r *routeMetric, class int) any {
		return time.Duration(r.classes[class].nanos.Load()).Seconds()
	})
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
