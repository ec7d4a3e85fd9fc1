package eval

import (
	"fmt"
	"io"
	"math"

	"sitmap/gazetteer"
	"sitmap/gazetteer/resolve"
	"sitmap/internal/mention"
	"sitmap/internal/text"
)

// Options of [Run].
type Options struct {
	Find     bool           // find the mentions; false: the gold's are given
	Method   resolve.Method // "" = learned
	Demonyms bool           // count nationality words as found places
	Usual    bool           // let an outlet's other reports say where it usually reports from
}

// Run resolves every report of the corpus and computes the figures.
func Run(ix *gazetteer.Index, docs []Doc, o Options) Figures {
	res := resolve.New(ix, resolve.Options{Method: o.Method})
	rec := mention.New(ix, mention.Options{Rules: o.Method == resolve.Rules})
	if o.Usual {
		learnUsual(rec, res, docs)
	}
	return Measure(docs, o.Find, func(d *Doc) []Answer {
		if o.Find {
			return Found(rec, res, d, o.Demonyms)
		}
		return Given(ix, res, d)
	})
}

// Measure computes the figures of any answering function.
func Measure(docs []Doc, find bool, answer func(*Doc) []Answer) Figures {
	ts := make([]tally, len(docs))
	for i := range docs {
		if find {
			ts[i] = found(&docs[i], answer(&docs[i]))
		} else {
			ts[i] = given(&docs[i], answer(&docs[i]))
		}
	}
	return figures(ts)
}

// InputOf turns a report with the gold's spans into the resolver's input.
func InputOf(d *Doc) resolve.Input {
	off := text.NewOffsets(d.Text)
	in := resolve.Input{Text: d.Text, Lang: d.Lang, Outlet: d.Outlet, Hints: d.Hints, Usual: d.usual}
	for _, g := range d.Toponyms {
		a, b := off.Byte(g.Start), off.Byte(g.End)
		in.Mentions = append(in.Mentions, gazetteer.Mention{Start: a, End: b, Text: d.Text[a:max(a, b)]})
	}
	return in
}

// Given resolves the gold's mentions.
func Given(ix *gazetteer.Index, res *resolve.Resolver, d *Doc) []Answer {
	out := make([]Answer, 0, len(d.Toponyms))
	for i, r := range res.Resolve(InputOf(d)) {
		g := &d.Toponyms[i]
		a := answerOf(r)
		a.Start, a.End = g.Start, g.End
		for _, ref := range r.Considered {
			if p := ix.Point(ref); g.Lat != nil && g.Lon != nil && Km(*g.Lat, *g.Lon, p[1], p[0]) <= 161 {
				a.Reachable = true
			}
		}
		out = append(out, a)
	}
	return out
}

// Found recognises and resolves.
func Found(rec *mention.Recogniser, res *resolve.Resolver, d *Doc, demonyms bool) []Answer {
	toks := text.Tokens(d.Text)
	ms := rec.Find(d.Text, toks, text.Sentences(d.Text, toks), d.Lang)
	off := text.NewOffsets(d.Text)
	var out []Answer
	for _, r := range res.Resolve(resolve.Input{Text: d.Text, Mentions: ms, Lang: d.Lang, Outlet: d.Outlet, Hints: d.Hints, Usual: d.usual}) {
		if r.Mention.Role == gazetteer.RoleDemonym && !demonyms {
			continue
		}
		a := answerOf(r)
		a.Start, a.End = off.Rune(r.Mention.Start), off.Rune(r.Mention.End)
		out = append(out, a)
	}
	return out
}

func answerOf(r resolve.Resolution) Answer {
	if r.Chosen == nil {
		return Answer{}
	}
	p := r.Chosen.Place
	return Answer{Lat: p.Point[1], Lon: p.Point[0], HasPoint: true, Country: p.Country, Admin1: p.Admin1Name, P: r.P}
}

// Print writes the figures as lines "name value".
func (f Figures) Print(w io.Writer) error {
	rows := []struct {
		name string
		v    float64
		ci   *[2]float64
	}{
		{"documents", float64(f.Docs), nil},
		{"mentions", float64(f.Mentions), nil},
		{"acc161", f.Acc161, &f.Acc161CI},
		{"acc10", f.Acc10, nil},
		{"median_km", f.Median, nil},
		{"auc", f.AUC, nil},
		{"oracle161", f.Oracle, nil},
		{"within_tolerance", f.Tolerance, nil},
		{"country", f.Country, nil},
		{"homonyms", f.Homonyms, nil},
		{"admin1", f.Admin1, nil},
		{"ece", f.ECE, nil},
		{"gold", float64(f.Gold), nil},
		{"found", float64(f.Found), nil},
		{"precision", f.Precision, nil},
		{"recall", f.Recall, nil},
		{"f1", f.F1, nil},
		{"f1_at_161km", f.F1At161, &f.F1At161CI},
	}
	for _, r := range rows {
		if math.IsNaN(r.v) || r.v == 0 && (r.name == "mentions" || r.name == "gold" || r.name == "found") {
			continue
		}
		line := fmt.Sprintf("%-18s %.4g", r.name, r.v)
		if r.ci != nil && !math.IsNaN(r.ci[0]) {
			line += fmt.Sprintf("   (%.4g to %.4g)", r.ci[0], r.ci[1])
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return fmt.Errorf("print figures: %w", err)
		}
	}
	return nil
}
