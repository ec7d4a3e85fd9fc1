package archive

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo/codec/pmtiles"
	"sitmap/geo/codec/tileset"
	"sitmap/geo/tile"
	"sitmap/internal/event"
	"sitmap/internal/snapshot"
	"sitmap/internal/store"
)

func read(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func unzipped(t testing.TB, b []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// events is a store in memory.
type events []event.Event

func (e events) EachEvent(_ context.Context, _ event.Query, fn func(event.Event) error) error {
	for _, ev := range e {
		if err := fn(ev); err != nil {
			return err
		}
	}
	return nil
}

func (e events) Event(context.Context, event.ID) (event.Event, error) {
	return event.Event{}, store.ErrNotFound
}

func (e events) Report(context.Context, event.ReportID) (event.Report, error) {
	return event.Report{}, store.ErrNotFound
}

func (e events) Version(context.Context) (uint64, error)                 { return 1, nil }
func (e events) Changes(context.Context, uint64) ([]store.Change, error) { return nil, nil }

// TestSnapshotArchive wants an archive to hold exactly the tiles that the server gives.
func TestSnapshotArchive(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 11))
	var all events
	placed := 0
	for i := range 800 {
		ev := event.Event{ID: event.ID(fmt.Sprint("e", i)), Type: "Armed clash"}
		for range r.IntN(3) {
			p := orb.Point{r.Float64()*360 - 180, r.Float64()*180 - 90}
			switch r.IntN(3) {
			case 0:
				p = orb.Point{35.33, 51.1}
			case 1:
				p = orb.Point{float64(r.IntN(513))*360/512 - 180, 0}
			}
			if _, _, ok := tile.Position(p); ok {
				placed++
			}
			ev.Where = append(ev.Where, event.Location{Point: p, Place: event.PlaceSnapshot{Name: "x"}})
		}
		all = append(all, ev)
	}
	snap, err := snapshot.Load(t.Context(), snapshot.Options{Loader: all, Log: all})
	if err != nil {
		t.Fatal(err)
	}
	g := snap.Current()
	path := filepath.Join(t.TempDir(), "a.pmtiles")
	res, err := FromSnapshot(t.Context(), g, Options{Path: path, MaxZoom: 14})
	if err != nil || res.Points != placed {
		t.Fatalf("%+v, %v; %d places are in the tile world", res, err, placed)
	}
	tiles, meta := opened(t, path)
	checkSums(t, tiles, placed)
	if len(meta.Layers) != 1 || meta.Layers[0].Fields["id"] != "String" || meta.Stats.Layers[0].Count != placed {
		t.Errorf("metadata %+v", meta)
	}
	a, err := pmtiles.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	var enc snapshot.Encoders
	f := g.Filter(snapshot.Query{})
	n := 0
	err = a.Each(t.Context(), func(z, x, y uint32, tl tileset.Tile) error {
		want := enc.Append(nil, f, tile.ID{Z: z, X: x, Y: y}, everything())
		if got := unzipped(t, tl.Data); string(got) != string(want) {
			t.Errorf("tile %d/%d/%d has %d bytes, the server's %d", z, x, y, len(got), len(want))
		}
		n++
		return nil
	})
	if err != nil || n != res.Tiles {
		t.Errorf("%d of %d tiles, %v", n, res.Tiles, err)
	}
	// No tile of the server is missing, those with nothing but copies included.
	for z := uint32(0); z <= 10; z++ {
		for x := range uint32(1) << z {
			for y := range uint32(1) << z {
				id := tile.ID{Z: z, X: x, Y: y}
				if _, ok := tiles[id]; !ok && len(enc.Append(nil, f, id, everything())) > 0 {
					t.Errorf("tile %v is missing", id)
				}
			}
		}
	}
	const limit = 5
	res, err = FromSnapshot(t.Context(), g, Options{Path: path, MinZoom: 8, MaxZoom: 11, DropDensest: limit})
	if err != nil {
		t.Fatal(err)
	}
	checkThinned(t, path, res, limit)
	tiles, _ = opened(t, path)
	clustered := 0
	for id, fs := range tiles {
		for _, f := range fs {
			if n, ok := f.Properties["count"].(float64); ok && id.Z == 8 {
				clustered += int(n)
			} else if id.Z == 8 {
				clustered++
			}
		}
	}
	if clustered != placed {
		t.Errorf("clusters count %d places of %d, thinned or not", clustered, placed)
	}
}
