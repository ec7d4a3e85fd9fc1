package gpkg

import (
	"errors"
	"strings"
)

// statements are what the writing connection calls often, compiled once.
type statements struct {
	reportFID, report, isTable, addReport       *stmt
	event, eventsOf                             *stmt
	addEvent, updateEvent, deleteEvent          *stmt
	addActor, addPlace, addRegion, addRevision  *stmt
	grow, touch, atEdge                         *stmt
	writing, written, indexReports, indexEvents *stmt
	logEvents                                   *stmt

	addLeaf, addTerm, addCount, setRecord, record *stmt // the tables behind the text index

	pointTree, areaTree treeStatements
	groupStatements

	lastNumber *stmt // of a table's rows
	parts      [partTables]partStatements

	clear  []*stmt // empty the tables of an event's parts
	shrink []*stmt // take the extents again
}

// treeStatements are what an R*Tree is written with.
type treeStatements struct {
	add                                        *stmt // one box
	node, lastNode, setNode, setRow, setParent *stmt // the tables behind it
}

// ungroupedRows asks whether rows of tables wait for [DB.Regroup].
const ungroupedRows = `SELECT count(*) FROM sitmap_meta WHERE key = 'ungrouped'`

// groupStatements are what groups are kept with.
type groupStatements struct {
	decide, undecide, decided                           *stmt
	ungrouped, setUngrouped, grouped                    *stmt
	reportsWritten, numbersOf, nearInTime, member, text *stmt
	leader, followers, setLeader, unlead                *stmt
	setGroup, dropGroup, logGroup, join, leave          *stmt
}

func (st *groupStatements) prepare(prepared func(string) *stmt) {
	st.decide = prepared(`INSERT INTO event_decisions (a, b, same) VALUES (?, ?, ?) ON CONFLICT (a, b) DO UPDATE SET same = excluded.same, decided = strftime('%Y-%m-%dT%H:%M:%fZ','now')`)
	st.undecide = prepared(`DELETE FROM event_decisions WHERE a = ? AND b = ?`)
	st.decided = prepared(`SELECT e.fid FROM event_decisions d JOIN events e ON e.id = d.b WHERE d.a = ?1 AND d.same = ?2
		UNION SELECT e.fid FROM event_decisions d JOIN events e ON e.id = d.a WHERE d.b = ?1 AND d.same = ?2 ORDER BY 1`)
	st.ungrouped = prepared(ungroupedRows)
	st.setUngrouped = prepared(`INSERT OR IGNORE INTO sitmap_meta (key, value) SELECT 'ungrouped', '1' WHERE EXISTS (SELECT 1 FROM reports WHERE is_table IS NOT 1)`)
	st.grouped = prepared(`DELETE FROM sitmap_meta WHERE key = 'ungrouped'`)
	st.reportsWritten = prepared(`SELECT fid FROM reports WHERE is_table IS NOT 1 AND fid > ? ORDER BY fid LIMIT ?`)
	st.numbersOf = prepared(`SELECT fid FROM events WHERE report_fid = ?`)
	// By the day first: an index has both ends, and a week of a whole war is few events, where a city is many.
	st.nearInTime = prepared(`SELECT e.fid FROM events e INDEXED BY events_day CROSS JOIN event_places p ON p.event_fid = e.fid
		WHERE e.day_from > ?1 AND e.day_from <= ?2 AND e.day_to >= ?3
		AND p.lon BETWEEN ?5 AND ?6 AND p.lat BETWEEN ?7 AND ?8
		AND (NOT ?4 OR (SELECT is_table FROM reports r WHERE r.fid = e.report_fid) IS NOT 1)`)
	st.member = prepared(`SELECT e.detail, e.report, coalesce(e.source, ''), coalesce(r.is_table, 0) FROM events e JOIN reports r ON r.fid = e.report_fid WHERE e.fid = ?`)
	st.text = prepared(`SELECT text FROM reports WHERE id = ?`)
	st.leader = prepared(`SELECT leader_fid FROM sitmap_links WHERE event_fid = ?`)
	st.followers = prepared(`SELECT event_fid FROM sitmap_links WHERE leader_fid = ?1 AND event_fid <> ?1 ORDER BY event_fid`)
	st.setLeader = prepared(`INSERT OR REPLACE INTO sitmap_links (event_fid, leader_fid) VALUES (?, ?)`)
	st.unlead = prepared(`DELETE FROM sitmap_links WHERE event_fid = ?`)
	st.setGroup = prepared(`INSERT INTO event_groups (id, events, sources) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE
		SET events = excluded.events, sources = excluded.sources WHERE events <> excluded.events OR sources <> excluded.sources`)
	st.dropGroup = prepared(`DELETE FROM event_groups WHERE id = ?`)
	st.logGroup = prepared(`INSERT INTO sitmap_changes (event, event_fid, report, kind) SELECT id, fid, report, 'updated' FROM events WHERE event_group = ?`)
	st.join = prepared(`UPDATE events SET event_group = ?1 WHERE fid = ?2 AND event_group IS NOT ?1`)
	st.leave = prepared(`UPDATE events SET event_group = NULL WHERE fid = ? AND event_group IS NOT NULL`)
}

// Columns of the events table that a new revision replaces.
const eventColumns = `report, revision, type, date_start, date_end, time_precision, date_basis,
	killed_min, killed_max, wounded_min, wounded_max, missing_min, missing_max, captured_min, captured_max,
	killed_or_wounded_min, killed_or_wounded_max, claimant, verification, control, review, source, method, day_from, day_to, words, detail`

