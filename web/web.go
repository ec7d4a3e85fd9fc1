// Package web is sitmap's HTTP side: pages, API, tiles, layers and live updates.
//
// [New] makes the handler from what it is given; it opens nothing and reads no
// environment. [Server] puts time limits around it. Handlers parse, ask a plain
// function and write; echo is used for routing only.
//
// Every parameter that a route does not know is refused, and so is every value
// that does not parse; errors are application/problem+json and never tell of the
// inside. All answers that can be cached carry an ETag. The description of the
// interface is openapi.json, which a test compares with the routes.
//
// Who may write: requests that store reports or corrections are taken from this computer
// only, unless [Options].RemoteWrites is set, and never from a page of another
// origin. There is no login yet.
package web

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"

	"sitmap/internal/event"
	"sitmap/internal/layer"
	"sitmap/internal/reader"
	"sitmap/internal/snapshot"
	"sitmap/internal/store"
)

// ErrInput marks an error of the closures of [Options] whose message is for the
// client: the request cannot be answered as it is. Wrap it with %w.
var ErrInput = errors.New("bad input")

// Options is everything the server works with. Snapshot, Layers and UI are
// needed; what else is missing answers 404, or 501 for closures.
type Options struct {
	Snapshot *snapshot.Snapshot
	Layers   *layer.Layers
	// Changes is the store's log, for the stream.
	Changes func(ctx context.Context, since uint64) ([]store.Change, error)
	// Ready says why the server cannot answer yet, or nil.
	Ready func(ctx context.Context) error

	Resolve func(ctx context.Context, q ResolveQuery) ([]Candidate, error)
	Near    func(ctx context.Context, p orb.Point, k int) ([]reader.Place, error)
	Extract func(ctx context.Context, in ReportInput) (any, error)   // gives the JSON of `sitmap extract`
	Ingest  func(ctx context.Context, in []ReportInput) (any, error) // gives the JSON of `sitmap ingest --json`

	Check func(ctx context.Context, in CheckInput) (any, error) // gives the JSON of `sitmap check`; its bad input may be an *InputError

	// Save and Decide store what a person says of an event, and of two being one happening; see package store.
	Save   func(ctx context.Context, ev event.Event) (event.Event, error)
	Decide func(ctx context.Context, a, b event.ID, d store.Decision) error

	// Claims keeps claims against events.
	Claims Claims

	// Region gives the area where a place of an event may have been, lon, lat; nil in
	// itself: all are drawn as discs.
	Region func(ctx context.Context, id event.ID, place int) (orb.MultiPolygon, error)

	// Basemap gives a tile, not compressed; empty for nothing there.
	Basemap     func(z, x, y uint32) ([]byte, error)
	BasemapInfo TileJSON

	// Archives are files of tiles that are served beside the events.
	Archives []ArchiveLayer

	UI           fs.FS  // index.html, check.html and assets/
	Program      string // name and version, for /healthz
	Instance     string // changes whenever the same version number could mean other data; part of every ETag
	Attribution  string // of the events
	Hosts        []string
	RemoteWrites bool
	Now          func() time.Time // nil: time.Now
	Log          *slog.Logger     // nil: silent
}

// ResolveQuery asks which places a name may mean.
type ResolveQuery struct {
	Name    string
	Hints   []string // "RU/Kursk", "UA"
	Context string   // words around the name, "" none
	Limit   int
}

// Candidate is a place that a name may mean, best first in a list.
type Candidate struct {
	reader.Place
	Score   float64        `json:"score"`
	P       float64        `json:"p"`
	Reasons []layer.Reason `json:"reasons"`
}

// ReportInput is one report as the contract writes it. Offsets of Toponyms are
// Unicode code points, half open.
type ReportInput struct {
	Doc       string    `json:"doc"`
	Text      string    `json:"text"`
	Title     string    `json:"title,omitempty"`
	URL       string    `json:"url,omitempty"`
	Published string    `json:"published,omitempty"` // RFC 3339 or a date
	Outlet    string    `json:"outlet,omitempty"`
	Lang      string    `json:"lang,omitempty"`
	Hints     []string  `json:"hints,omitempty"`
	Toponyms  []Toponym `json:"toponyms,omitempty"`

	// Rejected says why this entry of a list is no report; the rest is empty then, and
	// Ingest counts it among the rejected rows.
	Rejected *Rejected `json:"-"`
}

// Rejected is what is wrong with an entry of a list.
type Rejected struct {
	Field  string // "" the whole entry
	Reason string
}

// Toponym is a given mention.
type Toponym struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// server is the handler's state.
type server struct {
	Options
	routing  http.Handler
	encoders snapshot.Encoders
	scratch  sync.Pool // of *[]byte, for tiles that are being made
	tracker  *tracker
	tiles    *tileCache
	files    sync.Map               // of *rendition by name, of the page
	hotTiles map[string]*tileSource // by the path that their tiles lie under
	metrics  *metrics
	params   map[string][]string // by method and echo's path
	reading  chan struct{}       // holds a token for each request whose reports are being read
}

// New makes the handler.
func New(o Options) http.Handler {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &server{Options: o, tiles: newTileCache(), tracker: newTracker(&o), metrics: newMetrics(o.Now), params: make(map[string][]string), reading: make(chan struct{}, runtime.GOMAXPROCS(0))}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = echo.ExtractIPDirect()
	e.HTTPErrorHandler = s.fail
	e.Use(s.guard)
	for _, r := range s.routes() {
		s.params[r.method+" "+r.path] = r.params
		e.Add(r.method, r.path, r.handler)
		if r.method == http.MethodGet {
			s.params[http.MethodHead+" "+r.path] = r.params
			e.Add(http.MethodHead, r.path, r.handler)
		}
	}
	s.routing = e
	s.hotTiles = s.tileSources()
	return s
}

// Server puts h behind time limits that suit it: answers may take two minutes,
// streams set their own.
func Server(addr string, h http.Handler) *http.Server {
	return &http.Server{
		Addr: addr, Handler: h,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		WriteTimeout:      2 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
}

// LoopbackHosts gives the Host names to accept on an address that only this
// computer reaches, so that a page elsewhere cannot rename itself to it; nil for
// any other address, where the operator's own names are not known.
func LoopbackHosts(addr string) []string {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		host = addr
	}
	ip := net.ParseIP(host)
	if host == "localhost" || ip != nil && ip.IsLoopback() {
		return []string{"localhost", "127.0.0.1", "::1", host}
	}
	return nil
}
