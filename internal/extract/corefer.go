package extract

import (
	"strings"

	"sitmap/internal/event"
	"sitmap/internal/extract/casualty"
	"sitmap/internal/extract/claims"
	"sitmap/internal/extract/relation"
)

// sameLosses finds the happening whose losses a new paragraph goes on to count: told in the
// sentence before, of the same people or by the same claimant, and not counted yet.
func (a *assembly) sameLosses(c casualty.Found, s int) *happening {
	p := s - 1
	if c.Zero || p < 0 || len(a.at[p]) != 1 {
		return nil
	}
	h := a.at[p][0]
	for _, o := range h.counts {
		if a.sentOf(o.Head) == s {
			return h // the counts of one sentence go together
		}
		if o.Kind == c.Kind {
			return nil
		}
	}
	if a.sameVictims(c, p) || a.sameClaimant(s, p) {
		return h
	}
	return nil
}

// sameVictims reports that the names in the words for the victims ("of the North Koreans")
// stand in sentence p, too.
func (a *assembly) sameVictims(c casualty.Found, p int) bool {
	named := false
	for k := c.First; k < c.Last; k++ {
		w := a.d.Words[k]
		if !w.Cap || k == a.d.Sents[w.Sent].First || len(w.Low) < 4 {
			continue
		}
		if !a.mentions(p, w.Low[:len(w.Low)*3/4]) {
			return false
		}
		named = true
	}
	return named
}

// sameClaimant reports that a claimant of sentence s takes up one of sentence p by a word:
// "the directorate" after "the military intelligence directorate".
func (a *assembly) sameClaimant(s, p int) bool {
	for _, f := range a.saysOf(s) {
		if f.NameLast-f.NameFirst != 1 || !a.d.Is(f.NameFirst-1, "the") {
			continue
		}
		for _, o := range a.saysOf(p) {
			for k := o.NameFirst; k < o.NameLast && o.NameLast-o.NameFirst > 1; k++ {
				if a.d.Low(k) == a.d.Low(f.NameFirst) {
					return true
				}
			}
		}
	}
	return false
}

// saysUnclear reports that the sentence says that it is not known who holds a place.
func (a *assembly) saysUnclear(s int) bool {
	for _, c := range a.checks {
		if c.Sent == s && c.Kind == claims.Unclear {
			return true
		}
	}
	return false
}

// governs reports that an attribution introduces the words after it ("and the army said it had
// withdrawn"), so that what a clause before it tells is not its claim.
func (a *assembly) governs(f claims.Found, by int) bool {
	if f.NameLast > f.VerbAt || f.NameFirst <= by || a.clause[f.NameFirst] == a.clause[by] {
		return false
	}
	opens := f.NameFirst
	if a.d.Is(opens-1, "the", "a", "an") {
		opens--
	}
	if !a.d.Is(opens-1, "and", "but", "while") {
		return false
	}
	k := f.VerbAt + strings.Count(f.Verb, " ") + 1
	return k < a.d.Sents[f.Sent].Last && !a.d.IsMark(k)
}

// thisPlace reports "in the town", "у місті": the one place that was named before.
func (a *assembly) thisPlace(first, last int) bool {
	for k := first; k+1 < last; k++ {
		switch {
		case a.d.Is(k, "in", "inside", "across") && a.d.Is(k+1, "the") && a.d.Is(k+2, "town", "village", "city"):
			k += 3
		case a.d.Is(k, "в", "у") && a.d.Is(k+1, "місті", "селі", "селищі", "городе", "селе", "поселке"):
			k += 2
		default:
			continue
		}
		if k >= last || a.d.IsMark(k) || a.nameAt(k) == k && !a.d.Is(k, "of", "called", "centre", "center") && !a.d.Words[k].Cap {
			return true
		}
	}
	return false
}

// newAccount reports that somebody else than in the happening's own sentence tells what
// sentence s says.
func (a *assembly) newAccount(s int, h *happening) bool {
	for _, f := range a.saysOf(s) {
		for _, o := range a.saysOf(h.sent) {
			if f.Claimant == o.Claimant {
				return false
			}
		}
		if f.Stance == event.Asserts && !f.Pronoun {
			return true
		}
	}
	return false
}

// heading reports a sentence that is nothing but the name of one place: "A. Missiles hit …".
func (a *assembly) heading(s int) bool {
	st, names := a.d.Sents[s], a.namesOf(s)
	if len(names) != 1 {
		return false
	}
	for k := st.First; k < st.Last; k++ {
		if (k < names[0].first || k >= names[0].last) && !a.d.IsMark(k) && relation.ClassWord(a.d, k) == 0 && !isAreaWord(a.d, k) {
			return false
		}
	}
	return true
}
