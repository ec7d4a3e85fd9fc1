package coord

import (
	"fmt"
	"strings"
)

// maxPoints is how many points a text may list.
const maxPoints = 10000

// ParseList reads a text that holds one place or several: one a line, or with
// semicolons, strokes or commas between them where their form leaves no doubt. The
// readings of each place come in the order of the text. Errors wrap [ErrNone] and
// name the place that could not be read.
func ParseList(text string) ([][]Reading, error) { return ParseListWith(text, Options{}) }

// ParseListWith is [ParseList] with the options of [ParseWith].
func ParseListWith(text string, o Options) ([][]Reading, error) {
	text = strings.TrimSpace(text)
	single, why := ParseWith(text, o)
	if why == nil {
		return [][]Reading{single}, nil
	}
	most := 0 // the cut that reads the most points knows best what is wrong
	for _, items := range [...][]string{
		pieces(text, "\n\r"), pieces(text, ";\n\r"), pieces(text, "|;\n\r"),
		pieces(brackets.Replace(text), ";"), pieces(text, ","), pairs(text),
	} {
		if len(items) < 2 {
			continue
		}
		out, err := each(items, o)
		if err == nil {
			return out, nil
		}
		if len(out) > most {
			most, why = len(out), err
		}
	}
	return nil, why
}

// brackets are what stands between points that are in brackets.
var brackets = strings.NewReplacer("),", ");", "],", "];", ") (", ");(", "] [", "];[", "[[", "[", "]]", "]") //nolint:gochecknoglobals // table, never written

// pieces cuts at any of the separators and drops what is blank.
func pieces(text, separators string) []string {
	var out []string
	for _, f := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if f = strings.TrimSpace(f); f != "" {
			out = append(out, f)
		}
	}
	return out
}

// pairs joins plain numbers with a point, of which all are divided by commas or blanks, two by two.
func pairs(text string) []string {
	f := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(", \t\n\r;", r) })
	if len(f)%2 != 0 {
		return nil
	}
	var out []string
	for i := 0; i < len(f); i += 2 {
		if _, n, ok := plain(f[i]); !ok || n == 0 {
			return nil
		}
		if _, n, ok := plain(f[i+1]); !ok || n == 0 {
			return nil
		}
		out = append(out, f[i]+", "+f[i+1])
	}
	return out
}

// each gives the points up to the first that cannot be read.
func each(items []string, o Options) ([][]Reading, error) {
	if len(items) > maxPoints {
		return nil, fmt.Errorf("%w: %d points are more than the %d that are read at once", ErrNone, len(items), maxPoints)
	}
	var out [][]Reading
	for i, item := range items {
		r, err := ParseWith(item, o)
		if err != nil {
			return out, fmt.Errorf("point %d of %d: %w", i+1, len(items), err)
		}
		out = append(out, r)
	}
	return out, nil
}
