package web

import (
	"container/list"
	"sync"
)

// tileCache keeps finished tiles by ETag, within a bound of bytes. Tiles with a
// filter have their own small share, so that a client that tries many filters
// cannot push out what all others look at. A tile that several ask for at once
// is made once.
type tileCache struct {
	plain, filtered share
}

const (
	plainBytes    = 96 << 20
	filteredBytes = 16 << 20
)

func newTileCache() *tileCache {
	return &tileCache{newShare(plainBytes), newShare(filteredBytes)}
}

func (t *tileCache) get(key string, filtered bool, build func() (body, error)) (body, error) {
	if filtered {
		return t.filtered.get(key, build)
	}
	return t.plain.get(key, build)
}

// share is a least recently used cache.
type share struct {
	mu    sync.Mutex
	limit int
	bytes int
	byKey map[string]*list.Element
	order *list.List // of *cached, the latest used in front
}

type cached struct {
	key  string
	once sync.Once
	body body
	err  error
	size int // 0 while the tile is made
}

func newShare(limit int) share {
	return share{limit: limit, byKey: make(map[string]*list.Element), order: list.New()}
}

// get gives what is kept under key, or builds it; what failed is not kept.
func (s *share) get(key string, build func() (body, error)) (body, error) {
	s.mu.Lock()
	e, ok := s.byKey[key]
	if ok {
		s.order.MoveToFront(e)
	} else {
		e = s.order.PushFront(&cached{key: key})
		s.byKey[key] = e
	}
	item := e.Value.(*cached) //nolint:forcetypeassert // the list holds nothing else
	s.mu.Unlock()
	item.once.Do(func() {
		if item.body, item.err = build(); item.err != nil {
			s.forget(e)
			return
		}
		s.account(item)
	})
	return item.body, item.err
}

func (s *share) forget(e *list.Element) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.order.Remove(e)
	delete(s.byKey, e.Value.(*cached).key) //nolint:forcetypeassert // the list holds nothing else
}

// overhead is what an entry costs beside its bytes.
const overhead = 200

func (s *share) account(item *cached) {
	s.mu.Lock()
	defer s.mu.Unlock()
	item.size = len(item.body.plain) + len(item.body.gz) + overhead
	s.bytes += item.size
	for e := s.order.Back(); e != nil && s.bytes > s.limit; {
		before := e.Prev()
		if old := e.Value.(*cached); old.size > 0 { //nolint:forcetypeassert // the list holds nothing else
			s.bytes -= old.size
			s.order.Remove(e)
			delete(s.byKey, old.key)
		}
		e = before
	}
}
