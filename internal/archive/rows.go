package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"sitmap/geo/codec/tileset"
	"sitmap/geo/tile"
	"sitmap/internal/ingest/rows"
	"sitmap/internal/snapshot"
)

// Source is a file of points.
type Source struct {
	Rows rows.Reader
	// Point gives the point (lon, lat) of a row that has no geometry, or what is wrong.
	Point func(values []string) (orb.Point, *rows.Problem)
	// Position says which columns hold the coordinates; they become no properties.
	Position []int
	Columns  Columns
	// Problem is told of each row and cell that cannot be used as it stands; kept says
	// that the row is in the archive nevertheless.
	Problem func(row int, p rows.Problem, kept bool)
}

// FromRows writes an archive of all rows. It reads the source once.
func FromRows(ctx context.Context, src Source, o Options) (Result, error) {
	if err := o.Check(); err != nil {
		return Result{}, err
	}
	r := &reading{src: src, o: o, all: &points{null: src.Columns.Null}}
	if err := r.read(ctx); err != nil {
		return r.res, err
	}
	s := r.all.sort()
	s.bind(r.all.columns, r.columns())
	r.res.Points = s.len()
	r.all = nil
	if err := s.cut(max(o.MinZoom, snapshot.BaseZoom), o.MaxZoom); err != nil {
		return r.res, err
	}
	size, err := whole(ctx, o.Path, func(out sink) error { return r.write(ctx, s, out) })
	r.res.Bytes = size
	return r.res, err
}

