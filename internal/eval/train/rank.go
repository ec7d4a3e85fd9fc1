package main

import (
	"encoding/json"
	"fmt"
	"log"
	"math"
	"os"
	"slices"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/resolve"
	"sitmap/internal/eval"
	"sitmap/internal/mention"
	"sitmap/internal/text"
)

// judge scores a candidate against the gold of one document's mentions: near is better,
// a class that fits the gold's feature code is better.
func judge(d *eval.Doc) resolve.Judge {
	return func(i int, p orb.Point, class gazetteer.Class, country string) (float64, bool) {
		g := &d.Toponyms[i]
		if g.Lat == nil || g.Lon == nil {
			return 0, false
		}
		dist := eval.Km(*g.Lat, *g.Lon, p[1], p[0])
		limit := 161.0
		if g.Tolerance > 0 {
			limit = g.Tolerance
		}
		right := classFits(g, class)
		if right && (class == gazetteer.ClassCountry || class == gazetteer.ClassAdmin1) {
			limit = max(limit, 600) // centres of large areas differ between sources
		}
		if dist > limit && dist < beside && g.Tolerance > 0 && g.Tolerance < beside && country == g.Country {
			return .1 / (1 + dist/10), true // the best there is when the place has no entry
		}
		if dist > limit || g.Country != "" && country != "" && country != g.Country {
			return 0, true
		}
		s := 1 / (1 + dist/300)
		if right {
			s += .5
		}
		return s, true
	}
}

// beside is how far in km a place may lie from a village without an entry and still be a better
// answer than a namesake elsewhere.
const beside = 25

func classFits(g *eval.Gold, c gazetteer.Class) bool {
	switch {
	case g.Kind == "country":
		return c == gazetteer.ClassCountry
	case g.Kind == "oblast":
		return c == gazetteer.ClassAdmin1
	case g.Kind == "raion":
		return c == gazetteer.ClassAdmin2
	case g.Kind != "":
		return c == gazetteer.ClassSettlement || c > gazetteer.ClassSettlement
	case len(g.Feature) >= 3 && g.Feature[:3] == "PCL":
		return c == gazetteer.ClassCountry
	case g.Feature == "ADM1":
		return c == gazetteer.ClassAdmin1
	case g.Feature == "ADM2":
		return c == gazetteer.ClassAdmin2
	case len(g.Feature) >= 3 && g.Feature[:3] == "PPL":
		return c == gazetteer.ClassSettlement
	}
	return true
}

// fitRank trains a model on documents: first the static weights, then the weights with
// context, on the context that the model before gives, twice.
func fitRank(ix *gazetteer.Index, docs []*eval.Doc, more []made, penalty, weight float64) *resolve.Model {
	m := resolve.Hand()
	for round := range 3 {
		all := round > 0
		r := resolve.New(ix, resolve.Options{Model: m})
		var ex []resolve.Example
		for i := range more {
			in := eval.InputOf(&more[i].doc)
			in.Without = more[i].without
			e := r.Examples(in, judge(&more[i].doc), all)
			for k := range e {
				e[k].Weight *= weight
			}
			ex = append(ex, e...)
		}
		ex = append(ex, headlineExamples(ix, r, docs, all)...)
		for _, d := range docs {
			if d.Event != nil {
				continue
			}
			e := r.Examples(eval.InputOf(d), judge(d), all)
			for k := range e {
				if d.NonPlaces != nil { // conflict reports are few and what the product is for
					e[k].Weight *= 4
				}
			}
			ex = append(ex, e...)
		}
		start := make([]float32, len(m.Start(all)))
		m.Set(resolve.Fit(ex, start, penalty, 100), all)
	}
	return m
}

// headlineWeight is the weight of a headline, of which less is known than of a report.
const headlineWeight = .6

// headlineExamples makes weak examples of headlines of which only the event's place is
// known: a found mention with a candidate there is taken to mean it.
func headlineExamples(ix *gazetteer.Index, r *resolve.Resolver, docs []*eval.Doc, all bool) []resolve.Example {
	rec := mention.New(ix, mention.Options{})
	var out []resolve.Example
	for _, d := range docs {
		if d.Event == nil {
			continue
		}
		toks := text.Tokens(d.Text)
		in := resolve.Input{Text: d.Text, Lang: d.Lang, Mentions: rec.Find(d.Text, toks, text.Sentences(d.Text, toks), d.Lang)}
		ex := r.Examples(in, func(i int, p orb.Point, class gazetteer.Class, country string) (float64, bool) {
			if in.Mentions[i].Role == gazetteer.RoleDemonym || class == gazetteer.ClassCountry {
				return 0, in.Mentions[i].Role != gazetteer.RoleDemonym
			}
			if eval.Km(*d.Event.Lat, *d.Event.Lon, p[1], p[0]) < 15 {
				return 1, true
			}
			return 0, true
		}, all)
		for k := range ex {
			ex[k].Weight *= headlineWeight
		}
		out = append(out, ex...)
	}
	return out
}

