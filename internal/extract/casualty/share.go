package casualty

// elliptic reports a number that repeats the loss told before at a place of its own: "… and two in
// B", "2 — в Б", "and two women in B", "in B two", "у Б — двоє".
func (r *reader) elliptic(q *quantity) bool {
	end := q.number
	if q.noun == nounPerson {
		if end = q.last; !r.d.Is(q.first-1, "and", "та", "і", "й", "и", "а") {
			return r.afterPlace(q, q.last)
		}
	}
	if r.d.Is(end, "—", "–", "-") {
		end++
	}
	return r.atPlace(end) && (q.noun != nounPerson || r.closes(end+1)) || r.afterPlace(q, max(q.number, q.last))
}

// closes reports that a place and the end of its phrase follow, so that the people before are not the
// subject of another verb: "two women in B", not "two women in B fled".
func (r *reader) closes(k int) bool {
	named := false
	for n := 0; n <= 2*longestName; n, k = n+1, k+1 {
		switch {
		case k >= r.last || r.ends(k):
			return named
		case r.d.Words[k].Cap:
			named = true
		case named:
			return false
		}
	}
	return false
}

func (r *reader) atPlace(k int) bool {
	return r.d.Is(k, "in", "at", "near", "у", "в", "на", "біля", "під", "возле", "под")
}

// longestName bounds how many words the place between its preposition and the number may have.
const longestName = 4

// afterPlace reports that the number ends a phrase that a place opens: ", in B two".
func (r *reader) afterPlace(q *quantity, end int) bool {
	if end < r.last && !r.ends(end) {
		return false
	}
	k := q.first - 1
	for k > r.first && r.d.Is(k, "—", "–", "-", ":", ",", "another", "ще", "еще", "ещё") {
		k--
	}
	if k <= r.first || !r.d.IsWord(k) || !r.d.Words[k].Cap {
		return false
	}
	for n := 0; n < longestName && k > r.first && !r.d.IsMark(k); n++ {
		if k--; r.atPlace(k) {
			return r.d.Is(k-1, ",", ";", "and", "while", "та", "і", "й", "и", "а")
		}
	}
	return false
}

// ends reports a word that ends a phrase of place: a mark, a conjunction, or words of time and cause.
func (r *reader) ends(k int) bool {
	return r.d.Is(k, ",", ".", ";", "!", "and", "та", "і", "й", "и", "on", "after", "by", "when", "при", "внаслідок", "через", "вследствие", "из-за")
}
