package locate

import (
	"cmp"
	"flag"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/geo"
	"sitmap/geo/geodesic"
	"sitmap/internal/event"
	"sitmap/internal/text"
)

var indexFile = flag.String("gazetteer", "", "TestCoverage uses this index in place of the built-in one")

// placed is one located place of an event with the place that the gold gives its name.
type placed struct {
	kind string
	d    geo.Metres // from the location's point to the truth
	r    geo.Metres
	p    float64
	fold int
}

// TestCoverage says how often a location's radius holds the truth, by kind of answer, and
// which radius would hold nine in ten: fitted on four fifths of the reports, tried on the
// rest. The truth of "6 km south of A" is the point 6 km south of the gold's A. It asks only
// that the sure answers hold: places that the gazetteer lacks are measured, not demanded.
//
//	go test ./internal/locate -run Coverage -v -args -gazetteer FILE
func TestCoverage(t *testing.T) {
	path := shared(t, "eval/conflict-dev/reports.jsonl")
	w := newWhole(t)
	if *indexFile != "" {
		ix, err := gazetteer.Open(*indexFile)
		if err != nil {
			t.Fatal(err)
		}
		defer ix.Close()
		w = newWholeOf(t, ix)
	}
	var all []placed
	for i, r := range read(t, path) {
		pub, err := time.Parse(time.RFC3339, r.Published)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range w.events(event.Report{ID: event.ReportID(r.Doc), Text: r.Text, Lang: r.Lang, Published: pub, Outlet: r.Outlet}, nil) {
			for _, l := range e.Where {
				if truth, ok := truthOf(r, l); ok {
					all = append(all, placed{kindOf(l), geodesic.Distance(l.Point, truth), l.Radius, l.Probability, i % 5})
				}
			}
		}
	}
	report(t, all)
	sure, held := 0, 0
	for _, x := range all {
		if x.p >= sure90 && !strings.HasPrefix(x.kind, "no entry") {
			sure++
			if x.d <= x.r {
				held++
			}
		}
	}
	if sure < 50 || float64(held) < .85*float64(sure) {
		t.Errorf("%d of %d sure locations hold the truth, want 85 in 100", held, sure)
	}
}

const sure90 = .9

// truthOf gives the gold's point for the name of a location, moved as the words say.
func truthOf(r goldReport, l event.Location) (orb.Point, bool) {
	off := text.NewOffsets(r.Text)
	for _, n := range r.Toponyms {
		if n.Lat == nil || off.Byte(n.Start) >= l.Mention.End || l.Mention.Start >= off.Byte(n.End) {
			continue
		}
		p := orb.Point{*n.Lon, *n.Lat}
		if rel := l.Relation; rel.Kind == event.Distance && rel.Km != nil && rel.Bearing != nil {
			p = geodesic.Direct(p, *rel.Bearing, geo.Metres(*rel.Km)*geo.Kilometre)
		}
		return p, true
	}
	return orb.Point{}, false
}

// kindOf says what sort of answer a location is.
func kindOf(l event.Location) string {
	switch {
	case strings.Contains(l.Caution, "no place of this name"):
		return "no entry"
	case l.Place.Class != "settlement":
		return l.Place.Class
	case l.Probability < sure90:
		return string(l.Relation.Kind) + ", unsure"
	}
	return string(l.Relation.Kind)
}

func report(t *testing.T, all []placed) {
	t.Helper()
	by := map[string][]placed{"all": all}
	for _, x := range all {
		by[x.kind] = append(by[x.kind], x)
	}
	names := []string{}
	for k := range by {
		names = append(names, k)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(len(by[b])-len(by[a]), cmp.Compare(a, b)) })
	var b strings.Builder
	fmt.Fprintf(&b, "%-22s %5s %7s %10s %10s %12s | %s\n", "kind", "n", "inside", "median km", "mean km²", "median km²", "radius for 90 in 100 on 4/5, inside on 1/5")
	for _, k := range names {
		xs := by[k]
		inside := 0
		var rs, areas []float64
		for _, x := range xs {
			if x.d <= x.r {
				inside++
			}
			km := float64(x.r) / 1000
			rs, areas = append(rs, km), append(areas, math.Pi*km*km)
		}
		mean := 0.0
		for _, a := range areas {
			mean += a / float64(len(areas))
		}
		fmt.Fprintf(&b, "%-22s %5d %7.3f %10.1f %10.0f %12.0f | %s\n", k, len(xs), float64(inside)/float64(len(xs)), quantile(rs, .5), mean, quantile(areas, .5), crossed(xs))
	}
	t.Log("\n" + b.String())
}

// crossed fits one radius for a kind on four fifths and tries it on the rest.
func crossed(xs []placed) string {
	if len(xs) < 10 {
		return "too few"
	}
	held, sum := 0, 0.0
	for fold := range 5 {
		var train []float64
		for _, x := range xs {
			if x.fold != fold {
				train = append(train, float64(x.d)/1000)
			}
		}
		r := quantile(train, .9)
		sum += r / 5
		for _, x := range xs {
			if x.fold == fold && float64(x.d)/1000 <= r {
				held++
			}
		}
	}
	return fmt.Sprintf("%.1f km, %.3f", sum, float64(held)/float64(len(xs)))
}

func quantile(xs []float64, q float64) float64 {
	if len(xs) == 0 {
		return math.NaN()
	}
	s := slices.Sorted(slices.Values(xs))
	return s[min(len(s)-1, int(math.Ceil(q*float64(len(s))))-1)]
}
