package main

import (
	"fmt"
	"os"
	"sort"
	"time"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/resolve"
	"sitmap/internal/eval"
	"sitmap/internal/mention"
	"sitmap/internal/text"
)

func try(ix *gazetteer.Index, path string, rules bool) {
	b, _ := os.ReadFile(path)
	s := string(b)
	toks := text.Tokens(s)
	rec := mention.New(ix, mention.Options{Rules: rules})
	m := resolve.Learned
	if rules {
		m = resolve.Rules
	}
	ms := rec.Find(s, toks, text.Sentences(s, toks), "")
	for _, r := range resolve.New(ix, resolve.Options{Method: m}).Resolve(resolve.Input{Text: s, Mentions: ms}) {
		if r.Chosen == nil {
			fmt.Println(r.Mention.Text, r.Mention.Role, "-")
			continue
		}
		p := r.Chosen.Place
		fmt.Printf("%s [%s] p=%.2f L%d -> %s %s %s/%s/%s (%.3f,%.3f) pop %d inh %v\n", r.Mention.Text, r.Mention.Role, r.P, r.List, p.Name, p.Class, p.Country, p.Admin1Name, p.Admin2Name, p.Point[1], p.Point[0], p.Population, r.Inherited)
		for _, a := range r.Alternatives {
			fmt.Printf("      %.2f %s %s/%s\n", a.P, a.Place.Name, a.Place.Country, a.Place.Admin1Name)
		}
		for _, x := range r.Chosen.Reasons {
			fmt.Printf("      %s %.2f*%.2f\n", x.Feature, x.Value, x.Weight)
		}
	}
}

// misses lists the gold mentions that come out wrong, the most frequent first.
func misses(ix *gazetteer.Index, corpora []corpus, only string, rules, unreachable bool) {
	m := resolve.Learned
	if rules {
		m = resolve.Rules
	}
	r := resolve.New(ix, resolve.Options{Method: m})
	for _, c := range corpora {
		if c.name == only {
			missesOf(ix, c, func(*eval.Doc) *resolve.Resolver { return r }, unreachable)
		}
	}
}

func missesOf(ix *gazetteer.Index, c corpus, model func(*eval.Doc) *resolve.Resolver, unreachable bool) {
	count := map[string]int{}
	var order []string
	for i := range c.docs {
		d := &c.docs[i]
		r := model(d)
		res := r.Resolve(eval.InputOf(d))
		for k, a := range eval.Given(ix, r, d) {
			g := &d.Toponyms[k]
			if g.Lat == nil {
				continue
			}
			limit := 161.0
			if g.Tolerance > 0 {
				limit = g.Tolerance
			}
			dist := eval.Km(*g.Lat, *g.Lon, a.Lat, a.Lon)
			if a.HasPoint && dist <= limit && dist <= 161 && (g.Country == "" || g.Country == a.Country) || unreachable && a.Reachable {
				continue
			}
			key := missLine(ix, g, res[k], dist, limit)
			if c.name == "conflict" {
				key = d.Doc + " " + key
			}
			if count[key] == 0 {
				order = append(order, key)
			}
			count[key]++
		}
	}
	sort.SliceStable(order, func(i, j int) bool { return count[order[i]] > count[order[j]] })
	for _, k := range order {
		fmt.Println(count[k], k)
	}
}

func missLine(ix *gazetteer.Index, g *eval.Gold, res resolve.Resolution, dist, limit float64) string {
	name := "-"
	if ch := res.Chosen; ch != nil {
		name = fmt.Sprintf("%s/%s %s %s p=%.2f inh=%v", ch.Place.Name, ch.Place.Class, ch.Place.Country, ch.Place.Admin1Name, res.P, res.Inherited)
	}
	within := ""
	for _, ref := range res.Considered {
		p := ix.Point(ref)
		if eval.Km(*g.Lat, *g.Lon, p[1], p[0]) <= limit && (g.Country == "" || ix.CountryCode(ref) == g.Country) {
			within += " " + ix.Name(ref)
		}
	}
	return fmt.Sprintf("%s | gold %.2f,%.2f %s%s %s -> %s (%.0f km) WITHIN[%s] %s", g.Surface, *g.Lat, *g.Lon, g.Feature, g.Kind, g.Country, name, dist, within, g.Homonym)
}

func near(ix *gazetteer.Index, lat, lon float64) {
	for _, n := range ix.Near(orb.Point{lon, lat}, 12, nil) {
		p := ix.Place(n.Ref)
		fmt.Printf("%.1f km %s %s %s/%s pop %d %s\n", n.Distance.Kilometres(), p.Name, p.Class, p.Country, p.Admin1Name, p.Population, p.ID)
	}
}

