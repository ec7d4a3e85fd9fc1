package gpkg

import (
	"github.com/paulmach/orb"
)

// How gpkg_contents follows a change: a table was touched, its extent grew, or it
// may have shrunk and is taken again from the R*Tree's outermost boxes.
const (
	touchContents = `UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now') WHERE table_name = ?`

	growContents = `UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now'),
		min_x = min(coalesce(min_x, ?2), ?2), min_y = min(coalesce(min_y, ?3), ?3),
		max_x = max(coalesce(max_x, ?4), ?4), max_y = max(coalesce(max_y, ?5), ?5)
		WHERE table_name = ?1`

	// A removed event matters only if it touches the extent.
	atEdge = `SELECT EXISTS (SELECT 1 FROM event_places p JOIN gpkg_contents c ON c.table_name = 'event_places'
			WHERE p.event_fid = ?1 AND (p.lon <= c.min_x OR p.lon >= c.max_x OR p.lat <= c.min_y OR p.lat >= c.max_y))
		OR EXISTS (SELECT 1 FROM event_regions g JOIN rtree_event_regions_geom r ON r.id = g.fid JOIN gpkg_contents c ON c.table_name = 'event_regions'
			WHERE g.event_fid = ?1 AND (r.minx <= c.min_x OR r.maxx >= c.max_x OR r.miny <= c.min_y OR r.maxy >= c.max_y))`

	shrinkPlaces = `UPDATE gpkg_contents SET (min_x, min_y, max_x, max_y) =
		(SELECT min(lon), min(lat), max(lon), max(lat) FROM event_places) WHERE table_name = 'event_places'`

	shrinkRegions = `UPDATE gpkg_contents SET (min_x, min_y, max_x, max_y) =
		(SELECT min(minx), min(miny), max(maxx), max(maxy) FROM rtree_event_regions_geom) WHERE table_name = 'event_regions'`
)

// extent is the box around what a transaction added.
type extent struct {
	bound orb.Bound
	some  bool
}

func (e *extent) add(b orb.Bound) {
	if !e.some {
		*e = extent{b, true}
		return
	}
	e.bound = e.bound.Union(b)
}

// contents brings gpkg_contents up to date with what the transaction changed.
func (w *writer) contents() error {
	touched := map[bool][]string{}
	touched[w.reports] = append(touched[w.reports], "reports")
	touched[w.events] = append(touched[w.events], "events", "event_actors", "event_places", "event_regions")
	touched[w.removed] = append(touched[w.removed], "event_revisions")
	for _, table := range touched[true] {
		if err := w.exec(w.st.touch, table); err != nil {
			return err
		}
	}
	for table, e := range map[string]extent{"event_places": w.places, "event_regions": w.regions} {
		if !e.some {
			continue
		}
		b := e.bound
		if err := w.exec(w.st.grow, table, b.Min[0], b.Min[1], b.Max[0], b.Max[1]); err != nil {
			return err
		}
	}
	if w.shrunk {
		if err := w.index(); err != nil { // the extents are taken from all rows and boxes
			return err
		}
		for _, s := range w.st.shrink {
			if err := w.exec(s); err != nil {
				return err
			}
		}
	}
	return nil
}

// removing notes that the parts of an event are about to go. What is not in the text
// index yet must be, before a trigger takes it out.
func (w *writer) removing(fid int64) error {
	w.events, w.removed = true, true
	if err := w.index(); err != nil {
		return err
	}
	if w.shrunk {
		return nil
	}
	return w.row(w.st.atEdge, fid).Scan(&w.shrunk)
}
