package snapshot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"

	"sitmap/geo"
	"sitmap/geo/tile"
)

// fullTile makes a tile with all layers and all properties, and what orb reads in it.
func fullTile(t *testing.T, z uint32) (id tile.ID, data []byte, layers mvt.Layers) {
	t.Helper()
	r := rand.New(rand.NewPCG(41, 41))
	events := randomEvents(r, 3000)
	for i := range events {
		for j := range events[i].Where {
			events[i].Where[j].Radius = geo.Metres(500 + r.IntN(9000))
		}
	}
	s := newFake(events...).load(t)
	_, f := must(t, s, Query{})
	id, _ = tile.At(orb.Point{35.33, 51.1}, z)
	data, err := layerEncoders.AppendLayers(nil, f, id, Want{Fields: 1<<fieldCount - 1, Layers: EventsLayer | HeatLayer | GridLayer | RegionsLayer})
	if err != nil {
		t.Fatal(err)
	}
	if layers, err = mvt.Unmarshal(data); err != nil {
		t.Fatal(err)
	}
	return id, data, layers
}

// readByMapbox prints what @mapbox/vector-tile reads: for each layer the properties
// of its features and, for areas, how many outer rings they have.
const readByMapbox = `
import {readFileSync} from "node:fs";
const [file, root] = process.argv.slice(2);
const {VectorTile, classifyRings} = await import(root + "/@mapbox/vector-tile/index.js");
const {default: Pbf, PbfReader} = await import(root + "/pbf/index.js");
const tile = new VectorTile(new (PbfReader ?? Pbf)(readFileSync(file)));
const out = {};
for (const [name, layer] of Object.entries(tile.layers)) {
  out[name] = [];
  for (let i = 0; i < layer.length; i++) {
    const f = layer.feature(i), rings = f.loadGeometry();
    out[name].push({properties: f.properties, outer: f.type === 3 ? classifyRings(rings).length : 0, at: f.type === 1 ? [rings[0][0].x, rings[0][0].y] : null});
  }
}
console.log(JSON.stringify(out));
`

func TestMapboxReadsTheTiles(t *testing.T) {
	root, err := filepath.Abs("../../web/ui/node_modules")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, "@mapbox/vector-tile/index.js")); err != nil {
		t.Skip("@mapbox/vector-tile is not installed")
	}
	for _, z := range []uint32{5, 9} {
		_, data, layers := fullTile(t, z)
		dir := t.TempDir()
		file, script := filepath.Join(dir, "tile.mvt"), filepath.Join(dir, "read.mjs")
		for name, content := range map[string][]byte{file: data, script: []byte(readByMapbox)} {
			if err := os.WriteFile(name, content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		out, err := exec.Command("node", script, file, root).CombinedOutput()
		if err != nil {
			t.Fatalf("node: %v\n%s", err, out)
		}
		var read map[string][]struct {
			Properties map[string]any
			Outer      int
			At         *[2]float64
		}
		if err := json.Unmarshal(out, &read); err != nil {
			t.Fatal(err)
		}
		if len(read) != len(layers) {
			t.Fatalf("zoom %d: %d layers, want %d", z, len(read), len(layers))
		}
		for _, l := range layers {
			got := read[l.Name]
			if len(got) != len(l.Features) {
				t.Fatalf("zoom %d, %s: %d features, want %d", z, l.Name, len(got), len(l.Features))
			}
			for i, f := range l.Features {
				if fmt.Sprint(got[i].Properties) != fmt.Sprint(map[string]any(f.Properties)) {
					t.Fatalf("zoom %d, %s: %v, want %v", z, l.Name, got[i].Properties, f.Properties)
				}
				switch g := f.Geometry.(type) {
				case orb.Point:
					if at := got[i].At; at == nil || *at != g {
						t.Errorf("zoom %d, %s: a point at %v, want %v", z, l.Name, at, g)
					}
				case orb.Polygon:
					if got[i].Outer != 1 {
						t.Errorf("zoom %d, %s: %d outer rings", z, l.Name, got[i].Outer)
					}
				}
			}
		}
	}
}

func TestGDALReadsTheTiles(t *testing.T) {
	if _, err := exec.LookPath("ogrinfo"); err != nil {
		t.Skip("ogrinfo is not installed")
	}
	count := regexp.MustCompile(`(?s)Layer name: (\w+)\n.*?Feature Count: (\d+)`)
	for _, z := range []uint32{5, 9} {
		id, data, layers := fullTile(t, z)
		file := filepath.Join(t.TempDir(), "tile.pbf")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		option := func(name string, n uint32) string { return name + "=" + strconv.Itoa(int(n)) }
		out, err := exec.Command("ogrinfo", "-ro", "-al", "-so", file, "-oo", option("Z", id.Z), "-oo", option("X", id.X), "-oo", option("Y", id.Y), "-oo", "CLIP=NO").CombinedOutput()
		if err != nil || bytes.Contains(out, []byte("ERROR")) {
			t.Fatalf("ogrinfo: %v\n%s", err, out)
		}
		got := map[string]string{}
		for _, m := range count.FindAllStringSubmatch(string(out), -1) {
			got[m[1]] = m[2]
		}
		for _, l := range layers {
			if n := strconv.Itoa(len(l.Features)); got[l.Name] != n {
				t.Errorf("zoom %d: GDAL reads %q features of %s, want %s", z, got[l.Name], l.Name, n)
			}
		}
	}
}
