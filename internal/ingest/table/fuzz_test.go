package table

import (
	"errors"
	"io"
	"strings"
	"testing"

	"sitmap/internal/ingest"
)

// FuzzEach reads anything: every event must be fit for the store (take checks it),
// every row that is no event must be named, and what comes out must come in again.
func FuzzEach(f *testing.F) {
	f.Add("date,lat,lon,country,killed,notes\n2024-12-14,49.5,36.5,Ukraine,3,\"a \"\"b\"\"\nc\"\n")
	f.Add("дата;широта;довгота\r\n14.12.2024;49,5;36,5\r\n;;\r\n")
	f.Add(acled(ACLEDColumns))
	f.Add("a\tb\n\"")
	f.Add("date,coords\r2024-12-14,\"49.5, 36.5\"\r")
	f.Fuzz(func(t *testing.T, s string) {
		k, err := take(t, "f.csv", s, Options{Resolver: &names{}, Within: box})
		if err != nil {
			if !errors.Is(err, ingest.ErrRefused) {
				t.Fatalf("not a refusal: %v", err)
			}
			return
		}
		for _, format := range []Export{CSVTable, ACLEDTable, UCDPTable} {
			out := export(t, format, k.items)
			c, err := NewCSV("out.csv", strings.NewReader(out))
			if err != nil {
				t.Fatalf("%s cannot be read: %v\n%q", format, err, out)
			}
			n := 0
			for {
				row, err := c.Next()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil || format != CSVTable && len(row.Bad) > 0 && len(k.rejected) == 0 {
					t.Fatalf("%s: row %d: %v %v\n%q", format, row.Number, row.Bad, err, out)
				}
				n++
			}
			if n != len(k.events()) {
				t.Fatalf("%s: %d events gave %d rows\n%q", format, len(k.events()), n, out)
			}
		}
	})
}

// FuzzDate must not panic, and an interval never ends before it begins.
func FuzzDate(f *testing.F) {
	for _, s := range []string{"2024-12-14", "14.12.2024", "14 грудня 2024", "45640", "2024-12-14/2024-12-15", "Dec 14, 2024", "2024"} {
		f.Add(s, DMY)
		f.Add(s, Excel)
	}
	f.Fuzz(func(t *testing.T, s, order string) {
		w, err := parseDate(s, order)
		if err == nil && (w.start.IsZero() || w.end.Before(w.start) || w.start.Year < 1 || w.end.Year > 9999) {
			t.Errorf("%q by %q gave %v", s, order, w)
		}
		dayMonth(s)
		looksLikeDate(s)
	})
}

// FuzzPeople must not panic; a count has a bound, none is negative, and they stand in order.
func FuzzPeople(f *testing.F) {
	for _, s := range []string{"0", "3.0", "10+", ">10", "~30", "10-15", "dozens", ">1000000000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := people(s)
		if err != nil || c == nil {
			return
		}
		if c.Min == nil && c.Max == nil || c.Min != nil && *c.Min < 0 || c.Min != nil && c.Max != nil && *c.Min > *c.Max {
			t.Errorf("%q gave %v", s, c)
		}
	})
}

// FuzzSplit cuts any record into cells that lie in it and, written again, are the same.
func FuzzSplit(f *testing.F) {
	f.Add(`a,"b ""c""",,d`)
	f.Add("\"a\nb\",\"c")
	f.Fuzz(func(t *testing.T, raw string) {
		s := shape{comma: ','}
		r := s.split(raw, nil, nil)
		var out []byte
		for i, v := range r.values {
			if sp := r.spans[i]; sp.Start < 0 || sp.End < sp.Start || sp.End > len(raw) {
				t.Fatalf("%q: cell %d at %v", raw, i, sp)
			}
			if i > 0 {
				out = append(out, ',')
			}
			out = s.quote(out, v)
		}
		again := s.split(string(out), nil, nil)
		if len(again.values) != len(r.values) {
			t.Fatalf("%q: %q became %q", raw, r.values, again.values)
		}
		for i := range r.values {
			if again.values[i] != r.values[i] {
				t.Fatalf("%q: %q became %q", raw, r.values, again.values)
			}
		}
	})
}

// FuzzMapping must not panic, and what it takes reads back the same.
func FuzzMapping(f *testing.F) {
	f.Add(`{"columns":{"date":"when","type":["a","b"]},"date_order":"dmy"}`)
	f.Fuzz(func(t *testing.T, s string) {
		m, err := ReadMapping(strings.NewReader(s))
		if err != nil {
			return
		}
		again, err := ReadMapping(strings.NewReader(string(m.JSON())))
		if err != nil || again.String() != m.String() {
			t.Errorf("%v became %v, %v", m, again, err)
		}
	})
}
