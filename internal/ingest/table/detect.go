package table

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"sitmap/internal/ingest"
)

// variants are the names that columns of a role go by, folded by [folded]: English,
// Ukrainian and Russian, and those of ACLED, UCDP, VIINA and GDELT. The groups stand
// in the order of preference; two columns of one group are a question, not an answer.
var variants = map[Role][]string{ //nolint:gochecknoglobals // table, never written
	ID:         {"eventidcnty eventid globaleventid eventid1pd", "id uid код номер"},
	Date:       {"eventdate datestart startdate dateofevent incidentdate eventday sqldate date day дата датаподії датасобытия датаинцидента датаінциденту датаначала датапочатку день"},
	DateEnd:    {"dateend enddate eventdateend датаокончания датазавершення датакінця датаконца"},
	TimePrec:   {"timeprecision dateprec dateprecision"},
	Coords:     {"coordinates coords coordinate latlon latlong latlng gps geolocation wkt geometry geomwkt point координати координаты геолокация геолокація"},
	Lat:        {"latitude lat actiongeolat широта ycoord", "y"},
	Lon:        {"longitude lon lng long actiongeolong довгота долгота xcoord", "x"},
	PlaceName:  {"location place placename settlement city town village locality wherecoordinates asciiname actiongeofullname місце населенийпункт населенныйпункт місто город село місцерозташування місцевість место локация локація нп нацпункт нп населпункт"},
	Country:    {"country countryname iso2 countrycode actiongeocountrycode країна страна", "iso iso3"},
	Admin1:     {"admin1 adm1 admin1name adm1name oblast region province state governorate область регіон регион провинция"},
	Admin2:     {"admin2 adm2 admin2name adm2name district raion rayon county район"},
	GeoPrec:    {"geoprecision"},
	WherePrec:  {"whereprec"},
	RadiusKm:   {"radiuskm radius radiusinkm радіускм радиускм"},
	Type:       {"subeventtype", "eventtype type eventcategory category incidenttype typeofevent тип типподії типсобытия категорія категория вид"},
	Actor1:     {"actor1 sidea actor1name сторона1 сторонаа perpetrator attacker"},
	Assoc1:     {"assocactor1"},
	Actor2:     {"actor2 sideb actor2name сторона2 сторонаб"},
	Assoc2:     {"assocactor2"},
	Killed:     {"fatalities best killed deaths dead numkilled загиблі загинуло вбито убито погибшие погибло погибших загиблих"},
	KilledLow:  {"low killedmin killedlow deathslow fatalitiesmin"},
	KilledHigh: {"high killedmax killedhigh deathshigh fatalitiesmax"},
	Wounded:    {"wounded injured injuries поранено поранені ранено раненые раненых поранених"},
	Missing:    {"missing missingpersons зниклібезвісти пропавшиебезвести"},
	Captured:   {"captured prisoners полонені пленные"},
	Source:     {"source sources sourceoffice sourcename sourceurl sourceurls sourcesmatching outlet джерело джерела источник источники посилання ссылка url link"},
	Text:       {"notes description headline text summary title representativetext sourceheadline sourcearticle comment comments details опис описание текст заголовок примітки примечания коментар комментарий подія событие"},
}

// notEvents are columns of dates that are not the event's: they are named in the
// question that is asked when there is no better one, never used in silence.
var notEvents = strings.Fields("timestamp published publicationdate pubdate sourcedate created createdat updated updatedat dateadded retrieved датапублікації датапубликации") //nolint:gochecknoglobals // table, never written

