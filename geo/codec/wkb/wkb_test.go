package wkb

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"testing"

	"github.com/paulmach/orb"
	orbwkb "github.com/paulmach/orb/encoding/wkb"
)

func shapes() map[string]orb.Geometry {
	square := orb.Ring{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}
	hole := orb.Ring{{1, 1}, {1, 2}, {2, 2}, {2, 1}, {1, 1}}
	far := orb.Ring{{10, 10}, {12, 10}, {12, 12}, {10, 10}}
	return map[string]orb.Geometry{
		"point":               orb.Point{35.33, 51.1},
		"point on antimerid.": orb.Point{-180, -90},
		"multipoint":          orb.MultiPoint{{1, 2}, {3, 4}},
		"line":                orb.LineString{{1, 2}, {3, 4}, {5, -6}},
		"lines":               orb.MultiLineString{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}, {9, 10}}},
		"polygon with hole":   orb.Polygon{square, hole},
		"polygons":            orb.MultiPolygon{{square, hole}, {far}},
		"collection":          orb.Collection{orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}, orb.Polygon{far}},
	}
}

func TestRoundTrip(t *testing.T) {
	for name, g := range shapes() {
		t.Run(name, func(t *testing.T) {
			b, err := Marshal(g)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Unmarshal(b)
			if err != nil || !orb.Equal(got, g) {
				t.Errorf("WKB: got %v, %v, want %v", got, err, g)
			}
			// orb's own encoder is an independent implementation.
			if other := orbwkb.MustMarshal(g, binary.LittleEndian); !bytes.Equal(b, other) {
				t.Errorf("bytes differ from orb's: got %x, want %x", b, other)
			}
			got, err = Unmarshal(orbwkb.MustMarshal(g, binary.BigEndian))
			if err != nil || !orb.Equal(got, g) {
				t.Errorf("big-endian: got %v, %v, want %v", got, err, g)
			}
			b, err = MarshalGeoPackage(g, WGS84)
			if err != nil {
				t.Fatal(err)
			}
			got, h, err := UnmarshalGeoPackage(b)
			if err != nil || !orb.Equal(got, g) {
				t.Errorf("GeoPackage: got %v, %v, want %v", got, err, g)
			}
			if h.SRID != WGS84 || h.Empty {
				t.Errorf("header: got %+v", h)
			}
			bound, ok, err := BoundOf(b)
			if err != nil || !ok || bound != g.Bound() {
				t.Errorf("bound: got %v, %v, %v, want %v", bound, ok, err, g.Bound())
			}
		})
	}
}

func TestGeoPackageHeader(t *testing.T) {
	b, err := MarshalGeoPackage(orb.LineString{{1, 2}, {3, 5}}, 4326)
	if err != nil {
		t.Fatal(err)
	}
	if want := []byte{'G', 'P', 0, 0b0000_0011, 0xe6, 0x10, 0, 0}; !bytes.Equal(b[:8], want) {
		t.Errorf("header: got %x, want %x", b[:8], want)
	}
	var env [4]float64
	for i := range env {
		env[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[8+8*i:]))
	}
	if want := [4]float64{1, 3, 2, 5}; env != want {
		t.Errorf("envelope: got %v, want %v", env, want)
	}
	b, err = MarshalGeoPackage(orb.Polygon{}, 4326)
	if err != nil {
		t.Fatal(err)
	}
	h, err := ParseHeader(b)
	if err != nil || !h.Empty || h.HasBound {
		t.Errorf("empty polygon: got %+v, %v", h, err)
	}
	if _, ok, err := BoundOf(b); ok || err != nil {
		t.Errorf("bound of an empty polygon: got %v, %v", ok, err)
	}
}

func TestEmptyPoint(t *testing.T) {
	b := binary.LittleEndian.AppendUint32([]byte{1}, 1)
	for range 2 {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(math.NaN()))
	}
	g, err := Unmarshal(b)
	if g != nil || err != nil {
		t.Errorf("got %v, %v, want nil, nil", g, err)
	}
}

