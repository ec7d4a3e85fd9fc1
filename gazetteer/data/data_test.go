package data

import (
	"bytes"
	"math"
	"runtime"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
)

func open(t testing.TB) *gazetteer.Index {
	t.Helper()
	ix, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

func near(p orb.Point, lat, lon, km float64) bool {
	dx := (p[0] - lon) * 111.2 * math.Cos(lat*math.Pi/180)
	return math.Hypot(dx, (p[1]-lat)*111.2) <= km
}

// find gives the first place of that name within km of a point.
func find(ix *gazetteer.Index, name string, lat, lon, km float64) (gazetteer.Place, gazetteer.Match, bool) {
	o := gazetteer.LookupOptions{Script: true, Inflected: true, Skeleton: true}
	for _, m := range ix.LookupWith(nil, name, o) {
		if near(ix.Point(m.Ref), lat, lon, km) {
			return ix.Place(m.Ref), m, true
		}
	}
	return gazetteer.Place{}, gazetteer.Match{}, false
}

// Villages and towns at known points; coordinates as several independent maps
// have them.
func TestKnownPlaces(t *testing.T) {
	ix := open(t)
	for _, c := range []struct {
		name     string
		lat, lon float64
		country  string
		admin1   string
		admin2   string
	}{
		{"Plekhovo", 51.103, 35.3275, "RU", "Kursk Oblast", "Sudzhanskiy Rayon"},
		{"Плехово", 51.103, 35.3275, "RU", "Kursk Oblast", "Sudzhanskiy Rayon"},
		{"Плёхово", 51.103, 35.3275, "RU", "Kursk Oblast", "Sudzhanskiy Rayon"},
		{"Плехове", 51.103, 35.3275, "RU", "Kursk Oblast", "Sudzhanskiy Rayon"},
		{"Plyokhovo", 51.103, 35.3275, "RU", "Kursk Oblast", "Sudzhanskiy Rayon"},
		{"Vorozhba", 51.161, 35.486, "RU", "Kursk Oblast", "Sudzhanskiy Rayon"},
		{"Martynovka", 51.241, 35.365, "RU", "Kursk Oblast", "Sudzhanskiy Rayon"},
		{"Vorozhba", 51.173, 34.219, "UA", "Sumy", "Sumskyi Raion"},
		{"Ворожби", 51.173, 34.219, "UA", "Sumy", "Sumskyi Raion"},
		{"Bakhmut", 48.594, 38.000, "UA", "Donetsk", "Bakhmut Raion"},
		{"Artyomovsk", 48.594, 38.000, "UA", "Donetsk", "Bakhmut Raion"},
		{"Харкові", 49.98, 36.25, "UA", "Kharkiv", "Kharkiv Raion"},
		{"El Fasher", 13.628, 25.349, "SD", "Northern Darfur", ""},
		{"Goma", -1.674, 29.228, "CD", "North Kivu", ""},
		{"Springfield", 39.80, -89.64, "US", "Illinois", "Sangamon County"},
	} {
		p, _, ok := find(ix, c.name, c.lat, c.lon, 2)
		if !ok {
			t.Errorf("%s is not found at %v, %v", c.name, c.lat, c.lon)
			continue
		}
		if p.Country != c.country || p.Admin1Name != c.admin1 || c.admin2 != "" && p.Admin2Name != c.admin2 {
			t.Errorf("%s: %s, %s, %s; want %s, %s, %s", c.name, p.Country, p.Admin1Name, p.Admin2Name, c.country, c.admin1, c.admin2)
		}
	}
	town, _, _ := find(ix, "Vorozhba", 51.173, 34.219, 2)
	if town.Population != 6809 || town.ID != "gn:688961" {
		t.Errorf("the town of Vorozhba: %+v", town)
	}
}

func TestAreasAndCountries(t *testing.T) {
	ix := open(t)
	for _, c := range []struct {
		name string
		id   gazetteer.ID
		kind gazetteer.NameKind
	}{
		{"Kursk Oblast", "adm1:RU.41", gazetteer.NamePrimary},
		{"Kursk", "adm1:RU.41", gazetteer.NameAlternate},
		{"Курской области", "adm1:RU.41", gazetteer.NameAlternate},
		{"Курщина", "adm1:RU.41", gazetteer.NameAlternate},
		{"Kurskaya oblast'", "adm1:RU.41", gazetteer.NameAlternate},
		{"Sumy Oblast", "adm1:UA.21", gazetteer.NameAlternate},
		{"Sumy region", "adm1:UA.21", gazetteer.NameAlternate},
		{"Gaza Strip", "adm1:PS.GZ", gazetteer.NamePrimary},
		{"Sudzha", "adm2:RU.41.486813", gazetteer.NameAlternate},
		{"Суджанского района", "adm2:RU.41.486813", gazetteer.NamePrimary},
		{"Calif.", "adm1:US.CA", gazetteer.NameAbbreviation},
		{"TX", "adm1:US.TX", gazetteer.NameAbbreviation},
		{"U.S.", "iso:US", gazetteer.NameAbbreviation},
		{"Ukrainian", "iso:UA", gazetteer.NameDemonym},
		{"Ukrainians", "iso:UA", gazetteer.NameDemonym},
		{"российских", "iso:RU", gazetteer.NameDemonym},
		{"українські", "iso:UA", gazetteer.NameDemonym},
		{"Россией", "iso:RU", gazetteer.NameExonym},
		{"Burma", "iso:MM", gazetteer.NameAlternate},
		{"Soviet Union", "iso:RU", gazetteer.NameHistorical},
		{"Black Sea", "sm:black-sea", gazetteer.NamePrimary},
		{"Донбассе", "sm:donbas", gazetteer.NameAlternate},
	} {
		found := false
		for _, m := range ix.LookupWith(nil, c.name, gazetteer.LookupOptions{Script: true, Inflected: true}) {
			if ix.ID(m.Ref) == c.id {
				found = true
				if m.Name != c.kind {
					t.Errorf("%s is %s by a name of kind %d, want %d", c.name, c.id, m.Name, c.kind)
				}
			}
		}
		if !found {
			t.Errorf("%s does not find %s", c.name, c.id)
		}
	}
	if r, ok := ix.Country("UA"); !ok || ix.Place(r).Name != "Ukraine" {
		t.Error("Country(UA) is not Ukraine")
	}
}

func TestEveryCountryHasItsVillages(t *testing.T) {
	ix := open(t)
	count := map[string]int{}
	for r := range gazetteer.Ref(ix.Len()) {
		if ix.Class(r) == gazetteer.ClassSettlement {
			count[ix.CountryCode(r)]++
		}
	}
	for country, least := range map[string]int{
		"RU": 150_000, "UA": 22_000, "BY": 9_000, "MD": 1_500, "SD": 4_300, "SS": 1_500, "SY": 6_500, "LB": 1_700, "IL": 1_100, "PS": 500, "MM": 26_000,
		"CD": 17_000, "ML": 8_000, "BF": 7_500, "NE": 5_500, "NG": 33_000, "TD": 7_500, "CM": 6_800, "CF": 3_900, "SO": 3_500, "ET": 8_000, "ER": 600, "YE": 6_700,
		"AM": 1_000, "AZ": 4_200, "GE": 4_300, "HT": 5_800, "AF": 27_000, "PK": 70_000, "IQ": 9_000, "LY": 700, "MZ": 17_000, "CO": 20_000,
	} {
		if count[country] < least {
			t.Errorf("%s has %d settlements, want at least %d", country, count[country], least)
		}
	}
}

func TestIDsLeadBack(t *testing.T) {
	ix := open(t)
	for r := gazetteer.Ref(0); int(r) < ix.Len(); r += 997 {
		if got, ok := ix.ByID(ix.ID(r)); !ok || got != r {
			t.Errorf("ByID(%s) = %d, %v; want %d", ix.ID(r), got, ok, r)
		}
	}
}

// A river is a chain of towns, not a point.
func TestCourses(t *testing.T) {
	ix := open(t)
	n := 0
	for r := range gazetteer.Ref(ix.Len()) {
		c := ix.Course(r)
		if c == nil {
			continue
		}
		n++
		if ix.Class(r) != gazetteer.ClassRiver || len(c) < 2 {
			t.Errorf("%s, a %v, has a course of %d points", ix.Name(r), ix.Class(r), len(c))
		}
		for i, p := range c[1:] {
			if near(p, c[i][1], c[i][0], 0.5) || !near(p, c[i][1], c[i][0], 1100) {
				t.Errorf("%s: %v and %v follow one another", ix.Name(r), c[i], p)
			}
		}
	}
	if n < 120 {
		t.Errorf("%d rivers have a course, want 120 and more", n)
	}
	for _, c := range []struct {
		name, language string
		points         [][2]float64 // lat, lon of towns on it, in order
	}{
		{"Dnieper", "en", [][2]float64{{50.45, 30.52}, {48.47, 35.04}, {47.84, 35.14}, {46.64, 32.62}}},
		{"Сіверського Дінця", "uk", [][2]float64{{50.6, 36.58}, {49.21, 37.26}, {48.92, 38.43}}},
		{"Евфрате", "ru", [][2]float64{{35.95, 39.01}, {35.34, 40.14}, {33.35, 43.78}}},
		{"نهر العاصي", "", [][2]float64{{34.73, 36.71}, {35.13, 36.75}, {36.2, 36.16}}},
		{"White Nile", "en", [][2]float64{{4.85, 31.58}, {9.53, 31.66}, {15.6, 32.5}}},
	} {
		var course []orb.Point
		for _, m := range ix.LookupWith(nil, c.name, gazetteer.LookupOptions{Inflected: true, Lang: c.language}) {
			if p := ix.Course(m.Ref); p != nil {
				course = p
			}
		}
		at := 0
		for _, want := range c.points {
			for at < len(course) && !near(course[at], want[0], want[1], 15) {
				at++
			}
		}
		if at >= len(course) {
			t.Errorf("%s does not flow by %v: %v", c.name, c.points, course)
		}
	}
}

// Codes and words that stand among GeoNames' alternate names are nobody's name.
func TestNoCodesAmongNames(t *testing.T) {
	ix := open(t)
	for _, q := range []string{"SVO", "LHR", "GET", "MAN", "UKKK", "never", "could", "means", "story"} {
		for _, m := range ix.Lookup(nil, q) {
			if m.Name != gazetteer.NamePrimary && ix.Class(m.Ref) == gazetteer.ClassSettlement {
				t.Errorf("%q is a further name of %s", q, ix.Name(m.Ref))
			}
		}
	}
}

// A place under the names of several lists and times is one entry.
func TestOnePlaceOneEntry(t *testing.T) {
	ix := open(t)
	for _, c := range []struct {
		names    []string
		lat, lon float64
		main     string
	}{
		{[]string{"Kostiantynivka", "Konstantinovka", "Костянтинівка", "Константиновка"}, 48.53, 37.7, "Kostyantynivka"},
		{[]string{"Krasnohrad", "Berestyn", "Красноград", "Берестин"}, 49.37, 35.45, "Berestyn"},
		{[]string{"Severodonetsk", "Siverskodonetsk", "Сєвєродонецьк"}, 48.95, 38.49, "Siverskodonetsk"},
		{[]string{"Krasnyy Pakhar", "Vozdvyzhenka", "Красный Пахарь", "Воздвиженка"}, 48.287, 38.305, "Vozdvyzhenka"},
		{[]string{"Stepanakert", "Khankendi", "Степанакерт"}, 39.82, 46.76, "Khankendi"},
	} {
		for _, n := range c.names {
			p, _, ok := find(ix, n, c.lat, c.lon, 4)
			if !ok || p.Name != c.main {
				t.Errorf("%s at %v, %v is %q, want %s", n, c.lat, c.lon, p.Name, c.main)
			}
		}
	}
}

func TestFile(t *testing.T) {
	ix := open(t)
	if err := ix.Verify(); err != nil {
		t.Error(err)
	}
	info := ix.Info()
	if info.Bytes > 26_000_000 {
		t.Errorf("the file has %d bytes, more than 26 MB", info.Bytes)
	}
	for _, s := range info.Sources {
		if s.Licence == "" || s.Title == "" || s.Credit == "" {
			t.Errorf("source %s lacks licence, title or credit", s.Key)
		}
	}
	for _, words := range []string{"CC BY 4.0", "This product includes data created by MaxMind", "Redistribution and use with or without modification"} {
		if !strings.Contains(Notice(), words) {
			t.Errorf("the notice lacks %q", words)
		}
	}
}

func TestSearchRanks(t *testing.T) {
	ix := open(t)
	for _, c := range []struct{ q, country, want string }{
		{"Vorozhba", "", "gn:688961"},
		{"Vorozhba, Kursk Oblast", "", "mm:uc15p3xu9n"},
		{"Kharkov", "", "gn:706483"},
		{"Zaporizhia", "", "gn:687700"},
		{"Мариуполь", "", "gn:701822"},
		{"Pokrovks", "UA", "gn:704422"}, // misspelt
		{"London", "", "gn:2643743"},
		{"Aleppo", "", "gn:170063"},
	} {
		hits := ix.Search(c.q, gazetteer.SearchOptions{Country: c.country, Classes: []gazetteer.Class{gazetteer.ClassSettlement}})
		if len(hits) == 0 || string(ix.ID(hits[0].Ref)) != c.want {
			got := "nothing"
			if len(hits) > 0 {
				got = string(ix.ID(hits[0].Ref)) + " " + ix.Name(hits[0].Ref)
			}
			t.Errorf("Search(%q) = %s, want %s", c.q, got, c.want)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		open(b)
	}
}

func benchNames(ix *gazetteer.Index) []string {
	var out []string
	for r := gazetteer.Ref(0); int(r) < ix.Len(); r += 101 {
		out = append(out, ix.Name(r))
	}
	return out
}

func BenchmarkLookupExact(b *testing.B) {
	ix := open(b)
	list := benchNames(ix)
	var ms []gazetteer.Match
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		ms = ix.Lookup(ms[:0], list[i*7919%len(list)])
	}
	runtime.KeepAlive(ms)
}

func BenchmarkLookupScript(b *testing.B) {
	ix := open(b)
	o := gazetteer.LookupOptions{Script: true, Inflected: true, Lang: "ru"}
	var ms []gazetteer.Match
	for b.Loop() {
		ms = ix.LookupWith(ms[:0], "Великой Писаревки", o)
	}
}

func BenchmarkLookupSkeleton(b *testing.B) {
	ix := open(b)
	o := gazetteer.LookupOptions{Skeleton: true}
	var ms []gazetteer.Match
	for b.Loop() {
		ms = ix.LookupWith(ms[:0], "Plyokhovo", o)
	}
}

func BenchmarkSearch(b *testing.B) {
	ix := open(b)
	for _, q := range []string{"Vorozhba", "Voro", "Martinovka"} {
		b.Run(q, func(b *testing.B) {
			for b.Loop() {
				ix.Search(q, gazetteer.SearchOptions{})
			}
		})
	}
}

func BenchmarkNear10(b *testing.B) {
	ix := open(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		ix.Near(orb.Point{22 + float64(i%2000)/100, 46 + float64(i%700)/100}, 10, nil)
	}
}

func BenchmarkPlace(b *testing.B) {
	ix := open(b)
	for i := 0; b.Loop(); i++ {
		ix.Place(gazetteer.Ref(i * 7919 % ix.Len()))
	}
}

// The entries that the index gives back must make the same index: users' own
// places are added to them.
func TestEntriesOfTheDefaultIndex(t *testing.T) {
	ix := open(t)
	again, err := gazetteer.Encode(ix.Entries(), ix.Info())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(again, index) {
		t.Errorf("the entries of the index give another one: %d bytes, want %d", len(again), len(index))
	}
}
