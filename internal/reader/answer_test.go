package reader

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/resolve"
	"sitmap/internal/event"
)

// TestAnswerTellsTheCautionOfAnEventPlace: what was assumed about an event's place goes with it, and a place
// about which nothing was assumed has no such field.
func TestAnswerTellsTheCautionOfAnEventPlace(t *testing.T) {
	at := func(name, caution string, start, end int) event.Location {
		return event.Location{Point: orb.Point{35, 51}, Radius: 2000, Place: event.PlaceSnapshot{Name: name, Point: orb.Point{35, 51}}, Mention: event.Span{Start: start, End: end}, Caution: caution}
	}
	g := Reading{
		Report:      event.Report{ID: "r", Text: "Aran and Belos"},
		Mentions:    []gazetteer.Mention{{Start: 0, End: 4, Text: "Aran"}, {Start: 9, End: 14, Text: "Belos"}},
		Resolutions: make([]resolve.Resolution, 2), Notes: make([]string, 2), Places: make([]*event.Location, 2),
		Events: []event.Event{{ID: "e", Type: "Armed clash", Where: []event.Location{at("Aran", "the gazetteer's point is approximate", 0, 4), at("Belos", "", 9, 14)}}},
	}
	b, err := json.Marshal(g.Answer("d"))
	if err != nil {
		t.Fatal(err)
	}
	var a struct {
		Events []struct{ Places []map[string]any }
	}
	if err := json.Unmarshal(b, &a); err != nil || len(a.Events) != 1 || len(a.Events[0].Places) != 2 {
		t.Fatalf("%v: %s", err, b)
	}
	first, second := a.Events[0].Places[0], a.Events[0].Places[1]
	if c, _ := first["caution"].(string); !strings.Contains(c, "approximate") {
		t.Errorf("the first place has the caution %v", first["caution"])
	}
	if c, there := second["caution"]; there {
		t.Errorf("the second place has a caution: %v", c)
	}
	if first["toponym"] != 0. || second["toponym"] != 1. {
		t.Errorf("toponyms %v and %v", first["toponym"], second["toponym"])
	}
}
