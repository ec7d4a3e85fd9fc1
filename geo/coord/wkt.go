package coord

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"sitmap/geo"
	"sitmap/geo/grid"
	"sitmap/internal/regex"
)

const wgs84 = 4326

// parseWKT reads POINT (x y …), also with Z, M, ZM and as EWKT with an SRID that [reproject] knows.
func parseWKT(s string) ([]Reading, error) {
	rest, srid := strings.ToUpper(s), wgs84
	if strings.HasPrefix(rest, "SRID=") {
		code, point, _ := strings.Cut(rest[len("SRID="):], ";")
		n, err := strconv.Atoi(strings.TrimSpace(code))
		if err != nil {
			return nil, none(s, "its SRID is not a number")
		}
		srid, rest = n, strings.TrimSpace(point)
	}
	rest, ok := strings.CutPrefix(rest, "POINT")
	rest = strings.TrimSpace(rest)
	for _, dim := range []string{"ZM", "Z", "M"} {
		if r, cut := strings.CutPrefix(rest, dim); cut {
			rest = strings.TrimSpace(r)
			break
		}
	}
	rest, open := strings.CutPrefix(rest, "(")
	rest, closed := strings.CutSuffix(rest, ")")
	num := strings.Fields(rest)
	if !ok || !open || !closed || len(num) < 2 || len(num) > 4 {
		return nil, none(s, "as WKT it would be POINT (longitude latitude)")
	}
	x, nx, ok := plain(num[0])
	y, ny, ok2 := plain(num[1])
	if !ok || !ok2 {
		return nil, none(s, "the point's coordinates are not plain numbers")
	}
	if srid != wgs84 {
		return reproject(s, srid, metres{x, nx}, metres{y, ny})
	}
	out, err := one(value{deg: y, res: tenth(ny)}, value{deg: x, res: tenth(nx)}, "")
	if err != nil {
		return nil, err
	}
	out[0].Notation = WKT
	return out, nil
}

//nolint:gochecknoglobals // compiled patterns, never written
var reGeoJSON = regex.New(`"coordinates"\s*:\s*\[\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*[\],]`)

// parseJSON reads a GeoJSON point, longitude first, or fields such as "lat" and "lon".
func parseJSON(s string, o Options) ([]Reading, error) {
	m := reGeoJSON.FindStringSubmatch(s)
	if m == nil {
		return parseDegrees(strings.ReplaceAll(s, `"`, " "), o)
	}
	x, nx, _ := plain(m[1])
	y, ny, _ := plain(m[2])
	out, err := one(value{deg: y, res: tenth(ny)}, value{deg: x, res: tenth(nx)}, "")
	if err != nil {
		return nil, err
	}
	out[0].Notation = GeoJSON
	return out, nil
}

// parseEPSG reads "EPSG:32636 519452 5181646": a code and two numbers, easting first.
func parseEPSG(s string) ([]Reading, error) {
	f := strings.FieldsFunc(s[len("epsg:"):], func(r rune) bool { return strings.ContainsRune(" ,;\t", r) })
	if len(f) != 3 {
		return nil, none(s, "behind EPSG: there are a code and two numbers, as EPSG:32636 519452 5181646")
	}
	code, err := strconv.Atoi(f[0])
	x, nx, ok := plain(f[1])
	y, ny, ok2 := plain(f[2])
	if err != nil || !ok || !ok2 {
		return nil, none(s, "behind EPSG: there are a code and two numbers, as EPSG:32636 519452 5181646")
	}
	if code == wgs84 {
		return one(value{deg: x, res: tenth(nx)}, value{deg: y, res: tenth(ny)}, "")
	}
	return reproject(s, code, metres{x, nx}, metres{y, ny})
}

// metres is a number of a projected pair, with its digits behind the point.
type metres struct {
	v    float64
	frac int
}

// reproject carries metres of a coordinate system over to WGS 84; x counts to the east.
func reproject(s string, srid int, x, y metres) ([]Reading, error) {
	var r Reading
	var err error
	switch {
	case srid == 3857 || srid == 900913 || srid == 3785 || srid == 102100:
		r, err = mercator(x, y)
	case srid > 32600 && srid <= 32660:
		r, err = utm(grid.UTM{Zone: srid - 32600, Easting: x.v, Northing: y.v}, x, y)
	case srid > 32700 && srid <= 32760:
		r, err = utm(grid.UTM{Zone: srid - 32700, South: true, Easting: x.v, Northing: y.v}, x, y)
	case srid >= 28402 && srid <= 28432:
		zone := srid - 28400
		if (grid.SK42{Y: x.v}).Zone() != zone && (grid.SK42{Y: y.v}).Zone() == zone {
			x, y = y, x // EPSG's own order: north first
		}
		if g := (grid.SK42{Y: x.v}); x.v >= 1e6 && g.Zone() != zone {
			return nil, none(s, fmt.Sprintf("neither number begins with the zone %d of EPSG:%d", zone, srid))
		}
		if x.v < 1e6 {
			x.v += float64(zone) * 1e6
		}
		r, err = sk42(y, x)
	default:
		return nil, none(s, fmt.Sprintf("the system EPSG:%d is not known; 4326, 3857, 326xx, 327xx and 284xx are: convert it first", srid))
	}
	if err != nil {
		return nil, none(s, err.Error())
	}
	return []Reading{r}, nil
}

// halfDigit is the radius of a point whose metres were written with so many digits.
func halfDigit(x, y metres) geo.Metres {
	return geo.Metres(tenth(max(x.frac, y.frac)) / math.Sqrt2)
}

func mercator(x, y metres) (Reading, error) {
	if math.Abs(x.v) <= 180 && math.Abs(y.v) <= 90 && x.v != 0 && y.v != 0 {
		return Reading{}, fmt.Errorf("%v, %v are degrees and not metres of a projection; leave the code of the projection out", x.v, y.v)
	}
	p, ok := grid.FromWebMercator(x.v, y.v)
	if !ok {
		return Reading{}, fmt.Errorf("%v, %v lies beyond the edge of the web maps' Mercator, %.0f m", x.v, y.v, grid.MercatorEdge)
	}
	return Reading{
		Point: p, Notation: Mercator, Radius: halfDigit(x, y) * geo.Metres(math.Cos(p[1]*math.Pi/180)),
		Note: "read as metres of the web maps' Mercator (EPSG:3857)",
	}, nil
}

func utm(u grid.UTM, x, y metres) (Reading, error) {
	p, err := u.Point()
	if err != nil {
		return Reading{}, err
	}
	r := Reading{Point: p, Notation: UTM, Radius: halfDigit(x, y)}
	if d := math.Abs(math.Remainder(p[0]-float64(6*u.Zone-183), 360)); d > 3.5 && grid.Zone(p) != u.Zone {
		r.Note = fmt.Sprintf("the point lies outside zone %d, %.1f degrees from its meridian: the zone or a digit may be wrong", u.Zone, d)
	}
	return r, nil
}

// sk42 reads x to the north and y to the east, with the zone before y.
func sk42(x, y metres) (Reading, error) {
	p, err := grid.SK42{X: x.v, Y: y.v}.Point()
	if err != nil {
		return Reading{}, err
	}
	return Reading{
		Point: p, Notation: SK42, Radius: halfDigit(x, y) + grid.SK42Accuracy,
		Note: fmt.Sprintf("%s, counted with %d m", grid.SK42Shift, grid.SK42Accuracy),
	}, nil
}
