package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"

	"sitmap/geo"
	"sitmap/geo/coord"
	"sitmap/internal/event"
)

type coordCmd struct {
	Text []string `arg:"" help:"Coordinates in any notation, a link of a web map, several of them, or a text that holds some."`
	Near string   `help:"Place from which a short plus code counts, as --near=51.19,35.27." placeholder:"LAT,LON"`
}

func (c coordCmd) Run(g *globals, s streams) error {
	var o coord.Options
	if c.Near != "" {
		p, err := event.ParseLatLon(c.Near)
		if err != nil {
			return fmt.Errorf("--near: %w", err)
		}
		o.Near = &p
	}
	places, err := readCoordinates(strings.Join(c.Text, " "), o)
	if err != nil {
		return err
	}
	if g.JSON {
		return json.NewEncoder(s.out).Encode(places)
	}
	for i, p := range places {
		if i > 0 {
			fmt.Fprintln(s.out)
		}
		if err := p.print(s.out); err != nil {
			return err
		}
	}
	return nil
}

// coordPlace is one place of the text with all its readings.
type coordPlace struct {
	Text     string         `json:"text,omitempty"` // as written, if it stood among other words
	Readings []coordReading `json:"readings"`
}

type coordReading struct {
	Lat       float64         `json:"lat"`
	Lon       float64         `json:"lon"`
	Notation  string          `json:"notation"`
	RadiusM   float64         `json:"radius_m"`
	Note      string          `json:"note,omitempty"`
	Notations []coord.Written `json:"notations"`
}

// readCoordinates reads a text as one place, as a list, or as words with places among them.
func readCoordinates(text string, o coord.Options) ([]coordPlace, error) {
	lists, err := coord.ParseListWith(text, o)
	if err == nil {
		var out []coordPlace
		for _, rs := range lists {
			out = append(out, coordPlace{Readings: coordReadings(rs)})
		}
		return out, nil
	}
	var out []coordPlace
	for _, f := range coord.FindWith(text, o) {
		out = append(out, coordPlace{Text: text[f.Start:f.End], Readings: coordReadings(f.Readings)})
	}
	if len(out) == 0 {
		return nil, err
	}
	return out, nil
}

func coordReadings(rs []coord.Reading) []coordReading {
	var out []coordReading
	for _, r := range rs {
		out = append(out, coordReading{
			Lat: r.Point[1], Lon: r.Point[0], Notation: r.Notation, Note: r.Note,
			RadiusM: float64(r.Radius), Notations: coord.Notations(r.Point, r.Radius),
		})
	}
	return out
}

func (p coordPlace) print(w io.Writer) error {
	if p.Text != "" {
		fmt.Fprintf(w, "%s\n", p.Text)
	}
	for i, r := range p.Readings {
		if i > 0 {
			fmt.Fprintln(w, "or")
		}
		fmt.Fprintf(w, "read as %s, %s\n", r.Notation, within(geo.Metres(r.RadiusM)))
		if r.Note != "" {
			fmt.Fprintf(w, "  note           %s\n", r.Note)
		}
		for _, n := range r.Notations {
			note := ""
			if n.Note != "" {
				note = "  (" + n.Note + ")"
			}
			if _, err := fmt.Fprintf(w, "  %-14s %s%s\n", n.Notation, n.Text, note); err != nil {
				return err
			}
		}
	}
	return nil
}

// within says a radius in metres or kilometres.
func within(m geo.Metres) string {
	switch {
	case m >= 10*geo.Kilometre:
		return fmt.Sprintf("within %.0f km", m.Kilometres())
	case m >= geo.Kilometre:
		return fmt.Sprintf("within %.1f km", m.Kilometres())
	case m >= 10:
		return fmt.Sprintf("within %.0f m", float64(m))
	}
	return fmt.Sprintf("within %.2g m", math.Max(float64(m), 0.01))
}