// speed times recognition and resolution of a corpus on one core.
func speed(ix *gazetteer.Index, c corpus) {
	rec, res := mention.New(ix, mention.Options{}), resolve.New(ix, resolve.Options{})
	for range 2 {
		start := time.Now()
		n, words := 0, 0
		var find, solve time.Duration
		for i := range c.docs {
			d := &c.docs[i]
			t0 := time.Now()
			toks := text.Tokens(d.Text)
			ms := rec.Find(d.Text, toks, text.Sentences(d.Text, toks), d.Lang)
			t1 := time.Now()
			res.Resolve(resolve.Input{Text: d.Text, Mentions: ms, Lang: d.Lang})
			find += t1.Sub(t0)
			solve += time.Since(t1)
			n += len(ms)
			words += len(toks)
		}
		all := time.Since(start)
		fmt.Printf("%s: %d reports, %d words and marks, %d mentions: %.0f reports/s (find %v, resolve %v)\n", c.name, len(c.docs), words, n, float64(len(c.docs))/all.Seconds(), find, solve)
	}
}

// why prints the candidates of one mention with their reasons.
func why(ix *gazetteer.Index, corpora []corpus, doc, surface string, rules bool) {
	m := resolve.Learned
	if rules {
		m = resolve.Rules
	}
	r := resolve.New(ix, resolve.Options{Method: m})
	for _, c := range corpora {
		for i := range c.docs {
			d := &c.docs[i]
			if d.Doc != doc {
				continue
			}
			fmt.Println(d.Text)
			for _, res := range r.Resolve(eval.InputOf(d)) {
				if res.Mention.Text != surface || res.Chosen == nil {
					continue
				}
				for _, x := range append([]resolve.Candidate{*res.Chosen}, res.Alternatives...) {
					fmt.Printf("%.3f score %.2f %s %s %s/%s pop %d %.2f,%.2f\n", x.P, x.Score, x.Place.Name, x.Place.Class, x.Place.Country, x.Place.Admin1Name, x.Place.Population, x.Place.Point[1], x.Place.Point[0])
					for _, q := range x.Reasons {
						fmt.Printf("      %-50s %.2f * %.2f = %.2f\n", q.Feature, q.Value, q.Weight, q.Value*q.Weight)
					}
				}
				return
			}
		}
	}
}

// headlines measures the first place found in headlines that name the event's place:
// the first mention in the order event, other, areas and countries last.
func headlines(ix *gazetteer.Index, c corpus) {
	rec, res := mention.New(ix, mention.Options{}), resolve.New(ix, resolve.Options{})
	first, any := 0, 0
	for i := range c.docs {
		d := &c.docs[i]
		toks := text.Tokens(d.Text)
		ok, got := false, false
		for _, r := range res.Resolve(resolve.Input{Text: d.Text, Lang: d.Lang, Mentions: rec.Find(d.Text, toks, text.Sentences(d.Text, toks), d.Lang)}) {
			if r.Chosen == nil || r.Mention.Role == gazetteer.RoleDemonym {
				continue
			}
			near := eval.Km(*d.Event.Lat, *d.Event.Lon, r.Chosen.Place.Point[1], r.Chosen.Place.Point[0]) <= 25
			ok = ok || near
			if !got && r.Chosen.Place.Class != gazetteer.ClassCountry && !r.Inherited {
				got = true
				if near {
					first++
				}
			}
		}
		if ok {
			any++
		} else if i%3 == 0 {
			fmt.Printf("  %.150s | %.2f,%.2f", d.Text, *d.Event.Lat, *d.Event.Lon)
			for _, r := range res.Resolve(resolve.Input{Text: d.Text, Lang: d.Lang, Mentions: rec.Find(d.Text, toks, text.Sentences(d.Text, toks), d.Lang)}) {
				if r.Chosen != nil && r.Mention.Role != gazetteer.RoleDemonym {
					fmt.Printf(" [%s: %s %s %s %.2f]", r.Mention.Text, r.Chosen.Place.Name, r.Chosen.Place.Class, r.Chosen.Place.Country, r.P)
				}
			}
			fmt.Println()
		}
	}
	fmt.Printf("headlines: %d, first place right %.3f, any place right %.3f\n", len(c.docs), float64(first)/float64(len(c.docs)), float64(any)/float64(len(c.docs)))
}