// folded is a column's name without capitals, blanks and signs.
func folded(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Detect finds out which column is what, from the header and a sample of rows.
// Rows that bring a geometry of their own are located. The error wraps [ingest.ErrRefused] and asks for a mapping: when no column, or more
// than one, may be the date or the place, or when the order of day and month cannot be told.
func Detect(name string, names []string, sample [][]string, located bool) (Mapping, error) {
	if m, ok := known(names); ok {
		m.Ignored = m.rest(names)
		return m, detector{name: name, names: names, sample: sample, m: &m}.order()
	}
	m := Mapping{Kind: KindTable, Columns: map[Role]Names{}}
	fold := make([]string, len(names))
	for i, n := range names {
		fold[i] = folded(n)
	}
	for _, role := range roles {
		cols, err := byName(names, fold, role)
		if err != nil {
			return m, ask(name, err.Error())
		}
		if len(cols) > 0 {
			m.Columns[role] = cols
		}
	}
	d := detector{name: name, names: names, fold: fold, sample: sample, located: located, m: &m}
	if err := d.date(); err != nil {
		return m, err
	}
	if err := d.place(); err != nil {
		return m, err
	}
	m.Ignored = m.rest(names)
	return m, d.order()
}

// byName gives the columns of a role: those of its first group that the header has.
func byName(names, fold []string, role Role) (Names, error) {
	for _, group := range variants[role] {
		var cols Names
		for _, v := range strings.Fields(group) {
			for i, f := range fold {
				if f == v && !slices.Contains(cols, names[i]) {
					cols = append(cols, names[i])
				} else if f == v && (role == Date || role == Lat || role == Lon) {
					return nil, fmt.Errorf("two columns are called %s", names[i])
				}
			}
		}
		switch {
		case len(cols) == 0:
			continue
		case len(cols) == 1 || slices.Contains(several, role):
			return unique(cols, names), nil
		case role == Date || role == Lat || role == Lon || role == Coords:
			return nil, fmt.Errorf("the columns %s may each be the %s", strings.Join(cols, " and "), role)
		}
		return nil, nil // an optional field that is not clear stays unmapped, and is listed as such
	}
	return nil, nil
}

// unique leaves out names that the header has twice: they cannot be told apart.
func unique(cols Names, names []string) Names {
	return slices.DeleteFunc(cols, func(c string) bool {
		n := 0
		for _, o := range names {
			if o == c {
				n++
			}
		}
		return n > 1
	})
}

// rest are the columns without a role.
func (m Mapping) rest(names []string) []string {
	used := map[string]bool{}
	for _, cols := range m.Columns {
		for _, c := range cols {
			used[c] = true
		}
	}
	var out []string
	for _, n := range names {
		if !used[n] {
			out = append(out, n)
		}
	}
	return out
}

// detector decides what the names of columns leave open.
type detector struct {
	name        string
	names, fold []string
	sample      [][]string
	located     bool
	m           *Mapping
}

func ask(name, what string) error {
	return fmt.Errorf("%w %s: %s; say which in a mapping: write one with `sitmap ingest --print-mapping FILE`, mend it, and give it with --mapping", ingest.ErrRefused, name, what)
}

// date finds the column of dates by its values when no name gives it.
func (d detector) date() error {
	if len(d.m.Columns[Date]) > 0 {
		return nil
	}
	var found, other Names
	for i, n := range d.names {
		switch {
		case d.share(i, func(v string) bool { return looksLikeDate(v) }) < 0.9:
		case slices.Contains(notEvents, d.fold[i]):
			other = append(other, n)
		default:
			found = append(found, n)
		}
	}
	switch {
	case len(found) == 1:
		d.m.Columns[Date] = found
		return nil
	case len(found) > 1:
		return ask(d.name, "the columns "+strings.Join(found, " and ")+" hold dates, and none is called the event's date")
	case len(other) > 0:
		return ask(d.name, "no column is the event's date ("+strings.Join(other, ", ")+" is when something was published or written)")
	}
	return ask(d.name, "no column holds the event's date (the columns are "+strings.Join(d.names, ", ")+")")
}

// place checks that there is a place, and finds coordinates by their values.
func (d detector) place() error {
	c := d.m.Columns
	switch {
	case (len(c[Lat]) > 0) != (len(c[Lon]) > 0):
		return ask(d.name, "it has a column of latitude or longitude without the other")
	case len(c[Lat]) > 0:
		delete(c, Coords)
		return nil
	case len(c[Coords]) > 0:
		return nil
	}
	var pairs Names
	for i, n := range d.names {
		if !d.taken(n) && d.share(i, isPair) >= 0.9 {
			pairs = append(pairs, n)
		}
	}
	switch {
	case len(pairs) == 1:
		c[Coords] = pairs
		return nil
	case len(pairs) > 1:
		return ask(d.name, "the columns "+strings.Join(pairs, " and ")+" hold coordinates")
	case len(c[PlaceName]) > 0 || d.located:
		return nil
	}
	return ask(d.name, "no column holds coordinates or the name of a place (the columns are "+strings.Join(d.names, ", ")+")")
}

// taken reports whether a column has a role already.
func (d detector) taken(name string) bool {
	for _, cols := range d.m.Columns {
		if slices.Contains(cols, name) {
			return true
		}
	}
	return false
}

// order decides day before month or after it from the values of the date columns.
func (d detector) order() error {
	first, second, open := false, false, ""
	for _, role := range []Role{Date, DateEnd} {
		for _, n := range d.m.Columns[role] {
			i := slices.Index(d.names, n)
			for _, row := range d.sample {
				if i >= len(row) {
					continue
				}
				a, b, ok := dayMonth(row[i])
				switch {
				case !ok:
				case a > 12 && b <= 12:
					first = true
				case b > 12 && a <= 12:
					second = true
				case a != b && open == "":
					open = row[i]
				}
			}
		}
	}
	switch {
	case first && second:
		return ask(d.name, "some dates have the day first and some the month, so that others may be either; the date_order")
	case first:
		d.m.DateOrder = DMY
	case second:
		d.m.DateOrder = MDY
	case open != "":
		return ask(d.name, fmt.Sprintf("it is not known whether the day or the month comes first in dates such as %s: date_order is dmy or mdy", open))
	}
	return nil
}

// share is how many of the filled cells of a column are as fits says; 0 for an empty one.
func (d detector) share(col int, fits func(string) bool) float64 {
	n, good := 0, 0
	for _, row := range d.sample {
		if col < len(row) && !isNull(row[col]) {
			n++
			if fits(row[col]) {
				good++
			}
		}
	}
	if n == 0 {
		return 0
	}
	return float64(good) / float64(n)
}
