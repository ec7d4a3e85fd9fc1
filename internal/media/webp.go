package media

import (
	"bytes"
	"encoding/binary"
	"image"
	"io"

	"github.com/bep/imagemeta"
)

// maxEXIF bounds the EXIF part of a WebP file.
const maxEXIF = 1 << 20

// decodeWebP finds the EXIF chunk itself, since imagemeta v1.0.1 loses its way after a
// chunk of odd length, which RIFF pads with a byte.
func decodeWebP(r io.ReaderAt, size int64) (tags, imagemeta.ImageConfig, error) {
	var config imagemeta.ImageConfig
	if c, _, err := image.DecodeConfig(io.NewSectionReader(r, 0, size)); err == nil { // the size stays unknown otherwise
		config.Width, config.Height = c.Width, c.Height
	}
	b := chunkOf(r, size, "EXIF")
	b = bytes.TrimPrefix(b, []byte("Exif\x00\x00")) // some writers copy JPEG's mark
	if len(b) == 0 {
		return tags{}, config, nil
	}
	t, _, err := decode(&frugal{r: bytes.NewReader(b), left: maxCalls}, imagemeta.TIFF)
	return t, config, err
}

// chunkOf gives the first chunk of a type in a RIFF file; nil when there is none that
// is whole and small enough.
func chunkOf(r io.ReaderAt, size int64, typ string) []byte {
	var head [8]byte
	for at, n := int64(12), 0; at+8 <= size && n < maxBoxes; n++ {
		if _, err := r.ReadAt(head[:], at); err != nil {
			return nil
		}
		length := int64(binary.LittleEndian.Uint32(head[4:]))
		if string(head[:4]) == typ {
			if length > maxEXIF || at+8+length > size {
				return nil
			}
			b := make([]byte, length)
			if _, err := io.ReadFull(io.NewSectionReader(r, at+8, length), b); err != nil {
				return nil
			}
			return b
		}
		at += 8 + length + length%2
	}
	return nil
}
