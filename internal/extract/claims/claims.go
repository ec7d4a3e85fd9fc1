// Package claims finds who says what in a report, and what the report says about
// checking it: [Find], [Checks].
//
// It reads English, Ukrainian and Russian attributions: speech verbs with their
// subjects, "according to", "за словами", "по данным". Pronouns take the claimant named
// before. It names claimants in the words of the text, Slavic ones in the nominative as
// far as a small table and endings go.
package claims

import (
	"strings"

	"sitmap/internal/event"
	"sitmap/internal/extract/words"
	"sitmap/internal/text"
)

// Found is one attribution.
type Found struct {
	Claimant    string
	Verb        string
	Stance      event.Stance
	Sent        int // index of the sentence
	First, Last int // words of claimant and verb, half open
	NameFirst   int // words of the claimant, half open; equal for a pronoun whose claimant stands elsewhere
	NameLast    int
	VerbAt      int // the word of the verb
	Pronoun     bool
}

// Find gives the attributions from left to right.
func Find(d *words.Doc) []Found {
	r := reader{d: d}
	var out []Found
	for s := range d.Sents {
		r.first, r.last = d.Sents[s].First, d.Sents[s].Last
		for i := r.first; i < r.last; {
			v, n := verbs.At(d, i)
			if n == 0 {
				i++
				continue
			}
			if f, ok := r.read(v, i, n, out); ok {
				f.Sent = s
				out = append(out, f)
			}
			i += n
		}
	}
	return out
}

type reader struct {
	d           *words.Doc
	first, last int // the sentence
}

// read finds the claimant of the speech verb at word i.
func (r *reader) read(v verb, i, n int, before []Found) (Found, bool) {
	f := Found{Verb: r.d.Span(i, i+n), Stance: v.stance, VerbAt: i, First: i, Last: i + n}
	if r.d.Is(i-1, "to", "not") && v.side != sideAfter || r.d.Is(i-1, "will", "would", "could", "can", "may", "might", "must") {
		return f, false
	}
	var first, last int
	var ok bool
	switch v.side {
	case sideAfter:
		first, last, ok = r.after(i+n, true)
	case sidePronoun:
		f.Pronoun, f.Claimant = true, r.antecedent(i, before)
		return f, f.Claimant != ""
	case sideSlavic:
		if r.transitive(i) && i > r.first && !r.d.IsMark(i-1) {
			first, last, ok = r.before(i) // "the army admitted the loss": what follows is the object
		}
		if !ok {
			first, last, ok = r.after(i+n, false)
		}
		if !ok {
			first, last, ok = r.before(i)
		}
	case sideCount:
		if !r.countFollows(i + n) {
			return f, false
		}
		first, last, ok = r.before(i)
	default:
		if first, last, ok = r.before(i); !ok {
			if first, last, ok = r.after(i+n, false); ok && !r.inverted(i, first, last) {
				ok = false
			}
		}
	}
	if !ok {
		return f, false
	}
	f.First, f.Last = min(first, i), max(last, i+n)
	f.NameFirst, f.NameLast = first, last
	if r.pronoun(first, last) {
		f.Pronoun = true
		if f.Claimant = r.antecedent(first, before); f.Claimant == "" && !isPronoun(r.d.Low(first)) {
			f.Claimant = Nominative(r.d, first, last)
		}
		return f, f.Claimant != ""
	}
	f.Claimant = Nominative(r.d, first, last)
	return f, f.Claimant != ""
}

// countFollows reports a number soon after the verb: "doctors counted more than 40".
func (r *reader) countFollows(i int) bool {
	for k := i; k < min(r.last, i+5); k++ {
		if _, n := r.d.Number(k); n > 0 || r.d.Is(k, "several", "dozens", "the", "\"", "“") {
			return true
		}
	}
	return false
}

// inverted reports that the words after an English verb are its subject: ", said a spokesman".
func (r *reader) inverted(i, first, last int) bool {
	return r.d.IsMark(i-1) && last > first && first == i+1 && (r.d.Is(first, "a", "an", "the") || r.d.Words[first].Cap)
}

