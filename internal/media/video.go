package media

import (
	"encoding/binary"
	"fmt"
	"io"
	"time"
)

// The header of a video (moov) is read up to this many bytes and boxes; real ones
// have some megabytes for an hour.
const (
	maxMoov  = 16 << 20
	maxBoxes = 10000
)

// readVideo finds the header among the boxes of a file (ISO/IEC 14496-12, and
// Apple's QuickTime File Format).
func (i *Info) readVideo(r io.ReaderAt, size int64) {
	for at, n := int64(0), 0; at+8 <= size; n++ {
		if n == maxBoxes {
			i.Unread = "the video has too many parts"
			return
		}
		typ, head, length, err := boxHeader(r, at, size)
		if err != nil {
			i.Unread = err.Error()
			return
		}
		if typ == "moov" {
			if length > maxMoov {
				i.Unread = fmt.Sprintf("the header of the video is larger than %d bytes", maxMoov)
				return
			}
			b := make([]byte, length-head)
			if _, err := io.ReadFull(io.NewSectionReader(r, at+head, length-head), b); err != nil {
				i.Unread = "the header of the video is cut off"
				return
			}
			i.moov(b)
			return
		}
		at += length
	}
	i.Unread = "the video has no header (moov)"
}

// boxHeader reads the type, the length of the header and the length of a box.
func boxHeader(r io.ReaderAt, at, size int64) (typ string, head, length int64, err error) {
	var b [16]byte
	n, _ := r.ReadAt(b[:min(16, size-at)], at)
	if n < 8 {
		return "", 0, 0, fmt.Errorf("the video is cut off at byte %d", at)
	}
	head, length = 8, int64(binary.BigEndian.Uint32(b[:]))
	switch {
	case length == 0:
		length = size - at // up to the end
	case length == 1 && n == 16:
		head, length = 16, int64(min(binary.BigEndian.Uint64(b[8:]), 1<<62))
	}
	if length < head || length > size-at {
		return "", 0, 0, fmt.Errorf("the video is cut off or malformed at byte %d", at)
	}
	return string(b[4:8]), head, length, nil
}

// boxes calls f for the boxes of a buffer until one is malformed. The short header
// is enough below moov.
func boxes(b []byte, f func(typ string, body []byte)) {
	for n := 0; len(b) >= 8 && n < maxBoxes; n++ {
		length := int64(binary.BigEndian.Uint32(b))
		if length < 8 || length > int64(len(b)) {
			return
		}
		f(string(b[4:8]), b[8:length])
		b = b[length:]
	}
}

func (i *Info) moov(b []byte) {
	boxes(b, func(typ string, body []byte) {
		switch typ {
		case "mvhd":
			i.created(body)
		case "trak":
			boxes(body, func(typ string, body []byte) {
				if typ == "tkhd" {
					i.track(body)
				}
			})
		case "udta":
			boxes(body, i.userData)
		case "meta":
			i.keys(body)
		}
	})
}

// created reads the creation time, in seconds since 1904.
func (i *Info) created(b []byte) {
	var s uint64
	switch {
	case len(b) >= 12 && b[0] == 0:
		s = uint64(binary.BigEndian.Uint32(b[4:]))
	case len(b) >= 20 && b[0] == 1:
		s = binary.BigEndian.Uint64(b[4:])
	}
	if s == 0 {
		return // unknown
	}
	if s > 1<<34 { // the year 2448
		i.doubt("The creation time in the header is not a date of this age.")
		return
	}
	t := time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(s) * time.Second)
	if i.plausible("The creation time in the header", t) {
		i.Header = &t
	}
}

// track takes the size of the largest track; sound has none.
func (i *Info) track(b []byte) {
	size := 84 // version 0
	if len(b) > 0 && b[0] == 1 {
		size = 96
	}
	if len(b) < size {
		return
	}
	w, h := int(binary.BigEndian.Uint16(b[size-8:])), int(binary.BigEndian.Uint16(b[size-4:]))
	if w*h > i.Width*i.Height {
		i.Width, i.Height = w, h
	}
}

// userData reads the international texts of QuickTime (©xyz and others): a length,
// a language, the text.
func (i *Info) userData(typ string, b []byte) {
	if typ == "meta" {
		i.keys(b)
		return
	}
	if len(b) < 4 || typ[0] != 0xa9 {
		return
	}
	n := int(binary.BigEndian.Uint16(b))
	if n > len(b)-4 {
		return
	}
	i.say("udta."+typ[1:], string(b[4:4+n]))
}

// keys reads a meta box: names in its keys box, values in its ilst box.
func (i *Info) keys(b []byte) {
	if len(b) >= 12 && string(b[4:8]) != "hdlr" && string(b[8:12]) == "hdlr" {
		b = b[4:] // the ISO form begins with version and flags
	}
	var names []string
	boxes(b, func(typ string, body []byte) {
		switch typ {
		case "keys":
			if len(body) < 8 {
				return
			}
			boxes(body[8:], func(_ string, name []byte) { names = append(names, string(name)) })
		case "ilst":
			boxes(body, func(typ string, body []byte) {
				n := int(binary.BigEndian.Uint32([]byte(typ)))
				if n < 1 || n > len(names) {
					return
				}
				boxes(body, func(typ string, data []byte) {
					if typ == "data" && len(data) >= 8 && binary.BigEndian.Uint32(data) == 1 { // UTF-8
						i.say(names[n-1], string(data[8:]))
					}
				})
			})
		}
	})
}

// say takes one named text of a video; the first of each kind counts.
func (i *Info) say(name, value string) {
	value = clean(value)
	if value == "" {
		return
	}
	set := func(s *string) {
		if *s == "" {
			*s = value
		}
	}
	switch name {
	case "udta.mak", "com.apple.quicktime.make", "com.android.manufacturer":
		set(&i.Make)
	case "udta.mod", "com.apple.quicktime.model", "com.android.model":
		set(&i.Model)
	case "udta.swr", "com.apple.quicktime.software":
		set(&i.Software)
	case "udta.day", "com.apple.quicktime.creationdate":
		i.creationDate(value)
	case "udta.xyz", "com.apple.quicktime.location.ISO6709":
		if i.GPS == nil {
			i.iso6709(value)
		}
	}
}

// creationDate reads a wall clock with its offset, as phones write it.
func (i *Info) creationDate(value string) {
	if i.Time != nil {
		return
	}
	for _, layout := range [...]string{"2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05Z07:00"} {
		t, err := time.Parse(layout, value)
		if err != nil {
			continue
		}
		_, s := t.Zone()
		wall := t.UTC().Add(time.Duration(s) * time.Second)
		if i.plausible("The date of the shot", wall) {
			i.Time = &wall
			if d := time.Duration(s) * time.Second; d.Abs() <= widestOffset {
				i.Offset = &d
			} else {
				i.doubt("The offset from UTC in %q is no zone's.", value)
			}
		}
		return
	}
}
