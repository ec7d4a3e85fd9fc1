package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"sitmap/gazetteer/regions"
	"sitmap/geo/geodesic"
	"sitmap/internal/basemap"
	"sitmap/internal/event"
	"sitmap/internal/layer"
	"sitmap/internal/snapshot"
	"sitmap/internal/store"
	"sitmap/internal/store/gpkg"
	"sitmap/web"
	"sitmap/web/ui"
)

// followEvery is how often the server looks for what other processes stored.
const followEvery = 50 * time.Millisecond

type serveCmd struct {
	DB      string   `required:"" env:"SITMAP_DB" help:"Database file; made if there is none." placeholder:"FILE"`
	Addr    string   `default:"127.0.0.1:8080" help:"Address to listen on; port 0 picks one." placeholder:"HOST:PORT"`
	Layer   []string `sep:"none" help:"PMTiles or MBTiles file of vector tiles, or the address of a PMTiles file, to serve at /tiles/NAME/{z}/{x}/{y}.mvt; NAME is the file's. May be given several times. A replaced file is noticed." placeholder:"FILE"`
	TLSCert string   `name:"tls-cert" help:"Certificate chain (PEM): serve HTTPS with HTTP/2. Read at the start; needs --tls-key." placeholder:"FILE"`
	TLSKey  string   `name:"tls-key" help:"Private key (PEM) of --tls-cert." placeholder:"FILE"`
}

func (c serveCmd) Run(ctx context.Context, g *globals, s streams) error {
	o := serveOptions{addr: c.Addr, layers: c.Layer}
	var err error
	if o.tls, err = c.tls(); err != nil {
		return err
	}
	return serve(ctx, g, s, o, func() (*gpkg.DB, error) {
		_, missing := os.Stat(c.DB)
		db, err := openDB(ctx, c.DB)
		if err == nil && errors.Is(missing, os.ErrNotExist) {
			fmt.Fprintf(s.err, "sitmap: there was no database %s; made a new, empty one\n", c.DB)
		}
		return db, err
	})
}

// tls gives the settings of HTTPS, nil without a certificate.
func (c serveCmd) tls() (*tls.Config, error) {
	switch {
	case c.TLSCert == "" && c.TLSKey == "":
		return nil, nil //nolint:nilnil // plain HTTP
	case c.TLSKey == "":
		return nil, errors.New("--tls-cert needs --tls-key\nhint: name the file of the certificate's private key")
	case c.TLSCert == "":
		return nil, errors.New("--tls-key needs --tls-cert\nhint: name the file of the certificate chain")
	}
	pair, err := tls.LoadX509KeyPair(c.TLSCert, c.TLSKey)
	if err != nil {
		return nil, fmt.Errorf("cannot use the certificate %s with the key %s: %w\nhint: both are PEM files, and the key belongs to the first certificate", c.TLSCert, c.TLSKey, err)
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}, nil
}

// serveOptions are what differs between the commands that serve.
type serveOptions struct {
	addr   string
	layers []string    // archives of tiles
	tls    *tls.Config // nil: plain HTTP
}

// openDB opens or makes a database.
func openDB(ctx context.Context, path string) (*gpkg.DB, error) {
	if isServer(path) {
		return nil, fmt.Errorf("--db names a PostgreSQL server, which this version cannot use yet\nhint: name a file, as --db events.gpkg")
	}
	return gpkg.Open(ctx, path)
}

func isServer(path string) bool {
	return strings.HasPrefix(path, "postgres://") || strings.HasPrefix(path, "postgresql://")
}

// fillDB opens or makes a database that is only brought reports to.
func fillDB(ctx context.Context, path string) (*gpkg.DB, error) {
	if isServer(path) {
		return openDB(ctx, path)
	}
	return gpkg.OpenToFill(ctx, path)
}

// serveGCPercent collects garbage half as often as the default: most of the heap is columns and borders
// that stay, and a collection makes tiles wait.
const serveGCPercent = 200

// serve runs the server until ctx ends. The address is taken before the database is opened, so that
// a port in use changes nothing.
func serve(ctx context.Context, g *globals, s streams, o serveOptions, open func() (*gpkg.DB, error)) error {
	defer debug.SetGCPercent(debug.SetGCPercent(serveGCPercent))
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.addr)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w\nhint: --addr names another port; port 0 picks a free one", o.addr, err)
	}
	defer l.Close() //nolint:errcheck // closed by the server as well
	archives, closeArchives, err := openLayers(ctx, o.layers)
	if err != nil {
		return err
	}
	defer closeArchives()
	db, err := open()
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // every acknowledged change is on disk already
	h, follow, err := handler(ctx, g, s, db, archives, l.Addr().String())
	if err != nil {
		return err
	}
	srv := web.Server(l.Addr().String(), h)
	failed := make(chan error, 1)
	scheme := "http"
	if o.tls != nil {
		scheme, srv.TLSConfig = "https", o.tls
		go func() { failed <- srv.ServeTLS(l, "", "") }()
	} else {
		go func() { failed <- srv.Serve(l) }()
	}
	go follow()
	fmt.Fprintf(s.out, "listening on %s://%s\n", scheme, l.Addr())
	select {
	case err := <-failed:
		return fmt.Errorf("the server stopped: %w", err)
	case <-ctx.Done():
	}
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
	defer cancel()
	if err := srv.Shutdown(late); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return srv.Close() // open streams do not end by themselves
	}
	return nil
}

