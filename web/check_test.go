package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"maps"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"sitmap/internal/claim"
	"sitmap/internal/layer"
)

// claimCase is a made-up claim with its answer; the page's own tests read the same file.
type claimCase struct {
	Name   string          `json:"name"`
	Claim  CheckInput      `json:"claim"`
	Answer json.RawMessage `json:"answer"`
}

func claimCases() ([]claimCase, error) {
	raw, err := os.ReadFile("browsertest/mock/claims.json")
	if err != nil {
		return nil, err
	}
	var cases []claimCase
	return cases, json.Unmarshal(raw, &cases)
}

// fakeCheck answers the made-up claims by their words, others with what it was asked.
func fakeCheck(_ context.Context, in CheckInput) (any, error) {
	cases, err := claimCases()
	if err != nil {
		return nil, err
	}
	for _, c := range cases {
		if c.Claim.Text == in.Text {
			return c.Answer, nil
		}
	}
	switch in.Text {
	case "bad coordinates":
		return nil, fmt.Errorf("read the claim: %w", &InputError{Field: "coordinates", Detail: "There is no digit in it."})
	case "broken":
		return nil, errors.New("secret path /var/claims broke")
	}
	return in, nil
}

var jsonHeader = []string{"Content-Type", "application/json"}

func TestCheckAnswers(t *testing.T) {
	s := newSite(t, nil)
	cases, err := claimCases()
	if err != nil || len(cases) != 4 {
		t.Fatalf("%d cases, %v", len(cases), err)
	}
	for _, c := range cases {
		ask, err := json.Marshal(c.Claim)
		if err != nil {
			t.Fatal(err)
		}
		r := s.ask("POST", "/api/check", string(ask), jsonHeader...)
		var got struct{ Verdict string }
		if err := json.Unmarshal([]byte(text(t, r)), &got); r.StatusCode != 200 || err != nil || got.Verdict != c.Name || r.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: got %d %q, %v", c.Name, r.StatusCode, got.Verdict, err)
		}
	}
}

