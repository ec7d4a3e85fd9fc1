package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/paulmach/orb"

	"sitmap/geo"
	"sitmap/geo/geodesic"
	"sitmap/internal/claim"
	"sitmap/internal/event"
	"sitmap/internal/media"
	"sitmap/internal/store"
	"sitmap/web"
)

// claimStore is what the checks of claims read of a store.
type claimStore interface {
	Events(ctx context.Context, q event.Query) ([]event.Event, error)
	Report(ctx context.Context, id event.ReportID) (event.Report, error)
	ReportsByText(ctx context.Context, sum [32]byte) ([]event.Report, error)
	ClaimsLike(ctx context.Context, like store.Like) ([]store.Claim, error)
}

// library answers the checks that look at what is stored.
type library struct{ db claimStore }

const mostNeighbours = 500 // events near a claim that are counted

// Around gives the events near a point whose interval meets the days, with the outlets of their reports.
func (l library) Around(ctx context.Context, p orb.Point, within geo.Metres, from, to event.Date) ([]claim.Neighbour, error) {
	evs, err := l.db.Events(ctx, event.Query{Near: &event.Nearness{Centre: p, Radius: within}, From: from, To: to, Limit: mostNeighbours})
	if err != nil {
		return nil, err
	}
	var out []claim.Neighbour
	for _, ev := range evs {
		n := claim.Neighbour{ID: ev.ID, Type: ev.Type, Start: ev.When.Start, End: ev.When.End, Distance: geo.Metres(1e9), Group: ev.Group, Independent: ev.IndependentSources}
		for _, loc := range ev.Where {
			if d := geodesic.Distance(p, loc.Point); d < n.Distance {
				n.Distance, n.Point = d, loc.Point
			}
		}
		if k := ev.Casualties.Killed; k != nil && k.Min != nil && k.Max != nil {
			n.Killed = &[2]int{*k.Min, *k.Max}
		}
		if len(ev.Evidence) > 0 {
			rep, err := l.db.Report(ctx, ev.Evidence[0].Report)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return nil, err
			}
			if rep.Outlet != "" {
				n.Sources = []string{rep.Outlet}
			}
		}
		out = append(out, n)
	}
	return out, nil
}

// Same gives stored reports with the claim's own text, by the places of their events, and kept claims with its
// text, post, picture or source.
func (l library) Same(ctx context.Context, cl claim.Claim) ([]claim.Earlier, error) {
	kept, err := l.kept(ctx, cl)
	if err != nil || cl.Text == "" {
		return kept, err
	}
	out, err := l.reports(ctx, cl)
	return append(out, kept...), err
}

// kept gives the places of claims that a person kept.
func (l library) kept(ctx context.Context, cl claim.Claim) ([]claim.Earlier, error) {
	like := likeOf(cl)
	claims, err := l.db.ClaimsLike(ctx, like)
	if err != nil {
		return nil, err
	}
	var out []claim.Earlier
	for _, k := range claims {
		if k.Point == nil {
			continue
		}
		e := claim.Earlier{Where: "a claim kept by " + k.By, Point: *k.Point, Time: k.Happened}
		switch {
		case like.Media != "" && k.Media == like.Media:
			e.By = "picture"
		case like.URL != "" && k.URL == like.URL:
			e.By = "post"
		case like.TextSum != [32]byte{} && k.TextSum == like.TextSum:
			e.By = "text"
		default:
			e.By = "source"
		}
		out = append(out, e)
	}
	return out, nil
}

// likeOf says by what a claim is found again.
func likeOf(cl claim.Claim) store.Like {
	like := store.Like{URL: cl.URL, Outlet: cl.Source}
	if cl.Text != "" {
		like.TextSum = event.TextSum(cl.Text)
	}
	if cl.Media != nil {
		like.Media = cl.Media.SHA256
	}
	return like
}

// reports gives the places of stored reports with the claim's own text.
func (l library) reports(ctx context.Context, cl claim.Claim) ([]claim.Earlier, error) {
	reports, err := l.db.ReportsByText(ctx, event.TextSum(cl.Text))
	if err != nil {
		return nil, err
	}
	var out []claim.Earlier
	for _, r := range reports {
		evs, err := l.db.Events(ctx, event.Query{Report: r.ID, Limit: mostNeighbours})
		if err != nil {
			return nil, err
		}
		for _, ev := range evs {
			for _, loc := range ev.Where {
				out = append(out, claim.Earlier{By: "text", Where: r.Outlet, Point: loc.Point, Time: r.Published})
			}
		}
	}
	return out, nil
}

