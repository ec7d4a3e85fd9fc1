package web

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo/geodesic"
	"sitmap/geo/tile"
	"sitmap/internal/event"
	"sitmap/internal/snapshot"
)

// variedEvents makes events that differ in everything that a filter asks for.
func variedEvents(m *memory, n int) []event.Event {
	r := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // a test that can be repeated
	outlets := []string{"Outlet A", "Outlet B", "Outlet C"}
	words := []string{"bridge", "village", "depot"}
	var out []event.Event
	for i := range n {
		report := sampleReport()
		report.ID = event.ReportID(fmt.Sprintf("rep/%d", i%40))
		report.Outlet, report.Text = outlets[i%40%3], "At the "+words[i%40%3]+" on that day."
		ev := randomEvent(r, numbered(i))
		ev.Evidence[0].Report = report.ID
		ev.Verification = []event.Verification{event.VerificationNone, event.Unverified, event.Verified, event.Disputed}[r.IntN(4)]
		start := event.FromDayNumber(event.Date{Year: 2024, Month: 1, Day: 1}.DayNumber() + r.IntN(366))
		ev.When.Start, ev.When.End = start, event.FromDayNumber(start.DayNumber()+r.IntN(5))
		switch r.IntN(12) {
		case 0:
			ev.When.Start, ev.When.End = event.Date{}, event.Date{}
		case 1:
			ev.When.Start = event.Date{}
		case 2:
			ev.When.End = event.Date{}
		}
		ev.Actors = nil
		for _, a := range []event.Actor{{ID: "a", Name: "Side A"}, {ID: "b", Name: "Side B"}, {Name: "Nobody's men"}} {
			if r.IntN(2) == 0 {
				ev.Actors = append(ev.Actors, a)
			}
		}
		if lo, hi := r.IntN(9), 8+r.IntN(9); i%3 > 0 {
			ev.Casualties.Killed = &event.Count{Min: &lo, Max: &hi}
			switch r.IntN(4) {
			case 0:
				ev.Casualties.Killed.Min = nil
			case 1:
				ev.Casualties.Killed.Max = nil
			}
		} else {
			ev.Casualties.Killed = nil
		}
		for k := range ev.Where {
			ev.Where[k].GeoPrecision = r.IntN(4)
		}
		m.put(report, ev)
		out = append(out, ev)
	}
	return out
}

// want is what a filter lets through, found by looking at every event.
type want struct {
	events  []event.Event
	places  int
	outside int
}

// byHand answers a query with code of its own.
func (m *memory) byHand(events []event.Event, v url.Values) want {
	var w want
	in := func(name, value string) bool { return len(v[name]) == 0 || slices.Contains(v[name], value) }
	for _, ev := range events {
		rep := m.reports[ev.Evidence[0].Report]
		actor := len(v["actor"]) == 0
		for _, a := range ev.Actors {
			actor = actor || slices.Contains(v["actor"], a.Name) || a.ID != "" && slices.Contains(v["actor"], a.ID)
		}
		if !actor || !in("type", ev.Type) || !in("source", rep.Outlet) || !in("verification", string(ev.Verification)) || !in("report", string(rep.ID)) ||
			!strings.Contains(rep.Text, v.Get("q")) || !meets(ev.When, v.Get("datetime")) || !mayHaveKilled(ev.Casualties.Killed, v.Get("killed")) {
			continue
		}
		at := 0
		for _, l := range ev.Where {
			if !inBox(l.Point, v.Get("bbox")) || !isNear(l.Point, v.Get("near")) || !inCell(l.Point, v.Get("cluster")) ||
				!inTriangle(l.Point, v.Get("area")) || v.Get("precision") != "" && !strings.Contains(v.Get("precision"), fmt.Sprint(l.GeoPrecision)) {
				continue
			}
			at++
			if _, _, ok := tile.Position(l.Point); !ok {
				w.outside++
			}
		}
		if at > 0 || v.Get("bbox") == "" && v.Get("near") == "" && v.Get("cluster") == "" && v.Get("area") == "" && v.Get("precision") == "" {
			w.events = append(w.events, ev)
			w.places += at
		}
	}
	return w
}

// meets reports whether an interval meets "FROM/TO" of days; "" and ".." are open.
func meets(i event.Interval, asked string) bool {
	if asked == "" {
		return true
	}
	from, to, ranged := strings.Cut(asked, "/")
	if !ranged {
		to = from
	}
	return (i.End.IsZero() || from == ".." || i.End.String() >= from) && (i.Start.IsZero() || to == ".." || i.Start.String() <= to)
}

