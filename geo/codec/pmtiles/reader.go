package pmtiles

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"

	"sitmap/geo/codec/tileset"
)

// Reader reads an archive. It is a [tileset.Archive].
type Reader struct {
	from    source
	current atomic.Pointer[edition]
	opening sync.Mutex
}

var _ tileset.Archive = (*Reader)(nil)

// source gives parts of a file, with a word that changes when the file does.
type source interface {
	// read gives length bytes from offset on, fewer only at the end of the file;
	// wanted is the version that they must be of, "" any. Bytes of another
	// version are errChanged.
	read(ctx context.Context, offset, length int64, wanted string) (b []byte, version string, err error)
	// same gives errChanged when the file is known not to be of this version any more.
	same(ctx context.Context, version string) error
	// size is that of the file as last seen, negative when not known.
	size() int64
	close() error
}

// errChanged says that the file is not what it was when its directories were read.
var errChanged = errors.New("the archive was replaced while it was read")

// edition is an archive as it was at one time.
type edition struct {
	version string
	header  header
	root    []entry
	mark    string // begins every ETag
	leaves  leafCache
}

// Open reads the archive in r, which has size bytes. It must not change.
func Open(r io.ReaderAt, size int64) (*Reader, error) {
	return open(context.Background(), &fixed{r, size})
}

