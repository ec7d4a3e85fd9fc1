// Package media reads what a photo or a video says of itself: where, when and with
// what it was taken. [ReadFile] and [Read] give an [Info]; [Hash] and [Distance] find
// the same picture saved again.
//
// What a file does not say stays unknown: a nil pointer or an empty string, never a
// default. Missing metadata is no sign of anything, as most services strip it. What
// is there but cannot be right (a position of 0, 0, a date of zeros) is left out and
// named in Info.Doubts. Nothing here proves anything: every field can be edited.
//
// Photos: EXIF in JPEG, PNG (eXIf), WebP, TIFF, HEIC and AVIF, by
// github.com/bep/imagemeta; XMP and IPTC are not read. Videos: the header of MP4 and
// MOV. The bytes stay on this machine and no temporary file is made. Positions are
// longitude, latitude in degrees on WGS 84.
package media

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/paulmach/orb"

	"sitmap/geo"
)

// Limits bound what is read. The zero value of a field means its default.
type Limits struct {
	Bytes  int64 // the largest file; 64 MiB
	Pixels int64 // the largest picture that [Hash] decodes, which takes up to 8 bytes a pixel; 50 million
}

func (l Limits) withDefaults() Limits {
	if l.Bytes <= 0 {
		l.Bytes = 64 << 20
	}
	if l.Pixels <= 0 {
		l.Pixels = 50e6
	}
	return l
}

// North says from which north a direction counts.
type North string

// The norths. The empty North means that the file does not say.
const (
	TrueNorth     North = "true"
	MagneticNorth North = "magnetic"
)

// Info is what a file says of itself.
type Info struct {
	SHA256 string // of the whole file, in hexadecimal
	Bytes  int64
	MIME   string // by the first bytes, not the name; empty when unknown
	Unread string // why no metadata was read; empty when the file was searched for it

	Width, Height int // in pixels as stored, before Orientation; 0 when unknown
	Orientation   int // EXIF's 1 to 8; 0 when unknown

	GPS         *orb.Point   // where the device says it was; lon, lat
	GPSAccuracy *geo.Metres  // the device's own estimate of the error
	Altitude    *geo.Metres  // above sea level, negative below
	Direction   *geo.Degrees // into which the camera looked, 0 to 360
	North       North        // what Direction counts from

	Time    *time.Time     // the camera's wall clock at the shot, written as if it were UTC; see Instant
	Offset  *time.Duration // of the wall clock from UTC; nil when the zone is unknown
	GPSTime *time.Time     // UTC, of the last fix
	Header  *time.Time     // a video's creation time; UTC by the standard, though some cameras write their wall clock

	Make, Model string // of the camera
	Software    string // that wrote the file last

	Doubts []string // what is there but cannot be right, a sentence each
}

// Instant gives the moment of the shot by the camera's clock; false when the time or
// its zone is unknown.
func (i Info) Instant() (time.Time, bool) {
	if i.Time == nil || i.Offset == nil {
		return time.Time{}, false
	}
	return i.Time.Add(-*i.Offset), true
}

func (i *Info) doubt(format string, args ...any) {
	i.Doubts = append(i.Doubts, fmt.Sprintf(format, args...))
}

// ReadFile reads a file. It fails when the path is no regular file, cannot be read or
// holds more than the limit. A file without metadata or of another format is no error.
func ReadFile(path string, l Limits) (Info, error) {
	st, err := os.Stat(path)
	if err != nil {
		return Info{}, fmt.Errorf("media: %w", err)
	}
	if !st.Mode().IsRegular() {
		return Info{}, fmt.Errorf("media: %s is not a regular file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return Info{}, fmt.Errorf("media: %w", err)
	}
	defer func() { _ = f.Close() }() // opened for reading only
	i, err := inspect(f, st.Size(), l)
	if err != nil {
		return Info{}, fmt.Errorf("media: %s: %w", path, err)
	}
	return i, nil
}

// Read reads a file from a stream into memory, up to the limit. Fails like [ReadFile].
func Read(r io.Reader, l Limits) (Info, error) {
	b, err := all(r, l)
	if err != nil {
		return Info{}, fmt.Errorf("media: %w", err)
	}
	i, err := inspect(bytes.NewReader(b), int64(len(b)), l)
	if err != nil {
		return Info{}, fmt.Errorf("media: %w", err)
	}
	return i, nil
}

// all reads a stream whose length has a limit.
func all(r io.Reader, l Limits) ([]byte, error) {
	limit := l.withDefaults().Bytes
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("the file cannot be read: %w", err)
	}
	return b, tooLarge(int64(len(b)), limit)
}

func tooLarge(size, limit int64) error {
	if size > limit {
		return fmt.Errorf("the file is larger than %d bytes; raise the limit or cut it", limit)
	}
	return nil
}

// inspect reads a file of a known size. A reader that ends early gives an error.
func inspect(r io.ReaderAt, size int64, l Limits) (Info, error) {
	if err := tooLarge(size, l.withDefaults().Bytes); err != nil {
		return Info{}, err
	}
	sum := sha256.New()
	if n, err := io.Copy(sum, io.NewSectionReader(r, 0, size)); err != nil || n != size {
		return Info{}, fmt.Errorf("only %d of %d bytes can be read: %w", n, size, errOr(err, io.ErrUnexpectedEOF))
	}
	i := Info{SHA256: hex.EncodeToString(sum.Sum(nil)), Bytes: size}
	var head [64]byte
	n, err := r.ReadAt(head[:min(size, 64)], 0)
	if err != nil && err != io.EOF {
		return Info{}, fmt.Errorf("the file cannot be read: %w", err)
	}
	f := sniff(head[:n])
	i.MIME = f.mime
	switch {
	case f.photo != 0:
		i.readPhoto(r, size, f.photo)
	case f.video:
		i.readVideo(r, size)
	case size == 0:
		i.Unread = "the file is empty"
	case f.mime != "":
		i.Unread = "metadata of " + f.mime + " is not read here"
	default:
		i.Unread = "the format is not one of those that are read here"
	}
	return i, nil
}

func errOr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
