package claim

import (
	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/resolve"
	"sitmap/internal/event"
	"sitmap/internal/extract/relation"
	"sitmap/internal/extract/when"
	"sitmap/internal/extract/words"
	"sitmap/internal/reader"
)

// said is what the words of a claim say about where and when.
type said struct {
	doc     *words.Doc
	targets []target
	areas   []area
	borders []border
	waters  []water
	times   []when.Found
	killed  [][2]int // least and most dead of each happening told
	says    []event.Attribution
	lang    string
}

// target is a place at which the words put what happened.
type target struct {
	name      string
	span      Span
	rel       event.Relation
	res       resolve.Resolution
	cands     []resolve.Candidate // the chosen one first, then namesakes
	other     *resolve.Candidate  // the second end of "between"
	stand     []anchor            // where the words say that it lies
	p         float64             // of the first candidate, after all clues
	inherited bool                // the first candidate stands for a name without an entry
	alone     bool                // a village's name and nothing that says where: gazetteers do not know all villages
	found     bool                // false: no entry of the name agrees with what the words say of it
	list      int
	weak      bool // a front sector, an origin or a destination: only when nothing better is named
}

// area is an area or a country in which the words put it.
type area struct {
	name  string
	span  Span
	place gazetteer.Place
	p     float64
}

// water is a sea or a river that the words name.
type water struct {
	name string
	span Span
	at   bool // a sea in or on which the words put it
}

// border is a stated nearness to a border.
type border struct {
	span Span
	km   *float64 // nil: "at the border"
	most bool     // "less than"
	of   string   // country named with it, "" none
}

// readText finds what the claim says.
func (w *work) readText() {
	s := &w.said
	rep := event.Report{Text: w.cl.Text, Lang: w.cl.Lang, Published: w.cl.Published}
	got := w.c.reader.Read(rep, reader.Options{})
	s.doc = words.Of(w.cl.Text)
	s.lang = got.Report.Lang
	w.mentions(&got)
	for _, sent := range s.doc.Sents {
		for _, b := range relation.Borders(s.doc, sent.First, sent.Last) {
			s.borders = append(s.borders, w.border(&got, b))
		}
	}
	clock := when.Clock{}
	if !w.cl.Published.IsZero() {
		clock.Published = event.DateOf(w.cl.Published)
	}
	s.borders = append(append(s.borders, w.trailing()...), w.borderland()...)
	s.times = when.Find(s.doc, clock)
	for _, e := range got.Events {
		s.says = append(s.says, e.Claims...)
		if k := e.Casualties.Killed; k != nil && k.Min != nil && k.Max != nil {
			s.killed = append(s.killed, [2]int{*k.Min, *k.Max})
		}
	}
	for i := range s.targets {
		w.weigh(&s.targets[i])
	}
}

// namesakes are all places that the name may mean, the chosen one first.
func (w *work) namesakes(res resolve.Resolution) []resolve.Candidate {
	out := []resolve.Candidate{*res.Chosen}
	p := map[gazetteer.Ref]float64{res.Chosen.Ref: res.Chosen.P}
	for _, a := range res.Alternatives {
		p[a.Ref] = a.P
	}
	seen := map[gazetteer.Ref]bool{}
	if !res.Inherited {
		seen[res.Chosen.Ref] = true
	}
	for _, ref := range res.Considered {
		if seen[ref] || len(out) > maxNamesakes {
			continue
		}
		seen[ref] = true
		if cl := w.c.ix.Class(ref); isArea(cl) || cl == gazetteer.ClassRiver || cl == gazetteer.ClassSea {
			continue
		}
		if res.Inherited && p[ref] == 0 && geodesicKm(w.c.ix.Point(ref), res.Chosen.Place.Point) < .001 {
			continue // the host itself
		}
		out = append(out, resolve.Candidate{Ref: ref, Place: w.c.ix.Place(ref), P: p[ref]})
	}
	return out
}

// maxNamesakes bounds the places compared for one name.
const maxNamesakes = 400

// border reads what stands with a distance to a border.
func (w *work) border(got *reader.Reading, b relation.Border) border {
	d := w.said.doc
	out := border{km: b.Km, span: w.bytes(b.First, b.Last)}
	for k := max(0, b.First-3); k < b.Last; k++ {
		if d.Is(k, "less", "within", "under", "менее", "менше", "ближе", "ближче", "меньше") {
			out.most = true
		}
	}
	for i, m := range got.Mentions { // "the Ukrainian border", "the border with Ukraine", "границы с Украиной"
		k := d.At(m.Start)
		if res := got.Resolutions[i]; res.Chosen != nil && res.Chosen.Place.Class == gazetteer.ClassCountry && k >= b.First-2 && k <= b.Last+2 {
			out.of = res.Chosen.Place.Country
		}
	}
	return out
}

// bytes gives the bytes of words first to last.
func (w *work) bytes(first, last int) Span {
	s := w.said.doc.Span(first, last)
	if s == "" {
		return Span{}
	}
	i := w.said.doc.Words[first].Start
	return Span{i, i + len(s)}
}

// kilometres between two points, on the ellipsoid.
func geodesicKm(a, b orb.Point) float64 { return distance(a, b).Kilometres() }

// bearers are the places that bear a name as written; when no place does, in another script or another case.
func (w *work) bearers(name string) map[uint32]bool {
	out := map[uint32]bool{}
	var buf [64]gazetteer.Match
	if w.said.lang != "uk" && w.said.lang != "ru" { // a name in a case may be another place's own
		for _, m := range w.c.ix.Lookup(buf[:0], name) {
			out[uint32(m.Ref)] = true
		}
		if len(out) > 0 {
			return out
		}
	}
	for _, m := range w.c.ix.LookupWith(buf[:0], name, gazetteer.LookupOptions{Script: true, Inflected: true, Lang: w.said.lang}) {
		out[uint32(m.Ref)] = true
	}
	return out
}
