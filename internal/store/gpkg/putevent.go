package gpkg

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"
	sqlite3 "modernc.org/sqlite/lib"

	"sitmap/geo"
	"sitmap/geo/codec/wkb"
	"sitmap/geo/geodesic"
	"sitmap/internal/event"
	"sitmap/internal/store"
)

// outlineSteps is the number of corners of a drawn circle: with 32 the outline
// leaves the circle by less than 0.5 % of its radius.
const outlineSteps = 32

// maxQuote bounds the words that a map feature quotes, in bytes.
const maxQuote = 600

// eventRows is an event as rows of the tables.
type eventRows struct {
	event   []any   // columns of events, with room for the first two: see begin
	words   string  // one of them
	actors  [][]any // columns of event_actors from actor on
	places  []drawn // columns of event_places
	regions []drawn // columns of event_regions
}

// drawn is a row with a geometry. args begin with the geometry and room for the number of the event.
type drawn struct {
	args  []any
	bound orb.Bound
}

// rowsOf makes the rows of an event: the costly part of storing it, and none that
// needs the database. table says that the report's text is rows of a table.
func rowsOf(r event.Report, table bool, ev event.Event) (eventRows, error) {
	out := eventRows{words: words(r, table, ev)}
	var err error
	if out.event, err = eventRow(r, out.words, ev); err != nil {
		return eventRows{}, err
	}
	for _, a := range ev.Actors {
		out.actors = append(out.actors, []any{nil, string(ev.ID), null(a.ID), a.Name, null(a.Role)})
	}
	quoted, hurt := quote(r, ev), casualtyText(ev.Casualties)
	for i, l := range ev.Where {
		p, err := placeRow(r, ev, i, l, quoted, hurt)
		if err != nil {
			return out, fmt.Errorf("place %d: %w", i+1, err)
		}
		out.places = append(out.places, p)
		area, drawable, err := regionRow(ev, i, l)
		if err != nil {
			return out, fmt.Errorf("region of place %d: %w", i+1, err)
		}
		if drawable {
			out.regions = append(out.regions, area)
		}
	}
	return out, nil
}

// errTaken says that another report has an event of this ID.
var errTaken = fmt.Errorf("%w: another report has an event of this ID", store.ErrInvalid)

func (w *writer) add(report int64, table bool, id event.ID, rows eventRows) error {
	fid, err := w.insert(w.st.addEvent, rows.begin(string(id), report))
	if code, ok := resultCode(err); ok && code == sqlite3.SQLITE_CONSTRAINT_UNIQUE {
		return errTaken
	}
	if err != nil {
		return err
	}
	w.events = true
	if table {
		w.tables = true
	} else {
		w.regroup = append(w.regroup, fid)
	}
	if w.firstEvent == 0 {
		w.firstEvent = fid
	}
	if w.bulk {
		w.indexLater(fid, rows.words)
	}
	return w.parts(fid, rows)
}

// replace makes ev the present state of a stored event and keeps the one before.
func (w *writer) replace(was storedEvent, r event.Report, report int64, table bool, ev event.Event, reason string) error {
	if err := w.keep(was, reason); err != nil {
		return err
	}
	if err := w.removing(was.fid); err != nil {
		return err
	}
	if err := w.ungroup(was, table, false); err != nil {
		return err
	}
	rows, err := rowsOf(r, table, ev)
	if err != nil {
		return err
	}
	if err := w.exec(w.st.updateEvent, append(rows.begin(nil, report)[1:], was.fid)...); err != nil {
		return err
	}
	for _, table := range w.st.clear {
		if err := w.exec(table, was.fid); err != nil {
			return err
		}
	}
	return w.parts(was.fid, rows)
}

// remove deletes a stored event with all its parts and keeps its last state.
func (w *writer) remove(was storedEvent, reason string) error {
	if err := w.keep(was, reason); err != nil {
		return err
	}
	if err := w.removing(was.fid); err != nil {
		return err
	}
	if err := w.ungroup(was, false, true); err != nil {
		return err
	}
	err := w.exec(w.st.deleteEvent, was.fid) // parts go by their foreign keys
	return err
}

func (w *writer) keep(was storedEvent, reason string) error {
	err := w.exec(w.st.addRevision, string(was.id), was.revision, reason, was.method, string(was.detail))
	return err
}

// begin puts the first two columns before the others: the event's ID and the number of its report.
func (r eventRows) begin(id any, report int64) []any {
	r.event[0], r.event[1] = id, report
	return r.event
}

