// Package pg starts a PostgreSQL server of its own in a folder, on a socket, for
// the comparisons in bench. It is for measuring only: the settings trade safety
// for speed.
package pg

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
)

// ErrMissing means that a server could not be found.
var ErrMissing = errors.New("PostgreSQL is not installed")

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

// Server is a running server.
type Server struct {
	Dir  string    // the cluster's folder, and that of its socket
	Conn *pgx.Conn // to the database postgres
	bin  string    // folder of initdb and pg_ctl
	who  *syscall.SysProcAttr
}

// Start makes a cluster in a new folder under dir, starts it and connects. Errors wrap [ErrMissing] without PostgreSQL.
func Start(ctx context.Context, dir string) (*Server, error) {
	bin, err := find()
	if err != nil {
		return nil, err
	}
	g := &Server{bin: bin, Dir: filepath.Join(dir, "pg")}
	if err := g.own(dir); err != nil {
		return nil, err
	}
	if err := g.tool(ctx, "initdb", "-D", g.Dir, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"); err != nil {
		return nil, err
	}
	conf, err := os.OpenFile(filepath.Join(g.Dir, "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	_, err = fmt.Fprintf(conf, "%sunix_socket_directories = '%s'\n", settings, g.Dir)
	if err := errors.Join(err, conf.Close()); err != nil {
		return nil, err
	}
	if err := g.Up(ctx); err != nil {
		return nil, err
	}
	return g, nil
}

// find gives the folder of the server's programs.
func find() (string, error) {
	if p, err := exec.LookPath("initdb"); err == nil {
		if p, err = filepath.EvalSymlinks(p); err == nil {
			return filepath.Dir(p), nil
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", ErrMissing
	}
	return filepath.Dir(found[len(found)-1]), nil
}

// own makes the cluster's folder. The server refuses to run as root: then it belongs to the user postgres.
func (g *Server) own(parent string) error {
	if err := os.Mkdir(g.Dir, 0o700); err != nil {
		return err
	}
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return fmt.Errorf("%w: there is no user postgres", ErrMissing)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	g.who = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}} //nolint:gosec // identifiers fit
	if err := os.Chmod(parent, 0o711); err != nil {                                                   //nolint:gosec // the server's user must pass
		return err
	}
	return os.Chown(g.Dir, uid, gid)
}

func (g *Server) tool(ctx context.Context, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, filepath.Join(g.bin, name), args...)
	cmd.SysProcAttr, cmd.Dir = g.who, g.Dir
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

// Up starts the server and connects.
func (g *Server) Up(ctx context.Context) error {
	if err := g.tool(ctx, "pg_ctl", "-D", g.Dir, "-l", filepath.Join(g.Dir, "log"), "-w", "start"); err != nil {
		return err
	}
	c, err := pgx.Connect(ctx, g.Address())
	g.Conn = c
	return err
}

// Address is how a client connects.
func (g *Server) Address() string { return "user=bench dbname=postgres host=" + g.Dir }

// Down disconnects and stops the server, also after an interrupt; [Server.Up] starts it again.
func (g *Server) Down() {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if g.Conn != nil {
		g.Conn.Close(ctx) //nolint:errcheck,gosec // the server goes anyway
	}
	if err := g.tool(ctx, "pg_ctl", "-D", g.Dir, "-m", "fast", "-w", "stop"); err != nil {
		fmt.Fprintln(os.Stderr, "bench: stopping PostgreSQL:", err)
	}
}

// Pid is the number of the server's first process, of which the others are children.
func (g *Server) Pid() (int, error) {
	b, err := os.ReadFile(filepath.Join(g.Dir, "postmaster.pid"))
	if err != nil {
		return 0, err
	}
	line, _, _ := strings.Cut(string(b), "\n")
	return strconv.Atoi(line)
}