const reportColumns = `fid, id, outlet, url, title, lang, published, published_offset, retrieved, retrieved_offset, sha256, text`

func (db *DB) prepare() error {
	st := &db.stmts
	var failed []error
	prepared := func(text string) *stmt {
		s, err := db.write.c.Prepare(text) // the connection closes it
		if err != nil {
			failed = append(failed, err)
			return nil
		}
		return &stmt{s}
	}
	values := func(columns string) string { return `(?` + strings.Repeat(`, ?`, strings.Count(columns, ",")) + `)` }
	insert := func(table, columns string) *stmt {
		return prepared(`INSERT INTO ` + table + ` (` + columns + `) VALUES ` + values(columns))
	}
	part := func(i int, table, columns string) *stmt {
		all := `fid, ` + columns
		one := `INSERT OR FAIL INTO ` + table + ` (` + all + `) VALUES ` + values(all)
		n := strings.Count(all, ",") + 1
		st.parts[i] = partStatements{table, n, prepared(one), prepared(one + strings.Repeat(`, `+values(all), together(n)-1))}
		return insert(table, columns)
	}
	st.lastNumber = prepared(`SELECT seq FROM sqlite_sequence WHERE name = ?`)
	st.reportFID = prepared(`SELECT fid FROM reports WHERE id = ?`)
	st.report = prepared(`SELECT ` + reportColumns + ` FROM reports WHERE fid = ?`)
	st.isTable = prepared(`SELECT coalesce(is_table, 0) FROM reports WHERE fid = ?`)
	st.addReport = insert(`reports`, strings.TrimPrefix(reportColumns, `fid, `)+`, is_table`)
	st.event = prepared(`SELECT fid, report, revision, review, method, detail FROM events WHERE id = ?`)
	st.eventsOf = prepared(`SELECT id, fid, report, revision, review, method, detail FROM events WHERE report_fid = ?`)
	st.addEvent = insert(`events`, `id, report_fid, `+eventColumns)
	st.updateEvent = prepared(`UPDATE events SET report_fid = ?, ` + strings.ReplaceAll(eventColumns, `,`, ` = ?,`) + ` = ? WHERE fid = ?`)
	st.deleteEvent = prepared(`DELETE FROM events WHERE fid = ?`)
	st.addActor = part(actorParts, `event_actors`, `event_fid, event, actor, name, role`)
	st.addPlace = part(placeParts, `event_places`, `geom, event_fid, event, place_index, type, date_start, date_end,
		time_precision, name, country, admin1, admin2, place, lon, lat, radius_m, relation, p,
		geo_precision, where_prec, casualties, claimant, verification, review, source, published, quote`)
	st.addRegion = part(regionParts, `event_regions`, `geom, event_fid, event, place_index, kind, radius_m, type, name, date_start, date_end, verification`)
	st.addRevision = insert(`event_revisions`, `event, revision, reason, method, detail`)
	for _, table := range []string{`event_actors`, `event_places`, `event_regions`} {
		st.clear = append(st.clear, prepared(`DELETE FROM `+table+` WHERE event_fid = ?`))
	}
	st.writing = prepared(`INSERT INTO sitmap_meta (key, value) VALUES ('writing', '1')`)
	st.written = prepared(`DELETE FROM sitmap_meta WHERE key = 'writing'`)
	st.indexReports = prepared(`INSERT INTO reports_fts (rowid, title, text) SELECT fid, title, text FROM sitmap_report_words WHERE fid >= ?`)
	st.indexEvents = prepared(`INSERT INTO events_fts (rowid, words) SELECT fid, words FROM events WHERE fid >= ?`)
	st.addLeaf = prepared(`INSERT INTO events_fts_data (id, block) VALUES (?, ?)`)
	st.addTerm = prepared(`INSERT INTO events_fts_idx (segid, term, pgno) VALUES (?, ?, ?)`)
	st.addCount = prepared(`INSERT INTO events_fts_docsize (id, sz) VALUES (?, ?)`)
	st.record = prepared(`SELECT block FROM events_fts_data WHERE id = ?`)
	st.setRecord = prepared(`UPDATE events_fts_data SET block = ? WHERE id = ?`)
	st.logEvents = prepared(`INSERT OR FAIL INTO sitmap_changes (event, event_fid, report, kind) SELECT id, fid, report, 'added' FROM events WHERE fid >= ? ORDER BY fid`)
	for table, tree := range map[string]*treeStatements{`rtree_event_places_geom`: &st.pointTree, `rtree_event_regions_geom`: &st.areaTree} {
		tree.add = prepared(`INSERT INTO ` + table + ` VALUES (?, ?, ?, ?, ?)`)
		tree.node = prepared(`SELECT data FROM ` + table + `_node WHERE nodeno = ?`)
		tree.lastNode = prepared(`SELECT max(nodeno) FROM ` + table + `_node`)
		tree.setNode = prepared(`INSERT OR REPLACE INTO ` + table + `_node (nodeno, data) VALUES (?, ?)`)
		tree.setRow = prepared(`INSERT OR REPLACE INTO ` + table + `_rowid (rowid, nodeno) VALUES (?, ?)`)
		tree.setParent = prepared(`INSERT OR REPLACE INTO ` + table + `_parent (nodeno, parentnode) VALUES (?, ?)`)
	}
	st.prepare(prepared)
	st.touch = prepared(touchContents)
	st.grow = prepared(growContents)
	st.atEdge = prepared(atEdge)
	st.shrink = []*stmt{prepared(shrinkPlaces), prepared(shrinkRegions)}
	return errors.Join(failed...)
}
