package group

import (
	"hash/fnv"
	"slices"
	"strings"
	"unicode"
)

// Sketch is what is kept of a text to recognise its copies: the smallest hashes of
// its shingles, runs of shingle words (a MinHash with one hash function and many minima).
type Sketch []uint64

const (
	shingle    = 4   // words in a run
	sketchSize = 400 // hashes kept: texts of up to 400 words are kept whole
	fewest     = 12  // runs below which nothing can be said
	copied     = 0.5 // share of the shorter text's runs found in the other one that makes it a copy
)

// SketchOf makes the sketch of a text in any script. Case, punctuation, quotation
// marks and stress marks do not matter.
func SketchOf(text string) Sketch {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) })
	var out Sketch
	for i := 0; i+shingle <= len(words); i++ {
		h := fnv.New64a()
		for _, w := range words[i : i+shingle] {
			h.Write([]byte(w))
			h.Write([]byte{0})
		}
		out = append(out, mix(h.Sum64()))
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return out[:min(len(out), sketchSize)]
}

// mix spreads a hash evenly (the finaliser of MurmurHash3): the smallest of many
// must not depend on the words' letters.
func mix(h uint64) uint64 {
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// Copy reports whether two texts are copies: at least half of the runs of the
// shorter one stand in the other one too, which a changed headline, a cut end or a
// word here and there leave alone and a report of one's own about the same event
// does not reach. Texts of fewer than 15 words are never copies.
func Copy(a, b Sketch) bool {
	if len(a) < fewest || len(b) < fewest {
		return false
	}
	// Where either sketch is full, hashes above its end are not known of that text.
	end := ^uint64(0)
	for _, s := range [2]Sketch{a, b} {
		if len(s) == sketchSize {
			end = min(end, s[len(s)-1])
		}
	}
	var common, inA, inB int
	for i, j := 0, 0; ; {
		aLeft, bLeft := i < len(a) && a[i] <= end, j < len(b) && b[j] <= end
		switch {
		case !aLeft && !bLeft:
			return float64(common) >= copied*float64(min(inA, inB)) && min(inA, inB) >= fewest
		case bLeft && (!aLeft || b[j] < a[i]):
			j, inB = j+1, inB+1
		case aLeft && (!bLeft || a[i] < b[j]):
			i, inA = i+1, inA+1
		default:
			common++
			i, j, inA, inB = i+1, j+1, inA+1, inB+1
		}
	}
}

// Source is what says of a report whether it is independent of another.
type Source struct {
	Outlet string // "" unknown
	Text   Sketch
}

// Independent counts the sources that are independent of each other: reports of
// one outlet, and copies of one text, count once; a copy of a copy is one too.
func Independent(sources []Source) int {
	root := make([]int, len(sources))
	for i := range root {
		root[i] = i
	}
	find := func(i int) int {
		for root[i] != i {
			i = root[i]
		}
		return i
	}
	n := len(sources)
	for i, a := range sources {
		for j, b := range sources[:i] {
			if find(i) == find(j) {
				continue
			}
			if a.Outlet != "" && strings.EqualFold(a.Outlet, b.Outlet) || Copy(a.Text, b.Text) {
				root[find(i)] = find(j)
				n--
			}
		}
	}
	return n
}
