// Package archive makes archives of vector tiles, PMTiles or MBTiles, from files of
// points or from a store.
//
// [FromRows] takes rows as they are: every column becomes a property. [FromSnapshot]
// gives the tiles that the server gives. Below [snapshot.BaseZoom] a tile shows
// clusters, from there on every point, with copies of neighbours' points in its
// buffer. Nothing is dropped unless [Options.DropDensest] asks for it, and then
// counted.
//
// An archive is written under a name of its own in the folder of the final one, and
// renamed when it is whole and on the disk. Memory is bounded by the input: the rows
// as columns, not the tiles. Points are longitude, latitude.
package archive

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/paulmach/orb"

	"sitmap/geo/codec/mbtiles"
	"sitmap/geo/codec/pmtiles"
	"sitmap/geo/codec/tileset"
)

// DeepestZoom is the last zoom of an archive; beyond it the grid that points are
// kept on (9 mm) is coarser than a tile's.
const DeepestZoom = 20

// Options say what an archive holds.
type Options struct {
	Path        string // of the archive: .pmtiles or .mbtiles
	MinZoom     uint32
	MaxZoom     uint32
	DropDensest int // the most points of a tile that shows points; 0 keeps all
	Name        string
	Description string
	Attribution string
	Progress    func(Progress) // is told after every few tiles; may be nil
}

// Progress is how far the work is. Reading comes before tiles.
type Progress struct {
	Rows  int // read so far
	Zoom  uint32
	Tiles int // written so far, 0 while reading
}

// Result counts what was done.
type Result struct {
	Rows     int       `json:"rows"`              // read
	Points   int       `json:"points"`            // in the archive
	Outside  int       `json:"outside_tiles"`     // beyond the tile world's latitudes, in no tile
	Unplaced int       `json:"unplaced"`          // events of a store without a place
	Rejected int       `json:"rejected"`          // rows without a usable point
	Tiles    int       `json:"tiles"`             // written
	Bytes    int64     `json:"bytes"`             // of the archive
	Dropped  []Dropped `json:"dropped,omitempty"` // by zoom, where any were
}

// Dropped is how many points of a zoom were left out, and of how many tiles.
type Dropped struct {
	Zoom   uint32 `json:"zoom"`
	Points int    `json:"points"`
	Tiles  int    `json:"tiles"`
}

// Check reports options that make no archive.
func (o Options) Check() error {
	switch ext := strings.ToLower(filepath.Ext(o.Path)); {
	case ext != ".pmtiles" && ext != ".mbtiles":
		return fmt.Errorf("%s is neither .pmtiles nor .mbtiles, and its ending says which it is to be", o.Path)
	case o.MinZoom > o.MaxZoom:
		return fmt.Errorf("the least zoom, %d, is deeper than the deepest, %d", o.MinZoom, o.MaxZoom)
	case o.MaxZoom > DeepestZoom:
		return fmt.Errorf("zoom %d is too deep; the deepest is %d", o.MaxZoom, DeepestZoom)
	case o.DropDensest < 0:
		return fmt.Errorf("a tile cannot show %d points", o.DropDensest)
	}
	return nil
}

// sink takes tiles in the order of their numbers.
type sink interface {
	Add(z, x, y uint32, data []byte) error
	Finish(m tileset.Meta) error
}

// whole opens the archive under a name of its own, lets fill write it, and gives it
// its name when it is whole; after a failure nothing of it is left.
func whole(ctx context.Context, path string, fill func(sink) error) (size int64, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return 0, fmt.Errorf("cannot write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			_ = f.Close()           // the first error is the one to report
			_ = os.Remove(f.Name()) // as above
		}
	}()
	if strings.EqualFold(filepath.Ext(path), ".mbtiles") {
		err = fillMBTiles(ctx, f.Name(), fill)
	} else {
		err = fillPMTiles(f, fill)
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return 0, fmt.Errorf("cannot write %s: %w", path, err)
	}
	info, err := os.Stat(f.Name())
	if err != nil {
		return 0, fmt.Errorf("cannot write %s: %w", path, err)
	}
	if err = errors.Join(f.Chmod(0o644), f.Close()); err != nil {
		return 0, fmt.Errorf("cannot write %s: %w", path, err)
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return 0, fmt.Errorf("cannot write %s: %w", path, err)
	}
	return info.Size(), nil
}

func fillPMTiles(f *os.File, fill func(sink) error) error {
	if err := fill(pmtiles.NewWriter(f)); err != nil {
		return err
	}
	return f.Sync()
}

func fillMBTiles(ctx context.Context, path string, fill func(sink) error) error {
	w, err := mbtiles.Create(ctx, path)
	if err != nil {
		return err
	}
	if err := fill(w); err != nil {
		_ = w.Close() // the first error is the one to report
		return err
	}
	return nil
}

// workers is how many goroutines share the work.
func workers() int { return runtime.GOMAXPROCS(0) }

// meta describes the archive of points in a box.
func (o Options) meta(box orb.Bound, empty bool) tileset.Meta {
	m := tileset.Meta{
		Name: o.Name, Description: o.Description, Attribution: o.Attribution, ContentType: tileset.Vector,
		MinZoom: o.MinZoom, MaxZoom: o.MaxZoom, Bounds: box, Center: box.Center(),
	}
	if empty {
		m.Bounds, m.Center = orb.Bound{Min: orb.Point{-180, -85.0511287}, Max: orb.Point{180, 85.0511287}}, orb.Point{}
	}
	m.CenterZoom = o.MinZoom
	for m.CenterZoom < min(o.MaxZoom, 8) && !empty && (m.Bounds.Max[0]-m.Bounds.Min[0])*float64(uint64(1)<<m.CenterZoom) < 360 {
		m.CenterZoom++
	}
	return m
}
