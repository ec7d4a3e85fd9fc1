package media

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // a format that Hash decodes
	_ "image/png"  // a format that Hash decodes
	"io"
	"math/bits"

	"github.com/bep/imagemeta"
	_ "golang.org/x/image/webp" // a format that Hash decodes
)

// ErrFlat says that a picture is too even to be told from another.
var ErrFlat = errors.New("media: the picture is too even to be compared")

// Hash gives the difference hash of a JPEG, PNG or WebP picture: for 8 rows of 9
// fields, whether a field is brighter than its right neighbour. It stays nearly the
// same when a picture is scaled or saved again with another quality, and is turned
// upright by EXIF's orientation first. It does not survive a crop, a mirror or a
// frame. (The method: N. Krawetz, "Kind of Like That", 2013.)
//
// It fails for other formats, for more bytes or pixels than the limits allow, before
// decoding, for a damaged picture, and with [ErrFlat].
func Hash(r io.Reader, l Limits) (uint64, error) {
	b, err := all(r, l)
	if err != nil {
		return 0, fmt.Errorf("media: %w", err)
	}
	f := sniff(b[:min(len(b), 64)])
	if f.photo != imagemeta.JPEG && f.photo != imagemeta.PNG && f.photo != imagemeta.WebP {
		return 0, errors.New("media: the file is not a JPEG, PNG or WebP picture")
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return 0, fmt.Errorf("media: the picture's header is damaged: %w", err)
	}
	if err := l.withDefaults().picture(int64(c.Width), int64(c.Height), int64(len(b))); err != nil {
		return 0, err
	}
	img, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return 0, fmt.Errorf("media: the picture is damaged: %w", err)
	}
	i := Info{Orientation: 1}
	i.readPhoto(bytes.NewReader(b), int64(len(b)), f.photo) // damaged metadata does not spoil the picture
	return difference(img, i.Orientation)
}

// Distance counts the bits in which two hashes differ, 0 to 64. Pictures that have
// nothing in common differ in about 32; up to 10 is a hint that they are the same.
func Distance(a, b uint64) int { return bits.OnesCount64(a ^ b) }

// picture checks a stated size before memory is set aside for it.
func (l Limits) picture(w, h, size int64) error {
	switch {
	case w <= 0 || h <= 0:
		return fmt.Errorf("media: a picture of %d by %d pixels holds nothing", w, h)
	case w > l.Pixels/h:
		return fmt.Errorf("media: the picture of %d by %d pixels is larger than %d pixels", w, h, l.Pixels)
	case w*h > 1e6 && w*h/1000 > size:
		return fmt.Errorf("media: %d by %d pixels in %d bytes cannot be a photo", w, h, size)
	}
	return nil
}

const (
	columns, rows = 9, 8
	samples       = 24 // taken of a field in each direction
)

func difference(img image.Image, orientation int) (uint64, error) {
	var grey [rows][columns]float64
	for y := range rows {
		for x := range columns {
			grey[y][x] = field(img, orientation, x, y)
		}
	}
	var hash uint64
	clear := 0 // neighbours that differ by a grey level or more
	for y := range rows {
		for x := range columns - 1 {
			d := grey[y][x] - grey[y][x+1]
			hash <<= 1
			if d > 0 {
				hash |= 1
			}
			if d >= 1 || d <= -1 {
				clear++
			}
		}
	}
	if clear < 16 {
		return 0, ErrFlat
	}
	return hash, nil
}

// field gives the mean brightness, 0 to 255, of a field of the upright picture.
func field(img image.Image, orientation, x, y int) float64 {
	b := img.Bounds()
	var sum float64
	for j := range samples {
		for i := range samples {
			u, v := upright((float64(x)+(float64(i)+0.5)/samples)/columns, (float64(y)+(float64(j)+0.5)/samples)/rows, orientation)
			r, g, bl, _ := img.At(b.Min.X+int(u*float64(b.Dx())), b.Min.Y+int(v*float64(b.Dy()))).RGBA()
			sum += 0.299*float64(r) + 0.587*float64(g) + 0.114*float64(bl)
		}
	}
	return sum / (samples * samples) / 257
}

// upright gives the place in the stored picture that is seen at u, v (0 to 1, from the
// left and from the top) when the EXIF orientation is followed.
func upright(u, v float64, orientation int) (float64, float64) {
	switch orientation {
	case 2:
		return 1 - u, v
	case 3:
		return 1 - u, 1 - v
	case 4:
		return u, 1 - v
	case 5:
		return v, u
	case 6:
		return v, 1 - u
	case 7:
		return 1 - v, 1 - u
	case 8:
		return 1 - v, u
	}
	return u, v
}
