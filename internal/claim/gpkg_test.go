package claim

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/geodesic"
	"sitmap/internal/event"
	"sitmap/internal/reader"
	"sitmap/internal/store/gpkg"
)

// kept asks a GeoPackage for the events near a claim.
type kept struct {
	store
	db *gpkg.DB
}

func (k *kept) Around(ctx context.Context, p orb.Point, within geo.Metres, from, to event.Date) ([]Neighbour, error) {
	evs, err := k.db.Events(ctx, event.Query{Near: &event.Nearness{Centre: p, Radius: within}, From: from, To: to, Limit: 100})
	if err != nil {
		return nil, err
	}
	var out []Neighbour
	for _, ev := range evs {
		rep, err := k.db.Report(ctx, ev.Evidence[0].Report)
		if err != nil {
			return nil, err
		}
		at := ev.Where[0].Point
		out = append(out, Neighbour{
			ID: ev.ID, Type: ev.Type, Point: at, Distance: geodesic.Distance(p, at), Start: ev.When.Start, End: ev.When.End, Sources: []string{rep.Outlet}, Group: ev.Group, Independent: ev.IndependentSources,
		})
	}
	return out, nil
}

// TestNeighboursInGeoPackage checks a claim against reports that were read and stored as every report is.
func TestNeighboursInGeoPackage(t *testing.T) {
	const text = "A missile killed 3 people in Poltava."
	type rep struct{ outlet, text, pub string }
	first := rep{"One", "On 20 March 2025 a missile hit Poltava. Three people were killed, seven were taken to hospital, and the fire in the yard was put out by noon.", "2025-03-20T18:00:00+02:00"}
	other := rep{"Two", "A missile struck a warehouse in Poltava on 20 March 2025, rescuers said in the evening; at least three people died there.", "2025-03-20T20:00:00+02:00"}
	for _, x := range []struct {
		checkCase
		reports     []rep
		independent int
	}{
		{checkCase: checkCase{name: "nothing stored", rows: "neighbours=skipped"}},
		{checkCase: checkCase{name: "one report", rows: "neighbours=pass"}, reports: []rep{first}, independent: 1},
		{checkCase: checkCase{name: "two reports", rows: "neighbours=pass"}, reports: []rep{first, other}, independent: 2},
		{checkCase: checkCase{name: "one text in two outlets is one source", rows: "neighbours=pass"}, reports: []rep{first, {"Two", first.text, first.pub}}, independent: 1},
		{checkCase: checkCase{name: "its own source is no witness", rows: "neighbours=skipped"}, reports: []rep{{"Own Channel", first.text, first.pub}}},
		{checkCase: checkCase{name: "another town", rows: "neighbours=skipped"}, reports: []rep{{"One", "On 20 March 2025 a missile hit Kremenchuk. Three people were killed.", first.pub}}},
		{checkCase: checkCase{name: "weeks before", rows: "neighbours=skipped"}, reports: []rep{{"One", "On 20 February 2025 a missile hit Poltava. Three people were killed.", "2025-02-20T18:00:00+02:00"}}},
	} {
		t.Run(x.name, func(t *testing.T) {
			c := testChecker(t)
			db, err := gpkg.Open(t.Context(), filepath.Join(t.TempDir(), "claims.gpkg"))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := db.Close(); err != nil {
					t.Error(err)
				}
			})
			for i, r := range x.reports {
				in := event.Report{ID: event.ReportID(fmt.Sprintf("report %d", i)), Outlet: r.outlet, Text: r.text, Published: at(r.pub)}
				evs := c.reader.Read(in, reader.Options{}).Events
				if len(evs) == 0 {
					t.Fatalf("no event in %q", r.text)
				}
				if _, err := db.Put(t.Context(), in, evs); err != nil {
					t.Fatal(err)
				}
			}
			x.text, x.at, x.pub, x.verdict = text, "49.5883, 34.5514", "2025-03-21T10:00:00+02:00", Consistent
			cl := x.claim()
			cl.Source = "Own Channel"
			r := c.with(&kept{db: db}).Check(t.Context(), cl)
			x.compare(t, &r)
			row := r.Checks[slices.IndexFunc(r.Checks, func(c Check) bool { return c.Code == "neighbours" })]
			if row.Bits != float64(x.independent) || (r.Rating.Suggested > 0) != (x.independent > 0) {
				t.Errorf("%s: %.0f bits, suggested %d, want %d sources", row.Measured, row.Bits, r.Rating.Suggested, x.independent)
			}
		})
	}
}

// TestGeoPackageClosed: a database that cannot be read is said, and the rest is checked.
func TestGeoPackageClosed(t *testing.T) {
	db, err := gpkg.Open(t.Context(), filepath.Join(t.TempDir(), "closed.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	x := checkCase{text: "A missile hit Poltava.", at: "49.5883, 34.5514", pub: "2025-03-21T10:00:00Z", verdict: Consistent, rows: "distance=pass !neighbours"}
	r := testChecker(t).with(&kept{db: db}).Check(t.Context(), x.claim())
	x.compare(t, &r)
	if !slices.ContainsFunc(r.NotChecked, func(s string) bool { return containsAny(s, "stored events near: ") }) {
		t.Errorf("%q", r.NotChecked)
	}
}
