package main

import (
	"context"

	"sitmap/gazetteer"
)

// kind is a kind of question.
type kind int

const (
	exact    kind = iota // all places of a name
	misspelt             // the best ten for a name with one mistake
	script               // the best ten for a Cyrillic name
	near                 // the ten nearest to a point
)

// answers is the number of places that misspelt, script and near ask for.
const answers = 10

// engine is one way to keep places.
type engine interface {
	name() string
	ways(k kind) []way
	sizes(ctx context.Context) ([]part, error)
}

// way is one way of an engine to answer a kind of question.
type way struct {
	label string
	do    func(ctx context.Context, q question) ([]gazetteer.Ref, error)
	all   func(ctx context.Context, qs []question) (int, error) // in place of do: all at once, counts the answers
}

// part is a piece of an engine's data on disk.
type part struct {
	label string
	bytes int64
}

// sitmap is this project's index.
type sitmap struct {
	ix *gazetteer.Index
	ms []gazetteer.Match // used again
}

func (*sitmap) name() string { return "sitmap" }

func (s *sitmap) ways(k kind) []way {
	switch k {
	case exact:
		return []way{{label: "sitmap, Index.Lookup", do: s.lookup}}
	case misspelt:
		return []way{{label: "sitmap, Index.Search", do: s.search}}
	case script:
		return []way{{label: "sitmap, Index.Search", do: s.search}}
	case near:
		return []way{{label: "sitmap, Index.Near", do: s.near}}
	}
	return nil
}

func (s *sitmap) lookup(_ context.Context, q question) ([]gazetteer.Ref, error) {
	s.ms = s.ix.Lookup(s.ms[:0], q.Text)
	out := make([]gazetteer.Ref, len(s.ms))
	for i, m := range s.ms {
		out[i] = m.Ref
	}
	return out, nil
}

func (s *sitmap) search(_ context.Context, q question) ([]gazetteer.Ref, error) {
	hits := s.ix.Search(q.Text, gazetteer.SearchOptions{Limit: answers})
	out := make([]gazetteer.Ref, len(hits))
	for i, h := range hits {
		out[i] = h.Ref
	}
	return out, nil
}

func (s *sitmap) near(_ context.Context, q question) ([]gazetteer.Ref, error) {
	ns := s.ix.Near(q.Point, answers, nil)
	out := make([]gazetteer.Ref, len(ns))
	for i, n := range ns {
		out[i] = n.Ref
	}
	return out, nil
}

func (s *sitmap) sizes(context.Context) ([]part, error) {
	return []part{{"index file (all names, areas, points)", int64(s.ix.Info().Bytes)}}, nil
}