func inBox(p orb.Point, box string) bool {
	if box == "" {
		return true
	}
	var w, s, e, n float64
	fmt.Sscanf(box, "%g,%g,%g,%g", &w, &s, &e, &n)
	lons := []float64{p[0]}
	if p[0] == 180 || p[0] == -180 {
		lons = []float64{180, -180} // one line
	}
	return p[1] >= s && p[1] <= n && slices.ContainsFunc(lons, func(x float64) bool {
		if w > e {
			return x >= w || x <= e
		}
		return x >= w && x <= e
	})
}

func isNear(p orb.Point, near string) bool {
	if near == "" {
		return true
	}
	var lat, lon, km float64
	fmt.Sscanf(near, "%g,%g,%g", &lat, &lon, &km)
	return float64(geodesic.Distance(orb.Point{lon, lat}, p)) <= km*1000
}

// mayHaveKilled reports whether a count allows a number of the range. A bound that
// the report leaves open counts as the other one.
func mayHaveKilled(c *event.Count, asked string) bool {
	if asked == "" {
		return true
	}
	if c == nil || c.Min == nil && c.Max == nil {
		return false
	}
	lo, hi := c.Min, c.Max
	if lo == nil {
		lo = hi
	}
	if hi == nil {
		hi = lo
	}
	from, to, ranged := strings.Cut(asked, "/")
	if !ranged {
		to = from
	}
	var a, b int
	fmt.Sscan(from, &a)
	if _, err := fmt.Sscan(to, &b); err != nil {
		b = 1 << 30
	}
	return *hi >= a && *lo <= b
}

// inTriangle looks on which side of each edge a point lies.
func inTriangle(p orb.Point, area string) bool {
	if area == "" {
		return true
	}
	var c [6]float64
	fmt.Sscanf(area, "%g,%g,%g,%g,%g,%g", &c[0], &c[1], &c[2], &c[3], &c[4], &c[5])
	left := 0
	for i := range 3 {
		ax, ay, bx, by := c[2*i], c[2*i+1], c[(2*i+2)%6], c[(2*i+3)%6]
		if (bx-ax)*(p[1]-ay)-(by-ay)*(p[0]-ax) > 0 {
			left++
		}
	}
	return left == 0 || left == 3
}

// inCell knows the one cluster that the test asks for: the whole world's cell of
// 16 × 16 that holds 35° E 51° N.
func inCell(p orb.Point, cluster string) bool {
	if cluster == "" {
		return true
	}
	a, ok := tile.At(p, 4)
	b, _ := tile.At(orb.Point{35, 51}, 4)
	return ok && a == b
}

func TestCountsUnderEveryFilter(t *testing.T) {
	m := &memory{events: map[event.ID]event.Event{}, reports: map[event.ReportID]event.Report{}}
	events := variedEvents(m, 700)
	search := func(_ context.Context, q string) (ids []event.ID, err error) {
		for _, ev := range events {
			if strings.Contains(m.reports[ev.Evidence[0].Report].Text, q) {
				ids = append(ids, ev.ID)
			}
		}
		return ids, nil
	}
	snap, err := snapshot.Load(context.Background(), snapshot.Options{Loader: m, Log: m, Search: search})
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t, func(o *Options) { o.Snapshot, o.Changes = snap, m.Changes })
	single := []string{
		"", "type=Attack", "type=Attack&type=Armed clash", "type=none such", "actor=Side A", "actor=b", "actor=Nobody's men&actor=a", "source=Outlet B", "source=Outlet B&source=Outlet C",
		"verification=none", "verification=verified&verification=disputed", "q=bridge", "q=nothing", "report=rep/7", "report=none such",
		"bbox=35,51,35.5,51.5", "bbox=170,50,-170,70", "bbox=-180,-90,180,90", "bbox=180,50,-179.99995,70", "bbox=-180,50,-180,70", "near=51.5,35.5,30", "near=60,180,50", "near=90,0,100",
		"datetime=2024-03-01/2024-04-15", "datetime=2024-06-01/..", "datetime=../2024-02-01", "datetime=2024-05-05",
		"cluster=" + clusterAt(orb.Point{35, 51}), "bbox=180,50,180,70", "killed=0", "killed=5/8", "killed=10/..", "killed=../2", "precision=1", "precision=0,3",
		"area=34.9,50.9,35.8,51,35.3,51.6", "area=0,-80,90,80,-80,80",
	}
	queries := slices.Clone(single)
	for i, a := range single {
		b := single[(i*7+5)%len(single)]
		if name, _, _ := strings.Cut(a, "="); a != "" && b != "" && !strings.HasPrefix(b, name) {
			queries = append(queries, a+"&"+b)
		}
	}
	some := 0
	for i, query := range queries {
		v, err := url.ParseQuery(strings.ReplaceAll(query, " ", "+"))
		if err != nil {
			t.Fatal(err)
		}
		w := m.byHand(events, v)
		if n := len(w.events); n > 0 && n < len(events) {
			some++
		}
		bin := []string{"", "day", "week", "month", "year"}[i%5]
		if bin != "" {
			v.Set("bin", bin)
		}
		var got countsAnswer
		if err := json.Unmarshal([]byte(text(t, s.ask("GET", "/api/counts?"+v.Encode(), ""))), &got); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		compareCounts(t, query, bin, got, m, w)
	}
	if some < 30 {
		t.Errorf("only %d filters of %d let some events through and some not", some, len(queries))
	}
}

