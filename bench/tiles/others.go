package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/klauspost/compress/gzip"

	"sitmap/bench/pg"
)

// builderEvents is how many events GDAL makes an archive of: with more it takes minutes.
const builderEvents = 20_000

// gdal makes an archive of a part of the events, and sitmap of the same part.
func (s *session) gdal(ctx context.Context) error {
	if _, err := exec.LookPath("ogr2ogr"); err != nil {
		s.say("archive beside GDAL's MVT driver", "left out: ogr2ogr is not installed (apt-get install gdal-bin)")
		return nil
	}
	part := filepath.Join(s.dir, "part.csv")
	if err := head(s.csv, part, builderEvents); err != nil {
		return err
	}
	var ratio, theirs []float64
	for range s.rounds {
		own, err := command(ctx, s.bin, "tiles", "--from", part, "-o", filepath.Join(s.dir, "part.mbtiles"))
		if err != nil {
			return err
		}
		out := filepath.Join(s.dir, "gdal.mbtiles")
		os.Remove(out) //nolint:errcheck,gosec // there may be none
		gdal, err := command(ctx, "ogr2ogr", "-f", "MBTILES", out, part, "-dsco", "MINZOOM=0", "-dsco", "MAXZOOM=14",
			"-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat", "-a_srs", "EPSG:4326", "-nln", "events")
		if err != nil {
			return err
		}
		ratio, theirs = append(ratio, gdal.cpu.Seconds()/own.cpu.Seconds()), append(theirs, gdal.cpu.Seconds())
	}
	s.say(fmt.Sprintf("archive of %d events: GDAL's MVT driver × sitmap, processor time", builderEvents), "%.0f (GDAL %.1f s)", median(ratio), median(theirs))
	return nil
}

// head copies the first lines of a file.
func head(from, to string, n int) error {
	lines, err := readLines(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, []byte(strings.Join(lines[:min(n+1, len(lines))], "\n")+"\n"), 0o600)
}

// pgTable holds the events as a person would who serves them from PostGIS.
const pgTable = `CREATE EXTENSION postgis;
CREATE TABLE raw (id bigint, lon float8, lat float8, date date, type text, actor1 text, actor2 text, fatalities int, source text, precision int, notes text)`

const pgEvents = `CREATE TABLE events AS SELECT id, date, type, actor1, actor2, fatalities, source, precision, notes,
		ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), 4326), 3857) AS geom FROM raw ORDER BY ST_GeoHash(ST_SetSRID(ST_MakePoint(lon, lat), 4326));
CREATE INDEX ON events USING gist (geom);
DROP TABLE raw;
VACUUM ANALYZE events`

// pgTile makes a tile of all events in it and in a window of time, without the notes.
const pgTile = `SELECT ST_AsMVT(t, 'events', 4096, 'geom') FROM (
	SELECT id, date, type, actor1, actor2, fatalities, source, precision, ST_AsMVTGeom(geom, ST_TileEnvelope($1, $2, $3), 4096, 64, true) AS geom
	FROM events WHERE geom && ST_TileEnvelope($1, $2, $3, margin => 64.0 / 4096) AND date BETWEEN $4 AND $5) t`

