package media

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/bep/imagemeta"
)

// tags holds the EXIF values of a photo by name, and the names whose values could
// not be converted.
type tags struct {
	value  map[string]any
	broken map[string]bool
}

const (
	maxTagSize = 256 // bytes of a value; keeps lists of sub-directories short
	maxTags    = 5000
	maxCalls   = 200000 // reads and seeks in the file; a real one takes some hundreds
	gpsIFD     = "IFD0/GPSInfoIFD"
)

// wanted gives the directory in which a tag counts: numbers mean other things in others.
func wanted(t imagemeta.TagInfo) bool {
	switch t.Tag {
	case "Make", "Model", "Software", "Orientation":
		return t.Namespace == "IFD0"
	case "DateTimeOriginal", "OffsetTimeOriginal":
		return t.Namespace == "IFD0/ExifIFDP"
	case "GPSLatitude", "GPSLatitudeRef", "GPSLongitude", "GPSLongitudeRef", "GPSAltitude", "GPSAltitudeRef", "GPSHPositioningError",
		"GPSImgDirection", "GPSImgDirectionRef", "GPSDateStamp", "GPSTimeStamp", "GPSStatus", "GPSMapDatum":
		return t.Namespace == gpsIFD
	}
	return false
}

// unsafeHEIF says why a HEIF file is not given to the library, or "". An item table
// (iloc) with fields of no width lets a few bytes stand for billions of entries.
func unsafeHEIF(r io.ReaderAt, size int64) string {
	const most = 64 << 20
	if size > most {
		return "a HEIF file of more than 64 MiB is not searched"
	}
	b := make([]byte, size)
	if _, err := io.ReadFull(io.NewSectionReader(r, 0, size), b); err != nil {
		return "the file cannot be read: " + err.Error()
	}
	mark := []byte("iloc")
	for at := bytes.Index(b, mark); at >= 0; {
		for _, field := range [...]int{at + 8, at + 16} { // after a short and a long box header
			if field < len(b) && b[field] == 0 && (field == at+8 || long(b, at)) {
				return "the item table is malformed"
			}
		}
		next := bytes.Index(b[at+4:], mark)
		if next < 0 {
			break
		}
		at += 4 + next
	}
	return ""
}

// long says whether the box whose type stands at a place has a 64-bit size.
func long(b []byte, at int) bool {
	return at >= 4 && bytes.Equal(b[at-4:at], []byte{0, 0, 0, 1})
}

// frugal is a reader that gives up after a number of calls, so that tables that
// refer to themselves come to an end.
type frugal struct {
	r    io.ReadSeeker
	left int
}

var errCalls = errors.New("its tables lead to too many places")

func (f *frugal) Read(p []byte) (int, error) {
	if f.left--; f.left < 0 {
		return 0, errCalls
	}
	return f.r.Read(p)
}

func (f *frugal) Seek(offset int64, whence int) (int64, error) {
	if f.left--; f.left < 0 {
		return 0, errCalls
	}
	return f.r.Seek(offset, whence)
}

// decode runs the library within limits; a panic of it becomes an error.
func decode(r io.ReadSeeker, f imagemeta.ImageFormat) (t tags, config imagemeta.ImageConfig, err error) {
	t = tags{map[string]any{}, map[string]bool{}}
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the reader gave up: %v", p)
		}
	}()
	res, err := imagemeta.Decode(imagemeta.Options{
		R:               r,
		ImageFormat:     f,
		Sources:         imagemeta.EXIF | imagemeta.CONFIG,
		LimitNumTags:    maxTags,
		LimitTagSize:    maxTagSize,
		ShouldHandleTag: wanted,
		HandleTag: func(ti imagemeta.TagInfo) error {
			if _, twice := t.value[ti.Tag]; !twice {
				t.value[ti.Tag] = ti.Value
			}
			return nil
		},
		Warnf: func(format string, _ ...any) {
			if name, _, ok := strings.Cut(format, ":"); ok {
				t.broken[name] = true // the library hands on a zero in its place
			}
		},
	})
	return t, res.ImageConfig, err
}

// text gives a string without blanks and control characters at its ends.
func (t tags) text(name string) string {
	s, _ := t.value[name].(string)
	return clean(s)
}

// clean makes a string from a file fit to be shown: valid UTF-8, no control
// characters, at most 200 bytes.
func clean(s string) string {
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd")))
	if len(s) > 200 {
		s = strings.ToValidUTF8(s[:200], "")
	}
	return s
}

// number gives a finite number; false for none.
func (t tags) number(name string) (float64, bool) {
	if t.broken[name] {
		return 0, false
	}
	var f float64
	switch v := t.value[name].(type) {
	case interface{ Float64() float64 }:
		f = v.Float64()
	case float64:
		f = v
	case uint8:
		f = float64(v)
	case uint16:
		f = float64(v)
	case uint32:
		f = float64(v)
	default:
		return 0, false
	}
	return f, !math.IsNaN(f) && !math.IsInf(f, 0)
}

func (t tags) has(name string) bool {
	_, ok := t.value[name]
	return ok
}
