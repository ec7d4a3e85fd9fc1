package media

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"
)

// The tests write their own files: EXIF by the TIFF 6.0 and EXIF 2.32 layouts, boxes
// by ISO/IEC 14496-12.

type field16 struct {
	id   uint16
	typ  uint16 // 1 byte, 2 text, 3 short, 4 long, 5 rational
	vals any    // string, []byte, []uint16, []uint32 (pairs for a rational)
}

func text(id uint16, s string) field16        { return field16{id, 2, s + "\x00"} }
func rational(id uint16, v ...uint32) field16 { return field16{id, 5, v} }

// tiff builds a TIFF header with IFD0, ExifIFD and GPS directories.
func tiff(order binary.ByteOrder, ifd0, exif, gps []field16) []byte {
	le := order == binary.LittleEndian
	head := []byte("MM\x00*")
	if le {
		head = []byte("II*\x00")
	}
	app := order.(binary.AppendByteOrder)
	out := app.AppendUint32(head, 8)
	size := func(fs []field16) int { return 2 + 12*len(fs) + 4 }
	n0 := len(ifd0)
	if exif != nil {
		n0++
	}
	if gps != nil {
		n0++
	}
	start0 := 8
	startE := start0 + 2 + 12*n0 + 4
	startG := startE
	if exif != nil {
		startG += size(exif)
	}
	data := startG
	if gps != nil {
		data += size(gps)
	}
	if exif != nil {
		ifd0 = append(ifd0[:len(ifd0):len(ifd0)], field16{0x8769, 4, []uint32{uint32(startE)}})
	}
	if gps != nil {
		ifd0 = append(ifd0[:len(ifd0):len(ifd0)], field16{0x8825, 4, []uint32{uint32(startG)}})
	}
	var tail []byte
	dir := func(fs []field16) {
		out = app.AppendUint16(out, uint16(len(fs)))
		for _, f := range fs {
			var raw []byte
			count := 0
			switch v := f.vals.(type) {
			case string:
				raw, count = []byte(v), len(v)
			case []byte:
				raw, count = v, len(v)
			case []uint16:
				for _, x := range v {
					raw = app.AppendUint16(raw, x)
				}
				count = len(v)
			case []uint32:
				for _, x := range v {
					raw = app.AppendUint32(raw, x)
				}
				if count = len(v); f.typ == 5 {
					count /= 2
				}
			}
			out = app.AppendUint16(out, f.id)
			out = app.AppendUint16(out, f.typ)
			out = app.AppendUint32(out, uint32(count))
			if len(raw) <= 4 {
				out = append(out, append(raw, 0, 0, 0, 0)[:4]...)
			} else {
				out = app.AppendUint32(out, uint32(data+len(tail)))
				tail = append(tail, raw...)
			}
		}
		out = append(out, 0, 0, 0, 0)
	}
	dir(ifd0)
	if exif != nil {
		dir(exif)
	}
	if gps != nil {
		dir(gps)
	}
	return append(out, tail...)
}

func jpegWith(tb testing.TB, img image.Image, exif []byte) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 90}); err != nil {
		tb.Fatal(err)
	}
	if exif == nil {
		return b.Bytes()
	}
	out := []byte{0xff, 0xd8, 0xff, 0xe1}
	out = binary.BigEndian.AppendUint16(out, uint16(2+6+len(exif)))
	out = append(append(out, "Exif\x00\x00"...), exif...)
	return append(out, b.Bytes()[2:]...)
}

func chunk(typ string, body []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(append(out, typ...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

func pngWith(tb testing.TB, img image.Image, exif []byte) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		tb.Fatal(err)
	}
	if exif == nil {
		return b.Bytes()
	}
	const ihdr = 8 + 12 + 13
	out := append([]byte{}, b.Bytes()[:ihdr]...)
	return append(append(out, chunk("eXIf", exif)...), b.Bytes()[ihdr:]...)
}

// webpWith puts EXIF beside a lossless picture of one pixel.
func webpWith(tb testing.TB, exif []byte) []byte {
	tb.Helper()
	one, err := base64.StdEncoding.DecodeString("UklGRh4AAABXRUJQVlA4TBEAAAAvAAAAAAfQ//73v/+BiOh/AAA=")
	if err != nil {
		tb.Fatal(err)
	}
	riff := func(typ string, body []byte) []byte {
		out := binary.LittleEndian.AppendUint32([]byte(typ), uint32(len(body)))
		if out = append(out, body...); len(out)%2 == 1 {
			out = append(out, 0)
		}
		return out
	}
	body := append([]byte("WEBP"), riff("VP8X", []byte{8, 0, 0, 0, 0, 0, 0, 0, 0, 0})...)
	body = append(body, one[12:]...)
	return riff("RIFF", append(body, riff("EXIF", exif)...))
}

func box(typ string, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(8+len(body))), typ...), body...)
}

func u16(v ...uint16) (b []byte) {
	for _, x := range v {
		b = binary.BigEndian.AppendUint16(b, x)
	}
	return b
}

func u32(v ...uint32) (b []byte) {
	for _, x := range v {
		b = binary.BigEndian.AppendUint32(b, x)
	}
	return b
}

// heicWith makes a HEIC file with an Exif item and a size, without a picture.
func heicWith(exif []byte, sizes byte) []byte {
	ftyp := box("ftyp", []byte("heic"), u32(0), []byte("mif1heic"))
	item := append(u32(6), append([]byte("Exif\x00\x00"), exif...)...)
	meta := func(at uint32) []byte {
		return box("meta", u32(0),
			box("hdlr", u32(0, 0), []byte("pict"), u32(0, 0, 0), []byte{0}),
			box("pitm", u32(0), u16(1)),
			box("iinf", u32(0), u16(2),
				box("infe", u32(2<<24), u16(1, 0), []byte("hvc1\x00")),
				box("infe", u32(2<<24), u16(2, 0), []byte("Exif\x00"))),
			box("iprp", box("ipco", box("ispe", u32(0, 4032, 3024))), box("ipma", u32(0, 1), u16(1), []byte{1, 1})),
			box("iloc", u32(0), []byte{sizes, 0}, u16(1), u16(2, 0, 1), u32(at, uint32(len(item)))))
	}
	return append(append(ftyp, meta(uint32(len(ftyp)+len(meta(0))+8))...), box("mdat", item)...)
}

// picture draws something with structure: waves whose phase depends on a seed.
func picture(w, h, seed int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			u, v := x*1000/w, y*1000/h
			s := uint32(u/125*(seed*7+3)+v/111*(seed*13+5)) * 2654435761
			g := uint8(s >> 24)
			img.SetRGBA(x, y, color.RGBA{g, uint8(int(g) * 3 / 4), uint8(u / 4), 255})
		}
	}
	return img
}
