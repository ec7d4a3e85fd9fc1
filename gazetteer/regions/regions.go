package regions

import (
	_ "embed"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/geodesic"
)

//go:embed data/borders.bin
var embedded []byte // never written

// NearLand is how far from the land of a country [Borders.Country] still answers
// with that country, for points in water and on coasts that were drawn simpler.
const NearLand = 5 * geo.Kilometre

// Borders answers questions about countries in one worldview. It is safe for
// several goroutines.
type Borders struct {
	view     Worldview
	file     *file
	cells    *cells
	lists    *lists
	sketches *sketches
	boxes    func() [][4]int32 // of every arc
	numbers  map[string]uint8  // of every country in the file
}

// Default opens the borders in the program, in the view [UN]. The first call
// checks the data and indexes the areas in some milliseconds.
func Default() (*Borders, error) { return shared() }

//nolint:gochecknoglobals // a function, never written
var shared = sync.OnceValues(func() (*Borders, error) { return FromBytes(embedded) })

// FromBytes opens a data file that the build tool made. The bytes must not change
// afterwards. Anything else than such a file gives an error.
func FromBytes(data []byte) (*Borders, error) {
	f, err := parse(data)
	if err != nil {
		return nil, err
	}
	b := &Borders{view: UN, file: f, cells: newCells(f), lists: new(lists), sketches: new(sketches), boxes: sync.OnceValue(f.arcBoxes), numbers: map[string]uint8{}}
	for i := len(f.countries) - 1; i >= 0; i-- {
		b.numbers[f.countries[i]] = uint8(i) //nolint:gosec // parse takes no more than a byte counts
	}
	return b, nil
}

// With gives the same borders in another worldview. It fails for an unknown one.
func (b *Borders) With(view Worldview) (*Borders, error) {
	if !slices.Contains(Worldviews(), view) {
		return nil, fmt.Errorf("regions: worldview %q is not known; known are %v", view, Worldviews())
	}
	c := *b
	c.view = view
	return &c, nil
}

// Worldview gives the view in which these borders answer.
func (b *Borders) Worldview() Worldview { return b.view }

// Source names the data with version and licence, to print beside an answer.
func (b *Borders) Source() string { return b.file.source }

// Countries lists the known countries (ISO 3166-1 alpha-2, and XK), sorted.
func (b *Borders) Countries() []string {
	out := slices.Clone(b.file.countries)
	slices.Sort(out)
	return out
}

// Answer is the country of a point.
type Answer struct {
	Country   string     // ISO 3166-1 alpha-2; XK for Kosovo
	Disputed  string     // "" or one sentence about who claims the place
	Claims    []string   // all countries whose area holds the point, when there are several
	Worldview Worldview  // in which the answer was given
	Offshore  geo.Metres // 0 on land; else how far the country's land is, up to NearLand
}

// Country tells the country of a point (lon, lat). A point in the sea, or on a
// small island that the data leave out, gets the country of the nearest land up
// to [NearLand] away, with Offshore set; further out it reports false.
func (b *Borders) Country(p orb.Point) (Answer, bool) {
	a := Answer{Worldview: b.view}
	if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
		return a, false
	}
	claims := b.Claims(p)
	if len(claims) == 0 {
		h, ok := b.nearestLand(p)
		if !ok {
			return a, false
		}
		a.Offshore = h.Distance
		a.Country, claims = b.landward(h.arc)
		a.Disputed = b.note(h.Point, a.Country, claims)
		return a, a.Country != ""
	}
	a.Country, _ = Resolve(b.view, claims, p)
	if len(claims) > 1 {
		slices.Sort(claims)
		a.Claims = claims
	}
	a.Disputed = b.note(p, a.Country, claims)
	return a, true
}

