package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"sitmap/gazetteer"
)

// postgres keeps the places in a private cluster on a socket in a temporary folder.
type postgres struct {
	ix   *gazetteer.Index
	bin  string // folder of initdb and pg_ctl
	dir  string // the cluster's
	who  *syscall.SysProcAttr
	conn *pgx.Conn
}

// settings: what a person would set who reads a table that fits into memory.
const settings = `
listen_addresses = ''
shared_buffers = 512MB
maintenance_work_mem = 256MB
random_page_cost = 1.1
jit = off
fsync = off
synchronous_commit = off
autovacuum = off
max_parallel_workers_per_gather = 0
`

const pgSchema = `
CREATE EXTENSION pg_trgm;
CREATE TABLE places(ref integer PRIMARY KEY, name text NOT NULL, country text, spot point NOT NULL)`

const pgIndexes = `
CREATE INDEX places_lower ON places(lower(name));
CREATE INDEX places_trgm ON places USING gin (name gin_trgm_ops);
CREATE INDEX places_spot ON places USING gist (spot);`

// startPostgres makes the cluster, fills it and connects.
func startPostgres(ctx context.Context, dir string, ix *gazetteer.Index) (*postgres, error) {
	bin, err := findPostgres()
	if err != nil {
		return nil, err
	}
	g := &postgres{ix: ix, bin: bin, dir: filepath.Join(dir, "pg")}
	if err := g.own(dir); err != nil {
		return nil, err
	}
	if err := g.tool(ctx, "initdb", "-D", g.dir, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"); err != nil {
		return nil, err
	}
	conf, err := os.OpenFile(filepath.Join(g.dir, "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	_, err = fmt.Fprintf(conf, "%sunix_socket_directories = '%s'\n", settings, g.dir)
	if err := errors.Join(err, conf.Close()); err != nil {
		return nil, err
	}
	if err := g.start(ctx); err != nil {
		return nil, err
	}
	if err := g.fill(ctx); err != nil {
		g.stop()
		return nil, err
	}
	return g, nil
}

// findPostgres gives the folder of the server's programs.
func findPostgres() (string, error) {
	if p, err := exec.LookPath("initdb"); err == nil {
		if p, err = filepath.EvalSymlinks(p); err == nil {
			return filepath.Dir(p), nil
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", errNoPostgres
	}
	return filepath.Dir(found[len(found)-1]), nil
}

// own makes the cluster's folder. The server refuses to run as root: then it belongs to the user postgres.
func (g *postgres) own(parent string) error {
	if err := os.Mkdir(g.dir, 0o700); err != nil {
		return err
	}
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return fmt.Errorf("%w: there is no user postgres", errNoPostgres)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	g.who = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}} //nolint:gosec // identifiers fit
	if err := os.Chmod(parent, 0o711); err != nil {                                                   //nolint:gosec // the server's user must pass
		return err
	}
	return os.Chown(g.dir, uid, gid)
}

func (g *postgres) tool(ctx context.Context, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, filepath.Join(g.bin, name), args...)
	cmd.SysProcAttr, cmd.Dir = g.who, g.dir
	log, err := os.CreateTemp("", "sitmap-bench-pg")
	if err != nil {
		return err
	}
	defer os.Remove(log.Name())       //nolint:errcheck // a temporary file
	defer log.Close()                 //nolint:errcheck // a temporary file
	cmd.Stdout, cmd.Stderr = log, log // a file: the server keeps it open, a pipe would never end
	if err := cmd.Run(); err != nil {
		said, _ := os.ReadFile(log.Name())
		return fmt.Errorf("%s: %w: %s", name, err, strings.TrimSpace(string(said)))
	}
	return nil
}

// start starts the server and connects.
func (g *postgres) start(ctx context.Context) error {
	if err := g.tool(ctx, "pg_ctl", "-D", g.dir, "-l", filepath.Join(g.dir, "log"), "-w", "start"); err != nil {
		return err
	}
	return g.connect(ctx)
}

func (g *postgres) connect(ctx context.Context) error {
	c, err := pgx.Connect(ctx, "user=bench dbname=postgres host="+g.dir)
	g.conn = c
	return err
}

// stop disconnects and stops the server, also after an interrupt.
func (g *postgres) stop() {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if g.conn != nil {
		g.conn.Close(ctx) //nolint:errcheck,gosec // the server goes anyway
	}
	if err := g.tool(ctx, "pg_ctl", "-D", g.dir, "-m", "fast", "-w", "stop"); err != nil {
		fmt.Fprintln(os.Stderr, "bench: stopping PostgreSQL:", err)
	}
}

func (g *postgres) fill(ctx context.Context) error {
	if _, err := g.conn.Exec(ctx, pgSchema); err != nil {
		return err
	}
	r := gazetteer.Ref(0)
	rows := pgx.CopyFromFunc(func() ([]any, error) {
		if int(r) >= g.ix.Len() {
			return nil, nil
		}
		p := g.ix.Point(r)
		row := []any{int32(r), strings.ReplaceAll(g.ix.Name(r), "\x00", ""), g.ix.CountryCode(r), pgPoint(p)} //nolint:gosec // below 2^31
		r++
		return row, nil
	})
	if _, err := g.conn.CopyFrom(ctx, pgx.Identifier{"places"}, []string{"ref", "name", "country", "spot"}, rows); err != nil {
		return err
	}
	if _, err := g.conn.Exec(ctx, pgIndexes); err != nil {
		return err
	}
	_, err := g.conn.Exec(ctx, `VACUUM (ANALYSE) places`)
	return err
}
