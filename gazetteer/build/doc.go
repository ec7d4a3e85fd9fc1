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
// village list that lie at one point are one place with several names. The entry
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
// [Measure] says how often that is right.
package build