// write builds all zooms.
func (r *reading) write(ctx context.Context, s *sorted, out sink) error {
	said := func(z uint32, tiles int) {
		if r.o.Progress != nil {
			r.o.Progress(Progress{Rows: r.res.Rows, Zoom: z, Tiles: tiles})
		}
	}
	var dropped bitset // of the zoom that is planned; tiles take theirs along
	plan := func(give func(*batch) error) error {
		p := &planner{give: give}
		for z := r.o.MinZoom; z <= r.o.MaxZoom; z++ {
			var d Dropped
			if dropped, d = s.drop(z, r.o.DropDensest); d.Points > 0 {
				r.res.Dropped = append(r.res.Dropped, d)
			}
			err := s.eachTile(z, s.copies(z, dropped), func(t tileOf) error {
				t.dropped = dropped
				return p.add(z, t)
			})
			if err == nil {
				err = p.flush()
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	codes, err := s.learn(r.o.MinZoom, r.o.MaxZoom, s.worker)
	if err != nil {
		return err
	}
	j := &job{plan: plan, newWorker: s.worker, codes: codes, out: out, said: said}
	if r.res.Tiles, err = j.build(ctx); err != nil {
		return err
	}
	return out.Finish(r.meta(s))
}

// worker gives one that makes tiles of rows.
func (s *sorted) worker() worker {
	points, clusters := newEncoder(s), newClusterer(s)
	var buf []byte
	return func(p *packer, z uint32, t tileOf) error {
		if z >= snapshot.BaseZoom {
			return points.write(p, z, t)
		}
		buf = clusters.append(buf[:0], z, t)
		_, err := p.Write(buf)
		return err
	}
}

func (r *reading) meta(s *sorted) tileset.Meta {
	m := r.o.meta(s.box, s.len() == 0)
	m.Layers, m.Stats = s.describe(r.o.MinZoom, r.o.MaxZoom)
	return m
}

// reading takes the rows in.
type reading struct {
	src   Source
	o     Options
	all   *points
	names []string // of the properties, in order
	from  []int    // which column of the source each property is
	res   Result
	cells []string
}

// chunk is rows on their way from the goroutine that cuts them to the one that keeps them.
type chunk struct {
	rows   []rows.Row
	values []string // of all rows; the reader reuses its own
	names  []string
	err    error
}

const chunkRows = 512

// read reads all rows, on a goroutine of its own.
func (r *reading) read(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	chunks, done := make(chan *chunk, 4), make(chan struct{})
	go func() {
		defer close(done)
		r.cut(ctx, chunks)
	}()
	defer func() { <-done }()
	defer stop()
	for c := range chunks {
		r.grow(c.names)
		for i := range c.rows {
			if err := r.row(&c.rows[i]); err != nil {
				return err
			}
		}
		if c.err != nil && !errors.Is(c.err, io.EOF) {
			return c.err
		}
		if r.o.Progress != nil {
			r.o.Progress(Progress{Rows: r.res.Rows})
		}
	}
	return ctx.Err()
}

func (r *reading) cut(ctx context.Context, chunks chan<- *chunk) {
	defer close(chunks)
	for {
		c := &chunk{rows: make([]rows.Row, 0, chunkRows), values: make([]string, 0, chunkRows*len(r.src.Rows.Header().Names))}
		for len(c.rows) < chunkRows && c.err == nil {
			var row rows.Row
			if row, c.err = r.src.Rows.Next(); c.err != nil {
				break
			}
			from := len(c.values)
			c.values = append(c.values, row.Values...)
			row.Values, row.Raw = c.values[from:len(c.values):len(c.values)], ""
			c.rows = append(c.rows, row)
		}
		c.names = r.src.Rows.Header().Names
		select {
		case chunks <- c:
		case <-ctx.Done():
			return
		}
		if c.err != nil {
			return
		}
	}
}

// grow takes new columns in. A name that is there already gets a number behind it.
func (r *reading) grow(names []string) {
	for i := len(r.from); i < len(names); i++ {
		name := names[i]
		if name == "" {
			name = "column " + strconv.Itoa(i+1)
		}
		for n, first := 2, name; slices.Contains(r.names, name); n++ {
			name = first + "_" + strconv.Itoa(n)
		}
		if slices.Contains(r.src.Position, i) {
			r.from = append(r.from, -1)
			continue
		}
		r.from = append(r.from, len(r.names))
		r.names = append(r.names, name)
	}
}

// columns gives the roles by number of property.
func (r *reading) columns() Columns {
	c := r.src.Columns
	for _, at := range []*int{&c.ID, &c.Type, &c.Date, &c.DateEnd, &c.Killed} {
		if *at >= 0 && *at < len(r.from) {
			*at = r.from[*at]
		} else {
			*at = -1
		}
	}
	return c
}

// row keeps a row, or says why not.
func (r *reading) row(row *rows.Row) error {
	r.res.Rows++
	for _, p := range row.Bad {
		if p.Field == "" { // ragged: no cell is where it should be
			r.reject(row.Number, p)
			return nil
		}
	}
	at, bad := r.place(row)
	if bad != nil {
		r.reject(row.Number, *bad)
		return nil
	}
	for _, p := range row.Bad {
		r.problem(row.Number, p, true)
	}
	x, y, ok := tile.Position(at)
	if !ok {
		r.res.Outside++
		r.problem(row.Number, rows.Problem{Field: "", Reason: fmt.Sprintf("latitude %v lies beyond %.4f, where the tile world ends", at[1], tile.MaxLatitude)}, false)
		return nil
	}
	r.cells = r.cells[:0]
	for i, v := range row.Values {
		if i < len(r.from) && r.from[i] >= 0 {
			r.cells = append(r.cells, v)
		}
	}
	return r.all.add(at, x, y, r.cells, func(i int) string { return r.names[i] })
}

func (r *reading) reject(row int, p rows.Problem) {
	r.res.Rejected++
	r.problem(row, p, false)
}

func (r *reading) problem(row int, p rows.Problem, kept bool) {
	if r.src.Problem != nil {
		r.src.Problem(row, p, kept)
	}
}

// place gives the point of a row: its geometry's, or that of its columns.
func (r *reading) place(row *rows.Row) (orb.Point, *rows.Problem) {
	wrong := func(format string, args ...any) (orb.Point, *rows.Problem) {
		return orb.Point{}, &rows.Problem{Field: "geometry", Reason: fmt.Sprintf(format, args...)}
	}
	switch g := row.Geometry.(type) {
	case orb.Point:
		if !(math.Abs(g[0]) <= 180 && math.Abs(g[1]) <= 90) {
			return wrong("%v, %v is no position", g[0], g[1])
		}
		return g, nil
	case orb.MultiPoint:
		if len(g) == 1 {
			return g[0], nil
		}
		return wrong("it has %d points; give each a feature of its own", len(g))
	case nil:
	default:
		return wrong("it is a %s, and tiles are made of points", g.GeoJSONType())
	}
	for _, p := range row.Bad {
		if p.Field == "geometry" || p.Field == "crs" {
			return orb.Point{}, &p
		}
	}
	return r.src.Point(row.Values)
}
