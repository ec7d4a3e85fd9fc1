package main

import (
	"fmt"
	"os"

	"sitmap/gazetteer"
	"sitmap/gazetteer/resolve"
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
