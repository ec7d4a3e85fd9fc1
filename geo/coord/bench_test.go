package coord

import (
	"strings"
	"testing"
)

func BenchmarkParse(b *testing.B) {
	for _, c := range []struct{ name, text string }{
		{"decimal", "51.10234, 35.33871"},
		{"decimal-comma", "50,9077; 34,7981"},
		{"dms", `51°30'20"N 35°20'10"E`},
		{"cyrillic", "С51.0065 В34.9704"},
		{"mgrs", "37U DQ 0966 1283"},
		{"utm", "36T 519452 5181646"},
		{"pluscode", "8FVC9G8F+6X"},
		{"link", "https://www.google.com/maps/place/X/@48.54770,37.67690,12z/data=!3m1!4b1!4m6!3m5!1s0x0:0x0!8m2!3d48.52770!4d37.70690"},
		{"refused", "Sudzha, Kursk oblast"},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := Parse(c.text)
				if (err != nil) != (c.name == "refused") {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkFind reads 1 KB of prose with the dates and counts of a report, and the same with coordinates in it.
func BenchmarkFind(b *testing.B) {
	const prose = "Ukraine's General Staff said on 14 December 2024 that 187 combat clashes had taken place over the past 24 hours, 34 of them in the Pokrovsk direction. " +
		"Russian forces launched 62 drones and 3 missiles overnight; 45 were shot down over Sumy, Poltava and Kharkiv oblasts, officials said. "
	for _, c := range []struct{ name, extra string }{
		{"prose", ""},
		{"coordinates", "The footage was geolocated to 51.1031, 35.3275 and to 51°06'11\"N 35°19'39\"E. "},
	} {
		text := strings.Repeat(prose+c.extra, 8)[:1024]
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				Find(text)
			}
		})
	}
}
