package table

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/internal/event"
	"sitmap/internal/ingest"
)

// names is a gazetteer of one place.
type names struct{ asked []PlaceQuery }

func (n *names) Resolve(q PlaceQuery) (event.Location, bool) {
	n.asked = append(n.asked, q)
	if q.Name != "Верхня Балка" {
		return event.Location{}, false
	}
	return event.Location{Point: orb.Point{36.5, 49.5}, Radius: 2000, Place: event.PlaceSnapshot{ID: "t:1", Name: q.Name, Country: "UA"}}, true
}

// box is a country by its bounds.
func box(iso string, p orb.Point) bool {
	return iso == "UA" && p[0] > 22 && p[0] < 41 && p[1] > 44 && p[1] < 53
}

// TestDirty names what is wrong by row and field, and takes every good row.
func TestDirty(t *testing.T) {
	const good = "2024-12-14,49.5,36.5,Ukraine,3,shelling near the bridge\n"
	for _, c := range []struct {
		name, rows string
		events     int
		want       []string // "row field: part of the reason"
	}{
		{"year of the printing press", "1527-05-06,49.5,36.5,Ukraine,1,x\n", 1, []string{"2 date: before the year 1900"}},
		{"far future", "2924-12-14,49.5,36.5,Ukraine,1,x\n", 1, []string{"2 date: future"}},
		{"no date", ",49.5,36.5,Ukraine,1,x\n", 1, []string{"2 date: no date"}},
		{"no such day", "2023-02-29,49.5,36.5,Ukraine,1,x\n", 1, []string{"2 date: calendar"}},
		{"spreadsheet's number", "45640,49.5,36.5,Ukraine,1,x\n", 1, []string{"2 date: 2024-12-14"}},
		{"null island", "2024-12-14,0,0,Ukraine,1,x\n", 1, []string{"2 lat: 0, 0"}},
		{"exchanged, by range", "2024-12-14,136.5,49.5,Ukraine,1,x\n", 1, []string{"2 lat: exchange"}},
		{"exchanged, by country", "2024-12-14,36.5,49.5,Ukraine,1,x\n", 1, []string{"2 lat: other way round"}},
		{"off the earth", "2024-12-14,136.5,249.5,Ukraine,1,x\n", 1, []string{"2 lat: not on earth"}},
		{"half a place", "2024-12-14,49.5,,Ukraine,1,x\n", 1, []string{"2 lat: without the other"}},
		{"words for numbers", "2024-12-14,north,east,Ukraine,1,x\n", 1, []string{"2 lat: cannot be read"}},
		{"not a number of people", "2024-12-14,49.5,36.5,Ukraine,many,x\n", 2, []string{"2 killed: stays unknown"}},
		{"negative people", "2024-12-14,49.5,36.5,Ukraine,-3,x\n", 2, []string{"2 killed: stays unknown"}},
		{"ragged short", "2024-12-14,49.5\n", 1, []string{"2 : 2 cells"}},
		{"ragged long", "2024-12-14,49.5,36.5,Ukraine,1,x,y\n", 1, []string{"2 : 7 cells"}},
		{"open quote", "2024-12-14,49.5,36.5,Ukraine,1,\"x\n", 1, []string{"2 : not closed"}},
		{"loose quote", "2024-12-14,49.5,36.5,Ukraine,1,\"the \"big\" one\"\n", 2, []string{"2 notes: not doubled"}},
		{"bad bytes", "2024-12-14,49.5,36.5,Ukraine,1,\xff broken\n", 2, []string{"2 notes: UTF-8"}},
		{"null is not reported", "2024-12-14,49.5,36.5,NA,NA,x\n", 2, nil},
		{"empty lines", "\n\r\n  \n", 1, nil},
		{"line break in a cell", "2024-12-14,49.5,36.5,Ukraine,1,\"one\r\ntwo\"\r\n", 2, nil},
		{"row numbers after a line break in a cell", "2024-12-14,49.5,36.5,Ukraine,1,\"one\ntwo\"\n,49.5,36.5,Ukraine,1,x\n", 2, []string{"4 date: no date"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			k, err := take(t, "d.csv", "\uFEFFdate,lat,lon,country,killed,notes\n"+c.rows+good, Options{Within: box})
			if err != nil {
				t.Fatal(err)
			}
			if n := len(k.events()); n != c.events {
				t.Errorf("got %d events, want %d; rejected %v", n, c.events, k.rejected)
			}
			var got []string
			for _, r := range k.rejected {
				got = append(got, string(rune('0'+r.Row))+" "+r.Field+": "+r.Reason)
			}
			if len(got) != len(c.want) {
				t.Fatalf("rejected %q, want %q", got, c.want)
			}
			for i, w := range c.want {
				head, part, _ := strings.Cut(w, ": ")
				if !strings.HasPrefix(got[i], head+": ") || !strings.Contains(got[i], part) {
					t.Errorf("got %q, want %q", got[i], w)
				}
			}
		})
	}
}

