package coord

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitmap/internal/regex"
)

// Found is a place that a text gives in coordinates.
type Found struct {
	Start, End int       // bytes of the text, half open
	Readings   []Reading // as [Parse] gives them
}

// Find gives the coordinates inside running text, in the order of the text, without
// overlaps. It is stricter than [Parse], since most numbers of a report are something
// else: two bare numbers need three digits behind the point each (four with a decimal
// comma), others a degree sign, hemispheres, labels or the form of a grid or a link.
// The time grows linearly with the text.
func Find(text string) []Found { return FindWith(text, Options{}) }

// FindWith is [Find] with the options of [ParseWith].
func FindWith(text string, o Options) []Found {
	f := finder{text: text, o: o}
	f.links()
	for c, segs := range hints(text) {
		for _, seg := range segs {
			for i := range patterns {
				if patterns[i].hint == hint(c) {
					f.even = 0
					f.search(&patterns[i], seg)
				}
			}
		}
	}
	sort.SliceStable(f.out, func(i, j int) bool { return f.out[i].Start < f.out[j].Start })
	out := f.out[:0]
	end := 0
	for _, x := range f.out {
		if x.Start >= end {
			out = append(out, x)
			end = x.End
		}
	}
	return out
}

type finder struct {
	text  string
	o     Options
	out   []Found
	taken []span // links, read or not: their digits are nothing else
	even  int    // up to here a run of decimals is known to be of even length
}

type span struct{ from, to int }

//nolint:gochecknoglobals // compiled patterns, never written
var (
	reURL   = regex.New(`https?://[^\s<>"«»\x{a0}]+`)
	reSites = regex.New(`(?:www\.)?(?:maps\.google\.|google\.|yandex\.|openstreetmap\.org/|osm\.org/|wikimapia\.org/|maps\.apple\.com/|deepstatemap\.live/)[^\s<>"«»\x{a0}]+`)
)

// links finds addresses of pages, whole.
func (f *finder) links() {
	for _, loc := range reURL.FindAllStringIndex(f.text, -1) {
		f.taken = append(f.taken, f.link(loc))
	}
	if !strings.Contains(f.text, "maps") && !strings.Contains(f.text, "osm.org") && !strings.Contains(f.text, "wikimapia") {
		return
	}
	var bare []span
	for _, loc := range reSites.FindAllStringIndex(f.text, -1) {
		if !f.overlaps(loc[0], loc[1]) && isLink(f.text[loc[0]:loc[1]]) {
			bare = append(bare, f.link(loc))
		}
	}
	f.taken = append(f.taken, bare...)
	sort.Slice(f.taken, func(i, j int) bool { return f.taken[i].from < f.taken[j].from })
}

// link keeps the places of an address and gives its span.
func (f *finder) link(loc []int) span {
	s := span{loc[0], loc[1]}
	if s.to-s.from <= maxLink {
		s.to = s.from + linkEnd(f.text[s.from:s.to])
		f.keep(s.from, s.to, nil)
	}
	return s
}

// linkEnd leaves out the sentence's own signs behind an address.
func linkEnd(s string) int {
	for range 16 {
		r, size := utf8.DecodeLastRuneInString(s)
		open := map[rune]string{')': "(", ']': "[", '}': "{"}[r]
		if !strings.ContainsRune(".,;:!?'’”…*_", r) && (open == "" || strings.Count(s, open) >= strings.Count(s, string(r))) {
			break
		}
		s = s[:len(s)-size]
	}
	return len(s)
}

func (f *finder) overlaps(from, to int) bool {
	i := sort.Search(len(f.taken), func(i int) bool { return f.taken[i].to > from })
	return i < len(f.taken) && f.taken[i].from < to
}

// keep takes a stretch that is a coordinate and has what the pattern asks for.
func (f *finder) keep(from, to int, p *pattern) bool {
	s := f.text[from:to]
	if p != nil && p.form != nil && !p.form(s) {
		return false
	}
	rs, err := ParseWith(s, f.o)
	if err != nil || p != nil && p.fits != nil && !p.fits(rs) {
		return false
	}
	f.out = append(f.out, Found{Start: from, End: to, Readings: rs})
	return true
}

// search runs a pattern over a stretch of the text.
func (f *finder) search(p *pattern, seg span) {
	s := f.text[seg.from:seg.to]
	for at := 0; at < len(s); {
		loc := p.re.FindStringIndex(s[at:])
		if loc == nil {
			return
		}
		from, to := seg.from+at+loc[0], seg.from+at+loc[1]
		if next := f.try(p, from, to); next > from {
			at = next - seg.from
			continue
		}
		at = nextNumber(s, at+loc[0])
	}
}

// nextNumber is where the number or word at i has ended, so that a search can go on there.
func nextNumber(s string, i int) int {
	r, size := utf8.DecodeRuneInString(s[i:])
	word := unicode.IsLetter(r)
	i += size
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if word && !unicode.IsLetter(r) || !word && !unicode.IsDigit(r) {
			break
		}
		i += size
	}
	return i
}

// try checks a match and keeps it; the answer is its end, or 0.
func (f *finder) try(p *pattern, from, to int) int {
	if f.overlaps(from, to) || !freeBefore(f.text[:from], p.bare) {
		return 0
	}
	if p.bare {
		if skip := f.series(from); skip > 0 {
			return skip
		}
	}
	if r, size := utf8.DecodeLastRuneInString(f.text[from:to]); unicode.IsLetter(r) && letterFollows(f.text[to:]) {
		// The last letter begins a word and is no hemisphere.
		to = from + len(strings.TrimRightFunc(f.text[from:to-size], unicode.IsSpace))
	}
	if !freeBehind(f.text[to:], p.bare) || !f.keep(from, to, p) {
		return 0
	}
	return to
}

func letterFollows(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}