func rank(ix *gazetteer.Index, corpora, more []corpus, folds int, cross bool, penalty float64, n int, weight float64, list, out string) error {
	texts := synthetic(ix, n)
	all := append(corpora[:len(corpora):len(corpora)], cases(more)...)
	withHeadlines := append(corpora[:len(corpora):len(corpora)], more...)
	show := func(title string, model func(c int, d *eval.Doc) *resolve.Resolver) {
		for c, co := range all {
			f := eval.Measure(co.docs, false, func(d *eval.Doc) []eval.Answer { return eval.Given(ix, model(c, d), d) })
			fmt.Printf("%-12s %-11s acc161 %.3f (%.3f-%.3f) acc10 %.3f oracle %.3f tol %.3f country %.3f homonyms %.3f ece %.3f\n",
				title, co.name, f.Acc161, f.Acc161CI[0], f.Acc161CI[1], f.Acc10, f.Oracle, f.Tolerance, f.Country, f.Homonyms, f.ECE)
		}
	}
	rules := resolve.New(ix, resolve.Options{Method: resolve.Rules})
	show("rules", func(int, *eval.Doc) *resolve.Resolver { return rules })
	var cal [][2]float64
	if folds > 0 {
		byFold := make([]*resolve.Resolver, folds)
		for k := range folds {
			byFold[k] = resolve.New(ix, resolve.Options{Model: fitRank(ix, pick(withHeadlines, func(_ int, d *eval.Doc) bool { return fold(d, folds) != k }), texts, penalty, weight)})
		}
		for _, c := range all {
			if c.name == list {
				missesOf(ix, c, func(d *eval.Doc) *resolve.Resolver { return byFold[fold(d, folds)] }, false)
			}
		}
		show("cv", func(_ int, d *eval.Doc) *resolve.Resolver { return byFold[fold(d, folds)] })
		cal = calibration(ix, all, func(d *eval.Doc) *resolve.Resolver { return byFold[fold(d, folds)] })
		fmt.Println("calibration", cal)
	}
	if cross {
		byCorpus := make([]*resolve.Resolver, len(all))
		for k := range all {
			byCorpus[k] = resolve.New(ix, resolve.Options{Model: fitRank(ix, pick(all, func(c int, _ *eval.Doc) bool { return c != k }), texts, penalty, weight)})
		}
		show("cross", func(c int, _ *eval.Doc) *resolve.Resolver { return byCorpus[c] })
	}
	m := fitRank(ix, pick(withHeadlines, func(int, *eval.Doc) bool { return true }), texts, penalty, weight)
	m.Calibration = cal
	m.Trained = "LGL, TR-News, GeoWebNews (development halves) sitmap's conflict reports and regression cases, headlines of VIINA 2.0"
	final := resolve.New(ix, resolve.Options{Model: m})
	show("all", func(int, *eval.Doc) *resolve.Resolver { return final })
	if out == "" {
		return nil
	}
	b, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	log.Printf("writing %s", out)
	return os.WriteFile(out, append(b, '\n'), 0o644) //nolint:gosec // a source file
}

// measure prints the figures of the shipped weights and of the hand-set ones.
func measure(ix *gazetteer.Index, corpora, more []corpus) {
	for _, m := range []resolve.Method{resolve.Learned, resolve.Rules} {
		r := resolve.New(ix, resolve.Options{Method: m})
		for _, co := range append(corpora[:len(corpora):len(corpora)], cases(more)...) {
			f := eval.Measure(co.docs, false, func(d *eval.Doc) []eval.Answer { return eval.Given(ix, r, d) })
			fmt.Printf("%-8s %-11s acc161 %.3f acc10 %.3f oracle %.3f tol %.3f country %.3f homonyms %.3f ece %.3f\n", m, co.name, f.Acc161, f.Acc10, f.Oracle, f.Tolerance, f.Country, f.Homonyms, f.ECE)
		}
	}
}

func pick(corpora []corpus, keep func(int, *eval.Doc) bool) []*eval.Doc {
	var out []*eval.Doc
	for c := range corpora {
		for i := range corpora[c].docs {
			if d := &corpora[c].docs[i]; keep(c, d) {
				out = append(out, d)
			}
		}
	}
	return out
}

// calibration fits a rising map from raw probability to observed share right on
// held-out answers (pool adjacent violators over equal bins); the conflict reports count double.
func calibration(ix *gazetteer.Index, corpora []corpus, model func(*eval.Doc) *resolve.Resolver) [][2]float64 {
	var obs [][3]float64
	for _, c := range corpora {
		for i := range c.docs {
			d := &c.docs[i]
			for k, a := range eval.Given(ix, model(d), d) {
				g := &d.Toponyms[k]
				if g.Lat == nil || !a.HasPoint {
					continue
				}
				limit, w := 161.0, 1.0
				if g.Tolerance > 0 {
					limit, w = g.Tolerance, 4
				}
				ok := 0.0
				if eval.Km(*g.Lat, *g.Lon, a.Lat, a.Lon) <= limit {
					ok = 1
				}
				obs = append(obs, [3]float64{a.P, ok, w})
			}
		}
	}
	slices.SortFunc(obs, func(a, b [3]float64) int {
		switch {
		case a[0] < b[0]:
			return -1
		case a[0] > b[0]:
			return 1
		}
		return 0
	})
	const bins = 15
	type pool struct{ x, y, w float64 }
	var ps []pool
	for b := range bins {
		var q pool
		for _, o := range obs[b*len(obs)/bins : (b+1)*len(obs)/bins] {
			q.x += o[0] * o[2]
			q.y += o[1] * o[2]
			q.w += o[2]
		}
		if q.w > 0 {
			ps = append(ps, q)
		}
		for len(ps) > 1 && ps[len(ps)-2].y/ps[len(ps)-2].w >= ps[len(ps)-1].y/ps[len(ps)-1].w {
			a, z := ps[len(ps)-2], ps[len(ps)-1]
			ps = append(ps[:len(ps)-2], pool{a.x + z.x, a.y + z.y, a.w + z.w})
		}
	}
	var out [][2]float64
	for _, p := range ps {
		out = append(out, [2]float64{math.Round(p.x/p.w*1000) / 1000, math.Round(p.y/p.w*1000) / 1000})
	}
	return out
}