// TestQuestions refuses what is not clear and says what to do.
func TestQuestions(t *testing.T) {
	for _, c := range []struct{ name, table, want string }{
		{"day or month", "date,lat,lon\n03.04.2024,49,36\n05.06.2024,49,36\n", "dmy or mdy"},
		{"day and month", "date,lat,lon\n13.04.2024,49,36\n04.13.2024,49,36\n", "date_order"},
		{"two dates", "date,event_date,lat,lon\n2024-12-14,2024-12-15,49,36\n", "may each be the date"},
		{"date of publication", "published,lat,lon\n2024-12-14,49,36\n", "when something was published"},
		{"two unnamed dates", "a,b,lat,lon\n2024-12-14,2024-12-15,49,36\n", "a and b"},
		{"no date", "name,lat,lon\nx,49,36\n", "no column holds the event's date"},
		{"no place", "date,notes,more\n2024-12-14,x,y\n", "no column holds coordinates"},
		{"no longitude", "date,lat,notes\n2024-12-14,49.5,y\n", "without the other"},
		{"the same name twice", "date,lat,lat,lon\n2024-12-14,49,49,36\n", "lat"},
		{"empty", "", "empty"},
	} {
		t.Run(c.name, func(t *testing.T) {
			k, err := take(t, "q.csv", c.table, Options{})
			if !errors.Is(err, ingest.ErrRefused) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %d events and %v; want a refusal with %q", len(k.events()), err, c.want)
			}
		})
	}
}

// TestColumns recognises columns in three languages, separators and encodings.
func TestColumns(t *testing.T) {
	for _, c := range []struct{ name, table, want string }{
		{"semicolons and decimal commas", "Дата;Широта;Довгота;Опис;Загинуло\n14.12.2024;49,5;36,5;обстріл села;2\n", "обстріл села"},
		{"tabs, Russian", "дата\tширота\tдолгота\tописание\tпогибло\n2024-12-14\t49.5\t36.5\tобстрел села\t2\n", "обстрел села"},
		{"one cell", "Date,Coordinates,Description,Fatalities\n14 December 2024,\"49.5, 36.5\",shelling,2\n", "shelling"},
		{"degrees", "event_date,coords,notes,killed\n2024-12-14,\"49°30′00″N 36°30′00″E\",shelling,2\n", "shelling"},
		{"columns known by what they hold", "wo,wann,was,best\n\"49.5, 36.5\",2024-12-14,x,2\n", ""},
		{"old Mac lines", "date,lat,lon,notes,killed\r2024-12-14,49.5,36.5,x,2\r", "x"},
		{"month in Ukrainian", "date,lat,lon,notes,killed\n14 грудня 2024,49.5,36.5,x,2\n", "x"},
	} {
		t.Run(c.name, func(t *testing.T) {
			k, err := take(t, "c.csv", c.table, Options{})
			if err != nil || len(k.events()) != 1 {
				t.Fatalf("got %d events, %v, %v", len(k.events()), k.rejected, err)
			}
			ev, rep := k.events()[0], k.items[0].Report
			p := ev.Where[0].Point
			if d := p[0] - 36.5; d*d > 1e-12 || (p[1]-49.5)*(p[1]-49.5) > 1e-12 {
				t.Errorf("point %v, want 36.5, 49.5", p)
			}
			if ev.When.Start.String() != "2024-12-14" || ev.When.End.String() != "2024-12-14" {
				t.Errorf("when %v", ev.When)
			}
			if n := ev.Casualties.Killed; n == nil || *n.Min != 2 || *n.Max != 2 {
				t.Errorf("killed %v, want 2", n)
			}
			if got := quote(ev, rep); c.want != "" && got != c.want {
				t.Errorf("the words are %q, want %q", got, c.want)
			}
			last := ev.Evidence[len(ev.Evidence)-1]
			if row := rep.Text[last.Start:last.End]; !strings.Contains(c.table, row) || strings.ContainsAny(row, "\r\n") {
				t.Errorf("the row is %q", row)
			}
		})
	}
}

