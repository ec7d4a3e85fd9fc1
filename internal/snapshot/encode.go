package snapshot

import (
	"encoding/json"
	"math"
	"strings"
	"sync"
	"time"

	"sitmap/geo/tile"
	"sitmap/internal/event"
)

// LayerName is the name of the layer in an events tile.
const LayerName = "events"

// Encoder writes tiles and keeps its memory between them. It serves one
// goroutine; take one from an [Encoders].
type Encoder struct {
	builder *tile.Builder
	layer   *tile.Layer
	g       *Generation
	fields  Fields
	keys    [13]uint32
	tags    []uint32
	epoch   uint32
	cache   [cacheKinds][cacheSize]slot
}

// Encoders hands out encoders.
type Encoders struct{ pool sync.Pool }

// Append appends the events tile t to dst, not compressed: clusters below
// [BaseZoom], every event place from there on. It appends nothing when nothing matches.
func (p *Encoders) Append(dst []byte, f *Filter, t tile.ID, fields Fields) []byte {
	e, ok := p.pool.Get().(*Encoder)
	if !ok {
		e = &Encoder{builder: tile.NewBuilder(0, 0, 0)}
	}
	dst = e.append(dst, f, t, fields)
	e.g, e.layer = nil, nil // a pooled encoder must not keep a generation alive
	p.pool.Put(e)
	return dst
}

func (e *Encoder) append(dst []byte, f *Filter, t tile.ID, fields Fields) []byte {
	if f.none || t.Valid() != nil {
		return dst
	}
	e.start(f.g, t, fields)
	if t.Z < BaseZoom {
		for _, c := range f.g.Clusters(f, t) {
			e.cluster(&c, t)
		}
		return e.builder.Append(dst)
	}
	lo, hi := f.g.run(t)
	e.rows(f, t, lo, hi)
	e.margin(f, t)
	return e.builder.Append(dst)
}

func (e *Encoder) start(g *Generation, t tile.ID, fields Fields) {
	e.builder.Reset(t.Z, t.X, t.Y)
	e.layer = e.builder.Layer(LayerName)
	e.g, e.fields = g, fields
	e.epoch++
	if e.epoch == 0 { // wrapped: old stamps would look fresh
		e.cache = [cacheKinds][cacheSize]slot{}
		e.epoch = 1
	}
	for i, name := range FieldNames() {
		if fields&(1<<i) != 0 {
			e.keys[i] = e.layer.KeyIndex(name)
		}
	}
}

// rows writes the matching rows from lo to hi, which lie in the tile or its buffer.
func (e *Encoder) rows(f *Filter, t tile.ID, lo, hi int) {
	plain, spatial := f.all(), f.spatial()
	for row := lo; row < hi; row++ {
		if plain || f.event(e.g.event[row]) && (!spatial || f.row(row)) {
			e.row(t, row)
		}
	}
}

// margin writes the copies of neighbours' places that lie in the tile's buffer;
// they have positions below 0 or above 4095.
func (e *Encoder) margin(f *Filter, t tile.ID) {
	if t.Z > 20 {
		return // the grid of positions is coarser than the buffer there
	}
	const buffer = tile.DefaultBuffer
	unit := uint64(1) << (20 - t.Z) // a grid unit of the tile, in cells of the world grid
	x0, y0 := uint64(t.X)<<(32-t.Z), uint64(t.Y)<<(32-t.Z)
	x1, y1 := x0+unit*tile.Extent, y0+unit*tile.Extent
	b := unit * buffer
	const world = 1 << 32
	north, south := y0-min(b, y0), min(y1+b, world)
	strips := [4][4]uint64{
		{x0, north, x1, y0},
		{x0, y1, x1, south},
		{x0 + world - b, north, x0 + world, south},
		{x1, north, x1 + b, south},
	}
	for _, s := range strips {
		if s[1] >= s[3] {
			continue
		}
		// Strips across the antimeridian lie on the world's other side.
		cells := box{uint32(s[0] % world), uint32(s[1]), uint32((s[2] - 1) % world), uint32(s[3] - 1)}
		e.g.cover(cells, func(lo, hi int, inside bool) {
			for row := lo; row < hi; row++ {
				x, y := e.g.x[row], e.g.y[row]
				if inside || x >= cells.x0 && x <= cells.x1 && y >= cells.y0 && y <= cells.y1 {
					e.rows(f, t, row, row+1)
				}
			}
		})
	}
}

