package gpkg

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/internal/event"
	"sitmap/internal/store/storetest"
)

// gdal runs a program of GDAL and gives its words; a warning or an error in them fails the test.
func gdal(t *testing.T, args ...string) string {
	t.Helper()
	tool, err := exec.LookPath(args[0])
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is missing; install it with: apt-get install -y --no-install-recommends gdal-bin", args[0])
		}
		t.Skipf("%s is missing (Debian package gdal-bin)", args[0])
	}
	out, err := exec.CommandContext(t.Context(), tool, args[1:]...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
	for line := range strings.Lines(string(out)) {
		// GDAL that may write is warned off, as it should be.
		if strings.Contains(line, "'sitmap_events'") && strings.Contains(line, "safe write-support") {
			continue
		}
		if strings.Contains(line, "Warning") || strings.Contains(line, "ERROR") {
			t.Fatalf("%v says:\n%s", args, out)
		}
	}
	return string(out)
}

func wantWords(t *testing.T, out string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(out, w) {
			t.Errorf("there is no %q in\n%s", w, out)
		}
	}
}

// TestOgrinfo lets GDAL open the file while the store is open and has a log beside the file.
func TestOgrinfo(t *testing.T) {
	db := open(t)
	r := storetest.Report(1)
	ev := storetest.Event(r, 1, orb.Point{8.5, 50.25}, orb.Point{180, -10})
	if _, err := db.Put(t.Context(), r, []event.Event{ev, storetest.Event(r, 2)}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(db.path + "-wal"); err != nil {
		t.Errorf("there is no log beside the file, so this test shows less than it says: %v", err)
	}
	wantWords(t, gdal(t, "ogrinfo", "-ro", "-so", db.path),
		"1: event_places (Point)", "2: event_regions (Multi Polygon)", "events (None)", "reports (None)", "event_actors (None)", "event_revisions (None)")
	wantWords(t, gdal(t, "ogrinfo", "-ro", "-nomd", db.path, "event_places"),
		"Feature Count: 2", "Extent: (8.500000, -10.000000) - (180.000000, 50.250000)", "WGS 84", "Geometry Column NOT NULL = geom", "FID Column = fid",
		"POINT (8.5 50.25)", "type (String) = Armed clash", "date_start (Date) = 2024/12/14", "radius_m (Real) = 3000", "name (String) = Testdorf",
		"casualties (String) = 0 killed, about 12 killed or wounded", "claimant (String) = Officials", "verification (String) = unverified",
		"source (String) = Outlet 1", "published (DateTime) = 2024/12/16 20:00:00+00", "quote (String) = Officials said about 12 people")
	regions := gdal(t, "ogrinfo", "-ro", db.path, "event_regions")
	wantWords(t, regions, "Feature Count: 2", "MULTIPOLYGON (((", "kind (String) = disc", "Extent: (-180.0")
	wantWords(t, gdal(t, "ogrinfo", "-ro", db.path, "event_places", "-spat", "8", "50", "9", "51"), "Feature Count: 1")
	wantWords(t, gdal(t, "ogrinfo", "-ro", db.path, "-dialect", "SQLite", "-sql", "SELECT min(ST_IsValid(geom)) AS valid FROM event_regions"), "valid (Integer) = 1")
	wantWords(t, gdal(t, "ogrinfo", "-ro", db.path, "reports"), "title (String) = Title 1: Überfall")

	// What the store removes while GDAL is away is gone the next time.
	if err := db.Delete(t.Context(), ev.ID); err != nil {
		t.Fatal(err)
	}
	wantWords(t, gdal(t, "ogrinfo", "-ro", "-so", db.path, "event_places"), "Feature Count: 0")
}

// TestOgrWrites lets GDAL change the file: the R*Tree, the text index and the log follow by their triggers.
func TestOgrWrites(t *testing.T) {
	db := open(t)
	r := storetest.Report(1)
	a, b := storetest.Event(r, 1, orb.Point{8, 50}), storetest.Event(r, 2, orb.Point{9, 51})
	if _, err := db.Put(t.Context(), r, []event.Event{a, b}); err != nil {
		t.Fatal(err)
	}
	before, err := db.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	gdal(t, "ogrinfo", db.path, "-sql", "DELETE FROM events WHERE id = '"+string(a.ID)+"'")
	gdal(t, "ogrinfo", db.path, "-sql", "UPDATE event_places SET geom = NULL WHERE 0")
	changes, err := db.Changes(t.Context(), before)
	if err != nil || len(changes) != 1 || changes[0].Event != a.ID || changes[0].Kind != "deleted" {
		t.Errorf("changes: got %v, %v, want one deletion", changes, err)
	}
	if evs, err := db.Events(t.Context(), event.Query{Text: "clashes"}); err != nil || len(evs) != 1 || evs[0].ID != b.ID {
		t.Errorf("text index: got %v, %v", evs, err)
	}
	checkFile(t, db)
}

// TestOgr2ogr copies the layer into another format and back.
func TestOgr2ogr(t *testing.T) {
	db := open(t)
	r := storetest.Report(1)
	if _, err := db.Put(t.Context(), r, []event.Event{storetest.Event(r, 1, orb.Point{8, 50})}); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "out.geojson")
	gdal(t, "ogr2ogr", "-f", "GeoJSON", out, db.path, "event_places")
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	wantWords(t, string(text), `"coordinates": [ 8.0, 50.0 ]`, `"name": "Testdorf"`)
}