// before gives the noun phrase that ends at the verb; an insertion between commas is passed.
func (r *reader) before(i int) (int, int, bool) {
	end, named := i, 0
	for end > r.first && (isAdverb(r.d.Low(end-1)) || isAux(r.d.Low(end-1)) || strings.HasSuffix(r.d.Low(end-1), "ly")) {
		end--
	}
	for passes := 0; passes < 2 && end > r.first && r.d.Is(end-1, ",", "—", "–", ")"); passes++ {
		// the insertion between two commas
		k := end - 2
		for k > r.first && !r.d.Is(k, ",", "—", "–", "(", ";") {
			k--
		}
		if k <= r.first || !r.d.Is(k, ",", "—", "–", "(") {
			return 0, 0, false
		}
		if r.d.Words[k+1].Cap && i-1-(k+1) <= 5 && i > k+2 {
			named = i - 1 // "a blogger, Jan Novak, said"
		}
		end = k
	}
	start := end
	for start > r.first && !r.stop(start-1) {
		start--
	}
	first, last := r.trim(start, end)
	first = r.office(first, last, i)
	if last <= first || last-first > 16 || isPreposition(r.d.Low(first)) || isTimeWord(r.d.Low(first)) || r.d.Is(first, "no", "none", "neither", "nobody", "nothing") || r.d.Is(end-1, "was", "were", "been", "be", "being", "is", "are") || r.noSpeaker(first, last) {
		return 0, 0, false
	}
	if named > last && r.d.Is(named, ",") {
		last = named
	}
	return first, last, true
}

// transitive reports a verb with an object in the accusative: "признала потерю".
func (r *reader) transitive(i int) bool {
	return r.d.HasStem(i, "признал", "визнал", "визнав", "подтвер", "підтвер", "отрица", "опроверг", "спросту", "запереч", "отверг", "відкин")
}

// office passes the preposition of "В Генштабе заявили", "у поліції повідомили".
func (r *reader) office(first, last, verb int) int {
	if !r.d.Is(first, "в", "у", "во") || last-first < 2 || !strings.HasSuffix(r.d.Low(verb), "ли") && !strings.HasSuffix(r.d.Low(verb), "ют") && !strings.HasSuffix(r.d.Low(verb), "ють") && !strings.HasSuffix(r.d.Low(verb), "ят") && !strings.HasSuffix(r.d.Low(verb), "ять") && !strings.HasSuffix(r.d.Low(verb), "жуть") {
		return first
	}
	w := r.d.Span(first+1, first+2)
	if _, ok := nominative[r.d.Low(first+1)]; ok || len(w) > 2 && strings.ToUpper(w) == w {
		return first + 1
	}
	for k := first + 1; k <= min(first+2, last-1); k++ {
		if _, n := institutions.At(r.d, k); n > 0 {
			return first + 1
		}
	}
	return first
}

// noSpeaker reports things that show but do not speak: footage, maps.
func (r *reader) noSpeaker(first, last int) bool {
	for k := first; k < last; k++ {
		if r.d.HasStem(k, "footage", "video", "clip", "image", "відео", "видео", "кадр", "знімк", "снимк", "fighting", "clash", "shelling", "casualt") {
			return true
		}
	}
	return false
}

// stop ends a noun phrase on its left.
func (r *reader) stop(k int) bool {
	w := r.d.Low(k)
	if r.d.IsMark(k) {
		return !isQuote(w) && w != "." && w != "-" && w != "№" && w != "/" && w != "'"
	}
	switch w {
	case "that", "but", "while", "when", "as", "where", "after", "because", "що", "але", "коли", "а", "как", "як", "что", "но", "однако", "проте":
		return true
	case "and", "та", "і", "и", "й":
		// "killed 12 and officials said": the part after "and" is the subject when it holds one
		return k+1 < len(r.d.Words) && !r.d.Words[k+1].Cap
	}
	return false
}

