-- Migration 1: the tables of a GeoPackage 1.3 and sitmap's own tables in it.
-- Never edited after release; a change is a new file with the next number.

PRAGMA application_id = 0x47504B47; -- 'GPKG'
PRAGMA user_version = 10300;

CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL,
  srs_id INTEGER PRIMARY KEY NOT NULL,
  organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL,
  description TEXT
);
INSERT INTO gpkg_spatial_ref_sys (srs_name, srs_id, organization, organization_coordsys_id, definition, description) VALUES
  ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326,
   'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]',
   'longitude and latitude in degrees on the WGS 84 ellipsoid');

CREATE TABLE gpkg_contents (
  table_name TEXT PRIMARY KEY NOT NULL,
  data_type TEXT NOT NULL,
  identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE,
  min_y DOUBLE,
  max_x DOUBLE,
  max_y DOUBLE,
  srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);

CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL,
  m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents (table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);

CREATE TABLE gpkg_extensions (
  table_name TEXT,
  column_name TEXT,
  extension_name TEXT NOT NULL,
  definition TEXT NOT NULL,
  scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);

CREATE TABLE sitmap_meta (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
);

-- What was published. Rows never change.
CREATE TABLE reports (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  outlet TEXT,
  url TEXT,
  title TEXT,
  lang TEXT,
  published DATETIME,          -- UTC
  published_offset MEDIUMINT,  -- the publisher's zone, seconds east of UTC
  retrieved DATETIME,          -- UTC
  retrieved_offset MEDIUMINT,
  sha256 TEXT NOT NULL,        -- of text, hexadecimal
  text TEXT NOT NULL
);

-- What happened. Columns for what is filtered on; detail holds the whole record as JSON.
CREATE TABLE events (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  report_fid INTEGER NOT NULL REFERENCES reports (fid) ON DELETE CASCADE,
  report TEXT NOT NULL,
  event_group TEXT,
  revision INTEGER NOT NULL,
  type TEXT,
  date_start DATE,             -- NULL is unknown and stays open
  date_end DATE,
  time_precision TEXT,
  date_basis TEXT,
  killed_min INTEGER, killed_max INTEGER,
  wounded_min INTEGER, wounded_max INTEGER,
  missing_min INTEGER, missing_max INTEGER,
  captured_min INTEGER, captured_max INTEGER,
  killed_or_wounded_min INTEGER, killed_or_wounded_max INTEGER,
  claimant TEXT,
  verification TEXT,
  control TEXT,
  review TEXT NOT NULL,
  source TEXT,                 -- the report's outlet
  method TEXT,
  day_from INTEGER NOT NULL,   -- date_start as days since 1970-01-01 for the index; unknown is the least integer
  day_to INTEGER NOT NULL,     -- date_end alike; unknown is the greatest
  words TEXT NOT NULL,         -- what the full-text index holds beside the report
  detail TEXT NOT NULL
);
CREATE INDEX reports_sha256 ON reports (sha256);
CREATE INDEX events_report ON events (report_fid);
CREATE INDEX events_day ON events (day_from, day_to);
CREATE INDEX events_type ON events (type);
CREATE INDEX events_source ON events (source);

CREATE TABLE event_actors (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  event_fid INTEGER NOT NULL REFERENCES events (fid) ON DELETE CASCADE,
  event TEXT NOT NULL,
  actor TEXT,                  -- stable id; NULL for a name that has none
  name TEXT NOT NULL,
  role TEXT
);
CREATE INDEX event_actors_event ON event_actors (event_fid);
CREATE INDEX event_actors_name ON event_actors (name);
CREATE INDEX event_actors_actor ON event_actors (actor);

-- One point for each place of an event, with what a map needs beside it. The
-- casualties are the event's, not the place's.
CREATE TABLE event_places (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom POINT NOT NULL,
  event_fid INTEGER NOT NULL REFERENCES events (fid) ON DELETE CASCADE,
  event TEXT NOT NULL,
  place_index INTEGER NOT NULL,
  type TEXT,
  date_start DATE,
  date_end DATE,
  time_precision TEXT,
  name TEXT,
  country TEXT,
  admin1 TEXT,
  admin2 TEXT,
  place TEXT,                  -- gazetteer id
  lon DOUBLE NOT NULL,
  lat DOUBLE NOT NULL,
  radius_m DOUBLE,             -- NULL is unknown
  relation TEXT,
  p DOUBLE,
  geo_precision INTEGER,
  where_prec INTEGER,
  casualties TEXT,
  claimant TEXT,
  verification TEXT,
  review TEXT,
  source TEXT,
  published DATETIME,
  quote TEXT
);
CREATE INDEX event_places_event ON event_places (event_fid);

