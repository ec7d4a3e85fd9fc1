package ingest

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	xunicode "golang.org/x/text/encoding/unicode"
)

// decode gives the text of raw and the name of its encoding. UTF-8 is checked, and
// UTF-16 is recognised with and without a byte order mark; else the encodings of
// one byte a letter that Russian, Ukrainian and western texts come in are tried, and
// the one in which the letters follow each other as in a language wins.
func decode(name string, raw []byte) (text, encodingName string, err error) {
	if utf8.Valid(raw) && !bytes.Contains(raw, []byte{0}) {
		if isBinary(raw) {
			return "", "", binaryError(name)
		}
		return string(raw), "UTF-8", nil
	}
	if enc, label := utf16(raw); enc != nil {
		out, err := enc.NewDecoder().Bytes(raw)
		if err != nil || !utf8.Valid(out) || bytes.Contains(out, []byte{0}) {
			return "", "", refuse(name, "it is damaged "+label, "save it as UTF-8")
		}
		return string(out), label, nil
	}
	if isBinary(raw) {
		return "", "", binaryError(name)
	}
	enc, label := oneByte(raw)
	if enc == nil {
		return "", "", refuse(name, "its encoding is not recognised", "save it as UTF-8")
	}
	out, err := enc.NewDecoder().Bytes(raw)
	if err != nil {
		return "", "", refuse(name, "it is damaged "+label, "save it as UTF-8")
	}
	return string(out), label, nil
}

func binaryError(name string) error {
	return refuse(name, "it is binary data, not text", "give a text, an HTML page or JSON Lines")
}

// utf16 recognises UTF-16 by its byte order mark, or without one by its high bytes:
// those of Latin and Cyrillic text are nearly all 0, 4 or 32.
func utf16(raw []byte) (encoding.Encoding, string) {
	switch {
	case bytes.HasPrefix(raw, []byte{0xff, 0xfe}):
		return xunicode.UTF16(xunicode.LittleEndian, xunicode.UseBOM), "UTF-16"
	case bytes.HasPrefix(raw, []byte{0xfe, 0xff}):
		return xunicode.UTF16(xunicode.BigEndian, xunicode.UseBOM), "UTF-16"
	case len(raw) < 8 || len(raw)%2 != 0:
		return nil, ""
	}
	var high [2]int // at even and at odd places
	for i, b := range raw {
		if b == 0 || b == 4 || b == 0x20 && raw[i^1] >= 0x10 && raw[i^1] <= 0x2f {
			high[i%2]++
		}
	}
	half := len(raw) / 2
	switch {
	case high[1]*10 >= half*9 && high[0]*10 < half*5:
		return xunicode.UTF16(xunicode.LittleEndian, xunicode.IgnoreBOM), "UTF-16LE"
	case high[0]*10 >= half*9 && high[1]*10 < half*5:
		return xunicode.UTF16(xunicode.BigEndian, xunicode.IgnoreBOM), "UTF-16BE"
	}
	return nil, ""
}

// sampleSize is how much text the letter statistics look at.
const sampleSize = 64 << 10

// leastScore is the mean score of a character beyond ASCII below which a reading is
// not believed. Right readings score 0.3 and more, noise below 0.
const leastScore = 0.2

// oneByte finds the encoding in which raw reads best; nil if in none.
func oneByte(raw []byte) (encoding.Encoding, string) {
	raw = raw[:min(len(raw), sampleSize)]
	var best encoding.Encoding
	var label string
	top := leastScore
	for _, c := range []struct {
		label string
		enc   encoding.Encoding
	}{
		{"Windows-1251", charmap.Windows1251},
		{"KOI8-U", charmap.KOI8U},
		{"KOI8-R", charmap.KOI8R},
		{"IBM866", charmap.CodePage866},
		{"ISO-8859-5", charmap.ISO8859_5},
		{"Windows-1252", charmap.Windows1252},
	} {
		out, err := c.enc.NewDecoder().Bytes(raw)
		if err != nil {
			continue
		}
		if s := plausible(string(out)); s > top {
			best, label, top = c.enc, c.label, s
		}
	}
	return best, label
}

// plausible scores how much the characters beyond ASCII look like those of a text:
// the mean over them, about -1 to 1.
func plausible(text string) float64 {
	sum, n := 0.0, 0
	before := ' '
	for i, r := range text {
		if r >= utf8.RuneSelf {
			after, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
			sum += score(before, r, after)
			n++
		}
		before = r
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// score judges one character between its neighbours.
func score(before, r, after rune) float64 {
	switch {
	case unicode.Is(unicode.Cyrillic, r):
		if latin(before) || latin(after) {
			return -1 // no word mixes the scripts
		}
		weight := frequency(unicode.ToLower(r)) + alternation(before, r)
		if !unicode.IsUpper(r) {
			return weight
		}
		if unicode.IsLower(before) {
			return -1 // a capital inside a word
		}
		return weight * 0.9
	case latin(r):
		if unicode.IsUpper(r) && unicode.IsLower(before) || !latin(before) && !latin(after) {
			return -1
		}
		return 0.5
	case strings.ContainsRune("«»—–“”„‘’…№°•§©\u00a0", r):
		return 0.3
	}
	return -1 // signs, box drawings, control characters
}

// alternation rewards vowels next to consonants: half the letters are vowels only in the right reading.
func alternation(before, r rune) float64 {
	if !unicode.Is(unicode.Cyrillic, before) {
		return 0
	}
	const vowels = "аеиоуыэюяёіїє"
	if strings.ContainsRune(vowels, unicode.ToLower(before)) != strings.ContainsRune(vowels, unicode.ToLower(r)) {
		return 0.2
	}
	return -0.2
}

func latin(r rune) bool { return unicode.Is(unicode.Latin, r) }

// frequency gives about 1 for the letters that Russian and Ukrainian texts are full of and 0.1 for the rarest.
func frequency(lower rune) float64 {
	switch {
	case strings.ContainsRune("оаеинт", lower):
		return 1
	case strings.ContainsRune("срвлкмдпуі", lower):
		return 0.8
	case strings.ContainsRune("яьызбгйчхжюшєї", lower):
		return 0.5
	case strings.ContainsRune("цщэфъёґ", lower):
		return 0.1
	}
	return -1
}

// Encoding recognises the encoding of a text that is not UTF-8 from its beginning,
// as [Each] does; the error says why none fits.
func Encoding(name string, head []byte) (encoding.Encoding, string, error) {
	if enc, label := utf16(head[:len(head)&^1]); enc != nil {
		return enc, label, nil
	}
	if isBinary(head) {
		return nil, "", binaryError(name)
	}
	enc, label := oneByte(head)
	if enc == nil {
		return nil, "", refuse(name, "its encoding is not recognised", "save it as UTF-8")
	}
	return enc, label, nil
}
