package gpkg

import (
	"context"
	"sync"
)

// longestLog is the length of the write-ahead log, in pages, from which a bulk load
// waits until the log is written back: 256 MB of new files' pages.
const longestLog = 32_768

// A commit writes the log back into the file when it is long, and whoever commits
// waits. A bulk load has that done beside its next transaction instead: a reading
// connection may do it, and SQLite lets it while another writes.

// checkpoints writes the log back in another goroutine.
type checkpoints struct {
	mu      sync.Mutex
	running chan struct{} // closed at the end; nil when none runs
	long    bool          // the log was too long the last time
}

// start begins to write the log back, unless that is being done.
func (c *checkpoints) start(db *DB) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.running != nil {
		return
	}
	done := make(chan struct{})
	c.running = done
	go func() {
		defer close(done)
		var busy, pages, written int
		// What fails stays in the log, where it is as safe; the next commit or Close says so.
		err := db.read.QueryRowContext(context.Background(), `PRAGMA wal_checkpoint(PASSIVE)`).Scan(&busy, &pages, &written)
		c.mu.Lock()
		defer c.mu.Unlock()
		c.running, c.long = nil, err == nil && pages > longestLog
	}()
}

// wait waits for the end of what is running.
func (c *checkpoints) wait() {
	c.mu.Lock()
	running := c.running
	c.mu.Unlock()
	if running != nil {
		<-running
	}
}

// waitIfLong waits until the log is written back when it has become long, so that the next commits begin it anew.
func (c *checkpoints) waitIfLong(db *DB) {
	c.wait()
	c.mu.Lock()
	long := c.long
	c.mu.Unlock()
	if long {
		c.start(db)
		c.wait()
	}
}
