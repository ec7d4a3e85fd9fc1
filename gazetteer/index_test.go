package gazetteer

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/gazetteer/names"
	"sitmap/geo"
)

func sample() []Entry {
	settlement := func(id ID, name string, lat, lon float64, cc, a1, a2 string, pop int64, other ...string) Entry {
		e := Entry{ID: id, Name: name, Point: orb.Point{lon, lat}, Class: ClassSettlement, Feature: "PPL", Country: cc, Admin1: a1, Admin2: a2, Population: pop, Source: "test"}
		if id == "" {
			e.IDPrefix = "mm:"
		}
		for _, o := range other {
			e.Names = append(e.Names, Name{o, NameAlternate})
		}
		return e
	}
	area := func(c Class, name, cc, a1, a2 string, lat, lon float64, other ...Name) Entry {
		return Entry{Name: name, Class: c, Country: cc, Admin1: a1, Admin2: a2, Point: orb.Point{lon, lat}, Population: -1, Approximate: true, Source: "test", Names: other}
	}
	return []Entry{
		area(ClassCountry, "Russia", "RU", "", "", 60, 100, Name{"Russian", NameDemonym}, Name{"Russian Federation", NameAlternate}),
		area(ClassCountry, "Ukraine", "UA", "", "", 49, 32, Name{"Ukrainian", NameDemonym}),
		area(ClassCountry, "United States", "US", "", "", 39.76, -98.5, Name{"U.S.", NameAbbreviation}),
		area(ClassAdmin1, "Kursk Oblast", "RU", "41", "", 51.7, 36.2, Name{"Курская область", NameAlternate}),
		area(ClassAdmin1, "Sumy", "UA", "21", "", 50.9, 34.8),
		area(ClassAdmin2, "Sudzhanskiy Rayon", "RU", "41", "486813", 51.19, 35.27),
		settlement("", "Plekhovo", 51.103056, 35.3275, "RU", "41", "486813", -1),
		settlement("", "Plekhovo", 56.8, 41.59, "RU", "21", "", -1),
		settlement("", "Vorozhba", 51.161389, 35.485556, "RU", "41", "486813", -1),
		settlement("", "Martynovka", 51.241389, 35.364722, "RU", "41", "486813", -1),
		settlement("gn:688961", "Vorozhba", 51.17334, 34.219171, "UA", "21", "5908", 7915),
		settlement("gn:703448", "Kyiv", 50.45466, 30.5238, "UA", "12", "", 2797553, "Kiev", "Київ"),
		settlement("gn:538560", "Kursk", 51.72689, 36.18457, "RU", "41", "", 409431),
		settlement("gn:3448439", "São Paulo", -23.5475, -46.63611, "BR", "27", "", 10021295),
		settlement("own:base one", "Camp O'Neil", 0, 179.999, "", "", "", -1),
		settlement("gn:1", "Fiji Edge", 0.01, -179.999, "FJ", "", "", 12),
		{ID: "reg:black-sea", Name: "Black Sea", Class: ClassSea, Point: orb.Point{34, 43}, Source: "test"},
		{ID: "reg:sudzha", Name: "Sudzha River", Class: ClassRiver, Point: orb.Point{35.27, 51.19}, Source: "test", Course: []orb.Point{{35.6, 51.4}, {-180, -90}, {180, 90}, {35.1, 51.1}}},
	}
}

