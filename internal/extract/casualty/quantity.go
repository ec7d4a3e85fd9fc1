package casualty

import (
	"sitmap/internal/event"
	"sitmap/internal/text"
)

// noun says what is counted.
type noun uint8

const (
	nounNone   noun = iota // a bare number
	nounPerson             // people
	nounThing              // vehicles, days, kilometres
	nounOther              // a word of neither table
)

// quantity is a number of something: words first to number's end to the end of what is counted.
type quantity struct {
	event.Count
	first, number, last int // words: first..number is the number with its hedge, ..last the noun phrase
	noun                noun
	part                bool // a part of another number: "some 30 of them children"
	more                bool // "20 more", "ещё пятеро"
	earlier             bool // "an earlier toll of ten"
	age                 bool // one person, by age: "a 60-year-old woman"
	used                bool
}

func (r *reader) findQuantities() {
	for i := r.first; i < r.last; {
		q, ok := r.quantity(i)
		if !ok {
			i++
			continue
		}
		i = q.number
		if k := len(r.nums) - 1; k >= 0 && q.age && r.nums[k].age && r.together(r.nums[k].last, q.first) {
			n := *r.nums[k].Min + 1
			r.nums[k].Min, r.nums[k].Max, r.nums[k].last = &n, &n, q.last
			continue
		}
		r.nums = append(r.nums, q)
	}
}

// together reports that only "and" and an article part two people given by age.
func (r *reader) together(from, to int) bool {
	and := false
	for k := from; k < to; k++ {
		switch {
		case r.d.Is(k, "and", "та", "і", "й", "и", ","):
			and = true
		case r.d.Is(k, "a", "an", "his", "her"):
		default:
			return false
		}
	}
	return and && to-from <= 3
}

// quantity reads a number with its hedge and what it counts.
func (r *reader) quantity(i int) (quantity, bool) {
	h, n := hedges.At(r.d, i)
	j := r.skip(i + n)
	lo, hi, m, ok := r.bounds(j)
	if !ok && n > 0 && h != hedgeNone {
		// the hedge may be an ordinary word: "some", "до"
		return quantity{}, false
	}
	if !ok {
		return quantity{}, false
	}
	if lo == 2000 && m == 1 && h != hedgeNone && r.d.Is(j, "тисячі", "тысячи") {
		lo, hi = 1000, 1000
	}
	if lo == 200 && m == 1 && h != hedgeNone && r.d.Is(j, "сотні", "сотни") {
		lo, hi = 100, 100 // "більше сотні": the genitive of one hundred
	}
	if h == hedgeMost && r.d.HasStem(i-1, "зрос", "возрос", "увелич", "збільш", "вырос", "rose", "risen", "сягн", "дости") {
		h = hedgeNone // "rose to 11"
	}
	q := quantity{first: i, number: j + m}
	q.Count = bound(h, lo, hi)
	q.noun, q.last = r.noun(q.number)
	if q.noun == nounNone && r.isCouple(j, q.number) {
		q.noun = nounPerson
	}
	if r.isAge(q.number) {
		one := 1
		q.Count = event.Count{Min: &one, Max: &one}
		q.age = true
	} else if r.isTime(i, q.number) {
		return quantity{}, false
	}
	q.Text = r.d.Span(q.first, q.last)
	q.part = r.isPart(q)
	q.more = r.d.Is(q.number, "more", "others", "other", "another") || r.d.Is(i-1, "another", "ще", "еще") || r.d.Is(i, "another", "ще", "еще")
	for k := i - 1; k >= max(r.first, i-5); k-- {
		if r.d.HasStem(k, "earlier", "previous", "initial", "попередн", "предыдущ") {
			q.earlier = true
		}
	}
	return q, true
}

// isCouple reports words for two people: "a married couple", "подружжя".
func (r *reader) isCouple(first, last int) bool {
	for k := first; k < last; k++ {
		if r.d.HasStem(k, "couple", "подруж", "супруг", "супружеск") {
			return true
		}
	}
	return false
}

