package snapshot

import (
	"encoding/binary"
	"math"
	"math/bits"
	"strings"
	"sync"

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
	t       tile.ID
	fields  Fields
	keys    [fieldCount]uint32
	// The tags of the codes of each column.
	kinds, whens, wheres, sources, actors, radii *tile.Codes
	id, place, quote                             tile.Tags
	days                                         [1024]daySlot
	tiles                                        uint32 // layers begun, to tell old slots

	quotes  *shownQuotes
	listing bool  // rows are listed only
	listed  []int // rows of the base

	match bitset // of the run at hand
	work  clusterWork
	cells cellEncoder
	text  []byte
}

func newEncoder() *Encoder {
	return &Encoder{
		builder: tile.NewBuilder(0, 0, 0), kinds: tile.NewCodes(2048), whens: tile.NewCodes(2048), wheres: tile.NewCodes(8192),
		sources: tile.NewCodes(512), actors: tile.NewCodes(1024), radii: tile.NewCodes(256),
	}
}

// Encoders hands out encoders.
type Encoders struct{ pool sync.Pool }

// Append appends the events tile t to dst, not compressed: clusters below
// [BaseZoom], every event place from there on. It appends nothing when nothing matches.
func (p *Encoders) Append(dst []byte, f *Filter, t tile.ID, fields Fields) []byte {
	dst, _ = p.AppendLayers(dst, f, t, Want{Fields: fields, Layers: EventsLayer}) // only drawn regions can fail
	return dst
}

// AppendLayers does the same for a choice of layers. It fails only when
// want.Region does, with that error, and then gives dst back as it was.
func (p *Encoders) AppendLayers(dst []byte, f *Filter, t tile.ID, want Want) ([]byte, error) {
	if f.none || t.Valid() != nil {
		return dst, nil
	}
	e := p.get()
	e.g, e.t, e.fields, e.quotes = f.g, t, want.Fields, &f.quotes
	e.builder.Reset(t.Z, t.X, t.Y)
	if want.Layers&EventsLayer != 0 {
		e.events(f)
	}
	e.aggregates(f, want.Layers)
	var err error
	if want.Layers&RegionsLayer != 0 {
		err = e.regions(f, want.Region)
	}
	if err == nil {
		dst = e.builder.Append(dst)
	}
	p.put(e)
	return dst, err
}

func (p *Encoders) put(e *Encoder) {
	e.g, e.layer, e.quotes, e.work.g, e.work.f, e.work.c = nil, nil, nil, nil, nil, Cluster{} // a pooled encoder must not keep a generation alive
	p.pool.Put(e)
}

func (p *Encoders) get() *Encoder {
	e, ok := p.pool.Get().(*Encoder)
	if !ok {
		e = newEncoder()
	}
	return e
}

// shown lists the rows of the base that the layer of events shows one by one.
func (p *Encoders) shown(f *Filter, t tile.ID) []int {
	if f.none || t.Valid() != nil {
		return nil
	}
	e := p.get()
	defer p.put(e)
	e.g, e.t, e.fields, e.listing, e.listed = f.g, t, 0, true, nil
	e.builder.Reset(t.Z, t.X, t.Y)
	e.events(f)
	out := e.listed
	e.listing, e.listed = false, nil
	return out
}

// events writes the layer of events.
func (e *Encoder) events(f *Filter) {
	e.start(LayerName)
	if e.t.Z < BaseZoom {
		e.cells.start(e.layer)
		e.work.each(f, e.t, e.t.Z+cellBits, e.cluster)
		return
	}
	for _, v := range f.g.views() {
		lo, hi := v.c.run(e.t)
		e.run(f, v, lo, hi)
		e.margin(f, v)
	}
}

// begin begins a layer.
func (e *Encoder) begin(name string) {
	e.layer = e.builder.Layer(name)
	if e.tiles++; e.tiles == 0 { // wrapped: old slots would look fresh
		clear(e.days[:])
		e.tiles = 1
	}
}

// start begins a layer whose features are event places.
func (e *Encoder) start(name string) {
	e.begin(name)
	for _, c := range [6]*tile.Codes{e.kinds, e.whens, e.wheres, e.sources, e.actors, e.radii} {
		c.Reset()
	}
	for i, name := range FieldNames() {
		if e.fields&(1<<i) != 0 {
			e.keys[i] = e.layer.KeyIndex(name)
		}
	}
}

// run writes the matching rows from lo to hi, which lie in the tile or its buffer.
func (e *Encoder) run(f *Filter, v *view, lo, hi int) {
	if f.all() && v.dead == nil {
		for row := lo; row < hi; row++ {
			e.row(v.c, row)
		}
		return
	}
	e.match = f.bits(v, lo, hi, e.match)
	for w, m := range e.match {
		for ; m != 0; m &= m - 1 {
			e.row(v.c, lo&^63+w*64+bits.TrailingZeros64(m))
		}
	}
}

