package reader

import "sitmap/gazetteer"

// Place is the JSON of a gazetteer entry wherever one is shown on its own:
// `sitmap gazetteer search --json`, /api/resolve, /api/places/near.
type Place struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Class       string   `json:"class"`
	Country     *string  `json:"country"`
	Admin1      *string  `json:"admin1"`
	Admin2      *string  `json:"admin2"`
	Admin2Guess bool     `json:"admin2_guess,omitempty"` // the area was derived, not given by a source
	Lat         float64  `json:"lat"`
	Lon         float64  `json:"lon"`
	Population  *int64   `json:"population"`
	Approximate bool     `json:"approximate"`
	Source      string   `json:"source"`
	DistanceM   *float64 `json:"distance_m,omitempty"` // from the point asked for
	Bearing     *float64 `json:"bearing,omitempty"`    // degrees from north, seen from that point
	Match       string   `json:"match,omitempty"`      // how the query met the name
}

// PlaceOf gives the JSON of p.
func PlaceOf(p gazetteer.Place) Place {
	out := Place{
		ID: string(p.ID), Name: p.Name, Class: p.Class.String(),
		Country: known(p.Country), Admin1: known(p.Admin1Name), Admin2: known(p.Admin2Name), Admin2Guess: p.Admin2Guess,
		Lat: p.Point.Lat(), Lon: p.Point.Lon(), Approximate: p.Approximate, Source: p.Source,
	}
	if p.Population >= 0 {
		out.Population = &p.Population
	}
	return out
}

// known gives nil for "", so that unknown is written as null.
func known(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