// clusterAt gives the number of the world's cell of 16 × 16 that holds a point: its
// place in Z order, then 4 bits for the zoom.
func clusterAt(p orb.Point) string {
	want, _ := tile.At(p, 4)
	for cell := range uint64(256) {
		if snapshotCell(cell) == want {
			return fmt.Sprint(cell<<4 | 1)
		}
	}
	panic("no cluster")
}

// snapshotCell undoes the Z order of a cell of zoom 4.
func snapshotCell(cell uint64) tile.ID {
	var x, y uint32
	for i := range 4 {
		x |= uint32(cell>>(2*i)&1) << i
		y |= uint32(cell>>(2*i+1)&1) << i
	}
	return tile.ID{Z: 4, X: x, Y: y}
}

func compareCounts(t *testing.T, query, bin string, got countsAnswer, m *memory, w want) {
	t.Helper()
	undated, unplaced, days := 0, 0, []string{}
	facets := map[string]map[string]int{"type": {}, "actor": {}, "source": {}, "verification": {}}
	for _, ev := range w.events {
		day := ev.When.Start
		if day.IsZero() {
			day = ev.When.End
		}
		if day.IsZero() {
			undated++
		} else {
			days = append(days, day.String())
		}
		if len(ev.Where) == 0 {
			unplaced++
		}
		facets["type"][ev.Type]++
		facets["source"][m.reports[ev.Evidence[0].Report].Outlet]++
		facets["verification"][string(ev.Verification)]++
		for _, a := range ev.Actors {
			facets["actor"][a.Name]++
		}
	}
	if got.Events != len(w.events) || got.Places != w.places || got.WithoutPlace != unplaced || got.OutsideTiles != w.outside || got.Undated != undated {
		t.Errorf("%s: %d events, %d places, %d without, %d outside, %d undated; want %d, %d, %d, %d, %d", query,
			got.Events, got.Places, got.WithoutPlace, got.OutsideTiles, got.Undated, len(w.events), w.places, unplaced, w.outside, undated)
	}
	for name, values := range facets {
		listed := map[string]int{}
		for i, f := range got.Facets[name] {
			listed[f.Value] = f.Count
			if i > 0 && f.Count > got.Facets[name][i-1].Count {
				t.Errorf("%s: facet %s is not in order", query, name)
			}
		}
		if !maps.Equal(listed, values) {
			t.Errorf("%s: facet %s is %v, want %v", query, name, listed, values)
		}
	}
	if bin != "" && got.Time.Bin != bin && len(got.Time.Bins) > 0 {
		t.Errorf("%s: bin %s, asked for %s", query, got.Time.Bin, bin)
	}
	for i, b := range got.Time.Bins {
		n := 0
		for _, d := range days {
			if d >= b.Start && d <= b.End {
				n++
			}
		}
		if n != b.Count {
			t.Errorf("%s: %d events from %s to %s, want %d", query, b.Count, b.Start, b.End, n)
		}
		if i > 0 && nextDay(t, got.Time.Bins[i-1].End) != b.Start {
			t.Errorf("%s: a gap before %s", query, b.Start)
		}
	}
	if total := len(days); total > 0 && (len(got.Time.Bins) == 0 || got.Time.Bins[0].Start > slices.Min(days) || got.Time.Bins[len(got.Time.Bins)-1].End < slices.Max(days)) {
		t.Errorf("%s: the bins do not hold all %d days", query, total)
	}
}

func nextDay(t *testing.T, day string) string {
	t.Helper()
	d, err := event.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	return event.FromDayNumber(d.DayNumber() + 1).String()
}