// skip passes quotes and small words between a hedge and its number.
func (r *reader) skip(i int) int {
	for i < r.last && (isQuote(r.d.Low(i)) || r.d.Is(i, "only", "just", "лише", "только", "тільки", "лишь", "всего", "усього", "another", "ще", "еще")) {
		i++
	}
	return i
}

func isQuote(s string) bool {
	switch s {
	case "\"", "“", "”", "«", "»", "„", "‘", "’", "'":
		return true
	}
	return false
}

// bounds reads the number itself; hi < 0 is open.
func (r *reader) bounds(i int) (lo, hi, n int, ok bool) {
	if v, n := vague.At(r.d, i); n > 0 {
		return v.min, v.max, n, true
	}
	if r.d.Is(i, "between", "від", "от", "from", "між", "между") {
		if a, n := r.whole(i + 1); n > 0 && r.d.Is(i+1+n, "and", "to", "до", "і", "и", "та") {
			if b, m := r.whole(i + 2 + n); m > 0 && b > a {
				if r.d.HasStem(i-1, "rose", "risen", "rise", "climb", "grew", "grown", "jump", "increas", "up", "went", "выросл", "поднял", "зрос", "возрос", "вырос", "увелич", "збільш") {
					a = b // "rose from 9 to 14"
				}
				return a, b, 2 + n + m, true
			}
		}
		return 0, 0, 0, false
	}
	a, n := r.whole(i)
	if n == 0 {
		return 0, 0, 0, false
	}
	if r.d.Is(i+n, "to", "-", "–", "—") {
		if b, m := r.whole(i + n + 1); m > 0 && b > a && b < a*20 {
			return a, b, n + 1 + m, true
		}
	}
	return a, a, n, true
}

// whole reads a whole number that can count people.
func (r *reader) whole(i int) (int, int) {
	if i < r.first || i >= r.last {
		return 0, 0
	}
	v, n := r.d.Number(i)
	if n == 0 || v.Value < 0 || v.Value > 1e8 || v.Value != float64(int(v.Value)) {
		return 0, 0
	}
	return int(v.Value), n
}

// bound puts the hedge on the number.
func bound(h hedge, lo, hi int) event.Count {
	c := event.Count{}
	if lo >= 0 {
		c.Min = &lo
	}
	if hi >= 0 {
		c.Max = &hi
	}
	switch h {
	case hedgeLeast:
		c.Max = nil
	case hedgeMore:
		lo++
		c.Min, c.Max = &lo, nil
	case hedgeMost:
		c.Min = nil
	case hedgeLess:
		hi--
		c.Min, c.Max = nil, &hi
	case hedgeAbout:
		c.Approximate = true
	}
	return c
}

// noun reads what is counted, from word i on, and where its words end.
func (r *reader) noun(i int) (noun, int) {
	start, end := i, i
	for k := 0; i < r.last && k < 6; i, k = i+1, k+1 {
		w := r.d.Words[i]
		switch {
		case isQuote(w.Low):
			continue
		case w.Kind == text.Punct:
			if w.Low == "-" && k == 0 {
				continue // "71-year-old", "65-річного"
			}
			return r.nounOf(start, end), end
		case r.d.Is(i, "of", "the", "its", "their", "his", "from", "more", "other", "others"):
			continue
		case w.Kind == text.Number || stops(w.Low):
			return r.nounOf(start, end), end
		}
		if _, n := losses.At(r.d, i); n > 0 {
			return r.nounOf(start, end), end
		}
		end = i + 1
		if _, n := people.At(r.d, i); n > 0 {
			if _, m := things.At(r.d, i+n); m > 0 && i+n < r.last {
				return nounThing, i + n + m // "police cars"
			}
			return nounPerson, i + n
		}
		if _, n := things.At(r.d, i); n > 0 {
			return nounThing, i + n
		}
	}
	return r.nounOf(start, end), end
}

