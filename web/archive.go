package web

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/labstack/echo/v4"

	"sitmap/internal/layer"
)

// Archive gives the tiles of a file of vector tiles. It is safe for concurrent use.
type Archive interface {
	// Tile gives a tile as it is stored, the zero StoredTile when there is none. The
	// bytes must not be written to.
	Tile(ctx context.Context, z, x, y uint32) (StoredTile, error)
	// TileJSON describes the archive; addresses, version and scheme are filled in by the server.
	TileJSON(ctx context.Context) (TileJSON, error)
	// Edition grows when tiles may have changed, as when the file was replaced. It is
	// asked for with every request, so it must cost next to nothing.
	Edition() uint64
}

// ArchiveLayer is an archive under a name, at /tiles/NAME/{z}/{x}/{y}.mvt.
type ArchiveLayer struct {
	Name        string // letters, digits, - and _; not "events"
	Title       string
	Description string
	Attribution string
	Archive
}

// info describes the layer for the list of layers.
func (a *ArchiveLayer) info() layer.Info {
	return layer.Info{
		Name: a.Name, Title: cmp.Or(a.Title, a.Name), Description: a.Description, Geometry: []string{},
		Tiles: "/tiles/" + a.Name + ".json", Attribution: a.Attribution,
	}
}

// StoredTile is a tile as an archive holds it.
type StoredTile struct {
	Data   []byte
	Coding string // content coding of Data: "" none, gzip, br or zstd
	// Tag tells the tile's bytes from all others that the address has had: letters and digits.
	Tag string
}

// maxDecoded is the largest tile that is decoded for a client that does not take its coding.
const maxDecoded = 64 << 20

// stored gives the coding that the tile is stored in.
func (t StoredTile) stored() (coding, error) {
	if t.Coding == "" {
		return identity, nil
	}
	if c, ok := codingNamed(t.Coding); ok {
		return c, nil
	}
	return identity, fmt.Errorf("the archive's tiles have the coding %q, which is not known", t.Coding)
}

// decoded gives a tile without its coding c.
func decoded(data []byte, c coding) ([]byte, error) {
	var r io.Reader
	switch c {
	case gzipped:
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, fmt.Errorf("a tile of the archive is not gzip: %w", err)
		}
		r = z
	case zstded:
		z, err := zstd.NewReader(bytes.NewReader(data), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxDecoded))
		if err != nil {
			return nil, fmt.Errorf("a tile of the archive is not zstd: %w", err)
		}
		defer z.Close()
		r = z
	case brotlied:
		r = brotli.NewReader(bytes.NewReader(data))
	default:
		return data, nil
	}
	out, err := io.ReadAll(io.LimitReader(r, maxDecoded+1))
	if err != nil {
		return nil, fmt.Errorf("a tile of the archive cannot be decoded: %w", err)
	}
	if len(out) > maxDecoded {
		return nil, fmt.Errorf("a tile of the archive is larger than %d MiB", maxDecoded>>20)
	}
	return out, nil
}

// archiveTileOf makes what is kept of a stored tile.
func archiveTileOf(t StoredTile) (*rendition, error) {
	c, err := t.stored()
	if err != nil {
		return nil, err
	}
	r := newRendition(nil, mimeTile, noCache, quick)
	if len(t.Data) > 0 {
		r.plain, r.stored, r.bytes = t.Data, c, len(t.Data)
		if t.Tag != "" {
			r.tag = t.Tag
		} else {
			r.tag = contentTag(t.Data)
		}
	}
	return r, nil
}

// writeDecoded sends a stored tile to a client that does not take its coding.
func (r *rendition) writeDecoded(w http.ResponseWriter, req *http.Request) int {
	data, err := decoded(r.plain, r.stored)
	if err != nil {
		return 0
	}
	h := w.Header()
	h["Etag"] = []string{`"` + r.tag + `"`}
	h["Content-Type"] = r.mime
	h["Content-Length"] = []string{strconv.Itoa(len(data))}
	w.WriteHeader(http.StatusOK)
	if req.Method != http.MethodHead {
		_, _ = w.Write(data) // the client may be gone; there is nobody to tell
	}
	return http.StatusOK
}

// archive gives the archive of a name.
func (s *server) archive(name string) (*ArchiveLayer, error) {
	for i := range s.Archives {
		if s.Archives[i].Name == name {
			return &s.Archives[i], nil
		}
	}
	return nil, newProblem(http.StatusNotFound, "There is no layer of tiles of this name; /layers.json lists them.")
}

// archiveTile answers GET /tiles/{name}/{z}/{x}/{y}.mvt.
func (s *server) archiveTile(c echo.Context) error {
	a, err := s.archive(c.Param("name"))
	if err != nil {
		return err
	}
	id, err := tileID(c)
	if err != nil {
		return err
	}
	ctx, key := c.Request().Context(), tileKey{a.Name, id.Z, id.X, id.Y, ""}
	var t StoredTile
	var kept *rendition
	m := maker{
		version: a.Edition(),
		stands:  func(uint64) bool { return false },
		make: func() (_ []byte, err error) {
			if t, err = a.Tile(ctx, id.Z, id.X, id.Y); err != nil {
				return nil, err
			}
			kept, err = archiveTileOf(t)
			return t.Data, err
		},
		wrap: func([]byte) *rendition { return kept },
	}
	r, err := s.tiles.of(key).take(key).ensure(&m)
	if err != nil {
		return fmt.Errorf("layer %s: %w", a.Name, err)
	}
	if r.write(c.Response(), c.Request()) == 0 {
		_, err := decoded(r.plain, r.stored)
		return fmt.Errorf("layer %s: %w", a.Name, err)
	}
	return nil
}

// archiveJSON answers GET /tiles/{name}.json.
func (s *server) archiveJSON(c echo.Context) error {
	name, ok := strings.CutSuffix(c.Param("name"), ".json")
	if !ok {
		return newProblem(http.StatusNotFound, "A layer's description is called /tiles/NAME.json; /layers.json lists the layers.")
	}
	a, err := s.archive(name)
	if err != nil {
		return err
	}
	j, err := a.TileJSON(c.Request().Context())
	if err != nil {
		return fmt.Errorf("layer %s: %w", a.Name, err)
	}
	return sendTileJSON(c, j, "/tiles/"+name)
}
