package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentence is a run of tokens, First to Last (half open), and its bytes.
type Sentence struct {
	First, Last int // token indexes, half open
	Start, End  int // bytes, half open
}

// Sentences groups the tokens of s. Abbreviations ("Maj. Gen.", "км.", "обл.") and
// initials do not end a sentence; an empty line and a list line do. In text that is
// wrapped by hand a single line end is only a blank. Newline tokens belong to the
// sentence they end.
func Sentences(s string, toks []Token) []Sentence {
	var out []Sentence
	wrapped := isWrapped(s)
	first := 0
	flush := func(last int) {
		a, b := first, last
		for a < b && toks[a].Kind == Newline {
			a++
		}
		for b > a && toks[b-1].Kind == Newline {
			b--
		}
		if a < b {
			out = append(out, Sentence{a, b, toks[a].Start, toks[b-1].End})
		}
		first = last
	}
	for i := range toks {
		t := toks[i]
		switch t.Kind {
		case Newline:
			if endsAtLine(s, toks, i, wrapped) {
				flush(i + 1)
			}
		case Punct:
			if isStop(s, t) && i >= first && endsAtStop(s, toks, i) {
				flush(closing(s, toks, i+1))
			}
		case Word:
			if strings.HasSuffix(t.Text(s), ".") && endsAtInitials(s, toks, i) {
				flush(closing(s, toks, i+1))
			}
		}
	}
	if first < len(toks) {
		flush(len(toks))
	}
	return out
}

// isWrapped guesses whether the lines of s are broken by hand in mid-sentence.
func isWrapped(s string) bool {
	lines, open := 0, 0
	for line := range strings.Lines(s) {
		line = strings.TrimRight(line, " \t\r\n")
		if n := utf8.RuneCountInString(line); n < 45 || n > 110 {
			continue
		}
		lines++
		if !strings.ContainsAny(line[len(line)-1:], ".!?:;\"") && !strings.HasSuffix(line, "”") && !strings.HasSuffix(line, "»") && !strings.HasSuffix(line, "…") {
			open++
		}
	}
	return lines >= 3 && open*3 >= lines*2
}

func endsAtLine(s string, toks []Token, i int, wrapped bool) bool {
	if strings.Count(toks[i].Text(s), "\n") > 1 || i+1 >= len(toks) || i == 0 {
		return true
	}
	next := toks[i+1]
	r, _ := utf8.DecodeRuneInString(s[next.Start:])
	if next.Kind == Punct && strings.ContainsRune("-–—•*·▪►", r) {
		return true
	}
	if wrapped {
		return false
	}
	return !unicode.IsLower(r) || isStop(s, toks[i-1])
}

func isStop(s string, t Token) bool {
	switch s[t.Start:t.End] {
	case ".", "!", "?", "…", "。", "！", "？", "।", "؟":
		return true
	}
	return false
}

// closing moves past at most six of the quotes, brackets and further stops behind a stop.
func closing(s string, toks []Token, i int) int {
	for n := 0; n < 6 && i < len(toks) && toks[i].Kind == Punct && toks[i].Start == toks[i-1].End; n++ {
		switch s[toks[i].Start:toks[i].End] {
		case ".", "!", "?", "…", "”", "»", "\"", "'", "’", ")", "]", "“":
			i++
		default:
			return i
		}
	}
	return i
}

// opensSentence reports whether the token after a full stop can begin a sentence.
func opensSentence(s string, toks []Token, i int) bool {
	for n := 0; n < 6 && i < len(toks) && toks[i].Kind == Punct; n++ {
		i++
	}
	if i >= len(toks) || toks[i].Kind == Newline {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s[toks[i].Start:])
	return !unicode.IsLower(r)
}

func endsAtStop(s string, toks []Token, i int) bool {
	if i > 0 && isStop(s, toks[i-1]) && toks[i-1].End == toks[i].Start {
		return false // the run ends at its first stop
	}
	next := closing(s, toks, i+1)
	if !opensSentence(s, toks, next) {
		return false
	}
	if s[toks[i].Start:toks[i].End] != "." || i == 0 {
		return true
	}
	before := toks[i-1]
	if before.End != toks[i].Start {
		return true
	}
	if next < len(toks) && toks[next].Kind != Newline && toks[next].Start == toks[next-1].End && next == i+1 {
		// no blank behind the stop: a file name or a missing blank; only a capital after a lower-case letter ends
		r, _ := utf8.DecodeLastRuneInString(s[:before.End])
		return toks[next].Kind == Word && unicode.IsLower(r)
	}
	w := before.Text(s)
	if before.Kind != Word {
		return true
	}
	if next < len(toks) && toks[next].Kind == Newline {
		return true
	}
	if utf8.RuneCountInString(w) == 1 {
		r, _ := utf8.DecodeRuneInString(w)
		return !unicode.IsUpper(r) && !isAbbreviation(w)
	}
	if next < len(toks) && toks[next].Kind == Number && isNumbered(strings.ToLower(w)) {
		return false
	}
	return !isAbbreviation(w)
}

// endsAtInitials decides whether "U.S." ends a sentence: only before a word that
// usually begins one.
func endsAtInitials(s string, toks []Token, i int) bool {
	if i+1 >= len(toks) || toks[i+1].Kind == Newline {
		return true
	}
	next := i + 1
	for next < len(toks) && toks[next].Kind == Punct && next < i+3 {
		switch s[toks[next].Start:toks[next].End] {
		case "”", "»", "\"", "“", "«":
			next++
			continue
		}
		return false
	}
	if next >= len(toks) || toks[next].Kind != Word {
		return false
	}
	switch toks[next].Text(s) {
	case "The", "A", "An", "In", "On", "At", "It", "He", "She", "They", "We", "But", "And", "This", "That", "There", "For", "As", "If", "When", "However", "Meanwhile", "Earlier",
		"В", "На", "По", "Это", "Он", "Они", "Но", "У", "Це", "Він", "Вони", "За":
		return true
	}
	return false
}

// isAbbreviation lists words whose full stop does not end a sentence.
func isAbbreviation(w string) bool {
	switch strings.ToLower(w) {
	case "mr", "mrs", "ms", "dr", "prof", "rev", "hon", "gov", "sen", "rep", "pres", "st", "ste", "mt", "ft", "pt",
		"gen", "maj", "col", "lt", "capt", "cmdr", "adm", "brig", "sgt", "cpl", "pvt", "pfc", "det", "supt", "insp", "cdr", "msgt",
		"jr", "vs", "approx", "ca", "cf", "est", "dept", "bros", "al", "viz", "resp", "incl",
		"ave", "blvd", "rd", "hwy", "apt", "bldg",
		"г", "гг", "ул", "пр", "просп", "пер", "пос", "д", "дер", "с", "пгт", "обл", "респ", "кр", "им", "ст", "тыс", "млн", "млрд", "см", "напр", "ред", "прим", "ген", "полк", "кап", "лейт", "серж", "проф", "акад", "св", "руб",
		"м", "смт", "сел", "вул", "просп-т", "пров", "бул", "буд", "обл-ті", "тис", "грн", "ім", "див", "напр-к", "р-н", "н", "зв", "т", "тзв":
		return true
	}
	return false
}

// isNumbered lists abbreviations that end no sentence before a number ("No. 5", "Dec. 16", "км. 5").
func isNumbered(w string) bool {
	switch w {
	case "no", "nos", "fig", "p", "pp", "vol", "art", "sec", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "км", "km", "рис", "стр":
		return true
	}
	return false
}