func sampleIndex(t testing.TB) *Index {
	t.Helper()
	b, err := Encode(sample(), Info{Built: "2026-11-01", Sources: []Source{{Key: "test", Title: "Test", Licence: "none"}}})
	if err != nil {
		t.Fatal(err)
	}
	ix, err := FromBytes(b)
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

func ids(ix *Index, ms []Match) []string {
	var out []string
	for _, m := range ms {
		p := ix.Place(m.Ref)
		out = append(out, fmt.Sprintf("%s/%s", p.Name, areaCode(p.Country, p.Admin1, "")))
	}
	return out
}

func TestLookup(t *testing.T) {
	ix := sampleIndex(t)
	for _, c := range []struct {
		q    string
		o    LookupOptions
		want []string
	}{
		{"vorozhba", LookupOptions{}, []string{"Vorozhba/UA.21", "Vorozhba/RU.41"}},
		{"PLEKHOVO", LookupOptions{}, []string{"Plekhovo/RU.21", "Plekhovo/RU.41"}},
		{"Kiev", LookupOptions{}, []string{"Kyiv/UA.12"}},
		{"Київ", LookupOptions{}, []string{"Kyiv/UA.12"}},
		{"U.S.", LookupOptions{}, []string{"United States/US"}},
		{"US", LookupOptions{}, []string{"United States/US"}},
		{"Sao Paulo", LookupOptions{}, []string{"São Paulo/BR.27"}},
		{"Плёхово", LookupOptions{}, nil},
		{"Плёхово", LookupOptions{Script: true}, []string{"Plekhovo/RU.21", "Plekhovo/RU.41"}},
		{"Плехове", LookupOptions{Script: true, Skeleton: true}, []string{"Plekhovo/RU.21", "Plekhovo/RU.41"}},
		{"Plyokhovo", LookupOptions{Skeleton: true}, []string{"Plekhovo/RU.21", "Plekhovo/RU.41"}},
		{"Ворожбою", LookupOptions{Script: true, Inflected: true, Max: 1}, []string{"Vorozhba/UA.21"}},
		{"Києві", LookupOptions{Inflected: true, Lang: "uk"}, []string{"Kyiv/UA.12"}},
		{"Martinovka", LookupOptions{Fuzzy: true}, []string{"Martynovka/RU.41"}},
		{"Matrynovka", LookupOptions{Fuzzy: true}, []string{"Martynovka/RU.41"}},
		{"Russian", LookupOptions{}, []string{"Russia/RU"}},
		{"", LookupOptions{Script: true, Fuzzy: true, Skeleton: true}, nil},
		{"nowhere at all", LookupOptions{Script: true, Skeleton: true, Fuzzy: true, Inflected: true}, nil},
		{strings.Repeat("x", 5000), LookupOptions{Script: true, Skeleton: true, Fuzzy: true, Inflected: true}, nil},
	} {
		got := ids(ix, ix.LookupWith(nil, c.q, c.o))
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) {
			t.Errorf("LookupWith(%q, %+v) = %q, want %q", c.q, c.o, got, c.want)
		}
	}
	if m := ix.Lookup(nil, "Ukrainian"); len(m) != 1 || m[0].Name != NameDemonym {
		t.Errorf("Lookup(Ukrainian) = %+v, want one demonym", m)
	}
	if m := ix.Lookup(nil, "Vorozhba"); ix.CountryCode(m[0].Ref) != "UA" {
		t.Error("the town does not come before the village")
	}
}

func TestPointsAtTheEdges(t *testing.T) {
	var entries []Entry
	want := map[ID]orb.Point{}
	for i, c := range []struct{ in, out orb.Point }{
		{orb.Point{180, 90}, orb.Point{-180, 90}},
		{orb.Point{-180, -90}, orb.Point{-180, -90}},
		{orb.Point{179.99999, 0}, orb.Point{179.99999, 0}},
		{orb.Point{179.999999, -0.000001}, orb.Point{-180, 0}},
		{orb.Point{35.3275, 51.103056}, orb.Point{35.3275, 51.10306}},
		{orb.Point{34.21917, 51.17333}, orb.Point{34.21917, 51.17333}},
	} {
		id := ID(fmt.Sprintf("gn:%d", i))
		entries, want[id] = append(entries, Entry{ID: id, Name: "Edge", Point: c.in, Class: ClassSettlement}), c.out
	}
	many := slices.Clone(entries) // so many square degrees that a point takes a byte more
	for i := range 180 * 360 {
		p := orb.Point{float64(i%360) - 179.5, float64(i/360) - 89.12345}
		id := ID(fmt.Sprintf("gn:%d", 100+i))
		many, want[id] = append(many, Entry{ID: id, Name: "Middle", Point: p, Class: ClassSettlement}), p
	}
	for _, list := range [][]Entry{entries, many} {
		b, err := Encode(list, Info{})
		if err != nil {
			t.Fatal(err)
		}
		ix, err := FromBytes(b)
		if err != nil {
			t.Fatal(err)
		}
		for r := range Ref(ix.Len()) {
			if got := ix.Point(r); math.Abs(got[0]-want[ix.ID(r)][0]) > 1e-9 || math.Abs(got[1]-want[ix.ID(r)][1]) > 1e-9 {
				t.Fatalf("%d places: %s lies at %v, want %v", ix.Len(), ix.ID(r), got, want[ix.ID(r)])
			}
		}
	}
}

