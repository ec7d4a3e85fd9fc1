package claim

import (
	"fmt"
	"strconv"
	"strings"

	"sitmap/geo/coord"
	"sitmap/internal/regex"
)

// readCoordinates gives the readings of every point of the claim, none when there is nothing to read.
func (w *work) readCoordinates() [][]Reading {
	s := strings.TrimSpace(w.cl.Coordinates)
	if s == "" {
		return w.inText()
	}
	var o coord.Options
	if len(w.said.targets) > 0 { // a short plus code counts from the place that the words name
		o.Near = &w.said.targets[0].cands[0].Place.Point
	}
	lists, err := coord.ParseListWith(s, o)
	if err != nil && o.Near != nil {
		if code, _, ok := strings.Cut(s, " "); ok && strings.Contains(code, "+") { // "8G5V+3C Damascus"
			lists, err = coord.ParseListWith(code, o)
		}
	}
	if err != nil {
		w.skip("coordinates: " + err.Error())
		w.reason("unparseable")
		w.out.Verdict = NotCheckable
		return nil
	}
	if len(lists) > maxPoints {
		w.skip(fmt.Sprintf("coordinates: only the first %d of %d points were read", maxPoints, len(lists)))
		lists = lists[:maxPoints]
	}
	out := make([][]Reading, len(lists))
	for i, rs := range lists {
		out[i] = readings(rs)
	}
	return out
}

// inText takes the coordinates that stand in the claim's own words.
func (w *work) inText() [][]Reading {
	var out [][]Reading
	for _, f := range coord.Find(w.cl.Text) {
		if len(out) == maxPoints {
			w.skip("coordinates: the text has more points than " + strconv.Itoa(maxPoints))
			break
		}
		out = append(out, readings(f.Readings))
	}
	if out == nil {
		out = w.short()
	}
	if m := w.cl.Media; out == nil && m != nil && m.GPS != nil {
		return [][]Reading{{{Point: *m.GPS, Notation: "metadata", Note: "the picture's own position; the claim gives none"}}}
	}
	if out == nil {
		w.skip("coordinates: the claim has none")
	}
	return out
}

// short finds a pair with few digits behind a word that announces coordinates: "filmed at 51.10, 35.33". Without such a
// word it may be anything.
func (w *work) short() [][]Reading {
	for _, at := range shortPair.FindAllStringIndex(w.cl.Text, maxPoints) {
		before := strings.ToLower(w.cl.Text[max(0, at[0]-40):at[0]])
		if !announced.MatchString(before) {
			continue
		}
		if rs, err := coord.Parse(w.cl.Text[at[0]:at[1]]); err == nil {
			return [][]Reading{readings(rs)}
		}
	}
	return nil
}

//nolint:gochecknoglobals // compiled patterns, never written
var (
	shortPair = regex.New(`-?\b\d{1,2}\.\d{1,6}\s*,\s*-?\d{1,3}\.\d{1,6}\b`)
	announced = regex.New(`(\bat|\bcoordinates|\bgeolocat\w*|\bpoint|\blocation|координат\p{L}*|точк\p{L}*|геолокац\p{L}*|місц\p{L}*|мест\p{L}*)[\s:(\p{L}]*$`)
)

// maxPoints bounds the points of one claim.
const maxPoints = 100

func readings(rs []coord.Reading) []Reading {
	out := make([]Reading, len(rs))
	for i, r := range rs {
		out[i] = Reading{Point: r.Point, Notation: r.Notation, Radius: r.Radius, Note: r.Note}
	}
	return out
}

// words checks a claim without coordinates: what the words say of a place is compared with the place itself.
func (w *work) words() {
	if w.out.Verdict != "" {
		return
	}
	if len(w.said.targets) == 0 {
		w.reason("no_place")
		w.skip("where: the words name no place")
	} else if len(w.said.borders) > 0 {
		t := &w.said.targets[0]
		f := w.fitOf(t, &t.cands[0], t.cands[0].Place.Point, 0)
		w.located = true
		w.borders(t.cands[0].Place.Point, 0, &f)
	}
	w.dates()
}
