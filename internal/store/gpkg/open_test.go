package gpkg

import (
	"bytes"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"modernc.org/sqlite"

	"sitmap/internal/event"
	"sitmap/internal/store"
	"sitmap/internal/store/storetest"
)

// raw opens a file past the store.
func raw(t *testing.T, path string) *sql.DB {
	t.Helper()
	drv, err := newDriver()
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector{drv, dsn(path, nil)})
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func mustExec(t *testing.T, db *sql.DB, text string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), text); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

func TestOpenRefuses(t *testing.T) {
	foreign := func(sqls ...string) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			db := raw(t, path)
			for _, s := range sqls {
				mustExec(t, db, s)
			}
			_ = db.Close()
		}
	}
	file := func(text string) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		name string
		make func(t *testing.T, path string)
		is   error
		want string
	}{
		{"text", file("It was a dark and stormy night; the rain fell in torrents. " + strings.Repeat("x", 5000)), store.ErrNotOurs, "not an SQLite file"},
		{"a few bytes", file("hello"), store.ErrNotOurs, "not an SQLite file"},
		{"another program's database", foreign(`CREATE TABLE notes (x)`), store.ErrNotOurs, "SQLite database of another program"},
		{"another program's GeoPackage", foreign(`PRAGMA application_id = 0x47504B47`, `CREATE TABLE gpkg_contents (x)`), store.ErrNotOurs, "GeoPackage of another program"},
		{"a table of the same name", foreign(`CREATE TABLE sitmap_meta (key, value)`), store.ErrNotOurs, "names no schema version"},
		{"a version that is none", foreign(`CREATE TABLE sitmap_meta (key, value)`, `INSERT INTO sitmap_meta VALUES ('schema_version', 'x')`), store.ErrNotOurs, "not a number"},
		{"newer schema", func(t *testing.T, path string) {
			db, err := Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			if err := db.write.run(`UPDATE sitmap_meta SET value = 99`); err != nil {
				t.Fatal(err)
			}
			_ = db.Close()
		}, store.ErrNewerSchema, "schema 99"},
		{"folder", func(t *testing.T, path string) {
			if err := os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
		}, nil, "is a folder"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.gpkg")
			c.make(t, path)
			before, _ := os.ReadFile(path)
			db, err := Open(t.Context(), path)
			if err == nil {
				_ = db.Close()
				t.Fatal("it opened")
			}
			if c.is != nil && !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) && !errors.Is(c.is, store.ErrNotOurs) {
				t.Errorf("got %v, want %v with %q", err, c.is, c.want)
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("%q is more than one line", err)
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
			left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
			if len(left) != 1 {
				t.Errorf("files were left behind: %v", left)
			}
		})
	}
}

func TestOpenPlaces(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(t.Context(), ""); err == nil {
		t.Error("no name: it opened")
	}
	if _, err := Open(t.Context(), filepath.Join(dir, "no", "x.gpkg")); err == nil || !strings.Contains(err.Error(), "there is no folder") {
		t.Errorf("no folder: got %v", err)
	}
	for _, name := range []string{"spaß?#%41 &=ж.gpkg", "empty.gpkg"} {
		path := filepath.Join(dir, name)
		if name == "empty.gpkg" {
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		db, err := Open(t.Context(), path)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			t.Errorf("%s: got %v, %v, want a file of that name", name, info, err)
		}
	}
}

func TestOpenAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.gpkg")
	for range 3 {
		db, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		other, err := Open(t.Context(), path) // at the same time
		if err != nil {
			t.Fatal(err)
		}
		r := storetest.Report(1)
		if _, err := other.Put(t.Context(), r, []event.Event{storetest.Event(r, 1, orb.Point{1, 2})}); err != nil {
			t.Fatal(err)
		}
		if n, err := db.Count(t.Context(), event.Query{}); n != 1 || err != nil {
			t.Errorf("the first does not see what the second wrote: %d, %v", n, err)
		}
		if err := errors.Join(other.Close(), db.Close()); err != nil {
			t.Fatal(err)
		}
		left, _ := filepath.Glob(path + "*")
		if len(left) != 1 {
			t.Errorf("after closing there are %v, want one file", left)
		}
	}
}