// OpenFile reads the archive of that name. A file that takes its place later is noticed.
func OpenFile(path string) (*Reader, error) {
	f, err := newFile(path)
	if err != nil {
		return nil, err
	}
	r, err := open(context.Background(), f)
	if err != nil {
		_ = f.close() // the first error is the one to report
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return r, nil
}

func open(ctx context.Context, from source) (*Reader, error) {
	r := &Reader{from: from}
	_, err := r.renew(ctx, nil)
	if err != nil {
		return nil, err
	}
	return r, nil
}

// Close closes the file.
func (r *Reader) Close() error { return r.from.close() }

// renew reads header and root directory anew, unless that was done since old.
func (r *Reader) renew(ctx context.Context, old *edition) (*edition, error) {
	r.opening.Lock()
	defer r.opening.Unlock()
	if e := r.current.Load(); e != old {
		return e, nil
	}
	b, version, err := r.from.read(ctx, 0, headSize, "")
	if err != nil {
		return nil, err
	}
	e := &edition{version: version}
	if e.header, err = parseHeader(b, r.from.size()); err != nil {
		return nil, err
	}
	if e.header.root.end() > uint64(len(b)) {
		return nil, invalid("its root directory is cut short")
	}
	raw, err := unpack(e.header.internal, b[e.header.root.offset:e.header.root.end()], maxDirectory, "the root directory")
	if err != nil {
		return nil, err
	}
	if e.root, err = parseDirectory(raw); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(append([]byte(version+"\x00"), b[:e.header.root.end()]...))
	e.mark = hex.EncodeToString(sum[:8])
	r.current.Store(e)
	return e, nil
}

// again calls do with the present edition, and once more with the next one when
// the file was replaced meanwhile.
func (r *Reader) again(ctx context.Context, do func(*edition) error) error {
	e := r.current.Load()
	err := do(e)
	if !errors.Is(err, errChanged) {
		return err
	}
	if e, err = r.renew(ctx, e); err != nil {
		return err
	}
	return do(e)
}

// Tile gives a tile; see [tileset.Archive].
func (r *Reader) Tile(ctx context.Context, z, x, y uint32) (tileset.Tile, error) {
	if z > deepest || x>>z != 0 || y>>z != 0 {
		return tileset.Tile{}, nil
	}
	var out tileset.Tile
	err := r.again(ctx, func(e *edition) (err error) {
		out, err = r.tile(ctx, e, TileID(z, x, y))
		return err
	})
	return out, err
}

func (r *Reader) tile(ctx context.Context, e *edition, id uint64) (tileset.Tile, error) {
	found, ok, err := r.look(ctx, e, id)
	if err != nil {
		return tileset.Tile{}, err
	}
	if !ok { // answered from memory, maybe that of another file
		return tileset.Tile{}, r.from.same(ctx, e.version)
	}
	if found.length > MaxTile || found.offset+uint64(found.length) > e.header.tiles.length {
		return tileset.Tile{}, invalid("a tile of %d bytes does not lie within its tiles", found.length)
	}
	b, err := r.part(ctx, e, span{e.header.tiles.offset + found.offset, uint64(found.length)})
	if err != nil {
		return tileset.Tile{}, err
	}
	return tileset.Tile{
		Data: b, Encoding: e.header.external.encoding(),
		ETag: fmt.Sprintf(`"%s-%x-%x"`, e.mark, found.offset, found.length),
	}, nil
}

// look finds a tile's entry in the directories.
func (r *Reader) look(ctx context.Context, e *edition, id uint64) (entry, bool, error) {
	found, ok := find(e.root, id)
	for depth := 0; ok && found.run == 0; depth++ {
		if depth == 3 {
			return entry{}, false, invalid("its directories lead to ever more directories")
		}
		leaf, err := r.leaf(ctx, e, found)
		if err != nil {
			return entry{}, false, err
		}
		found, ok = find(leaf, id)
	}
	return found, ok, nil
}

// leaf gives a leaf directory.
func (r *Reader) leaf(ctx context.Context, e *edition, at entry) ([]entry, error) {
	if got := e.leaves.get(at.offset); got != nil {
		return got, nil
	}
	if at.length > maxDirectory || at.offset+uint64(at.length) > e.header.leaves.length {
		return nil, invalid("a leaf directory does not lie within its leaf directories")
	}
	b, err := r.part(ctx, e, span{e.header.leaves.offset + at.offset, uint64(at.length)})
	if err != nil {
		return nil, err
	}
	if b, err = unpack(e.header.internal, b, maxDirectory, "a leaf directory"); err != nil {
		return nil, err
	}
	entries, err := parseDirectory(b)
	if err != nil {
		return nil, err
	}
	e.leaves.put(at.offset, entries)
	return entries, nil
}

// part reads all of a part of the file.
func (r *Reader) part(ctx context.Context, e *edition, s span) ([]byte, error) {
	b, _, err := r.from.read(ctx, int64(s.offset), int64(s.length), e.version)
	if err != nil {
		return nil, err
	}
	if uint64(len(b)) < s.length {
		return nil, invalid("it ends before byte %d; it may be cut short", s.end())
	}
	return b, nil
}

// Meta gives what the archive says of itself; see [tileset.Archive]. Metadata that
// are no JSON object are left out.
func (r *Reader) Meta(ctx context.Context) (tileset.Meta, error) {
	var out tileset.Meta
	err := r.again(ctx, func(e *edition) error {
		h := e.header
		out = tileset.Meta{
			ContentType: h.kind.contentType(), MinZoom: uint32(h.minZoom), MaxZoom: uint32(h.maxZoom),
			Bounds: h.bounds, Center: h.center, CenterZoom: uint32(h.centerZoom),
		}
		if h.metadata.length == 0 {
			return nil
		}
		if h.metadata.length > maxMetadata {
			return invalid("its metadata have more than %d MiB", maxMetadata>>20)
		}
		b, err := r.part(ctx, e, h.metadata)
		if err != nil {
			return err
		}
		if b, err = unpack(h.internal, b, maxMetadata, "the metadata"); err != nil {
			return err
		}
		words(&out, b)
		return nil
	})
	return out, err
}

func words(m *tileset.Meta, b []byte) {
	var members map[string]json.RawMessage
	if json.Unmarshal(b, &members) != nil {
		return
	}
	for name, to := range map[string]*string{"name": &m.Name, "description": &m.Description, "attribution": &m.Attribution} {
		var s string
		if json.Unmarshal(members[name], &s) == nil {
			*to = s
		}
	}
	m.SetVectorJSON(b)
}

// Each calls do for every tile in the order of their numbers, with all of a run.
func (r *Reader) Each(ctx context.Context, do func(z, x, y uint32, t tileset.Tile) error) error {
	e := r.current.Load()
	return r.each(ctx, e, e.root, 0, do)
}

func (r *Reader) each(ctx context.Context, e *edition, entries []entry, depth int, do func(z, x, y uint32, t tileset.Tile) error) error {
	if depth > 3 {
		return invalid("its directories lead to ever more directories")
	}
	for _, at := range entries {
		if at.run == 0 {
			leaf, err := r.leaf(ctx, e, at)
			if err == nil {
				err = r.each(ctx, e, leaf, depth+1, do)
			}
			if err != nil {
				return err
			}
			continue
		}
		for id := at.id; id-at.id < uint64(at.run); id++ {
			z, x, y, ok := FromTileID(id)
			if !ok {
				return invalid("it has a tile beyond zoom %d", deepest)
			}
			t, err := r.tile(ctx, e, id)
			if err = cmp.Or(err, ctx.Err()); err == nil {
				err = do(z, x, y, t)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// leafCache keeps the leaf directories that were read last, up to maxKept entries in all.
type leafCache struct {
	mu      sync.Mutex
	entries map[uint64][]entry
	order   []uint64 // offsets, the oldest first
	kept    int
}

// maxKept entries of 24 bytes: 24 MiB and the newest leaf.
const maxKept = 1 << 20

func (c *leafCache) get(offset uint64) []entry {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.entries[offset]
}

func (c *leafCache) put(offset uint64, e []entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.entries[offset]; ok || len(e) > maxKept {
		return
	}
	if c.entries == nil {
		c.entries = map[uint64][]entry{}
	}
	for c.kept+len(e) > maxKept {
		old := c.order[0]
		c.order = c.order[1:]
		c.kept -= len(c.entries[old])
		delete(c.entries, old)
	}
	c.entries[offset] = e
	c.order = append(c.order, offset)
	c.kept += len(e)
}
