package names

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// maxLemmas bounds what one name can give; several words multiply.
const maxLemmas = 64

// Lemmas guesses the nominative forms of an inflected name, without the name
// itself, the likeliest ending first: "Ворожбой" gives "ворожба" among others,
// "Харкові" gives "харків", "Великой Писаревки" gives "великая писаревка". The
// guesses are folded keys and many are not names at all: they are there to be
// looked up.
//
// lang is "ru", "uk", "be" or "en"; any other value takes every rule that fits
// the script. English rules take off the possessive ("Sudzha's") and the plural
// of a people ("Ukrainians").
func Lemmas(s, lang string) []string {
	if ScriptOf(s) != ScriptCyrillic {
		return englishLemmas(s)
	}
	key := Fold(s)
	words := strings.Fields(key)
	if len(words) == 0 || len(words) > 5 {
		return nil
	}
	out := []string{""}
	for _, w := range words {
		forms := append([]string{w}, wordLemmas(w, lang)...)
		next := make([]string, 0, len(out)*len(forms))
		for _, f := range forms {
			for _, o := range out {
				if len(next) < maxLemmas {
					next = append(next, strings.TrimPrefix(o+" "+f, " "))
				}
			}
		}
		out = next
	}
	return slices.DeleteFunc(out, func(o string) bool { return o == key })
}