// TestHuge refuses what is no table before it fills the memory.
func TestHuge(t *testing.T) {
	if _, err := take(t, "h.csv", "date,lat,lon\n"+strings.Repeat("x", 17<<20), Options{}); err == nil || !strings.Contains(err.Error(), "line 2 is longer than 16 MiB") {
		t.Errorf("a line without end: %v", err)
	}
	if _, err := take(t, "h.csv", strings.Repeat("a,", 20_000)+"\n", Options{}); !errors.Is(err, ingest.ErrRefused) {
		t.Errorf("20,001 columns: %v", err)
	}
	open := "date,lat,lon\n" + strings.Repeat("\"never closed, and long enough to matter\n", 20_000)
	if k, err := take(t, "h.csv", open, Options{Mapping: &Mapping{Columns: map[Role]Names{Date: {"date"}, Lat: {"lat"}, Lon: {"lon"}}}}); err != nil || len(k.rejected) < 2 {
		t.Errorf("quotes that are not closed: %d named, %v", len(k.rejected), err)
	}
}

func TestWindows1251(t *testing.T) {
	var b []byte
	for _, r := range "дата;широта;довгота;опис\n14.12.2024;49,5;36,5;обстріл прикордонного села вночі, є поранені та загиблі\n" {
		switch {
		case r < 128:
			b = append(b, byte(r))
		case r == 'і':
			b = append(b, 0xB3)
		case r == 'є':
			b = append(b, 0xBA)
		default:
			b = append(b, byte(r-'а'+0xE0))
		}
	}
	k, err := take(t, "w.csv", string(b), Options{})
	if err != nil || len(k.events()) != 1 || !strings.Contains(k.items[0].Report.Text, "обстріл прикордонного") {
		t.Fatalf("%v, %v", k, err)
	}
}

// TestPrecision widens what a code says is not known exactly.
func TestPrecision(t *testing.T) {
	acled := "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,assoc_actor_1,latitude,longitude,geo_precision,source,notes,fatalities\n" +
		"UKR1,05 January 2024,1,Battles,Armed clash,A,B; C,49.5,36.5,1,S1; S2,words,0\n" +
		"UKR2,05 January 2024,2,Battles,Armed clash,A,,49.5,36.5,2,S,words,\n" +
		"UKR3,05 January 2024,3,Battles,Armed clash,A,,49.5,36.5,3,S,words,7\n"
	k, err := take(t, "a.csv", acled, Options{})
	if err != nil || len(k.rejected) > 0 {
		t.Fatal(k.rejected, err)
	}
	for i, c := range []struct {
		from, to string
		radius   geo.Metres
		where    int
	}{{"2024-01-05", "2024-01-05", 5000, 1}, {"2024-01-02", "2024-01-08", 25_000, 2}, {"2024-01-01", "2024-01-31", 130_000, 4}} {
		ev := k.events()[i]
		if ev.When.Start.String() != c.from || ev.When.End.String() != c.to || ev.Where[0].Radius != c.radius || ev.Where[0].WherePrec != c.where {
			t.Errorf("event %d: %v, radius %v, where_prec %d; want %v", i+1, ev.When, ev.Where[0].Radius, ev.Where[0].WherePrec, c)
		}
	}
	evs := k.events()
	if n := evs[0].Casualties.Killed; n == nil || *n.Min != 0 || *n.Max != 0 {
		t.Error("0 is not unknown")
	}
	if evs[1].Casualties.Killed != nil {
		t.Error("an empty cell is not 0")
	}
	if len(evs[0].Actors) != 3 || len(evs[0].Claims) != 2 {
		t.Errorf("actors %v, claims %v", evs[0].Actors, evs[0].Claims)
	}
	if k.items[0].Report.Outlet != "ACLED" || evs[0].Method != "import/acled" {
		t.Errorf("outlet %q, method %q", k.items[0].Report.Outlet, evs[0].Method)
	}
}