-- Where each place's words allow the event to have been.
CREATE TABLE event_regions (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom MULTIPOLYGON NOT NULL,
  event_fid INTEGER NOT NULL REFERENCES events (fid) ON DELETE CASCADE,
  event TEXT NOT NULL,
  place_index INTEGER NOT NULL,
  kind TEXT NOT NULL,
  radius_m DOUBLE,
  type TEXT,
  name TEXT,
  date_start DATE,
  date_end DATE,
  verification TEXT
);
CREATE INDEX event_regions_event ON event_regions (event_fid);

-- The states that an event had before its present one.
CREATE TABLE event_revisions (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  event TEXT NOT NULL,
  revision INTEGER NOT NULL,
  reason TEXT NOT NULL,        -- updated, withdrawn, edited, deleted
  replaced DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  method TEXT,
  detail TEXT NOT NULL
);
CREATE INDEX event_revisions_event ON event_revisions (event, revision);

-- The log of changes; its sequence is the version of the store.
CREATE TABLE sitmap_changes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  event TEXT,
  event_fid INTEGER,
  report TEXT NOT NULL,
  kind TEXT NOT NULL,
  at DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
);
CREATE INDEX sitmap_changes_event ON sitmap_changes (event) WHERE kind = 'deleted';

-- Three letters and more are found anywhere in a word, in any script, whatever the case.
CREATE VIRTUAL TABLE reports_fts USING fts5 (title, text, content='reports', content_rowid='fid', tokenize='trigram');
CREATE VIRTUAL TABLE events_fts USING fts5 (words, content='events', content_rowid='fid', tokenize='trigram');

-- A row in sitmap_meta that is never committed says that sitmap itself is writing: it
-- fills the text index in one go at the end, because FTS5 writes to the disk at every
-- statement in between. Rows that other programs add are indexed one by one.
CREATE TRIGGER reports_added AFTER INSERT ON reports BEGIN
  INSERT INTO reports_fts (rowid, title, text)
    SELECT NEW.fid, NEW.title, NEW.text WHERE NOT EXISTS (SELECT 1 FROM sitmap_meta WHERE key = 'writing');
  INSERT INTO sitmap_changes (report, kind) VALUES (NEW.id, 'added');
END;
CREATE TRIGGER reports_updated AFTER UPDATE ON reports BEGIN
  INSERT INTO reports_fts (reports_fts, rowid, title, text) VALUES ('delete', OLD.fid, OLD.title, OLD.text);
  INSERT INTO reports_fts (rowid, title, text) VALUES (NEW.fid, NEW.title, NEW.text);
  INSERT INTO sitmap_changes (report, kind) VALUES (NEW.id, 'updated');
END;
CREATE TRIGGER reports_deleted AFTER DELETE ON reports BEGIN
  DELETE FROM events WHERE report_fid = OLD.fid;
  INSERT INTO reports_fts (reports_fts, rowid, title, text) VALUES ('delete', OLD.fid, OLD.title, OLD.text);
  INSERT INTO sitmap_changes (report, kind) VALUES (OLD.id, 'deleted');
END;
CREATE TRIGGER events_added AFTER INSERT ON events BEGIN
  INSERT INTO events_fts (rowid, words)
    SELECT NEW.fid, NEW.words WHERE NOT EXISTS (SELECT 1 FROM sitmap_meta WHERE key = 'writing');
  INSERT INTO sitmap_changes (event, event_fid, report, kind) VALUES (NEW.id, NEW.fid, NEW.report, 'added');
END;
CREATE TRIGGER events_updated AFTER UPDATE ON events BEGIN
  INSERT INTO events_fts (events_fts, rowid, words) VALUES ('delete', OLD.fid, OLD.words);
  INSERT INTO events_fts (rowid, words) VALUES (NEW.fid, NEW.words);
  INSERT INTO sitmap_changes (event, event_fid, report, kind) VALUES (NEW.id, NEW.fid, NEW.report, 'updated');
END;
-- Other programs may not enforce foreign keys, so the parts are removed here too.
CREATE TRIGGER events_deleted AFTER DELETE ON events BEGIN
  DELETE FROM event_actors WHERE event_fid = OLD.fid;
  DELETE FROM event_places WHERE event_fid = OLD.fid;
  DELETE FROM event_regions WHERE event_fid = OLD.fid;
  INSERT INTO events_fts (events_fts, rowid, words) VALUES ('delete', OLD.fid, OLD.words);
  INSERT INTO sitmap_changes (event, event_fid, report, kind) VALUES (OLD.id, OLD.fid, OLD.report, 'deleted');
