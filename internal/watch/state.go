package watch

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// stateVersion is the form of the state file.
const stateVersion = 1

// memory is what the state file holds.
type memory struct {
	Version int                             `json:"version"`
	Feeds   map[string]*feedState           `json:"feeds"`
	Folders map[string]map[string]fileState `json:"folders"` // by absolute path, then by file name
}

// feedState is what is known of one feed.
type feedState struct {
	ETag         string                `json:"etag,omitempty"`
	LastModified string                `json:"last_modified,omitempty"`
	Next         time.Time             `json:"next"`               // not to be asked before
	Failures     int                   `json:"failures,omitempty"` // in a row
	Gone         bool                  `json:"gone,omitempty"`     // the server says that it is gone for good
	Entries      map[string]entryState `json:"entries"`            // by key
}

// entryState is one entry that was taken, or tried.
type entryState struct {
	Stamp string    `json:"stamp,omitempty"`
	Seen  time.Time `json:"seen"`            // last in the feed
	Tries int       `json:"tries,omitempty"` // not taken yet: so many times its article could not be fetched
}

// fileState is one file that was taken.
type fileState struct {
	Size     int64     `json:"size"`
	Modified time.Time `json:"modified"`
}

func (f fileState) same(g fileState) bool { return f.Size == g.Size && f.Modified.Equal(g.Modified) }

// state is the memory and its file.
type state struct {
	mu   sync.Mutex
	path string
	memory
}

// load reads a state file; none is an empty memory.
func load(path string) (*state, error) {
	s := &state{path: path, memory: memory{Version: stateVersion}}
	raw, err := os.ReadFile(path) //nolint:gosec // the user names the file
	switch {
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("read what was taken before: %w", err)
	default:
		if err := json.Unmarshal(raw, &s.memory); err != nil || s.Version < 1 {
			return nil, fmt.Errorf("%s is damaged\nhint: remove it; everything is then read again, and the database recognises the reports it has", path)
		}
		if s.Version > stateVersion {
			return nil, fmt.Errorf("%s was written by a newer sitmap\nhint: use that one, or another --state", path)
		}
	}
	if s.Feeds == nil {
		s.Feeds = map[string]*feedState{}
	}
	if s.Folders == nil {
		s.Folders = map[string]map[string]fileState{}
	}
	return s, nil
}

// change applies do to the memory and writes it down.
func (s *state) change(do func(m *memory)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	do(&s.memory)
	raw, err := json.Marshal(s.memory)
	if err != nil {
		return fmt.Errorf("remember what was taken: %w", err)
	}
	if err := replace(s.path, raw); err != nil {
		return fmt.Errorf("remember what was taken: %w", err)
	}
	return nil
}

// look lets do read the memory.
func (s *state) look(do func(m *memory)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	do(&s.memory)
}

// feed gives the feed's state, made when there is none. Call it inside change or look.
func (m *memory) feed(u string) *feedState {
	f := m.Feeds[u]
	if f == nil {
		f = &feedState{}
		m.Feeds[u] = f
	}
	if f.Entries == nil {
		f.Entries = map[string]entryState{}
	}
	return f
}

// replace writes a file so that at any moment the old or the new one is there, whole.
func replace(path string, raw []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) //nolint:errcheck // gone after the rename
	_, err = f.Write(raw)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
