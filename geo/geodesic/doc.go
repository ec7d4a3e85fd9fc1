// Package geodesic measures on the WGS 84 ellipsoid: [Inverse] and [Distance]
// between points, [Direct] to the point at a bearing and a distance, distance to
// lines and areas, and whether a point lies in a [geo.Region] ([Contains]) and
// what its outline is ([Outline]).
//
// Points are lon, lat in degrees. Distances and bearings follow C. F. F. Karney,
// Algorithms for geodesics, J. Geodesy 87 (2013), 43-55, with the series to the
// sixth order: they agree with GeographicLib within 0.1 mm and, for points more
// than a metre apart, 1e-8 degrees, for all pairs of points, antipodal ones
// included. The tests compare them with GeographicLib's own tool and with PROJ.
//
// Two kinds of straight line occur. Between two points given to Inverse the line
// is the geodesic. The edges of lines and areas are straight in longitude and
// latitude, as RFC 7946 has it; an edge along a parallel stays on the parallel.
// An edge goes the short way round: 179 to -179 is two degrees long.
//
// Nothing here knows heights: all points lie on the ellipsoid. A point that is
// not finite or whose latitude is beyond ±90 gives NaN.
package geodesic
