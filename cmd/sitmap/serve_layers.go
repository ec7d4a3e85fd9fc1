package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/net/html"

	"sitmap/geo/codec/mbtiles"
	"sitmap/geo/codec/pmtiles"
	"sitmap/geo/codec/tileset"
	"sitmap/web"
)

const (
	// lookEvery is how old a look at an archive's file may be: a replaced one is seen after that.
	lookEvery = 250 * time.Millisecond
	// askEvery is the same for an archive on another server.
	askEvery = 10 * time.Second
	// remoteLimit ends a request to that server.
	remoteLimit = 30 * time.Second
)

// openLayers opens the files of --layer; close gives them back.
func openLayers(ctx context.Context, files []string) (layers []web.ArchiveLayer, closeAll func(), err error) {
	var open []tileset.Archive
	closeAll = func() {
		for _, a := range open {
			_ = a.Close() // they were only read
		}
	}
	for _, file := range files {
		l, a, err := openLayer(ctx, file)
		if err != nil {
			closeAll()
			return nil, nil, err
		}
		open = append(open, a)
		for _, other := range layers {
			if other.Name == l.Name {
				closeAll()
				return nil, nil, fmt.Errorf("two files of --layer would both be called %s\nhint: rename one; a layer is called as its file is", l.Name)
			}
		}
		layers = append(layers, l)
	}
	return layers, closeAll, nil
}

// openLayer opens an archive of vector tiles.
func openLayer(ctx context.Context, file string) (web.ArchiveLayer, tileset.Archive, error) {
	path, remote := file, isAddress(file)
	if remote {
		path, _, _ = strings.Cut(file, "?")
	}
	name, err := layerName(file, path)
	if err != nil {
		return web.ArchiveLayer{}, nil, err
	}
	var a tileset.Archive
	switch ext := strings.ToLower(filepath.Ext(path)); {
	case ext == ".pmtiles" && remote:
		a, err = pmtiles.OpenURL(ctx, file, &http.Client{Timeout: remoteLimit})
	case ext == ".pmtiles":
		a, err = pmtiles.OpenFile(file)
	case ext == ".mbtiles" && !remote:
		a, err = mbtiles.Open(ctx, file)
	default:
		return web.ArchiveLayer{}, nil, fmt.Errorf("--layer %s: this version serves PMTiles (files, and addresses that answer ranges) and MBTiles (files)\nhint: `sitmap tiles --from FILE.geojson -o FILE.pmtiles` makes one", file)
	}
	if err != nil {
		return web.ArchiveLayer{}, nil, fmt.Errorf("cannot open --layer %s: %w", file, err)
	}
	m, err := a.Meta(ctx)
	if err == nil && m.ContentType != "" && m.ContentType != tileset.Vector {
		err = fmt.Errorf("its tiles are %s, and only vector tiles are served", m.ContentType)
	}
	if err != nil {
		_ = a.Close() // the first error is the one to report
		return web.ArchiveLayer{}, nil, fmt.Errorf("cannot serve --layer %s: %w", file, err)
	}
	l := &archiveLayer{archive: a, path: file, every: lookEvery}
	if remote {
		l.every = askEvery
	}
	return web.ArchiveLayer{Name: name, Title: plainText(m.Name), Description: plainText(m.Description), Attribution: plainText(m.Attribution), Archive: l}, a, nil
}

// layerName is the file's name without its ending.
func layerName(file, path string) (string, error) {
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	if !regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`).MatchString(name) || name == "events" {
		return "", fmt.Errorf("--layer %s: a layer is called as its file is, with letters, digits, - and _, and not \"events\"\nhint: rename the file, or make a link to it", file)
	}
	return name, nil
}

// archiveLayer is an archive as the server asks it.
type archiveLayer struct {
	archive tileset.Archive
	path    string // of the file, or its address
	every   time.Duration

	edition atomic.Uint64
	looked  atomic.Int64 // when, in nanoseconds
	seen    atomic.Pointer[fileState]
}

type fileState struct {
	info os.FileInfo
	err  string
}

// Tile gives a tile as it is stored.
func (l *archiveLayer) Tile(ctx context.Context, z, x, y uint32) (web.StoredTile, error) {
	t, err := l.archive.Tile(ctx, z, x, y)
	return web.StoredTile{Data: t.Data, Coding: t.Encoding, Tag: strings.Trim(t.ETag, `"`)}, err
}

// Edition looks at the file now and then.
func (l *archiveLayer) Edition() uint64 {
	now, last := time.Now().UnixNano(), l.looked.Load()
	if now-last < int64(l.every) || !l.looked.CompareAndSwap(last, now) {
		return l.edition.Load()
	}
	if isAddress(l.path) {
		return l.edition.Add(1) // the archive asks whether it is still the same when a tile is read
	}
	state := &fileState{}
	info, err := os.Stat(l.path)
	if err != nil {
		state.err = err.Error()
	} else {
		state.info = info
	}
	if old := l.seen.Swap(state); old == nil || !state.same(old) {
		return l.edition.Add(1)
	}
	return l.edition.Load()
}

func (s *fileState) same(other *fileState) bool {
	if s.info == nil || other.info == nil {
		return s.info == other.info && s.err == other.err
	}
	return os.SameFile(s.info, other.info) && s.info.Size() == other.info.Size() && s.info.ModTime().Equal(other.info.ModTime())
}

// TileJSON describes the archive.
func (l *archiveLayer) TileJSON(ctx context.Context) (web.TileJSON, error) {
	m, err := l.archive.Meta(ctx)
	if err != nil {
		return web.TileJSON{}, err
	}
	b := m.Bounds
	j := web.TileJSON{
		Name: plainText(m.Name), Description: plainText(m.Description), Version: "1.0.0",
		Attribution: html.EscapeString(plainText(m.Attribution)), // maps show it as HTML
		MinZoom:     int(m.MinZoom), MaxZoom: int(m.MaxZoom), Bounds: []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]},
		Center: []float64{m.Center[0], m.Center[1], float64(m.CenterZoom)}, VectorLayers: []web.VectorLayer{},
	}
	if b.IsEmpty() || b.IsZero() {
		j.Bounds, j.Center = nil, nil
	}
	for _, v := range m.Layers {
		fields := v.Fields
		if fields == nil {
			fields = map[string]string{}
		}
		j.VectorLayers = append(j.VectorLayers, web.VectorLayer{ID: v.ID, Description: v.Description, MinZoom: int(v.MinZoom), MaxZoom: int(v.MaxZoom), Fields: fields})
	}
	return j, nil
}

// plainText drops the markup of a text that others wrote.
func plainText(s string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) {
				return ""
			}
			return strings.TrimSpace(b.String())
		case html.TextToken:
			b.WriteString(z.Token().Data)
		}
	}
}
