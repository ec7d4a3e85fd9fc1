package when

import (
	"strconv"
	"strings"

	"sitmap/internal/text"
)

// clock reads a time of day at word i and gives its number of words: "at 05:40", "around 3 a.m.",
// "о 17-й годині", "в 5 часов утра". The hour itself is not kept: events count in whole days.
func (p *parser) clock(i int) int {
	j := i
	for p.d.Is(j, "at", "around", "about", "shortly", "just", "before", "after", "by", "о", "об", "в", "во", "у", "около", "близько", "приблизно", "примерно", "после", "після") && j < i+3 {
		j++
	}
	led := j > i
	if j >= p.last || p.d.Words[j].Kind != text.Number {
		return 0
	}
	w := p.d.Words[j].Low
	h, m, colon := strings.Cut(strings.Replace(w, ".", ":", 1), ":")
	hour, err := strconv.Atoi(h)
	if err != nil || hour > 24 || hour < 0 || len(h) > 2 {
		return 0
	}
	if colon {
		if min, err := strconv.Atoi(m); err != nil || len(m) != 2 || min > 59 {
			return 0
		}
	}
	j++
	if p.d.Is(j, "-") && p.d.Is(j+1, "й", "ій", "ої", "ї", "го", "ми") {
		j += 2
	}
	unit := 0
	switch {
	case p.d.Is(j, "a.m.", "p.m.", "am", "pm", "a.m", "p.m", "o'clock") || p.d.HasStem(j, "годин", "час"):
		unit = 1
	case p.d.Is(j, "a", "p") && p.d.Is(j+1, ".") && p.d.Is(j+2, "m"):
		unit = 3
		if p.d.Is(j+3, ".") {
			unit = 4
		}
	}
	j += unit
	if p.d.Is(j, "утра", "ночи", "дня", "вечера", "ранку", "ночі", "вечора", "дня") {
		j++
		unit++
	}
	if p.d.Is(j, "local") && p.d.Is(j+1, "time") {
		j += 2
	} else if p.d.Is(j, "gmt", "utc") {
		j++
	}
	if j > p.last || unit == 0 && !(led && strings.Contains(w, ":")) {
		return 0
	}
	return j - i
}
