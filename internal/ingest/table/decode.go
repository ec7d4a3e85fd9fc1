package table

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/transform"

	"sitmap/internal/ingest"
)

// sampleSize is how much of a file decides its encoding, separator and columns: 1 MiB.
const sampleSize = 1 << 20

// text gives the file as UTF-8 without byte order mark, and the name of its
// encoding. A file that is UTF-8 but for a few bytes stays so: the rows with the bad
// bytes are named when they are read. A file of another encoding is decoded as it is read.
func text(name string, r io.Reader) (out io.Reader, encoding string, err error) {
	head := make([]byte, sampleSize)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, "", err
	}
	head = head[:n]
	whole := io.MultiReader(bytes.NewReader(head), r)
	if mostlyUTF8(head) {
		bom := len(head) - len(bytes.TrimPrefix(head, []byte("\uFEFF")))
		_, err := io.CopyN(io.Discard, whole, int64(bom))
		return whole, "UTF-8", err
	}
	enc, label, err := ingest.Encoding(name, head)
	if err != nil && bytes.IndexByte(head, 0) < 0 {
		return whole, "UTF-8", nil // nearly all ASCII: the rows with the odd bytes are named
	}
	if err != nil {
		return nil, "", err
	}
	return transform.NewReader(whole, enc.NewDecoder()), label, nil
}

// mostlyUTF8 reports whether b is UTF-8: no zero bytes, and of the sequences beyond
// ASCII at most one in twenty is broken. Texts in other encodings have hardly any whole ones.
func mostlyUTF8(b []byte) bool {
	if bytes.IndexByte(b, 0) >= 0 {
		return false
	}
	if utf8.Valid(b) {
		return true
	}
	good, bad := 0, 0
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && n == 1 && utf8.FullRune(b[i:]):
			bad++
		case n > 1:
			good++
		}
		i += n
	}
	return bad*20 <= good
}
