// Package arch tests the layering of sitmap itself: every package has a level,
// and imports only packages of a lower one. docs/architecture.md shows the table.
package arch

import (
	"bufio"
	"bytes"
	"os/exec"
	"strings"
	"testing"
)

// level gives a package's level; a pattern ending in /... covers what lies below it.
var level = map[string]int{
	"geo": 0, "geo/grid": 0, "bench/pg": 0, "gazetteer/names": 0, "internal/config": 0, "internal/obs": 0, "internal/text": 0, "internal/regex": 0, "internal/arch": 0, "internal/fetch": 0, "internal/feed": 0, "web/ui": 0, "web/ui/bundle": 0, "internal/edtf": 0, "web/browsertest": 0,
	"internal/extract/words": 1, "geo/coord": 1, "geo/geodesic": 1, "geo/sun": 1, "geo/tile": 1, "gazetteer": 1, "geo/codec/archive": 1, "geo/codec/xmlscan": 1, "geo/codec/tileset": 1, "internal/ingest/rows": 1, "internal/event": 1,
	"geo/codec/...": 2, "gazetteer/data": 2, "gazetteer/regions": 2, "internal/extract/...": 2, "internal/mention": 2, "internal/opinion": 2, "internal/store": 2, "internal/zone": 2, "internal/media": 2, "internal/group": 2, "internal/ingest/rows/rowstest": 2, "internal/store/storetest": 3,
	"gazetteer/resolve": 3, "gazetteer/build": 3, "internal/snapshot": 3, "internal/store/gpkg": 3, "internal/ingest/rows/mapfile": 3, "internal/ingest/rows/xlsx": 3, "internal/store/postgis": 3,
	"internal/locate": 4, "internal/layer": 4, "internal/basemap": 4, "internal/archive": 4,
	"internal/ingest": 5, "internal/reader": 5, "internal/eval": 5, "internal/eval/cases": 5,
	"internal/claim": 6, "internal/pipeline": 6, "internal/ingest/table": 6, "internal/watch": 6,
	"web":        7,
	"cmd/sitmap": 8,
}

// confined names the only packages that may import a library directly.
var confined = map[string][]string{
	"github.com/labstack/echo/v4":            {"web"},
	"github.com/twpayne/go-geom":             {"geo/codec/...", "internal/store/postgis"},
	"github.com/paulmach/orb/encoding/mvt":   {"geo/tile"},
	"github.com/paulmach/orb/geojson":        {"geo/codec/geojson"},
	"github.com/alecthomas/kong":             {"cmd/sitmap"},
	"zombiezen.com/go/sqlite":                {"internal/store/gpkg"},
	"database/sql":                           {"internal/store/...", "geo/codec/gpkg", "geo/codec/mbtiles"},
	"modernc.org/sqlite":                     {"internal/store/...", "geo/codec/gpkg", "geo/codec/mbtiles"},
	"github.com/ringsaturn/tzf":              {"internal/zone"},
	"github.com/blevesearch/vellum":          {"gazetteer"},
	"codeberg.org/readeck/go-readability/v2": {"internal/ingest"},
	"github.com/mmcloughlin/geohash":         {"geo/coord"},
	"github.com/mmcdole/gofeed":              {"internal/feed"},
	"github.com/bep/imagemeta":               {"internal/media"},
}

func matches(pattern, pkg string) bool {
	if base, ok := strings.CutSuffix(pattern, "/..."); ok {
		return pkg == base || strings.HasPrefix(pkg, base+"/")
	}
	return pattern == pkg
}

func levelOf(pkg string) (int, bool) {
	if n, ok := level[pkg]; ok {
		return n, true
	}
	for pattern, n := range level {
		if strings.HasSuffix(pattern, "/...") && matches(pattern, pkg) {
			return n, true
		}
	}
	return 0, false
}

// imports lists sitmap's packages and what the shipped code of each imports.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	cmd := exec.Command("go", "list", "-f", `{{.Name}} {{.ImportPath}} {{join .Imports " "}}`, "sitmap/...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	got := map[string][]string{}
	sc := bufio.NewScanner(bytes.NewReader(out))
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		f := strings.Fields(sc.Text())
		pkg := strings.TrimPrefix(f[1], "sitmap/")
		if f[0] == "main" && pkg != "cmd/sitmap" {
			continue // build tools and trainers stand outside the product
		}
		got[pkg] = f[2:]
	}
	if len(got) < 10 {
		t.Fatalf("go list found %d packages; the test would prove nothing", len(got))
	}
	return got
}

func TestImportsGoDownwards(t *testing.T) {
	for pkg, deps := range imports(t) {
		n, ok := levelOf(pkg)
		if !ok {
			t.Errorf("%s has no level; add it to the table here and in docs/architecture.md", pkg)
			continue
		}
		for _, d := range deps {
			if msg := wrongDirection(pkg, n, d); msg != "" {
				t.Error(msg)
			}
		}
	}
}

// wrongDirection says what is wrong with pkg (at level n) importing dep, or "".
// Sub-packages of one idea (internal/extract/…) may be imported by the package above them.
func wrongDirection(pkg string, n int, dep string) string {
	own, ok := strings.CutPrefix(dep, "sitmap/")
	if !ok || strings.HasPrefix(own, pkg+"/") {
		return ""
	}
	m, ok := levelOf(own)
	if !ok || m < n {
		return ""
	}
	return pkg + " imports " + own + ", which is not of a lower level"
}

func TestLibrariesStayConfined(t *testing.T) {
	for pkg, deps := range imports(t) {
		for _, d := range deps {
			if msg := escaped(pkg, d); msg != "" {
				t.Error(msg)
			}
		}
	}
}

// escaped says that pkg imports a library kept to other packages, or "".
func escaped(pkg, dep string) string {
	for lib, allowed := range confined {
		if dep != lib && !strings.HasPrefix(dep, lib+"/") {
			continue
		}
		for _, a := range allowed {
			if matches(a, pkg) {
				return ""
			}
		}
		return pkg + " imports " + dep + ", which is kept to " + strings.Join(allowed, ", ")
	}
	return ""
}

func TestTheRulesCatchViolations(t *testing.T) {
	if wrongDirection("geo/tile", 1, "sitmap/internal/layer") == "" {
		t.Error("an upward import was not caught")
	}
	if wrongDirection("internal/store", 2, "sitmap/internal/extract/when") == "" {
		t.Error("a sideways import was not caught")
	}
	if wrongDirection("internal/extract", 2, "sitmap/internal/extract/when") != "" {
		t.Error("a package may import its own parts")
	}
	if escaped("internal/layer", "github.com/labstack/echo/v4/middleware") == "" {
		t.Error("echo outside web was not caught")
	}
}
