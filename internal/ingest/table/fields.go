package table

import (
	"strconv"
	"strings"
	"time"

	"sitmap/internal/event"
	"sitmap/internal/ingest"
)

// ownColumns are those of the csv format that are sitmap's.
var ownColumns = []string{ //nolint:gochecknoglobals // table, never written
	"id", "revision", "type", "trigger", "date_start", "date_end", "date_precision", "date_basis", "date_text",
	"place", "lat", "lon", "radius_m", "relation", "place_id", "country", "admin1", "admin2", "geo_precision", "where_prec", "place_probability", "caution", "other_places",
	"actor1", "actor2", "other_actors", "killed_min", "killed_max", "wounded_min", "wounded_max", "missing_min", "missing_max",
	"captured_min", "captured_max", "killed_or_wounded_min", "killed_or_wounded_max", "claimants", "verification", "control", "review",
	"outlet", "url", "title", "published", "text", "method",
}

func discard(ingest.Item) error { return nil }

// cellsOf gives an event's cells by column; what is unknown is not in it or empty.
func cellsOf(f Export, ev event.Event, rep event.Report) map[string]string {
	switch f {
	case UCDPTable:
		return ucdpCells(ev, rep)
	case ACLEDTable:
		return acledCells(ev, rep)
	}
	return ownCells(ev, rep)
}

func ownCells(ev event.Event, rep event.Report) map[string]string {
	c := map[string]string{
		"id": string(ev.ID), "revision": strconv.Itoa(ev.Revision), "type": ev.Type, "trigger": ev.Trigger,
		"date_start": ev.When.Start.String(), "date_end": ev.When.End.String(), "date_precision": string(ev.When.Precision),
		"date_basis": string(ev.When.Basis), "date_text": ev.When.Text, "actor1": actor(ev, "actor1"), "actor2": actor(ev, "actor2"),
		"other_actors": otherActors(ev), "claimants": claimants(ev), "verification": string(ev.Verification), "control": ev.Control,
		"review": string(ev.Review), "outlet": rep.Outlet, "url": rep.URL, "title": rep.Title, "text": quote(ev, rep), "method": ev.Method,
	}
	if !rep.Published.IsZero() {
		c["published"] = rep.Published.Format(time.RFC3339)
	}
	for name, n := range map[string]*event.Count{
		"killed": ev.Casualties.Killed, "wounded": ev.Casualties.Wounded, "missing": ev.Casualties.Missing,
		"captured": ev.Casualties.Captured, "killed_or_wounded": ev.Casualties.KilledOrWounded,
	} {
		if n != nil {
			c[name+"_min"], c[name+"_max"] = number(n.Min), number(n.Max)
		}
	}
	for i, l := range ev.Where {
		if i > 0 {
			if i > 1 {
				c["other_places"] += "; "
			}
			c["other_places"] += l.Place.Name + " (" + degrees(l.Point[1]) + " " + degrees(l.Point[0]) + ")"
			continue
		}
		c["place"], c["lat"], c["lon"] = l.Place.Name, degrees(l.Point[1]), degrees(l.Point[0])
		c["radius_m"], c["relation"] = strconv.FormatFloat(float64(l.Radius), 'f', 0, 64), string(l.Relation.Kind)
		c["place_id"], c["country"], c["admin1"], c["admin2"] = l.Place.ID, l.Place.Country, l.Place.Admin1, l.Place.Admin2
		c["geo_precision"], c["where_prec"] = code(l.GeoPrecision), code(l.WherePrec)
		c["place_probability"], c["caution"] = strconv.FormatFloat(l.Probability, 'g', 4, 64), l.Caution
	}
	return c
}

