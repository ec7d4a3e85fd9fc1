package relation

import (
	"math"
	"strings"
	"testing"

	"sitmap/internal/event"
	"sitmap/internal/extract/words"
)

func TestBefore(t *testing.T) {
	for _, c := range []struct {
		in      string // the name stands in square brackets
		russian bool
		kind    event.RelationKind
		use     Use
		km      float64 // -1: none
		bearing float64 // -1: none
	}{
		{"clashes near [Aaa]", false, event.Near, UsePlace, -1, -1},
		{"assaults close to the villages of [Aaa]", false, event.Near, UsePlace, -1, -1},
		{"a strike in [Aaa]", false, event.At, UsePlace, -1, -1},
		{"fighting on the outskirts of [Aaa]", false, event.Outskirts, UsePlace, -1, -1},
		{"hit a bus 6 km north-east of [Aaa]", false, event.Distance, UsePlace, 6, 45},
		{"a village less than 10 km south-west of [Aaa]", false, event.Distance, UsePlace, 10, 225},
		{"about 15 km from [Aaa]", false, event.Distance, UsePlace, 15, -1},
		{"three miles from the town of [Aaa]", false, event.Distance, UsePlace, 4.828, -1},
		{"hamlets north of [Aaa]", false, event.Direction, UsePlace, -1, 0},
		{"tried to advance between [Aaa]", false, event.Between, UsePlace, -1, -1},
		{"moving in the direction of [Aaa]", false, event.Direction, UseToward, -1, -1},
		{"on the [Aaa] axis", false, event.Axis, UseSector, -1, -1},
		{"people fled to [Aaa]", false, event.At, UseDestination, -1, -1},
		{"12 km inside [Aaa]", false, event.Inside, UsePlace, 12, -1},
		{"the head of [Aaa]", false, event.At, UseOwner, -1, -1},
		{"the approach to [Aaa]", false, event.Near, UsePlace, -1, -1},
		{"бої біля села [Ааа]", false, event.Near, UsePlace, -1, -1},
		{"бої під [Ааа]", false, event.Near, UsePlace, -1, -1},
		{"удар у [Ааа]", false, event.At, UsePlace, -1, -1},
		{"за 6 км на південь від [Ааа]", false, event.Distance, UsePlace, 6, 180},
		{"за 8 км на південний схід від [Ааа]", false, event.Distance, UsePlace, 8, 135},
		{"на захід від [Ааа]", false, event.Direction, UsePlace, -1, 270},
		{"на околиці села [Ааа]", false, event.Outskirts, UsePlace, -1, -1},
		{"на [Ааа] напрямку", false, event.Axis, UseSector, -1, -1},
		{"між [Ааа]", false, event.Between, UsePlace, -1, -1},
		{"бои у села [Ааа]", true, event.Near, UsePlace, -1, -1},
		{"у [Ааа]", true, event.Near, UsePlace, -1, -1},
		{"в районе [Ааа]", true, event.Near, UsePlace, -1, -1},
		{"в 17 километрах от [Ааа]", true, event.Distance, UsePlace, 17, -1},
		{"в 5 км северо-западнее [Ааа]", true, event.Distance, UsePlace, 5, 315},
		{"в двух километрах к юго-востоку от [Ааа]", true, event.Distance, UsePlace, 2, 135},
		{"южнее [Ааа]", true, event.Direction, UsePlace, -1, 180},
		{"в направлении [Ааа]", true, event.Direction, UseToward, -1, -1},
		{"у южной окраины [Ааа]", true, event.Outskirts, UsePlace, -1, 180},
		{"on the northern outskirts of [Aaa]", false, event.Outskirts, UsePlace, -1, 0},
		{"на північній околиці міста [Ааа]", false, event.Outskirts, UsePlace, -1, 0},
		{"on the left bank of the [Aaa]", false, event.Bank, UsePlace, -1, -1},
		{"along the eastern bank of the [Aaa]", false, event.Bank, UsePlace, -1, 90},
		{"across the [Aaa]", false, event.At, UsePlace, -1, -1},
		{"на лівому березі [Ааа]", false, event.Bank, UsePlace, -1, -1},
		{"на східному березі річки [Ааа]", false, event.Bank, UsePlace, -1, 90},
		{"на левом берегу реки [Ааа]", true, event.Bank, UsePlace, -1, -1},
		{"на западном берегу [Ааа]", true, event.Bank, UsePlace, -1, 270},
		{"opposite [Aaa]", false, event.Near, UsePlace, -1, -1},
		{"навпроти [Ааа]", false, event.Near, UsePlace, -1, -1},
		{"напротив города [Ааа]", true, event.Near, UsePlace, -1, -1},
		{"a ship 60 nautical miles southeast of [Aaa]", false, event.Distance, UsePlace, 111.12, 135},
		{"boarded a tanker 30 km off the coast of [Aaa]", false, event.Distance, UsePlace, 30, -1},
		{"за 20 морських миль від [Ааа]", false, event.Distance, UsePlace, 37.04, -1},
		{"в 20 морских милях от [Ааа]", true, event.Distance, UsePlace, 37.04, -1},
		{"a mine off the coast of [Aaa]", false, event.Near, UsePlace, -1, -1},
		{"deep inside [Aaa]", false, event.Inside, UsePlace, -1, -1},
		{"12 km deep into [Aaa]", false, event.Inside, UsePlace, 12, -1},
		{"за 10 км углиб [Ааа]", false, event.Inside, UsePlace, 10, -1},
		{"вглиб території [Ааа]", false, event.Inside, UsePlace, -1, -1},
		{"в 10 км вглубь территории [Ааа]", true, event.Inside, UsePlace, 10, -1},
		{"on the [Aaa] front", false, event.Axis, UseSector, -1, -1},
		{"на [Ааа] направлении", true, event.Axis, UseSector, -1, -1},
		{"between the towns of [Aaa]", false, event.Between, UsePlace, -1, -1},
		{"между [Ааа]", true, event.Between, UsePlace, -1, -1},
		{"за два кілометри північніше [Ааа]", false, event.Distance, UsePlace, 2, 0},
		{"в сторону [Ааа]", true, event.Direction, UseToward, -1, -1},
		{"у бік [Ааа]", false, event.Direction, UseToward, -1, -1},
		{"удар по [Ааа]", true, event.At, UsePlace, -1, -1},
	} {
		a := strings.IndexByte(c.in, '[')
		text := strings.NewReplacer("[", "", "]", "").Replace(c.in)
		d := words.Of(text)
		first := d.At(a)
		got := Before(d, first, first+1, 0, c.russian)
		if got.Kind != c.kind || got.Use != c.use {
			t.Errorf("%q: got %s use %d (%q), want %s use %d", c.in, got.Kind, got.Use, got.Text, c.kind, c.use)
		}
		if km := number(got.Km); math.Abs(km-c.km) > 0.01 {
			t.Errorf("%q: got %v km, want %v", c.in, km, c.km)
		}
		bearing := -1.0
		if got.Bearing != nil {
			bearing = float64(*got.Bearing)
		}
		if bearing != c.bearing {
			t.Errorf("%q: got bearing %v, want %v", c.in, bearing, c.bearing)
		}
	}
}

