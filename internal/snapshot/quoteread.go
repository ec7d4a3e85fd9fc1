package snapshot

import (
	"sync"
	"time"

	"sitmap/internal/event"
)

// quoteReading is the reading of all quotes in the background, one at a time.
type quoteReading struct {
	mu      sync.Mutex
	running bool
	changed map[event.ID]bool // events that changed since it was begun
	failed  time.Time
	err     error // of the last reading, until somebody takes it
	done    sync.WaitGroup
}

// readAgain is how long a reading that failed is not tried again.
const readAgain = 10 * time.Second

// start begins a reading unless one is going on or has just failed.
func (r *quoteReading) start(read func() error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.running || time.Since(r.failed) < readAgain {
		return
	}
	r.running, r.changed = true, make(map[event.ID]bool)
	r.done.Go(func() {
		if err := read(); err != nil {
			r.fail(err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.running, r.changed = false, nil
	})
}

func (r *quoteReading) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failed, r.err = time.Now(), err
}

// note remembers which events change while a reading goes on.
func (r *quoteReading) note(edits map[event.ID]*Row) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for id := range edits {
		if r.running {
			r.changed[id] = true
		}
	}
}

// touched reports whether an event has changed since the reading was begun.
func (r *quoteReading) touched(id []byte) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.changed[event.ID(id)]
}

// takeError gives the error of a reading that failed, once.
func (r *quoteReading) takeError() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	err := r.err
	r.err = nil
	return err
}