func TestHeightsAreDropped(t *testing.T) {
	b := binary.LittleEndian.AppendUint32([]byte{1}, 1001)
	for _, v := range []float64{35.33, 51.1, 180} {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	}
	g, err := Unmarshal(b)
	if err != nil || !orb.Equal(g, orb.Point{35.33, 51.1}) {
		t.Errorf("got %v, %v", g, err)
	}
}

func TestBadInput(t *testing.T) {
	u32 := func(b []byte, v ...uint32) []byte {
		for _, v := range v {
			b = binary.LittleEndian.AppendUint32(b, v)
		}
		return b
	}
	deep := []byte{}
	for range maxDepth + 2 {
		deep = append(deep, u32([]byte{1}, 7, 1)...)
	}
	point, _ := Marshal(orb.Point{1, 2})
	for name, b := range map[string][]byte{
		"nothing":                              nil,
		"byte order 2":                         {2, 1, 0, 0, 0},
		"type 99":                              u32([]byte{1}, 99),
		"type 5001":                            u32([]byte{1}, 5001),
		"cut point":                            point[:12],
		"something follows":                    append(bytes.Clone(point), 0),
		"line of four thousand million points": u32([]byte{1}, 2, math.MaxUint32),
		"polygon of many rings":                u32([]byte{1}, 3, math.MaxUint32, 0),
		"ring that is too long":                u32([]byte{1}, 3, 1, math.MaxUint32),
		"multipoint of lines":                  append(u32([]byte{1}, 4, 1), u32([]byte{1}, 2, 0)...),
		"collections too deep":                 deep,
	} {
		t.Run(name, func(t *testing.T) {
			if g, err := Unmarshal(b); !errors.Is(err, ErrInvalid) {
				t.Errorf("got %v, %v, want ErrInvalid", g, err)
			}
		})
	}
	for name, b := range map[string][]byte{
		"not GP":      []byte("XX345678901234567890"),
		"version 1":   {'G', 'P', 1, 1, 0, 0, 0, 0},
		"extended":    {'G', 'P', 0, 0x21, 0, 0, 0, 0},
		"envelope 7":  {'G', 'P', 0, 0x0f, 0, 0, 0, 0},
		"cut":         {'G', 'P', 0, 3, 0, 0, 0, 0, 1},
		"header only": {'G', 'P', 0, 1, 0, 0, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			if g, _, err := UnmarshalGeoPackage(b); !errors.Is(err, ErrInvalid) {
				t.Errorf("got %v, %v, want ErrInvalid", g, err)
			}
		})
	}
	for name, g := range map[string]orb.Geometry{
		"nil": nil, "NaN": orb.Point{math.NaN(), 1}, "infinity in a part": orb.Collection{orb.LineString{{1, 2}, {math.Inf(1), 0}}},
	} {
		t.Run(name, func(t *testing.T) {
			if b, err := Marshal(g); !errors.Is(err, ErrInvalid) {
				t.Errorf("got %x, %v, want ErrInvalid", b, err)
			}
		})
	}
}

func FuzzUnmarshal(f *testing.F) {
	for _, g := range shapes() {
		b, err := MarshalGeoPackage(g, WGS84)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		g, _, err := UnmarshalGeoPackage(b)
		if err != nil {
			if !errors.Is(err, ErrInvalid) {
				t.Errorf("got %v, want ErrInvalid", err)
			}
			return
		}
		if g == nil {
			return
		}
		if again, err := Marshal(g); err == nil {
			if back, err := Unmarshal(again); err != nil || !orb.Equal(back, g) {
				t.Errorf("second round: got %v, %v, want %v", back, err, g)
			}
		}
	})
}

func BenchmarkMarshalGeoPackagePoint(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := MarshalGeoPackage(orb.Point{35.33, 51.1}, WGS84); err != nil {
			b.Fatal(err)
		}
	}
}
