package casualty

import (
	"sitmap/internal/event"
)

// count gives what a head counts. The first pass takes numbers that stand at the head,
// the second those of the clause, the third single people without a number.
func (r *reader) count(i, pass int) []Found {
	h := &r.heads[i]
	if h.Value.nobody {
		return nil
	}
	var q *quantity
	switch pass {
	case 0:
		q = r.adjacent(i)
	case 1:
		if q = r.inClause(i); q != nil && q.first > h.Last {
			r.addOther(q, h.Last) // "killed a woman and two children"
		}
	default:
		return r.single(h)
	}
	if q == nil {
		return nil
	}
	h.done = true
	r.addNext(i, q)
	out := []Found{r.found(h, q)}
	if p := r.beside(h, q); p != nil {
		out = append(out, r.found(h, p))
	}
	for next := r.coordinated(i, q); next != nil; next = r.coordinated(i, next) {
		out = append(out, r.found(h, next))
	}
	return out
}

func (r *reader) found(h *head, q *quantity) Found {
	q.used = true
	f := Found{
		Kind: h.Value.kind, Count: q.Count, First: min(q.first, h.First), Last: max(q.last, h.Last), Head: h.First, Earlier: q.earlier,
		Victims: r.d.Span(q.number, q.last),
	}
	if h.joint {
		f.Kind = KilledOrWounded
	}
	if _, n := people.At(r.d, h.Last); f.Victims == "" && n > 0 && h.Last < r.last {
		f.Victims = r.d.Span(h.Last, h.Last+n) // "40 injured demonstrators"
	}
	f.Count.Text = r.d.Span(f.First, f.Last)
	f.Side = r.side(f.First, f.Last)
	return f
}

// free reports whether the quantity can be a count of people for the head.
func (r *reader) free(h *head, q *quantity) bool {
	if q.used || q.part || q.noun == nounThing {
		return false
	}
	if h.Value.form == formTotal && q.noun == nounOther || h.Value.people && q.noun != nounPerson {
		return false
	}
	return true
}

// adjacent finds the number that stands at the head: "15 dead", "погибли двое", "killing 14".
func (r *reader) adjacent(i int) *quantity {
	h := &r.heads[i]
	for k := range r.nums {
		q := &r.nums[k]
		if !r.free(h, q) {
			continue
		}
		before := h.First - q.last
		after := q.first - h.Last
		switch h.Value.form {
		case formNoun:
			if before >= 0 && r.onlySmall(q.last, h.First) {
				return q
			}
		case formVerb:
			if after >= 0 && after <= 1 {
				return q
			}
		case formEither:
			if r.passive(h.First) {
				continue
			}
			if before >= 0 && before <= 1 && r.onlySmall(q.last, h.First) && !r.objectFollows(h) {
				return q
			}
			if after == 0 && (q.noun != nounNone || !r.passive(h.First)) {
				return q
			}
		case formSubject:
			if before == 0 {
				r.addOther(q, r.first)
			}
			if after == 0 || before == 0 {
				return q
			}
		}
	}
	return nil
}

// objectFollows reports a number right after an active verb: "killed 33 people".
func (r *reader) objectFollows(h *head) bool {
	for k := range r.nums {
		if q := &r.nums[k]; q.first == h.Last && !q.part && q.noun != nounThing {
			// "killed 12 and wounded 3" but not "15 killed, 3 wounded"
			return true
		}
	}
	return false
}

// onlySmall reports that between the words there are only adjectives and small words.
func (r *reader) onlySmall(from, to int) bool {
	if to-from > 3 {
		return false
	}
	for k := from; k < to; k++ {
		if r.d.IsMark(k) && !isQuote(r.d.Low(k)) || r.d.Is(k, "and", "or", "but", "і", "та", "и", "in", "at", "near", "on") {
			return false
		}
	}
	return true
}

// passive reports an auxiliary before the word: "were seriously injured".
func (r *reader) passive(i int) bool {
	for k := i - 1; k >= max(r.first, i-3); k-- {
		if r.d.Is(k, "was", "were", "been", "be", "being", "is", "are", "got", "still") {
			return true
		}
		if r.d.IsMark(k) {
			return false
		}
	}
	return false
}