// margin writes the copies of neighbours' places that lie in the tile's buffer;
// they have positions below 0 or above 4095.
func (e *Encoder) margin(f *Filter, v *view) {
	for _, cells := range strips(e.t, tile.DefaultBuffer) {
		v.c.coverBox(cells, func(lo, hi int, inside bool) {
			if inside {
				e.run(f, v, lo, hi)
				return
			}
			for row := lo; row < hi; row++ {
				if cells.holds(v.c.x[row], v.c.y[row]) {
					e.run(f, v, row, row+1)
				}
			}
		})
	}
}

// strips gives the ground around a tile, as wide as buffer, in up to four boxes.
func strips(t tile.ID, buffer uint64) []box {
	if t.Z > 20 {
		return nil // the grid of positions is coarser than the buffer there
	}
	unit := uint64(1) << (20 - t.Z) // a grid unit of the tile, in cells of the world grid
	x0, y0 := uint64(t.X)<<(32-t.Z), uint64(t.Y)<<(32-t.Z)
	x1, y1 := x0+unit*tile.Extent, y0+unit*tile.Extent
	b := unit * buffer
	const world = 1 << 32
	north, south := y0-min(b, y0), min(y1+b, world)
	out := make([]box, 0, 4)
	for _, s := range [4][4]uint64{
		{x0, north, x1, y0},
		{x0, y1, x1, south},
		{x0 + world - b, north, x0 + world, south},
		{x1, north, x1 + b, south},
	} {
		if s[1] < s[3] { // strips across the antimeridian lie on the world's other side
			out = append(out, box{uint32(s[0] % world), uint32(s[1]), uint32((s[2] - 1) % world), uint32(s[3] - 1)})
		}
	}
	return out
}

// position gives a row's place on the tile's grid.
func (e *Encoder) position(c *columns, row int) (x, y int32) {
	t := e.t
	if t.Z > 20 {
		return t.Project(meridian(c.point(row)))
	}
	shift := 20 - t.Z
	dx := int64(c.x[row]>>shift) - int64(t.X)<<12
	dy := int64(c.y[row]>>shift) - int64(t.Y)<<12
	if uint64(dx) >= tile.Extent && t.Z > 0 { // a neighbour, perhaps across the antimeridian
		world := int64(1) << (t.Z + 12)
		if dx > world/2 {
			dx -= world
		} else if dx < -world/2 {
			dx += world
		}
	}
	return int32(dx), int32(dy)
}

// row writes one event place with its chosen properties; a value that is not
// known is left out.
func (e *Encoder) row(c *columns, row int) {
	if e.listing {
		if c == e.g.base.c {
			e.listed = append(e.listed, row)
		}
		return
	}
	l, want := e.layer, e.fields
	var list [9]*tile.Tags
	n := 0
	add := func(t *tile.Tags) { list[n] = t; n++ }
	id := uint64(0)
	if want&FieldID != 0 { // says more than a number, which no compression makes smaller
		e.id.Set(e.keys[0], l.UniqueText(c.idOf(row)))
		add(&e.id)
	} else {
		id = featureID(c.idOf(row), c.placeOf(row))
	}
	if want&FieldPlace != 0 {
		e.place.Set(e.keys[1], l.IntIndex(int64(c.placeOf(row))))
		add(&e.place)
	}
	if want&kindFields != 0 {
		tags, ok := e.kinds.Get(c.kind.at(row))
		if !ok {
			e.kindTags(tags, e.g.kinds[c.kind.at(row)])
		}
		add(tags)
	}
	if want&whenFields != 0 {
		tags, ok := e.whens.Get(c.when.at(row))
		if !ok {
			e.whenTags(tags, e.g.whens[c.when.at(row)])
		}
		add(tags)
	}
	if want&whereFields != 0 {
		tags, ok := e.wheres.Get(c.where.at(row))
		if !ok {
			e.whereTags(tags, e.g.wheres[c.where.at(row)])
		}
		add(tags)
	}
	if want&FieldRadius != 0 {
		tags, ok := e.radii.Get(math.Float32bits(c.radius[row]) * 2654435761) // spreads the codes, one to one
		if !ok {
			tags.Add(e.keys[7], e.number(c.radius[row]))
		}
		add(tags)
	}
	if want&FieldSource != 0 {
		add(e.source(e.g.origins[c.origin.at(row)].source))
	}
	if want&FieldActors != 0 {
		add(e.actor(c.actors.at(row)))
	}
	if want&FieldQuote != 0 {
		if words := e.quotes.of(e.g, c, row); len(words) > 0 {
			e.quote.Set(e.keys[14], l.UniqueText(words))
			add(&e.quote)
		}
	}
	x, y := e.position(c, row)
	l.Coded(x, y, id, list[:n])
}

