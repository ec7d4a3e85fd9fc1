package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"

	"github.com/paulmach/orb"
	"golang.org/x/text/language"
)

// pt is a position in hundred-thousandths of a degree, the grid of the source.
type pt [2]int32

// ring is a closed ring without its last point.
type ring []pt

// area is one polygon of the source.
type area struct {
	country string // ISO 3166-1 alpha-2
	rings   []ring
}

// readAreas reads a GeoJSON FeatureCollection of @geo-maps: property A3 and
// MultiPolygon or Polygon geometries.
func readAreas(path string) ([]area, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	var doc struct {
		Features []struct {
			Properties struct{ A3 string }
			Geometry   struct {
				Type        string
				Coordinates json.RawMessage
			}
		}
	}
	if err := json.NewDecoder(bufio.NewReaderSize(f, 1<<20)).Decode(&doc); err != nil {
		return nil, fmt.Errorf("%s is not the GeoJSON file expected: %w", path, err)
	}
	var out []area
	for i := range doc.Features {
		ft := &doc.Features[i]
		code, err := alpha2(ft.Properties.A3)
		if err != nil {
			return nil, err
		}
		var polygons [][][]orb.Point
		if ft.Geometry.Type == "Polygon" {
			polygons = make([][][]orb.Point, 1)
			err = json.Unmarshal(ft.Geometry.Coordinates, &polygons[0])
		} else {
			err = json.Unmarshal(ft.Geometry.Coordinates, &polygons)
		}
		if err != nil {
			return nil, fmt.Errorf("%s, %s: %w", path, ft.Properties.A3, err)
		}
		ft.Geometry.Coordinates = nil
		for _, p := range polygons {
			a := area{country: code}
			for _, r := range p {
				if q := toGrid(r); len(q) >= 3 {
					a.rings = append(a.rings, q)
				}
			}
			if len(a.rings) > 0 {
				out = append(out, a)
			}
		}
	}
	if len(out) == 0 {
		return nil, errors.New(path + " holds no areas")
	}
	return out, nil
}

// alpha2 turns a three-letter code into the two-letter one.
func alpha2(a3 string) (string, error) {
	if a3 == "XKX" { // the usual code of Kosovo; ISO 3166 has none
		return "XK", nil
	}
	r, err := language.ParseRegion(a3)
	if err != nil {
		return "", fmt.Errorf("country code %q is not known: %w", a3, err)
	}
	if len(r.String()) != 2 {
		return "", fmt.Errorf("country code %q has no code of two letters", a3)
	}
	return r.String(), nil
}

func toGrid(r []orb.Point) ring {
	out := make(ring, 0, len(r))
	for _, p := range r {
		q := pt{int32(math.Round(p[0] * 1e5)), int32(math.Round(p[1] * 1e5))}
		if len(out) == 0 || out[len(out)-1] != q {
			out = append(out, q)
		}
	}
	for len(out) > 1 && out[0] == out[len(out)-1] {
		out = out[:len(out)-1]
	}
	return out
}