// inClause finds the number that belongs to a head over some distance.
func (r *reader) inClause(i int) *quantity {
	h := &r.heads[i]
	switch h.Value.form {
	case formVerb:
		return r.after(i, 8)
	case formTotal:
		return r.after(i, 14)
	case formNoun:
		if r.toll(h) {
			return r.after(i, 6)
		}
		return nil
	case formEither:
		if r.passive(h.First) {
			return r.before(i)
		}
		if q := r.after(i, 6); q != nil {
			return q
		}
		return r.before(i)
	}
	if q := r.after(i, 3); q != nil && q.noun != nounOther {
		return q
	}
	if q := r.before(i); q != nil {
		return q
	}
	return r.bare(i)
}

// toll reports that a noun is followed by its number: "загиблих — п'ятеро", "deaths rose to 12".
func (r *reader) toll(h *head) bool {
	for k := h.Last; k < min(r.last, h.Last+4); k++ {
		if r.d.Is(k, ":", "—", "–", "at", "to", "of", "до", "составило", "становить", "сягнула", "сягнуло", "достигло", "возросло", "зросла", "зросло") {
			return true
		}
	}
	return false
}

// after gives the first free number within n words after the head, before the next head.
func (r *reader) after(i, n int) *quantity {
	h := &r.heads[i]
	limit := min(r.last, r.pastInsertion(h.Last)+n)
	for k := i + 1; k < len(r.heads); k++ {
		if r.heads[k].First >= h.Last {
			limit = min(limit, r.heads[k].First)
			break
		}
	}
	for k := range r.nums {
		q := &r.nums[k]
		if q.first < h.Last || q.first >= limit || !r.free(h, q) {
			continue
		}
		if r.broken(r.pastInsertion(h.Last), q.first, h.Value.form == formTotal) {
			return nil
		}
		return q
	}
	return nil
}

// pastInsertion passes ", according to various sources," after a head.
func (r *reader) pastInsertion(from int) int {
	if !r.d.Is(from, ",") || !r.d.Is(from+1, "по", "за", "according", "by") {
		return from
	}
	for k := from + 2; k < min(r.last, from+9); k++ {
		if r.d.Is(k, ",") {
			return k + 1
		}
	}
	return from
}

// broken reports a clause end between two words; commas break unless they may be passed.
func (r *reader) broken(from, to int, commas bool) bool {
	for k := from; k < to; k++ {
		if r.d.Is(k, ";", "—", "–") && !commas || !commas && r.d.Is(k, ",") || r.d.Is(k, "when", "after", "while", "because", "коли", "когда", "після", "после") {
			return true
		}
	}
	return false
}

// before gives the nearest free number before the head, back to the head before it.
func (r *reader) before(i int) *quantity {
	h := &r.heads[i]
	floor := r.first
	if i > 0 {
		floor = r.heads[i-1].Last
	}
	for k := len(r.nums) - 1; k >= 0; k-- {
		q := &r.nums[k]
		if q.last > h.First || q.first < floor || !r.free(h, q) {
			continue
		}
		if r.hardBreak(q.last, h.First) {
			return nil
		}
		r.addOther(q, floor)
		return q
	}
	return nil
}

// addOther counts the single person named before the number: "her husband and two children were hurt".
func (r *reader) addOther(q *quantity, floor int) {
	and := q.first - 1
	if r.d.Is(and, "his", "her", "their", "її", "його", "їхні", "ее", "его", "их", "своих") {
		and--
	}
	if !r.d.Is(and, "and", "та", "і", "й", "и") || q.Min == nil || q.Max == nil {
		return
	}
	for k := and - 1; k >= max(floor, and-3) && !r.d.IsMark(k); k-- {
		if _, n := others.At(r.d, k); n > 0 {
			lo, hi := *q.Min+1, *q.Max+1
			q.Min, q.Max, q.first = &lo, &hi, k
			return
		}
	}
}

