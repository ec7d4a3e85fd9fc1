package coord

import (
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

func TestFind(t *testing.T) {
	for _, c := range []struct {
		text string
		want string // what is found, | between
		lat  float64
		lon  float64 // of the first
	}{
		{"The depot at 51.1031, 35.3275 burned on 12.12.2024.", "51.1031, 35.3275", 51.1031, 35.3275},
		{"Geolocated: 48.01770 37.05340 (Pokrovsk direction).", "48.01770 37.05340", 48.0177, 37.0534},
		{"(48.0177,37.0534)", "48.0177,37.0534", 48.0177, 37.0534},
		{"Seen at 48.0177, 37.0534, 5 km east of the town", "48.0177, 37.0534", 48.0177, 37.0534},
		{"Two places: 51.1950 35.3620, 51.1930 35.3430.", "51.1950 35.3620|51.1930 35.3430", 51.195, 35.362},
		{"-33.8600, -70.5000 in Chile", "-33.8600, -70.5000", -33.86, -70.5},
		{"Координати: 50,9077; 34,7981 (Сумська область)", "50,9077; 34,7981", 50.9077, 34.7981},
		{"Удар по складу 51.1031 сш, 35.3275 вд в 12:30.", "51.1031 сш, 35.3275 вд", 51.1031, 35.3275},
		{"Точка С51.0065 В34.9704, время 14:20", "С51.0065 В34.9704", 51.0065, 34.9704},
		{"у селі (51º14’29.0”N 35º21’53.0”E) о 5 ранку", "51º14’29.0”N 35º21’53.0”E", 51.241389, 35.364722},
		{"Плёхово, 51°06′11″ с. ш. 35°19′39″ в. д., Курская область", "51°06′11″ с. ш. 35°19′39″ в. д.", 51.103056, 35.3275},
		{"Position N13 37 41 E025 20 58 reported", "N13 37 41 E025 20 58", 13.628056, 25.349444},
		{"drone fell at 51°06'N, 35°20'E on Monday", "51°06'N, 35°20'E", 51.1, 35.333333},
		{"crew at 51°5.384'N, 35°16.356'E.", "51°5.384'N, 35°16.356'E", 51.089733, 35.2726},
		{"at 51.10° N, 35.33° E near", "51.10° N, 35.33° E", 51.10, 35.33},
		{"at 48.5N/37.9E in the morning", "48.5N/37.9E", 48.5, 37.9},
		{"NOTAM 513020N 0352010E radius 5", "513020N 0352010E", 51.505556, 35.336111},
		{"lat 51.10, lon 35.33 is the place", "lat 51.10, lon 35.33", 51.10, 35.33},
		{"Широта: 51,10, довгота: 35,33.", "Широта: 51,10, довгота: 35,33", 51.10, 35.33},
		{"Grid 37U DQ 0966 1283 was shelled", "37U DQ 0966 1283", 48.861897, 37.768335},
		{"Grid 37UDQ09661283, then quiet", "37UDQ09661283", 48.861897, 37.768335},
		{"UTM 36T 519452 5181646, Kherson", "36T 519452 5181646", 46.788078, 33.254855},
		{"квадрат СК-42 x=5665432 y=7312345 на карте", "СК-42 x=5665432 y=7312345", 51.08833, 36.31984},
		{"see 8FVC9G8F+6X for the place", "8FVC9G8F+6X", 47.365563, 8.524938},
		{"geo:51.0984,35.4164?z=15 sent", "geo:51.0984,35.4164?z=15", 51.0984, 35.4164},
		{"POINT(38.01949 36.46600) in the file", "POINT(38.01949 36.46600)", 36.466, 38.01949},
		{"Video: https://www.google.com/maps?q=51.16139,35.48556.", "https://www.google.com/maps?q=51.16139,35.48556", 51.16139, 35.48556},
		{"карта (https://yandex.ru/maps/?ll=37.175850%2C48.281980&z=13) тут", "https://yandex.ru/maps/?ll=37.175850%2C48.281980&z=13", 48.28198, 37.17585},
		{"51.1031, 35.3275", "51.1031, 35.3275", 51.1031, 35.3275},
		{"At 51°06'11\"N 35°19'39\"E, and later at 51°07'11\"N 35°20'39\"E.", "51°06'11\"N 35°19'39\"E|51°07'11\"N 35°20'39\"E", 51.103056, 35.3275},
		{"Sumy 50.9077, 34.7981 Shostka 51.8630, 33.4700", "50.9077, 34.7981|51.8630, 33.4700", 50.9077, 34.7981},
	} {
		got := Find(c.text)
		var have []string
		for _, f := range got {
			have = append(have, c.text[f.Start:f.End])
		}
		if strings.Join(have, "|") != c.want {
			t.Errorf("Find(%q) = %q, want %q", c.text, have, c.want)
			continue
		}
		if !within(got[0].Readings[0].Point, orb.Point{c.lon, c.lat}, 1) {
			t.Errorf("Find(%q) lies at %+v", c.text, got[0].Readings)
		}
	}
}

func TestFindLeavesOtherNumbersAlone(t *testing.T) {
	for _, text := range []string{
		"On 12.12.2024, 13.12.2024 and 14.12.2024 there was shelling.",
		"2024-12-14 12:30:15 UTC", "с 10.30 до 12.45", "в 14:20, 15:35", "between 12:30 and 14:45",
		"Call +380 44 123 4567, 8 (800) 555-35-35", "тел. 044-123-45-67, 067.123.4567",
		"The match ended 3:2, 101-99, 2.5, 3.5", "20-30 soldiers, 5-6 vehicles", "from 1.5 to 2.5 km", "ranges of 12.5, 13.5 km",
		"$51.123, 35.456 a barrel", "prices 51.123, 35.456", "курс 41.123, 43.456", "€12.345, €13.456", "51.123, 35.456 USD",
		"the 36th brigade, the 155 mm guns", "36 ОМБр, 155-мм", "36 N soldiers", "version 1.234, 2.345 is out", "v1.2345, v2.3456", "IP 192.168.100.200, 10.20.30.40",
		"shares of 0.123, 0.456", "0.12345, 0.67890", "pressures 1.234, 2.345, 3.456", "1.234.567, 2.345.678 people", "1,234; 2,345 wounded", "1,234,567 12,345,678",
		"145.500, 146.200 MHz", "145,5000; 146,2000 МГц", "12.345 km, 13.456 km", "with 12.345 %, 13.456 %", "5°C, 10°C", "от 5°С до 10°С", "turned 45°, 90°", "a slope of 30° and 45°",
		"с 51.5 в 35.2", "С 10 до 12 часов, В 14 часов", "В 2022 С 100", "HIMARS M142, M270, T-72B3, S-300, Su-34", "S-300 E-400", "Route E40 N12.5", "N 5, E 10", "5 N 10 E Street",
		"ISBN 978-3-16-148410-0", "doi:10.1234/5678.9012", "§ 12.345, 13.456", "№ 12.3456, 13.4567", "killed 1200, wounded 3500, captured 45", "10/12, 14/12/2024", "the 5th, 6th and 7th",
		"91.2034, 35.1200", "36T 4512 7788", "12C AB 12", "C++ 12345678+22", "22334455+66", "https://example.org/2024/12/14/51.1031,35.3275/x", "https://t.me/channel/12345?single", "1e5, 2e5",
		"Resolution 68/262 of 27.03.2014", "UTC+03:00", "51, 35", "51.1, 35.3", "1234567 7654321", "at 6:30 N. of the 5.5 E. line", "The 3.1415 2.7182abc", "", "no digits at all",
	} {
		if got := Find(text); len(got) > 0 {
			t.Errorf("Find(%q) takes %q for a place: %+v", text, text[got[0].Start:got[0].End], got[0].Readings)
		}
	}
}

// TestFindIsLinear gives texts in which every position could begin a match.
func TestFindIsLinear(t *testing.T) {
	for _, unit := range []string{"51.1031, 35.3275 ", "N51 ", "51°06' ", "1.234, ", "36T ", "СК-42 ", "https://", "POINT(", "12.345 ", "N1 2 3 ", "8FVC9G8F+", "lat 5", "1", "°", "С5 В", "(", "37U DQ 0966 "} {
		text := strings.Repeat(unit, 1<<16/len(unit))
		start := time.Now()
		Find(text)
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("64 KB of %q takes %v", unit, d)
		} else {
			t.Logf("%-20q %v", unit, d.Round(time.Millisecond))
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"at 51.1031, 35.3275 on", "С51.0065 В34.9704", "51°06′11″ с. ш. 35°19′39″ в. д.", "https://www.google.com/maps/@51.05614,34.66442,13.5z)", "36T 519452 5181646", "СК-42 x=5665432 y=7312345", "geo:1,2", "POINT(1 2)", "N13 37 41 E025 20 58"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for _, x := range Find(s) {
			if x.Start < end || x.End <= x.Start || x.End > len(s) || len(x.Readings) == 0 {
				t.Fatalf("%q: %+v", s, x)
			}
			end = x.End
		}
	})
}