END;

INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES
  ('event_places', 'features', 'event_places', 'where events happened, a point for each place', 4326),
  ('event_regions', 'features', 'event_regions', 'where events may have happened, an area for each place', 4326),
  ('events', 'attributes', 'events', 'what happened, when, who was hurt and who says so', NULL),
  ('event_actors', 'attributes', 'event_actors', 'who took part in an event', NULL),
  ('event_revisions', 'attributes', 'event_revisions', 'earlier states of events', NULL),
  ('reports', 'attributes', 'reports', 'what was published', NULL);
INSERT INTO gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m) VALUES
  ('event_places', 'geom', 'POINT', 4326, 0, 0),
  ('event_regions', 'geom', 'MULTIPOLYGON', 4326, 0, 0);
INSERT INTO gpkg_extensions (table_name, column_name, extension_name, definition, scope) VALUES
  ('event_places', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only'),
  ('event_regions', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only'),
  (NULL, NULL, 'sitmap_events', 'records, change log and text index of sitmap; edit them through sitmap only', 'write-only');

-- The R*Tree of event_places and the triggers that the GeoPackage's extension asks for.
CREATE VIRTUAL TABLE rtree_event_places_geom USING rtree (id, minx, maxx, miny, maxy);
CREATE TRIGGER rtree_event_places_geom_insert AFTER INSERT ON event_places
  WHEN (NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  INSERT OR REPLACE INTO rtree_event_places_geom VALUES
    (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));
END;
CREATE TRIGGER rtree_event_places_geom_update1 AFTER UPDATE OF geom ON event_places
  WHEN OLD.fid = NEW.fid AND (NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  INSERT OR REPLACE INTO rtree_event_places_geom VALUES
    (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));
END;
CREATE TRIGGER rtree_event_places_geom_update2 AFTER UPDATE OF geom ON event_places
  WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM rtree_event_places_geom WHERE id = OLD.fid;
END;
CREATE TRIGGER rtree_event_places_geom_update3 AFTER UPDATE ON event_places
  WHEN OLD.fid != NEW.fid AND (NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM rtree_event_places_geom WHERE id = OLD.fid;
  INSERT OR REPLACE INTO rtree_event_places_geom VALUES
    (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));
END;
CREATE TRIGGER rtree_event_places_geom_update4 AFTER UPDATE ON event_places
  WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM rtree_event_places_geom WHERE id IN (OLD.fid, NEW.fid);
END;
CREATE TRIGGER rtree_event_places_geom_delete AFTER DELETE ON event_places
  WHEN OLD.geom NOT NULL
BEGIN
  DELETE FROM rtree_event_places_geom WHERE id = OLD.fid;
END;

-- The R*Tree of event_regions and the triggers that the GeoPackage's extension asks for.
CREATE VIRTUAL TABLE rtree_event_regions_geom USING rtree (id, minx, maxx, miny, maxy);
CREATE TRIGGER rtree_event_regions_geom_insert AFTER INSERT ON event_regions
  WHEN (NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  INSERT OR REPLACE INTO rtree_event_regions_geom VALUES
    (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));
END;
CREATE TRIGGER rtree_event_regions_geom_update1 AFTER UPDATE OF geom ON event_regions
  WHEN OLD.fid = NEW.fid AND (NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  INSERT OR REPLACE INTO rtree_event_regions_geom VALUES
    (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));
END;
CREATE TRIGGER rtree_event_regions_geom_update2 AFTER UPDATE OF geom ON event_regions
  WHEN OLD.fid = NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM rtree_event_regions_geom WHERE id = OLD.fid;
END;
CREATE TRIGGER rtree_event_regions_geom_update3 AFTER UPDATE ON event_regions
  WHEN OLD.fid != NEW.fid AND (NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM rtree_event_regions_geom WHERE id = OLD.fid;
  INSERT OR REPLACE INTO rtree_event_regions_geom VALUES
    (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));
END;
CREATE TRIGGER rtree_event_regions_geom_update4 AFTER UPDATE ON event_regions
  WHEN OLD.fid != NEW.fid AND (NEW.geom IS NULL OR ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM rtree_event_regions_geom WHERE id IN (OLD.fid, NEW.fid);
END;
CREATE TRIGGER rtree_event_regions_geom_delete AFTER DELETE ON event_regions
  WHEN OLD.geom NOT NULL
BEGIN
  DELETE FROM rtree_event_regions_geom WHERE id = OLD.fid;
END;
