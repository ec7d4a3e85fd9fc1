package pmtiles

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

// fixed is a file that never changes.
type fixed struct {
	r io.ReaderAt
	n int64
}

func (f *fixed) read(_ context.Context, offset, length int64, _ string) ([]byte, string, error) {
	b, err := readAt(f.r, offset, length, f.n)
	return b, "", err
}

func (f *fixed) same(context.Context, string) error { return nil }
func (f *fixed) size() int64                        { return f.n }
func (f *fixed) close() error                       { return nil }

// readAt reads what there is of a part; it takes memory for no more than the file has.
func readAt(r io.ReaderAt, offset, length, size int64) ([]byte, error) {
	length = min(length, size-offset)
	if length <= 0 {
		return nil, nil
	}
	b := make([]byte, length)
	n, err := r.ReadAt(b, offset)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading the archive: %w", err)
	}
	return b[:n], nil
}

// file is a file by name: what stands under the name is looked at before every read.
type file struct {
	path string
	mu   sync.RWMutex
	f    *os.File
	info os.FileInfo
}

func newFile(path string) (*file, error) {
	f := &file{path: path}
	return f, f.open()
}

// open opens what stands under the name now.
func (f *file) open() error {
	opened, err := os.Open(f.path)
	if err != nil {
		return err
	}
	info, err := opened.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is not a file", f.path)
	}
	if err != nil {
		_ = opened.Close() // the first error is the one to report
		return err
	}
	if f.f != nil {
		_ = f.f.Close() // it was only read
	}
	f.f, f.info = opened, info
	return nil
}

func version(i os.FileInfo) string { return fmt.Sprintf("%d-%d", i.ModTime().UnixNano(), i.Size()) }

// fresh opens the file again when another stands under its name.
func (f *file) fresh() error {
	now, err := os.Stat(f.path)
	if err != nil {
		return nil //nolint:nilerr // removed or being replaced: the open one still serves
	}
	f.mu.RLock()
	same := os.SameFile(now, f.info) && version(now) == version(f.info)
	f.mu.RUnlock()
	if same {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.open()
}

func (f *file) read(_ context.Context, offset, length int64, wanted string) ([]byte, string, error) {
	if err := f.fresh(); err != nil {
		return nil, "", err
	}
	f.mu.RLock()
	defer f.mu.RUnlock()
	v := version(f.info)
	if wanted != "" && v != wanted {
		return nil, v, errChanged
	}
	b, err := readAt(f.f, offset, length, f.info.Size())
	return b, v, err
}

func (f *file) same(_ context.Context, wanted string) error {
	if err := f.fresh(); err != nil {
		return err
	}
	f.mu.RLock()
	defer f.mu.RUnlock()
	if version(f.info) != wanted {
		return errChanged
	}
	return nil
}

func (f *file) size() int64 {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return f.info.Size()
}

func (f *file) close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.f.Close()
}
