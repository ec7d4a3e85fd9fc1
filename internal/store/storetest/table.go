package storetest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strconv"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/internal/event"
	"sitmap/internal/store"
)

// Table makes chunk n of a table of events as an importer gives it: one report
// whose text is the header and the rows, with one event a row. Each event has one
// place with a radius, two sides, a count of the killed and its row as evidence. The same n and rows
// always give the same chunk.
func Table(n, rows int) store.Entry {
	rnd := rand.New(rand.NewPCG(uint64(n), uint64(rows)))
	types := []string{"Armed clash", "Shelling/artillery/missile attack", "Air/drone strike", "Attack", "Looting/property destruction"}
	text := []byte("event_id,date,type,actor1,actor2,place,latitude,longitude,fatalities\n")
	r := event.Report{ID: event.ReportID(fmt.Sprintf("table-%06d", n)), Outlet: "Table of events", URL: "file:events.csv", Title: fmt.Sprintf("events.csv, chunk %d", n+1)}
	events := make([]event.Event, rows)
	for i := range events {
		number := n*rows + i
		at := orb.Point{34 + float64(rnd.IntN(4e4))/1e4, 48 + float64(rnd.IntN(3e4))/1e4}
		day := event.Date{Year: 2022, Month: 1, Day: 1}.AddDays(rnd.IntN(1000))
		name, killed, kind := "Place "+strconv.Itoa(rnd.IntN(20_000)), rnd.IntN(4), types[rnd.IntN(len(types))]
		id := sha256.Sum256([]byte("table " + strconv.Itoa(number)))
		start := len(text)
		text = fmt.Appendf(text, "%d,%s,%s,First Brigade,Second Brigade,%s,%.4f,%.4f,%d\n", number, day, kind, name, at[1], at[0], killed)
		events[i] = event.Event{
			ID: event.ID(hex.EncodeToString(id[:16])), Type: kind,
			When:       event.Interval{Start: day, End: day, Precision: event.PrecisionDay, Basis: event.BasisExplicit, Text: day.String()},
			Actors:     []event.Actor{{Name: "First Brigade", Role: "actor1"}, {Name: "Second Brigade", Role: "actor2"}},
			Casualties: event.Casualties{Killed: &event.Count{Min: &killed, Max: &killed, Text: strconv.Itoa(killed)}},
			Where: []event.Location{{
				Point: at, Radius: 2000, Region: geo.Region{Kind: geo.Disc, Centre: at, Outer: 2000}, Method: "table 1", Probability: 1, GeoPrecision: 1, WherePrec: 1,
				Place: event.PlaceSnapshot{Name: name, Class: "settlement", Country: "UA", Admin1: "Kharkiv", Point: at, Population: -1, P: 1}, Relation: event.Relation{Kind: event.At},
			}},
			Verification: event.VerificationNone, Evidence: []event.Evidence{{Report: r.ID, Span: event.Span{Start: start, End: len(text) - 1}}}, Method: "table 1",
		}
	}
	r.Text = string(text)
	r.SHA256 = sha256.Sum256(text)
	return store.Entry{Report: r, Events: events, Table: true}
}
