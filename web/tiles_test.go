package web

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"

	"sitmap/geo/tile"
	"sitmap/internal/event"
	"sitmap/internal/snapshot"
)

// TestTileJSONKeepsToItsSpecification checks what version 3.0.0 asks for.
func TestTileJSONKeepsToItsSpecification(t *testing.T) {
	s := newSite(t, nil)
	for _, target := range []string{"/tiles/events.json", "/tiles/events.json?type=none", "/tiles/events.json?bbox=-1,80,1,90", "/basemap.json"} {
		raw := text(t, s.ask("GET", target, ""))
		var j TileJSON
		if err := json.Unmarshal([]byte(raw), &j); err != nil {
			t.Fatal(err)
		}
		if j.TileJSON != "3.0.0" || len(j.Tiles) != 1 || !strings.Contains(j.Tiles[0], "/{z}/{x}/{y}.mvt") || j.Scheme != "xyz" || !strings.Contains(raw, `"vector_layers":[`) {
			t.Errorf("%s: %s", target, raw)
		}
		if j.Version != "" && !regexp.MustCompile(`^\d+\.\d+\.\d+$`).MatchString(j.Version) {
			t.Errorf("%s: version %q is not semantic", target, j.Version)
		}
		if j.MinZoom < 0 || j.MaxZoom > 30 || j.MinZoom > j.MaxZoom {
			t.Errorf("%s: zooms %d to %d", target, j.MinZoom, j.MaxZoom)
		}
		if b := j.Bounds; b != nil {
			if len(b) != 4 || b[0] > b[2] || b[1] > b[3] || b[0] < -180 || b[2] > 180 || b[1] < -tile.MaxLatitude || b[3] > tile.MaxLatitude {
				t.Errorf("%s: bounds %v", target, b)
			}
			if c := j.Center; len(c) != 3 || c[0] < b[0] || c[0] > b[2] || c[1] < b[1] || c[1] > b[3] || c[2] < float64(j.MinZoom) || c[2] > float64(j.MaxZoom) {
				t.Errorf("%s: centre %v of bounds %v", target, c, b)
			}
		}
		for _, l := range j.VectorLayers {
			if l.ID == "" || l.Fields == nil || l.MinZoom < j.MinZoom || l.MaxZoom > j.MaxZoom {
				t.Errorf("%s: layer %+v", target, l)
			}
		}
	}
	var j TileJSON
	if err := json.Unmarshal([]byte(text(t, s.ask("GET", "/tiles/events.json", ""))), &j); err != nil {
		t.Fatal(err)
	}
	if j.Attribution != "test" || j.Time == nil || j.Time.Start != "2024-12-01" || j.Time.End != "2024-12-15" || len(j.VectorLayers) != 1 {
		t.Errorf("%+v", j)
	}
	// Every property that a tile has is among the fields.
	for _, target := range []string{"/tiles/events/0/0/0.mvt", "/tiles/events/12/2449/1369.mvt?properties=" + strings.Join(allFields(), ",")} {
		layers, err := mvt.Unmarshal([]byte(text(t, s.ask("GET", target, ""))))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range layers {
			if l.Name != j.VectorLayers[0].ID || len(l.Features) == 0 {
				t.Errorf("%s: layer %q with %d features", target, l.Name, len(l.Features))
			}
			for _, f := range l.Features {
				for name := range f.Properties {
					if j.VectorLayers[0].Fields[name] == "" {
						t.Errorf("%s: property %q is not described", target, name)
					}
				}
			}
		}
	}
}

func allFields() []string {
	doc := eventsLayer().Fields
	var out []string
	for _, name := range []string{"id", "place", "type", "date_start", "date_end", "name", "country", "radius_m", "verification", "killed", "killed_max", "source", "actors"} {
		if _, ok := doc[name]; ok {
			out = append(out, name)
		}
	}
	return out
}

