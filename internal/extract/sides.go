package extract

import (
	"sitmap/internal/event"
	"sitmap/internal/extract/actor"
	"sitmap/internal/extract/claims"
	"sitmap/internal/extract/words"
)

// mostSides bounds the sides of one event.
const mostSides = 5

// sides gives the sides named in the happening's sentence: who acts first, then the other
// side, and the victims. Who took or was given responsibility in the sentences after it acts.
func (a *assembly) sides(h *happening) []event.Actor {
	var acts, others, victims []actor.Found
	for _, f := range a.actorsOf(h.sent) {
		switch {
		case a.speaks(f.First):
		case f.Kind == actor.Civilians:
			victims = append(victims, f)
		case a.suffers(f):
			others = append(others, f)
		default:
			acts = append(acts, f)
		}
	}
	var out []event.Actor
	seen := map[string]bool{}
	put := func(f actor.Found, role string) {
		if seen[f.ID] || len(out) >= mostSides {
			return
		}
		seen[f.ID] = true
		out = append(out, event.Actor{ID: f.ID, Name: f.Name, Role: role, Kind: string(f.Kind), Wikidata: f.Wikidata})
	}
	role := "actor1"
	owner, blamed := a.owner(h)
	if owner != nil && !blamed {
		put(*owner, role)
		role = "actor2"
	}
	for _, f := range acts {
		put(f, role)
		if len(out) > 0 {
			role = "actor2"
		}
	}
	if owner != nil && blamed && len(acts) == 0 {
		put(*owner, "blamed")
	}
	for _, f := range others {
		put(f, "actor2")
	}
	for _, f := range victims {
		put(f, "victim")
	}
	return out
}

// actorsOf gives the sides named in a sentence.
func (a *assembly) actorsOf(s int) []actor.Found {
	lo, hi := a.actorsAt.of(s, s)
	return a.actors[lo:hi]
}

// suffers reports a side that is counted among the losses, or is the object of an attack:
// "killed seven soldiers", "ambushed a police convoy", "на позиции".
func (a *assembly) suffers(f actor.Found) bool {
	for _, c := range a.countsOf(a.sentOf(f.First)) {
		if c.First <= f.First && f.Last <= c.Last+1 && !c.Zero {
			return true
		}
	}
	for k := f.First - 1; k >= max(a.d.Sents[a.sentOf(f.First)].First, f.First-3) && !a.d.IsMark(k); k-- {
		if a.d.Is(k, "by", "with", "and", "between") {
			return false
		}
		if a.d.HasStem(k, "ambush", "attack", "hit", "struck", "target", "bomb", "shell", "kill", "against", "on", "обстріл", "обстрел", "атаков", "атакув", "напал", "по") && !a.d.Is(k, "one") {
			return a.d.HasStem(k, "ambush", "attack", "target", "against", "обстріл", "обстрел", "атаков", "атакув", "напал", "kill") || a.d.Is(k, "hit", "struck", "bombed", "shelled", "on", "по")
		}
	}
	return false
}

// stake is what words say about who did it.
type stake uint8

const (
	stakeClaims stake = iota + 1 // the side before the words says that it did it
	stakeBlamed                  // the side after the words is said to have done it
)

var stakes = words.Compile( //nolint:gochecknoglobals // table, never written
	words.Row[stake]{Patterns: "claimed|claims|claiming|took|accepted _? responsibility; claimed the? _? attack|attacks|assault|bombing|raid|ambush; said it|they carried out the; said it|they was|were behind; " +
		"взяв|взяла|взяли|взяло на себе відповідальність; взяв|взял|взяла|взяли|взяло на себя ответственность; взял* ответственность; взял* відповідальність; відповідальність взял*|взяв; ответственность взял*; заявил* об ответственности", Value: stakeClaims},
	words.Row[stake]{Patterns: "blamed _? _? on; blamed; blames; blaming; accused; accuses; accusing; was|were blamed on; attributed to; suspected; " +
		"звинуватил*|звинуватив _? _? у|в; звинуватил*; звинуватив; звинувачує; обвинил*; обвиняет; обвинили; подозрева*; підозрю*; покладають|поклали|поклав відповідальність на; возложил* ответственность на", Value: stakeBlamed},
)

// owner gives the side that took responsibility for a happening in its sentence or up to
// two after it in the paragraph, else the side that others blame.
func (a *assembly) owner(h *happening) (f *actor.Found, blamed bool) {
	_, end := a.paragraph(h.sent)
	for s := h.sent; s <= min(end, h.sent+2); s++ {
		if s > h.sent && a.hasEvent(s) {
			break
		}
		for _, x := range stakes.Find(a.d, a.d.Sents[s].First, a.d.Sents[s].Last) {
			if a.refused(x.First) {
				continue
			}
			sides := a.actorsOf(s)
			for i := range sides {
				side := &sides[i]
				switch {
				case x.Value == stakeClaims && (side.Last <= x.First && x.First-side.Last <= 8 || side.First >= x.Last && side.First-x.Last <= 3 && a.d.Words[side.First].Low[0] >= 0x80):
					return side, false
				case x.Value == stakeBlamed && side.First >= x.Last && side.First-x.Last <= 3 && f == nil && s > h.sent:
					f, blamed = side, true
				}
			}
		}
	}
	return f, blamed
}

// refused reports "no group has claimed responsibility".
func (a *assembly) refused(i int) bool {
	for k := i - 1; k >= max(0, i-5) && !a.d.IsMark(k); k-- {
		if a.d.Is(k, "no", "nobody", "none", "not", "ніхто", "жодна", "жодне", "никто", "ни", "не") {
			return true
		}
	}
	return false
}

// responsible gives the claim of a side that took responsibility, nil when there is none
// or when it is among the claims already.
func (a *assembly) responsible(h *happening) *claims.Found {
	f, blamed := a.owner(h)
	if f == nil || blamed {
		return nil
	}
	s := a.sentOf(f.First)
	for _, x := range stakes.Find(a.d, a.d.Sents[s].First, a.d.Sents[s].Last) {
		if x.Value != stakeClaims {
			continue
		}
		for _, o := range h.says {
			if o.VerbAt == x.First {
				return nil
			}
		}
		return &claims.Found{
			Claimant: a.d.Span(f.First, f.Last), Verb: a.d.Span(x.First, x.Last), Stance: event.Asserts, Sent: s,
			First: min(f.First, x.First), Last: max(f.Last, x.Last), NameFirst: f.First, NameLast: f.Last, VerbAt: x.First,
		}
	}
	return nil
}
