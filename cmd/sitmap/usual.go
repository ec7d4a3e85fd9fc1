package main

import (
	"context"
	"sync"

	"sitmap/gazetteer/resolve"
	"sitmap/internal/store/gpkg"
)

// usualAreas asks the database once a run where each outlet usually reports from: what the run itself
// stores does not count, so that the order of the files makes no difference.
func usualAreas(db *gpkg.DB) func(context.Context, string) ([]resolve.Usual, error) {
	var mu sync.Mutex
	known := map[string][]resolve.Usual{}
	return func(ctx context.Context, outlet string) ([]resolve.Usual, error) {
		mu.Lock()
		defer mu.Unlock()
		if u, ok := known[outlet]; ok {
			return u, nil
		}
		shares, err := db.UsualAreas(ctx, outlet)
		if err != nil {
			return nil, err
		}
		var u []resolve.Usual
		for _, a := range shares {
			u = append(u, resolve.Usual{Country: a.Country, Admin1: a.Admin1, Share: a.Share})
		}
		known[outlet] = u
		return u, nil
	}
}
