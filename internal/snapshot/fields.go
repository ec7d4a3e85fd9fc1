package snapshot

import (
	"fmt"
	"strings"
)

// Fields says which properties the features of an events tile carry.
type Fields uint32

// The properties of an event place. A value that is not known is left out of
// the feature.
const (
	FieldID           Fields = 1 << iota // event ID
	FieldPlace                           // number of the place in the event, from 0
	FieldType                            // event type
	FieldDateStart                       // YYYY-MM-DD
	FieldDateEnd                         // YYYY-MM-DD
	FieldName                            // place name
	FieldCountry                         // ISO 3166-1 alpha-2
	FieldRadius                          // metres
	FieldVerification                    // state of verification
	FieldKilled                          // the fewest that the report gives
	FieldKilledMax                       // the most
	FieldSource                          // outlet
	FieldActors                          // names, joined by "; "
	FieldPrecision                       // ACLED geo_precision, 1 to 3
	FieldQuote                           // the words that the place rests on; long, so never unless it is asked for: see Snapshot.PrepareQuotes
)

// What comes from one column.
const (
	kindFields  = FieldType | FieldVerification | FieldKilled | FieldKilledMax
	whenFields  = FieldDateStart | FieldDateEnd
	whereFields = FieldName | FieldCountry | FieldPrecision
	fieldCount  = 15
)

// DefaultFields is what a tile carries unless it is asked for something else.
const DefaultFields = FieldID | FieldPlace | FieldType | FieldDateStart | FieldDateEnd | FieldName | FieldCountry |
	FieldRadius | FieldVerification | FieldKilled | FieldKilledMax

// FieldNames lists the properties that can be asked for, in their fixed order.
func FieldNames() []string {
	return []string{
		"id", "place", "type", "date_start", "date_end", "name", "country", "radius_m", "verification",
		"killed", "killed_max", "source", "actors", "precision", "quote",
	}
}

// ParseFields reads a comma separated list of property names; "" is the default.
func ParseFields(list string) (Fields, error) {
	if list == "" {
		return DefaultFields, nil
	}
	var f Fields
	for _, want := range strings.Split(list, ",") {
		bit := Fields(0)
		for i, name := range FieldNames() {
			if name == strings.TrimSpace(want) {
				bit = 1 << i
			}
		}
		if bit == 0 {
			return 0, fmt.Errorf("no property %q; there are %s", want, strings.Join(FieldNames(), ", "))
		}
		f |= bit
	}
	return f, nil
}
