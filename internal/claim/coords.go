package claim

import (
	"strconv"
	"strings"

	"sitmap/geo/coord"
)

// readCoordinates gives the readings of every point of the claim, none when there is nothing to read.
func (w *work) readCoordinates() [][]Reading {
	s := strings.TrimSpace(w.cl.Coordinates)
	if s == "" {
		return w.inText()
	}
	lists, err := coord.ParseList(s)
	if err != nil {
		w.skip("coordinates: " + err.Error())
		w.reason("unparseable")
		w.out.Verdict = NotCheckable
		return nil
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
	if m := w.cl.Media; out == nil && m != nil && m.GPS != nil {
		return [][]Reading{{{Point: *m.GPS, Notation: "metadata", Note: "the picture's own position; the claim gives none"}}}
	}
	if out == nil {
		w.skip("coordinates: the claim has none")
	}
	return out
}

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
		w.borders(t.cands[0].Place.Point, max(f.loc.Radius/2, pointSlack), &f)
	}
	w.dates()
}
