package snapshot

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"sitmap/geo/geodesic"
	"sitmap/internal/event"
)

// ErrNoSearch says that a snapshot without Options.Search was asked for a text.
var ErrNoSearch = errors.New("this server has no text search")

// Query selects events, and of each event the places that lie where Bounds, Near,
// Area and Cluster ask and are as exact as Precision asks. Limit and After are not
// looked at; see [Generation.List].
type Query struct {
	event.Query
	Cluster   ClusterID        // only places of this cluster; 0 = any
	Area      orb.MultiPolygon // lon, lat; only places inside. No edge may cross the antimeridian. nil = any
	Precision []uint8          // only places of these geo_precisions (ACLED, 1 to 3; 0 not known); nil = any
	// Killed asks for events whose number of killed may lie in the range; events
	// that do not say are left out. nil = any.
	Killed *Range
	IDs    []event.ID // only these events; nil = any
}

// Range is whole numbers from Min to Max, both included.
type Range struct{ Min, Max int }

// Filter is a query made ready for one generation. It serves one goroutine.
type Filter struct {
	g          *Generation
	none       bool // nothing can match
	timed      bool
	from, to   int32
	whens      []uint8 // 1 for the codes that match; nil = any
	kinds      []uint8
	types      []uint32 // when types are all that is asked of kinds: which
	origins    []uint8
	actors     []uint8
	wheres     []uint8 // of the place
	byID       bool
	ids        [2]bitset   // rows by view, when byID
	boxes      []orb.Bound // any of these; nil = anywhere
	near       *event.Nearness
	area       *area
	cluster    bool
	first, end uint64 // keys of the cluster, both included
	answers    answers
	quotes     shownQuotes
}

// Filter prepares q for the generation g, which must be one of s's. Values that
// no event has match nothing; that is no error.
func (s *Snapshot) Filter(ctx context.Context, g *Generation, q Query) (*Filter, error) {
	f := g.Filter(q)
	if q.Text == "" {
		return f, nil
	}
	if s.opt.Search == nil {
		return nil, ErrNoSearch
	}
	ids, err := s.texts.ids(ctx, g.version, q.Text, s.opt.Search)
	if err != nil {
		return nil, fmt.Errorf("snapshot: searching the text: %w", err)
	}
	f.only(ids)
	return f, nil
}

// Filter prepares q without its text.
func (g *Generation) Filter(q Query) *Filter {
	f := &Filter{g: g, from: OpenStart, to: OpenEnd}
	if !q.From.IsZero() {
		f.timed, f.from = true, int32(q.From.DayNumber())
	}
	if !q.To.IsZero() {
		f.timed, f.to = true, int32(q.To.DayNumber())
	}
	if f.timed {
		f.whens = matching(g.whens, func(w when) bool { return w.start <= f.to && w.end >= f.from })
	}
	f.event(q)
	if q.IDs != nil {
		f.only(q.IDs)
	}
	f.place(q)
	return f
}

// event prepares what asks for the event as a whole, beside its time.
func (f *Filter) event(q Query) {
	g := f.g
	if len(q.Types) > 0 || len(q.Verification) > 0 || q.Killed != nil {
		types := codes(g.dicts.types, len(g.types), q.Types)
		ver := uint8(0)
		for _, v := range q.Verification {
			ver |= 1 << verificationCode(v)
		}
		if ver == 0 && q.Killed == nil {
			for code, wanted := range types {
				if wanted {
					f.types = append(f.types, uint32(code)) //nolint:gosec // codes have 32 bits
				}
			}
		}
		f.kinds = matching(g.kinds, func(k kind) bool {
			return (types == nil || types[k.typ]) && (ver == 0 || ver&(1<<k.ver) != 0) && q.Killed.meets(k)
		})
	}
	if len(q.Sources) > 0 || q.Report != "" {
		sources := codes(g.dicts.sources, len(g.sources), q.Sources)
		report, known := g.dicts.reports.get(string(q.Report))
		f.none = f.none || q.Report != "" && !known
		f.origins = matching(g.origins, func(o origin) bool {
			return (sources == nil || sources[o.source]) && (q.Report == "" || o.report == report)
		})
	}
	if len(q.Actors) > 0 {
		wanted := codes(g.dicts.actors, len(g.actors), q.Actors)
		f.actors = matching(g.sets, func(set string) bool {
			found := false
			eachActor(set, func(codes []uint32) {
				for _, c := range codes {
					found = found || wanted[c]
				}
			})
			return found
		})
	}
}

// meets reports whether the number of killed may lie in the range.
func (r *Range) meets(k kind) bool {
	return r == nil || k.killedMin != Unknown && int(k.killedMin) <= r.Max && int(k.killedMax) >= r.Min
}

// matching marks the values that ok accepts.
func matching[T any](values []T, ok func(T) bool) []uint8 {
	marks := make([]uint8, len(values))
	for i, v := range values {
		if ok(v) {
			marks[i] = 1
		}
	}
	return marks
}

// only keeps the events of a list. Of two lists both must have the event.
func (f *Filter) only(ids []event.ID) {
	old, had := f.ids, f.byID
	f.byID = true
	for i, v := range f.g.views() {
		f.ids[i] = newBitset(v.c.rows())
		for _, id := range ids {
			for _, row := range v.c.find(id) {
				if !had || old[i].has(int(row)) {
					f.ids[i].set(int(row))
				}
			}
		}
	}
}

