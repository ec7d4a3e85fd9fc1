package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/jpeg"
	"math"
	"strings"
	"testing"

	xdraw "golang.org/x/image/draw"
)

func hash(t *testing.T, b []byte) uint64 {
	t.Helper()
	h, err := Hash(bytes.NewReader(b), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func quality(t *testing.T, img image.Image, q int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: q}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func scaled(img image.Image, w, h int) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	xdraw.CatmullRom.Scale(out, out.Bounds(), img, img.Bounds(), xdraw.Src, nil)
	return out
}

func TestTheSamePictureSavedAgain(t *testing.T) {
	var worst, sum, n int
	least := 64
	var all []uint64
	for seed := range 12 {
		img := picture(640, 480, seed)
		h := hash(t, pngWith(t, img, nil))
		for _, again := range [][]byte{
			quality(t, img, 90), quality(t, img, 30), quality(t, scaled(img, 320, 240), 70), quality(t, scaled(img, 1000, 700), 80),
			pngWith(t, scaled(img, 200, 150), nil),
		} {
			worst = max(worst, Distance(h, hash(t, again)))
		}
		for _, o := range all {
			d := Distance(h, o)
			least, sum, n = min(least, d), sum+d, n+1
		}
		all = append(all, h)
	}
	t.Logf("same picture: at most %d bits; others: %d at least, %d on average", worst, least, sum/n)
	if worst > 6 || least < 12 {
		t.Errorf("the same picture differs by up to %d bits, others by as few as %d", worst, least)
	}
}

func TestHashFollowsOrientation(t *testing.T) {
	img := picture(320, 320, 3)
	want := hash(t, pngWith(t, img, nil))
	for o := 1; o <= 8; o++ {
		// What a camera stores so that the orientation brings back img, by EXIF's own words.
		stored := image.NewRGBA(img.Bounds())
		for y := range 320 {
			for x := range 320 {
				var row, col int
				switch o { // where the visual pixel x, y lies in the stored rows and columns
				case 1: // row 0 is the top, column 0 the left
					row, col = y, x
				case 2: // top, right
					row, col = y, 319-x
				case 3: // bottom, right
					row, col = 319-y, 319-x
				case 4: // bottom, left
					row, col = 319-y, x
				case 5: // left, top
					row, col = x, y
				case 6: // right, top
					row, col = 319-x, y
				case 7: // right, bottom
					row, col = 319-x, 319-y
				case 8: // left, bottom
					row, col = x, 319-y
				}
				stored.Set(col, row, img.At(x, y))
			}
		}
		exif := tiff(binary.LittleEndian, []field16{{0x112, 3, []uint16{uint16(o)}}}, nil, nil)
		if d := Distance(want, hash(t, pngWith(t, stored, exif))); d > 2 {
			t.Errorf("orientation %d: %d bits off", o, d)
		}
		if d := Distance(want, hash(t, pngWith(t, stored, nil))); o > 1 && d < 10 {
			t.Errorf("orientation %d: the stored picture is no other picture (%d bits); the test proves nothing", o, d)
		}
	}
}

func TestHashRefuses(t *testing.T) {
	flat := image.NewGray(image.Rect(0, 0, 100, 100))
	if _, err := Hash(bytes.NewReader(pngWith(t, flat, nil)), Limits{}); !errors.Is(err, ErrFlat) {
		t.Errorf("an even picture: %v", err)
	}
	good := pngWith(t, picture(100, 100, 1), nil)
	lying := bytes.Clone(good)
	binary.BigEndian.PutUint32(lying[16:], 30000)
	binary.BigEndian.PutUint32(lying[20:], 1600)
	copy(lying[8:], chunk("IHDR", lying[16:29]))
	huge := bytes.Clone(lying)
	binary.BigEndian.PutUint32(huge[16:], math.MaxInt32)
	binary.BigEndian.PutUint32(huge[20:], math.MaxInt32)
	copy(huge[8:], chunk("IHDR", huge[16:29]))
	for _, c := range []struct {
		name string
		file []byte
		l    Limits
		want string
	}{
		{"empty", nil, Limits{}, "not a JPEG"},
		{"text", []byte("hello"), Limits{}, "not a JPEG"},
		{"gif", []byte("GIF89a"), Limits{}, "not a JPEG"},
		{"heic", heicWith(nil, 0x44), Limits{}, "not a JPEG"},
		{"cut header", good[:20], Limits{}, "header"},
		{"cut picture", good[:len(good)-200], Limits{}, "damaged"},
		{"bytes", good, Limits{Bytes: 100}, "100 bytes"},
		{"pixels", good, Limits{Pixels: 9999}, "9999 pixels"},
		{"48 megapixels in some bytes", lying, Limits{}, "cannot be a photo"},
		{"overflow", huge, Limits{}, ""},
	} {
		if h, err := Hash(bytes.NewReader(c.file), c.l); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %x, %v; want %q", c.name, h, err, c.want)
		}
	}
	if Distance(0, math.MaxUint64) != 64 || Distance(5, 5) != 0 || Distance(1, 2) != 2 {
		t.Error("distances do not count bits")
	}
}

func BenchmarkHash(b *testing.B) {
	img := picture(4000, 3000, 1)
	file := jpegWith(b, img, nil)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Hash(bytes.NewReader(file), Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFields(b *testing.B) {
	img := image.NewYCbCr(image.Rect(0, 0, 4000, 3000), image.YCbCrSubsampleRatio420)
	for i := range img.Y {
		img.Y[i] = uint8(i * i >> 7)
	}
	for b.Loop() {
		_, _ = difference(img, 1)
	}
}

func BenchmarkRead(b *testing.B) {
	file := jpegWith(b, picture(1000, 800, 1), kyiv(binary.LittleEndian))
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(bytes.NewReader(file), Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}