func TestEntriesEncodeToTheSameBytes(t *testing.T) {
	ix := sampleIndex(t)
	again, err := Encode(ix.Entries(), ix.Info())
	if err != nil {
		t.Fatal(err)
	}
	first, err := Encode(sample(), ix.Info())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(first, again) {
		t.Error("the entries of an index give another index")
	}
}

func TestHasPrefix(t *testing.T) {
	ix := sampleIndex(t)
	for _, c := range []struct {
		p    string
		want bool
	}{{"sao", true}, {"sao ", true}, {"sao p", true}, {"sao x", false}, {"zzz", false}, {"", true}} {
		if got := ix.HasPrefix(c.p); got != c.want {
			t.Errorf("HasPrefix(%q) = %v", c.p, got)
		}
	}
}

func TestPlace(t *testing.T) {
	ix := sampleIndex(t)
	r, ok := ix.ByID("gn:688961")
	if !ok {
		t.Fatal("gn:688961 is not found")
	}
	got := ix.Place(r)
	if got.Name != "Vorozhba" || got.Population != 7915 || got.Country != "UA" || got.Admin1 != "21" || got.Admin1Name != "Sumy" || got.Admin2 != "5908" || got.Admin2Name != "" {
		t.Errorf("Place = %+v", got)
	}
	m := ix.Lookup(nil, "Martynovka")
	got = ix.Place(m[0].Ref)
	if got.Admin2Name != "Sudzhanskiy Rayon" || got.Population != -1 || !strings.HasPrefix(string(got.ID), "mm:") {
		t.Errorf("Place = %+v", got)
	}
	if d := sphereDistance(got.Point, orb.Point{35.364722, 51.241389}); d > 2 {
		t.Errorf("the point moved by %v m", d)
	}
	if got.Point != (orb.Point{35.36472, 51.24139}) {
		t.Errorf("the point is %v, want it to five decimals", got.Point)
	}
	if p := ix.Place(Ref(ix.Len())); p != (Place{}) {
		t.Errorf("a place outside the index: %+v", p)
	}
}

func TestByIDFindsEvery(t *testing.T) {
	ix := sampleIndex(t)
	for r := range Ref(ix.Len()) {
		id := ix.ID(r)
		if got, ok := ix.ByID(id); !ok || got != r {
			t.Errorf("ByID(%q) = %d, %v; want %d", id, got, ok, r)
		}
	}
	for _, id := range []ID{"", "gn:", "gn:2", "mm:zzzzzzzzzz", "iso:XX", "adm1:RU", "own:none", "reg:688961"} {
		if _, ok := ix.ByID(id); ok {
			t.Errorf("ByID(%q) found something", id)
		}
	}
}

func TestFolded(t *testing.T) {
	ix := sampleIndex(t)
	plain := 0
	for r := range Ref(ix.Len()) {
		key, same := ix.Folded(r)
		if name := ix.Name(r); key != names.Fold(name) || same != (name == names.Title(key)) {
			t.Errorf("Folded(%s) = %q, %v", name, key, same)
		}
		if same {
			plain++
		}
	}
	if plain == 0 || plain == ix.Len() {
		t.Errorf("%d of %d names are plain: nothing was compared", plain, ix.Len())
	}
	if key, same := ix.Folded(Ref(ix.Len())); key != "" || same {
		t.Errorf("Folded outside the index = %q, %v", key, same)
	}
}