// position gives a row's place on the tile's grid.
func (e *Encoder) position(t tile.ID, row int) (x, y int32) {
	if t.Z > 20 {
		return t.Project(meridian(e.g.point[row]))
	}
	shift := 20 - t.Z
	dx := int64(e.g.x[row]>>shift) - int64(t.X)<<12
	dy := int64(e.g.y[row]>>shift) - int64(t.Y)<<12
	world := int64(1) << (t.Z + 12)
	switch { // a neighbour across the antimeridian
	case t.Z > 0 && dx > world/2:
		dx -= world
	case t.Z > 0 && dx < -world/2:
		dx += world
	}
	return int32(dx), int32(dy)
}

// row writes one event place.
func (e *Encoder) row(t tile.ID, row int) {
	x, y := e.position(t, row)
	e.tags = e.tags[:0]
	e.eventTags(row)
	e.layer.Tagged(x, y, e.featureID(row), e.tags)
}

// featureID is a number that stays the same from version to version: 53 bits of
// an FNV-1a hash of the event's ID and the place's number.
func (e *Encoder) featureID(row int) uint64 {
	h := uint64(14695981039346656037)
	for _, b := range e.g.idOf(e.g.event[row]) {
		h = (h ^ uint64(b)) * 1099511628211
	}
	h = (h ^ uint64(e.g.place[row])) * 1099511628211
	return (h^h>>53)&(1<<53-1) | 1
}

func (e *Encoder) tag(i int, value uint32) { e.tags = append(e.tags, e.keys[i], value) }

// eventTags gathers the chosen properties of a row, in the order of FieldNames.
func (e *Encoder) eventTags(row int) {
	g, want := e.g, e.fields
	ev := g.event[row]
	if want&FieldID != 0 {
		e.tag(0, e.layer.UniqueTextIndex(g.id(ev)))
	}
	if want&FieldPlace != 0 {
		e.tag(1, e.layer.IntIndex(int64(g.place[row])))
	}
	if want&FieldType != 0 {
		e.text(2, cacheType, uint32(g.typ[ev]), g.types[g.typ[ev]])
	}
	if want&FieldDateStart != 0 && g.start[ev] != OpenStart {
		e.tag(3, e.day(g.start[ev]))
	}
	if want&FieldDateEnd != 0 && g.end[ev] != OpenEnd {
		e.tag(4, e.day(g.end[ev]))
	}
	if want&FieldName != 0 {
		e.text(5, cacheName, g.name[row], g.names[g.name[row]])
	}
	if want&FieldCountry != 0 {
		e.text(6, cacheCountry, uint32(g.country[row]), g.lands[g.country[row]])
	}
	if want&FieldRadius != 0 {
		e.tag(7, e.radius(g.radius[row]))
	}
	if want&FieldVerification != 0 {
		e.text(8, cacheVerification, uint32(g.ver[ev]), verificationName(g.ver[ev]))
	}
	if want&FieldKilled != 0 && g.killedMin[ev] != Unknown {
		e.tag(9, e.layer.IntIndex(int64(g.killedMin[ev])))
	}
	if want&FieldKilledMax != 0 && g.killedMax[ev] != Unknown {
		e.tag(10, e.layer.IntIndex(int64(g.killedMax[ev])))
	}
	if want&FieldSource != 0 {
		e.text(11, cacheSource, g.source[ev], g.sources[g.source[ev]])
	}
	if want&FieldActors != 0 {
		e.actors(ev)
	}
}

// The caches of value numbers; each kind of code has its own.
const (
	cacheType = iota
	cacheDay
	cacheName
	cacheCountry
	cacheRadius
	cacheVerification
	cacheSource
	cacheActors
	cacheKinds

	cacheSize = 4096
)

