package media

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// kyiv is what a phone writes on a square in Kyiv.
func kyiv(order binary.ByteOrder) []byte {
	return tiff(order,
		[]field16{text(0x10f, "Acme"), text(0x110, "Phone 3"), {0x112, 3, []uint16{6}}, text(0x131, "Editor 1.2")},
		[]field16{text(0x9003, "2026:05:01 14:03:22"), text(0x9011, "+03:00")},
		[]field16{
			text(1, "N"), rational(2, 50, 1, 27, 1, 18, 10), text(3, "E"), rational(4, 30, 1, 31, 1, 2412, 100),
			{5, 1, []byte{1}},
			rational(6, 125, 10), rational(7, 11, 1, 3, 1, 205, 10), text(16, "T"), rational(17, 2475, 10),
			text(18, "WGS-84"), text(29, "2026:05:01"), rational(31, 8, 1),
		})
}

func checkKyiv(t *testing.T, i Info) {
	t.Helper()
	if i.GPS == nil || math.Abs(i.GPS[0]-(30+31.0/60+24.12/3600)) > 1e-9 || math.Abs(i.GPS[1]-(50+27.0/60+1.8/3600)) > 1e-9 {
		t.Errorf("position %v", i.GPS)
	}
	if i.Altitude == nil || *i.Altitude != -12.5 || i.GPSAccuracy == nil || *i.GPSAccuracy != 8 {
		t.Errorf("altitude %v, accuracy %v", i.Altitude, i.GPSAccuracy)
	}
	if i.Direction == nil || *i.Direction != 247.5 || i.North != TrueNorth {
		t.Errorf("direction %v from %q", i.Direction, i.North)
	}
	if at, ok := i.Instant(); !ok || !at.Equal(time.Date(2026, 5, 1, 11, 3, 22, 0, time.UTC)) || i.Time.Hour() != 14 || *i.Offset != 3*time.Hour {
		t.Errorf("time %v, offset %v", i.Time, i.Offset)
	}
	if i.GPSTime == nil || !i.GPSTime.Equal(time.Date(2026, 5, 1, 11, 3, 20, 5e8, time.UTC)) {
		t.Errorf("GPS time %v", i.GPSTime)
	}
	if i.Make != "Acme" || i.Model != "Phone 3" || i.Software != "Editor 1.2" || i.Orientation != 6 {
		t.Errorf("%q %q %q %d", i.Make, i.Model, i.Software, i.Orientation)
	}
	if i.Doubts != nil || i.Unread != "" {
		t.Errorf("doubts %q, unread %q", i.Doubts, i.Unread)
	}
}

