-- Migration 4: what a map needs of every event lies together, in the order of the events,
-- so that all of it can be read without the tables, whose rows are twenty times as wide.
CREATE INDEX events_row ON events (fid, id, report, source, type, day_from, day_to, verification, killed_min, killed_max, review);

DROP INDEX event_places_event;
CREATE INDEX event_places_event ON event_places (event_fid, place_index, lon, lat, radius_m, name, country, geo_precision);

DROP INDEX event_actors_event;
CREATE INDEX event_actors_event ON event_actors (event_fid, fid, name, actor);

-- Regions that are not the disc around the point; tables have none.
CREATE INDEX event_regions_drawn ON event_regions (event_fid, place_index) WHERE kind <> 'disc';