// eventRow gives the values of the events table, those of the first two columns left free.
func eventRow(r event.Report, words string, ev event.Event) ([]any, error) {
	detail, err := store.EncodeEvent(ev)
	if err != nil {
		return nil, err
	}
	c := ev.Casualties
	row := make([]any, 2, 32) // all columns and one more for an update
	row = append(row,
		string(r.ID), ev.Revision, null(ev.Type), date(ev.When.Start), date(ev.When.End),
		null(string(ev.When.Precision)), null(string(ev.When.Basis)),
	)
	for _, n := range [5]*event.Count{c.Killed, c.Wounded, c.Missing, c.Captured, c.KilledOrWounded} {
		row = append(row, bound(n, false), bound(n, true))
	}
	return append(row, null(claimants(ev)), null(string(ev.Verification)), null(ev.Control), string(ev.Review),
		null(r.Outlet), null(ev.Method), dayOr(ev.When.Start, math.MinInt32), dayOr(ev.When.End, math.MaxInt32), words, text(detail)), nil
}

// dayOr counts a day since 1970; an unknown one is open.
func dayOr(d event.Date, open int) int {
	if d.IsZero() {
		return open
	}
	return d.DayNumber()
}

// parts writes actors, points and areas of an event.
func (w *writer) parts(fid int64, rows eventRows) error {
	for _, a := range rows.actors {
		a[0] = fid
		if _, err := w.insertPart(actorParts, w.st.addActor, a); err != nil {
			return err
		}
	}
	for _, p := range rows.places {
		if err := w.drawn(placeParts, w.st.addPlace, fid, p, &w.places, &w.points); err != nil {
			return err
		}
	}
	for _, a := range rows.regions {
		if err := w.drawn(regionParts, w.st.addRegion, fid, a, &w.regions, &w.areas); err != nil {
			return err
		}
	}
	return nil
}

// insertPart inserts a row of an event's parts and gives its number; in a bulk load it may wait for others.
func (w *writer) insertPart(part int, s *stmt, row []any) (int64, error) {
	if w.bulk {
		return w.later(&w.waiting[part], &w.st.parts[part], row)
	}
	return w.insert(s, row)
}

// drawn writes a row with a geometry and notes its box.
func (w *writer) drawn(part int, s *stmt, event int64, row drawn, around *extent, boxes *[]box) error {
	row.args[1] = event
	around.add(row.bound)
	fid, err := w.insertPart(part, s, row.args)
	if err == nil && w.bulk {
		*boxes = append(*boxes, boxOf(fid, row.bound))
	}
	return err
}

func placeRow(r event.Report, ev event.Event, i int, l event.Location, quoted, hurt string) (drawn, error) {
	geom, err := wkb.MarshalGeoPackage(l.Point, wkb.WGS84)
	if err != nil {
		return drawn{}, err
	}
	published, _ := utc(r.Published)
	p := l.Place
	return drawn{[]any{
		geom, nil, string(ev.ID), i, null(ev.Type), date(ev.When.Start), date(ev.When.End),
		null(string(ev.When.Precision)), null(p.Name), null(p.Country), null(p.Admin1), null(p.Admin2), null(p.ID),
		l.Point[0], l.Point[1], positive(float64(l.Radius)), null(string(l.Relation.Kind)), positive(l.Probability),
		positive(float64(l.GeoPrecision)), positive(float64(l.WherePrec)), null(hurt), null(claimants(ev)),
		null(string(ev.Verification)), string(ev.Review), null(r.Outlet), published, null(quoted),
	}, orb.Bound{Min: l.Point, Max: l.Point}}, nil
}

// regionRow draws the area of a place; there may be none to see on a map, which the detail keeps all the same.
func regionRow(ev event.Event, i int, l event.Location) (row drawn, drawable bool, err error) {
	region := l.Region
	if region.IsZero() {
		if l.Radius <= 0 {
			return drawn{}, false, nil // nothing is known of the area
		}
		region = geo.Region{Kind: geo.Disc, Centre: l.Point, Outer: l.Radius}
	}
	area, err := outline(region)
	if errors.Is(err, geodesic.ErrNotDrawable) {
		return drawn{}, false, nil
	}
	if err != nil {
		return drawn{}, false, err
	}
	geom, err := wkb.MarshalGeoPackage(area, wkb.WGS84)
	if err != nil {
		return drawn{}, false, err
	}
	return drawn{[]any{
		geom, nil, string(ev.ID), i, string(region.Kind), positive(float64(l.Radius)), null(ev.Type),
		null(l.Place.Name), date(ev.When.Start), date(ev.When.End), null(string(ev.Verification)),
	}, area.Bound()}, true, nil
}

