package gpkg

import (
	"context"
	"database/sql/driver"
	"fmt"
	"math"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/paulmach/orb"
	"modernc.org/sqlite"

	"sitmap/geo/codec/wkb"
	"sitmap/geo/geodesic"
)

// Settings of the writing and of the reading connections. FULL waits for the disk
// at every commit; the cache sizes are in KiB. A new file has pages of 8 KiB: of those of 4 KiB, the default, an
// event's row leaves a fifth empty. The cache of the writing connection is small: a load
// writes each page about once, and memory given back page by page was a tenth of its time.
//
//nolint:gochecknoglobals // tables, never written
var (
	writePragmas = url.Values{
		"_pragma":       {"busy_timeout(10000)", "page_size(8192)", "synchronous(FULL)", "foreign_keys(1)", "temp_store(MEMORY)", "cache_size(-8192)", "wal_autocheckpoint(" + logLength + ")"},
		"_journal_mode": {"WAL"}, // after the size of a new file's pages
		"_txlock":       {"immediate"},
	}
	readPragmas = url.Values{
		"_pragma": {"busy_timeout(10000)", "query_only(1)", "temp_store(MEMORY)", "cache_size(-16384)"},
	}
)

// logLength is the length in pages at which a commit writes the log back.
const logLength = "8192"

// dsn names the file abs in SQLite's URI form, whatever characters are in it.
func dsn(abs string, settings url.Values) string {
	p := filepath.ToSlash(abs)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p // C:/…
	}
	u := url.URL{Scheme: "file", Path: p, RawQuery: settings.Encode()}
	return u.String()
}

// connector opens connections of one driver value, so that nothing is registered for the whole process.
type connector struct {
	drv *sqlite.Driver
	dsn string
}

// Connect opens one connection.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return c.drv.Open(c.dsn)
}

// Driver gives the driver.
func (c connector) Driver() driver.Driver { return c.drv }

// functions are what SQL calls by name, without side effects.
//
//nolint:gochecknoglobals // a table, never written
var functions = []struct {
	name string
	args int
	call func([]driver.Value) (driver.Value, error)
}{
	{"ST_IsEmpty", 1, isEmpty},
	{"ST_MinX", 1, ordinate(func(b orb.Bound) float64 { return b.Min[0] })},
	{"ST_MaxX", 1, ordinate(func(b orb.Bound) float64 { return b.Max[0] })},
	{"ST_MinY", 1, ordinate(func(b orb.Bound) float64 { return b.Min[1] })},
	{"ST_MaxY", 1, ordinate(func(b orb.Bound) float64 { return b.Max[1] })},
	{"sitmap_metres", 4, metres},
}

// newDriver makes a driver with the functions that the R*Tree triggers of a
// GeoPackage call, and sitmap_metres, the distance on the ellipsoid.
func newDriver() (*sqlite.Driver, error) {
	drv := &sqlite.Driver{}
	for _, f := range functions {
		call := func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) { return f.call(args) }
		if err := drv.RegisterDeterministicScalarFunction(f.name, int32(f.args), call); err != nil { //nolint:gosec // few
			return nil, fmt.Errorf("register %s: %w", f.name, err)
		}
	}
	return drv, nil
}

func isEmpty(args []driver.Value) (driver.Value, error) {
	b, ok := args[0].([]byte)
	if !ok {
		return nil, nil
	}
	_, ok, err := wkb.BoundOf(b)
	if err != nil {
		return nil, err
	}
	return !ok, nil
}

func ordinate(of func(orb.Bound) float64) func([]driver.Value) (driver.Value, error) {
	return func(args []driver.Value) (driver.Value, error) {
		b, ok := args[0].([]byte)
		if !ok {
			return nil, nil
		}
		bound, ok, err := wkb.BoundOf(b)
		if err != nil || !ok {
			return nil, err
		}
		return of(bound), nil
	}
}

// metres is sitmap_metres(lon, lat, lon, lat).
func metres(args []driver.Value) (driver.Value, error) {
	var v [4]float64
	for i := range v {
		switch x := args[i].(type) {
		case float64:
			v[i] = x
		case int64:
			v[i] = float64(x)
		default:
			return nil, nil
		}
	}
	d := float64(geodesic.Distance(orb.Point{v[0], v[1]}, orb.Point{v[2], v[3]}))
	if math.IsNaN(d) {
		return nil, nil
	}
	return d, nil
}
