package web

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

func TestEveryRouteAnswersGetAndHead(t *testing.T) {
	s := newSite(t, nil)
	for target, mime := range map[string]string{
		"/": "text/html; charset=utf-8", "/assets/main-1.js": "text/javascript; charset=utf-8", "/events/one": "text/html; charset=utf-8",
		"/api/events": typeGeoJSON, "/api/counts": typeJSON, "/api/resolve?q=Sudzha": typeJSON, "/api/places/near?lat=51&lon=35": typeJSON,
		"/tiles/events.json": typeJSON, "/tiles/events/0/0/0.mvt": typeTile, "/tiles/events/12/2449/1369.mvt": typeTile,
		"/basemap.json": typeJSON, "/basemap/1/0/0.mvt": typeTile, "/layers.json": typeJSON,
		"/layers/events.geojson": typeGeoJSON, "/layers/regions.geojson": typeGeoJSON, "/layers/places.geojson": typeGeoJSON,
		"/layers/reports.geojson": typeGeoJSON, "/layers/borders.geojson": typeGeoJSON,
		"/healthz": typeJSON, "/readyz": typeJSON, "/metrics": "text/plain; version=0.0.4; charset=utf-8", "/openapi.json": typeJSON,
	} {
		r := s.ask("GET", target, "")
		body := text(t, r)
		if r.StatusCode != 200 || r.Header.Get("Content-Type") != mime || body == "" {
			t.Errorf("GET %s: %d %s, %d bytes: %.200s", target, r.StatusCode, r.Header.Get("Content-Type"), len(body), body)
		}
		for _, h := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy"} {
			if r.Header.Get(h) == "" {
				t.Errorf("GET %s: no %s", target, h)
			}
		}
		h := s.ask("HEAD", target, "")
		if h.StatusCode != 200 || h.Header.Get("Content-Type") != mime || text(t, h) != "" {
			t.Errorf("HEAD %s: %d %s", target, h.StatusCode, h.Header.Get("Content-Type"))
		}
		if a, b := r.Header.Get("ETag"), h.Header.Get("ETag"); a != b {
			t.Errorf("%s: ETag %s with GET, %s with HEAD", target, a, b)
		}
	}
}

