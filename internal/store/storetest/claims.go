package storetest

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"sitmap/internal/store"
)

func testClaims(t *testing.T, s Store) {
	ctx := t.Context()
	made := time.Date(2025, 3, 1, 12, 0, 0, 5e6, time.FixedZone("", 7200))
	c := store.Claim{
		Event: "e1", Made: made, By: "A. Reader", Why: "two independent films", Source: "B", Info: 2, Input: json.RawMessage(`{"text":"x"}`), Result: json.RawMessage(`{"verdict":"consistent"}`),
		TextSum: [32]byte{1}, URL: "https://example.org/1", Media: "ab", Outlet: "channel", Point: &orb.Point{35.3, 51.1}, Happened: made.Add(-time.Hour),
	}
	saved, err := s.SaveClaim(ctx, c)
	if err != nil || saved.ID == "" {
		t.Fatalf("SaveClaim: %+v, %v", saved, err)
	}
	again := saved
	again.By = "another"
	if _, err := s.SaveClaim(ctx, again); err != nil {
		t.Fatal(err)
	}
	bare := store.Claim{Made: made, By: "B", Source: "F", Info: 6, Input: json.RawMessage(`{}`), Result: json.RawMessage(`{}`)}
	if _, err := s.SaveClaim(ctx, bare); err != nil {
		t.Fatal(err)
	}
	got, err := s.Claims(ctx, "e1")
	if err != nil || len(got) != 1 {
		t.Fatalf("Claims: %d, %v", len(got), err)
	}
	if !got[0].Made.Equal(saved.Made) || !got[0].Happened.Equal(saved.Happened) {
		t.Errorf("times: %v, %v", got[0].Made, got[0].Happened)
	}
	got[0].Made, got[0].Happened = saved.Made, saved.Happened
	if !reflect.DeepEqual(got[0], saved) {
		t.Errorf("claim came back as %+v, was %+v", got[0], saved)
	}
	for name, like := range map[string]store.Like{"text": {TextSum: [32]byte{1}}, "post": {URL: c.URL}, "picture": {Media: "ab"}, "outlet": {Outlet: "channel"}} {
		if got, err := s.ClaimsLike(ctx, like); err != nil || len(got) != 1 {
			t.Errorf("claims like the %s: %d, %v", name, len(got), err)
		}
	}
	for _, like := range []store.Like{{}, {URL: "https://example.org/2"}, {TextSum: [32]byte{2}}} {
		if got, err := s.ClaimsLike(ctx, like); err != nil || len(got) != 0 {
			t.Errorf("claims like %+v: %d, %v", like, len(got), err)
		}
	}
	for name, bad := range map[string]func(*store.Claim){
		"nobody":         func(c *store.Claim) { c.By = " " },
		"source":         func(c *store.Claim) { c.Source = "G" },
		"number":         func(c *store.Claim) { c.Info = 0 },
		"reason":         func(c *store.Claim) { c.Why = "" },
		"input":          func(c *store.Claim) { c.Input = nil },
		"time":           func(c *store.Claim) { c.Made = time.Time{} },
		"point off pole": func(c *store.Claim) { c.Point = &orb.Point{0, 91} },
	} {
		x := c
		bad(&x)
		if _, err := s.SaveClaim(ctx, x); !errors.Is(err, store.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
	}
}