func TestAreas(t *testing.T) {
	ix := sampleIndex(t)
	if r, ok := ix.Country("ru"); !ok || ix.Name(r) != "Russia" {
		t.Error("Country(ru) is not Russia")
	}
	if _, ok := ix.Country("BR"); ok {
		t.Error("Country(BR) has no entry but is found")
	}
	if r, ok := ix.Admin1Ref("RU", "41"); !ok || ix.Name(r) != "Kursk Oblast" || ix.ID(r) != "adm1:RU.41" {
		t.Error("Admin1Ref(RU, 41) is not Kursk Oblast")
	}
	if r, ok := ix.Admin2Ref("RU", "41", "486813"); !ok || ix.ID(r) != "adm2:RU.41.486813" {
		t.Error("Admin2Ref does not find the rayon")
	}
}

func TestSearch(t *testing.T) {
	ix := sampleIndex(t)
	near := orb.Point{35.3, 51.2}
	for _, c := range []struct {
		q    string
		o    SearchOptions
		want string // the first
	}{
		{"Vorozhba", SearchOptions{}, "Vorozhba/UA.21"},
		{"Vorozhba", SearchOptions{Country: "ru"}, "Vorozhba/RU.41"},
		{"Vorozhba, Kursk Oblast", SearchOptions{}, "Vorozhba/RU.41"},
		{"Vorozhba, Russia", SearchOptions{}, "Vorozhba/RU.41"},
		{"Ворожба", SearchOptions{Near: &near}, "Vorozhba/RU.41"},
		{"Voro", SearchOptions{}, "Vorozhba/UA.21"},
		{"Воро", SearchOptions{}, "Vorozhba/UA.21"},
		{"Vorozba", SearchOptions{}, "Vorozhba/UA.21"},
		{"Kursk", SearchOptions{Classes: []Class{ClassAdmin1}}, "Kursk Oblast/RU.41"},
		{"Kursk", SearchOptions{}, "Kursk/RU.41"},
		{"Plyokhovo", SearchOptions{Admin1: "41"}, "Plekhovo/RU.41"},
	} {
		hits := ix.Search(c.q, c.o)
		if len(hits) == 0 || ids(ix, []Match{hits[0].Match})[0] != c.want {
			t.Errorf("Search(%q, %+v) = %v, want %s first", c.q, c.o, hits, c.want)
		}
	}
	if hits := ix.Search("", SearchOptions{}); len(hits) != 0 {
		t.Errorf("Search of nothing = %v", hits)
	}
}

// Misspelt names come last, and only when there is little else.
func TestSearchGuessesLast(t *testing.T) {
	var entries []Entry
	for i, name := range []string{"Berezovka", "Berezovka", "Berezovka", "Beryozovka", "Berezovko", "Beresovka", "Lipovets", "Lipovetz", "Lipoveta", "Tarasovka", "Tarasivko"} {
		entries = append(entries, Entry{ID: ID(fmt.Sprintf("gn:%d", i)), Name: name, Class: ClassSettlement, Population: int64(100 + i)})
	}
	b, err := Encode(entries, Info{})
	if err != nil {
		t.Fatal(err)
	}
	ix, err := FromBytes(b)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		q       string
		guesses bool
	}{{"Berezovka", false}, {"Lipovets", true}, {"Tarasovca", true}} {
		guessed := false
		for _, h := range ix.Search(c.q, SearchOptions{}) {
			if guessed && h.How != MatchFuzzy {
				t.Errorf("Search(%q): %s comes after a guess", c.q, ix.Name(h.Ref))
			}
			guessed = guessed || h.How == MatchFuzzy
		}
		if guessed != c.guesses {
			t.Errorf("Search(%q): guesses %v, want %v", c.q, guessed, c.guesses)
		}
	}
}