func problemOf(t *testing.T, r *http.Response) problem {
	t.Helper()
	var p problem
	if r.Header.Get("Content-Type") != "application/problem+json" {
		t.Fatalf("%d answer is %s", r.StatusCode, r.Header.Get("Content-Type"))
	}
	if err := json.Unmarshal([]byte(text(t, r)), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestUnknownParametersAreRefusedEverywhere(t *testing.T) {
	s := newSite(t, nil)
	for _, r := range (&server{}).routes() {
		target := strings.NewReplacer("{z}", "1", "{x}", "1", "{y}", "1", "{id}", "one", "/tiles/{name}", "/tiles/archive", "{name}", "events", "{file}", "main-1.js").Replace(r.spec)
		resp := s.ask(r.method, target+"?colour=red", "")
		p := problemOf(t, resp)
		if resp.StatusCode != 400 || p.Parameter != "colour" || len(p.Allowed) != len(r.params) {
			t.Errorf("%s %s: %d %+v", r.method, r.spec, resp.StatusCode, p)
		}
	}
}

type refusal struct {
	status    int
	parameter string
}

func badRequests() map[string]refusal {
	return map[string]refusal{
		"/api/events?area=1,2,3,4":                               {400, "area"},
		"/api/events?area=1,2,3,4,5":                             {400, "area"},
		"/api/events?area=1,2,3,4,x,6":                           {400, "area"},
		"/api/events?area=1,2,3,91,5,6":                          {400, "area"},
		"/api/events?area=-100,0,100,0,0,10":                     {400, "area"},
		"/api/events?area=NaN,0,10,0,0,10":                       {400, "area"},
		"/api/counts?killed=few":                                 {400, "killed"},
		"/api/counts?killed=5/2":                                 {400, "killed"},
		"/api/counts?killed=-1/2":                                {400, "killed"},
		"/api/counts?precision=4":                                {400, "precision"},
		"/api/counts?precision=1,":                               {400, "precision"},
		"/tiles/events/1/0/0.mvt?layers=roads":                   {400, "layers"},
		"/tiles/events.json?layers=events,":                      {400, "layers"},
		"/api/events?bbox=1,2,3":                                 {400, "bbox"},
		"/api/events?bbox=0,50,10,40":                            {400, "bbox"},
		"/api/events?datetime=yesterday":                         {400, "datetime"},
		"/api/events?datetime=2024-12-31/2024-12-01":             {400, "datetime"},
		"/api/events?near=91,0,5":                                {400, "near"},
		"/api/events?verification=maybe":                         {400, "verification"},
		"/api/events?limit=0":                                    {400, "limit"},
		"/api/events?limit=10001":                                {400, "limit"},
		"/api/events?limit=ten":                                  {400, "limit"},
		"/api/events?limit=1&limit=2":                            {400, "limit"},
		"/api/events?after=!":                                    {400, "after"},
		"/api/events?after=MjAyNC0xMy00MHx4":                     {400, "after"},
		"/api/events?cluster=x":                                  {400, "cluster"},
		"/api/events?q=%FF":                                      {400, "q"},
		"/api/events?q=" + strings.Repeat("a", 201):              {400, "q"},
		"/api/events?q=%zz":                                      {400, ""},
		"/api/events?where=x":                                    {400, "where"},
		"/api/events?q=" + strings.Repeat("a", 17<<10):           {400, ""},
		"/api/counts?bin=hour":                                   {400, "bin"},
		"/api/resolve":                                           {400, "q"},
		"/api/resolve?q=bad":                                     {400, ""},
		"/api/resolve?q=x&limit=101":                             {400, "limit"},
		"/api/places/near?lat=51":                                {400, "lon"},
		"/api/places/near?lat=NaN&lon=1":                         {400, "lat"},
		"/api/places/near?lat=1&lon=1&k=0":                       {400, "k"},
		"/tiles/events/23/0/0.mvt":                               {400, "z"},
		"/tiles/events/2/4/0.mvt":                                {400, "z"},
		"/tiles/events/-1/0/0.mvt":                               {400, "z"},
		"/tiles/events/1/a/0.mvt":                                {400, "x"},
		"/tiles/events/1/0/00.mvt":                               {400, "y"},
		"/tiles/events/1/0/0.json":                               {404, ""},
		"/tiles/events/1/0/0":                                    {404, ""},
		"/tiles/events/1/0/0.mvt?properties=notes":               {400, "properties"},
		"/tiles/nothing/1/0/0.mvt":                               {404, ""},
		"/tiles/nothing/23/0/0.mvt":                              {404, ""},
		"/tiles/nothing.json":                                    {404, ""},
		"/tiles/events":                                          {404, ""},
		"/tiles/events/22/4194304/0.mvt":                         {400, "z"},
		"/tiles/events/1/99999999999/0.mvt":                      {400, "x"},
		"/tiles/events/1/0x1/0.mvt":                              {400, "x"},
		"/tiles/events/1/+1/0.mvt":                               {400, "x"},
		"/tiles/events/1/1.0/0.mvt":                              {400, "x"},
		"/tiles/events/one/0/0.mvt":                              {400, "z"},
		"/tiles/events/1/0/.mvt":                                 {400, "y"},
		"/tiles/events/1/%D9%A1/0.mvt":                           {400, "x"},
		"/tiles/events/1/0/0.mvt?colour=red":                     {400, "colour"},
		"/tiles/events/1/0/0.mvt?properties=id,notes":            {400, "properties"},
		"/tiles/events/1/0/0.mvt?bbox=0,50,10,40":                {400, "bbox"},
		"/tiles/events/1/0/0.mvt?cluster=-1":                     {400, "cluster"},
		"/tiles/events/1/0/0.mvt?type=a&colour=red":              {400, "colour"},
		"/tiles/events/1/0/0.mvt?datetime=2024-12-31/2024-12-01": {400, "datetime"},
		"/tiles/events/1/0/0.mvt?datetime=2024-02-30":            {400, "datetime"},
		"/tiles/events.json?datetime=2025/2024":                  {400, "datetime"},
		"/tiles/events.json?colour=red":                          {400, "colour"},
		"/basemap/1/0/0.mvt?type=a":                              {400, "type"},
		"/layers/nothing.geojson":                                {404, ""},
		"/layers/events":                                         {404, ""},
		"/events/nobody":                                         {404, ""},
		"/assets/../index.html":                                  {404, ""},
		"/assets/%2e%2e/index.html":                              {404, ""},
		"/assets/":                                               {404, ""},
		"/nothing":                                               {404, ""},
		"/basemap/30/0/0.mvt":                                    {400, "z"},
	}
}

func TestBadValues(t *testing.T) {
	s := newSite(t, nil)
	for target, want := range badRequests() {
		r := s.ask("GET", target, "")
		p := problemOf(t, r)
		if r.StatusCode != want.status || p.Parameter != want.parameter || p.Status != want.status {
			t.Errorf("%.80s: %d %+v, want %d about %q", target, r.StatusCode, p, want.status, want.parameter)
		}
		if strings.Contains(p.Detail, "strconv") || strings.Contains(p.Detail, "parsing") {
			t.Errorf("%.80s: the inside shows in %q", target, p.Detail)
		}
	}
	if r := s.ask("DELETE", "/api/events", ""); r.StatusCode != 405 {
		t.Errorf("DELETE: %d", r.StatusCode)
	}
}

func TestErrorsInsideStayInside(t *testing.T) {
	s := newSite(t, nil)
	for _, target := range []string{"/basemap/3/0/0.mvt", "/api/events?q=broken"} {
		r := s.ask("GET", target, "")
		if b := text(t, r); r.StatusCode != 500 || strings.Contains(b, "secret") || r.Header.Get("ETag") != "" {
			t.Errorf("%s: %d %s", target, r.StatusCode, b)
		}
	}
	panics := newSite(t, func(o *Options) { o.Basemap = func(_, _, _ uint32) ([]byte, error) { panic("secret") } })
	if r := panics.ask("GET", "/basemap/1/0/0.mvt", ""); r.StatusCode != 500 || strings.Contains(text(t, r), "secret") {
		t.Errorf("panic: %d", r.StatusCode)
	}
	s.failed = io.ErrUnexpectedEOF
	if r := s.ask("GET", "/api/events", ""); r.StatusCode != 500 {
		t.Errorf("a failing store: %d", r.StatusCode)
	}
}

func TestConditionalRequests(t *testing.T) {
	s := newSite(t, nil)
	for _, target := range []string{"/", "/assets/main-1.js", "/api/events", "/api/counts", "/tiles/events/0/0/0.mvt", "/tiles/events/9/0/0.mvt", "/tiles/events.json", "/layers/events.geojson", "/layers.json", "/basemap/1/0/0.mvt", "/events/one", "/openapi.json"} {
		for _, accept := range []string{"", "gzip"} {
			tag := s.ask("GET", target, "", "Accept-Encoding", accept).Header.Get("ETag")
			if len(tag) < 4 || tag[0] != '"' {
				t.Errorf("%s: ETag %q", target, tag)
				continue
			}
			for _, none := range []string{tag, `"other", W/` + tag, "*"} {
				if r := s.ask("GET", target, "", "If-None-Match", none, "Accept-Encoding", accept); r.StatusCode != 304 || text(t, r) != "" {
					t.Errorf("%s with If-None-Match %s: %d", target, none, r.StatusCode)
				}
			}
			if r := s.ask("GET", target, "", "If-None-Match", `"other"`); r.StatusCode == 304 {
				t.Errorf("%s: 304 for another ETag", target)
			}
		}
	}
	before := s.ask("GET", "/tiles/events/0/0/0.mvt", "").Header.Get("ETag")
	if with := s.ask("GET", "/tiles/events/0/0/0.mvt?type=Attack", "").Header.Get("ETag"); with == before {
		t.Error("a filter does not change the ETag")
	}
	s.ask("POST", "/api/reports", `{"doc":"n1","text":"x"}`, "Content-Type", "application/json")
	if after := s.ask("GET", "/tiles/events/0/0/0.mvt", "").Header.Get("ETag"); after == before {
		t.Error("a new event does not change the ETag")
	}
}

func TestCompression(t *testing.T) {
	s := newSite(t, nil)
	for _, target := range []string{"/api/events", "/assets/main-1.js", "/basemap/1/0/0.mvt", "/layers/events.geojson", "/openapi.json"} {
		plain := s.ask("GET", target, "")
		want := text(t, plain)
		if plain.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s: compressed without being asked", target)
		}
		r := s.ask("GET", target, "", "Accept-Encoding", "br;q=0.2, gzip;q=0.5, identity;q=0.1")
		z, err := gzip.NewReader(r.Body)
		if err != nil {
			t.Errorf("%s: %v", target, err)
			continue
		}
		got, err := io.ReadAll(z)
		if err != nil || string(got) != want || r.Header.Get("Content-Encoding") != "gzip" || !strings.Contains(r.Header.Get("Vary"), "Accept-Encoding") {
			t.Errorf("%s: %v, %d bytes for %d, %v", target, err, len(got), len(want), r.Header)
		}
		if plain.Header.Get("ETag") == r.Header.Get("ETag") {
			t.Errorf("%s: one ETag for two encodings", target)
		}
	}
}

func TestPaging(t *testing.T) {
	s := newSite(t, nil)
	target, seen := "/api/events?limit=2", []string{}
	for range 10 {
		var page struct {
			Features       []struct{ ID string }
			NumberMatched  int
			NumberReturned int
			PlacesMatched  int
			WithoutPlace   int
			Links          []link
		}
		if err := json.Unmarshal([]byte(text(t, s.ask("GET", target, ""))), &page); err != nil {
			t.Fatal(err)
		}
		if page.NumberMatched != 5 || page.NumberReturned != len(page.Features) || page.PlacesMatched != 6 || page.WithoutPlace != 1 {
			t.Errorf("page %+v", page)
		}
		for _, f := range page.Features {
			seen = append(seen, f.ID)
		}
		target = ""
		for _, l := range page.Links {
			if l.Rel == "next" {
				target = l.Href
			}
		}
		if target == "" {
			break
		}
	}
	if got := strings.Join(seen, " "); got != "three one nowhere pole бій/7" {
		t.Errorf("events %s", got)
	}
}

func TestFilters(t *testing.T) {
	s := newSite(t, nil)
	for query, want := range map[string]int{
		"": 5, "bbox=35,51,36,52": 2, "datetime=2024-12-14": 1, "datetime=2024-12-10/..": 3, "type=Armed clash": 5, "type=Attack": 0, "type=Attack&type=Armed clash": 5,
		"actor=Side A": 5, "actor=x": 5, "source=nobody": 0, "verification=unverified": 5, "verification=none": 0, "q=word": 1, "near=51.10,35.33,1": 2, "report=rep/1": 5, "report=2": 0,
	} {
		v, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		var got countsAnswer
		if err := json.Unmarshal([]byte(text(t, s.ask("GET", "/api/counts?"+v.Encode(), ""))), &got); err != nil {
			t.Fatal(err)
		}
		if got.Events != want {
			t.Errorf("%s: %d events, want %d", query, got.Events, want)
		}
	}
}

func TestAnswersAreAsDescribed(t *testing.T) {
	s := newSite(t, nil)
	doc := document(t)
	check := func(spec, method, media string, r *http.Response) {
		t.Helper()
		var v any
		if err := json.Unmarshal([]byte(text(t, r)), &v); err != nil {
			t.Fatalf("%s: %v", spec, err)
		}
		op := doc.Paths.Find(spec).GetOperation(method)
		answer := op.Responses.Value("200")
		if r.StatusCode != 200 {
			answer, media = op.Responses.Default(), "application/problem+json"
		}
		if err := answer.Value.Content.Get(media).Schema.Value.VisitJSON(v, openapi3.EnableJSONSchema2020()); err != nil {
			t.Errorf("%s: %v", spec, err)
		}
	}
	check("/api/events", "GET", typeGeoJSON, s.ask("GET", "/api/events", ""))
	check("/events/{id}", "GET", typeGeoJSON, s.ask("GET", "/events/three", "", "Accept", "application/json"))
	check("/api/counts", "GET", typeJSON, s.ask("GET", "/api/counts", ""))
	check("/api/resolve", "GET", typeJSON, s.ask("GET", "/api/resolve?q=x", ""))
	check("/api/places/near", "GET", typeJSON, s.ask("GET", "/api/places/near?lat=1&lon=2", ""))
	check("/tiles/events.json", "GET", typeJSON, s.ask("GET", "/tiles/events.json", ""))
	check("/basemap.json", "GET", typeJSON, s.ask("GET", "/basemap.json", ""))
	check("/layers.json", "GET", typeJSON, s.ask("GET", "/layers.json", ""))
	check("/layers/{name}.geojson", "GET", typeGeoJSON, s.ask("GET", "/layers/borders.geojson", ""))
	check("/readyz", "GET", typeJSON, s.ask("GET", "/readyz", ""))
	check("/healthz", "GET", typeJSON, s.ask("GET", "/healthz", ""))
	check("/api/events", "GET", typeGeoJSON, s.ask("GET", "/api/events?nope=1", ""))
	check("/api/extract", "POST", typeJSON, s.ask("POST", "/api/extract", `{"doc":"a","text":"b"}`, "Content-Type", typeJSON))
	check("/api/reports", "POST", typeJSON, s.ask("POST", "/api/reports", `[{"doc":"a","text":"b"}]`, "Content-Type", typeJSON))
}

func TestTileJSONCarriesTheFilters(t *testing.T) {
	s := newSite(t, nil)
	var j TileJSON
	r := s.ask("GET", "/tiles/events.json?type=Armed+clash&datetime=2024-12-14/2024-12-15", "", "Host", "map.example:8080")
	if err := json.Unmarshal([]byte(text(t, r)), &j); err != nil {
		t.Fatal(err)
	}
	if want := "http://map.example:8080/tiles/events/{z}/{x}/{y}.mvt?datetime=2024-12-14%2F2024-12-15&type=Armed+clash"; len(j.Tiles) != 1 || j.Tiles[0] != want {
		t.Errorf("tiles %v, want %s", j.Tiles, want)
	}
	if j.Time == nil || j.Time.Start != "2024-12-14" || j.Time.End != "2024-12-15" || len(j.Bounds) != 4 || j.Bounds[0] != 35.33 {
		t.Errorf("%+v", j)
	}
}

func TestEmptyTilesHaveNoContent(t *testing.T) {
	s := newSite(t, nil)
	for _, target := range []string{"/tiles/events/9/0/0.mvt", "/basemap/4/0/0.mvt", "/tiles/events/0/0/0.mvt?type=Attack"} {
		if r := s.ask("GET", target, ""); r.StatusCode != 204 || text(t, r) != "" || r.Header.Get("ETag") == "" {
			t.Errorf("%s: %d", target, r.StatusCode)
		}
	}
}

func TestCachedTilesAreTheSame(t *testing.T) {
	s := newSite(t, nil)
	first := text(t, s.ask("GET", "/tiles/events/12/2449/1369.mvt", ""))
	if again := text(t, s.ask("GET", "/tiles/events/12/2449/1369.mvt", "")); !bytes.Equal([]byte(first), []byte(again)) {
		t.Error("the second answer differs from the first")
	}
}