func read(t *testing.T, b []byte) Info {
	t.Helper()
	i, err := Read(bytes.NewReader(b), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func TestPhotos(t *testing.T) {
	img := picture(60, 40, 1)
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		exif := kyiv(order)
		for _, c := range []struct {
			mime string
			file []byte
			w, h int
		}{
			{"image/jpeg", jpegWith(t, img, exif), 60, 40},
			{"image/png", pngWith(t, img, exif), 60, 40},
			{"image/webp", webpWith(t, exif), 1, 1},
			{"image/heic", heicWith(exif, 0x44), 4032, 3024},
			{"image/tiff", exif, 0, 0},
		} {
			t.Run(c.mime+" "+order.String(), func(t *testing.T) {
				i := read(t, c.file)
				checkKyiv(t, i)
				sum := sha256.Sum256(c.file)
				if i.MIME != c.mime || i.Width != c.w || i.Height != c.h || i.Bytes != int64(len(c.file)) || i.SHA256 != hex.EncodeToString(sum[:]) {
					t.Errorf("got %+v", i)
				}
				path := filepath.Join(t.TempDir(), "f")
				if err := os.WriteFile(path, c.file, 0o600); err != nil {
					t.Fatal(err)
				}
				if f, err := ReadFile(path, Limits{}); err != nil || !reflect.DeepEqual(f, i) {
					t.Errorf("ReadFile gives %+v, %v; Read %+v", f, err, i)
				}
			})
		}
	}
}

func TestMissingIsUnknown(t *testing.T) {
	img := picture(60, 40, 1)
	for _, file := range [][]byte{jpegWith(t, img, nil), pngWith(t, img, nil), jpegWith(t, img, tiff(binary.LittleEndian, []field16{text(0x10f, "")}, nil, nil))} {
		got := read(t, file)
		want := Info{SHA256: got.SHA256, Bytes: got.Bytes, MIME: got.MIME, Width: 60, Height: 40}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	// A time without an offset has no instant.
	i := read(t, jpegWith(t, img, tiff(binary.LittleEndian, nil, []field16{text(0x9003, "2026:05:01 14:03:22")}, nil)))
	if _, ok := i.Instant(); ok || i.Time == nil || i.Offset != nil {
		t.Errorf("got %v %v", i.Time, i.Offset)
	}
	// A direction without a reference does not say from which north it counts.
	i = read(t, jpegWith(t, img, tiff(binary.LittleEndian, nil, nil, []field16{rational(17, 360, 1)})))
	if i.Direction == nil || *i.Direction != 0 || i.North != "" {
		t.Errorf("got %v from %q", i.Direction, i.North)
	}
}

func TestDoubts(t *testing.T) {
	zero := func(id uint16) field16 { return rational(id, 0, 1, 0, 1, 0, 1) }
	for _, c := range []struct {
		name      string
		exif, gps []field16
		want      string
		gone      func(Info) bool
	}{
		{"null island", nil, []field16{text(1, "N"), zero(2), text(3, "E"), zero(4)}, "0, 0", func(i Info) bool { return i.GPS == nil }},
		{"no fractions", nil, []field16{text(1, "N"), rational(2, 0, 0, 0, 0, 0, 0), text(3, "E"), rational(4, 0, 0, 0, 0, 0, 0)}, "0, 0", func(i Info) bool { return i.GPS == nil }},
		{"half a position", nil, []field16{text(1, "N"), rational(2, 50, 1, 1, 1, 1, 1)}, "incomplete", func(i Info) bool { return i.GPS == nil }},
		{"wrong type", nil, []field16{text(1, "N"), rational(2, 50, 1), text(3, "E"), rational(4, 30, 1, 1, 1, 1, 1)}, "incomplete", func(i Info) bool { return i.GPS == nil }},
		{"no hemisphere", nil, []field16{rational(2, 50, 1, 1, 1, 1, 1), rational(4, 30, 1, 1, 1, 1, 1)}, "half", func(i Info) bool { return i.GPS == nil }},
		{"off the globe", nil, []field16{text(1, "N"), rational(2, 95, 1, 1, 1, 1, 1), text(3, "E"), rational(4, 30, 1, 1, 1, 1, 1)}, "globe", func(i Info) bool { return i.GPS == nil }},
		{"whole degrees", nil, []field16{text(1, "S"), rational(2, 50, 1, 0, 0, 0, 0), text(3, "W"), rational(4, 30, 1, 0, 0, 0, 0)}, "whole degrees", func(i Info) bool { return i.GPS != nil && i.GPS[0] == -30 && i.GPS[1] == -50 }},
		{"no fix", nil, []field16{text(9, "V")}, "no fix", func(i Info) bool { return i.GPS == nil }},
		{"other datum", nil, []field16{text(18, "Pulkovo 1942")}, "Pulkovo", func(i Info) bool { return true }},
		{"date of zeros", []field16{text(0x9003, "0000:00:00 00:00:00")}, nil, "0000:00:00", func(i Info) bool { return i.Time == nil }},
		{"date of words", []field16{text(0x9003, "yesterday")}, nil, "yesterday", func(i Info) bool { return i.Time == nil }},
		{"old date", []field16{text(0x9003, "1970:01:01 00:00:00")}, nil, "1970-01-01", func(i Info) bool { return i.Time == nil }},
		{"offset", []field16{text(0x9011, "+99:00")}, nil, "+99:00", func(i Info) bool { return i.Offset == nil }},
		{"direction", nil, []field16{rational(17, 500, 1)}, "500", func(i Info) bool { return i.Direction == nil }},
		{"direction of nothing", nil, []field16{rational(17, 5, 0)}, "not a number", func(i Info) bool { return i.Direction == nil }},
		{"GPS midnight", nil, []field16{rational(7, 0, 0, 0, 0, 0, 0), text(29, "2026:05:01")}, "midnight", func(i Info) bool { return i.GPSTime == nil }},
	} {
		t.Run(c.name, func(t *testing.T) {
			i := read(t, jpegWith(t, picture(16, 16, 1), tiff(binary.BigEndian, nil, c.exif, c.gps)))
			if len(i.Doubts) != 1 || !strings.Contains(i.Doubts[0], c.want) || !c.gone(i) {
				t.Errorf("doubts %q, want one with %q; %+v", i.Doubts, c.want, i)
			}
		})
	}
}

func TestOtherFiles(t *testing.T) {
	for _, c := range []struct{ file, mime, unread string }{
		{"", "", "empty"},
		{"hello", "", "not one of those"},
		{"GIF89a....", "image/gif", "image/gif"},
		{"\x1a\x45\xdf\xa3", "video/x-matroska", "matroska"},
		{"RIFF....AVI LIST", "video/x-msvideo", "msvideo"},
		{"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00", "video/mp4", "no header"},
		{"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00\x00\x00\x00\x05moov", "video/mp4", "malformed"},
	} {
		if i := read(t, []byte(c.file)); i.MIME != c.mime || !strings.Contains(i.Unread, c.unread) || i.SHA256 == "" {
			t.Errorf("%q: got %q %q", c.file, i.MIME, i.Unread)
		}
	}
}

func TestLimits(t *testing.T) {
	big := bytes.Repeat([]byte{1}, 2000)
	if _, err := Read(bytes.NewReader(big), Limits{Bytes: 1999}); err == nil {
		t.Error("2000 bytes pass a limit of 1999")
	}
	if _, err := Read(bytes.NewReader(big), Limits{Bytes: 2000}); err != nil {
		t.Error(err)
	}
	path := filepath.Join(t.TempDir(), "big")
	if err := os.WriteFile(path, big, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadFile(path, Limits{Bytes: 1999}); err == nil || !strings.Contains(err.Error(), "1999") {
		t.Errorf("got %v", err)
	}
	for _, p := range []string{filepath.Dir(path), path + ".no", "/dev/zero"} {
		if _, err := ReadFile(p, Limits{}); err == nil {
			t.Errorf("%s was read", p)
		}
	}
}

// A directory of sub-directories that all lead to one long table must come to an end.
func TestTablesThatLeadToThemselves(t *testing.T) {
	const n = 65535
	exif := []byte("II*\x00\x08\x00\x00\x00\x01\x00")
	le := binary.LittleEndian
	exif = le.AppendUint16(exif, 0x14a)
	exif = le.AppendUint16(exif, 4)
	exif = le.AppendUint32(exif, maxTagSize/4)
	exif = le.AppendUint32(exif, 26)
	exif = le.AppendUint32(exif, 0)
	for range maxTagSize / 4 {
		exif = le.AppendUint32(exif, uint32(26+maxTagSize))
	}
	exif = le.AppendUint16(exif, n)
	exif = append(exif, bytes.Repeat([]byte{0xff}, 12*n)...)
	img := picture(16, 16, 1)
	for name, file := range map[string][]byte{"png": pngWith(t, img, exif), "tiff": exif, "webp": webpWith(t, exif), "heic": heicWith(exif, 0x44)} {
		start := time.Now()
		read(t, file)
		t.Logf("%s: %v", name, time.Since(start))
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("%s took %v", name, d)
		}
	}
	// An item table with fields of no width.
	if i := read(t, heicWith(kyiv(le), 0)); i.Unread == "" || i.GPS != nil {
		t.Errorf("got %+v", i)
	}
}