func TestNearAgainstScan(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var entries []Entry
	for i := range 5000 {
		p := orb.Point{rng.Float64()*360 - 180, rng.Float64()*180 - 90}
		if i%2 == 0 {
			p = orb.Point{35 + rng.Float64(), 51 + rng.Float64()}
		}
		entries = append(entries, Entry{ID: ID(fmt.Sprintf("gn:%d", i)), Name: fmt.Sprintf("Place %d", i), Point: p, Class: ClassSettlement, Country: "RU"})
	}
	b, err := Encode(entries, Info{})
	if err != nil {
		t.Fatal(err)
	}
	ix, err := FromBytes(b)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 300 {
		p := orb.Point{rng.Float64()*360 - 180, rng.Float64()*180 - 90}
		switch i % 3 {
		case 1:
			p = orb.Point{35 + rng.Float64(), 51 + rng.Float64()}
		case 2:
			p = orb.Point{179.99 - 359.98*float64(i%2), rng.Float64()*178 - 89}
		}
		var want []geo.Metres
		for r := range Ref(ix.Len()) {
			if r%3 != 0 {
				want = append(want, sphereDistance(p, ix.Point(r)))
			}
		}
		slices.Sort(want)
		got := ix.Near(p, 7, func(r Ref) bool { return r%3 != 0 })
		for j := range 7 {
			if j >= len(got) || got[j].Distance != want[j] {
				t.Fatalf("Near(%v)[%d] = %+v, want distance %v", p, j, got, want[j])
			}
		}
		for _, n := range []int{1, 4, 7} {
			limit := want[n-1]
			if in := ix.NearWithin(p, 9, limit, func(r Ref) bool { return r%3 != 0 }); len(in) != n || in[n-1].Distance != limit {
				t.Fatalf("NearWithin(%v, %v) = %+v, want %d places", p, limit, in, n)
			}
		}
	}
	if got := ix.Near(orb.Point{0, 0}, 0, nil); got != nil {
		t.Errorf("Near with k 0 = %v", got)
	}
}

func TestFuzzyAgainstScan(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	letters := "abkov "
	word := func() string {
		b := make([]byte, 4+rng.IntN(8))
		for i := range b {
			b[i] = letters[rng.IntN(len(letters))]
		}
		return "p" + string(b) + "q"
	}
	var entries []Entry
	for i := range 3000 {
		entries = append(entries, Entry{ID: ID(fmt.Sprintf("gn:%d", i)), Name: word(), Class: ClassSettlement})
	}
	b, err := Encode(entries, Info{})
	if err != nil {
		t.Fatal(err)
	}
	ix, _ := FromBytes(b)
	all := map[string]bool{}
	var c cursor
	for ok := ix.keys.seek(&c, nil); ok; ok = c.step() {
		all[string(c.key())] = true
	}
	for range 100 {
		q := word()
		got := map[string]int{}
		ix.eachWithin(q, "", 2, func(c *cursor, e int) { got[string(c.key())] = e })
		for k := range all {
			want := editDistance(k, q)
			if e, ok := got[k]; ok != (want <= 2) || ok && e != want {
				t.Fatalf("distance of %q and %q: got %d %v, want %d", q, k, e, ok, want)
			}
		}
	}
}

func editDistance(a, b string) int {
	w := len(b) + 1
	rows := make([]uint8, (len(a)+1)*w)
	for j := range w {
		rows[j] = uint8(j)
	}
	for d := range len(a) {
		editRow(rows, w, d, []byte(a), b)
	}
	return int(rows[len(rows)-1])
}

func TestEncodeOrderDoesNotMatter(t *testing.T) {
	a := sample()
	b := sample()
	slices.Reverse(b)
	x, err := Encode(a, Info{})
	if err != nil {
		t.Fatal(err)
	}
	y, err := Encode(b, Info{})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(x, y) {
		t.Error("the bytes depend on the order of the entries")
	}
}

func TestEncodeRefuses(t *testing.T) {
	for name, e := range map[string]Entry{
		"no name":     {ID: "gn:1", Name: "—"},
		"no id":       {Name: "X"},
		"bad country": {ID: "gn:1", Name: "X", Country: "Russia"},
		"off earth":   {ID: "gn:1", Name: "X", Point: orb.Point{0, 91}},
		"many people": {ID: "gn:1", Name: "X", Population: 1 << 40},
	} {
		if _, err := Encode([]Entry{e}, Info{}); !errors.Is(err, ErrEntry) {
			t.Errorf("%s: error %v, want ErrEntry", name, err)
		}
	}
	twice := Entry{ID: "gn:1", Name: "X"}
	if _, err := Encode([]Entry{twice, twice}, Info{}); !errors.Is(err, ErrEntry) {
		t.Errorf("the same ID twice: error %v", err)
	}
}