// after gives the noun phrase that begins after the verb; counted phrases ("two families") only on demand.
func (r *reader) after(i int, counted bool) (int, int, bool) {
	for r.d.Is(i, "в", "у", "на", "во", "представники", "представитель") && i+1 < r.last && !r.d.IsMark(i+1) {
		if r.d.Is(i, "представники", "представитель") {
			break
		}
		i++
	}
	end := i
	quote := false
	for end < r.last && end < i+12 {
		w := r.d.Low(end)
		if r.d.IsMark(end) {
			if isQuote(w) && w != "\"" {
				quote = w == "«" || w == "“" || w == "„"
			} else if w != "-" && (w != "." || end+1 >= r.last) {
				break
			}
		}
		if !quote && end > i && isFollower(w) && !r.d.Is(end+1, ".") || !quote && isReporting(w) {
			break
		}
		if end > i && r.d.Words[end].Kind == text.Number && isMonth(r.d.Low(end+1)) {
			break
		}
		end++
	}
	first, last := r.trim(i, end)
	if last <= first || isOpener(r.d.Low(first)) || isWeekday(r.d.Low(first)) {
		return 0, 0, false
	}
	if _, n := r.d.Number(first); n > 0 && !counted && !r.d.Is(first+n, "-") {
		return 0, 0, false
	}
	return first, last, true
}

// trim takes articles, quotes, leading conjunctions and relative clauses off a phrase.
func (r *reader) trim(first, last int) (int, int) {
	for k := first; k < last; k++ {
		if k > first && (r.d.Is(k, "who", "which", "whose", "quoted", "citing", "told") || strings.HasSuffix(r.d.Low(k), "ing") && !r.d.Words[k].Cap && k > first) {
			last = k
			break
		}
	}
	for first < last && (r.d.Is(first, "the", "and", "but", "also", "та", "і", "и", "а", "однако", "separately", "meanwhile", "earlier", "later", "one", "для") && (!r.d.Is(first, "one") || last != first+1) || r.d.IsMark(first) && !isQuote(r.d.Low(first)) || r.d.Is(first, ",", "\"", "”")) {
		first++
	}
	for last > first && (r.d.IsMark(last-1) && !r.d.Is(last-1, "»") || r.d.Is(last-1, "have", "has", "had", "also", "later", "in", "on", "also", "itself", "himself", "themselves", "це", "это", "этого", "цього", "эти", "ці", "их", "теж", "також", "тоже", "также", "earlier", "обвинения", "звинувачення", "информацию", "інформацію", "причастность", "причетність")) {
		last--
	}
	return first, last
}

func (r *reader) pronoun(first, last int) bool {
	return last == first+1 && isPronoun(r.d.Low(first)) || last == first+2 && r.d.Is(first, "ее", "его", "их", "its", "his", "her", "their", "його", "її", "їх", "їхніми", "своїми") || last == first+1 && r.d.Is(first, "agency", "ministry", "statement")
}

// antecedent gives the claimant that a pronoun stands for: the one named before, else
// the last institution in the sentences before.
func (r *reader) antecedent(i int, before []Found) string {
	if k := len(before) - 1; k >= 0 && r.d.Words[before[k].First].Sent >= r.d.Words[i].Sent-3 {
		// an institution between that claimant and the pronoun is closer
		if name := r.institution(i, before[k].Last); name != "" && r.d.Is(i, "it") {
			return name
		}
		return before[k].Claimant
	}
	return r.institution(i, max(0, i-40))
}

// institution gives the last institution named in words from..i.
func (r *reader) institution(i, from int) string {
	for k := i - 1; k >= from; k-- {
		if _, n := institutions.At(r.d, k); n > 0 {
			first := k
			for first > from && r.d.Words[first-1].Cap && r.d.IsWord(first-1) && r.d.Words[first-1].Sent == r.d.Words[k].Sent {
				first--
			}
			return Nominative(r.d, first, k+n)
		}
	}
	return ""
}

func isQuote(s string) bool {
	switch s {
	case "\"", "“", "”", "«", "»", "„", "‘", "’", "'":
		return true
	}
	return false
}
