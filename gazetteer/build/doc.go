// Package build makes gazetteer files from source data: [Default] the index that
// sitmap carries in its binary and the world index, from packages of the public
// registries; [FromGeoNames] an index from a user's own GeoNames dump.
//
// Both read into gazetteer entries, unite what the sources say about one place,
// and hand the entries to gazetteer.Encode. The same inputs give the same bytes.
//
// # One place, one entry
//
// Two rows are one place when they lie in one country, close together, and share
// a name, equal after folding (8 km) or in the skeleton key (4 km); rows of the
// village list that lie at one point are one place with several names, and so are
// those of one name within 2 km or of one sound within 1 km. The entry
// keeps the number of the source that has numbers, and all names.
//
// # What is derived
//
// No source of the registries gives areas a point, or villages their areas as
// GeoNames codes them. Both are derived from members and marked: an area's point
// is the mean of the 0.1-degree cells its members lie in (Approximate); a
// village's first-order code follows from its own old code, by a vote of the
// towns nearest to all villages with that code, and where the vote is split from
// its own nearest towns (Admin1Guess); its second-order area is that of the
// nearest seat, where that seat is clearly nearer than the next (Admin2Guess).
//
// [Measure] and [MeasureRegions] test that on the towns whose codes a source
// states, each left out in turn (sources of November 2026). First-order code from
// the vote on the village's own code: given to 80.2 % of 15,310 villages that are
// towns of the other lists too, right in 99.0 % of them; from the three nearest
// towns: given to 89.4 % of 230,004 towns, right in 99.1 %. Second-order code by
// the rule for villages: given to 88.6 % of 184,335 towns, right in 94.1 % (Ukraine
// 94.6 % of 4,523, right in 96.7 %; Russia, where sources state few codes, 77.7 % of
// 224, right in 77.6 %). From the nearest seat alone: given to 61.3 %, right in
// 75.8 %. So a second-order guess in Russia or Belarus is a hint, not a fact.
//
// # Renamed places and rivers
//
// A table of renamed settlements is applied where it is clear which place a row
// means ([Renames] counts the rest). Rivers of the tables have a course through
// towns ([gazetteer.Index.Course]); [Default] fails on a town that is not found or
// may be two.
package build
