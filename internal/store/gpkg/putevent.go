package gpkg

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/codec/wkb"
	"sitmap/geo/geodesic"
	"sitmap/internal/event"
	"sitmap/internal/store"
)

// outlineSteps is the number of corners of a drawn circle: with 48 the outline
// leaves the circle by less than 0.3 % of its radius.
const outlineSteps = 48

// maxQuote bounds the words that a map feature quotes, in bytes.
const maxQuote = 600

func (w *writer) add(r event.Report, report int64, ev event.Event) error {
	row, err := eventRow(r, ev)
	if err != nil {
		return err
	}
	res, err := w.exec(w.st.addEvent, append([]any{string(ev.ID), report}, row...)...)
	if err != nil {
		return err
	}
	fid, err := res.LastInsertId()
	if err != nil {
		return err
	}
	w.events = true
	if w.firstEvent == 0 {
		w.firstEvent = fid
	}
	return w.parts(r, fid, ev)
}

// replace makes ev the present state of a stored event and keeps the one before.
func (w *writer) replace(was storedEvent, r event.Report, report int64, ev event.Event, reason string) error {
	if err := w.keep(was, reason); err != nil {
		return err
	}
	if err := w.removing(was.fid); err != nil {
		return err
	}
	row, err := eventRow(r, ev)
	if err != nil {
		return err
	}
	if _, err := w.exec(w.st.updateEvent, append(append([]any{report}, row...), was.fid)...); err != nil {
		return err
	}
	for _, table := range w.st.clear {
		if _, err := w.exec(table, was.fid); err != nil {
			return err
		}
	}
	return w.parts(r, was.fid, ev)
}

// remove deletes a stored event with all its parts and keeps its last state.
func (w *writer) remove(was storedEvent, reason string) error {
	if err := w.keep(was, reason); err != nil {
		return err
	}
	if err := w.removing(was.fid); err != nil {
		return err
	}
	_, err := w.exec(w.st.deleteEvent, was.fid) // parts go by their foreign keys
	return err
}

func (w *writer) keep(was storedEvent, reason string) error {
	_, err := w.exec(w.st.addRevision, string(was.id), was.revision, reason, was.method, string(was.detail))
	return err
}

// eventRow gives the values of the events table from report on.
func eventRow(r event.Report, ev event.Event) ([]any, error) {
	detail, err := store.EncodeEvent(ev)
	if err != nil {
		return nil, err
	}
	c := ev.Casualties
	row := []any{
		string(r.ID), null(string(ev.Group)), ev.Revision, null(ev.Type), date(ev.When.Start), date(ev.When.End),
		null(string(ev.When.Precision)), null(string(ev.When.Basis)),
	}
	for _, n := range [5]*event.Count{c.Killed, c.Wounded, c.Missing, c.Captured, c.KilledOrWounded} {
		row = append(row, bound(n, false), bound(n, true))
	}
	return append(row, null(claimants(ev)), null(string(ev.Verification)), null(ev.Control), string(ev.Review),
		null(r.Outlet), null(ev.Method), dayOr(ev.When.Start, math.MinInt32), dayOr(ev.When.End, math.MaxInt32), words(ev), string(detail)), nil
}

// dayOr counts a day since 1970; an unknown one is open.
func dayOr(d event.Date, open int) int {
	if d.IsZero() {
		return open
	}
	return d.DayNumber()
}

// parts writes actors, points and areas of an event.
func (w *writer) parts(r event.Report, fid int64, ev event.Event) error {
	for _, a := range ev.Actors {
		if _, err := w.exec(w.st.addActor, fid, string(ev.ID), null(a.ID), a.Name, null(a.Role)); err != nil {
			return err
		}
	}
	quoted, hurt := quote(r, ev), casualtyText(ev.Casualties)
	for i, l := range ev.Where {
		if err := w.place(r, fid, ev, i, l, quoted, hurt); err != nil {
			return fmt.Errorf("place %d: %w", i+1, err)
		}
		if err := w.region(fid, ev, i, l); err != nil {
			return fmt.Errorf("region of place %d: %w", i+1, err)
		}
	}
	return nil
}

func (w *writer) place(r event.Report, fid int64, ev event.Event, i int, l event.Location, quoted, hurt string) error {
	geom, err := wkb.MarshalGeoPackage(l.Point, wkb.WGS84)
	if err != nil {
		return err
	}
	w.places.add(orb.Bound{Min: l.Point, Max: l.Point})
	published, _ := utc(r.Published)
	p := l.Place
	_, err = w.exec(w.st.addPlace, geom, fid, string(ev.ID), i, null(ev.Type), date(ev.When.Start), date(ev.When.End),
		null(string(ev.When.Precision)), null(p.Name), null(p.Country), null(p.Admin1), null(p.Admin2), null(p.ID),
		l.Point[0], l.Point[1], positive(float64(l.Radius)), null(string(l.Relation.Kind)), positive(l.Probability),
		positive(float64(l.GeoPrecision)), positive(float64(l.WherePrec)), null(hurt), null(claimants(ev)),
		null(string(ev.Verification)), string(ev.Review), null(r.Outlet), published, null(quoted))
	return err
}

func (w *writer) region(fid int64, ev event.Event, i int, l event.Location) error {
	region := l.Region
	if region.IsZero() {
		if l.Radius <= 0 {
			return nil // nothing is known of the area
		}
		region = geo.Region{Kind: geo.Disc, Centre: l.Point, Outer: l.Radius}
	}
	area, err := geodesic.Outline(region, outlineSteps)
	if errors.Is(err, geodesic.ErrNotDrawable) {
		return nil // the detail keeps it; there is nothing to see on a map
	}
	if err != nil {
		return err
	}
	geom, err := wkb.MarshalGeoPackage(area, wkb.WGS84)
	if err != nil {
		return err
	}
	w.regions.add(area.Bound())
	_, err = w.exec(w.st.addRegion, geom, fid, string(ev.ID), i, string(region.Kind), positive(float64(l.Radius)), null(ev.Type),
		null(l.Place.Name), date(ev.When.Start), date(ev.When.End), null(string(ev.Verification)))
	return err
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

// words gathers what the text index holds of an event beside its report.
func words(ev event.Event) string {
	out := []string{ev.Type, ev.Trigger, ev.Control}
	for _, l := range ev.Where {
		out = append(out, l.Place.Name, l.Place.Admin2, l.Place.Admin1)
	}
	for _, a := range ev.Actors {
		out = append(out, a.Name)
	}
	out = append(out, claimants(ev))
	kept := out[:0]
	for _, s := range out {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, "\n")
}

// quote gives the words that an event rests on, at most maxQuote bytes of them.
func quote(r event.Report, ev event.Event) string {
	var parts []string
	for _, e := range ev.Evidence {
		if (e.Report == r.ID || e.Report == "") && e.End > e.Start {
			parts = append(parts, strings.ToValidUTF8(r.Text[e.Start:e.End], "\uFFFD"))
		}
	}
	q := strings.Join(parts, " … ")
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
