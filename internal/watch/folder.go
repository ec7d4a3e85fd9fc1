package watch

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sitmap/internal/ingest"
)

// folder is one watched folder.
type folder struct {
	dir     string
	waiting map[string]*waiting // files seen and not taken yet
	missing bool                // the folder could not be read at the last look
}

// waiting is a file that is not taken yet.
type waiting struct {
	fileState
	since    time.Time // it has looked like this
	next     time.Time // not to be tried before
	failures int
	ignored  bool // said so
}

// emptyWait is how long an empty file is left alone: many programs make it first and fill it later.
const emptyWait = time.Minute

// unfinished knows the names that programs give to files they are still writing, and hidden ones.
func unfinished(name string) bool {
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~") || strings.HasSuffix(name, "~") {
		return true
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".swp", ".filepart":
		return true
	}
	return false
}

// watchFolder looks into the folder until ctx ends. Its error is the state file's.
func (w *watcher) watchFolder(ctx context.Context, f *folder) error {
	w.Say("watching the folder %s", f.dir)
	for {
		if err := w.look(ctx, f); err != nil {
			return err
		}
		if !sleep(ctx, w.Look) {
			return nil
		}
	}
}

// look takes the files of the folder that are finished and were not taken before.
func (w *watcher) look(ctx context.Context, f *folder) error {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		if !f.missing {
			w.Say("the folder %s cannot be read (%v); looking again", f.dir, err)
		}
		f.missing = true
		return nil
	}
	f.missing = false
	there := map[string]bool{}
	for _, e := range entries {
		if ctx.Err() != nil {
			return nil
		}
		there[e.Name()] = true
		if unfinished(e.Name()) || e.IsDir() {
			continue
		}
		if err := w.file(ctx, f, e); err != nil {
			return err
		}
	}
	return w.forget(f, there)
}

// forget drops files that are no longer there.
func (w *watcher) forget(f *folder, there map[string]bool) error {
	for name := range f.waiting {
		if !there[name] {
			delete(f.waiting, name)
		}
	}
	var gone []string
	w.state.look(func(m *memory) {
		for name := range m.Folders[f.dir] {
			if !there[name] {
				gone = append(gone, name)
			}
		}
	})
	if gone == nil {
		return nil
	}
	return w.state.change(func(m *memory) {
		for _, name := range gone {
			delete(m.Folders[f.dir], name)
		}
	})
}

// file takes one file if it is finished.
func (w *watcher) file(ctx context.Context, f *folder, e fs.DirEntry) error {
	info, err := e.Info()
	if err != nil {
		return nil // gone since
	}
	name, now := e.Name(), time.Now()
	seen := fileState{Size: info.Size(), Modified: info.ModTime()}
	var taken bool
	w.state.look(func(m *memory) {
		old, ok := m.Folders[f.dir][name]
		taken = ok && old.same(seen)
	})
	if taken {
		return nil
	}
	at := f.waiting[name]
	if at == nil || !at.same(seen) {
		at = &waiting{fileState: seen, since: now}
		f.waiting[name] = at
	}
	if !info.Mode().IsRegular() {
		if !at.ignored {
			w.Say("%s is no regular file (a link, a pipe, a device); it is left alone", filepath.Join(f.dir, name))
		}
		at.ignored = true
		return nil
	}
	wait := w.Settle
	if seen.Size == 0 {
		wait = max(wait, emptyWait)
	}
	if now.Sub(at.since) < wait || now.Before(at.next) {
		return nil
	}
	return w.takeFile(ctx, f, name, at, info)
}

// takeFile takes one file. Its error is the state file's.
func (w *watcher) takeFile(ctx context.Context, f *folder, name string, at *waiting, info fs.FileInfo) error {
	path := filepath.Join(f.dir, name)
	changed, err := w.readFile(ctx, f, name, info)
	var refused bool
	switch {
	case changed:
		at.since = time.Now() // it is not finished after all
		return nil
	case err == nil:
	case ctx.Err() != nil:
		return nil
	case errors.Is(err, ingest.ErrRefused):
		refused = true
		w.Say("%v", err)
	default:
		at.failures++
		wait := backoff(at.failures, firstWait, 0)
		at.next = time.Now().Add(wait)
		w.Say("%s: %v; trying again in %s", path, err, wait)
		return nil
	}
	delete(f.waiting, name)
	if err := w.state.change(func(m *memory) {
		if m.Folders[f.dir] == nil {
			m.Folders[f.dir] = map[string]fileState{}
		}
		m.Folders[f.dir][name] = at.fileState
	}); err != nil {
		return err
	}
	if refused {
		w.Say("%s is left alone until it changes", path)
	}
	return nil
}

// readFile hands the file on, and says whether it changed meanwhile. The file is opened inside
// the folder, so that a link put in its place leads nowhere.
func (w *watcher) readFile(ctx context.Context, f *folder, name string, info fs.FileInfo) (changed bool, err error) {
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return false, err
	}
	defer root.Close() //nolint:errcheck // read only
	in, err := root.Open(name)
	if err != nil {
		return false, err
	}
	defer in.Close() //nolint:errcheck // read only
	before, err := in.Stat()
	if err != nil {
		return false, err
	}
	if !os.SameFile(info, before) || !before.Mode().IsRegular() {
		return true, nil
	}
	path := filepath.Join(f.dir, name)
	err = w.take(ctx, path, w.Open(ctx, path, in))
	after, statErr := in.Stat()
	changed = statErr == nil && (after.Size() != info.Size() || !after.ModTime().Equal(info.ModTime()))
	return changed, err
}