// nounOf judges a noun phrase that holds no word of the tables.
func (r *reader) nounOf(start, end int) noun {
	if end <= start {
		return nounNone
	}
	return nounOther
}

// stops ends a noun phrase: prepositions, conjunctions, auxiliaries.
func stops(w string) bool {
	switch w {
	case "and", "or", "but", "in", "on", "at", "near", "by", "for", "with", "to", "who", "which", "that", "when", "after", "were", "was", "had", "have", "has", "been", "are", "is", "over", "during", "against", "as", "said", "including", "among", "into",
		"і", "й", "та", "або", "у", "в", "на", "з", "із", "від", "до", "за", "під", "біля", "коло", "при", "по", "що", "які", "який", "яка", "але", "серед", "через", "внаслідок",
		"и", "или", "во", "с", "со", "из", "от", "под", "у́", "около", "возле", "что", "которые", "который", "но", "среди", "из-за":
		return true
	}
	return false
}

// isAge reports that the number is an age: "71-year-old", "65-річного", "aged 71".
func (r *reader) isAge(i int) bool {
	if r.d.Is(i, "-") && (r.d.HasStem(i+1, "year-old", "річн", "летн") || r.d.HasStem(i+1, "year")) {
		return true
	}
	return r.d.HasStem(i, "year-old", "річн", "летн")
}

// isTime reports that the number is a clock time, a year or a date.
func (r *reader) isTime(first, i int) bool {
	return r.d.Is(i, "a", "p") && r.d.Is(i+1, ".", "m") || r.d.Is(i, "am", "pm", "a.m", "p.m", "a.m.", "p.m.", "%") || r.d.Is(first-1, "№", "aged", "no") ||
		r.d.HasStem(i, "percent", "процент", "відсот", "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december",
			"январ", "феврал", "март", "апрел", "мая", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр", "січн", "лютого", "березн", "квітн", "травн", "червн", "липн", "серпн", "вересн", "жовтн", "листопад", "грудн")
}

// amongThem reports a sentence that only says who some of the counted were: "Among the dead were
// eight children", "Серед загиблих — двоє дітей".
func (r *reader) amongThem() bool {
	k := r.first
	if !r.d.Is(k, "among", "amongst", "серед", "поміж", "среди") {
		return false
	}
	for k++; k < min(r.last, r.first+4); k++ {
		if r.d.HasStem(k, "dead", "victim", "casualt", "wounded", "injured", "killed", "загибл", "поранен", "жертв", "постраждал", "вбит", "погибш", "ранен", "пострадавш", "убит") {
			return true
		}
	}
	return false
}

// isPart reports "three of them children", "including two women", "в том числе двое детей".
func (r *reader) isPart(q quantity) bool {
	if r.d.Is(q.number, "of") && r.d.Is(q.number+1, "them", "whom", "these") || r.d.Is(q.number, "з", "із", "из") && r.d.Is(q.number+1, "них", "яких", "которых") {
		return true
	}
	if r.d.Is(q.first-1, "including", "counting") || r.d.Is(q.first-1, "them", "whom") && r.d.Is(q.first-2, "among", "of") || r.d.Is(q.first-1, "них", "яких", "которых") && r.d.Is(q.first-2, "среди", "серед", "з", "из", "із") {
		return true
	}
	if r.d.Is(q.first-1, "числі", "числе") || r.d.Is(q.first-1, "включая", "включно", "зокрема") {
		return true
	}
	if r.amongThem() {
		return true
	}
	// "among them ten women and three infants"
	if k := len(r.nums) - 1; k >= 0 && r.nums[k].part && r.nums[k].last == q.first-1 && r.d.Is(q.first-1, "and", "та", "і", "й", "и") {
		return true
	}
	return false
}