func (r *reader) hardBreak(from, to int) bool {
	for k := from; k < to; k++ {
		if r.d.Is(k, ";", ":") {
			return true
		}
	}
	return false
}

// bare finds a number that counts nothing else, anywhere in the sentence after a head
// without one: "how many died is unknown; a spokesman speaks of more than ten".
func (r *reader) bare(i int) *quantity {
	h := &r.heads[i]
	if i+1 < len(r.heads) || h.Value.one {
		return nil
	}
	for k := range r.nums {
		if q := &r.nums[k]; q.first >= h.Last && q.noun == nounNone && r.free(h, q) {
			return q
		}
	}
	return nil
}

// coordinated finds the second object of a verb: "killed 84 mercenaries and 47 soldiers".
func (r *reader) coordinated(i int, q *quantity) *quantity {
	h := &r.heads[i]
	if q.first < h.First || h.Value.form != formVerb && h.Value.form != formEither && h.Value.form != formSubject {
		return nil
	}
	for k := range r.nums {
		n := &r.nums[k]
		if n.used || n.part || n.noun != nounPerson && !n.more || n.first <= q.last || n.first-q.last > 2 {
			continue
		}
		if !r.d.Is(n.first-1, "and", "та", "і", "й", "и") {
			continue
		}
		for j := range r.heads {
			if o := &r.heads[j]; o.First >= n.last && o.First-n.last <= 3 && !r.broken(n.last, o.First, false) {
				return nil // it has a head of its own
			}
		}
		return n
	}
	return nil
}

// beside finds the first of two coordinated subjects: "12 militants and two soldiers died".
func (r *reader) beside(h *head, q *quantity) *quantity {
	if q.first > h.First || q.noun != nounPerson || !r.d.Is(q.first-1, "and", "та", "і", "й", "и") {
		return nil
	}
	for k := range r.nums {
		if p := &r.nums[k]; p.last == q.first-1 && p.noun == nounPerson && r.free(h, p) {
			return p
		}
	}
	return nil
}

// addNext counts the single person named after the number: "killed four pupils and a teacher".
func (r *reader) addNext(i int, q *quantity) {
	before := q.first < r.heads[i].Last
	if q.noun != nounPerson || q.Min == nil || q.Max == nil || !r.d.Is(q.last, "and", "та", "і", "й", "и") {
		return
	}
	own := 1
	if r.d.Is(q.last+1, "his", "her", "their", "їхній", "їхня", "їхню", "їх", "його", "її", "их", "его", "ее") {
		own = 2 // "a couple and their son"
	}
	_, n := singular.At(r.d, q.last+own)
	if own == 2 {
		_, n = others.At(r.d, q.last+own)
	}
	if n == 0 || q.last+own+n > r.last {
		return
	}
	n += own - 1
	for j := range r.heads {
		if o := r.heads[j].First; !before && o >= q.last+1+n && o-q.last-1-n <= 2 {
			return // that person has a loss of its own
		}
	}
	if before && (q.last+1+n > r.heads[i].First || r.heads[i].First-q.last-1-n > 3 || r.singularAux(r.heads[i].First)) {
		return
	}
	lo, hi := *q.Min+1, *q.Max+1
	q.Min, q.Max, q.last = &lo, &hi, q.last+1+n
}

// single counts one person where the words say so without a number.
func (r *reader) single(h *head) []Found {
	if h.done || h.Value.form == formTotal || r.negated(h) {
		return nil
	}
	n := 0
	switch {
	case r.pairBefore(h):
		n = 2
	case h.Value.one:
		n = 1
	case h.Value.form == formEither && !h.Value.strict && r.alone(h.First-1):
		n = 1
	case h.Value.form == formEither && !h.Value.strict && r.d.Is(h.First-1, "was", "seriously", "badly", "slightly", "lightly", "fatally") && r.singularAux(h.First):
		n = 1
	case h.Value.strict && h.Value.form == formEither && r.singularAux(h.First) && r.personBefore(h):
		n = 1
	case h.Value.form == formSubject && r.d.Words[h.First].Low[0] >= 0x80 && r.slavicBefore(h):
		n = 1
	case h.Value.form == formSubject && r.oneAfter(h), h.Value.form == formVerb && r.oneAfter(h), h.Value.form == formEither && !r.passive(h.First) && r.oneAfter(h):
		n = 1
	case h.Value.form == formSubject && r.d.Words[h.First].Low[0] < 0x80 && r.oneBefore(h):
		n = 1
	default:
		return nil
	}
	h.done = true
	f := Found{Kind: h.Value.kind, Count: event.Count{Min: &n, Max: &n, Text: r.d.Span(h.First, h.Last)}, First: h.First, Last: h.Last, Head: h.First}
	f.Side = r.side(h.First, h.Last)
	return []Found{f}
}

