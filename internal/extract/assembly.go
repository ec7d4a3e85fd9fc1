package extract

import (
	"sitmap/internal/event"
	"sitmap/internal/extract/actor"
	"sitmap/internal/extract/casualty"
	"sitmap/internal/extract/claims"
	"sitmap/internal/extract/relation"
	"sitmap/internal/extract/trigger"
	"sitmap/internal/extract/when"
	"sitmap/internal/extract/words"
	"sitmap/internal/text"
)

// assembly is the work on one report.
type assembly struct {
	in       Input
	d        *words.Doc
	pub      event.Date
	russian  bool
	clause   []int // clause of each word, counted through the report
	names    []name
	times    []dated
	counts   []casualty.Found
	says     []claims.Found
	checks   []claims.Check
	triggers []trigger.Found
	out      []*happening
	at       map[int][]*happening // by sentence
	actors   []actor.Found
	doubted  int // the last sentence that doubted everything before it

	saysAt, countsAt, triggersAt, timesAt, namesAt, actorsAt bySentence
}

// dated is an expression of time with what it belongs to.
type dated struct {
	when.Found
	said bool // the time of speaking, not of the event
}

// happening is a draft in the making.
type happening struct {
	typ         string
	by          trigger.Found
	group       group
	sent        int
	coarse      bool // only an area is named
	inferred    bool // the place is taken over from the event before
	counts      []counted
	when        event.Interval
	ownTime     bool
	told        *dated // its time stands in a later sentence
	says        []claims.Found
	status      event.Verification
	control     string
	evidence    []event.Span
	border      *relation.Border
	dropped     bool
	bySide      bool // one of several copies for groups of victims
	firstSource string
}

// counted is a count with who gave it.
type counted struct {
	casualty.Found
	claimant string
}

func newAssembly(in Input, d *words.Doc) *assembly {
	a := &assembly{in: in, d: d, at: map[int][]*happening{}}
	if !in.Report.Published.IsZero() {
		a.pub = event.DateOf(in.Report.Published)
	}
	lang := in.Report.Lang
	if lang == "" {
		lang = text.Lang(in.Report.Text)
	}
	a.russian = lang == "ru"
	a.says = claims.Find(d)
	a.checks = claims.Checks(d)
	a.counts = casualty.Find(d)
	a.saysAt = newIndex(len(d.Sents), len(a.says), func(i int) int { return a.says[i].Sent })
	a.countsAt = newIndex(len(d.Sents), len(a.counts), func(i int) int { return d.Words[a.counts[i].Head].Sent })
	a.triggers = a.ownTriggers(trigger.Find(d, 0, len(d.Words)))
	a.triggersAt = newIndex(len(d.Sents), len(a.triggers), func(i int) int { return d.Words[a.triggers[i].First].Sent })
	for _, f := range when.Find(d, when.Clock{Published: a.pub, Local: in.Local}) {
		a.times = append(a.times, dated{f, a.isSpeaking(f)})
	}
	a.timesAt = newIndex(len(d.Sents), len(a.times), func(i int) int { return d.Words[a.times[i].First].Sent })
	table := in.Actors
	if table == nil {
		table = actor.Default()
	}
	for s := range d.Sents {
		a.actors = append(a.actors, table.Find(d, d.Sents[s].First, d.Sents[s].Last)...)
	}
	a.actorsAt = newIndex(len(d.Sents), len(a.actors), func(i int) int { return d.Words[a.actors[i].First].Sent })
	a.cutClauses()
	return a
}

// ownTriggers leaves out words that count people ("two were captured") and words under a negation.
func (a *assembly) ownTriggers(in []trigger.Found) []trigger.Found {
	var out []trigger.Found
	for _, t := range in {
		if a.d.Is(t.First-1, "не", "not", "no", "never", "без", "without", "n't") && t.Kind != trigger.Mourn {
			continue
		}
		taken := false
		for _, c := range a.countsOf(a.sentOf(t.First)) {
			taken = taken || c.Kind == casualty.Captured && t.First >= c.First && t.First < c.Last && trigger.ClassOf(t.Type) == trigger.ClassBattle
		}
		if !taken {
			out = append(out, t)
		}
	}
	return out
}

// cutClauses numbers the clauses: at semicolons, dashes, colons, and where a conjunction
// or relative pronoun opens one.
func (a *assembly) cutClauses() {
	a.clause = make([]int, len(a.d.Words))
	n := 0
	for _, s := range a.d.Sents {
		n++
		start := s.First
		for i := s.First; i < s.Last; i++ {
			if i > s.First && (a.opensClause(i) || a.d.Is(i-1, ",") && a.acts(start, i) && a.acts(i, a.segmentEnd(i, s.Last))) {
				n++
				start = i
			}
			a.clause[i] = n
		}
	}
}

