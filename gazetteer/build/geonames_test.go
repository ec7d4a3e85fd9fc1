package build

import (
	"archive/zip"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sitmap/gazetteer"
)

// Rows in GeoNames' form, written from known facts; columns that the loader does
// not read are left empty.
const (
	dumpRU = `486816	Sudzha	Sudzha	Sudza,Суджа	51.191	35.271	P	PPLA2	RU		41	486813			6940		161	Europe/Moscow	2020-01-01
9000001	Plekhovo	Plekhovo	Плехово	51.103	35.3275	P	PPL	RU		41	486813			627		160	Europe/Moscow	2020-01-01
486813	Sudzhanskiy Rayon	Sudzhanskiy Rayon		51.2	35.3	A	ADM2	RU		41	486813			0		160	Europe/Moscow	2020-01-01
538555	Kursk Oblast	Kursk Oblast		51.66	36.16	A	ADM1	RU		41				1100000		200	Europe/Moscow	2020-01-01
2017370	Russian Federation	Russian Federation		60	100	A	PCLI	RU		00				140702000		0	Europe/Moscow	2020-01-01
9000002	Sudzhanskiy Lesnik	Sudzhanskiy Lesnik		51.1	35.1	V	FRST	RU		41				0		0	Europe/Moscow	2020-01-01
`
	dumpUA = `688961	Vorozhba	Vorozhba	Vorozhba,WZB,Ворожба	51.17334	34.219171	P	PPL	UA		21	5908			7915		160	Europe/Kiev	2020-01-01
486816	Sudzha	Sudzha		51.191	35.271	P	PPLA2	RU		41	486813			6940		161	Europe/Moscow	2020-01-01
x	Broken	Broken		51	34	P	PPL	UA		21				0		0	Europe/Kiev	2020-01-01
1	Short	Short
2	Far	Far		151	34	P	PPL	UA		21				0		0	Europe/Kiev	2020-01-01
630468	Black Sea	Black Sea		43	34	H	SEA			00				0		0		2020-01-01
`
	alternatesV2 = `1	486816	uk	Суджа				
2	486816	fr	Soudja				
3	486816	ja	スジャ				
4	688961	en	Old Vorozhba				1		
5	688961		Vorozba				
6	688961	link	https://example.org/				
short row
`
	admin1Codes = "UA.21\tSumy Oblast\tSumy Oblast\t692196\nRU.41\tKursk\tKursk\t538555\nFR.00\tFrance\tFrance\t0\n"
	admin2Codes = "UA.21.5908\tSumskyi Raion\tSumskyi Raion\t1\nUA.21.5999\tNowhere Raion\tNowhere Raion\t2\n"
	countryInfo = "#ISO\tISO3\nUA\tUKR\t804\tUP\tUkraine\tKyiv\t603700\t44622516\tEU\n"
	ownPlaces   = "name,lat,lon,class,country,names,population\nCheckpoint Oak,51.2,35.1,facility,ru,Дуб; KP-7,\n\"Hill 214\",51.3,35.2,mountain,,,\nBad,100,35,,,,\nOdd,1,2,castle,,,\n"
)

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	p := filepath.Join(dir, name)
	if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

