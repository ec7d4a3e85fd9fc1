package table

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Role is what a column says of an event.
type Role string

// The roles of columns. Columns without a role stay in the report's text.
const (
	ID         Role = "id"
	Date       Role = "date"     // the day, or an interval
	DateEnd    Role = "date_end" // the last day
	TimePrec   Role = "time_precision"
	Coords     Role = "coordinates" // latitude and longitude in one cell, in any notation
	Lat        Role = "lat"
	Lon        Role = "lon"
	PlaceName  Role = "place"
	Country    Role = "country"
	Admin1     Role = "admin1"
	Admin2     Role = "admin2"
	GeoPrec    Role = "geo_precision" // ACLED's code, 1 to 3
	WherePrec  Role = "where_prec"    // UCDP's code, 1 to 7
	RadiusKm   Role = "radius_km"
	Type       Role = "type"
	Actor1     Role = "actor1"
	Assoc1     Role = "assoc_actor_1"
	Actor2     Role = "actor2"
	Assoc2     Role = "assoc_actor_2"
	Killed     Role = "killed"
	KilledLow  Role = "killed_low"
	KilledHigh Role = "killed_high"
	Wounded    Role = "wounded"
	Missing    Role = "missing"
	Captured   Role = "captured"
	Source     Role = "source"
	Text       Role = "text" // the words a person reads
)

// roles is every role, in the order in which they are shown.
var roles = []Role{ //nolint:gochecknoglobals // table, never written
	ID, Date, DateEnd, TimePrec, Coords, Lat, Lon, PlaceName, Country, Admin1, Admin2, GeoPrec, WherePrec, RadiusKm, Type,
	Actor1, Assoc1, Actor2, Assoc2, Killed, KilledLow, KilledHigh, Wounded, Missing, Captured, Source, Text,
}

// several are the roles that may name more than one column: the first that is not empty counts.
var several = []Role{PlaceName, Type, Text, Source, Country} //nolint:gochecknoglobals // table, never written

// The kinds of table that sitmap knows by their columns.
const (
	KindUCDP  = "ucdp"
	KindACLED = "acled"
	KindTable = "table"
)

// The orders of the numbers in a date.
const (
	DMY   = "dmy"
	MDY   = "mdy"
	YMD   = "ymd"
	Excel = "excel" // days since 1899-12-30, as spreadsheets count
)

// Mapping says which column of a table is what. Its JSON is the mapping file.
type Mapping struct {
	Kind      string            `json:"kind,omitempty"`       // ucdp, acled or table; decides what codes mean
	Columns   map[Role]Names    `json:"columns"`              // role to column names as the header writes them
	DateOrder string            `json:"date_order,omitempty"` // dmy, mdy, ymd or excel; "" when no value needs it
	Earliest  int               `json:"earliest,omitempty"`   // years before it are taken for errors; 0 is 1900
	Lang      string            `json:"lang,omitempty"`       // of place names, ISO 639-1
	Country   string            `json:"country,omitempty"`    // of all rows, where no column says it: ISO 3166-1 alpha-2
	Types     map[string]string `json:"types,omitempty"`      // what the table writes, to the type it is
	Ignored   []string          `json:"not_mapped,omitempty"` // columns without a role, for the reader of the file
}

// Names is one column name or several; its JSON is a string or a list.
type Names []string

// MarshalJSON writes one name as a string.
func (n Names) MarshalJSON() ([]byte, error) {
	if len(n) == 1 {
		return json.Marshal(n[0])
	}
	return json.Marshal([]string(n))
}

// UnmarshalJSON reads what MarshalJSON writes.
func (n *Names) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*n = Names{one}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(n))
}

// ReadMapping reads a mapping file and checks what can be checked without its table.
func ReadMapping(r io.Reader) (Mapping, error) {
	var m Mapping
	dec := json.NewDecoder(io.LimitReader(r, 1<<20))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&m); err != nil {
		return m, fmt.Errorf("the mapping is not as `sitmap ingest --print-mapping` writes it: %w", err)
	}
	for role, names := range m.Columns {
		switch {
		case !slices.Contains(roles, role):
			return m, fmt.Errorf("the mapping has the role %q; the roles are %s", role, listed(roles))
		case len(names) == 0:
			return m, fmt.Errorf("the mapping names no column for %s; leave the role out", role)
		case len(names) > 1 && !slices.Contains(several, role):
			return m, fmt.Errorf("the mapping names %d columns for %s; name one", len(names), role)
		}
	}
	if !slices.Contains([]string{"", KindTable, KindUCDP, KindACLED}, m.Kind) {
		return m, fmt.Errorf("the mapping has the kind %q; it is table, ucdp or acled", m.Kind)
	}
	if !slices.Contains([]string{"", DMY, MDY, YMD, Excel}, m.DateOrder) {
		return m, fmt.Errorf("the mapping has the date_order %q; it is dmy, mdy, ymd or excel", m.DateOrder)
	}
	return m, nil
}

// JSON writes the mapping as a file that [ReadMapping] reads.
func (m Mapping) JSON() []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	enc.Encode(m) //nolint:errcheck,errchkjson // strings only
	return b.Bytes()
}

// String is the mapping in one line, such as date=event_date, lat=latitude.
func (m Mapping) String() string {
	var parts []string
	for _, r := range roles {
		if n := m.Columns[r]; len(n) > 0 {
			parts = append(parts, string(r)+"="+strings.Join(n, "|"))
		}
	}
	return strings.Join(parts, ", ")
}

func listed[S ~string](of []S) string {
	out := make([]string, len(of))
	for i, s := range of {
		out[i] = string(s)
	}
	return strings.Join(out, ", ")
}

// columns are the numbers of the columns of each role.
type columns map[Role][]int

// bind finds the mapping's columns in a header. A name that the header has not, or
// has twice, is an error.
func (m Mapping) bind(names []string) (columns, error) {
	out := columns{}
	for role, wanted := range m.Columns {
		for _, w := range wanted {
			var at []int
			for i, n := range names {
				if strings.TrimSpace(n) == strings.TrimSpace(w) {
					at = append(at, i)
				}
			}
			switch len(at) {
			case 0:
				return nil, fmt.Errorf("the mapping's column %q for %s is not in the table, which has %s", w, role, strings.Join(names, ", "))
			case 1:
				out[role] = append(out[role], at[0])
			default:
				return nil, fmt.Errorf("the table has %d columns called %q, so it is not known which is %s; rename one", len(at), w, role)
			}
		}
	}
	return out, nil
}