// handler wires the web server; follow keeps its snapshot current until ctx ends.
func handler(ctx context.Context, g *globals, s streams, db *gpkg.DB, archives []web.ArchiveLayer, addr string) (h http.Handler, follow func(), err error) {
	e, err := openEngine(g)
	if err != nil {
		return nil, nil, err
	}
	search := func(ctx context.Context, q string) ([]event.ID, error) { return db.IDs(ctx, event.Query{Text: q}) }
	snap, err := snapshot.Load(ctx, snapshot.Options{Loader: db, Log: db, Search: search, Quotes: db})
	if err != nil {
		return nil, nil, err
	}
	base, err := basemap.New(e.ix, e.borders)
	if err != nil {
		return nil, nil, err
	}
	log := slog.New(slog.NewTextHandler(s.err, nil))
	h = web.New(web.Options{
		Snapshot:    snap,
		Layers:      &layer.Layers{Store: db, Borders: borderLines(e.borders), Credit: e.borders.Source()},
		Changes:     db.Changes,
		Resolve:     e.candidates,
		Near:        e.near,
		Extract:     e.extract,
		Ingest:      e.ingest(db),
		Check:       e.check(db),
		Claims:      claims(db),
		Save:        db.Save,
		Decide:      db.Decide,
		Basemap:     base.Tile,
		BasemapInfo: basemapInfo(),
		Region:      drawnRegion(db),
		Archives:    archives,
		UI:          ui.Files(),
		Program:     "sitmap " + version,
		Instance:    fmt.Sprintf("%s-%d", version, time.Now().UnixNano()),
		Attribution: "Events: the reports named with each",
		Hosts:       web.LoopbackHosts(addr),
		Log:         log,
	})
	return h, func() {
		if _, err := base.Tile(0, 0, 0); err != nil { // prepares the labels before somebody waits for them
			log.Error("preparing the basemap", "error", err)
		}
		// ends with the context only, and hands every other error on
		_ = snap.Follow(ctx, followEvery, func(err error) { log.Error("following the database", "error", err) })
	}, nil
}

// regionCorners is the number of corners of a drawn circle.
const regionCorners = 32

// drawnRegion draws the region of an event's place; nothing for one that is gone or has none.
func drawnRegion(db *gpkg.DB) func(ctx context.Context, id event.ID, place int) (orb.MultiPolygon, error) {
	return func(ctx context.Context, id event.ID, place int) (orb.MultiPolygon, error) {
		ev, err := db.Event(ctx, id)
		if errors.Is(err, store.ErrNotFound) || err == nil && (place < 0 || place >= len(ev.Where)) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		area, err := geodesic.Outline(ev.Where[place].Region, regionCorners)
		if errors.Is(err, geodesic.ErrNotDrawable) {
			return nil, nil
		}
		return area, err
	}
}

// borderLines gives the borders as the layer shows them.
func borderLines(b *regions.Borders) []layer.Border {
	lines := map[[3]string]*layer.Border{}
	var order [][3]string
	b.EachLine(orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}, func(l regions.Line) bool {
		k := [3]string{l.Countries[0], l.Countries[1], ""}
		if l.Disputed {
			k[2] = "the course or the owner is disputed; see the worldview"
		}
		if lines[k] == nil {
			lines[k] = &layer.Border{Between: l.Countries, Disputed: k[2]}
			order = append(order, k)
		}
		lines[k].Line = append(lines[k].Line, l.Points)
		return true
	})
	out := make([]layer.Border, len(order))
	for i, k := range order {
		out[i] = *lines[k]
	}
	return out
}

// basemapInfo describes the basemap's tiles.
func basemapInfo() web.TileJSON {
	info := web.TileJSON{Name: "sitmap basemap", Attribution: basemap.Attribution(), MaxZoom: basemap.Deepest}
	for _, l := range basemap.Layers() {
		info.VectorLayers = append(info.VectorLayers, web.VectorLayer{ID: l.ID, Description: l.Description, MinZoom: l.MinZoom, MaxZoom: l.MaxZoom, Fields: l.Fields})
	}
	return info
}
