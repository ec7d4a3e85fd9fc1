package main

import (
	"fmt"
	"log"
	"os"

	"sitmap/gazetteer"
	"sitmap/gazetteer/resolve"
	"sitmap/internal/eval"
	"sitmap/internal/mention"
	"sitmap/internal/text"
)

const minDocs = 3 // features seen in fewer reports are dropped

// lesson prepares one document. Mentions without a point count as places where the
// corpus annotates names (LGL, TR-News) and as unknown in GeoWebNews, which marks
// common nouns too.
func lesson(ix *gazetteer.Index, d *eval.Doc) *mention.Lesson {
	off := text.NewOffsets(d.Text)
	var places, unknown [][2]int
	for _, g := range d.Toponyms {
		s := [2]int{off.Byte(g.Start), off.Byte(g.End)}
		if g.Lat == nil && g.Type != "" {
			unknown = append(unknown, s)
			continue
		}
		places = append(places, s)
	}
	for _, g := range d.Demonyms {
		unknown = append(unknown, [2]int{off.Byte(g.Start), off.Byte(g.End)})
	}
	l := mention.NewLesson(ix, d.Text, d.Lang, places, unknown)
	return &l
}

func tag(ix *gazetteer.Index, corpora []corpus, folds int, cross bool, rounds int, out string) error {
	lessons := map[*eval.Doc]*mention.Lesson{}
	for _, d := range pick(corpora, func(int, *eval.Doc) bool { return true }) {
		lessons[d] = lesson(ix, d)
	}
	res := resolve.New(ix, resolve.Options{})
	train := func(keep func(int, *eval.Doc) bool) *mention.Model {
		var ls []*mention.Lesson
		for _, d := range pick(corpora, keep) {
			ls = append(ls, lessons[d])
			if d.NonPlaces != nil { // few and what the product is for
				ls = append(ls, lessons[d])
			}
		}
		return mention.Train(ls, minDocs, rounds, 0)
	}
	show := func(title string, rec func(c int, d *eval.Doc) *mention.Recogniser) {
		for c, co := range corpora {
			for _, dem := range []bool{false, true} {
				f := eval.Measure(co.docs, true, func(d *eval.Doc) []eval.Answer { return eval.Found(rec(c, d), res, d, dem) })
				fmt.Printf("%-8s %-11s demonyms %-5v P %.3f R %.3f F1 %.3f F1@161 %.3f (%.3f-%.3f)\n", title, co.name, dem, f.Precision, f.Recall, f.F1, f.F1At161, f.F1At161CI[0], f.F1At161CI[1])
			}
		}
	}
	rules := mention.New(ix, mention.Options{Rules: true})
	show("rules", func(int, *eval.Doc) *mention.Recogniser { return rules })
	if folds > 0 {
		byFold := make([]*mention.Recogniser, folds)
		for k := range folds {
			byFold[k] = mention.New(ix, mention.Options{Model: train(func(_ int, d *eval.Doc) bool { return fold(d, folds) != k })})
		}
		show("cv", func(_ int, d *eval.Doc) *mention.Recogniser { return byFold[fold(d, folds)] })
	}
	if cross {
		byCorpus := make([]*mention.Recogniser, len(corpora))
		for k := range corpora {
			byCorpus[k] = mention.New(ix, mention.Options{Model: train(func(c int, _ *eval.Doc) bool { return c != k })})
		}
		show("cross", func(c int, _ *eval.Doc) *mention.Recogniser { return byCorpus[c] })
	}
	if out == "" {
		return nil
	}
	m := train(func(int, *eval.Doc) bool { return true })
	b, err := m.AppendBinary(nil)
	if err != nil {
		return err
	}
	log.Printf("writing %s: %s, %d bytes", out, m, len(b))
	return os.WriteFile(out, b, 0o644) //nolint:gosec // a source file
}
