package gpkg

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/internal/event"
	"sitmap/internal/store"
	"sitmap/internal/store/storetest"
)

// checkFile has SQLite check the file and every index in it.
func checkFile(t *testing.T, db *DB) {
	t.Helper()
	var answer string
	if err := db.read.QueryRowContext(t.Context(), `PRAGMA integrity_check`).Scan(&answer); err != nil || answer != "ok" {
		t.Errorf("integrity_check: %s, %v", answer, err)
	}
	for _, table := range []string{"event_places", "event_regions"} {
		if err := db.read.QueryRowContext(t.Context(), `SELECT rtreecheck('rtree_`+table+`_geom')`).Scan(&answer); err != nil || answer != "ok" {
			t.Errorf("rtreecheck of %s: %s, %v", table, answer, err)
		}
		var rows, boxes int
		err := db.read.QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM `+table+`), (SELECT count(*) FROM rtree_`+table+`_geom)`).Scan(&rows, &boxes)
		if err != nil || rows != boxes {
			t.Errorf("%s: %d rows, %d boxes, %v", table, rows, boxes, err)
		}
	}
	for _, index := range []string{"reports_fts", "events_fts"} {
		if err := db.write.run(`INSERT INTO ` + index + ` (` + index + `, rank) VALUES ('integrity-check', 1)`); err != nil {
			t.Errorf("%s: %v", index, err)
		}
	}
	rows, err := db.read.QueryContext(t.Context(), `PRAGMA foreign_key_check`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	if rows.Next() {
		t.Error("foreign_key_check finds a row without its owner")
	}
	if err := rows.Err(); err != nil {
		t.Error(err)
	}
}

// TestGeoPackage checks what clause by clause the standard asks of the file.
func TestGeoPackage(t *testing.T) {
	db := open(t)
	r := storetest.Report(1)
	if _, err := db.Put(t.Context(), r, []event.Event{storetest.Event(r, 1, orb.Point{8, 50}), storetest.Event(r, 2, orb.Point{9, 51}, orb.Point{-3, 4})}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ what, sql, want string }{
		{"application id", `PRAGMA application_id`, "1196444487"},
		{"version", `PRAGMA user_version`, "10300"},
		{"journal", `PRAGMA journal_mode`, "wal"},
		{"reference systems", `SELECT group_concat(srs_id) FROM (SELECT srs_id FROM gpkg_spatial_ref_sys ORDER BY srs_id)`, "-1,0,4326"},
		{"every content is a table with an integer key", `SELECT count(*) FROM gpkg_contents c WHERE NOT EXISTS
			(SELECT 1 FROM pragma_table_info(c.table_name) i WHERE i.pk = 1 AND i.type = 'INTEGER')`, "0"},
		{"six triggers a layer", `SELECT group_concat(n) FROM (SELECT count(*) n FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'rtree_%' GROUP BY tbl_name)`, "6,6"},
		{"dates", `SELECT count(*) FROM gpkg_contents WHERE last_change NOT GLOB '????-??-??T??:??:??.???Z'`, "0"},
		{"extent of the points", `SELECT min_x || ' ' || min_y || ' ' || max_x || ' ' || max_y FROM gpkg_contents WHERE table_name = 'event_places'`, "-3.0 4.0 9.0 51.0"},
		{"extent of the areas holds theirs", `SELECT min_x < -3 AND max_x > 9 AND min_y < 4 AND max_y > 51 FROM gpkg_contents WHERE table_name = 'event_regions'`, "1"},
		{"extensions are named for tables that are there", `SELECT count(*) FROM gpkg_extensions WHERE table_name NOTNULL AND table_name NOT IN (SELECT name FROM sqlite_schema)`, "0"},
		{"column types are the standard's", `SELECT count(*) FROM gpkg_contents c, pragma_table_info(c.table_name) i
			WHERE i.type NOT IN ('INTEGER', 'MEDIUMINT', 'TEXT', 'DOUBLE', 'DATE', 'DATETIME', 'POINT', 'MULTIPOLYGON')`, "0"},
	} {
		var got sql.NullString
		if err := db.read.QueryRowContext(t.Context(), c.sql).Scan(&got); err != nil || got.String != c.want {
			t.Errorf("%s: got %s, %v, want %s", c.what, got.String, err, c.want)
		}
	}
	if err := db.Delete(t.Context(), storetest.Event(r, 2).ID); err != nil {
		t.Fatal(err)
	}
	var box string
	err := db.read.QueryRowContext(t.Context(), `SELECT min_x || ' ' || min_y || ' ' || max_x || ' ' || max_y FROM gpkg_contents WHERE table_name = 'event_places'`).Scan(&box)
	if err != nil || box != "8.0 50.0 8.0 50.0" {
		t.Errorf("extent after a deletion: got %s, %v, want that of the point left", box, err)
	}
	checkFile(t, db)
}

// TestQueryPlans fails when a filter reads whole tables although an index is there for it.
func TestQueryPlans(t *testing.T) {
	db := open(t)
	box := orb.Bound{Min: orb.Point{8, 50}, Max: orb.Point{9, 51}}
	for name, q := range map[string]event.Query{
		"box":    {Bounds: &box},
		"near":   {Near: &event.Nearness{Centre: orb.Point{8, 50}, Radius: 1000}},
		"actor":  {Actors: []string{"x"}},
		"report": {Report: "x"},
		"week":   {From: event.Date{Year: 2024, Month: 1, Day: 1}, To: event.Date{Year: 2024, Month: 1, Day: 7}},
	} {
		w, err := db.where(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := db.read.QueryContext(t.Context(), `EXPLAIN QUERY PLAN SELECT e.detail FROM events e`+w.clause()+` ORDER BY e.fid`, w.args...)
		if err != nil {
			t.Fatal(err)
		}
		var plan []string
		for rows.Next() {
			var id, parent, unused int
			var step string
			if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
				t.Fatal(err)
			}
			plan = append(plan, step)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		_ = rows.Close() //nolint:sqlclosecheck // in a loop, a deferred close would come too late
		for _, step := range plan {
			if strings.HasPrefix(step, "SCAN e") || strings.HasPrefix(step, "SCAN p") || strings.HasPrefix(step, "SCAN event_") {
				t.Errorf("%s: %s in\n%s", name, step, strings.Join(plan, "\n"))
			}
		}
	}
}

// TestTextIndexFollows changes an event in the same transaction that adds it.
func TestTextIndexFollows(t *testing.T) {
	db := open(t)
	r := storetest.Report(1)
	a, b := storetest.Event(r, 1, orb.Point{8, 50}), storetest.Event(r, 1, orb.Point{9, 51})
	b.Trigger = "blockade"
	_, err := db.PutAll(t.Context(), []store.Entry{{Report: r, Events: []event.Event{a}}, {Report: r, Events: []event.Event{b}}, {Report: storetest.Report(2)}})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{"clashes": 0, "blockade": 1, "came under fire": 1} {
		if n, err := db.Count(t.Context(), event.Query{Text: text}); n != want || err != nil {
			t.Errorf("%q: got %d, %v, want %d", text, n, err, want)
		}
	}
	var left int
	if err := db.read.QueryRowContext(t.Context(), `SELECT count(*) FROM sitmap_meta WHERE key = 'writing'`).Scan(&left); err != nil || left != 0 {
		t.Errorf("the mark of writing was committed: %d, %v", left, err)
	}
	checkFile(t, db)
}

func TestQuote(t *testing.T) {
	r := event.Report{ID: "r", Text: strings.Repeat("Плехово ", 100)}
	for _, c := range []struct {
		name     string
		evidence []event.Evidence
		want     string
	}{
		{"none", nil, ""},
		{"two pieces", []event.Evidence{{Report: "r", Span: event.Span{Start: 0, End: 14}}, {Report: "r", Span: event.Span{Start: 15, End: 29}}}, "Плехово … Плехово"},
		{"of another report", []event.Evidence{{Report: "other", Span: event.Span{Start: 0, End: 5}}}, ""},
		{"through a letter", []event.Evidence{{Report: "r", Span: event.Span{Start: 1, End: 4}}}, "\uFFFDл"},
	} {
		if got := quote(r, event.Event{Evidence: c.evidence}); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	long := quote(r, event.Event{Evidence: []event.Evidence{{Report: "r", Span: event.Span{End: len(r.Text)}}}})
	if len(long) > maxQuote || !strings.HasSuffix(long, "…") || strings.ContainsRune(long, '\uFFFD') {
		t.Errorf("long: got %d bytes %q", len(long), long)
	}
}

func TestCasualtyText(t *testing.T) {
	n := func(v int) *int { return &v }
	for _, c := range []struct {
		in   event.Casualties
		want string
	}{
		{event.Casualties{}, ""},
		{event.Casualties{Killed: &event.Count{Min: n(0), Max: n(0)}}, "0 killed"},
		{event.Casualties{Wounded: &event.Count{Min: n(2), Max: n(5)}, Missing: &event.Count{Min: n(3)}}, "2 to 5 wounded, at least 3 missing"},
		{event.Casualties{Captured: &event.Count{Max: n(9)}, KilledOrWounded: &event.Count{Text: "dozens", Approximate: true}}, "at most 9 captured, an unknown number killed or wounded"},
	} {
		if got := casualtyText(c.in); got != c.want {
			t.Errorf("%+v: got %q, want %q", c.in, got, c.want)
		}
	}
}

func TestAround(t *testing.T) {
	for _, c := range []struct {
		n    event.Nearness
		want string
	}{
		{event.Nearness{Centre: orb.Point{0, 89.99}, Radius: 5000}, "-180 180"},
		{event.Nearness{Centre: orb.Point{0, 0}, Radius: 1e8}, "-180 180"},
		{event.Nearness{Centre: orb.Point{-180, 0}, Radius: 111_000}, "179 -179"},
	} {
		b := around(c.n)
		if got := fmt.Sprintf("%.0f %.0f", b.Min[0], b.Max[0]); got != c.want {
			t.Errorf("%+v: got %s, want %s", c.n, got, c.want)
		}
	}
}