func zipped(t *testing.T, dir, name, text string) string {
	t.Helper()
	p := filepath.Join(dir, name+".zip")
	f, err := os.Create(p)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for n, body := range map[string]string{"readme.txt": "see geonames.org", name + ".txt": text} {
		w, err := z.Create(n)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return p
}

func smallDump(t *testing.T) GeoNames {
	dir := t.TempDir()
	return GeoNames{
		Places:         []string{zipped(t, dir, "RU", dumpRU), write(t, dir, "UA.txt", dumpUA)},
		AlternateNames: write(t, dir, "alternateNamesV2.txt", alternatesV2),
		Admin1:         write(t, dir, "admin1CodesASCII.txt", admin1Codes),
		Admin2:         write(t, dir, "admin2Codes.txt", admin2Codes),
		Countries:      write(t, dir, "countryInfo.txt", countryInfo),
		Overlays:       []string{write(t, dir, "own.csv", ownPlaces)},
		Date:           "2020-01-01",
	}
}

func TestFromGeoNames(t *testing.T) {
	o := smallDump(t)
	b, report, err := FromGeoNames(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	ix, err := gazetteer.FromBytes(b)
	if err != nil {
		t.Fatal(err)
	}
	if report.SkippedRows != 6 || len(report.Skipped) != 6 {
		t.Errorf("skipped %d rows: %+v; want 6", report.SkippedRows, report.Skipped)
	}
	if report.AreasWithoutPoint != 1 {
		t.Errorf("%d areas without a point, want 1 (Nowhere Raion)", report.AreasWithoutPoint)
	}
	for _, c := range []struct {
		query string
		want  gazetteer.Place
	}{
		{"Суджа", gazetteer.Place{ID: "gn:486816", Name: "Sudzha", Country: "RU", Admin1: "41", Admin1Name: "Kursk Oblast", Admin2: "486813", Admin2Name: "Sudzhanskiy Rayon", Population: 6940, Class: gazetteer.ClassSettlement}},
		{"Soudja", gazetteer.Place{ID: "gn:486816", Name: "Sudzha", Country: "RU", Admin1: "41", Admin1Name: "Kursk Oblast", Admin2: "486813", Admin2Name: "Sudzhanskiy Rayon", Population: 6940, Class: gazetteer.ClassSettlement}},
		{"Old Vorozhba", gazetteer.Place{ID: "gn:688961", Name: "Vorozhba", Country: "UA", Admin1: "21", Admin1Name: "Sumy Oblast", Admin2: "5908", Admin2Name: "Sumskyi Raion", Population: 7915, Class: gazetteer.ClassSettlement}},
		{"Kursk", gazetteer.Place{ID: "adm1:RU.41", Name: "Kursk Oblast", Country: "RU", Admin1: "41", Admin1Name: "Kursk Oblast", Population: 1100000, Class: gazetteer.ClassAdmin1}},
		{"Russian", gazetteer.Place{ID: "iso:RU", Name: "Russia", Country: "RU", Population: 140702000, Class: gazetteer.ClassCountry}},
		{"Дуб", gazetteer.Place{Name: "Checkpoint Oak", Country: "RU", Population: -1, Class: gazetteer.ClassFacility}},
		{"Ukrainian", gazetteer.Place{ID: "iso:UA", Name: "Ukraine", Country: "UA", Population: 44622516, Class: gazetteer.ClassCountry}},
	} {
		ms := ix.Lookup(nil, c.query)
		if len(ms) != 1 {
			t.Errorf("%s finds %d places, want one", c.query, len(ms))
			continue
		}
		got := ix.Place(ms[0].Ref)
		if c.want.ID == "" {
			got.ID = ""
		}
		got.Point, got.Feature, got.Source, got.Approximate = c.want.Point, "", "", false
		if got != c.want {
			t.Errorf("%s finds\n%+v, want\n%+v", c.query, got, c.want)
		}
	}
	for _, q := range []string{"スジャ", "https://example.org/", "WZB", "Sudzhanskiy Lesnik", "Broken", "Nowhere Raion"} {
		if ms := ix.Lookup(nil, q); len(ms) != 0 {
			t.Errorf("%s is in the index", q)
		}
	}
}

func TestFromGeoNamesTakesTheRowsOwnNames(t *testing.T) {
	o := smallDump(t)
	o.AlternateNames = ""
	b, _, err := FromGeoNames(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	ix, _ := gazetteer.FromBytes(b)
	if ms := ix.Lookup(nil, "Ворожба"); len(ms) != 1 || ms[0].Name != gazetteer.NameExonym {
		t.Errorf("Ворожба finds %+v, want one exonym", ms)
	}
	if ms := ix.Lookup(nil, "WZB"); len(ms) != 0 {
		t.Error("an airport's code became a name")
	}
}

func TestFromGeoNamesIsRepeatable(t *testing.T) {
	o := smallDump(t)
	a, _, err := FromGeoNames(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	b, _, err := FromGeoNames(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(a, b) {
		t.Error("two builds of one input differ")
	}
}

func TestOwnPlacesAlone(t *testing.T) {
	b, report, err := FromGeoNames(context.Background(), GeoNames{Overlays: smallDump(t).Overlays})
	if err != nil {
		t.Fatal(err)
	}
	ix, err := gazetteer.FromBytes(b)
	if err != nil {
		t.Fatal(err)
	}
	if ms := ix.Lookup(nil, "Дуб"); len(ms) != 1 || ix.Name(ms[0].Ref) != "Checkpoint Oak" || report.Rows[srcOverlay] == 0 {
		t.Errorf("the own place is not found: %+v, %+v", ms, report)
	}
	if _, ok := ix.Country("RU"); !ok {
		t.Error("the countries are not there")
	}
}

// Own places on another index: all of it stays, and the second time they take the
// place of the first.
func TestOwnPlacesOnAnIndex(t *testing.T) {
	o := smallDump(t)
	own := o.Overlays
	o.Overlays = nil
	b, _, err := FromGeoNames(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	base, err := gazetteer.FromBytes(b)
	if err != nil {
		t.Fatal(err)
	}
	places := base.Len()
	var first []byte
	for round := range 2 {
		b, report, err := FromGeoNames(context.Background(), GeoNames{Base: base, Overlays: own})
		if err != nil {
			t.Fatal(err)
		}
		if base, err = gazetteer.FromBytes(b); err != nil {
			t.Fatal(err)
		}
		if want := places + report.Rows[srcOverlay]; base.Len() != want {
			t.Errorf("round %d: %d places, want %d", round, base.Len(), want)
		}
		if first == nil {
			first = b
		} else if !slices.Equal(first, b) {
			t.Error("the same own places a second time change the index")
		}
	}
	for _, q := range []string{"Дуб", "Суджа", "Soudja", "Old Vorozhba", "Ukrainian"} {
		if ms := base.Lookup(nil, q); len(ms) != 1 {
			t.Errorf("%s finds %d places, want one", q, len(ms))
		}
	}
	if got := base.Info(); got.Built != "2020-01-01" || len(got.Sources) != 4 {
		t.Errorf("Info = %+v, want the date and the sources of the index, and the own places", got)
	}
}

func TestFromGeoNamesErrors(t *testing.T) {
	dir := t.TempDir()
	done, cancel := context.WithCancel(context.Background())
	cancel()
	good := write(t, dir, "RU.txt", strings.Repeat(dumpRU, 20_000))
	for name, c := range map[string]struct {
		ctx context.Context
		o   GeoNames
		has string
	}{
		"nothing":      {context.Background(), GeoNames{}, "no file"},
		"missing":      {context.Background(), GeoNames{Places: []string{filepath.Join(dir, "none.txt")}}, "none.txt"},
		"not a zip":    {context.Background(), GeoNames{Places: []string{write(t, dir, "x.zip", "text")}}, "x.zip"},
		"no name":      {context.Background(), GeoNames{Places: []string{good}, Overlays: []string{write(t, dir, "own.csv", "lat,lon\n1,2\n")}}, `"name"`},
		"cancelled":    {done, GeoNames{Places: []string{good}}, "canceled"},
		"no good row":  {context.Background(), GeoNames{Overlays: []string{write(t, dir, "bad.csv", "name,lat,lon\nX,here,1\n")}}, "line 2"},
		"no row":       {context.Background(), GeoNames{Overlays: []string{write(t, dir, "head.csv", "name,lat,lon\n")}}, "nothing below"},
		"empty places": {context.Background(), GeoNames{Places: []string{good}, Overlays: []string{write(t, dir, "empty.csv", "")}}, "heading"},
	} {
		if _, _, err := FromGeoNames(c.ctx, c.o); err == nil || !strings.Contains(err.Error(), c.has) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.has)
		}
	}
}

func FuzzOverlay(f *testing.F) {
	f.Add(ownPlaces)
	f.Add("name,lat,lon,id,admin2\na,1,2,x,y\na,1,2,x,\n\"")
	f.Fuzz(func(t *testing.T, s string) {
		entries, _, err := readOverlay(strings.NewReader(s))
		if err != nil {
			return
		}
		if _, err := gazetteer.Encode(entries, gazetteer.Info{}); err != nil {
			t.Fatalf("entries that cannot be encoded: %v", err)
		}
	})
}
