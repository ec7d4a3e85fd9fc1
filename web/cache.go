package web

import (
	"container/list"
	"sync"
	"sync/atomic"
)

// tileCache keeps finished tiles within a bound of bytes, all their codings
// counted. Tiles with a filter have their own small share, so that a client that
// tries many filters cannot push out what all others look at, and so have those
// of archives. A tile that several ask for at once is made once.
type tileCache struct {
	plain, filtered, archived share
}

const (
	plainBytes    = 96 << 20
	filteredBytes = 16 << 20
	archivedBytes = 48 << 20
)

func newTileCache() *tileCache {
	return &tileCache{newShare(plainBytes), newShare(filteredBytes), newShare(archivedBytes)}
}

// of gives the share that a key belongs to.
func (t *tileCache) of(key tileKey) *share {
	switch {
	case key.query != "":
		return &t.filtered
	case key.source[0] != '/':
		return &t.archived
	}
	return &t.plain
}

// tileKey names what is kept: a tile of a source under a query as it was written.
type tileKey struct {
	source  string
	z, x, y uint32
	query   string
}

// share keeps entries until its bytes run out; then those go that nobody asked
// for since they were last looked at.
type share struct {
	mu    sync.RWMutex
	limit int
	bytes int
	byKey map[tileKey]*entry
	order *list.List // of *entry, the next to be looked at behind
}

// entry is one tile of the cache.
type entry struct {
	key   tileKey
	share *share
	build sync.Mutex // held while the tile is made
	valid atomic.Pointer[validity]
	used  atomic.Bool
	size  int           // of what is kept; guarded by the share
	place *list.Element // nil when it is kept no longer; guarded by the share
}

// validity says up to which version of the store a tile is known to be right.
type validity struct {
	version uint64
	*rendition
}

func newShare(limit int) share {
	return share{limit: limit, byKey: make(map[tileKey]*entry), order: list.New()}
}

// find gives the entry that is kept under a key, or nil.
func (s *share) find(key tileKey) *entry {
	s.mu.RLock()
	e := s.byKey[key]
	s.mu.RUnlock()
	if e != nil && !e.used.Load() {
		e.used.Store(true)
	}
	return e
}

// What an entry and each coding cost beside their bytes: the structures, the map's slot, headers (measured).
const (
	overhead     = 650
	formOverhead = 250
)

// take gives the entry of a key, a new one if there is none.
func (s *share) take(key tileKey) *entry {
	if e := s.find(key); e != nil {
		return e
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := s.byKey[key]; e != nil {
		return e
	}
	e := &entry{key: key, share: s, size: overhead + len(key.query)}
	e.place = s.order.PushFront(e)
	s.byKey[key] = e
	s.bytes += e.size
	s.evict()
	return e
}

// grow accounts for bytes that an entry has won or lost. One that would fill a
// quarter of the share is not kept at all.
func (s *share) grow(e *entry, by int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e.place == nil {
		return
	}
	e.size += by
	s.bytes += by
	if e.size > s.limit/4 {
		s.remove(e)
	}
	s.evict()
}

// drop takes an entry out, as when its tile could not be made.
func (s *share) drop(e *entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e.place != nil {
		s.remove(e)
	}
}

func (s *share) remove(e *entry) {
	s.order.Remove(e.place)
	e.place = nil
	s.bytes -= e.size
	delete(s.byKey, e.key)
}

// evict makes room. An entry that was used since the last look gets another
// round; one whose tile is being made stays.
func (s *share) evict() {
	for looks := 2 * s.order.Len(); s.bytes > s.limit && looks > 0; looks-- {
		back := s.order.Back()
		e := back.Value.(*entry) //nolint:forcetypeassert // the list holds nothing else
		if e.used.Swap(false) || e.valid.Load() == nil {
			s.order.MoveToFront(back)
			continue
		}
		s.remove(e)
	}
}

// maker says how an entry's tile is made and whether an older one still stands.
type maker struct {
	version uint64
	make    func() ([]byte, error)
	stands  func(since uint64) bool // whether nothing has changed since that version
	mime    []string
	cache   []string
	effort  effort
	wrap    func(made []byte) *rendition // in place of the three above
}

// rendition makes what is kept of the bytes.
func (m *maker) rendition(made []byte) *rendition {
	if m.wrap != nil {
		return m.wrap(made)
	}
	return newRendition(made, m.mime, m.cache, m.effort)
}

// ensure gives the entry's tile at the maker's version or a later one. A tile
// that comes out as it was keeps its codings and its ETag.
func (e *entry) ensure(m *maker) (*rendition, error) {
	if v := e.valid.Load(); v != nil && v.version >= m.version {
		return v.rendition, nil
	}
	e.build.Lock()
	defer e.build.Unlock()
	old := e.valid.Load()
	if old != nil {
		if old.version >= m.version {
			return old.rendition, nil
		}
		if m.stands(old.version) {
			e.valid.Store(&validity{m.version, old.rendition})
			return old.rendition, nil
		}
	}
	plain, err := m.make()
	if err != nil {
		e.share.drop(e)
		return nil, err
	}
	if old != nil && string(plain) == string(old.plain) {
		e.valid.Store(&validity{m.version, old.rendition})
		return old.rendition, nil
	}
	r := m.rendition(plain)
	r.kept = e
	e.valid.Store(&validity{m.version, r})
	won := len(plain)
	if old != nil {
		won -= old.retire()
	}
	e.share.grow(e, won)
	return r, nil
}