// claimOf makes a claim of what the page sends.
func claimOf(in web.CheckInput) claim.Claim {
	pub, at := in.Moments()
	cl := claim.Claim{
		ID: in.ID, Text: in.Text, Published: pub, Time: at, Coordinates: string(in.Coordinates), Source: in.Source, URL: in.URL, Exclude: in.Event,
	}
	m := in.Media
	if m == nil {
		return cl
	}
	clock, gps := m.Taken()
	cl.Media = &claim.Media{SHA256: m.SHA256, Time: clock, HasZone: m.HasZone, GPSTime: gps, Software: m.Software, Doubts: m.Doubts}
	if m.GPS != nil {
		cl.Media.GPS = &orb.Point{m.GPS.Lon, m.GPS.Lat}
	}
	if m.Direction != nil {
		d := geo.Degrees(*m.Direction)
		cl.Media.Direction = &d
	}
	return cl
}

// check answers POST /api/check.
func (e *engine) check(db claimStore) func(context.Context, web.CheckInput) (any, error) {
	c := claim.New(e.ix, e.borders, e.reader, library{db})
	return func(ctx context.Context, in web.CheckInput) (any, error) {
		r := c.Check(ctx, claimOf(in))
		return &r, nil
	}
}

// keeper is what keeping claims needs of a store.
type keeper interface {
	SaveClaim(ctx context.Context, c store.Claim) (store.Claim, error)
	Claims(ctx context.Context, id event.ID) ([]store.Claim, error)
}

// claims keeps claims for the page.
func claims(db keeper) web.Claims {
	return web.Claims{
		Save: func(ctx context.Context, c web.SavedClaim) error {
			cl := claimOf(c.Input)
			like := likeOf(cl)
			input, err := json.Marshal(c.Input)
			if err != nil {
				return err
			}
			var at struct{ Lat, Lon *float64 }
			if err := json.Unmarshal(c.Result, &at); err != nil {
				return err
			}
			k := store.Claim{
				ID: c.ID, Event: c.Event, Made: c.Saved, By: c.Rating.By, Why: c.Rating.Reason, Source: c.Rating.Source, Info: c.Rating.Information, Input: input, Result: c.Result,
				TextSum: like.TextSum, URL: like.URL, Media: like.Media, Outlet: like.Outlet, Happened: cl.Time,
			}
			if at.Lat != nil && at.Lon != nil {
				k.Point = &orb.Point{*at.Lon, *at.Lat}
			}
			_, err = db.SaveClaim(ctx, k)
			return err
		},
		List: func(ctx context.Context, id event.ID) ([]web.SavedClaim, error) {
			kept, err := db.Claims(ctx, id)
			var out []web.SavedClaim
			for _, k := range kept {
				c := web.SavedClaim{ID: k.ID, Event: k.Event, Saved: k.Made, Result: k.Result, Rating: web.ClaimRating{Source: k.Source, Information: k.Info, By: k.By, Reason: k.Why}}
				if err := json.Unmarshal(k.Input, &c.Input); err != nil {
					return nil, err
				}
				out = append(out, c)
			}
			return out, err
		},
	}
}

// mediaOf reads a picture's metadata for a claim; the picture stays on this machine.
func mediaOf(path string) (*claim.Media, error) {
	info, err := media.ReadFile(path, media.Limits{})
	if err != nil {
		return nil, err
	}
	if info.MIME == "" {
		return nil, fmt.Errorf("%s is no picture or video that is known", path)
	}
	m := &claim.Media{SHA256: info.SHA256, GPS: info.GPS, Direction: info.Direction, Software: info.Software, Doubts: info.Doubts}
	if t, ok := info.Instant(); ok {
		m.Time, m.HasZone = t, true
	} else if info.Time != nil {
		m.Time = *info.Time
	} else if info.Header != nil {
		m.Time, m.HasZone = info.Header.In(time.UTC), false
	}
	if info.GPSTime != nil {
		m.GPSTime = *info.GPSTime
	}
	return m, nil
}