// place prepares what asks for places.
func (f *Filter) place(q Query) {
	if len(q.Precision) > 0 {
		f.wheres = matching(f.g.wheres, func(w where) bool { return slices.Contains(q.Precision, w.precision) })
	}
	if b := q.Bounds; b != nil {
		f.boxes = split(*b)
	}
	if q.Near != nil {
		near := *q.Near
		f.near = &near
		if f.boxes == nil {
			f.boxes = split(around(near))
		}
	}
	if q.Area != nil {
		f.area = newArea(q.Area)
	}
	if q.Cluster != 0 {
		f.cluster = true
		var ok bool
		f.first, f.end, ok = q.Cluster.keys()
		f.none = f.none || !ok
	}
}

// split cuts a box that crosses the antimeridian in two. That line itself is
// counted as longitude -180, so a box that reaches 180 has a sliver there.
func split(b orb.Bound) []orb.Bound {
	south, north := b.Min[1], b.Max[1]
	west := func(to float64) orb.Bound {
		return orb.Bound{Min: orb.Point{-180, south}, Max: orb.Point{to, north}}
	}
	if b.Min[0] == 180 {
		b.Min[0] = -180
		if b.Max[0] == 180 { // the line alone
			b.Max[0] = -180
		}
	}
	switch {
	case b.Min[0] > b.Max[0]:
		return []orb.Bound{{Min: b.Min, Max: orb.Point{180, north}}, west(b.Max[0])}
	case b.Max[0] == 180 && b.Min[0] > -180:
		return []orb.Bound{b, west(-180)}
	}
	return []orb.Bound{b}
}

// meridian counts the antimeridian as longitude -180.
func meridian(p orb.Point) orb.Point {
	if p[0] == 180 {
		p[0] = -180
	}
	return p
}

// around gives a box that holds the circle; Min lon > Max lon crosses the antimeridian.
func around(n event.Nearness) orb.Bound {
	const perDegree = 110_500 // metres of latitude, less than the least on the ellipsoid
	dlat := float64(n.Radius)/perDegree + 1e-6
	south, north := max(n.Centre[1]-dlat, -90), min(n.Centre[1]+dlat, 90)
	girdle := orb.Bound{Min: orb.Point{-180, south}, Max: orb.Point{180, north}}
	if south <= -89 || north >= 89 {
		return girdle
	}
	// On the sphere the circle reaches asin(sin r / cos lat) to the side; the margin covers the ellipsoid.
	r := min(dlat*1.01*math.Pi/180, math.Pi/2)
	s := math.Sin(r) / math.Cos(n.Centre[1]*math.Pi/180)
	if s >= 1 {
		return girdle
	}
	dlon := math.Asin(s)*180/math.Pi*1.01 + 1e-6
	w, e := n.Centre[0]-dlon, n.Centre[0]+dlon
	switch {
	case dlon >= 180:
		return girdle
	case w < -180:
		w += 360
	case e > 180:
		e -= 360
	}
	return orb.Bound{Min: orb.Point{w, south}, Max: orb.Point{e, north}}
}

// codes marks the numbers of the wanted strings; nil when none is asked for.
func codes(d *dict[string], n int, wanted []string) []bool {
	if len(wanted) == 0 {
		return nil
	}
	marks := make([]bool, n)
	for _, s := range wanted {
		if c, ok := d.get(s); ok && int(c) < n {
			marks[c] = true
		}
	}
	return marks
}

// ofPlaces reports whether one place of an event may match and another not.
func (f *Filter) ofPlaces() bool { return f.located() || f.wheres != nil }

// located reports whether positions are asked for.
func (f *Filter) located() bool {
	return f.boxes != nil || f.near != nil || f.area != nil || f.cluster
}

// untimed reports whether nothing but days is asked for.
func (f *Filter) untimed() bool {
	return !f.none && !f.ofPlaces() && f.kinds == nil && f.origins == nil && f.actors == nil && !f.byID
}

// onlyWindow reports whether the filter is a window of days or none at all. A
// window that ends before it begins is none: events that last over it match.
func (f *Filter) onlyWindow() bool { return f.untimed() && f.from <= f.to }

// all reports whether every place of every event matches.
func (f *Filter) all() bool { return f.untimed() && !f.timed }

// meets reports whether a row's days meet the filter's. An unknown end of its
// interval is open, so an event without any date meets all days.
func (f *Filter) meets(c *columns, row int) bool {
	d := f.g.whens[c.when.at(row)]
	return d.start <= f.to && d.end >= f.from
}

// at reports whether a row's position is where the filter asks.
func (f *Filter) at(c *columns, row int) bool {
	if row >= c.placed {
		return false
	}
	p := meridian(c.point(row))
	if f.boxes != nil && !slices.ContainsFunc(f.boxes, func(b orb.Bound) bool { return b.Contains(p) }) {
		return false
	}
	if f.near != nil && geodesic.Distance(f.near.Centre, p) > f.near.Radius {
		return false
	}
	if f.cluster {
		if row >= c.world {
			return false
		}
		if k := c.key(row); k < f.first || k > f.end {
			return false
		}
	}
	return f.area == nil || f.area.contains(p)
}

// textCache keeps the answers to the last text searches of one version.
type textCache struct {
	mu      sync.Mutex
	version uint64
	found   map[string][]event.ID
}

const maxTexts = 64

func (c *textCache) ids(ctx context.Context, version uint64, q string, search func(context.Context, string) ([]event.ID, error)) ([]event.ID, error) {
	c.mu.Lock()
	if c.version != version || len(c.found) >= maxTexts {
		c.version, c.found = version, make(map[string][]event.ID)
	}
	ids, ok := c.found[q]
	c.mu.Unlock()
	if ok {
		return ids, nil
	}
	ids, err := search(ctx, q)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.version == version {
		c.found[q] = ids
	}
	return ids, nil
}
