package gpkg

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// statements are what the writing connection calls often, compiled once.
type statements struct {
	reportFID, report, isTable, addReport       *sql.Stmt
	event, eventsOf                             *sql.Stmt
	addEvent, updateEvent, deleteEvent          *sql.Stmt
	addActor, addPlace, addRegion, addRevision  *sql.Stmt
	grow, touch, atEdge                         *sql.Stmt
	writing, written, indexReports, indexEvents *sql.Stmt
	logEvents                                   *sql.Stmt

	addLeaf, addTerm, addCount, setRecord, record *sql.Stmt // the tables behind the text index

	pointTree, areaTree treeStatements
	groupStatements

	lastNumber *sql.Stmt // of a table's rows
	parts      [partTables]partStatements

	clear  []*sql.Stmt // empty the tables of an event's parts
	shrink []*sql.Stmt // take the extents again
	all    []*sql.Stmt
}

// treeStatements are what an R*Tree is written with.
type treeStatements struct {
	add                                        *sql.Stmt // one box
	node, lastNode, setNode, setRow, setParent *sql.Stmt // the tables behind it
}

// groupStatements are what groups are kept with.
type groupStatements struct {
	decide, undecide, decided                           *sql.Stmt
	ungrouped, setUngrouped, grouped                    *sql.Stmt
	reportsWritten, numbersOf, nearInTime, member, text *sql.Stmt
	leader, followers, setLeader, unlead                *sql.Stmt
	setGroup, dropGroup, logGroup, join, leave          *sql.Stmt
}

func (st *groupStatements) prepare(stmt func(string) *sql.Stmt) {
	st.decide = stmt(`INSERT INTO event_decisions (a, b, same) VALUES (?, ?, ?) ON CONFLICT (a, b) DO UPDATE SET same = excluded.same, decided = strftime('%Y-%m-%dT%H:%M:%fZ','now')`)
	st.undecide = stmt(`DELETE FROM event_decisions WHERE a = ? AND b = ?`)
	st.decided = stmt(`SELECT e.fid FROM event_decisions d JOIN events e ON e.id = d.b WHERE d.a = ?1 AND d.same = ?2
		UNION SELECT e.fid FROM event_decisions d JOIN events e ON e.id = d.a WHERE d.b = ?1 AND d.same = ?2 ORDER BY 1`)
	st.ungrouped = stmt(`SELECT count(*) FROM sitmap_meta WHERE key = 'ungrouped'`)
	st.setUngrouped = stmt(`INSERT OR IGNORE INTO sitmap_meta (key, value) VALUES ('ungrouped', '1')`)
	st.grouped = stmt(`DELETE FROM sitmap_meta WHERE key = 'ungrouped'`)
	st.reportsWritten = stmt(`SELECT fid FROM reports WHERE is_table IS NOT 1 AND fid > ? ORDER BY fid LIMIT ?`)
	st.numbersOf = stmt(`SELECT fid FROM events WHERE report_fid = ?`)
	// By the day first: an index has both ends, and a week of a whole war is few events, where a city is many.
	st.nearInTime = stmt(`SELECT e.fid FROM events e INDEXED BY events_day CROSS JOIN event_places p ON p.event_fid = e.fid
		WHERE e.day_from > ?1 AND e.day_from <= ?2 AND e.day_to >= ?3
		AND p.lon BETWEEN ?5 AND ?6 AND p.lat BETWEEN ?7 AND ?8
		AND (NOT ?4 OR (SELECT is_table FROM reports r WHERE r.fid = e.report_fid) IS NOT 1)`)
	st.member = stmt(`SELECT e.detail, e.report, coalesce(e.source, ''), coalesce(r.is_table, 0) FROM events e JOIN reports r ON r.fid = e.report_fid WHERE e.fid = ?`)
	st.text = stmt(`SELECT text FROM reports WHERE id = ?`)
	st.leader = stmt(`SELECT leader_fid FROM sitmap_links WHERE event_fid = ?`)
	st.followers = stmt(`SELECT event_fid FROM sitmap_links WHERE leader_fid = ?1 AND event_fid <> ?1 ORDER BY event_fid`)
	st.setLeader = stmt(`INSERT OR REPLACE INTO sitmap_links (event_fid, leader_fid) VALUES (?, ?)`)
	st.unlead = stmt(`DELETE FROM sitmap_links WHERE event_fid = ?`)
	st.setGroup = stmt(`INSERT INTO event_groups (id, events, sources) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE
		SET events = excluded.events, sources = excluded.sources WHERE events <> excluded.events OR sources <> excluded.sources`)
	st.dropGroup = stmt(`DELETE FROM event_groups WHERE id = ?`)
	st.logGroup = stmt(`INSERT INTO sitmap_changes (event, event_fid, report, kind) SELECT id, fid, report, 'updated' FROM events WHERE event_group = ?`)
	st.join = stmt(`UPDATE events SET event_group = ?1 WHERE fid = ?2 AND event_group IS NOT ?1`)
	st.leave = stmt(`UPDATE events SET event_group = NULL WHERE fid = ? AND event_group IS NOT NULL`)
}

// Columns of the events table that a new revision replaces.
const eventColumns = `report, revision, type, date_start, date_end, time_precision, date_basis,
	killed_min, killed_max, wounded_min, wounded_max, missing_min, missing_max, captured_min, captured_max,
	killed_or_wounded_min, killed_or_wounded_max, claimant, verification, control, review, source, method, day_from, day_to, words, detail`

const reportColumns = `fid, id, outlet, url, title, lang, published, published_offset, retrieved, retrieved_offset, sha256, text`

