package media

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"
	"time"
)

// FuzzRead holds that no file makes the reader panic or hang, and that what it gives
// can be on Earth.
func FuzzRead(f *testing.F) {
	img := picture(24, 16, 1)
	le := kyiv(binary.LittleEndian)
	for _, b := range [][]byte{
		jpegWith(f, img, le), jpegWith(f, img, kyiv(binary.BigEndian)), pngWith(f, img, le), webpWith(f, le), heicWith(le, 0x44), heicWith(le, 0), le,
		mov(mvhd(3900000000), box("trak", tkhd(640, 480)), xyz("+50.4505+030.5234+120.5/")),
		mov(metaKeys(true, "com.apple.quicktime.creationdate", "2026-05-01T14:03:22+0300", "com.apple.quicktime.location.ISO6709", "-33.86+151.21/")),
	} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1<<20 {
			return
		}
		start := time.Now()
		i, err := Read(bytes.NewReader(b), Limits{})
		if err != nil {
			t.Fatalf("every file of this size is read: %v", err)
		}
		if d := time.Since(start); d > 5*time.Second {
			t.Fatalf("took %v", d)
		}
		if i.GPS != nil && !(math.Abs(i.GPS[0]) <= 180 && math.Abs(i.GPS[1]) <= 90) {
			t.Fatalf("position %v", *i.GPS)
		}
		if i.Direction != nil && !(*i.Direction >= 0 && *i.Direction < 360) {
			t.Fatalf("direction %v", *i.Direction)
		}
		if i.Altitude != nil && math.IsNaN(float64(*i.Altitude)) || i.Offset != nil && i.Offset.Abs() > 14*time.Hour {
			t.Fatalf("altitude %v, offset %v", i.Altitude, i.Offset)
		}
		if h, err := Hash(bytes.NewReader(b), Limits{Pixels: 1e6}); err != nil && h != 0 {
			t.Fatalf("a hash %x beside the error %v", h, err)
		}
	})
}
