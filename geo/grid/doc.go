// Package grid turns longitude and latitude into metres on a map grid and back:
// [ToUTM] and [UTM.Point], [MGRS] and [ParseMGRS] (also called USNG), [ToSK42] and
// [SK42.Point], [WebMercator] and [FromWebMercator]. [TM] is the projection below the
// first three.
//
// Points are longitude, latitude in degrees on WGS 84. Errors are plain sentences.
// The transverse Mercator is Krüger's series to the sixth order in the third
// flattening, with the coefficients of Karney (2011), "Transverse Mercator with an
// accuracy of a few nanometers", Journal of Geodesy 85, equations 35 and 36: exact to
// nanometres within a zone, and to a millimetre up to 40 degrees from the meridian.
//
// Out of scope: the polar grid UPS, beyond 80° S and 84° N, which is refused with a
// sentence; SK-63, whose parameters differ by district; grids of single countries.
package grid
