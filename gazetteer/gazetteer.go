// Package gazetteer is sitmap's memory of places: [Place], and the read-only
// [Index] that finds them by name, by identifier and by nearness.
//
// An Index is opened from a mapped file or from bytes in the binary, needs no
// decompression at start and is safe for any number of readers. The package does
// not decide which of several places a text means; gazetteer/resolve does.
package gazetteer

import "github.com/paulmach/orb"

// ID names a place for good: a source prefix and the source's own number
// ("gn:688961" GeoNames, "mm:…" MaxMind, "iso:RU" a country, "adm1:RU.41", "adm2:RU.41.486813", "own:…" an overlay).
type ID string

// Class says what kind of thing a place is.
type Class uint8

// The classes, from large areas to small things.
const (
	ClassUnknown       Class = iota
	ClassCountry             // a state or territory with an ISO 3166-1 code
	ClassAdmin1              // first-order area: oblast, state, governorate
	ClassAdmin2              // second-order area: raion, county, district
	ClassSettlement          // city, town or village; Population tells which where it is known
	ClassNeighbourhood       // part of a settlement
	ClassRegion              // named region without one administration: Donbas, Sahel, a continent
	ClassSea                 // sea, bay, strait, ocean
	ClassRiver               // river, canal, lake, reservoir
	ClassMountain            // peak, range, pass
	ClassIsland              // island or archipelago
	ClassFacility            // airport, station, base, plant
)

// Place is one entry of the gazetteer, copied out of the index.
type Place struct {
	ID          ID
	Name        string    // main name, Latin script
	Point       orb.Point // lon, lat, to 1e-5 degrees
	Class       Class
	Feature     string // GeoNames feature code where the source gives one ("PPLA2"), else ""
	Country     string // ISO 3166-1 alpha-2, "" for seas and regions of several countries
	Admin1      string // code within the country ("41"), "" unknown
	Admin1Name  string // "Kursk", "" unknown
	Admin2      string // code within Admin1, "" unknown
	Admin2Name  string // "Sudzhanskiy Rayon", "" unknown
	Admin1Guess bool   // Admin1 was derived from the nearest towns, no source states it; see gazetteer/build
	Admin2Guess bool   // Admin2 was derived from the nearest seat, no source states it; see gazetteer/build
	Population  int64  // -1 unknown
	Approximate bool   // the point is a mean of members or a guess, not a surveyed centre; an area's population is then that of its known towns
	Source      string // short name of the source, a key of Info.Sources
}

// NameKind says what the name that matched is to the place. The better kinds come first.
type NameKind uint8

// The kinds of names.
const (
	NamePrimary      NameKind = iota // the main name
	NameAlternate                    // another official or usual name
	NameExonym                       // its name in another language
	NameHistorical                   // a dated name
	NameAbbreviation                 // "U.S.", "Calif."
	NameDemonym                      // "Ukrainian", "Kyivan"
)

// MatchKind says how a query met a name. The better kinds come first.
type MatchKind uint8

// The ways to match.
const (
	MatchExact     MatchKind = iota // equal after folding case, marks and punctuation
	MatchScript                     // equal after transliteration from another script
	MatchInflected                  // equal after taking off a case ending
	MatchSkeleton                   // equal in the lossy skeleton key (see gazetteer/names)
	MatchPrefix                     // the query begins the name
	MatchFuzzy                      // within a small edit distance
)

// Role says what a mention does in its report.
type Role string

// The roles of a mention; see the contract's extract output.
const (
	RoleEvent    Role = "event"    // something happened there
	RoleContext  Role = "context"  // named otherwise: parent area, destination, comparison
	RoleDateline Role = "dateline" // where the report was written
	RoleMetonym  Role = "metonym"  // stands for a government or an army ("Kyiv said")
	RoleDemonym  Role = "demonym"  // a nationality word ("Ukrainian"); not a place, kept as a hint
)

// Mention is a span of a report that names a place.
type Mention struct {
	Start, End int // byte offsets into the report's text, half open
	Text       string
	Role       Role // "" not decided yet
}