// Claims lists the countries whose areas in the source hold the point (lon, lat),
// whatever the worldview, in no order; nil at sea.
func (b *Borders) Claims(p orb.Point) []string {
	x, y := grid(p)
	boxes := b.boxes()
	var out []string
	for _, i := range b.cells.at(p) {
		poly := b.file.polygon(int(i))
		if b.file.contains(poly, boxes, x, y) {
			if c := b.file.countries[poly.country]; !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	return out
}

func (b *Borders) note(p orb.Point, country string, claims []string) string {
	if len(claims) == 0 {
		claims = []string{country}
	}
	if _, d := Resolve(b.view, claims, p); d.Note != "" {
		return d.Note
	}
	for i := range zones {
		z := &zones[i]
		if strings.Contains(z.countries, country) && z.contains(p) {
			return z.note
		}
	}
	return ""
}

func (z *zone) contains(p orb.Point) bool {
	ring := make(orb.Ring, len(z.outline))
	for i, q := range z.outline {
		ring[i] = q
	}
	return geodesic.InRing(p, ring)
}

// ErrNoBorder says that a distance cannot be measured: an unknown country, the
// same country twice, or a point that is not on Earth.
var ErrNoBorder = errors.New("regions: no such border")

// Distance gives how far p (lon, lat), a point of the country from, is from the
// country to, and the nearest point of to. When p lies in to itself, it is the
// distance to the line between the two countries instead. Codes are ISO 3166-1
// alpha-2. Exact to 10 m of the source on the Russia-Ukraine line and to 100 m or
// 500 m elsewhere, see the package comment. It fails with ErrNoBorder.
func (b *Borders) Distance(p orb.Point, from, to string) (geo.Metres, orb.Point, error) {
	return b.DistanceWithin(p, from, to, geo.Metres(math.Inf(1)))
}

// DistanceWithin is [Borders.Distance] for callers that care only about a distance up to limit, which is
// looked for much faster; it fails with ErrNoBorder as well when to is farther than that.
func (b *Borders) DistanceWithin(p orb.Point, from, to string, limit geo.Metres) (geo.Metres, orb.Point, error) {
	hit, ok, err := b.toCountry(p, from, to, limit)
	if err != nil {
		return 0, orb.Point{}, fmt.Errorf("%w: from %q to %q at %v", err, from, to, p)
	}
	if !ok {
		return 0, orb.Point{}, fmt.Errorf("%w: %s and %s do not touch, or are too far apart", ErrNoBorder, from, to)
	}
	return hit.Distance, hit.Point, nil
}

// Within reports that [Borders.DistanceWithin] finds a distance up to limit; a country far off is seen at a glance.
func (b *Borders) Within(p orb.Point, from, to string, limit geo.Metres) bool {
	_, ok, err := b.toCountry(p, from, to, limit)
	return ok && err == nil
}

// toCountry finds the point of [Borders.Distance], false when it is farther than limit.
func (b *Borders) toCountry(p orb.Point, from, to string, limit geo.Metres) (hit, bool, error) {
	f, okF := b.number(from)
	t, okT := b.number(to)
	if !okF || !okT || f == t || !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
		return hit{}, false, ErrNoBorder
	}
	list := b.outlineArcs(t)
	if e := newEye(p); len(list.arcs) == 0 || e.beyond(list.box, float64(limit)) {
		return hit{}, false, nil // so is the line that it shares
	}
	if c, _ := Resolve(b.view, b.Claims(p), p); c == to {
		list = b.sharedArcs(f, t)
	}
	h, ok := b.nearest(p, list.arcs, limit)
	return h, ok, nil
}

// LineDistance gives how far p (lon, lat) is from the line between two countries,
// and the nearest point of it. It fails with ErrNoBorder when they share none.
func (b *Borders) LineDistance(p orb.Point, one, other string) (geo.Metres, orb.Point, error) {
	i, okI := b.number(one)
	k, okK := b.number(other)
	if okI && okK && i != k {
		if hit, ok := b.nearest(p, b.sharedArcs(i, k).arcs, geo.Metres(math.Inf(1))); ok {
			return hit.Distance, hit.Point, nil
		}
	}
	return 0, orb.Point{}, fmt.Errorf("%w: %s and %s share no land border here", ErrNoBorder, one, other)
}

// Crossing is the nearest land border of a point.
type Crossing struct {
	Countries [2]string // on both sides, sorted
	Distance  geo.Metres
	Point     orb.Point
}

// Nearest finds the land border nearest to p (lon, lat), whichever countries it
// parts, up to limit; it reports false when there is none.
func (b *Borders) Nearest(p orb.Point, limit geo.Metres) (Crossing, bool) {
	arcs := b.borderArcs().arcs
	hit, ok := b.nearest(p, arcs, limit)
	if !ok {
		return Crossing{}, false
	}
	s := b.file.sides(hit.arc, b.view.index())
	c := Crossing{[2]string{b.file.countries[s.Left], b.file.countries[s.Right]}, hit.Distance, hit.Point}
	slices.Sort(c.Countries[:])
	return c, true
}

func (b *Borders) number(country string) (uint8, bool) {
	i, ok := b.numbers[country]
	return i, ok
}
