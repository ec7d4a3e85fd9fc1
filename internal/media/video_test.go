package media

import (
	"bytes"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

// since1904 is a time as the headers of videos count.
func since1904(t time.Time) uint32 {
	return uint32(t.Sub(time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)) / time.Second)
}

func mvhd(created uint32) []byte {
	return box("mvhd", u32(0, created, created, 1000, 5000), make([]byte, 80))
}

func tkhd(w, h uint16) []byte { return box("tkhd", make([]byte, 76), u16(w, 0, h, 0)) }

func xyz(s string) []byte {
	return box("udta", box("\xa9xyz", u16(uint16(len(s)), 0x15c7), []byte(s)))
}

// metaKeys is Apple's meta box; full gives it the version of the ISO form.
func metaKeys(full bool, pairs ...string) []byte {
	var names, items [][]byte
	for i := 0; i < len(pairs); i += 2 {
		names = append(names, box("mdta", []byte(pairs[i])))
		items = append(items, box(string(u32(uint32(i/2+1))), box("data", u32(1, 0), []byte(pairs[i+1]))))
	}
	parts := [][]byte{
		box("hdlr", u32(0, 0), []byte("mdta"), make([]byte, 13)),
		box("keys", u32(0, uint32(len(names))), bytes.Join(names, nil)),
		box("ilst", items...),
	}
	if full {
		parts = append([][]byte{u32(0)}, parts...)
	}
	return box("meta", parts...)
}

func mov(moov ...[]byte) []byte {
	return bytes.Join([][]byte{box("ftyp", []byte("qt  "), u32(0), []byte("qt  ")), box("mdat", make([]byte, 100)), box("moov", moov...)}, nil)
}

func TestVideos(t *testing.T) {
	made := time.Date(2026, 5, 1, 11, 3, 22, 0, time.UTC)
	i := read(t, mov(mvhd(since1904(made)), box("trak", tkhd(0, 0)), box("trak", tkhd(1920, 1080)), xyz("+50.4505+030.5234+120.5/")))
	if i.Header == nil || !i.Header.Equal(made) || i.GPS == nil || *i.GPS != (orb.Point{30.5234, 50.4505}) || *i.Altitude != 120.5 ||
		i.Width != 1920 || i.Height != 1080 || i.MIME != "video/quicktime" || i.Time != nil || i.Doubts != nil || i.Unread != "" {
		t.Errorf("got %+v", i)
	}
	for _, full := range []bool{false, true} {
		i = read(t, mov(mvhd(0), metaKeys(full,
			"com.apple.quicktime.make", "Acme", "com.apple.quicktime.model", "Phone 3", "com.apple.quicktime.software", "1.2",
			"com.apple.quicktime.creationdate", "2026-05-01T14:03:22+0300", "com.apple.quicktime.location.ISO6709", "-33.8600+151.2100/")))
		if at, ok := i.Instant(); !ok || !at.Equal(made) || i.Time.Hour() != 14 || i.Header != nil || i.Make != "Acme" || i.Model != "Phone 3" || i.Software != "1.2" ||
			i.GPS == nil || *i.GPS != (orb.Point{151.21, -33.86}) || i.Altitude != nil {
			t.Errorf("got %+v", i)
		}
	}
	// Nothing said is nothing known.
	if i = read(t, mov(mvhd(0))); i.Header != nil || i.GPS != nil || i.Doubts != nil || i.Unread != "" {
		t.Errorf("got %+v", i)
	}
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"null island": {mov(xyz("+00.0000+000.0000/")), "0, 0"},
		"words":       {mov(xyz("home")), "ISO 6709"},
		"off":         {mov(xyz("+95.0000+000.0000/")), "globe"},
		"minutes":     {mov(xyz("+5075.00+03031.00/")), "ISO 6709"},
		"datum":       {mov(xyz("+50.4505+030.5234CRSEPSG:4284/")), "4284"},
		"1904":        {mov(mvhd(3600)), "older"},
	} {
		if i := read(t, c.file); len(i.Doubts) != 1 || !strings.Contains(i.Doubts[0], c.want) {
			t.Errorf("%s: got %q", name, i.Doubts)
		}
	}
}

func TestISO6709(t *testing.T) {
	for s, want := range map[string]orb.Point{
		"+50.4505+030.5234/":               {30.5234, 50.4505},
		"+5027.03-03031.404/":              {-30.5234, 50.4505},
		"-502701.8+0303124.24+10CRSWGS_84": {30 + 31.0/60 + 24.24/3600, -(50 + 27.0/60 + 1.8/3600)},
		"+50+030/":                         {30, 50},
	} {
		var i Info
		if i.iso6709(s); i.GPS == nil || math.Abs(i.GPS[0]-want[0]) > 1e-9 || math.Abs(i.GPS[1]-want[1]) > 1e-9 || i.Doubts != nil {
			t.Errorf("%s: got %v %q, want %v", s, i.GPS, i.Doubts, want)
		}
	}
}

func TestLyingBoxes(t *testing.T) {
	good := mov(mvhd(1), xyz("+50.4505+030.5234/"), metaKeys(true, "com.apple.quicktime.make", "Acme"))
	for n := range len(good) {
		read(t, good[:n]) // must not panic
	}
	many := bytes.Repeat(box("free"), maxBoxes+5)
	if i := read(t, many); !strings.Contains(i.Unread, "too many") {
		t.Errorf("got %q", i.Unread)
	}
	big := append(u32(maxMoov+9), "moov"...)
	if i := read(t, append(box("ftyp", []byte("isom")), append(big, make([]byte, maxMoov+1)...)...)); !strings.Contains(i.Unread, "larger") {
		t.Errorf("got %q", i.Unread)
	}
	wide := append(append(u32(1), "mdat"...), 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)
	if i := read(t, append(box("ftyp", []byte("isom")), wide...)); !strings.Contains(i.Unread, "malformed") {
		t.Errorf("got %q", i.Unread)
	}
}