// TestKeptTilesHaveTheSameHeaders: the quick way and the routes answer alike, and
// count alike.
func TestKeptTilesHaveTheSameHeaders(t *testing.T) {
	s := newSite(t, func(o *Options) { o.Hosts = []string{"example.com"} })
	for _, target := range []string{"/tiles/events/12/2449/1369.mvt", "/tiles/events/9/0/0.mvt", "/basemap/1/0/0.mvt", "/basemap/4/0/0.mvt", "/tiles/events/0/0/0.mvt?type=Armed+clash"} {
		first := s.ask("GET", target, "", "Accept-Encoding", "gzip")
		again := s.ask("GET", target, "", "Accept-Encoding", "gzip")
		if first.StatusCode != again.StatusCode || text(t, first) != text(t, again) {
			t.Errorf("%s: %d, then %d", target, first.StatusCode, again.StatusCode)
		}
		for name := range first.Header {
			if !slices.Equal(first.Header[name], again.Header[name]) {
				t.Errorf("%s: %s is %q, then %q", target, name, first.Header[name], again.Header[name])
			}
		}
		if len(first.Header) != len(again.Header) || again.Header.Get("Content-Security-Policy") != policy {
			t.Errorf("%s: headers %v, then %v", target, first.Header, again.Header)
		}
		if r := s.ask("GET", target, "", "Host", "evil.example"); r.StatusCode != 421 {
			t.Errorf("%s for a foreign host: %d", target, r.StatusCode)
		}
		if r := s.ask("POST", target, ""); r.StatusCode != 405 {
			t.Errorf("POST %s: %d", target, r.StatusCode)
		}
	}
	metrics := text(t, s.ask("GET", "/metrics", ""))
	for _, want := range []string{
		`sitmap_http_requests_total{route="/tiles/events/:z/:x/:y",status="2xx"} 6`, `sitmap_http_requests_total{route="/tiles/events/:z/:x/:y",status="4xx"} 6`,
		`sitmap_http_requests_total{route="/basemap/:z/:x/:y",status="2xx"} 4`, `sitmap_http_request_seconds_total{route="/basemap/:z/:x/:y",status="2xx"} `,
	} {
		if !strings.Contains(metrics, want) {
			t.Errorf("the metrics lack %s\n%s", want, metrics)
		}
	}
}

func TestSplitTilePath(t *testing.T) {
	for path, want := range map[string]string{
		"/tiles/events/3/4/5.mvt": "/tiles/events/", "/basemap/0/0/0.mvt": "/basemap/", "/a/b/c/22/0/4194303.mvt": "/a/b/c/", "/1/2/3/1/0/1.mvt": "/1/2/3/",
		"/tiles/events/3/4/5": "", "/tiles/events/3/8/5.mvt": "", "/tiles/events/23/0/0.mvt": "", "/x/-1/0/0.mvt": "", "/x/01/0/0.mvt": "", "/x//0/0.mvt": "", ".mvt": "", "/0.mvt": "",
		"/0/0/0.mvt": "/", "0/0/0.mvt": "", "/x/0/0/9999999999.mvt": "", "/x/0/0/٠.mvt": "",
	} {
		under, _, ok := splitTilePath(path)
		if !ok {
			under = ""
		}
		if under != want {
			t.Errorf("%s: %q, want %q", path, under, want)
		}
	}
	if _, id, _ := splitTilePath("/tiles/events/3/4/5.mvt"); id != (tile.ID{Z: 3, X: 4, Y: 5}) {
		t.Errorf("got %v", id)
	}
}

// TestTagsOutliveTheProcess: another server with the same data gives the same ETags.
func TestTagsOutliveTheProcess(t *testing.T) {
	a, b := newSite(t, func(o *Options) { o.Instance = "a" }), newSite(t, func(o *Options) { o.Instance = "b" })
	far := tilePath("/tiles/events", orb.Point{35.33, 51.10}, 12)
	for _, target := range []string{far, "/tiles/events.json", far + "?type=Armed+clash"} {
		x, y := a.ask("GET", target, "").Header.Get("ETag"), b.ask("GET", target, "").Header.Get("ETag")
		if x == "" || x != y {
			t.Errorf("%s: %s and %s", target, x, y)
		}
	}
}

// TestLayers asks for every layer and for quotes of the site's events.
func TestLayers(t *testing.T) {
	s := newSite(t, func(o *Options) {
		o.Region = func(_ context.Context, id event.ID, place int) (orb.MultiPolygon, error) {
			return orb.MultiPolygon{{{{35, 51}, {36, 51}, {36, 52}, {35, 51}}}}, nil
		}
	})
	for _, z := range []uint32{4, 12} {
		id, _ := tile.At(orb.Point{35.33, 51.10}, z)
		target := fmt.Sprintf("/tiles/events/%d/%d/%d.mvt?layers=events,heat,grid,regions", z, id.X, id.Y)
		layers, err := mvt.Unmarshal([]byte(text(t, s.ask("GET", target, ""))))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, l := range layers {
			names = append(names, l.Name)
		}
		want := []string{"events", "grid", "heat"}
		if z >= snapshot.BaseZoom {
			want = append(want, "regions")
		}
		if slices.Sort(names); !slices.Equal(names, want) {
			t.Errorf("zoom %d has the layers %v, want %v", z, names, want)
		}
	}
	var j TileJSON
	if err := json.Unmarshal([]byte(text(t, s.ask("GET", "/tiles/events.json?layers=heat,regions", ""))), &j); err != nil {
		t.Fatal(err)
	}
	if len(j.VectorLayers) != 2 || j.VectorLayers[0].ID != "heat" || j.VectorLayers[1].ID != "regions" || j.Counts == nil || j.Counts.Places == 0 {
		t.Errorf("got %+v", j)
	}
	if r := s.ask("GET", "/tiles/events/9/306/170.mvt?properties=quote", ""); r.StatusCode != 501 {
		t.Errorf("a site without quotes answers %d", r.StatusCode)
	}
}
