package relation

import (
	"sitmap/internal/event"
	"sitmap/internal/extract/words"
)

// Border is a statement of nearness to a border.
type Border struct {
	Km          *float64 // nil: "close to the border"
	First, Last int      // words, half open
}

// Borders finds "five kilometres from the border", "close to the border", "за три кілометри від
// кордону" among words first to last.
func Borders(d *words.Doc, first, last int) []Border {
	var out []Border
	for i := first; i < last; i++ {
		if n := borderWord(d, i); n > 0 {
			out = append(out, Border{First: i, Last: i + n})
			continue
		}
		f, n := distance(d, i)
		if n == 0 || f.Kind != event.Distance {
			continue
		}
		j := i + n
		for d.Is(j, "the", "state", "international") || d.HasStem(j, "государственн", "державн", "russian", "ukrainian", "syrian", "lebanese", "turkish", "algerian") {
			j++
		}
		if j < last && d.HasStem(j, "border", "frontier", "границ", "кордон", "держкордон", "госграниц") {
			out = append(out, Border{Km: f.Km, First: i, Last: j + 1})
			i = j
		}
	}
	return out
}

func borderWord(d *words.Doc, i int) int {
	_, n := nearBorder.At(d, i)
	return n
}

var nearBorder = words.Compile( //nolint:gochecknoglobals // table, never written
	words.Row[bool]{Patterns: "close to|near|along|on the _? _? border|frontier; hard against the _? border|frontier; at the _? _? border|frontier; біля|поблизу|на|уздовж|вздовж кордон*; возле|у|вблизи|близ|вдоль границ*; на границе; поблизу державного кордону", Value: true},
)
