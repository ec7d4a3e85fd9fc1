package coord

import (
	"strings"
	"unicode/utf8"
)

// hint is a sign that a kind of coordinates may be near. Patterns are dear, and only
// run where their hint is; reports are mostly free of them.
type hint int

const (
	degreeSigns    hint = iota
	lettersBefore       // N51, с.ш. 51
	lettersBehind       // 51 N, 51 с.ш.
	labelWords          // lat, довгота
	pointFractions      // three digits and more behind a point
	commaFractions      // four digits and more behind a comma
	gridLetters         // 36T, with enough digits behind
	longNumbers         // seven digits and more
	plusSigns
	schemes // geo:, geohash:
	wktBrackets
	hintKinds
)

// reach is how far apart, in bytes, the two hints of one pair are; 0 where one hint is enough.
var reach = [hintKinds]int{degreeSigns: 72, lettersBefore: 48, lettersBehind: 72, labelWords: 64, pointFractions: 24, commaFractions: 24, longNumbers: 32} //nolint:gochecknoglobals // table, never written

// What a stretch keeps before and behind its hints, in bytes; a WKT point is longer.
const sideBefore, sideBehind, sideLong = 48, 72, 160

// hinter collects the stretches of a text by kind of hint.
type hinter struct {
	text string
	last [hintKinds]int // 1 + where the last hint was
	out  [hintKinds][]span
}

// hints gives the stretches in which a pattern may match, in one pass.
func hints(text string) [hintKinds][]span {
	h := hinter{text: text}
	run := 0 // length of the digits so far
	for i, r := range text {
		switch {
		case r >= '0' && r <= '9':
			if run == 0 {
				h.number(i)
			}
			run++
			continue
		case r == '°' || r == 'º' || r == '˚' || r == '∘':
			h.add(degreeSigns, i)
		case r == '+':
			if i >= 8 && codeLike(text[i-8:i]) {
				h.add(plusSigns, i)
			}
		case r == ':':
			if endsFold(text[:i], "geo") || endsFold(text[:i], "geohash") {
				h.add(schemes, i)
			}
		case r == '(':
			if strings.Contains(strings.ToUpper(text[max(0, i-9):i]), "POINT") {
				h.add(wktBrackets, i)
			}
		case r >= 'A':
			h.letter(i, r)
		}
		run = 0
	}
	return h.out
}

// add notes a hint at i; with the one before it, if it needs one, it makes a stretch.
func (h *hinter) add(k hint, i int) {
	from := i
	if reach[k] > 0 {
		before := h.last[k] - 1
		h.last[k] = i + 1
		if before < 0 || i-before > reach[k] {
			return
		}
		from = before
	}
	behind := sideBehind
	if k == wktBrackets || k == schemes {
		behind = sideLong
	}
	s := span{h.edge(from - sideBefore), h.edge(i + behind)}
	if n := len(h.out[k]); n > 0 && h.out[k][n-1].to >= s.from {
		h.out[k][n-1].to = s.to
		return
	}
	h.out[k] = append(h.out[k], s)
}

// edge moves i onto the beginning of a rune.
func (h *hinter) edge(i int) int {
	i = min(max(i, 0), len(h.text))
	for i > 0 && i < len(h.text) && !utf8.RuneStart(h.text[i]) {
		i--
	}
	return i
}

// number looks at a number that begins at i, and at what stands before it.
func (h *hinter) number(i int) {
	n := i
	for n < len(h.text) && n < i+16 && digit(h.text[n]) {
		n++
	}
	n -= i
	if i > 1 && digit(h.text[i-2]) {
		switch {
		case h.text[i-1] == '.' && n >= 3:
			h.add(pointFractions, i)
		case h.text[i-1] == ',' && n >= 4:
			h.add(commaFractions, i)
		}
	}
	if n >= 7 {
		h.add(longNumbers, i)
	}
	s := strings.TrimRight(h.text[max(0, i-8):i], " \u00a0\u202f")
	if r, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(s, ".")); strings.ContainsRune("NSEWСЮВЗШДНХшднх", r) || strings.HasSuffix(s, "th") || strings.HasSuffix(s, "st") || strings.HasSuffix(s, "ти") || strings.HasSuffix(s, "ты") {
		h.add(lettersBefore, i)
	}
}

// letter looks at a letter, and at a number before it.
func (h *hinter) letter(i int, r rune) {
	switch r {
	case 'l', 'L', 'ш', 'Ш', 'д', 'Д':
		if label := h.text[i:min(len(h.text), i+6)]; beginsFold(label, "lat", "lon", "lng", "шир", "дол", "дов") {
			h.add(labelWords, i)
		}
	}
	if t := strings.TrimRight(h.text[max(0, i-4):i], " \u00a0\u202f"); !endsInDigit(t) {
		return
	}
	if strings.ContainsRune("NSEWnsewСЮВЗсювзПп", r) {
		h.add(lettersBehind, i)
	}
	if r >= 'C' && r <= 'X' && i+1 < len(h.text) && !lowerLatin(h.text[i+1]) && digitsIn(h.text[i:min(len(h.text), i+24)]) >= 4 {
		h.add(gridLetters, i)
	}
}

func lowerLatin(c byte) bool { return c >= 'a' && c <= 'z' }

func digitsIn(s string) int {
	n := 0
	for i := range len(s) {
		if digit(s[i]) {
			n++
		}
	}
	return n
}

func codeLike(s string) bool {
	for i := range len(s) {
		if strings.IndexByte(plusDigits, s[i]) < 0 {
			return false
		}
	}
	return true
}

func endsFold(s, end string) bool {
	return len(s) >= len(end) && strings.EqualFold(s[len(s)-len(end):], end)
}

func beginsFold(s string, words ...string) bool {
	for _, w := range words {
		if len(s) >= len(w) && strings.EqualFold(s[:len(w)], w) {
			return true
		}
	}
	return false
}
