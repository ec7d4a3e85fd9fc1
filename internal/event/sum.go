package event

import (
	"crypto/sha256"
	"hash"
)

// TextSum is the checksum of a report's text, [Report.SHA256].
func TextSum(text string) [sha256.Size]byte {
	h := sha256.New()
	HashText(h, text)
	return [sha256.Size]byte(h.Sum(nil))
}

// HashText adds a text to a hash piece by piece; []byte(text) would take new memory for all of it.
func HashText(h hash.Hash, text string) {
	var piece [8192]byte
	for text != "" {
		n := copy(piece[:], text)
		h.Write(piece[:n])
		text = text[n:]
	}
}
