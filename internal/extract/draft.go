package extract

import (
	"slices"

	"sitmap/internal/event"
	"sitmap/internal/extract/casualty"
)

// drafts gives the happenings that stand as drafts.
func (a *assembly) drafts() []Draft {
	var out []Draft
	for _, h := range a.out {
		if !h.dropped {
			out = append(out, a.draft(h))
		}
	}
	return out
}

func (a *assembly) draft(h *happening) Draft {
	d := Draft{Type: h.typ, Trigger: a.d.Span(h.by.First, h.by.Last), When: h.when, Verification: h.status, Control: h.control, Evidence: sortSpans(h.evidence)}
	if d.Verification == "" {
		d.Verification = event.VerificationNone
	}
	seen := map[int]bool{}
	for _, k := range h.group.names {
		n := a.names[k]
		if seen[n.mention] {
			continue
		}
		seen[n.mention] = true
		p := Place{Mention: n.mention, Relation: n.rel.Relation, Inferred: h.inferred}
		if n.anchor > 0 {
			b := a.names[n.anchor-1]
			p.Stated = &Stated{Mention: b.mention, Relation: b.rel.Relation}
		}
		if n.river > 0 {
			m := n.river - 1
			p.River = &m
		}
		if h.inferred && p.Relation.Kind == event.At {
			p.Relation.Kind = event.Near
		}
		d.Places = append(d.Places, p)
	}
	if h.border != nil {
		d.AtBorder, d.BorderKm = true, h.border.Km
		a.atBorder(&d, h)
	}
	for _, c := range h.counts {
		if prev := casualty.Get(d.Casualties, c.Kind); prev != nil && (c.Zero || prev.Min == nil || *prev.Min > 0) {
			continue
		}
		casualty.Set(&d.Casualties, c.Kind, c.Count)
	}
	d.Actors = a.sides(h)
	if s := a.responsible(h); s != nil {
		h.says = append(slices.Clip(h.says), *s)
	}
	for _, s := range h.says {
		d.Claims = append(d.Claims, event.Attribution{Claimant: s.Claimant, Verb: s.Verb, Stance: s.Stance, Span: a.span(s.First, s.Last)})
	}
	return d
}

// atBorder turns "in the district, five kilometres from the border" into the relation border.
func (a *assembly) atBorder(d *Draft, h *happening) {
	if !h.coarse {
		return
	}
	for i := range d.Places {
		if d.Places[i].Relation.Kind == event.At {
			d.Places[i].Relation = event.Relation{Kind: event.Border, Km: h.border.Km, Text: a.d.Span(h.border.First, h.border.Last)}
		}
	}
}

// speaks reports that a word belongs to the name of a claimant.
func (a *assembly) speaks(i int) bool {
	for _, s := range a.saysOf(a.sentOf(i)) {
		if s.NameFirst <= i && i < s.NameLast {
			return true
		}
	}
	return false
}

func sortSpans(in []event.Span) []event.Span {
	var out []event.Span
	for _, s := range in {
		at := len(out)
		for at > 0 && out[at-1].Start > s.Start {
			at--
		}
		if at > 0 && out[at-1] == s {
			continue
		}
		out = append(out[:at], append([]event.Span{s}, out[at:]...)...)
	}
	return out
}
