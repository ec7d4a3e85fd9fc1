package snapshot

import (
	"context"
	"math"
	"runtime"

	"sitmap/geo/tile"
	"sitmap/internal/event"
)

// chunk is rows as they come in, in no order.
type chunk struct {
	columns

	place []uint16 // number of the place in the event; nil for columns that are built, see placeOf
	zone  []uint8  // inWorld, beyond or nowhere; nil for columns that are built
	dead  bitset   // rows to leave out
	words *quotes  // nil when they are not known
}

// Where a row stands among the others.
const (
	inWorld uint8 = iota // in the tile world, in Z order
	beyond               // at latitudes that no tile has
	nowhere              // without a place
)

// chunkRows is how many rows a chunk takes: large slices that grow are copied often.
const chunkRows = 1 << 16

// gatherer turns rows into chunks, for one goroutine.
type gatherer struct {
	*chunk

	code *coder
	full []*chunk
}

// newGatherer expects at least so many rows.
func newGatherer(d *dicts, rows int) *gatherer {
	return &gatherer{chunk: newChunk(min(rows, chunkRows)), code: newCoder(d)}
}

func newChunk(room int) *chunk {
	c := &chunk{zone: make([]uint8, 0, room)}
	c.idBytes, c.idEnd = make([]byte, 0, 24*room), make([]uint32, 0, room)
	for _, codes := range c.codes() {
		codes.wide = make([]uint32, 0, room)
	}
	c.x, c.y = make([]uint32, 0, room), make([]uint32, 0, room)
	c.radius, c.place = make([]float32, 0, room), make([]uint16, 0, room)
	return c
}

// add takes a row in.
func (g *gatherer) add(r *Row) {
	if r.ID == "" {
		return // nobody could ask for it, and no list could go on behind it
	}
	if g.rows() >= chunkRows {
		g.full = append(g.full, g.chunk)
		g.chunk = newChunk(chunkRows)
	}
	c := g.code
	when := c.whens.put(whenOf(r))
	kind := c.kinds.put(kindOf(r, c.types.put(r.Type)))
	origin := c.origins.put(origin{c.reports.put(string(r.Report)), c.sources.put(r.Source)})
	actors := c.actorSet(r.Actors)
	common := func(zone uint8, where uint32) {
		g.idBytes = append(g.idBytes, r.ID...)
		g.idEnd = append(g.idEnd, uint32(len(g.idBytes)))
		for i, code := range [5]uint32{when, kind, origin, actors, where} {
			codes := g.codes()[i]
			codes.wide = append(codes.wide, code)
		}
		g.zone = append(g.zone, zone)
	}
	if len(r.Places) == 0 {
		common(nowhere, c.wheres.put(where{}))
		g.radius, g.place = append(g.radius, 0), append(g.place, 0)
		g.x, g.y = append(g.x, 0), append(g.y, 0)
		return
	}
	for i := range r.Places {
		if i > math.MaxUint16 {
			break
		}
		p := &r.Places[i]
		x, y, ok := tile.Position(p.Point)
		zone := inWorld
		if !ok {
			x, y, zone = 0, 0, beyond
		}
		if !ok || pointOf(x, y) != p.Point {
			g.odd.add(g.rows(), p.Point)
		}
		common(zone, c.wheres.put(where{c.names.put(p.Name), c.countries.put(p.Country), p.Precision, p.Drawn}))
		g.x, g.y = append(g.x, x), append(g.y, y)
		radius := float32(p.Radius)
		if !(radius > 0 && radius < math.MaxFloat32) {
			radius = 0
		}
		g.radius, g.place = append(g.radius, radius), append(g.place, uint16(i))
	}
}

// The days that have a date of four digits: 0000-01-01 to 9999-12-31.
const (
	firstDay = -719528
	lastDay  = 2932896
)

// whenOf gives the interval of a row. Days without a date are not known, and an
// interval that ends before it begins is turned round.
func whenOf(r *Row) when {
	w := when{r.Start, r.End}
	if w.start < firstDay || w.start > lastDay {
		w.start = OpenStart
	}
	if w.end < firstDay || w.end > lastDay {
		w.end = OpenEnd
	}
	if w.start > w.end {
		w.start, w.end = w.end, w.start
	}
	return w
}

// kindOf does the same for what a row says of the event as a whole.
func kindOf(r *Row, typ uint32) kind {
	k := kind{typ, verificationCode(r.Verification), r.KilledMin, r.KilledMax}
	if k.killedMin < 0 || k.killedMax < 0 {
		k.killedMin, k.killedMax = Unknown, Unknown
	}
	if k.killedMin > k.killedMax {
		k.killedMin, k.killedMax = k.killedMax, k.killedMin
	}
	return k
}

// readRows reads all events of a loader that gives rows.
func (s *Snapshot) readRows(ctx context.Context, from RowLoader) ([]*chunk, error) {
	gatherers := make([]*gatherer, runtime.GOMAXPROCS(0))
	for i := range gatherers {
		gatherers[i] = newGatherer(s.dicts, chunkRows)
	}
	err := from.EachRow(ctx, len(gatherers), func(worker int, rows []Row) error {
		for i := range rows {
			gatherers[worker].add(&rows[i])
		}
		return nil
	})
	return chunksOf(gatherers), err
}

// readEvents reads all events of any other loader.
func (s *Snapshot) readEvents(ctx context.Context) ([]*chunk, error) {
	g := newGatherer(s.dicts, 1024)
	err := s.opt.Loader.EachEvent(ctx, event.Query{}, func(ev event.Event) error {
		if ev.Review == event.ReviewRejected {
			return nil
		}
		r, err := s.row(ctx, ev)
		if err == nil {
			g.add(&r)
		}
		return err
	})
	return chunksOf([]*gatherer{g}), err
}

func chunksOf(gatherers []*gatherer) []*chunk {
	var out []*chunk
	for _, g := range gatherers {
		out = append(out, g.full...)
		if g.rows() > 0 {
			out = append(out, g.chunk)
		}
	}
	return out
}

// gathered puts a few rows into one chunk.
func gathered(d *dicts, rows []Row) []*chunk {
	g := newGatherer(d, len(rows))
	for i := range rows {
		g.add(&rows[i])
	}
	return chunksOf([]*gatherer{g})
}
