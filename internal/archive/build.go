package archive

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"sitmap/geo/codec/pmtiles"
	"sitmap/geo/tile"
	"sitmap/internal/snapshot"
)

// batch is tiles of one zoom that one worker makes. Its packed tiles come back in order.
type batch struct {
	z     uint32
	tiles []tileOf
	ends  []int // where each packed tile ends; equal to the one before for an empty tile
	data  []byte
	err   error
	done  chan struct{}
}

// worker makes tiles of a batch: one is written to the packer, not compressed, or
// nothing when it is empty.
type worker func(p *packer, z uint32, t tileOf) error

// make fills the batch.
func (b *batch) make(do worker, p *packer) {
	p.data = b.data[:0]
	for _, t := range b.tiles {
		if b.err = do(p, b.z, t); b.err == nil {
			b.err = p.end()
		}
		if b.err != nil {
			return
		}
		b.ends = append(b.ends, len(p.data))
	}
	b.data = p.data
}

// job is an archive at work.
type job struct {
	plan      func(give func(*batch) error) error // calls give for every batch, in order
	newWorker func() worker
	codes     []*coder
	out       sink
	said      func(z uint32, tiles int)

	tiles   int
	buffers sync.Pool // of batches' bytes
}

// build has batches made by all processors, takes their tiles in order, and counts them.
func (j *job) build(ctx context.Context) (tiles int, err error) {
	ctx, stop := context.WithCancel(ctx)
	n := workers()
	work, order := make(chan *batch, 2*n), make(chan *batch, 4*n)
	var all sync.WaitGroup
	defer all.Wait()
	defer stop()
	for range n {
		all.Go(func() { j.serve(ctx, work) })
	}
	var planned error
	all.Go(func() {
		defer close(order)
		defer close(work)
		planned = j.plan(func(b *batch) error {
			b.done = make(chan struct{})
			for _, ch := range []chan *batch{order, work} {
				select {
				case ch <- b:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			return nil
		})
	})
	for b := range order {
		select {
		case <-b.done:
		case <-ctx.Done():
			return j.tiles, ctx.Err()
		}
		if err := j.take(b); err != nil {
			return j.tiles, err
		}
	}
	return j.tiles, cmp.Or(planned, ctx.Err())
}

// serve makes batches until there are no more.
func (j *job) serve(ctx context.Context, work <-chan *batch) {
	do, p := j.newWorker(), newPacker(tileLevel, j.codes)
	for b := range work {
		if ctx.Err() == nil {
			b.data, _ = j.buffers.Get().([]byte)
			b.make(do, p)
		}
		close(b.done)
	}
}

// take writes the tiles of a batch.
func (j *job) take(b *batch) error {
	if b.err != nil {
		return b.err
	}
	from := 0
	for i, end := range b.ends {
		if end > from {
			if err := j.out.Add(b.z, b.tiles[i].x, b.tiles[i].y, b.data[from:end]); err != nil {
				return err
			}
			j.tiles++
		}
		from = end
	}
	j.buffers.Put(b.data) //nolint:staticcheck // a header of 24 bytes for some hundred tiles
	j.said(b.z, j.tiles)
	return nil
}

// batchRows is about how many rows a batch has.
const batchRows = 4096

// planner cuts a zoom into batches.
type planner struct {
	give func(*batch) error
	b    *batch
	rows int
}

func (p *planner) add(z uint32, t tileOf) error {
	if p.b == nil {
		p.b = &batch{z: z}
	}
	p.b.tiles = append(p.b.tiles, t)
	p.rows += t.hi - t.lo + len(t.copies) + 16
	if p.rows < batchRows {
		return nil
	}
	return p.flush()
}

func (p *planner) flush() error {
	b := p.b
	p.b, p.rows = nil, 0
	if b == nil {
		return nil
	}
	return p.give(b)
}

// copyOf says that a row lies in the buffer of a tile.
type copyOf struct {
	at  uint64
	row int
}

// copies finds the rows in the buffers of other tiles of a zoom, tile by tile.
func (s *sorted) copies(z uint32, dropped bitset) []copyOf {
	if z < snapshot.BaseZoom {
		return nil
	}
	var out []copyOf
	shift, side := 20-z, uint32(1)<<z
	for row := range s.len() {
		gx, gy := s.x[row]>>shift, s.y[row]>>shift
		dx, dy := near(gx), near(gy)
		if dx == 0 && dy == 0 || dropped.has(row) {
			continue
		}
		add := func(dx, dy int32) {
			x, y := (gx>>12+uint32(dx))&(side-1), gy>>12+uint32(dy)
			if y < side { // north of the first row is a large number
				out = append(out, copyOf{pmtiles.Hilbert(z, x, y), row})
			}
		}
		if dx != 0 {
			add(dx, 0)
		}
		if dy != 0 {
			add(0, dy)
		}
		if dx != 0 && dy != 0 {
			add(dx, dy)
		}
	}
	slices.SortFunc(out, func(a, b copyOf) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.row, b.row)) })
	return out
}