// TestNamesWithDottedDates: a date such as 14.12.2024 is no coordinate.
func TestNamesWithDottedDates(t *testing.T) {
	k, err := take(t, "n.csv", "дата;село;опис\n14.12.2024;Верхня Балка;обстріл\n", Options{Resolver: &names{}})
	if err != nil || len(k.events()) != 1 || k.events()[0].Where[0].Point != (orb.Point{36.5, 49.5}) {
		t.Fatalf("%v, %v, %v", k.items, k.rejected, err)
	}
	k, err = take(t, "n.csv", "дата;координати\n14.12.2024;49,5 36,5\n14.12.2024;14.12.2024\n", Options{})
	if err != nil || len(k.events()) != 1 || len(k.rejected) != 1 {
		t.Fatalf("%v, %v, %v", k.items, k.rejected, err)
	}
}

func TestNames(t *testing.T) {
	n := &names{}
	k, err := take(t, "n.csv", "дата,населений пункт,область,країна,опис\n2024-12-14,Верхня Балка,Харківська,Україна,обстріл\n2024-12-14,Нижня Балка,Харківська,Україна,обстріл\n", Options{Resolver: n})
	if err != nil || len(k.events()) != 1 || len(k.rejected) != 1 || k.rejected[0].Row != 3 {
		t.Fatal(k.rejected, err)
	}
	if want := (PlaceQuery{Name: "Верхня Балка", Country: "UA", Admin1: "Харківська"}); n.asked[0] != want {
		t.Errorf("asked %+v, want %+v", n.asked[0], want)
	}
	ev, rep := k.events()[0], k.items[0].Report
	if m := ev.Where[0].Mention; rep.Text[m.Start:m.End] != "Верхня Балка" {
		t.Errorf("the mention is %q", rep.Text[m.Start:m.End])
	}
}

// TestMapping reads what it wrote, and a mapping decides what the columns leave open.
func TestMapping(t *testing.T) {
	const text = "when,reported,y1,x1,what\n03.04.2024,04.04.2024,49.5,36.5,удар\n"
	if _, err := take(t, "m.csv", text, Options{}); err == nil {
		t.Fatal("it took two columns of dates")
	}
	m, err := ReadMapping(strings.NewReader(`{"columns":{"date":"when","lat":"y1","lon":"x1","type":["what"]},"date_order":"dmy","types":{"удар":"Air/drone strike"}}`))
	if err != nil {
		t.Fatal(err)
	}
	again, err := ReadMapping(strings.NewReader(string(m.JSON())))
	if err != nil || again.String() != m.String() || again.DateOrder != DMY {
		t.Fatalf("%v became %v, %v", m, again, err)
	}
	k, err := take(t, "m.csv", text, Options{Mapping: &again})
	if err != nil || len(k.events()) != 1 {
		t.Fatal(k.rejected, err)
	}
	if ev := k.events()[0]; ev.Type != "Air/drone strike" || ev.When.Start != (event.Date{Year: 2024, Month: time.April, Day: 3}) {
		t.Errorf("got %q on %s", ev.Type, ev.When.Start)
	}
	for _, bad := range []string{``, `[]`, `{"columns":{"datum":"x"}}`, `{"columns":{"date":["a","b"]}}`, `{"columns":{"date":[]}}`, `{"kind":"x"}`, `{"date_order":"dm"}`, `{"colums":{}}`} {
		if _, err := ReadMapping(strings.NewReader(bad)); err == nil {
			t.Errorf("it took the mapping %s", bad)
		}
	}
	for _, bad := range []Mapping{{Columns: map[Role]Names{Lat: {"y1"}, Lon: {"x1"}}}, {Columns: map[Role]Names{Date: {"none"}, Lat: {"y1"}, Lon: {"x1"}}}} {
		if _, err := take(t, "m.csv", text, Options{Mapping: &bad}); !errors.Is(err, ingest.ErrRefused) {
			t.Errorf("%v: got %v", bad, err)
		}
	}
}

