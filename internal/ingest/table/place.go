package table

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/internal/event"
)

// where gives the row's place: its geometry, its coordinates, or its name resolved.
func (l *line) where() (event.Location, bool) {
	loc := event.Location{
		Relation: event.Relation{Kind: event.At}, Method: "import/" + l.m.Kind, Probability: 1,
		Place: event.PlaceSnapshot{Country: l.country(), Admin1: l.value(Admin1), Admin2: l.value(Admin2), Population: -1, P: 1},
	}
	name, col := l.first(PlaceName)
	if loc.Place.Name = name; col >= 0 {
		loc.Mention = l.span(col)
	}
	s, given, ok := l.spot()
	switch {
	case !ok:
		return loc, false
	case !given:
		return l.named(loc)
	}
	loc.Point, loc.Caution = s.point, s.note
	loc.Place.Point = s.point
	if !l.inCountry(&loc) {
		return loc, false
	}
	l.reach(&loc, s.radius)
	loc.Region = geo.Region{Kind: geo.Disc, Centre: loc.Point, Outer: loc.Radius}
	return loc, true
}

// spot gives the coordinates; given is false when the row has none, ok when they are bad.
func (l *line) spot() (s spot, given, ok bool) {
	if g := l.row.Geometry; g != nil {
		var some bool
		if s.point, s.radius, some = disc(g); some {
			return s, true, true
		}
	}
	lat, lon, both := l.value(Lat), l.value(Lon), l.value(Coords)
	var err error
	field := l.field(Lat)
	switch {
	case lat != "" && lon != "":
		s, err = pair(lat, lon)
	case lat != "" || lon != "":
		err = fmt.Errorf("the row has a latitude or a longitude without the other")
	case both != "":
		field = l.field(Coords)
		s, err = cell(both)
	default:
		return s, false, true
	}
	if err != nil {
		l.reject(field, err.Error())
		return s, false, false
	}
	return s, true, true
}

// named resolves a row that has only a name.
func (l *line) named(loc event.Location) (event.Location, bool) {
	field := l.field(PlaceName)
	if len(l.cols[PlaceName]) == 0 && len(l.cols[Lat]) > 0 {
		field = l.field(Lat)
	}
	if loc.Place.Name == "" {
		l.reject(field, "the row has no coordinates and no name of a place")
		return loc, false
	}
	if l.o.Resolver == nil {
		l.reject(field, "the row has only the name of a place, and there is no gazetteer to look it up")
		return loc, false
	}
	lang := l.m.Lang
	if lang == "" {
		lang = l.o.Lang
	}
	found, ok := l.o.Resolver.Resolve(PlaceQuery{Name: loc.Place.Name, Country: loc.Place.Country, Admin1: loc.Place.Admin1, Admin2: loc.Place.Admin2, Lang: lang})
	if !ok {
		l.reject(field, fmt.Sprintf("no place called %q is known; give coordinates, or a country and admin column", short(loc.Place.Name)))
		return loc, false
	}
	found.Mention = loc.Mention
	return found, true
}

// inCountry compares coordinates with the country that the row names. Exchanged
// coordinates are rejected with what would mend them; others get a caution.
func (l *line) inCountry(loc *event.Location) bool {
	iso := loc.Place.Country
	if iso == "" || l.o.Within == nil || l.o.Within(iso, loc.Point) {
		return true
	}
	p := loc.Point
	if swapped := (orb.Point{p[1], p[0]}); math.Abs(p[0]) <= 90 && l.o.Within(iso, swapped) {
		l.reject(l.field(Lat), fmt.Sprintf("latitude %v, longitude %v is not in %s, but the other way round it is: they seem to be exchanged; exchange lat and lon in a mapping, or mend the row",
			p[1], p[0], l.value(Country)))
		return false
	}
	loc.Caution = strings.TrimSpace(loc.Caution + " The table names " + l.value(Country) + ", and the coordinates lie outside it.")
	return true
}

// The radii by precision code, in metres. UCDP: 1 the place itself, 2 "within about
// 25 km", 3 district, 4 first-order area, 5 a line or region, 6 country, 7 at sea or in
// the air. ACLED: 1 town, 2 part of a region, 3 region. The areas are those of package
// locate; they are conventions, not surveys.
var (
	whereRadius = [8]geo.Metres{1: 5000, 2: 25_000, 3: 30_000, 4: 130_000, 5: 100_000, 6: 500_000, 7: 500_000} //nolint:gochecknoglobals // table, never written
	geoRadius   = [4]geo.Metres{1: 5000, 2: 25_000, 3: 130_000}                                                //nolint:gochecknoglobals // table, never written
)

// unstated is the radius of coordinates that come without a word on their exactness.
const unstated = 5 * geo.Kilometre

// reach sets radius and precision: those stated in the row, never less than the coordinates' last digit.
func (l *line) reach(loc *event.Location, least geo.Metres) {
	if n, ok := l.code(WherePrec, 7); ok {
		loc.WherePrec, loc.Radius, loc.GeoPrecision = n, whereRadius[n], min(n, 3)
		loc.Place.Class = [8]string{3: "admin2", 4: "admin1", 6: "country"}[n]
	}
	if n, ok := l.code(GeoPrec, 3); ok {
		loc.GeoPrecision, loc.Radius = n, geoRadius[n]
		if loc.WherePrec == 0 {
			loc.WherePrec = [4]int{1: 1, 2: 2, 3: 4}[n]
		}
	}
	if v, col := l.first(RadiusKm); col >= 0 {
		km, err := strconv.ParseFloat(comma(v), 64)
		if err != nil || !(km >= 0 && km <= 20040) {
			l.reject(l.names[col], fmt.Sprintf("%q is not a radius in kilometres; it stays unknown", short(v)))
		} else {
			loc.Radius = geo.Metres(km) * geo.Kilometre
			if l.row.Geometry != nil { // a line or area is as long as it is
				loc.Radius = max(loc.Radius, least)
			}
			return
		}
	}
	if loc.Radius == 0 && l.row.Geometry != nil && least > 0 {
		loc.Radius = least
		return
	}
	if loc.Radius == 0 {
		loc.Radius = unstated
		loc.Caution = strings.TrimSpace(loc.Caution + " The table does not say how exact the coordinates are; 5 km is assumed.")
	}
	loc.Radius = max(loc.Radius, least)
}

// code reads a precision code from 1 to most.
func (l *line) code(r Role, most int) (int, bool) {
	v, col := l.first(r)
	if col < 0 {
		return 0, false
	}
	n, err := whole(v)
	if err != nil || *n < 1 || *n > most {
		l.reject(l.names[col], fmt.Sprintf("%q is not a code from 1 to %d; the precision stays unknown", short(v), most))
		return 0, false
	}
	return *n, true
}

// country gives the ISO code of the row's country; "" unknown.
func (l *line) country() string {
	for _, c := range l.cols[Country] {
		if c < len(l.row.Values) {
			if iso := countryCode(l.row.Values[c]); iso != "" {
				return iso
			}
		}
	}
	return l.m.Country
}
