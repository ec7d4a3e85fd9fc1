package table

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"sitmap/internal/event"
	"sitmap/internal/ingest"
)

// acled makes a table of invented events with the given columns.
func acled(columns []string) string {
	rows := []map[string]string{
		{
			"event_id_cnty": "XXX1", "event_date": "05 January 2024", "year": "2024", "time_precision": "1", "event_type": "Battles", "sub_event_type": "Armed clash",
			"actor1": "Side A", "actor2": "Side B", "iso": "804", "country": "Ukraine", "admin1": "Kharkiv", "location": "Balka", "latitude": "49.5000", "longitude": "36.5000",
			"geo_precision": "1", "source": "Agency; Other", "notes": "Clash near \"Balka\", says one;\ntwo lines.", "fatalities": "0", "data_id": "7", "iso3": "UKR", "tags": "x=y",
		},
		{
			"event_id_cnty": "XXX2", "event_date": "06 January 2024", "year": "2024", "time_precision": "2", "event_type": "Explosions/Remote violence", "sub_event_type": "Air/drone strike",
			"latitude": "49.6", "longitude": "36.6", "geo_precision": "2", "fatalities": "3", "notes": "Плоске, удар",
		},
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Write(columns) //nolint:gosec // a builder never fails
	for _, r := range rows {
		cells := make([]string, len(columns))
		for i, c := range columns {
			cells[i] = r[c]
		}
		w.Write(cells) //nolint:gosec // as above
	}
	w.Flush()
	return b.String()
}

// oldACLED are the columns of exports before March 2023.
var oldACLED = strings.Fields("data_id iso event_id_cnty event_id_no_cnty event_date year time_precision event_type sub_event_type actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction " +
	"region country admin1 admin2 admin3 location latitude longitude geo_precision source source_scale notes fatalities timestamp iso3")

func TestRoundTripACLED(t *testing.T) {
	for name, columns := range map[string][]string{"before March 2023": oldACLED, "since March 2023": ACLEDColumns} {
		t.Run(name, func(t *testing.T) {
			text := acled(columns)
			k, err := take(t, "a.csv", text, Options{})
			if err != nil || len(k.rejected) > 0 {
				t.Fatal(k.rejected, err)
			}
			if got := export(t, ACLEDTable, k.items); got != text {
				t.Errorf("got\n%s\nwant\n%s", got, text)
			}
		})
	}
	old, err := take(t, "old.csv", acled(oldACLED), Options{})
	if err != nil {
		t.Fatal(err)
	}
	newer, err := take(t, "new.csv", acled(ACLEDColumns), Options{})
	if err != nil {
		t.Fatal(err)
	}
	both := export(t, ACLEDTable, append(old.items, newer.items...))
	lines, err := csv.NewReader(strings.NewReader(both)).ReadAll()
	if err != nil || len(lines) != 5 {
		t.Fatal(len(lines), err)
	}
	at := map[string]int{}
	for i, n := range lines[0] {
		at[n] = i
	}
	if lines[1][at["data_id"]] != "7" || lines[1][at["tags"]] != "" || lines[3][at["tags"]] != "x=y" || lines[3][at["data_id"]] != "" {
		t.Errorf("a column got lost between two editions:\n%s", both)
	}
}

// TestOverlay writes what a person changed, and nothing else.
func TestOverlay(t *testing.T) {
	text := acled(ACLEDColumns)
	k, err := take(t, "a.csv", text, Options{})
	if err != nil {
		t.Fatal(err)
	}
	ev := &k.items[0].Events[0]
	ev.Review = event.ReviewReviewed
	ev.Where = []event.Location{ev.Where[0]}
	ev.Where[0].Point = orb.Point{36.75, 49.5}
	three := 3
	ev.Casualties.Killed = &event.Count{Min: &three, Max: &three}
	got := export(t, ACLEDTable, k.items)
	lines, err := csv.NewReader(strings.NewReader(got)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	was, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"longitude": "36.75", "fatalities": "3"}
	for i, n := range lines[0] {
		if w, ok := want[n]; ok && lines[1][i] != w || !ok && lines[1][i] != was[1][i] {
			t.Errorf("%s: %q became %q", n, was[1][i], lines[1][i])
		}
		if lines[2][i] != was[2][i] {
			t.Errorf("the other row changed in %s", n)
		}
	}
}

// TestForeign writes events that no table brought, with empty cells for what is unknown.
func TestForeign(t *testing.T) {
	rep := event.Report{ID: "r", Outlet: "Agency", Text: "Shelling of Balka, 48, says one."}
	ev := event.Event{ID: "e1", Type: "Attack", Evidence: []event.Evidence{{Report: "r", Span: event.Span{Start: 0, End: 17}}}, Method: "extract/1"}
	ev.When = event.Interval{Start: event.Date{Year: 2024, Month: 1, Day: 5}, End: event.Date{Year: 2024, Month: 1, Day: 7}}
	ev.Where = []event.Location{{Point: orb.Point{36.5, 49.5}, GeoPrecision: 1, WherePrec: 1, Place: event.PlaceSnapshot{Name: "Balka", Country: "UA"}}}
	items := []ingest.Item{{Report: rep, Events: []event.Event{ev, {ID: "e2", Evidence: ev.Evidence}}}}
	for format, want := range map[Export]map[string]string{
		UCDPTable:  {"id": "e1", "type_of_violence": "3", "date_start": "2024-01-05", "date_end": "2024-01-07", "date_prec": "2", "best": "", "low": "", "latitude": "49.5", "longitude": "36.5", "country": "Ukraine", "source_article": "Shelling of Balka"},
		ACLEDTable: {"event_id_cnty": "e1", "event_date": "2024-01-05", "time_precision": "2", "event_type": "Violence against civilians", "fatalities": "", "country": "Ukraine", "notes": "Shelling of Balka"},
		CSVTable:   {"id": "e1", "date_start": "2024-01-05", "killed_min": "", "lat": "49.5", "lon": "36.5", "country": "UA", "text": "Shelling of Balka", "outlet": "Agency"},
	} {
		lines, err := csv.NewReader(strings.NewReader(export(t, format, items))).ReadAll()
		if err != nil || len(lines) != 3 {
			t.Fatal(format, lines, err)
		}
		found := 0
		for i, n := range lines[0] {
			if w, ok := want[n]; ok {
				found++
				if lines[1][i] != w {
					t.Errorf("%s, %s: got %q, want %q", format, n, lines[1][i], w)
				}
			}
			if n == "latitude" && lines[2][i] != "" {
				t.Errorf("%s: an unknown place became %q", format, lines[2][i])
			}
		}
		if found != len(want) {
			t.Errorf("%s has %d of %d columns", format, found, len(want))
		}
	}
}

// TestCSVKeepsColumns writes the columns of any table beside sitmap's own.
func TestCSVKeepsColumns(t *testing.T) {
	k, err := take(t, "k.csv", "date;lat;lon;colour of the roof\n2024-12-14;49,5;36,5;\"red; \"\"dark\"\"\"\n", Options{})
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(export(t, CSVTable, k.items))).ReadAll()
	if err != nil || len(lines) != 2 {
		t.Fatal(lines, err)
	}
	last := len(lines[0]) - 1
	if lines[0][last] != "row.colour of the roof" || lines[1][last] != `red; "dark"` || lines[1][last-2] != "49,5" {
		t.Errorf("got %q: %q", lines[0][last], lines[1][last])
	}
	if empty := export(t, UCDPTable, nil); empty != strings.Join(UCDPColumns, ",")+"\n" {
		t.Errorf("without events: %q", empty)
	}
}
