package table

import "slices"

// UCDPColumns are those of the Georeferenced Event Dataset since version 20 (49 of them).
var UCDPColumns = []string{ //nolint:gochecknoglobals // table, never written
	"id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id", "conflict_name",
	"dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
	"number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec",
	"where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id",
	"region", "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown",
	"best", "high", "low", "gwnoa", "gwnob",
}

// ACLEDColumns are those of exports since March 2023.
var ACLEDColumns = []string{ //nolint:gochecknoglobals // table, never written
	"event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1", "assoc_actor_1", "inter1",
	"actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
	"location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
}

// known gives the mapping of the tables that sitmap knows by their columns; the
// order of the columns does not matter, and further ones stay without a role.
func known(names []string) (Mapping, bool) {
	has := func(all ...string) bool {
		for _, n := range all {
			if !slices.Contains(names, n) {
				return false
			}
		}
		return true
	}
	switch {
	case has("type_of_violence", "where_prec", "date_prec", "date_start", "date_end", "latitude", "longitude", "best", "high", "low"):
		return present(Mapping{Kind: KindUCDP, Columns: map[Role]Names{
			ID: {"id"}, Date: {"date_start"}, DateEnd: {"date_end"}, TimePrec: {"date_prec"}, Lat: {"latitude"}, Lon: {"longitude"},
			PlaceName: {"where_coordinates"}, Country: {"country"}, Admin1: {"adm_1"}, Admin2: {"adm_2"}, WherePrec: {"where_prec"},
			Type: {"type_of_violence"}, Actor1: {"side_a"}, Actor2: {"side_b"}, Killed: {"best"}, KilledLow: {"low"}, KilledHigh: {"high"},
			Source: {"source_original", "source_office"}, Text: {"source_headline", "source_article", "where_description"},
		}}, names), true
	case has("event_id_cnty", "event_date", "event_type", "sub_event_type", "latitude", "longitude", "fatalities"):
		return present(Mapping{Kind: KindACLED, Columns: map[Role]Names{
			ID: {"event_id_cnty"}, Date: {"event_date"}, TimePrec: {"time_precision"}, Lat: {"latitude"}, Lon: {"longitude"},
			PlaceName: {"location"}, Country: {"iso", "country"}, Admin1: {"admin1"}, Admin2: {"admin2"}, GeoPrec: {"geo_precision"},
			Type: {"sub_event_type", "event_type"}, Actor1: {"actor1"}, Assoc1: {"assoc_actor_1"}, Actor2: {"actor2"}, Assoc2: {"assoc_actor_2"},
			Killed: {"fatalities"}, Source: {"source"}, Text: {"notes"},
		}}, names), true
	}
	return Mapping{}, false
}

// present leaves out columns that this edition of the table has not.
func present(m Mapping, names []string) Mapping {
	for role, cols := range m.Columns {
		cols = slices.DeleteFunc(cols, func(c string) bool { return !slices.Contains(names, c) })
		if m.Columns[role] = cols; len(cols) == 0 {
			delete(m.Columns, role)
		}
	}
	return m
}

// outlets names who publishes the known tables.
var outlets = map[string]string{KindUCDP: "UCDP", KindACLED: "ACLED"} //nolint:gochecknoglobals // table, never written

// violence gives sitmap's type for UCDP's type of violence, which says who fights and not how:
// state-based and non-state conflict are clashes, one-sided violence is an attack on civilians.
var violence = map[string]string{"1": "Armed clash", "2": "Armed clash", "3": "Attack"} //nolint:gochecknoglobals // table, never written
