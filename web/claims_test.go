package web

import (
	"context"
	"encoding/json"
	"html"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"sitmap/internal/event"
)

// keptClaims is a store of claims for tests.
type keptClaims struct{ list []SavedClaim }

func (k *keptClaims) save(_ context.Context, c SavedClaim) error {
	if !slices.ContainsFunc(k.list, func(x SavedClaim) bool { return x.ID == c.ID }) {
		k.list = append([]SavedClaim{c}, k.list...)
	}
	return nil
}

func (k *keptClaims) of(_ context.Context, id event.ID) ([]SavedClaim, error) {
	return slices.DeleteFunc(slices.Clone(k.list), func(c SavedClaim) bool { return c.Event != id }), nil
}

func keeping(t *testing.T) (*site, *keptClaims) {
	t.Helper()
	k := &keptClaims{}
	return newSite(t, func(o *Options) {
		o.Claims = Claims{Save: k.save, List: k.of}
		o.Now = func() time.Time { return time.Date(2026, 11, 28, 10, 0, 0, 0, time.UTC) }
	}), k
}

const claimsPath = fightPath + "/claims"

func TestClaimsAreKeptWithTheirAnswer(t *testing.T) {
	s, k := keeping(t)
	cases, err := claimCases()
	if err != nil {
		t.Fatal(err)
	}
	input, err := json.Marshal(cases[1].Claim)
	if err != nil {
		t.Fatal(err)
	}
	save := func(rating string) SavedClaim {
		t.Helper()
		r := s.ask("POST", claimsPath, `{"claim":`+string(input)+`,"rating":`+rating+`}`, jsonHeader...)
		var got SavedClaim
		if body := text(t, r); r.StatusCode != 200 || json.Unmarshal([]byte(body), &got) != nil {
			t.Fatalf("got %d %s", r.StatusCode, body)
		}
		return got
	}
	first := save(`{"source":"F","information":6,"by":"A. Person"}`)
	if first.Event != "бій/7" || first.Input.Event != "бій/7" || first.Input.Text != cases[1].Claim.Text || first.Rating.By != "A. Person" || !first.Saved.Equal(time.Date(2026, 11, 28, 10, 0, 0, 0, time.UTC)) {
		t.Errorf("got %+v", first)
	}
	var answer struct{ Verdict, Method string }
	if err := json.Unmarshal(first.Result, &answer); err != nil || answer.Verdict != "inconsistent" || answer.Method == "" {
		t.Errorf("the answer is not kept: %v, %s", err, first.Result)
	}
	if again := save(`{"source":"F","information":6,"by":" A. Person "}`); again.ID != first.ID || len(k.list) != 1 {
		t.Errorf("the same twice: id %s and %s, %d kept", first.ID, again.ID, len(k.list))
	}
	list := s.ask("GET", claimsPath, "")
	tag := list.Header.Get("ETag")
	page := s.ask("GET", "/events/%D0%B1%D1%96%D0%B9%2F7", "", "Accept", "text/html").Header.Get("ETag")
	if second := save(`{"source":"E","information":5,"by":"A. Person","reason":"` + "<script>swapped" + `"}`); second.ID == first.ID || len(k.list) != 2 {
		t.Errorf("another rating: id %s, %d kept, want another entry", second.ID, len(k.list))
	}
	if r := s.ask("GET", claimsPath, "", "If-None-Match", tag); tag == "" || r.StatusCode != 200 {
		t.Errorf("the list has changed under ETag %q: got %d", tag, r.StatusCode)
	}
	r := s.ask("GET", "/events/%D0%B1%D1%96%D0%B9%2F7", "", "Accept", "text/html", "If-None-Match", page)
	shown := text(t, r)
	for _, want := range []string{"✕ Inconsistent", "<b>E5</b>", "<b>F6</b>", "set by A. Person: &lt;script&gt;swapped", "with latitude and longitude swapped it fits", "claim rules 1", "28 November 2026"} {
		if !strings.Contains(shown, want) {
			t.Errorf("the event page lacks %q", want)
		}
	}
	_, rest, _ := strings.Cut(shown[strings.Index(shown, "Claims that were"):], `href="/check#`)
	fragment, _, _ := strings.Cut(rest, `"`)
	if v, err := url.ParseQuery(html.UnescapeString(fragment)); err != nil || v.Get("text") != cases[1].Claim.Text || v.Get("event") != "бій/7" {
		t.Errorf("check again leads to %v, %v", v, err)
	}
	if other := text(t, s.ask("GET", "/api/events/one/claims", "")); strings.TrimSpace(other) != `{"claims":[]}` {
		t.Errorf("another event: got %s", other)
	}
}

func TestClaimsThatAreNotKept(t *testing.T) {
	s, k := keeping(t)
	const claim, rated = `"claim":{"text":"a"}`, `"rating":{"source":"F","information":6,"by":"x"}`
	for _, c := range []struct {
		name, path, body string
		header           []string
		status           int
		parameter        string
	}{
		{"no claim", claimsPath, `{` + rated + `}`, jsonHeader, 400, "claim"},
		{"empty claim", claimsPath, `{"claim":{},` + rated + `}`, jsonHeader, 400, "text"},
		{"no rating", claimsPath, `{` + claim + `}`, jsonHeader, 400, "rating.source"},
		{"letter", claimsPath, `{` + claim + `,"rating":{"source":"G","information":6,"by":"x"}}`, jsonHeader, 400, "rating.source"},
		{"number", claimsPath, `{` + claim + `,"rating":{"source":"A","information":7,"by":"x"}}`, jsonHeader, 400, "rating.information"},
		{"nobody", claimsPath, `{` + claim + `,"rating":{"source":"F","information":6,"by":" "}}`, jsonHeader, 400, "rating.by"},
		{"no reason", claimsPath, `{` + claim + `,"rating":{"source":"A","information":1,"by":"x"}}`, jsonHeader, 400, "rating.reason"},
		{"a result of the client", claimsPath, `{` + claim + `,` + rated + `,"result":{"verdict":"consistent"}}`, jsonHeader, 400, "result"},
		{"another event", claimsPath, `{"claim":{"text":"a","event":"one"},` + rated + `}`, jsonHeader, 400, "event"},
		{"unknown event", "/api/events/no/claims", `{` + claim + `,` + rated + `}`, jsonHeader, 404, ""},
		{"two values", claimsPath, `{` + claim + `,` + rated + `}{}`, jsonHeader, 400, ""},
		{"a form", claimsPath, `claim=1`, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, ""},
		{"foreign page", claimsPath, `{}`, append(slices.Clone(jsonHeader), "Origin", "http://evil.example"), 403, ""},
	} {
		r := s.ask("POST", c.path, c.body, c.header...)
		if p := problemOf(t, r); r.StatusCode != c.status || p.Parameter != c.parameter || strings.Contains(p.Detail, "web.") {
			t.Errorf("%s: got %d %+v, want %d at %q", c.name, r.StatusCode, p, c.status, c.parameter)
		}
	}
	if len(k.list) != 0 {
		t.Errorf("%d refused claims were kept", len(k.list))
	}
	for _, method := range []string{"GET", "POST"} {
		if r := newSite(t, nil).ask(method, claimsPath, "{}", jsonHeader...); r.StatusCode != 501 {
			t.Errorf("%s without a store of claims: got %d, want 501", method, r.StatusCode)
		}
	}
	if r := s.ask("GET", "/api/events/no/claims", ""); r.StatusCode != 404 {
		t.Errorf("claims of no event: got %d, want 404", r.StatusCode)
	}
}