// date stores an unknown day as NULL.
func date(d event.Date) any {
	if d.IsZero() {
		return nil
	}
	return d.String()
}

// positive stores a number whose zero means unknown.
func positive(v float64) any {
	if v <= 0 {
		return nil
	}
	return v
}

func bound(c *event.Count, upper bool) any {
	switch {
	case c == nil:
		return nil
	case upper && c.Max != nil:
		return *c.Max
	case !upper && c.Min != nil:
		return *c.Min
	}
	return nil
}

// claimants joins who says so, each once, in the order of the report.
func claimants(ev event.Event) string {
	var names []string
	seen := map[string]bool{}
	for _, c := range ev.Claims {
		if c.Claimant != "" && !seen[c.Claimant] {
			seen[c.Claimant] = true
			names = append(names, c.Claimant)
		}
	}
	return strings.Join(names, "; ")
}

// words gathers what the text index holds of an event beside its report: for the
// row of a table its cells, and what they do not say already.
func words(r event.Report, table bool, ev event.Event) string {
	row := ""
	if table {
		row = evidence(r, ev, "\n", false)
	}
	kept := make([]string, 0, 16)
	add := func(s string) {
		if s != "" && !strings.Contains(row, s) {
			kept = append(kept, s)
		}
	}
	add(ev.Type)
	add(ev.Trigger)
	add(ev.Control)
	for _, l := range ev.Where {
		add(l.Place.Name)
		add(l.Place.Admin2)
		add(l.Place.Admin1)
	}
	for _, a := range ev.Actors {
		add(a.Name)
	}
	add(claimants(ev))
	if row != "" {
		kept = append(kept, row)
	}
	return strings.ToValidUTF8(strings.Join(kept, "\n"), "\uFFFD")
}

// evidence gives the words that an event rests on. Of two spans one of which lies in the other, as the
// notes of a row in the row, it takes the inner or the outer one.
func evidence(r event.Report, ev event.Event, between string, inner bool) string {
	var parts []string
	for i, e := range ev.Evidence {
		if (e.Report == r.ID || e.Report == "") && e.End > e.Start && !said(ev.Evidence, i, inner) {
			parts = append(parts, strings.ToValidUTF8(r.Text[e.Start:e.End], "\uFFFD"))
		}
	}
	return strings.Join(parts, between)
}

// said reports that another span says what the i-th does: one inside it, or one around it.
func said(spans []event.Evidence, i int, inner bool) bool {
	a := spans[i]
	for k, b := range spans {
		if k == i || b.Report != a.Report || b.End <= b.Start || a.Span == b.Span {
			continue
		}
		if inner && a.Start <= b.Start && b.End <= a.End || !inner && b.Start <= a.Start && a.End <= b.End {
			return true
		}
	}
	return false
}

// quote gives the words that an event rests on, at most maxQuote bytes of them.
func quote(r event.Report, ev event.Event) string {
	q := evidence(r, ev, " … ", true)
	if len(q) <= maxQuote {
		return q
	}
	cut := maxQuote - len("…")
	for !utf8.RuneStart(q[cut]) {
		cut--
	}
	return q[:cut] + "…"
}

// casualtyText says in words what is known of the people hurt; "" when nothing is.
func casualtyText(c event.Casualties) string {
	var parts []string
	for _, k := range []struct {
		n    *event.Count
		what string
	}{{c.Killed, "killed"}, {c.Wounded, "wounded"}, {c.Missing, "missing"}, {c.Captured, "captured"}, {c.KilledOrWounded, "killed or wounded"}} {
		if s := countText(k.n); s != "" {
			parts = append(parts, s+" "+k.what)
		}
	}
	return strings.Join(parts, ", ")
}

func countText(c *event.Count) string {
	var s string
	switch {
	case c == nil:
		return ""
	case c.Max != nil && (*c.Max == 0 || c.Min != nil && *c.Min == *c.Max):
		s = fmt.Sprint(*c.Max)
	case c.Min != nil && c.Max != nil:
		s = fmt.Sprintf("%d to %d", *c.Min, *c.Max)
	case c.Min != nil:
		s = fmt.Sprintf("at least %d", *c.Min)
	case c.Max != nil:
		s = fmt.Sprintf("at most %d", *c.Max)
	default:
		return "an unknown number"
	}
	if c.Approximate {
		s = "about " + s
	}
	return s
}