// near says on which side of a tile a position lies within the neighbour's buffer.
func near(g uint32) int32 {
	switch p := g & (tile.Extent - 1); {
	case p < tile.DefaultBuffer:
		return -1
	case p >= tile.Extent-tile.DefaultBuffer:
		return 1
	}
	return 0
}

// eachTile calls do for every tile of a zoom that has rows or copies, in order.
func (s *sorted) eachTile(z uint32, copies []copyOf, do func(tileOf) error) error {
	shift := 2 * (32 - z)
	for lo := 0; lo < s.len() || len(copies) > 0; {
		var t tileOf
		if lo < s.len() {
			t.at = s.key[lo] >> shift
			t.lo, t.hi = lo, s.run(lo, z)
		}
		if len(copies) > 0 && (lo == s.len() || copies[0].at < t.at) {
			t = tileOf{at: copies[0].at, lo: lo, hi: lo}
		}
		for len(copies) > 0 && copies[0].at == t.at {
			t.copies = append(t.copies, copies[0].row)
			copies = copies[1:]
		}
		t.x, t.y = pmtiles.FromHilbert(z, t.at)
		lo = t.hi
		if err := do(t); err != nil {
			return err
		}
	}
	return nil
}

// learn makes the codes for short streams from some thousand tiles of the deepest zooms:
// of each zoom, tiles of rows evenly spaced and those next to them, which are often of
// fewer rows.
func (s *sorted) learn(least, most uint32, newWorker func() worker) ([]*coder, error) {
	var counts [codeKinds]histogram
	do, p := newWorker(), newPacker(tileLevel, nil)
	p.learn = &counts
	for z := max(least, most-min(most, 4)); z <= most; z++ {
		end := 0
		for i := range sampleTiles {
			lo := i * s.len() / sampleTiles
			if s.len() == 0 || lo < end {
				continue
			}
			lo = s.begin(lo, z)
			for n := 0; n < besideSample && lo < s.len(); n++ {
				t := tileOf{at: s.key[lo] >> (2 * (32 - z)), lo: lo, hi: s.run(lo, z)}
				t.x, t.y = pmtiles.FromHilbert(z, t.at)
				if lo, end = t.hi, t.hi; t.hi-t.lo > smallBytes/16 {
					continue
				}
				if err := do(p, z, t); err != nil {
					return nil, err
				}
				if err := p.end(); err != nil {
					return nil, err
				}
				p.data = p.data[:0]
			}
		}
	}
	codes := make([]*coder, codeKinds)
	for i := range counts {
		if counts[i].n >= leastSample {
			codes[i] = counts[i].learn(longestOf[i])
		}
	}
	return codes, nil
}

// begin gives the first row of the tile that a row lies in, or one near it in a tile of many rows.
func (s *sorted) begin(row int, z uint32) int {
	at := s.key[row] >> (2 * (32 - z))
	for n := 0; row > 0 && n <= smallBytes/16 && s.key[row-1]>>(2*(32-z)) == at; n++ {
		row--
	}
	return row
}

const (
	sampleTiles  = 100 // of a zoom
	besideSample = 4   // tiles from each of them on
	leastSample  = 20  // tiles that teach codes
)
