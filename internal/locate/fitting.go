package locate

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/resolve"
	"sitmap/geo"
	"sitmap/geo/geodesic"
	"sitmap/internal/event"
	"sitmap/internal/extract"
)

// misstated is how likely a reading is, against one that fits, when it does not lie where the
// report itself puts the place: a wrong number or bearing in one of fifty.
const misstated = .02

// FeatureStated names the reason of a reading that lies where the report says.
const FeatureStated = "stated position"

// fitting weighs the readings of a name against the words for where it lies ("A, 15 km
// north-east of B"): of two places of a name the one that lies there is meant.
func fitting(r resolve.Resolution, p extract.Place, rs []resolve.Resolution) resolve.Resolution {
	if r.Inherited || r.Chosen == nil || p.Stated == nil || p.Stated.Mention < 0 || p.Stated.Mention >= len(rs) {
		return r
	}
	anchor := rs[p.Stated.Mention]
	if anchor.Chosen == nil || anchor.Inherited || anchor.P < doubtful || anchor.Chosen.Place.Class != gazetteer.ClassSettlement {
		return r
	}
	at, rel := anchor.Chosen.Place.Point, p.Stated.Relation
	if rel.Km == nil && rel.Bearing == nil || lies(r.Chosen.Place.Point, at, rel) {
		return r
	}
	all := append([]resolve.Candidate{*r.Chosen}, r.Alternatives...)
	sum := 0.
	for i := range all {
		if all[i].P < faint || !lies(all[i].Place.Point, at, rel) {
			all[i].P *= misstated
		}
		sum += all[i].P
	}
	best := 0
	for i := range all {
		if all[i].P /= sum; all[i].P > all[best].P {
			best = i
		}
	}
	if best == 0 || sum <= 0 {
		return r
	}
	chosen := all[best]
	chosen.Reasons = append(slices.Clip(chosen.Reasons), resolve.Reason{Feature: FeatureStated, Value: 1, Weight: -math.Log(misstated)})
	r.Chosen, r.P, r.Alternatives = &chosen, chosen.P, slices.Delete(all, best, best+1)
	return r
}

// lies reports that a point is where the words put it from the anchor: within a third of the
// distance, at least 5 km, or within 60 km of it for a bearing alone; and within 45 degrees of
// the bearing.
func lies(p, anchor orb.Point, rel event.Relation) bool {
	d, azimuth, _ := geodesic.Inverse(anchor, p)
	if b := rel.Bearing; b != nil && geodesic.AngleBetween(azimuth, *b) > 45 {
		return false
	}
	if rel.Km == nil {
		return d <= 60*geo.Kilometre
	}
	n := geo.Metres(*rel.Km) * geo.Kilometre
	return math.Abs(float64(d-n)) <= float64(max(n/3, 5*geo.Kilometre))
}