func englishLemmas(s string) []string {
	for _, suffix := range []string{"'s", "’s", "ʼs"} {
		if t, ok := strings.CutSuffix(s, suffix); ok {
			return nonEmpty(Fold(t))
		}
	}
	for _, suffix := range []string{"s'", "s’", "sʼ"} {
		if t, ok := strings.CutSuffix(s, suffix); ok {
			return append(nonEmpty(Fold(t+"s")), nonEmpty(Fold(t))...)
		}
	}
	key := Fold(s)
	for _, suffix := range []string{"ans", "is", "ks", "ds", "es"} {
		if strings.HasSuffix(key, suffix) && len(key) > 5 {
			return []string{key[:len(key)-1]}
		}
	}
	return nil
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// wordLemmas applies the endings of one language, or of both, to one folded word.
func wordLemmas(w, lang string) []string {
	var out []string
	add := func(f string) {
		if f != w && utf8.RuneCountInString(f) > 1 && !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	for _, e := range endings() {
		if lang == "ru" && e.lang == "uk" || lang == "uk" && e.lang == "ru" {
			continue
		}
		stem, ok := strings.CutSuffix(w, e.from)
		if !ok || utf8.RuneCountInString(stem) < 2 {
			continue
		}
		for _, to := range e.to {
			add(stem + to)
			if to == "" {
				addAlternation(stem, e.lang, add)
			}
		}
	}
	if endsInConsonant(w) && utf8.RuneCountInString(w) >= 3 { // genitive plural: Сум, Черкасс
		add(w + "ы")
		add(w + "и")
		add(w + "а")
	}
	return out
}

// addAlternation restores the vowel that a bare stem has in the nominative:
// Харков- gives Харків, Рог- gives Ріг, Ельц- gives Елец, Городк- gives Городок.
func addAlternation(stem, lang string, add func(string)) {
	r := []rune(stem)
	n := len(r)
	if n < 3 {
		return
	}
	if lang != "ru" {
		switch r[n-2] {
		case 'о', 'е':
			add(string(r[:n-2]) + "і" + string(r[n-1:]))
		case 'є':
			add(string(r[:n-2]) + "ї" + string(r[n-1:]))
		}
	}
	switch r[n-1] {
	case 'ц':
		add(strings.TrimSuffix(string(r[:n-1]), "ь") + "ец")
		add(strings.TrimSuffix(string(r[:n-1]), "ь") + "ець")
	case 'к':
		add(string(r[:n-1]) + "ок")
	case 'л':
		add(string(r[:n-1]) + "ел")
	}
}

func endsInConsonant(w string) bool {
	r, _ := utf8.DecodeLastRuneInString(w)
	switch r {
	case 'ь', 'ъ', utf8.RuneError:
		return false
	}
	return r >= 'а' && r <= 'ґ' && !isVowel(r)
}

// ending turns the ending of an oblique case into those of the nominative that
// can stand before it. lang is "ru", "uk" or "" for both.
type ending struct {
	from string
	to   []string
	lang string
}

// endings lists the case endings, the longest first.
func endings() []ending { return endingTable }

//nolint:gochecknoglobals // table, never written
var endingTable = []ending{
	{"ського", []string{"ське", "ський"}, "uk"},
	{"ському", []string{"ське", "ський"}, "uk"},
	{"цького", []string{"цьке", "цький"}, "uk"},
	{"цькому", []string{"цьке", "цький"}, "uk"},
	{"ського", []string{"ськ"}, "uk"},
	{"ською", []string{"ська"}, "uk"},
	{"ської", []string{"ська"}, "uk"},
	{"ській", []string{"ська"}, "uk"},
	{"ским", []string{"ский", "ское"}, "ru"},
	{"ском", []string{"ск", "ский", "ское"}, "ru"},
	{"ого", []string{"ое", "ый", "ий", "ой"}, "ru"},
	{"его", []string{"ее", "ий"}, "ru"},
	{"ому", []string{"ое", "ый", "ий", "ой"}, "ru"},
	{"ему", []string{"ее", "ий"}, "ru"},
	{"ого", []string{"е", "ий"}, "uk"},
	{"ому", []string{"е", "ий", ""}, "uk"},
	{"ьої", []string{"я"}, "uk"},
	{"ьому", []string{"є", "ій"}, "uk"},
	{"ыми", []string{"ые"}, "ru"},
	{"ими", []string{"ие"}, "ru"},
	{"ими", []string{"і"}, "uk"},
	{"ами", []string{"ы", "и", "а"}, ""},
	{"ями", []string{"и", "я", "і"}, ""},
	{"ові", []string{"", "о"}, "uk"},
	{"еві", []string{"ь", "й", ""}, "uk"},
	{"єві", []string{"й"}, "uk"},
	{"ией", []string{"ия"}, "ru"},
	{"ією", []string{"ія"}, "uk"},
	{"ою", []string{"а"}, ""},
	{"ею", []string{"я", "а"}, ""},
	{"єю", []string{"я"}, "uk"},
	{"ью", []string{"ь"}, "ru"},
	{"ою", []string{"ая"}, "ru"},
	{"ой", []string{"а", "ая"}, "ru"},
	{"ей", []string{"я", "яя", "и", "ая"}, "ru"},
	{"ую", []string{"ая"}, "ru"},
	{"юю", []string{"яя"}, "ru"},
	{"ої", []string{"а"}, "uk"},
	{"ій", []string{"а", "я"}, "uk"},
	{"ії", []string{"ія"}, "uk"},
	{"ію", []string{"ія"}, "uk"},
	{"ии", []string{"ия", "ий"}, "ru"},
	{"ию", []string{"ия", "ий"}, "ru"},
	{"ым", []string{"ый", "ое", "ые", ""}, "ru"},
	{"им", []string{"ий", "ое", "ие", "ее", ""}, "ru"},
	{"им", []string{"ий", "е", "і"}, "uk"},
	{"ых", []string{"ые"}, "ru"},
	{"их", []string{"ие"}, "ru"},
	{"их", []string{"і"}, "uk"},
	{"ам", []string{"ы", "и", "а"}, ""},
	{"ям", []string{"и", "я", "і"}, ""},
	{"ах", []string{"ы", "и", "а"}, ""},
	{"ях", []string{"и", "я", "і"}, ""},
	{"ом", []string{"", "о", "ой", "ый", "ое"}, "ru"},
	{"ом", []string{"", "о"}, "uk"},
	{"ем", []string{"ь", "е", "й", "", "ое"}, "ru"},
	{"ем", []string{"ь", "е", "й", ""}, "uk"},
	{"єм", []string{"й", "є"}, "uk"},
	{"ця", []string{"ець"}, "uk"},
	{"цю", []string{"ець", "ця"}, "uk"},
	{"ці", []string{"ка", "ця", "ець"}, "uk"},
	{"зі", []string{"га"}, "uk"},
	{"сі", []string{"ха"}, "uk"},
	{"олі", []string{"іль", "оль"}, "uk"},
	{"оля", []string{"іль"}, "uk"},
	{"олю", []string{"іль"}, "uk"},
	{"ового", []string{"ове"}, "uk"},
	{"ів", []string{"и", "і"}, "uk"},
	{"ов", []string{"ы", "и"}, "ru"},
	{"ок", []string{"ки"}, ""},
	{"ек", []string{"ки"}, "ru"},
	{"а", []string{"", "о", "е"}, ""},
	{"я", []string{"ь", "й", "е", "є"}, ""},
	{"у", []string{"", "а", "о"}, ""},
	{"ю", []string{"я", "ь", "й", "е"}, ""},
	{"е", []string{"а", "", "о", "я", "ь"}, "ru"},
	{"і", []string{"", "а", "о", "я", "ь", "е"}, "uk"},
	{"ї", []string{"я", "й"}, "uk"},
	{"ы", []string{"а", ""}, "ru"},
	{"и", []string{"а", "я", "ь"}, ""},
	{"й", []string{"и"}, "ru"},
}