func (e *Encoder) source(code uint32) *tile.Tags {
	tags, ok := e.sources.Get(code)
	if !ok {
		e.textTag(tags, 11, e.g.sources[code])
	}
	return tags
}

func (e *Encoder) actor(set uint32) *tile.Tags {
	tags, ok := e.actors.Get(set)
	if !ok {
		e.textTag(tags, 12, e.g.actorNames(set))
	}
	return tags
}

// actorNames joins the names of a set of actors.
func (g *Generation) actorNames(set uint32) string {
	var names []string
	eachActor(g.sets[set], func(codes []uint32) { names = append(names, g.actors[codes[0]]) })
	return strings.Join(names, "; ")
}

func (e *Encoder) kindTags(tags *tile.Tags, k kind) {
	if e.fields&FieldType != 0 {
		e.textTag(tags, 2, e.g.types[k.typ])
	}
	if e.fields&FieldVerification != 0 {
		e.textTag(tags, 8, verificationName(k.ver))
	}
	if k.killedMin == Unknown {
		return
	}
	if e.fields&FieldKilled != 0 {
		tags.Add(e.keys[9], e.layer.IntIndex(int64(k.killedMin)))
	}
	if e.fields&FieldKilledMax != 0 {
		tags.Add(e.keys[10], e.layer.IntIndex(int64(k.killedMax)))
	}
}

func (e *Encoder) whenTags(tags *tile.Tags, w when) {
	if e.fields&FieldDateStart != 0 && w.start != OpenStart {
		tags.Add(e.keys[3], e.day(w.start))
	}
	if e.fields&FieldDateEnd != 0 && w.end != OpenEnd {
		tags.Add(e.keys[4], e.day(w.end))
	}
}

func (e *Encoder) whereTags(tags *tile.Tags, w where) {
	if e.fields&FieldName != 0 {
		e.textTag(tags, 5, e.g.names[w.name])
	}
	if e.fields&FieldCountry != 0 {
		e.textTag(tags, 6, e.g.countries[w.country])
	}
	if e.fields&FieldPrecision != 0 && w.precision != 0 {
		tags.Add(e.keys[13], e.layer.IntIndex(int64(w.precision)))
	}
}

// textTag adds a property of words; no words, no property.
func (e *Encoder) textTag(tags *tile.Tags, field int, text string) {
	if text != "" {
		tags.Add(e.keys[field], e.layer.TextIndex(text))
	}
}

// number is whole where it can be, for size.
func (e *Encoder) number(v float32) uint32 {
	if v == float32(int32(v)) {
		return e.layer.IntIndex(int64(v))
	}
	return e.layer.FloatIndex(float64(v))
}

// daySlot remembers the value number of a day in the layer at hand.
type daySlot struct {
	layer uint32
	day   int32
	index uint32
}

// day gives the number of a day's value. Another day with the same slot takes it
// over, which repeats a value.
func (e *Encoder) day(d int32) uint32 {
	s := &e.days[uint32(d)%uint32(len(e.days))]
	if s.layer != e.tiles || s.day != d {
		e.text = appendDay(e.text[:0], d)
		*s = daySlot{e.tiles, d, e.layer.UniqueText(e.text)}
	}
	return s.index
}

// appendDay writes a day as YYYY-MM-DD.
func appendDay(b []byte, d int32) []byte {
	date := event.FromDayNumber(int(d))
	if date.Year < 0 || date.Year > 9999 {
		return append(b, date.String()...)
	}
	digit := func(n int) byte { return byte('0' + n%10) }
	y, m := date.Year, int(date.Month)
	return append(b, digit(y/1000), digit(y/100), digit(y/10), digit(y), '-', digit(m/10), digit(m), '-', digit(date.Day/10), digit(date.Day))
}

// featureID is a number of 53 bits, not 0, that stays the same from version to
// version: a hash of the event's ID and the place's number, eight bytes at a step.
func featureID(id []byte, place uint16) uint64 {
	h := uint64(place)<<32 ^ uint64(len(id)) ^ 0x9e3779b97f4a7c15
	mix := func(v uint64) {
		hi, lo := bits.Mul64(h^v, 0xd6e8feb86659fd93)
		h = hi ^ lo
	}
	for len(id) >= 8 {
		mix(binary.LittleEndian.Uint64(id))
		id = id[8:]
	}
	var rest uint64
	for i, b := range id {
		rest |= uint64(b) << (8 * i)
	}
	mix(rest)
	mix(0)
	return h&(1<<53-1) | 1
}
