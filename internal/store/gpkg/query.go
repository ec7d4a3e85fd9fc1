package gpkg

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/internal/event"
	"sitmap/internal/store"
)

// conditions grows in step with its arguments; values never enter the text.
type conditions struct {
	parts []string
	args  []any
}

func (c *conditions) add(text string, args ...any) {
	c.parts = append(c.parts, text)
	c.args = append(c.args, args...)
}

func (c *conditions) clause() string {
	if len(c.parts) == 0 {
		return ""
	}
	return ` WHERE ` + strings.Join(c.parts, ` AND `)
}

// where turns a query into conditions on events e.
func (db *DB) where(ctx context.Context, q event.Query) (*conditions, error) {
	if err := store.CheckQuery(q); err != nil {
		return nil, err
	}
	c := &conditions{}
	if q.After != "" {
		mark, err := db.mark(ctx, q.After)
		if err != nil {
			return nil, err
		}
		c.add(`e.fid > ?`, mark)
	}
	if q.Report != "" {
		c.add(`e.report_fid = (SELECT fid FROM reports WHERE id = ?)`, string(q.Report))
	}
	if !q.From.IsZero() || !q.To.IsZero() {
		c.add(`e.fid IN (SELECT fid FROM events WHERE day_from <= ? AND day_to >= ?)`, dayOr(q.To, math.MaxInt32), dayOr(q.From, math.MinInt32))
	}
	in(c, `e.type`, q.Types)
	in(c, `e.source`, q.Sources)
	in(c, `e.verification`, q.Verification)
	if len(q.Actors) > 0 {
		marks, args := list(q.Actors)
		c.add(`e.fid IN (SELECT event_fid FROM event_actors WHERE name IN (`+marks+`) UNION ALL SELECT event_fid FROM event_actors WHERE actor IN (`+marks+`))`,
			append(args, args...)...)
	}
	if q.Bounds != nil {
		c.within(*q.Bounds)
	}
	if q.Near != nil {
		c.near(*q.Near)
	}
	for _, term := range terms(q.Text) {
		c.text(term)
	}
	return c, nil
}

// mark gives the place in the order of an event, which may be deleted since.
func (db *DB) mark(ctx context.Context, id event.ID) (int64, error) {
	var fid int64
	err := db.read.QueryRowContext(ctx, `SELECT fid FROM events WHERE id = ?1
		UNION ALL SELECT event_fid FROM sitmap_changes WHERE event = ?1 AND kind = 'deleted' LIMIT 1`, string(id)).Scan(&fid)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("the event %s that the page follows: %w", id, store.ErrNotFound)
	}
	if err != nil {
		return 0, explain(db.path, err)
	}
	return fid, nil
}

// list makes the question marks and arguments of an IN.
func list[S ~string](values []S) (marks string, args []any) {
	for _, v := range values {
		args = append(args, string(v))
	}
	return `?` + strings.Repeat(`, ?`, len(values)-1), args
}

func in[S ~string](c *conditions, column string, values []S) {
	if len(values) == 0 {
		return
	}
	marks, args := list(values)
	c.add(column+` IN (`+marks+`)`, args...)
}

// pointsIn selects the events with a point in a box, by the R*Tree first (its
// numbers are rounded outwards) and by the exact coordinates then.
const pointsIn = `SELECT p.event_fid FROM rtree_event_places_geom r JOIN event_places p ON p.fid = r.id
	WHERE r.minx <= ? AND r.maxx >= ? AND r.miny <= ? AND r.maxy >= ? AND p.lon BETWEEN ? AND ? AND p.lat BETWEEN ? AND ?`

func boxArgs(b orb.Bound) []any {
	return []any{b.Max[0], b.Min[0], b.Max[1], b.Min[1], b.Min[0], b.Max[0], b.Min[1], b.Max[1]}
}