// TestReadOnly opens files in a folder where nothing may be written. The superuser
// may write everywhere, so a child that is nobody does it.
func TestReadOnly(t *testing.T) {
	dir, err := os.MkdirTemp("", "sitmap-readonly") // t.TempDir is closed to others
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = os.Chmod(dir, 0o700)
		_ = os.RemoveAll(dir)
	})
	program, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	child := filepath.Join(dir, "child")
	old := filepath.Join(dir, "old.gpkg")
	db, err := Open(t.Context(), old)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Close(), os.WriteFile(child, program, 0o555), os.Chmod(dir, 0o555), os.Chmod(old, 0o444)); err != nil { //nolint:gosec // others must reach it
		t.Fatal(err)
	}
	for _, path := range []string{old, filepath.Join(dir, "new.gpkg")} {
		cmd := exec.Command(child, "-test.run=^$")
		cmd.Dir = "/"
		cmd.Env = append(os.Environ(), readOnlyEnv+"="+path)
		asNobody(cmd)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("child: %v\n%s", err, out)
		}
		if want := "open says: database " + path + " cannot be written"; !strings.Contains(string(out), want) {
			t.Errorf("got %s, want %q", out, want)
		}
	}
}

// TestExplain provokes the errors of SQLite that come with a sentence.
func TestExplain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.gpkg")
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.read.ExecContext(t.Context(), `DELETE FROM events`) // query_only
	var e *sqlite.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v", err)
	}
	if got := explain(path, err); !strings.Contains(got.Error(), "cannot be written") || !errors.As(got, &e) {
		t.Errorf("got %v", got)
	}
	if got := explain(path, fs.ErrClosed); got != fs.ErrClosed { //nolint:errorlint // the very same error comes back
		t.Errorf("got %v, want the same error", got)
	}
}

// TestDamaged opens and reads files with bytes turned over.
func TestDamaged(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.gpkg")
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 30 {
		r := storetest.Report(n)
		if _, err := db.Put(t.Context(), r, []event.Event{storetest.Event(r, 1, orb.Point{1, 2})}); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := 4096; at < len(whole); at += 4096 {
		b := bytes.Clone(whole)
		for i := range 300 {
			b[at+i] ^= 0x5a
		}
		p := filepath.Join(dir, "damaged.gpkg")
		if err := os.WriteFile(p, b, 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := Open(t.Context(), p)
		if err != nil {
			continue
		}
		_, _ = db.Events(t.Context(), event.Query{Text: "testdorf"}) // an error or an answer, never a panic
		_, _ = db.Put(t.Context(), storetest.Report(99), nil)
		_ = db.Close()
	}
}

// TestUpgrade opens a file of the first schema: what is in it is found and grouped as in a new one.
func TestUpgrade(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.gpkg")
	drv, err := newDriver()
	if err != nil {
		t.Fatal(err)
	}
	first, err := migrations.ReadFile("migrations/0001_store.sql")
	if err != nil {
		t.Fatal(err)
	}
	old := sql.OpenDB(connector{drv, dsn(path, writePragmas)})
	r := storetest.Report(1)
	ev := storetest.Event(r, 1)
	ev.Review, ev.Revision = event.ReviewAuto, 1
	detail, err := store.EncodeEvent(ev)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []struct {
		text string
		args []any
	}{
		{string(first), nil},
		{`INSERT INTO sitmap_meta (key, value) VALUES ('schema_version', '1')`, nil},
		{`INSERT INTO reports (id, title, sha256, text) VALUES (?, ?, ?, ?)`, []any{string(r.ID), r.Title, strings.Repeat("00", 32), r.Text}},
		{
			`INSERT INTO events (id, report_fid, report, revision, review, day_from, day_to, words, detail) VALUES (?, 1, ?, 1, 'auto', 0, 0, 'clashes', ?)`,
			[]any{string(ev.ID), string(r.ID), string(detail)},
		},
	} {
		if _, err := old.ExecContext(t.Context(), q.text, q.args...); err != nil {
			t.Fatal(err)
		}
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for text, want := range map[string]int{"came under fire": 1, "clashes": 1, "nothing": 0} {
		if n, err := db.Count(t.Context(), event.Query{Text: text}); n != want || err != nil {
			t.Errorf("%q: got %d, %v, want %d", text, n, err, want)
		}
	}
	ev.Method = "rules 2"
	if res, err := db.Put(t.Context(), r, []event.Event{ev}); err != nil || res.Updated != 1 {
		t.Errorf("put: got %+v, %v, want a revision", res, err)
	}
	if err := db.Delete(t.Context(), ev.ID); err != nil {
		t.Error(err)
	}
	checkFile(t, db)
}