// postgis serves the same tiles from PostGIS through a handler that only asks, compresses and answers.
func (s *session) postgis(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "sitmap-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	g, err := pg.Start(ctx, dir)
	if errors.Is(err, pg.ErrMissing) {
		s.say("tiles z9-14 beside PostGIS", "left out: %v (apt-get install postgresql-15-postgis-3)", err)
		return nil
	}
	if err != nil {
		return err
	}
	defer g.Down()
	if _, err := g.Conn.Exec(ctx, pgTable); err != nil {
		s.say("tiles z9-14 beside PostGIS", "left out: %v (apt-get install postgresql-15-postgis-3)", err)
		return nil
	}
	f, err := os.Open(s.csv)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // read only
	if _, err := g.Conn.PgConn().CopyFrom(ctx, f, `COPY raw FROM STDIN WITH (FORMAT csv, HEADER)`); err != nil {
		return err
	}
	for _, q := range strings.Split(pgEvents, ";") {
		if _, err := g.Conn.Exec(ctx, q); err != nil {
			return err
		}
	}
	base, stop, err := pgServer(ctx, g.Address())
	if err != nil {
		return err
	}
	defer stop()
	v, err := s.events(ctx)
	if err != nil {
		return err
	}
	defer v.stop()
	pid, err := g.Pid()
	if err != nil {
		return err
	}
	var ratio, theirs []float64
	for range s.rounds {
		own, err := drive(v.base, paths(s.lists.high, "events", "", true, manyPaths), s.each, v.pid())
		if err != nil {
			return err
		}
		other, err := drive(base, paths(s.lists.high, "events", "", true, manyPaths), s.each, pid) // the handler's own share is not counted
		if err != nil {
			return err
		}
		ratio, theirs = append(ratio, own.rate/other.rate), append(theirs, other.cpu.Seconds()*1000)
	}
	s.say("tiles z9-14, new window each time: sitmap's rate × that of PostGIS's ST_AsMVT", "%.0f (PostGIS %.1f ms of processor time a tile)", median(ratio), median(theirs))
	return nil
}

// pgServer is the thin handler.
func pgServer(ctx context.Context, address string) (base string, stop func(), err error) {
	pool, err := pgxpool.New(ctx, address+" pool_max_conns="+strconv.Itoa(connections))
	if err != nil {
		return "", nil, err
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		pool.Close()
		return "", nil, err
	}
	h := http.NewServeMux()
	h.HandleFunc("GET /tiles/events/{z}/{x}/{y}", func(w http.ResponseWriter, r *http.Request) {
		var at [3]int
		for i, part := range [3]string{r.PathValue("z"), r.PathValue("x"), strings.TrimSuffix(r.PathValue("y"), ".mvt")} {
			at[i], _ = strconv.Atoi(part)
		}
		from, to, _ := strings.Cut(r.URL.Query().Get("datetime"), "/")
		first, _ := time.Parse(time.DateOnly, from)
		last, _ := time.Parse(time.DateOnly, to)
		var tile []byte
		if err := pool.QueryRow(r.Context(), pgTile, at[0], at[1], at[2], first, last).Scan(&tile); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		if len(tile) == 0 {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
		z.Write(tile) //nolint:errcheck,gosec // the client left
		z.Close()     //nolint:errcheck,gosec // the same
	})
	srv := &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}
	go srv.Serve(l)                                                                 //nolint:errcheck // it ends with the program
	return "http://" + l.Addr().String(), func() { srv.Close(); pool.Close() }, nil //nolint:errcheck,gosec // done with it
}

// nodeProgram makes cluster tiles as people do who have no server: in JavaScript.
//
//go:embed clusters.mjs
var nodeProgram []byte

// nodePackages are the versions that it is compared with.
//
//nolint:gochecknoglobals // a table, never written
var nodePackages = []string{"supercluster@9.1.0", "geojson-vt@5.0.3", "vt-pbf@3.1.3"}

// node makes the cluster tiles with supercluster and vt-pbf, in process and without a filter.
func (s *session) node(ctx context.Context) error {
	if _, err := exec.LookPath("npm"); err != nil {
		s.say("cluster tiles beside supercluster", "left out: npm is not installed")
		return nil
	}
	dir := filepath.Join(s.dir, "node")
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "clusters.mjs"), nodeProgram, 0o600); err != nil {
		return err
	}
	install := exec.CommandContext(ctx, "npm", append([]string{"install", "--prefix", dir, "--no-save", "--silent"}, nodePackages...)...) //nolint:gosec // fixed
	if out, err := install.CombinedOutput(); err != nil {
		s.say("cluster tiles beside supercluster", "left out: npm install: %v %.200s", err, out)
		return nil
	}
	cmd := exec.CommandContext(ctx, "node", "--max-old-space-size=8192", filepath.Join(dir, "clusters.mjs"), s.csv, strings.Join(s.lists.low, " "), strings.Join(s.lists.high, " ")) //nolint:gosec // our own program
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(out)) {
		what, figure, _ := strings.Cut(strings.TrimSpace(line), ": ")
		s.say(what, "%s", figure)
	}
	return nil
}