// inTime reports that a word belongs to an expression of time: "before dawn on Friday".
func (a *assembly) inTime(i int) bool {
	for _, t := range a.timesOf(a.sentOf(i)) {
		if t.First <= i && i < t.Last {
			return true
		}
	}
	return false
}

// segmentEnd gives the next comma or mark from word i on.
func (a *assembly) segmentEnd(i, last int) int {
	for k := i; k < last; k++ {
		if a.d.IsMark(k) && a.d.Is(k, ",", ";", ":", "—", "–") {
			return k
		}
	}
	return last
}

// acts reports a word that is an event by itself among the words.
func (a *assembly) acts(from, to int) bool {
	for _, t := range a.triggersOf(a.sentOf(from)) {
		if t.First >= from && t.Last <= to && t.Kind == trigger.Act {
			return true
		}
	}
	return false
}

func (a *assembly) opensClause(i int) bool {
	d := a.d
	if d.Is(i-1, ";", ":", "—", "–") || d.Is(i-1, "-") && d.Words[i-1].Start > d.Words[i-2+oneIf(i < 2)].End {
		return true
	}
	if d.Is(i, "while", "when", "after", "although", "though", "before", "whereas", "because") {
		return !a.inTime(i)
	}
	if d.Is(i, "а") && d.Is(i+1, "також", "также", "саме", "именно") {
		return false
	}
	for _, f := range a.saysOf(d.Words[i].Sent) {
		if f.NameFirst < f.NameLast && f.NameLast <= f.VerbAt && d.Is(i-1, ",") && (i == f.NameFirst || i == f.NameFirst-1 && d.Is(i, "the")) {
			return true // ", a spokesman said"
		}
	}
	if d.Is(i-1, ",") {
		return d.Is(i, "and", "but", "which", "who", "where", "as", "that", "with", "in", "said", "raising", "against", "що", "який", "яка", "яке", "які", "де", "коли", "а", "але", "ще", "після", "бо", "что", "который", "которая", "которые", "где", "когда", "но", "еще", "после", "как", "як")
	}
	if d.Is(i, "and") && i+1 < len(d.Words) {
		return d.Is(i+1, "said", "that", "a", "the") || len(trigger.Find(d, i+1, i+2)) > 0
	}
	return false
}

func oneIf(b bool) int {
	if b {
		return 1
	}
	return 0
}

// isSpeaking reports that a time tells when something was said: "said on Monday",
// "announced late on Friday that", "в понедельник заявил".
func (a *assembly) isSpeaking(f when.Found) bool {
	if f.Weak || f.Period {
		return false
	}
	for _, s := range a.saysOf(a.sentOf(f.First)) {
		if s.VerbAt < f.First && f.First-s.Last <= 3 && a.plain(s.Last, f.First) {
			return true
		}
		if f.Last <= s.VerbAt && s.VerbAt-f.Last <= 1 && a.plain(f.Last, s.VerbAt) && s.NameLast <= f.First {
			return true
		}
		// "The ministry on Monday said"
		if f.Last <= s.VerbAt && s.NameLast <= f.First && s.NameLast > s.NameFirst && s.NameLast >= f.First-1 && s.VerbAt-f.Last <= 1 {
			return true
		}
	}
	for k := f.First - 1; k >= max(0, f.First-4); k-- {
		if a.d.IsMark(k) {
			return false
		}
		if a.d.Is(k, "claim", "statement", "posted", "briefing", "interview", "video", "footage", "заява", "заявление", "опублікував", "опубликовал", "опублікували", "опубликовали", "released", "published", "speaking", "speech", "address") {
			return true
		}
	}
	return false
}

// plain reports that between two words stand neither marks nor triggers.
func (a *assembly) plain(from, to int) bool {
	for k := from; k < to; k++ {
		if a.d.IsMark(k) {
			return false
		}
	}
	for _, t := range a.triggersOf(a.sentOf(from)) {
		if t.First >= from && t.First < to {
			return false
		}
	}
	return true
}

func (a *assembly) span(first, last int) event.Span {
	return event.Span{Start: a.d.Words[first].Start, End: a.d.Words[last-1].End}
}

func (a *assembly) para(sent int) int { return a.d.Sents[sent].Para }
