// Package archive opens the zip files that KMZ and XLSX are, with limits: an archive
// of at most [MaxPacked] bytes, of whose members at most a stated number is unpacked.
package archive

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// MaxPacked is the size up to which an archive is read, in bytes.
const MaxPacked = 256 << 20

// ErrInvalid is wrapped by every error about an archive.
var ErrInvalid = errors.New("not a zip archive that can be read")

// Magic begins every zip archive that has a member.
const Magic = "PK\x03\x04"

// Open reads the directory of an archive. A file is read in place; of anything else
// the packed bytes are held in memory.
func Open(r io.Reader) (*zip.Reader, error) {
	at, size, err := inPlace(r)
	if err != nil {
		return nil, err
	}
	if size > MaxPacked {
		return nil, fmt.Errorf("%w: it has more than %d MiB; unpack it or split it", ErrInvalid, MaxPacked>>20)
	}
	z, err := zip.NewReader(at, size)
	if err != nil {
		return nil, fmt.Errorf("%w: %w; it may be cut short", ErrInvalid, err)
	}
	return z, nil
}

func inPlace(r io.Reader) (io.ReaderAt, int64, error) {
	if f, ok := r.(interface {
		io.ReaderAt
		io.Seeker
	}); ok {
		if at, err := f.Seek(0, io.SeekCurrent); err == nil && at == 0 {
			if size, err := f.Seek(0, io.SeekEnd); err == nil {
				return f, size, nil
			}
		}
	}
	data, err := io.ReadAll(io.LimitReader(r, MaxPacked+1))
	if err != nil {
		return nil, 0, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	return bytes.NewReader(data), int64(len(data)), nil
}

// Member opens a member, whatever its name's case; nil when there is none. What is read
// of it ends with an error after limit bytes.
func Member(z *zip.Reader, name string, limit int64) (io.Reader, error) {
	for _, f := range z.File {
		if strings.EqualFold(strings.TrimPrefix(f.Name, "/"), strings.TrimPrefix(name, "/")) {
			return Unpack(f, limit)
		}
	}
	return nil, nil
}

// Unpack opens a member; what is read of it ends with an error after limit bytes.
func Unpack(f *zip.File, limit int64) (io.Reader, error) {
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %q: %w", ErrInvalid, f.Name, err)
	}
	return &limited{r: r, name: f.Name, left: limit, limit: limit}, nil
}

type limited struct {
	r           io.Reader
	name        string
	left, limit int64
}

// Read reads.
func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, fmt.Errorf("%w: %q unpacks to more than %d MiB", ErrInvalid, l.name, l.limit>>20)
	}
	n, err := l.r.Read(p[:min(int64(len(p)), l.left)])
	l.left -= int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("%w: %q: %w", ErrInvalid, l.name, err)
	}
	return n, err
}
