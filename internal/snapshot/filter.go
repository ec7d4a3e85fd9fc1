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

// Query selects events, and of each event the places that lie where Bounds, Near
// and Cluster ask. Limit and After are not looked at; see [Generation.List].
type Query struct {
	event.Query
	Cluster ClusterID // only places of this cluster; 0 = any
}

// Filter is a query made ready for one generation. It serves one goroutine.
type Filter struct {
	g          *Generation
	none       bool // nothing can match
	timed      bool
	from, to   int32
	types      []bool // by code; nil = any
	sources    []bool
	actorSets  []bool
	ver        uint8 // bit set of verification codes; 0 = any
	ids        []uint64
	byReport   bool
	report     uint32
	boxes      []orb.Bound // any of these; nil = anywhere
	near       *event.Nearness
	cluster    bool
	first, end uint64 // keys of the cluster, both included
	marks      []uint64
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
	f.ids = make([]uint64, (g.Len()+63)/64)
	for _, id := range ids {
		if e, ok := g.find(id); ok {
			f.ids[e/64] |= 1 << (e % 64)
		}
	}
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
	f.types = codes(g.dicts.types, len(g.types), q.Types)
	f.sources = codes(g.dicts.sources, len(g.sources), q.Sources)
	for _, v := range q.Verification {
		f.ver |= 1 << verificationCode(v)
	}
	if len(q.Actors) > 0 {
		f.actorSets = g.setsWith(codes(g.dicts.actors, len(g.actors), q.Actors))
	}
	if q.Report != "" {
		f.byReport = true
		c, ok := g.dicts.reports.get(string(q.Report))
		f.report, f.none = c, !ok
	}
	f.place(q)
	return f
}

// place prepares the spatial part.
func (f *Filter) place(q Query) {
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
func codes(d *dict, n int, wanted []string) []bool {
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

// setsWith marks the actor sets that hold a wanted actor.
func (g *Generation) setsWith(wanted []bool) []bool {
	marks := make([]bool, len(g.sets))
	for i, set := range g.sets {
		eachActor(set, func(codes []uint32) {
			for _, c := range codes {
				marks[i] = marks[i] || wanted[c]
			}
		})
	}
	return marks
}

// spatial reports whether places are asked for.
func (f *Filter) spatial() bool { return f.boxes != nil || f.near != nil || f.cluster }

// all reports whether every place of every event matches.
func (f *Filter) all() bool { return !f.none && !f.spatial() && f.allEvents() }

func (f *Filter) allEvents() bool {
	return !f.timed && f.types == nil && f.sources == nil && f.actorSets == nil && f.ver == 0 && f.ids == nil && !f.byReport
}

// event reports whether event e matches, wherever it was. An unknown end of its
// interval is open, so an event without any date matches every interval.
func (f *Filter) event(e uint32) bool {
	g := f.g
	if f.timed {
		if g.start[e] > f.to || g.end[e] < f.from {
			return false
		}
	}
	switch {
	case f.types != nil && !f.types[g.typ[e]],
		f.sources != nil && !f.sources[g.source[e]],
		f.ver != 0 && f.ver&(1<<g.ver[e]) == 0,
		f.actorSets != nil && !f.actorSets[g.actorSet[e]],
		f.ids != nil && f.ids[e/64]&(1<<(e%64)) == 0,
		f.byReport && g.report[e] != f.report:
		return false
	}
	return !f.none
}

// row reports whether a row lies where the filter asks.
func (f *Filter) row(row int) bool {
	g := f.g
	p := meridian(g.point[row])
	if f.boxes != nil && !slices.ContainsFunc(f.boxes, func(b orb.Bound) bool { return b.Contains(p) }) {
		return false
	}
	if f.near != nil && geodesic.Distance(f.near.Centre, p) > f.near.Radius {
		return false
	}
	if f.cluster {
		if row >= g.world {
			return false
		}
		if k := g.key(row); k < f.first || k > f.end {
			return false
		}
	}
	return true
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
