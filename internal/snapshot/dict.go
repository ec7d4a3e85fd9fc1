package snapshot

import (
	"encoding/binary"
	"math"
	"sync"

	"github.com/paulmach/orb"

	"sitmap/internal/event"
)

// dict numbers strings; numbers never change and nothing is ever taken out, so
// a generation may keep the list it saw.
type dict struct {
	mu   sync.RWMutex
	code map[string]uint32
	list []string
}

func newDict() *dict { return &dict{code: make(map[string]uint32)} }

// put gives the number of s, a new one if need be.
func (d *dict) put(s string) uint32 {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c, ok := d.code[s]; ok {
		return c
	}
	c := uint32(len(d.list))
	d.code[s] = c
	d.list = append(d.list, s)
	return c
}

func (d *dict) get(s string) (uint32, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	c, ok := d.code[s]
	return c, ok
}

func (d *dict) all() []string {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.list
}

// dicts are the dictionaries of a snapshot. An actor has two strings, name and
// id, and may be found by both; a set of actors is the numbers of its strings.
type dicts struct {
	types, sources, actors, actorSets, names, countries, reports *dict
}

func newDicts() *dicts {
	return &dicts{newDict(), newDict(), newDict(), newDict(), newDict(), newDict(), newDict()}
}

// entry is one event on its way into the columns.
type entry struct {
	id         event.ID
	start, end int32
	typ        uint16
	ver        uint8
	source     uint32
	actors     uint32
	report     uint32
	killedMin  int32
	killedMax  int32
	places     []placeEntry
}

type placeEntry struct {
	point   orb.Point
	index   uint16
	name    uint32
	country uint16
	radius  float32
}

// entry numbers what a row says.
func (d *dicts) entry(r *Row) entry {
	e := entry{
		id: r.ID, start: r.Start, end: r.End,
		typ: uint16(min(d.types.put(r.Type), math.MaxUint16)), ver: verificationCode(r.Verification),
		source: d.sources.put(r.Source), actors: d.actorSet(r.Actors), report: d.reports.put(string(r.Report)),
		killedMin: r.KilledMin, killedMax: r.KilledMax,
	}
	for i, p := range r.Places {
		if i > math.MaxUint16 {
			break
		}
		e.places = append(e.places, placeEntry{
			point: p.Point, index: uint16(i), name: d.names.put(p.Name),
			country: uint16(min(d.countries.put(p.Country), math.MaxUint16)), radius: float32(p.Radius),
		})
	}
	return e
}

func (d *dicts) actorSet(actors []RowActor) uint32 {
	var b []byte
	for _, a := range actors {
		for _, s := range [2]string{a.Name, a.ID} {
			if s != "" {
				b = binary.LittleEndian.AppendUint32(b, d.actors.put(s))
			}
		}
		b = binary.LittleEndian.AppendUint32(b, math.MaxUint32) // ends one actor
	}
	return d.actorSets.put(string(b))
}

// eachActor calls fn with the strings (name, then id) of every actor of a set.
func eachActor(set string, fn func(codes []uint32)) {
	var codes [2]uint32
	n := 0
	for i := 0; i+4 <= len(set); i += 4 {
		c := uint32(set[i]) | uint32(set[i+1])<<8 | uint32(set[i+2])<<16 | uint32(set[i+3])<<24
		if c != math.MaxUint32 {
			codes[n] = c
			n++
			continue
		}
		if n > 0 {
			fn(codes[:n])
		}
		n = 0
	}
}

func verificationCode(v event.Verification) uint8 {
	switch v {
	case event.Unverified:
		return 1
	case event.Verified:
		return 2
	case event.Disputed:
		return 3
	}
	return 0
}

// verificationName is the inverse of verificationCode.
func verificationName(c uint8) string {
	switch c {
	case 1:
		return string(event.Unverified)
	case 2:
		return string(event.Verified)
	case 3:
		return string(event.Disputed)
	}
	return string(event.VerificationNone)
}