func number(p *float64) float64 {
	if p == nil {
		return -1
	}
	return *p
}

func TestBorders(t *testing.T) {
	for _, c := range []struct {
		in string
		km float64 // -1: none given; -2: no border
	}{
		{"ambushed about five kilometres from the border in the district", 5},
		{"close to the border", -1},
		{"some four kilometers (2.5 miles) from the Russian border", 4},
		{"за три кілометри від кордону", 3},
		{"в десяти километрах от границы сгорели танки", 10},
		{"у нескольких километрах от границы", 5},
		{"уздовж кордону чути постріли", -1},
		{"возле границы слышны выстрелы", -1},
		{"a border guard said", -2},
	} {
		d := words.Of(c.in)
		got := -2.0
		if b := Borders(d, 0, len(d.Words)); len(b) > 0 {
			got = number(b[0].Km)
		}
		if got != c.km {
			t.Errorf("%q: got %v, want %v", c.in, got, c.km)
		}
	}
}

func TestDirection(t *testing.T) {
	for in, want := range map[string]float64{
		"north": 0, "northeast": 45, "south-south-west": 202.5, "due west": 270, "на північний захід": 315, "к северо-востоку": 45, "north-west": 315, "на південь": 180, "south west": 225,
	} {
		got, n := Direction(words.Of(in), 0)
		if n == 0 || float64(got) != want {
			t.Errorf("%q: got %v in %d words, want %v", in, got, n, want)
		}
	}
}

func FuzzBefore(f *testing.F) {
	for _, s := range []string{"6 km of X", "between between X", "на на на північ від X", "1e9 km north of X", "north-north-north-north X", "км км X"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := words.Of(s)
		if len(d.Words) == 0 {
			return
		}
		i := len(d.Words) - 1
		got := Before(d, i, i+1, 0, true)
		if got.First < 0 || got.Last > len(d.Words) || got.First > got.Last {
			t.Fatalf("%q: words %d..%d", s, got.First, got.Last)
		}
		if got.Bearing != nil && (*got.Bearing < 0 || *got.Bearing >= 360) {
			t.Fatalf("%q: bearing %v", s, *got.Bearing)
		}
		Borders(d, 0, len(d.Words))
	})
}

func BenchmarkBefore(b *testing.B) {
	d := words.Of("A drone hit a bus about 6 km north-east of the town of Manbij")
	i := len(d.Words) - 1
	b.ReportAllocs()
	for b.Loop() {
		Before(d, i, i+1, 0, false)
	}
}
