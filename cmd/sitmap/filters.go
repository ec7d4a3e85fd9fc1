package main

import (
	"fmt"
	"slices"

	"sitmap/internal/event"
)

// filters are the flags that select events; they mean what the same parameters mean to the API.
type filters struct {
	BBox         string   `name:"bbox" help:"Only events in this box (degrees)." placeholder:"W,S,E,N"`
	Datetime     string   `help:"Only events in this time; .. leaves an end open." placeholder:"FROM/TO"`
	Type         []string `help:"Only these types." placeholder:"TYPE"`
	Actor        []string `help:"Only events with these actors." placeholder:"NAME"`
	Source       []string `help:"Only events from these outlets." placeholder:"NAME"`
	Verification []string `help:"Only these: none, unverified, verified, disputed." placeholder:"STATE"`
	Q            string   `name:"q" help:"Only events whose words hold this text." placeholder:"TEXT"`
	Near         string   `help:"Only events in this circle." placeholder:"LAT,LON,KM"`
}

// query turns the flags into a query; an error names the flag.
func (f filters) query() (event.Query, error) {
	q := event.Query{Types: f.Type, Actors: f.Actor, Sources: f.Source, Text: f.Q}
	if f.BBox != "" {
		b, err := event.ParseBounds(f.BBox)
		if err != nil {
			return q, fmt.Errorf("--%w", err)
		}
		q.Bounds = &b
	}
	if f.Datetime != "" {
		var err error
		if q.From, q.To, err = event.ParseInterval(f.Datetime); err != nil {
			return q, fmt.Errorf("--%w", err)
		}
	}
	if f.Near != "" {
		n, err := event.ParseNear(f.Near)
		if err != nil {
			return q, fmt.Errorf("--%w", err)
		}
		q.Near = &n
	}
	known := []event.Verification{event.VerificationNone, event.Unverified, event.Verified, event.Disputed}
	for _, v := range f.Verification {
		if !slices.Contains(known, event.Verification(v)) {
			return q, fmt.Errorf("--verification %q is none of none, unverified, verified, disputed", v)
		}
		q.Verification = append(q.Verification, event.Verification(v))
	}
	return q, nil
}
