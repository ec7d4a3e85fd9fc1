// Package basemap draws the ground under the events without any outside service:
// [Basemap.Tile] gives vector tiles made from data in the program and from the
// gazetteer.
//
// Layers: land (areas), water (lakes, reservoirs and wide rivers from zoom 3,
// km2), admin1 (lines between first-order areas from zoom 4: country, admin_level
// 4), borders (lines: countries, disputed, water, admin_level 2) and places (points:
// name, class country | admin1 | settlement, population where it is known, rank,
// capital).
//
// Land and borders come from gazetteer/regions, in its worldview: disputed lines
// are flagged, Crimea is not cut off in the default view; water marks the pieces in
// wide lakes. Up to zoom 5 coarse copies are drawn (8 km and 2.5 km), from zoom 6
// the data of the answers themselves: the Russia-Ukraine line to 10 m, other borders
// to 100 m, coasts to 500 m, water to 300 m. Rivers narrower than some 250 m, roads
// and buildings are not there.
//
// First-order borders are Natural Earth's of about 2013, for drawing only: they lie
// 1 to 5 km off in places, do not meet the borders of countries exactly, and lack
// later reforms. Countries with small areas show them at deeper zooms.
//
// Labels: a grid over every zoom lets one place a cell through, the one with the
// highest rank, so a label that appears stays when the map is zoomed in, and
// villages come at zoom 9 and 10.
package basemap
