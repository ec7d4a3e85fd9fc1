package main

import (
	"fmt"
	"log"
	"os"
	"unicode"
	"unicode/utf8"

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

// allLessons prepares every document.
func allLessons(ix *gazetteer.Index, corpora, more []corpus) map[*eval.Doc]*mention.Lesson {
	lessons := map[*eval.Doc]*mention.Lesson{}
	for _, d := range pick(corpora, func(int, *eval.Doc) bool { return true }) {
		lessons[d] = lesson(ix, d)
	}
	rec, res := mention.New(ix, mention.Options{}), resolve.New(ix, resolve.Options{})
	for _, c := range more {
		for i := range c.docs {
			d := &c.docs[i]
			if d.Event != nil {
				lessons[d] = headline(ix, rec, res, d)
			} else {
				lessons[d] = lesson(ix, d)
			}
		}
	}
	return lessons
}

// headline prepares a headline of which only the event's place is known: names that can
// mean it are places, other capitalised words are unknown.
func headline(ix *gazetteer.Index, rec *mention.Recogniser, res *resolve.Resolver, d *eval.Doc) *mention.Lesson {
	toks := text.Tokens(d.Text)
	var places, unknown [][2]int
	ms := rec.Find(d.Text, toks, text.Sentences(d.Text, toks), d.Lang)
	for _, r := range res.Resolve(resolve.Input{Text: d.Text, Mentions: ms, Lang: d.Lang}) {
		if r.Mention.Role == gazetteer.RoleDemonym {
			continue
		}
		for _, ref := range r.Considered {
			if p := ix.Point(ref); eval.Km(*d.Event.Lat, *d.Event.Lon, p[1], p[0]) < 25 {
				places = append(places, [2]int{r.Mention.Start, r.Mention.End})
				break
			}
		}
	}
	for _, t := range toks {
		if c, _ := utf8.DecodeRuneInString(d.Text[t.Start:]); t.Kind == text.Word && unicode.IsUpper(c) {
			unknown = append(unknown, [2]int{t.Start, t.End})
		}
	}
	l := mention.NewLesson(ix, d.Text, d.Lang, places, unknown)
	return &l
}

// trainTagger trains on documents; conflict reports and cases are few and what the
// product is for, so they count more.
func trainTagger(lessons map[*eval.Doc]*mention.Lesson, docs []*eval.Doc, rounds int) *mention.Model {
	return mention.Train(tagLessons(lessons, docs), minDocs, rounds, 0)
}

func tagLessons(lessons map[*eval.Doc]*mention.Lesson, docs []*eval.Doc) []*mention.Lesson {
	var ls []*mention.Lesson
	for _, d := range docs {
		n := 1
		if d.NonPlaces != nil {
			n = 3
		}
		for range n {
			ls = append(ls, lessons[d])
		}
	}
	return ls
}

func tag(ix, other *gazetteer.Index, corpora, more []corpus, folds int, cross bool, rounds int, out string) error {
	lessons := allLessons(ix, corpora, more)
	res := resolve.New(ix, resolve.Options{})
	train := func(keep func(int, *eval.Doc) bool) *mention.Model {
		return trainTagger(lessons, pick(append(corpora[:len(corpora):len(corpora)], more...), keep), rounds)
	}
	show := func(title string, rec func(c int, d *eval.Doc) *mention.Recogniser) {
		for c, co := range append(corpora[:len(corpora):len(corpora)], cases(more)...) {
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
		byCorpus := make([]*mention.Recogniser, len(corpora)+1)
		for k := range byCorpus {
			byCorpus[k] = mention.New(ix, mention.Options{Model: train(func(c int, _ *eval.Doc) bool { return c != k })})
		}
		show("cross", func(c int, _ *eval.Doc) *mention.Recogniser { return byCorpus[c] })
	}
	if out == "" {
		return nil
	}
	docs := pick(append(corpora[:len(corpora):len(corpora)], more...), func(int, *eval.Doc) bool { return true })
	both := tagLessons(lessons, docs)
	if other != nil { // the model must serve both indexes
		both = append(both, tagLessons(allLessons(other, corpora, more), docs)...)
	}
	m := mention.Train(both, minDocs, rounds, 0)
	b, err := m.AppendBinary(nil)
	if err != nil {
		return err
	}
	log.Printf("writing %s: %s, %d bytes", out, m, len(b))
	return os.WriteFile(out, b, 0o644) //nolint:gosec // a source file
}

// spanErrors prints what the cross-validated recogniser misses and invents in one corpus.
func spanErrors(ix *gazetteer.Index, corpora, more []corpus, folds, rounds int, only string, rules bool) {
	lessons := allLessons(ix, corpora, more)
	recs := make([]*mention.Recogniser, folds)
	for k := range folds {
		docs := pick(append(corpora[:len(corpora):len(corpora)], more...), func(_ int, d *eval.Doc) bool { return fold(d, folds) != k })
		recs[k] = mention.New(ix, mention.Options{Model: trainTagger(lessons, docs, rounds), Rules: rules})
	}
	for _, c := range append(corpora[:len(corpora):len(corpora)], more...) {
		if c.name != only {
			continue
		}
		for i := range c.docs {
			d := &c.docs[i]
			off := text.NewOffsets(d.Text)
			toks := text.Tokens(d.Text)
			var hit [][2]int
			for _, m := range recs[fold(d, folds)].Find(d.Text, toks, text.Sentences(d.Text, toks), d.Lang) {
				if m.Role == gazetteer.RoleDemonym {
					continue
				}
				hit = append(hit, [2]int{off.Rune(m.Start), off.Rune(m.End)})
			}
			rs := []rune(d.Text)
			show := func(kind string, a, b int) {
				fmt.Printf("%s %s  ...%s[%s]%s...\n", d.Doc, kind, string(rs[max(0, a-40):a]), string(rs[a:b]), string(rs[b:min(len(rs), b+30)]))
			}
			for _, g := range d.Toponyms {
				ok := g.Lat == nil
				for _, h := range hit {
					ok = ok || h[0] < g.End && g.Start < h[1]
				}
				if !ok {
					show("MISS", g.Start, g.End)
				}
			}
			for _, h := range hit {
				ok := false
				for _, g := range append(d.Toponyms, d.Demonyms...) {
					ok = ok || h[0] < g.End && g.Start < h[1]
				}
				if !ok {
					show("FALSE", h[0], h[1])
				}
			}
		}
	}
}
