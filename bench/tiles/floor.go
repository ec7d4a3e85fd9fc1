package main

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// serveFloor is the least that a server in Go can do: the tiles of a folder from
// memory, each compressed once, by net/http alone.
func serveFloor(ctx context.Context, o options) error {
	type tile struct {
		body        []byte
		length, tag []string
	}
	tiles := map[string]tile{}
	err := filepath.WalkDir(o.floor, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path) //nolint:gosec // a folder of ours
		rel, relErr := filepath.Rel(o.floor, path)
		tiles["/"+filepath.ToSlash(rel)] = tile{b, []string{strconv.Itoa(len(b))}, []string{`"` + strconv.Itoa(len(tiles)) + `"`}}
		return errors.Join(err, relErr)
	})
	if err != nil {
		return err
	}
	mime, coding := []string{"application/vnd.mapbox-vector-tile"}, []string{"gzip"}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t, ok := tiles[r.URL.Path]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		h := w.Header()
		h["Content-Type"], h["Content-Encoding"], h["Content-Length"], h["Etag"] = mime, coding, t.length, t.tag
		if len(t.body) == 0 {
			delete(h, "Content-Length")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Write(t.body) //nolint:errcheck,gosec // the client left
	})
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("listening on http://%s\n", l.Addr())
	return http.Serve(l, handler) //nolint:gosec // a server for a minute, on loopback
}

// copyTiles writes what a server answers to the paths into a folder, compressed.
func copyTiles(ctx context.Context, base string, paths []string, dir string) error {
	for _, p := range paths {
		file := filepath.Join(dir, filepath.FromSlash(p))
		if _, err := os.Stat(file); err == nil {
			continue
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+p, nil)
		if err != nil {
			return err
		}
		req.Header.Set("Accept-Encoding", "gzip")
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			return err
		}
		body, err := io.ReadAll(res.Body)
		if err := errors.Join(err, res.Body.Close()); err != nil {
			return err
		}
		if res.StatusCode >= http.StatusBadRequest {
			return fmt.Errorf("%s: %s", p, res.Status)
		}
		if len(body) > 0 && res.Header.Get("Content-Encoding") == "" {
			var b strings.Builder
			w := gzip.NewWriter(&b)
			_, err := w.Write(body)
			if err := errors.Join(err, w.Close()); err != nil {
				return err
			}
			body = []byte(b.String())
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			return err
		}
		if err := os.WriteFile(file, body, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// besideFloor drives a server and the floor with the same tiles in turns, and a peer where there is one.
func (s *session) besideFloor(ctx context.Context, what string, v *server, paths []string, other *peer) error {
	dir, err := os.MkdirTemp(s.dir, "floor")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	if err := copyTiles(ctx, v.base, paths, dir); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	floor, err := serve(ctx, self, "-floor", dir)
	if err != nil {
		return err
	}
	defer floor.stop()
	var ratio, rate, bare []float64
	for range s.rounds + 2 {
		a, err := drive(v.base, paths, s.each/2, v.pid())
		if err != nil {
			return err
		}
		b, err := drive(floor.base, paths, s.each/2, floor.pid())
		if err != nil {
			return err
		}
		other.turn(a, b, s.each/2)
		ratio, rate, bare = append(ratio, a.rate/b.rate), append(rate, a.rate), append(bare, b.rate)
	}
	s.least(what+" × a bare handler that has them in memory", median(ratio), .5, "")
	s.say("the same", "%.0f tiles/s beside %.0f", median(rate), median(bare))
	return nil
}

// repeated asks for the same tiles again and again.
func (s *session) repeated(ctx context.Context) error {
	v, err := s.events(ctx)
	if err != nil {
		return err
	}
	defer v.stop()
	return s.besideFloor(ctx, "repeated tiles z9-14", v, paths(s.lists.high, "events", "", false, len(s.lists.high)), nil)
}

// archived serves archives, beside the floor and tileserver-gl-light.
func (s *session) archived(ctx context.Context) error {
	db, err := s.database(ctx)
	if err != nil {
		return err
	}
	archives := []string{s.file("archive.pmtiles"), s.file("archive.mbtiles")}
	for _, file := range archives {
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			if _, err := command(ctx, s.bin, "tiles", "--from", s.csv, "-o", file); err != nil {
				return err
			}
		}
	}
	other := s.startTileserver(ctx, archives)
	defer other.stop()
	for _, file := range archives {
		kind := strings.TrimPrefix(filepath.Ext(file), ".")
		v, err := serve(ctx, s.bin, "serve", "--db", db, "--addr", "127.0.0.1:0", "--layer", file)
		if err != nil {
			return err
		}
		layer := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
		asked := paths(s.lists.high, layer, "", false, len(s.lists.high))
		other.meet(ctx, v.base, asked, tileserverPaths(s.lists.high, kind))
		what := "tiles of " + kind + " z9-14"
		err = s.besideFloor(ctx, what, v, asked, other)
		v.stop()
		if err != nil {
			return err
		}
		s.sayPeer(what, other)
	}
	return nil
}
