package claim

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"sitmap/gazetteer/resolve"
	"sitmap/geo"
	"sitmap/geo/geodesic"
	"sitmap/internal/event"
)

// The thresholds of the place checks; docs/claims.md gives the reason of each.
const (
	villageSlack = 5 * geo.Kilometre // a settlement's point is one of its middle, and sources differ by some kilometres
	pointSlack   = 500 * geo.Metres(1)
	warnFactor   = 2    // between the radius and twice of it a point is doubtful
	bearingSlack = 12.5 // degrees beside the half angle of a sector
	bearingWarn  = 25
)

func distance(a, b orb.Point) geo.Metres { return geodesic.Distance(a, b) }

// fit is how a point lies to one candidate of a target.
type fit struct {
	t       *target
	cand    *resolve.Candidate
	own     bool // the candidate that the words mean most likely
	outcome Outcome
	code    string // "distance", "bearing" or "corridor"
	d       geo.Metres
	loc     event.Location
}

// better reports that f fits better than g.
func (f *fit) better(g *fit) bool {
	if g == nil || g.t == nil {
		return true
	}
	if rank(f.outcome) != rank(g.outcome) {
		return rank(f.outcome) < rank(g.outcome)
	}
	return f.d < g.d
}

func rank(o Outcome) int {
	switch o {
	case Pass:
		return 0
	case Warn:
		return 1
	case Skipped:
		return 2
	}
	return 3
}

// fitOf compares a point with a candidate of a target under the target's relation.
func (w *work) fitOf(t *target, cand *resolve.Candidate, p orb.Point, r geo.Metres) fit {
	own := cand == &t.cands[0]
	f := fit{t: t, cand: cand, own: own, code: "distance", d: distance(p, cand.Place.Point)}
	other := t.other
	f.loc = w.c.locate.Single(*cand, t.rel, other)
	if own && t.inherited {
		f.loc.Radius = max(f.loc.Radius, estimated)
		f.loc.Region = geo.Region{Kind: geo.Disc, Centre: f.loc.Point, Outer: f.loc.Radius}
	}
	slack := r + pointSlack
	reg := f.loc.Region
	switch reg.Kind {
	case geo.Disc:
		if t.rel.Kind == event.At && !(own && t.inherited) {
			reg.Outer = max(reg.Outer, villageSlack)
			f.loc.Region = reg
		}
		f.outcome = within(f.d, reg.Outer+slack)
	case geo.Annulus, geo.Sector:
		f.ring(p, reg, slack)
	case geo.Capsule:
		f.code = "corridor"
		d, _, err := geodesic.DistanceToLine(p, reg.Axis)
		if err != nil {
			d = f.d
		}
		f.outcome = within(d, reg.Outer+slack)
	default:
		f.outcome = within(distanceTo(p, reg), slack)
		if f.outcome == Fail && f.d <= f.loc.Radius {
			f.outcome = Warn
		}
	}
	return f
}

// estimated is the radius of a name without an entry, put where the words and its neighbours say.
const estimated = 25 * geo.Kilometre

// within grades a distance: up to the limit it passes, up to twice it is doubtful.
func within(d, limit geo.Metres) Outcome {
	switch {
	case d <= limit:
		return Pass
	case d <= warnFactor*limit:
		return Warn
	}
	return Fail
}

// ring grades a point against "N km (direction) of" and "(direction) of".
func (f *fit) ring(p orb.Point, reg geo.Region, slack geo.Metres) {
	width := reg.Outer - reg.Inner
	off := max(reg.Inner-f.d, f.d-reg.Outer, 0)
	switch {
	case off <= slack:
		f.outcome = Pass
	case off <= width/2+slack:
		f.outcome = Warn
	default:
		f.outcome = Fail
	}
	if reg.Kind != geo.Sector {
		return
	}
	_, az, _ := geodesic.Inverse(reg.Centre, p)
	turn := math.Abs(float64(geodesic.AngleBetween(az, reg.Bearing)))
	// near the place its own extent lets the bearing turn
	give := math.Atan2(2000, math.Max(float64(f.d), 1)) * 180 / math.Pi
	var b Outcome
	switch over := turn - float64(reg.HalfAngle) - give; {
	case over <= bearingSlack:
		b = Pass
	case over <= bearingWarn:
		b = Warn
	default:
		b = Fail
	}
	if rank(b) > rank(f.outcome) {
		f.outcome, f.code = b, "bearing"
	}
}