// slot remembers the value number of one code within one tile. Another code
// with the same slot takes it over; that costs time, not correctness.
type slot struct{ epoch, code, index uint32 }

func (e *Encoder) slot(kind int, code uint32) (s *slot, ok bool) {
	s = &e.cache[kind][code%cacheSize]
	return s, s.epoch == e.epoch && s.code == code
}

// text adds a property of words; no words, no property.
func (e *Encoder) text(i, kind int, code uint32, v string) {
	if v == "" {
		return
	}
	s, ok := e.slot(kind, code)
	if !ok {
		*s = slot{e.epoch, code, e.layer.TextIndex(v)}
	}
	e.tag(i, s.index)
}

func (e *Encoder) day(d int32) uint32 {
	s, ok := e.slot(cacheDay, uint32(d))
	if !ok {
		var buf [16]byte // no look-up by text: the slot is nearly always enough, and a repeated value does no harm
		text := event.FromDayNumber(int(d)).Time().AppendFormat(buf[:0], time.DateOnly)
		*s = slot{e.epoch, uint32(d), e.layer.UniqueTextIndex(string(text))}
	}
	return s.index
}

// radius is a whole number where it can be, for size.
func (e *Encoder) radius(r float32) uint32 {
	code := math.Float32bits(r)
	s, ok := e.slot(cacheRadius, code*2654435761)
	if ok {
		return s.index
	}
	index := uint32(0)
	if r == float32(int32(r)) {
		index = e.layer.IntIndex(int64(r))
	} else {
		index = e.layer.FloatIndex(float64(r))
	}
	*s = slot{e.epoch, code * 2654435761, index}
	return index
}

func (e *Encoder) actors(ev uint32) {
	set := e.g.actorSet[ev]
	s, ok := e.slot(cacheActors, set)
	if !ok {
		var names []string
		eachActor(e.g.sets[set], func(codes []uint32) { names = append(names, e.g.actors[codes[0]]) })
		if len(names) == 0 {
			return
		}
		*s = slot{e.epoch, set, e.layer.TextIndex(strings.Join(names, "; "))}
	}
	e.tag(12, s.index)
}

// cluster writes one cell; a cell with one place is that event place.
func (e *Encoder) cluster(c *Cluster, t tile.ID) {
	if c.Count == 1 {
		e.row(t, c.row)
		return
	}
	g, l := e.g, e.layer
	x, y := e.position(t, c.row)
	e.tags = e.tags[:0]
	add := func(key string, value uint32) { e.tags = append(e.tags, l.KeyIndex(key), value) }
	id := clusterID(t.Z, c.cell)
	add("cluster", l.BoolIndex(true))
	add("cluster_id", l.IntIndex(int64(id)))
	add("count", l.IntIndex(int64(c.Count)))
	add("events", l.IntIndex(int64(c.Events)))
	add("expansion_zoom", l.IntIndex(int64(c.expansionZoom(t.Z))))
	add("event", l.UniqueTextIndex(g.id(g.event[c.row])))
	add("place", l.IntIndex(int64(g.place[c.row])))
	add("type", l.TextIndex(c.Types[0].Type))
	add("types", l.TextIndex(typesJSON(c.Types)))
	if c.Killed.Known > 0 {
		add("killed", l.IntIndex(c.Killed.Min))
		add("killed_max", l.IntIndex(c.Killed.Max))
		add("killed_known", l.IntIndex(int64(c.Killed.Known)))
	}
	if c.Earliest <= c.Latest {
		add("date_start", e.day(c.Earliest))
		add("date_end", e.day(c.Latest))
	}
	l.Tagged(x, y, uint64(id), e.tags)
}

// typesJSON is an object in order, {"Armed clash":3,…}: tiles have no lists.
func typesJSON(types []TypeCount) string {
	var b []byte
	b = append(b, '{')
	for i, t := range types {
		if i > 0 {
			b = append(b, ',')
		}
		name, err := json.Marshal(t.Type)
		if err != nil { // a string always has a JSON form
			continue
		}
		b = append(b, name...)
		b = append(b, ':')
		n, _ := json.Marshal(t.Count)
		b = append(b, n...)
	}
	return string(append(b, '}'))
}
