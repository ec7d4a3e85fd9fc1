-- Migration 2: reports that are rows of a table, and groups of events.

-- 1: the text is rows of a table. Then each event's words hold its row, and the
-- text index has no words of the report, which would find all of its events.
ALTER TABLE reports ADD COLUMN is_table MEDIUMINT;

CREATE INDEX reports_written ON reports (fid) WHERE is_table IS NOT 1;

DROP TRIGGER reports_added;
DROP TRIGGER reports_updated;
DROP TRIGGER reports_deleted;
DROP TABLE reports_fts;
CREATE VIEW sitmap_report_words AS SELECT fid, title, CASE WHEN is_table THEN NULL ELSE text END AS text FROM reports;
CREATE VIRTUAL TABLE reports_fts USING fts5 (title, text, content='sitmap_report_words', content_rowid='fid', tokenize='trigram');
INSERT INTO reports_fts (reports_fts) VALUES ('rebuild');
CREATE TRIGGER reports_added AFTER INSERT ON reports BEGIN
  INSERT INTO reports_fts (rowid, title, text)
    SELECT NEW.fid, NEW.title, CASE WHEN NEW.is_table THEN NULL ELSE NEW.text END WHERE NOT EXISTS (SELECT 1 FROM sitmap_meta WHERE key = 'writing');
  INSERT INTO sitmap_changes (report, kind) VALUES (NEW.id, 'added');
END;
CREATE TRIGGER reports_updated AFTER UPDATE ON reports BEGIN
  INSERT INTO reports_fts (reports_fts, rowid, title, text) VALUES ('delete', OLD.fid, OLD.title, CASE WHEN OLD.is_table THEN NULL ELSE OLD.text END);
  INSERT INTO reports_fts (rowid, title, text) VALUES (NEW.fid, NEW.title, CASE WHEN NEW.is_table THEN NULL ELSE NEW.text END);
  INSERT INTO sitmap_changes (report, kind) VALUES (NEW.id, 'updated');
END;
CREATE TRIGGER reports_deleted AFTER DELETE ON reports BEGIN
  DELETE FROM events WHERE report_fid = OLD.fid;
  INSERT INTO reports_fts (reports_fts, rowid, title, text) VALUES ('delete', OLD.fid, OLD.title, CASE WHEN OLD.is_table THEN NULL ELSE OLD.text END);
  INSERT INTO sitmap_changes (report, kind) VALUES (OLD.id, 'deleted');
END;

-- More words at a time, and rarer merges of what they make: a bulk load spends a
-- third of its time in merges otherwise.
INSERT INTO events_fts (events_fts, rank) VALUES ('hashsize', 16777216), ('crisismerge', 64);
INSERT INTO reports_fts (reports_fts, rank) VALUES ('hashsize', 16777216), ('crisismerge', 64);

-- Most names have no stable id.
DROP INDEX event_actors_actor;
CREATE INDEX event_actors_actor ON event_actors (actor) WHERE actor IS NOT NULL;

-- Events that are one happening. event_group of the members is id.
CREATE TABLE event_groups (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  events MEDIUMINT NOT NULL,   -- how many
  sources MEDIUMINT NOT NULL   -- how many of them are independent of each other
);
CREATE INDEX events_group ON events (event_group) WHERE event_group IS NOT NULL;

-- The event that each grouped event was found to be the same as; see package group.
CREATE TABLE sitmap_links (
  event_fid INTEGER PRIMARY KEY NOT NULL REFERENCES events (fid) ON DELETE CASCADE,
  leader_fid INTEGER NOT NULL
);
CREATE INDEX sitmap_links_leader ON sitmap_links (leader_fid);

-- What a person says of two events, a < b.
CREATE TABLE event_decisions (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  a TEXT NOT NULL,
  b TEXT NOT NULL,
  same MEDIUMINT NOT NULL,     -- 1 the same happening, 0 not
  decided DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
);
CREATE UNIQUE INDEX event_decisions_pair ON event_decisions (a, b);
CREATE INDEX event_decisions_b ON event_decisions (b);

-- A change of the group alone leaves the text index as it is.
DROP TRIGGER events_updated;
CREATE TRIGGER events_updated AFTER UPDATE ON events BEGIN
  INSERT INTO sitmap_changes (event, event_fid, report, kind) VALUES (NEW.id, NEW.fid, NEW.report, 'updated');
END;
CREATE TRIGGER events_reworded AFTER UPDATE OF words ON events WHEN OLD.words IS NOT NEW.words BEGIN
  INSERT INTO events_fts (events_fts, rowid, words) VALUES ('delete', OLD.fid, OLD.words);
  INSERT INTO events_fts (rowid, words) VALUES (NEW.fid, NEW.words);
END;
CREATE TRIGGER events_ungrouped AFTER DELETE ON events BEGIN
  DELETE FROM sitmap_links WHERE event_fid = OLD.fid;
END;

INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES
  ('event_groups', 'attributes', 'event_groups', 'events of several reports that are one happening', NULL),
  ('event_decisions', 'attributes', 'event_decisions', 'what people said of two events being the same', NULL);
