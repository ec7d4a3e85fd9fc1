package snapshot

import (
	"encoding/binary"
	"math"
	"sync"

	"sitmap/internal/event"
)

// dict numbers values; numbers never change and nothing is ever taken out, so
// a generation may keep the list it saw.
type dict[K comparable] struct {
	mu   sync.RWMutex
	code map[K]uint32
	list []K
}

func newDict[K comparable]() *dict[K] { return &dict[K]{code: make(map[K]uint32)} }

// put gives the number of v, a new one if need be.
func (d *dict[K]) put(v K) uint32 {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c, ok := d.code[v]; ok {
		return c
	}
	c := uint32(len(d.list))
	d.code[v] = c
	d.list = append(d.list, v)
	return c
}

func (d *dict[K]) get(v K) (uint32, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	c, ok := d.code[v]
	return c, ok
}

func (d *dict[K]) all() []K {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.list
}

// memo stands before a dict for one goroutine and needs no lock for what it has seen.
type memo[K comparable] struct {
	d    *dict[K]
	code map[K]uint32
	last K // the value asked for last: neighbours are often alike
	was  uint32
	any  bool
}

func (m *memo[K]) put(v K) uint32 {
	if m.any && v == m.last {
		return m.was
	}
	c, ok := m.code[v]
	if !ok {
		c = m.d.put(v)
		m.code[v] = c
	}
	m.last, m.was, m.any = v, c, true
	return c
}

func remember[K comparable](d *dict[K]) memo[K] { return memo[K]{d: d, code: make(map[K]uint32)} }

// What many events have in common is one number in the columns.
type (
	// when is an interval of days.
	when struct{ start, end int32 }
	// kind is what is said of the event as a whole.
	kind struct {
		typ                  uint32
		ver                  uint8
		killedMin, killedMax int32
	}
	// origin is where the event was read.
	origin struct{ report, source uint32 }
	// where is what is said of a place beside its position.
	where struct {
		name, country uint32
		precision     uint8
		drawn         bool
	}
)

// dicts are the dictionaries of a snapshot. An actor has two strings, name and
// id, and may be found by both; a set of actors is the numbers of its strings.
type dicts struct {
	types, sources, reports, actors, actorSets, names, countries *dict[string]

	whens   *dict[when]
	kinds   *dict[kind]
	origins *dict[origin]
	wheres  *dict[where]
}

func newDicts() *dicts {
	return &dicts{
		newDict[string](), newDict[string](), newDict[string](), newDict[string](), newDict[string](), newDict[string](), newDict[string](),
		newDict[when](), newDict[kind](), newDict[origin](), newDict[where](),
	}
}

// words are the lists of the dictionaries as a generation saw them.
type words struct {
	types, sources, reports, actors, sets, names, countries []string

	whens   []when
	kinds   []kind
	origins []origin
	wheres  []where
}

// words takes the lists. The composed ones come first: what they name is in the others.
func (d *dicts) words() words {
	w := words{whens: d.whens.all(), kinds: d.kinds.all(), origins: d.origins.all(), wheres: d.wheres.all(), sets: d.actorSets.all()}
	w.types, w.sources, w.reports = d.types.all(), d.sources.all(), d.reports.all()
	w.actors, w.names, w.countries = d.actors.all(), d.names.all(), d.countries.all()
	return w
}

// coder numbers what rows say, for one goroutine.
type coder struct {
	types, sources, reports, actors, sets, names, countries memo[string]

	whens   memo[when]
	kinds   memo[kind]
	origins memo[origin]
	wheres  memo[where]
	set     []byte
}

func newCoder(d *dicts) *coder {
	return &coder{
		types: remember(d.types), sources: remember(d.sources), reports: remember(d.reports), actors: remember(d.actors),
		sets: remember(d.actorSets), names: remember(d.names), countries: remember(d.countries),
		whens: remember(d.whens), kinds: remember(d.kinds), origins: remember(d.origins), wheres: remember(d.wheres),
	}
}

func (c *coder) actorSet(actors []RowActor) uint32 {
	b := c.set[:0]
	for _, a := range actors {
		for _, s := range [2]string{a.Name, a.ID} {
			if s != "" {
				b = binary.LittleEndian.AppendUint32(b, c.actors.put(s))
			}
		}
		b = binary.LittleEndian.AppendUint32(b, math.MaxUint32) // ends one actor
	}
	c.set = b
	if code, ok := c.sets.code[string(b)]; ok { // makes no string
		return code
	}
	return c.sets.put(string(b))
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