// distanceTo is how far a point is from an area or a strip, 0 inside.
func distanceTo(p orb.Point, reg geo.Region) geo.Metres {
	if geodesic.Contains(reg, p) {
		return 0
	}
	out, err := geodesic.Outline(reg, geodesic.DefaultSteps)
	if err != nil {
		return geo.Metres(math.Inf(1))
	}
	d, _, err := geodesic.DistanceToPolygon(p, out)
	if err != nil {
		return geo.Metres(math.Inf(1))
	}
	return d
}

// best finds the target that the point fits best as the words mean it.
func (w *work) best(p orb.Point, r geo.Metres) *fit {
	var out *fit
	for i := range w.said.targets {
		t := &w.said.targets[i]
		if f := w.fitOf(t, &t.cands[0], p, r); f.better(out) {
			out = &f
		}
	}
	return out
}

// bestNamesake finds another place of a target's name that the point fits; nil for none.
func (w *work) bestNamesake(p orb.Point, r geo.Metres) *fit {
	var out *fit
	for i := range w.said.targets {
		t := &w.said.targets[i]
		for k := 1; k < len(t.cands); k++ {
			c := &t.cands[k]
			if !nearby(c.Place.Point, p) {
				continue
			}
			if f := w.fitOf(t, c, p, r); f.outcome == Pass && f.better(out) {
				out = &f
			}
		}
	}
	return out
}

// nearby is a quick look before the exact one: within about 300 km.
func nearby(a, b orb.Point) bool {
	return math.Abs(a[1]-b[1]) < 2.7 && math.Abs(math.Remainder(a[0]-b[0], 360))*math.Cos(a[1]*math.Pi/180) < 2.7
}

// measured puts a distance and a bearing into words.
func (f *fit) measured(p orb.Point) string {
	name := placeName(f.cand)
	if f.d < 100 {
		return "at the point of " + name
	}
	_, az, _ := geodesic.Inverse(f.cand.Place.Point, p)
	return fmt.Sprintf("%s %s of %s", km(f.d), geodesic.Compass(az), name)
}

func placeName(c *resolve.Candidate) string {
	p := c.Place
	in := p.Country
	if p.Admin1Name != "" {
		in = p.Admin1Name + ", " + p.Country
	}
	return p.Name + " (" + in + ")"
}

// expected puts what the words say into words.
func (f *fit) expected() string {
	reg, name := f.loc.Region, f.t.name
	switch f.t.rel.Kind {
	case event.Between:
		if f.t.other != nil {
			return fmt.Sprintf("between %s and %s, up to %s beside the line", name, f.t.other.Place.Name, km(reg.Outer))
		}
	case event.Distance:
		if k := f.t.rel.Km; k != nil {
			if b := f.t.rel.Bearing; b != nil {
				return fmt.Sprintf("%s to %s %s of %s", number(reg.Inner), km(reg.Outer), geodesic.Compass(*b), name)
			}
			return fmt.Sprintf("%s to %s from %s", number(reg.Inner), km(reg.Outer), name)
		}
	case event.Direction:
		if b := f.t.rel.Bearing; b != nil {
			return fmt.Sprintf("%s of %s, up to %s", geodesic.Compass(*b), name, km(reg.Outer))
		}
	}
	return fmt.Sprintf("%s %s, within %s", f.t.rel.Kind, name, km(max(reg.Outer, f.loc.Radius)))
}

// km writes a length as people say it.
func km(d geo.Metres) string {
	if d < 1000 {
		return fmt.Sprintf("%.0f m", float64(d))
	}
	return number(d) + " km"
}

func number(d geo.Metres) string {
	k := d.Kilometres()
	if k < 100 {
		return trimZero(fmt.Sprintf("%.1f", k))
	}
	return fmt.Sprintf("%.0f", k)
}

func trimZero(s string) string {
	if n := len(s); n > 2 && s[n-2:] == ".0" {
		return s[:n-2]
	}
	return s
}