// alone reports a single relative or the like: "and their son injured".
func (r *reader) alone(i int) bool {
	if i < r.first {
		return false
	}
	_, n := others.At(r.d, i)
	return n > 0 || r.d.Is(i, "another")
}

func (r *reader) singularAux(i int) bool {
	for k := i - 1; k >= max(r.first, i-3); k-- {
		if r.d.Is(k, "was", "is") {
			return !r.d.Is(k-1, "it", "that", "there", "none", "what")
		}
	}
	return false
}

func (r *reader) personBefore(h *head) bool {
	for k := h.First - 1; k >= max(r.first, h.First-6); k-- {
		if _, n := people.At(r.d, k); n > 0 {
			return true
		}
	}
	return false
}

// oneAfter reports a single person after the head: "killed a woman", "поранено чоловіка".
func (r *reader) oneAfter(h *head) bool {
	for k := h.Last; k < min(r.last, h.Last+4); k++ {
		if r.d.IsMark(k) && !r.d.Is(k, "-") {
			return false
		}
		if _, n := singular.At(r.d, k); n > 0 {
			return true
		}
	}
	return false
}

// slavicBefore reports a single person just before the head: "другого важко поранено".
func (r *reader) slavicBefore(h *head) bool {
	for k := h.First - 1; k >= max(r.first, h.First-3) && !r.d.IsMark(k); k-- {
		if _, n := singular.At(r.d, k); n > 0 {
			return true
		}
	}
	return false
}

// oneBefore reports an English subject in the singular: "a 71-year-old man died".
func (r *reader) oneBefore(h *head) bool {
	for k := h.First - 1; k >= max(r.first, h.First-6); k-- {
		if r.d.Is(k, ",", ";") {
			return false
		}
		if r.d.Is(k, "a", "an", "one", "his", "her") {
			return true
		}
	}
	return false
}

// pairBefore reports two coordinated people before a plural: "боєць та санітарка загинули".
func (r *reader) pairBefore(h *head) bool {
	if h.Value.one || h.Value.form != formSubject {
		return false
	}
	seen, and := 0, false
	for k := h.First - 1; k >= max(r.first, h.First-14); k-- {
		if r.d.Is(k, ";", ":") {
			break
		}
		if r.d.Is(k, "та", "і", "й", "и", "and") {
			and = true
			continue
		}
		if _, n := singular.At(r.d, k); n > 0 {
			seen++
		}
	}
	return and && seen == 2
}

// shares gives the numbers without a head that divide a sum or repeat its loss:
// "killed 15: nine in the hills, four in the port", "33 died and 20 more in the town".
func (r *reader) shares(found []Found) []Found {
	var out []Found
	for k := range r.nums {
		q := &r.nums[k]
		if q.used || q.part || q.noun == nounOther || q.noun == nounThing || !q.more && !r.elliptic(q) {
			continue
		}
		var from *Found
		for i := range found {
			if f := &found[i]; f.Head < q.first && (from == nil || f.Head > from.Head) {
				from = f
			}
		}
		if from == nil || from.Zero {
			continue
		}
		q.used = true
		f := Found{Kind: from.Kind, Count: q.Count, First: q.first, Last: q.last, Head: q.first, Share: true, Victims: from.Victims, Side: from.Side}
		f.Count.Text = r.d.Span(f.First, max(f.Last, q.number))
		f.Last = max(f.Last, q.number)
		out = append(out, f)
	}
	return out
}
