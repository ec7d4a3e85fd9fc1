package claim

import (
	"encoding/json"
	"unicode/utf8"

	"sitmap/geo/codec/geojson"
)

// jsonResult and the types below are the contract's JSON; null is unknown, never 0.
type jsonResult struct {
	ID           string            `json:"id"`
	Verdict      Verdict           `json:"verdict"`
	Sentence     string            `json:"sentence"`
	Lat          *float64          `json:"lat"`
	Lon          *float64          `json:"lon"`
	Radius       *float64          `json:"radius_m"`
	Readings     []jsonReading     `json:"readings"`
	Reasons      []string          `json:"reasons"`
	Condition    string            `json:"condition,omitempty"`
	Checks       []jsonCheck       `json:"checks"`
	Alternatives []jsonAlternative `json:"alternatives"`
	NotChecked   []string          `json:"not_checked"`
	Rating       jsonRating        `json:"rating"`
	Method       string            `json:"method"`
}

type jsonReading struct {
	Lat      float64 `json:"lat"`
	Lon      float64 `json:"lon"`
	Notation string  `json:"notation"`
	Radius   float64 `json:"radius_m"`
	Note     string  `json:"note,omitempty"`
}

type jsonCheck struct {
	Check    string          `json:"check"`
	Result   Outcome         `json:"result"`
	Measured string          `json:"measured"`
	Expected string          `json:"expected"`
	Quote    *jsonSpan       `json:"quote"`
	Geometry json.RawMessage `json:"geometry"`
	Source   string          `json:"source"`
	Bits     float64         `json:"bits"`
}

// jsonSpan counts code points, half open, as everywhere in the contract.
type jsonSpan struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

type jsonAlternative struct {
	Code     string  `json:"code"`
	Sentence string  `json:"sentence"`
	Lat      float64 `json:"lat"`
	Lon      float64 `json:"lon"`
}

type jsonRating struct {
	Source      string `json:"source"`
	Information int    `json:"information"`
	Suggested   *int   `json:"suggested"`
	Why         string `json:"why,omitempty"`
}

// MarshalJSON gives the contract's JSON of the result; the text is that of the claim, for the offsets of quotes.
func (r *Result) MarshalJSON() ([]byte, error) {
	out := jsonResult{
		ID: r.ID, Verdict: r.Verdict, Sentence: r.Sentence, Condition: r.Condition, Method: r.Method,
		Readings: []jsonReading{}, Reasons: append([]string{}, r.Reasons...), Checks: []jsonCheck{}, Alternatives: []jsonAlternative{},
		NotChecked: append([]string{}, r.NotChecked...),
		Rating:     jsonRating{Source: r.Rating.Source, Information: r.Rating.Information, Why: r.Rating.Why},
	}
	if p := r.Point; p != nil {
		rad := float64(r.Radius)
		out.Lat, out.Lon, out.Radius = &p[1], &p[0], &rad
	}
	if n := r.Rating.Suggested; n > 0 {
		out.Rating.Suggested = &n
	}
	for _, x := range r.Readings {
		out.Readings = append(out.Readings, jsonReading{Lat: x.Point[1], Lon: x.Point[0], Notation: x.Notation, Radius: float64(x.Radius), Note: x.Note})
	}
	for i := range r.Checks {
		c, err := r.check(&r.Checks[i])
		if err != nil {
			return nil, err
		}
		out.Checks = append(out.Checks, c)
	}
	for _, a := range r.Alternatives {
		out.Alternatives = append(out.Alternatives, jsonAlternative{Code: a.Code, Sentence: a.Sentence, Lat: a.Point[1], Lon: a.Point[0]})
	}
	return json.Marshal(out)
}

func (r *Result) check(c *Check) (jsonCheck, error) {
	out := jsonCheck{Check: c.Code, Result: c.Outcome, Measured: c.Measured, Expected: c.Expected, Source: c.Source, Bits: c.Bits, Geometry: json.RawMessage("null")}
	if q := c.Quote; q != nil {
		start := utf8.RuneCountInString(r.text[:q.Start])
		out.Quote = &jsonSpan{Start: start, End: start + utf8.RuneCountInString(r.text[q.Start:q.End])}
	}
	if c.Geometry == nil {
		return out, nil
	}
	g, err := geojson.AppendGeometry(nil, c.Geometry)
	if err != nil {
		return out, err
	}
	out.Geometry = g
	return out, nil
}