func (db *DB) prepare(ctx context.Context) error {
	st := &db.stmts
	var failed []error
	stmt := func(text string) *sql.Stmt {
		s, err := db.write.PrepareContext(ctx, text)
		if err != nil {
			failed = append(failed, fmt.Errorf("prepare %q: %w", text, err))
			return nil
		}
		st.all = append(st.all, s)
		return s
	}
	values := func(columns string) string { return `(?` + strings.Repeat(`, ?`, strings.Count(columns, ",")) + `)` }
	insert := func(table, columns string) *sql.Stmt {
		return stmt(`INSERT INTO ` + table + ` (` + columns + `) VALUES ` + values(columns))
	}
	part := func(i int, table, columns string) *sql.Stmt {
		all := `fid, ` + columns
		one := `INSERT OR FAIL INTO ` + table + ` (` + all + `) VALUES ` + values(all)
		n := strings.Count(all, ",") + 1
		st.parts[i] = partStatements{table, n, stmt(one), stmt(one + strings.Repeat(`, `+values(all), together(n)-1))}
		return insert(table, columns)
	}
	st.lastNumber = stmt(`SELECT seq FROM sqlite_sequence WHERE name = ?`)
	st.reportFID = stmt(`SELECT fid FROM reports WHERE id = ?`)
	st.report = stmt(`SELECT ` + reportColumns + ` FROM reports WHERE fid = ?`)
	st.isTable = stmt(`SELECT coalesce(is_table, 0) FROM reports WHERE fid = ?`)
	st.addReport = insert(`reports`, strings.TrimPrefix(reportColumns, `fid, `)+`, is_table`)
	st.event = stmt(`SELECT fid, report, revision, review, method, detail FROM events WHERE id = ?`)
	st.eventsOf = stmt(`SELECT id, fid, report, revision, review, method, detail FROM events WHERE report_fid = ?`)
	st.addEvent = insert(`events`, `id, report_fid, `+eventColumns)
	st.updateEvent = stmt(`UPDATE events SET report_fid = ?, ` + strings.ReplaceAll(eventColumns, `,`, ` = ?,`) + ` = ? WHERE fid = ?`)
	st.deleteEvent = stmt(`DELETE FROM events WHERE fid = ?`)
	st.addActor = part(actorParts, `event_actors`, `event_fid, event, actor, name, role`)
	st.addPlace = part(placeParts, `event_places`, `geom, event_fid, event, place_index, type, date_start, date_end,
		time_precision, name, country, admin1, admin2, place, lon, lat, radius_m, relation, p,
		geo_precision, where_prec, casualties, claimant, verification, review, source, published, quote`)
	st.addRegion = part(regionParts, `event_regions`, `geom, event_fid, event, place_index, kind, radius_m, type, name, date_start, date_end, verification`)
	st.addRevision = insert(`event_revisions`, `event, revision, reason, method, detail`)
	for _, table := range []string{`event_actors`, `event_places`, `event_regions`} {
		st.clear = append(st.clear, stmt(`DELETE FROM `+table+` WHERE event_fid = ?`))
	}
	st.writing = stmt(`INSERT INTO sitmap_meta (key, value) VALUES ('writing', '1')`)
	st.written = stmt(`DELETE FROM sitmap_meta WHERE key = 'writing'`)
	st.indexReports = stmt(`INSERT INTO reports_fts (rowid, title, text) SELECT fid, title, text FROM sitmap_report_words WHERE fid >= ?`)
	st.indexEvents = stmt(`INSERT INTO events_fts (rowid, words) SELECT fid, words FROM events WHERE fid >= ?`)
	st.addLeaf = stmt(`INSERT INTO events_fts_data (id, block) VALUES (?, ?)`)
	st.addTerm = stmt(`INSERT INTO events_fts_idx (segid, term, pgno) VALUES (?, ?, ?)`)
	st.addCount = stmt(`INSERT INTO events_fts_docsize (id, sz) VALUES (?, ?)`)
	st.record = stmt(`SELECT block FROM events_fts_data WHERE id = ?`)
	st.setRecord = stmt(`UPDATE events_fts_data SET block = ? WHERE id = ?`)
	st.logEvents = stmt(`INSERT OR FAIL INTO sitmap_changes (event, event_fid, report, kind) SELECT id, fid, report, 'added' FROM events WHERE fid >= ? ORDER BY fid`)
	for table, tree := range map[string]*treeStatements{`rtree_event_places_geom`: &st.pointTree, `rtree_event_regions_geom`: &st.areaTree} {
		tree.add = stmt(`INSERT INTO ` + table + ` VALUES (?, ?, ?, ?, ?)`)
		tree.node = stmt(`SELECT data FROM ` + table + `_node WHERE nodeno = ?`)
		tree.lastNode = stmt(`SELECT max(nodeno) FROM ` + table + `_node`)
		tree.setNode = stmt(`INSERT OR REPLACE INTO ` + table + `_node (nodeno, data) VALUES (?, ?)`)
		tree.setRow = stmt(`INSERT OR REPLACE INTO ` + table + `_rowid (rowid, nodeno) VALUES (?, ?)`)
		tree.setParent = stmt(`INSERT OR REPLACE INTO ` + table + `_parent (nodeno, parentnode) VALUES (?, ?)`)
	}
	st.groupStatements.prepare(stmt)
	st.touch = stmt(touchContents)
	st.grow = stmt(growContents)
	st.atEdge = stmt(atEdge)
	st.shrink = []*sql.Stmt{stmt(shrinkPlaces), stmt(shrinkRegions)}
	return errors.Join(failed...)
}

func (s *statements) close() error {
	var failed []error
	for _, stmt := range s.all {
		failed = append(failed, stmt.Close())
	}
	return errors.Join(failed...)
}
