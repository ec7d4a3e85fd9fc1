// Package mbtiles reads and writes MBTiles 1.3: an archive of map tiles in an
// SQLite file, which GDAL and QGIS open. [Create] gives a [Writer], [Open] a
// [Reader].
//
// Rows are counted from the north everywhere; only the file counts them from the
// south. Longitude comes before latitude. Errors about what a file holds wrap
// [ErrInvalid].
package mbtiles

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net/url"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
)

// ErrInvalid is wrapped by every error about what an archive holds.
var ErrInvalid = errors.New("not an MBTiles archive that can be read")

// MaxTile is the largest tile that is read or written, compressed: 64 MiB.
const MaxTile = 64 << 20

// deepest is the last zoom that is looked for.
const deepest = 31

// connector opens connections of a driver of its own, so that nothing is
// registered for the whole process.
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

// connect names the file in SQLite's URI form, whatever characters are in it.
func connect(path string, settings url.Values) (*sql.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	p := filepath.ToSlash(abs)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p // C:/…
	}
	u := url.URL{Scheme: "file", Path: p, RawQuery: settings.Encode()}
	return sql.OpenDB(connector{&sqlite.Driver{}, u.String()}), nil
}

// fromSouth turns a row counted from the north into one counted from the south, and back.
func fromSouth(z, y uint32) uint32 { return uint32(1)<<z - 1 - y }