// ucdpCells gives what UCDP GED can say of an event.
func ucdpCells(ev event.Event, rep event.Report) map[string]string {
	c := map[string]string{
		"id": string(ev.ID), "date_start": ev.When.Start.String(), "date_end": ev.When.End.String(), "date_prec": datePrec(ev.When),
		"side_a": actor(ev, "actor1"), "side_b": actor(ev, "actor2"), "type_of_violence": violenceOf(ev.Type),
		"source_office": rep.Outlet, "source_headline": rep.Title, "source_original": claimants(ev), "source_article": quote(ev, rep),
	}
	if !ev.When.Start.IsZero() {
		c["year"] = strconv.Itoa(ev.When.Start.Year)
	}
	if !rep.Published.IsZero() {
		c["source_date"] = rep.Published.Format(time.DateOnly)
	}
	if k := ev.Casualties.Killed; k != nil {
		c["low"], c["high"] = number(k.Min), number(k.Max)
		c["best"] = best(k)
	}
	if len(ev.Where) > 0 {
		l := ev.Where[0]
		lat, lon := degrees(l.Point[1]), degrees(l.Point[0])
		c["latitude"], c["longitude"], c["geom_wkt"] = lat, lon, "POINT ("+lon+" "+lat+")"
		c["where_coordinates"], c["where_prec"], c["where_description"] = l.Place.Name, code(l.WherePrec), l.Relation.Text
		c["adm_1"], c["adm_2"], c["country"] = l.Place.Admin1, l.Place.Admin2, countryName(l.Place.Country)
	}
	return c
}

// acledCells gives what an ACLED export can say of an event.
func acledCells(ev event.Event, rep event.Report) map[string]string {
	c := map[string]string{
		"event_id_cnty": string(ev.ID), "event_date": ev.When.Start.String(), "time_precision": timePrec(ev.When),
		"event_type": event.ACLEDType(ev.Type), "sub_event_type": ev.Type, "actor1": actor(ev, "actor1"), "actor2": actor(ev, "actor2"),
		"assoc_actor_1": actor(ev, "assoc_actor_1"), "assoc_actor_2": actor(ev, "assoc_actor_2"), "source": rep.Outlet, "notes": quote(ev, rep),
	}
	if !ev.When.Start.IsZero() {
		c["year"] = strconv.Itoa(ev.When.Start.Year)
	}
	if k := ev.Casualties.Killed; k != nil {
		c["fatalities"] = best(k)
	}
	if len(ev.Where) > 0 {
		l := ev.Where[0]
		c["latitude"], c["longitude"], c["location"], c["geo_precision"] = degrees(l.Point[1]), degrees(l.Point[0]), l.Place.Name, code(l.GeoPrecision)
		c["admin1"], c["admin2"], c["country"] = l.Place.Admin1, l.Place.Admin2, countryName(l.Place.Country)
	}
	return c
}

// degrees writes a coordinate as short as it reads back the same.
func degrees(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func code(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func number(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// best is the number that a table's words give, else the one that both bounds give;
// "" when only bounds are known.
func best(c *event.Count) string {
	if n, err := whole(c.Text); err == nil && (c.Min == nil || *n >= *c.Min) && (c.Max == nil || *n <= *c.Max) {
		return strconv.Itoa(*n)
	}
	if c.Min != nil && c.Max != nil && *c.Min == *c.Max {
		return strconv.Itoa(*c.Min)
	}
	return ""
}

// actor joins the names with a role.
func actor(ev event.Event, role string) string {
	var names []string
	for _, a := range ev.Actors {
		if a.Role == role {
			names = append(names, a.Name)
		}
	}
	return strings.Join(names, "; ")
}

func otherActors(ev event.Event) string {
	var names []string
	for _, a := range ev.Actors {
		if a.Role != "actor1" && a.Role != "actor2" {
			names = append(names, a.Name+" ("+a.Role+")")
		}
	}
	return strings.Join(names, "; ")
}

func claimants(ev event.Event) string {
	var names []string
	for _, a := range ev.Claims {
		if a.Claimant != "" {
			names = append(names, a.Claimant)
		}
	}
	return strings.Join(names, "; ")
}

// quote gives the words of the event's first evidence.
func quote(ev event.Event, rep event.Report) string {
	if len(ev.Evidence) == 0 {
		return ""
	}
	s := ev.Evidence[0].Span
	if s.Start < 0 || s.End < s.Start || s.End > len(rep.Text) {
		return ""
	}
	return rep.Text[s.Start:s.End]
}
