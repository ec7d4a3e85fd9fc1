package store

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/internal/event"
)

func sample() event.Event {
	three, km, bearing := 3, 2.5, geo.Degrees(90)
	return event.Event{
		ID: "e1", Revision: 2, Type: "Armed clash", Trigger: "clashes",
		When: event.Interval{Start: event.Date{Year: 2024, Month: 12, Day: 14}, Precision: event.PrecisionDay, Basis: event.BasisRelative, Text: "on Saturday"},
		Where: []event.Location{{
			Point:  orb.Point{35.33, 51.1},
			Region: geo.Region{Kind: geo.Buffer, Outer: 500, Axis: orb.LineString{{35, 51}, {36, 51}}, Area: orb.MultiPolygon{{{{35, 51}, {36, 51}, {36, 52}, {35, 51}}}}},
			Radius: 500, Place: event.PlaceSnapshot{ID: "p1", Name: "Testdorf", Class: "settlement", Country: "DE", Point: orb.Point{35.33, 51.1}, Population: -1, P: 0.9},
			Relation: event.Relation{Kind: event.Distance, Km: &km, Bearing: &bearing, Text: "2.5 km east of"}, Mention: event.Span{Start: 3, End: 11},
			Method: "m", Probability: 0.9, Alternatives: []event.PlaceSnapshot{{ID: "p2", Name: "Testdorf"}},
			Reasons: []event.Reason{{Feature: "population", Value: 1, Weight: -2}}, GeoPrecision: 2, WherePrec: 2, Caution: "assumed", Disputed: "claimed by X", Worldview: "un",
		}},
		Actors:     []event.Actor{{ID: "a", Name: "A", Role: "actor1"}},
		Casualties: event.Casualties{Killed: &event.Count{Min: new(int), Max: new(int)}, Missing: &event.Count{Min: &three, Text: "three", Approximate: true}},
		Claims:     []event.Attribution{{Claimant: "C", Verb: "said", Stance: event.Asserts, Span: event.Span{Start: 1, End: 2}}},
		Control:    "unclear", Verification: event.Unverified, Review: event.ReviewAuto,
		Evidence: []event.Evidence{{Report: "r1", Span: event.Span{Start: 0, End: 20}}}, Method: "rules 1",
	}
}

// golden is how the first schema writes [sample]. Databases hold this: a change here
// that does not only add a name needs a migration.
const golden = `{"id":"e1","revision":2,"type":"Armed clash","trigger":"clashes",` +
	`"when":{"start":"2024-12-14","end":null,"precision":"day","basis":"relative","text":"on Saturday"},` +
	`"where":[{"point":[35.33,51.1],"region":{"kind":"buffer","outer_m":500,"axis":[[35,51],[36,51]],"area":[[[[35,51],[36,51],[36,52],[35,51]]]]},"radius_m":500,` +
	`"place":{"id":"p1","name":"Testdorf","class":"settlement","country":"DE","point":[35.33,51.1],"population":-1,"p":0.9},` +
	`"relation":{"kind":"distance","km":2.5,"bearing":90,"text":"2.5 km east of"},"mention":{"start":3,"end":11},"method":"m","p":0.9,` +
	`"alternatives":[{"id":"p2","name":"Testdorf","point":[0,0],"population":0}],"reasons":[{"feature":"population","value":1,"weight":-2}],"geo_precision":2,"where_prec":2,"caution":"assumed","disputed":"claimed by X","worldview":"un"}],` +
	`"actors":[{"id":"a","name":"A","role":"actor1"}],` +
	`"casualties":{"killed":{"min":0,"max":0},"missing":{"min":3,"text":"three","approximate":true}},` +
	`"claims":[{"claimant":"C","verb":"said","stance":"asserts","span":{"start":1,"end":2}}],` +
	`"verification":"unverified","control":"unclear","review":"auto","evidence":[{"report":"r1","start":0,"end":20}],"method":"rules 1"}`

func TestDetail(t *testing.T) {
	got, err := EncodeEvent(sample())
	if err != nil || string(got) != golden {
		t.Errorf("got  %s, %v\nwant %s", got, err, golden)
	}
	back, err := DecodeEvent([]byte(golden))
	if err != nil || !reflect.DeepEqual(back, sample()) {
		t.Errorf("got  %+v, %v\nwant %+v", back, err, sample())
	}
}

// TestDetailIsComplete fails when package event has a field that the encoding does not know.
func TestDetailIsComplete(t *testing.T) {
	for _, c := range []struct{ here, there any }{
		{detail{}, event.Event{}},
		{when{}, event.Interval{}},
		{location{}, event.Location{}},
		{region{}, geo.Region{}},
		{place{}, event.PlaceSnapshot{}},
		{relation{}, event.Relation{}},
		{reason{}, event.Reason{}},
		{actor{}, event.Actor{}},
		{count{}, event.Count{}},
		{casualties{}, event.Casualties{}},
		{claim{}, event.Attribution{}},
		{span{}, event.Span{}},
	} {
		here, there := reflect.TypeOf(c.here), reflect.TypeOf(c.there)
		for i := range there.NumField() {
			switch name := there.Field(i).Name; name {
			case "Group", "GroupEvents", "IndependentSources": // of the store, not of the event
				continue
			}
			if _, ok := here.FieldByName(there.Field(i).Name); !ok {
				t.Errorf("%s.%s is not stored", there, there.Field(i).Name)
			}
		}
	}
}

func TestDetailRefuses(t *testing.T) {
	ev := sample()
	ev.Where[0].Probability = math.NaN()
	if _, err := EncodeEvent(ev); !errors.Is(err, ErrInvalid) {
		t.Errorf("NaN: got %v, want ErrInvalid", err)
	}
	for _, text := range []string{"", "{", "[]", `{"where":5}`, `{"when":{"start":"soon"}}`} {
		if _, err := DecodeEvent([]byte(text)); err == nil || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

func TestCheckReport(t *testing.T) {
	for _, r := range []event.Report{{}, {ID: "a", Text: "\xff"}, {ID: "a", Title: "\xff"}} {
		if err := CheckReport(r); !errors.Is(err, ErrInvalid) {
			t.Errorf("%+v: got %v, want ErrInvalid", r, err)
		}
	}
	if err := CheckReport(event.Report{ID: "a"}); err != nil {
		t.Errorf("got %v", err)
	}
}

func FuzzDecodeEvent(f *testing.F) {
	f.Add(golden)
	f.Add(`{"id":"x","when":{"start":null},"where":[{"region":{"kind":"disc","centre":[1]}}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		ev, err := DecodeEvent([]byte(text))
		if err != nil {
			return
		}
		b, err := EncodeEvent(ev)
		if err != nil {
			return
		}
		again, err := DecodeEvent(b)
		if err != nil {
			t.Fatalf("what was written is not read: %v", err)
		}
		if c, err := EncodeEvent(again); err != nil || string(c) != string(b) {
			t.Errorf("second round: got %s, %v, want %s", c, err, b)
		}
	})
}

func BenchmarkDetail(b *testing.B) {
	b.Run("encode", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := EncodeEvent(sample()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("decode", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := DecodeEvent([]byte(golden)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