// The made-up answers have the members of the real ones, so that the page is tested on what it will get.
func TestMadeUpAnswersHaveTheShapeOfRealOnes(t *testing.T) {
	p := orb.Point{35.33, 51.1}
	real, err := json.Marshal(&claim.Result{
		Point: &p, Condition: "x",
		Readings:     []claim.Reading{{Note: "x"}},
		Checks:       []claim.Check{{Geometry: p}},
		Alternatives: []claim.Alternative{{}},
		Rating:       claim.Rating{Source: "F", Information: 6, Suggested: 2, Why: "x"},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := memberNames(t, real)
	cases, err := claimCases()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, c := range cases {
		got := memberNames(t, c.Answer)
		for name := range got {
			if !want[name] {
				t.Errorf("%s: the answer has %s, the real one has not", c.Name, name)
			}
		}
		maps.Copy(seen, got)
	}
	for name := range want {
		if !seen[name] {
			t.Errorf("no made-up answer has %s", name)
		}
	}
	schema := document(t).Components.Schemas["CheckResult"].Value
	for name := range schema.Properties {
		if !want[name] {
			t.Errorf("%s is described, but the answer has it not", name)
		}
	}
	for name := range want {
		if !strings.Contains(name, ".") && schema.Properties[name] == nil {
			t.Errorf("%s is not described", name)
		}
	}
}

// memberNames names the members of an object, and those one level below as "checks.result".
func memberNames(t *testing.T, raw []byte) map[string]bool {
	t.Helper()
	var o map[string]any
	if err := json.Unmarshal(raw, &o); err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for name, v := range o {
		names[name] = true
		list, ok := v.([]any)
		if !ok {
			list = []any{v}
		}
		for _, item := range list {
			inner, ok := item.(map[string]any)
			for below := range inner {
				names[name+"."+below] = ok
			}
		}
	}
	return names
}

func TestCheckHandsOnTheClaim(t *testing.T) {
	var got CheckInput
	s := newSite(t, func(o *Options) {
		o.Check = func(_ context.Context, in CheckInput) (any, error) { got = in; return 1, nil }
	})
	r := s.ask("POST", "/api/check", `{"id":"7","text":"t","coordinates":["51.1 35.3","51.2 35.4"],"published":"2024-12-16T22:00:00+02:00","time":"2024-12-16T07:30:00Z","source":"s",
		"url":"https://example.org/1","event":"бій/7","media":{"sha256":"`+strings.Repeat("aB", 32)+`","gps":{"lat":51.1,"lon":-35.3},"direction":0,"time":"2024-12-16T09:30:00","gps_time":"2024-12-16T07:30:01Z","software":"x","doubts":["d"]}}`, jsonHeader...)
	if r.StatusCode != 200 {
		t.Fatalf("got %d %s", r.StatusCode, text(t, r))
	}
	published, happened := got.Moments()
	clock, gps := got.Media.Taken()
	if got.Coordinates != "51.1 35.3\n51.2 35.4" || got.ID != "7" || got.Source != "s" || got.Event != "бій/7" || got.Media.GPS.Lon != -35.3 || *got.Media.Direction != 0 ||
		!published.Equal(time.Date(2024, 12, 16, 20, 0, 0, 0, time.UTC)) || !happened.Equal(time.Date(2024, 12, 16, 7, 30, 0, 0, time.UTC)) ||
		clock.Hour() != 9 || gps.Second() != 1 || got.Media.HasZone {
		t.Errorf("got %+v, media %+v", got, got.Media)
	}
	if p, h := (CheckInput{}).Moments(); !p.IsZero() || !h.IsZero() {
		t.Error("a claim without times has some")
	}
}

func TestCheckRefuses(t *testing.T) {
	s := newSite(t, nil)
	for _, c := range []struct {
		name, body string
		header     []string
		status     int
		parameter  string
	}{
		{"foreign page", `{"text":"a"}`, append(slices.Clone(jsonHeader), "Origin", "http://evil.example"), 403, ""},
		{"a form", `text=a`, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, ""},
		{"empty body", ``, jsonHeader, 400, ""},
		{"not JSON", `{`, jsonHeader, 400, ""},
		{"two values", `{"text":"a"}{}`, jsonHeader, 400, ""},
		{"a list", `[{"text":"a"}]`, jsonHeader, 400, ""},
		{"nothing to check", `{"text":" ","coordinates":"\n"}`, jsonHeader, 400, "text"},
		{"unknown member", `{"text":"a","colour":1}`, jsonHeader, 400, "colour"},
		{"unknown member below", `{"text":"a","media":{"name":"x"}}`, jsonHeader, 400, "name"},
		{"wrong type", `{"text":7}`, jsonHeader, 400, "text"},
		{"coordinates as number", `{"coordinates":51.1}`, jsonHeader, 400, "coordinates"},
		{"published without zone", `{"text":"a","published":"2024-12-16T22:00:00"}`, jsonHeader, 400, "published"},
		{"published as a day", `{"text":"a","published":"2024-12-16"}`, jsonHeader, 400, "published"},
		{"time in words", `{"text":"a","time":"dawn"}`, jsonHeader, 400, "time"},
		{"script as address", `{"text":"a","url":"javascript:alert(1)"}`, jsonHeader, 400, "url"},
		{"unknown event", `{"text":"a","event":"no"}`, jsonHeader, 400, "event"},
		{"long coordinates", `{"coordinates":"` + strings.Repeat("1", maxCoordinates+1) + `"}`, jsonHeader, 400, "coordinates"},
		{"long text", `{"text":"` + strings.Repeat("a", maxCheckText+1) + `"}`, jsonHeader, 400, "text"},
		{"hash", `{"text":"a","media":{"sha256":"abc"}}`, jsonHeader, 400, "media.sha256"},
		{"half a point", `{"media":{"gps":{"lat":51}}}`, jsonHeader, 400, "media.gps"},
		{"latitude", `{"media":{"gps":{"lat":91,"lon":0}}}`, jsonHeader, 400, "media.gps"},
		{"direction", `{"text":"a","media":{"direction":361}}`, jsonHeader, 400, "media.direction"},
		{"clock without its zone", `{"text":"a","media":{"time":"2024-12-16T22:00:00","has_zone":true}}`, jsonHeader, 400, "media.time"},
		{"satellites' time", `{"text":"a","media":{"gps_time":"noon"}}`, jsonHeader, 400, "media.gps_time"},
		{"too large", `{"text":"` + strings.Repeat("a", maxCheckBytes) + `"}`, jsonHeader, 413, ""},
		{"the closure names a field", `{"text":"bad coordinates"}`, jsonHeader, 400, "coordinates"},
		{"the closure fails", `{"text":"broken"}`, jsonHeader, 500, ""},
	} {
		r := s.ask("POST", "/api/check", c.body, c.header...)
		if r.StatusCode != c.status {
			t.Errorf("%s: got %d %s, want %d", c.name, r.StatusCode, text(t, r), c.status)
			continue
		}
		if p := problemOf(t, r); p.Parameter != c.parameter || strings.Contains(p.Detail, "web.") || strings.Contains(p.Detail, "secret") {
			t.Errorf("%s: got %+v, want parameter %q", c.name, p, c.parameter)
		}
	}
}

func TestCheckPage(t *testing.T) {
	s := newSite(t, nil)
	r := s.ask("GET", "/check", "")
	if r.StatusCode != 200 || !strings.Contains(text(t, r), "<title>check") || r.Header.Get("Content-Security-Policy") != policy {
		t.Errorf("got %d with policy %q", r.StatusCode, r.Header.Get("Content-Security-Policy"))
	}
	if r := s.ask("GET", "/check?text=secret", ""); r.StatusCode != 400 {
		t.Errorf("a claim in the query, where logs see it: got %d, want 400", r.StatusCode)
	}
}

// The event page brings its claim along, behind the # that no server sees.
func TestEventPageLeadsToTheCheck(t *testing.T) {
	page := text(t, newSite(t, nil).ask("GET", "/events/three", "", "Accept", "text/html"))
	_, rest, _ := strings.Cut(page, `href="/check#`)
	fragment, _, ok := strings.Cut(rest, `"`)
	v, err := url.ParseQuery(html.UnescapeString(fragment))
	if !ok || err != nil {
		t.Fatalf("no link, or one that does not parse: %v", err)
	}
	if v.Get("event") != "three" || v.Get("coordinates") != "51.10, 35.33\n51.16, 35.49\n51.24, 35.36" || v.Get("published") != "2024-12-16T22:00:00Z" ||
		!strings.Contains(v.Get("text"), "Clashes went on near Plekhovo "+hostile) || v.Has("url") {
		t.Errorf("got %v", v)
	}
}

func TestClaimedPoints(t *testing.T) {
	places := []layer.Place{{Surface: "Plekhovo", Lat: 51.10306, Lon: 35.3275, RadiusM: 7500}, {Surface: "Vorozhba", Lat: 51.16139, Lon: 35.48556, RadiusM: 600}, {Surface: "", Lat: 1, Lon: -2, RadiusM: 10}}
	for words, want := range map[string]string{
		"near Plekhovo": "51.1, 35.3", "Vorozhba, then Plekhovo": "51.1, 35.3\n51.16, 35.49", "nowhere": "51.1, 35.3", "": "51.1, 35.3",
	} {
		if got := strings.Join(claimedPoints(places, words), "\n"); got != want {
			t.Errorf("%q: got %q, want %q", words, got, want)
		}
	}
	if got := claimedPoints(nil, "x"); len(got) != 0 {
		t.Errorf("no places: got %q", got)
	}
}

func FuzzCheckInput(f *testing.F) {
	f.Add(`{"text":"a","published":"2024-12-16T22:00:00Z","coordinates":["1 2"],"media":{"gps":{"lat":1,"lon":2},"time":"2024-12-16T22:00:00"}}`)
	f.Add(`{"coordinates":null,"media":null}`)
	f.Fuzz(func(t *testing.T, body string) {
		in, err := checkInput([]byte(body))
		if err != nil {
			return
		}
		if p, h := in.Moments(); p.IsZero() != (in.Published == "") || h.IsZero() != (in.Time == "") {
			t.Errorf("%q: a time that was taken is unknown", body)
		}
	})
}