func TestDates(t *testing.T) {
	for _, c := range []struct{ in, order, want string }{
		{"2024-12-14", "", "2024-12-14/2024-12-14 day"},
		{"2024-12-14 13:05:00.000", "", "2024-12-14/2024-12-14 day"},
		{"2024-12-14T13:05:00Z", "", "2024-12-14/2024-12-14 day"},
		{"2024/12/14", "", "2024-12-14/2024-12-14 day"},
		{"20241214", "", "2024-12-14/2024-12-14 day"},
		{"14.12.2024", DMY, "2024-12-14/2024-12-14 day"},
		{"12/14/2024", MDY, "2024-12-14/2024-12-14 day"},
		{"03.03.2024", "", "2024-03-03/2024-03-03 day"},
		{"14 December 2024", "", "2024-12-14/2024-12-14 day"},
		{"Dec 14, 2024", "", "2024-12-14/2024-12-14 day"},
		{"3rd of May 2024", "", "2024-05-03/2024-05-03 day"},
		{"14 листопада 2024 р.", "", "2024-11-14/2024-11-14 day"},
		{"14 мая 2024 г.", "", "2024-05-14/2024-05-14 day"},
		{"14 травня 2024", "", "2024-05-14/2024-05-14 day"},
		{"2024-12", "", "2024-12-01/2024-12-31 month"},
		{"February 2024", "", "2024-02-01/2024-02-29 month"},
		{"2024", "", "2024-01-01/2024-12-31 year"},
		{"2024-12-14/2024-12-15", "", "2024-12-14/2024-12-15 week"},
		{"45640", Excel, "2024-12-14/2024-12-14 day"},
		{"45640.75", Excel, "2024-12-14/2024-12-14 day"},
		{"45640", "", ""},
		{"03.04.2024", "", ""},
		{"14.12.24", DMY, ""},
		{"0000-00-00", "", ""},
		{"2024-12-15/2024-12-14", "", ""},
		{"yesterday", "", ""},
		{"14 December", "", ""},
		{"1.5", "", ""},
	} {
		got := ""
		if w, err := parseDate(c.in, c.order); err == nil {
			got = w.start.String() + "/" + w.end.String() + " " + string(w.precision)
		}
		if got != c.want {
			t.Errorf("%q by %q: got %q, want %q", c.in, c.order, got, c.want)
		}
	}
}

func TestPeople(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"0", "0 0"},
		{"3", "3 3"},
		{"3.0", "3 3"},
		{"10+", "10 "},
		{">10", "11 "},
		{">=10", "10 "},
		{"~30", "30 30"},
		{"10-15", "10 15"},
		{"10–15", "10 15"},
		{"", "unknown"},
		{"NA", "unknown"},
		{"-", "unknown"},
		{"-1", "bad"},
		{"3.5", "bad"},
		{"1e3", "bad"},
		{"15-10", "bad"},
		{"dozens", "bad"},
		{"99999999999", "bad"},
	} {
		got := "unknown"
		if n, err := people(c.in); err != nil {
			got = "bad"
		} else if n != nil {
			got = number(n.Min) + " " + number(n.Max)
		}
		if got != c.want {
			t.Errorf("%q: got %q, want %q", c.in, got, c.want)
		}
	}
}

// TestCountries tells countries by name, code and number.
func TestCountries(t *testing.T) {
	for in, want := range map[string]string{
		"Ukraine": "UA", "Україна": "UA", "Украина": "UA", "UA": "UA", "UKR": "UA", "804": "UA", "Syria": "SY", "DR Congo (Zaire)": "CD", "Yemen (North Yemen)": "YE",
		"Russia (Soviet Union)": "RU", "Myanmar (Burma)": "MM", "Atlantis": "", "": "", "NA": "", "999": "",
	} {
		if got := countryCode(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