func TestOpen(t *testing.T) {
	b, err := Encode(sample(), Info{})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name string, b []byte) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	ix, err := Open(write("good.gaz", b))
	if err != nil {
		t.Fatal(err)
	}
	if err := ix.Verify(); err != nil {
		t.Error(err)
	}
	if err := ix.Close(); err != nil {
		t.Error(err)
	}
	newer := slices.Clone(b)
	newer[8] = version + 1
	damaged := slices.Clone(b)
	damaged[headerSize+5] ^= 1
	for name, c := range map[string]struct {
		b    []byte
		want error
	}{
		"empty": {nil, ErrNotIndex}, "text": {[]byte(strings.Repeat("place,lat,lon\n", 9)), ErrNotIndex},
		"newer": {newer, ErrVersion}, "short": {b[:len(b)-1], ErrCorrupt}, "head": {b[:40], ErrCorrupt}, "table": {damaged, ErrCorrupt},
	} {
		if _, err := Open(write(name, c.b)); !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", name, err, c.want)
		}
	}
	if _, err := Open(filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
	if _, err := Open(dir); err == nil {
		t.Error("a folder was opened")
	}
	bad := slices.Clone(b)
	bad[len(bad)-len(bad)/3] ^= 0x40
	if ix, err := FromBytes(bad); err == nil && !errors.Is(ix.Verify(), ErrCorrupt) {
		t.Error("Verify does not see a flipped bit")
	}
}

func TestEmptyIndex(t *testing.T) {
	b, err := Encode(nil, Info{})
	if err != nil {
		t.Fatal(err)
	}
	ix, err := FromBytes(b)
	if err != nil {
		t.Fatal(err)
	}
	exercise(ix)
}

// exercise calls everything; it is there to panic.
func exercise(ix *Index) {
	opts := LookupOptions{Script: true, Inflected: true, Skeleton: true, Fuzzy: true, Max: 3}
	for _, q := range []string{"Vorozhba", "Ворожбою", "U.S.", "Sao Paulo, Brazil", "Martinovka"} {
		ms := ix.LookupWith(nil, q, opts)
		for _, m := range ms {
			ix.Place(m.Ref)
		}
		ix.Search(q, SearchOptions{})
	}
	ix.HasPrefix("vo")
	for r := range Ref(min(ix.Len(), 50)) {
		ix.ByID(ix.ID(r))
		ix.Place(r)
		ix.Prior(r)
		ix.Course(r)
	}
	for _, n := range ix.Near(orb.Point{35, 51}, 3, nil) {
		ix.Place(n.Ref)
	}
	for _, id := range []ID{"gn:1", "mm:ucpmx3k9z2", "own:base one", "iso:RU"} {
		ix.ByID(id)
	}
	ix.Country("RU")
	ix.Info()
}

func TestCourse(t *testing.T) {
	ix := sampleIndex(t)
	r, ok := ix.ByID("reg:sudzha")
	want := []orb.Point{{35.6, 51.4}, {-180, -90}, {-180, 90}, {35.1, 51.1}} // 180 east is 180 west
	if got := ix.Course(r); !ok || !slices.Equal(got, want) {
		t.Errorf("the course is %v, want %v", got, want)
	}
	for _, none := range []Ref{0, Ref(ix.Len()), noRef} {
		if none != r && ix.Course(none) != nil {
			t.Errorf("place %d has a course", none)
		}
	}
	without := slices.DeleteFunc(sample(), func(e Entry) bool { return e.Course != nil })
	b, err := Encode(without, Info{})
	if err != nil {
		t.Fatal(err)
	}
	if ix, err := FromBytes(b); err != nil || ix.Course(0) != nil {
		t.Errorf("an index without courses: %v", err)
	}
	for _, bad := range [][]orb.Point{make([]orb.Point, maxCourse+1), {{0, 91}}} {
		if _, err := Encode([]Entry{{ID: "a:b", Name: "A", Course: bad}}, Info{}); !errors.Is(err, ErrEntry) {
			t.Errorf("a course of %d points is taken: %v", len(bad), err)
		}
	}
}