// split cuts a box that crosses the antimeridian (Min lon > Max lon) in two.
// Longitude 180 and -180 are one line, so a box that ends on it has a sliver there.
func split(b orb.Bound) []orb.Bound {
	s, n := b.Min[1], b.Max[1]
	boxes := []orb.Bound{b}
	if b.Min[0] > b.Max[0] {
		boxes = []orb.Bound{{Min: b.Min, Max: orb.Point{180, n}}, {Min: orb.Point{-180, s}, Max: b.Max}}
	}
	if b.Max[0] == 180 && b.Min[0] > -180 {
		boxes = append(boxes, orb.Bound{Min: orb.Point{-180, s}, Max: orb.Point{-180, n}})
	}
	if b.Min[0] == -180 && b.Max[0] < 180 {
		boxes = append(boxes, orb.Bound{Min: orb.Point{180, s}, Max: orb.Point{180, n}})
	}
	return boxes
}

func (c *conditions) within(b orb.Bound) {
	var texts []string
	var args []any
	for _, box := range split(b) {
		texts = append(texts, pointsIn)
		args = append(args, boxArgs(box)...)
	}
	c.add(`e.fid IN (`+strings.Join(texts, ` UNION ALL `)+`)`, args...)
}

// near selects by a box around the circle first, then by the distance on the ellipsoid.
func (c *conditions) near(n event.Nearness) {
	var texts []string
	var args []any
	for _, box := range split(around(n)) {
		texts = append(texts, pointsIn+` AND sitmap_metres(p.lon, p.lat, ?, ?) <= ?`)
		args = append(append(args, boxArgs(box)...), n.Centre[0], n.Centre[1], float64(n.Radius))
	}
	c.add(`e.fid IN (`+strings.Join(texts, ` UNION ALL `)+`)`, args...)
}

// around gives a box that holds the circle, with a margin of 1 % and a metre. It
// counts with the shortest degree of latitude on the ellipsoid, 110,574 m, and the
// same for the shortest degree of longitude at the equator, 111,319 m.
func around(n event.Nearness) orb.Bound {
	const shortestDegree geo.Metres = 110_574
	dLat := float64((n.Radius*1.01 + 1) / shortestDegree)
	s, north := n.Centre[1]-dLat, n.Centre[1]+dLat
	if s <= -90 || north >= 90 {
		return orb.Bound{Min: orb.Point{-180, max(s, -90)}, Max: orb.Point{180, min(north, 90)}} // holds a pole
	}
	// A circle of angular radius d around latitude φ reaches asin(sin d / cos φ) in longitude.
	ratio := math.Sin(min(dLat, 90)*math.Pi/180) / math.Cos(n.Centre[1]*math.Pi/180)
	if ratio >= 1 {
		return orb.Bound{Min: orb.Point{-180, s}, Max: orb.Point{180, north}}
	}
	dLon := math.Asin(ratio)*180/math.Pi*1.01 + 1e-5
	w, e := n.Centre[0]-dLon, n.Centre[0]+dLon
	switch {
	case dLon >= 180:
		w, e = -180, 180
	case w < -180:
		w += 360
	case e > 180:
		e -= 360
	}
	return orb.Bound{Min: orb.Point{w, s}, Max: orb.Point{e, north}}
}

// terms cuts a search text into words; what stands between double quotes stays together.
func terms(text string) []string {
	var out []string
	for i, part := range strings.Split(text, `"`) {
		if i%2 == 1 {
			if s := strings.TrimSpace(part); s != "" {
				out = append(out, s)
			}
			continue
		}
		out = append(out, strings.Fields(part)...)
	}
	return out
}

// trigram is the shortest word that the text index finds.
const trigram = 3

// text asks for a word anywhere in the event's own words or in its report. Words of
// one or two letters are not in the index and are looked for in every row.
func (c *conditions) text(term string) {
	if utf8.RuneCountInString(term) >= trigram {
		match := `"` + strings.ReplaceAll(term, `"`, `""`) + `"`
		c.add(`(e.fid IN (SELECT rowid FROM events_fts WHERE events_fts MATCH ?)
			OR e.report_fid IN (SELECT rowid FROM reports_fts WHERE reports_fts MATCH ?))`, match, match)
		return
	}
	like := `%` + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(term) + `%`
	c.add(`(e.words LIKE ? ESCAPE '\' OR e.report_fid IN (SELECT fid FROM sitmap_report_words WHERE text LIKE ? ESCAPE '\' OR title LIKE ? ESCAPE '\'))`, like, like, like)
}
