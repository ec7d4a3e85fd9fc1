package coord_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"sitmap/geo/coord"
)

func ExampleParse() {
	for _, s := range []string{"51°06'11\"N 35°19'39\"E", "37U DQ 0966 1283", "https://www.google.com/maps/@51.05614,34.66442,13.5z"} {
		readings, err := coord.Parse(s)
		if err != nil {
			fmt.Println(err)
			continue
		}
		r := readings[0]
		fmt.Printf("%.4f, %.4f within %.0f m, %s\n", r.Point[1], r.Point[0], r.Radius, r.Notation)
	}
	// Output:
	// 51.1031, 35.3275 within 18 m, dms
	// 48.8619, 37.7683 within 7 m, mgrs
	// 51.0561, 34.6644 within 3397 m, link
}

func ExampleFind() {
	text := "On 14.12.2024 a depot at 51.1031, 35.3275 burned; С51.0065 В34.9704 was hit as well."
	for _, f := range coord.Find(text) {
		fmt.Println(text[f.Start:f.End])
	}
	// Output:
	// 51.1031, 35.3275
	// С51.0065 В34.9704
}

func ExampleParseList() {
	places, err := coord.ParseList("51.1950 35.3620, 51.1930 35.3430")
	fmt.Println(len(places), err)
	_, err = coord.ParseList("51.1950 35.3620; Sudzha")
	fmt.Println(err)
	// Output:
	// 2 <nil>
	// point 2 of 2: no coordinates in "Sudzha": "Sudzha" is not part of any notation that is known
}

func ExampleNotations() {
	for _, w := range coord.Notations(orb.Point{35.3275, 51.1031}, 7)[:6] {
		fmt.Println(w.Notation, w.Text)
	}
	// Output:
	// decimal 51.1031, 35.3275
	// dms 51°06'11.2"N 35°19'39.0"E
	// dm 51°06.186'N 35°19.650'E
	// utm 36U 662948 5663867
	// mgrs 36UXB 6294 6386
	// sk42 SK-42 x=5666244 y=6663134
}
