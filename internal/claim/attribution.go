package claim

import (
	"strings"

	"sitmap/internal/extract/words"
)

//nolint:gochecknoglobals // table, never written
var hedges = words.Compile(words.Row[bool]{Patterns: `reportedly; allegedly; purportedly; supposedly; apparently; unconfirmed; unverified; rumored; rumoured; alleged; claims; claimed; claiming; said to be; believed to;
	нібито; начебто; ймовірно; імовірно; за непідтвердженими; непідтвердж*; неперевірен*; стверджує; стверджують; заявляє; заявляють;
	якобы; предположительно; вероятно; по неподтвержд*; неподтвержд*; непроверен*; утверждает; утверждают; заявляет; заявляют`, Value: true})

// maxHedges bounds the words that are quoted.
const maxHedges = 5

// attribution says who tells it and how surely. It never changes the verdict: a claim is no truer for its speaker.
func (w *work) attribution() {
	who, span := w.said.claimants()
	d := w.said.doc
	var said []string
	seen := map[string]bool{}
	for _, h := range hedges.Find(d, 0, len(d.Words)) {
		word := strings.ToLower(d.Span(h.First, h.Last))
		if seen[word] || len(said) == maxHedges {
			continue
		}
		seen[word] = true
		said = append(said, "“"+word+"”")
		if span == nil {
			s := w.bytes(h.First, h.Last)
			span = &s
		}
	}
	if len(who) == 0 && len(said) == 0 {
		return
	}
	c := Check{Code: "attribution", Outcome: Skipped, Quote: span, Source: "the claim", Expected: "weigh it yourself: who says it changes no verdict", Measured: "told without a hedge"}
	if len(said) > 0 {
		c.Measured = "hedged: " + strings.Join(said, ", ")
	}
	if len(who) > 0 {
		c.Measured = "according to " + strings.Join(who, ", ") + "; " + c.Measured
	}
	w.add(c)
}

// claimants are those to whom the words attribute what they tell, each once.
func (s *said) claimants() ([]string, *Span) {
	var who []string
	var span *Span
	seen := map[string]bool{}
	for _, a := range s.says {
		if a.Claimant == "" || seen[a.Claimant] || len(who) == maxHedges {
			continue
		}
		seen[a.Claimant] = true
		who = append(who, a.Claimant)
		if span == nil && a.Span.End > a.Span.Start {
			span = &Span{a.Span.Start, a.Span.End}
		}
	}
	return who, span
}
