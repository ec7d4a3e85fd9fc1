package eval

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
)

// Answer is what the program says about one mention; offsets in code points.
type Answer struct {
	Start, End int
	Lat, Lon   float64
	HasPoint   bool
	Country    string
	Admin1     string
	P          float64
	Reachable  bool // given mentions: some candidate lies within 161 km of the gold
}

// Figures are the results on one corpus. A share that has no cases is NaN.
type Figures struct {
	Docs, Mentions                 int
	Acc161, Acc10, Median, AUC     float64
	Acc161CI                       [2]float64 // 95 % by bootstrap over documents
	Oracle                         float64
	Tolerance, Country, Homonyms   float64
	Admin1, ECE                    float64
	Gold, Found                    int
	Precision, Recall, F1, F1At161 float64
	F1At161CI                      [2]float64
}

// Km is the great-circle distance.
func Km(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	h := sq(math.Sin((lat2-lat1)*rad/2)) + math.Cos(lat1*rad)*math.Cos(lat2*rad)*sq(math.Sin((lon2-lon1)*rad/2))
	return 2 * 6371.0088 * math.Asin(math.Min(1, math.Sqrt(h)))
}

func sq(x float64) float64 { return x * x }

func ratio(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}

const farKm = 20039 // distance of a mention without an answer

// tally sums the counts of one document; every field is a plain number so that
// documents can be drawn again for the bootstrap.
type tally struct {
	n, ok161, ok10, oracle     float64
	auc                        float64
	tolN, tolOK, ctryN, ctryOK float64
	homN, homOK, admN, admOK   float64
	tp, judged, gold, found161 float64
	errs                       []float64
	cal                        [][2]float64
}

// given scores answers to given mentions.
func given(d *Doc, answers []Answer) tally {
	var t tally
	type span struct{ a, b int }
	bySpan := map[span][]*Gold{}
	var order []span
	for i := range d.Toponyms {
		g := &d.Toponyms[i]
		if g.Lat == nil || g.Lon == nil {
			continue
		}
		s := span{g.Start, g.End}
		if bySpan[s] == nil {
			order = append(order, s)
		}
		bySpan[s] = append(bySpan[s], g)
	}
	at := map[span]*Answer{}
	for i := range answers {
		at[span{answers[i].Start, answers[i].End}] = &answers[i]
	}
	for _, s := range order {
		a := at[s]
		dist, g := float64(farKm), bySpan[s][0]
		if a != nil && a.HasPoint {
			for _, x := range bySpan[s] {
				if k := Km(*x.Lat, *x.Lon, a.Lat, a.Lon); k < dist {
					dist, g = k, x
				}
			}
		}
		t.mention(g, a, dist)
	}
	return t
}

func (t *tally) mention(g *Gold, a *Answer, dist float64) {
	t.n++
	t.ok161 += b2f(dist <= 161)
	t.ok10 += b2f(dist <= 10)
	t.oracle += b2f(a != nil && a.Reachable)
	t.auc += math.Log(dist+1) / math.Log(20040)
	t.errs = append(t.errs, dist)
	tol := cmp.Or(g.Tolerance, 161)
	if g.Tolerance > 0 {
		t.tolN++
		t.tolOK += b2f(dist <= g.Tolerance)
	}
	right := a != nil && a.Country == g.Country
	if g.Country != "" {
		t.ctryN++
		t.ctryOK += b2f(right)
	}
	if g.Homonym != "" {
		t.homN++
		t.homOK += b2f(dist <= cmp.Or(g.Tolerance, 10) && right)
	}
	if g.Admin1 != "" && (g.Kind == "village" || g.Kind == "town" || g.Kind == "city" || g.Kind == "neighbourhood") {
		t.admN++
		t.admOK += b2f(a != nil && plainArea(a.Admin1) == plainArea(g.Admin1))
	}
	if a != nil && a.HasPoint {
		t.cal = append(t.cal, [2]float64{a.P, b2f(dist <= tol)})
	}
}

func b2f(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// plainArea drops case, marks and class words of an area's name, as the scorer does.
func plainArea(s string) string {
	var out []string
	for _, w := range strings.Fields(strings.ToLower(strings.ReplaceAll(s, "'", ""))) {
		switch w {
		case "oblast", "region", "province", "state", "governorate", "district", "department", "the", "of":
			continue
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}

// found scores mentions that the program found itself.
func found(d *Doc, answers []Answer) tally {
	var t tally
	type span struct{ a, b int }
	seen := map[span]bool{}
	var gold, neutral []*Gold
	for i := range d.Toponyms {
		g := &d.Toponyms[i]
		switch {
		case g.Lat == nil || g.Lon == nil:
			neutral = append(neutral, g)
		case !seen[span{g.Start, g.End}]:
			seen[span{g.Start, g.End}] = true
			gold = append(gold, g)
		}
	}
	for i := range d.Demonyms {
		neutral = append(neutral, &d.Demonyms[i])
	}
	slices.SortStableFunc(gold, func(a, b *Gold) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
	ps := slices.Clone(answers)
	slices.SortStableFunc(ps, func(a, b Answer) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
	used := make([]bool, len(ps))
	for _, g := range gold {
		for i := range ps {
			if used[i] || !(g.Start < ps[i].End && ps[i].Start < g.End) {
				continue
			}
			used[i] = true
			t.tp++
			t.found161 += b2f(ps[i].HasPoint && Km(*g.Lat, *g.Lon, ps[i].Lat, ps[i].Lon) <= 161)
			break
		}
	}
	for i := range ps {
		in := slices.ContainsFunc(neutral, func(g *Gold) bool { return g.Start < ps[i].End && ps[i].Start < g.End })
		t.judged += b2f(used[i] || !in)
	}
	t.gold = float64(len(gold))
	return t
}

// figures sums documents and adds the intervals.
func figures(docs []tally) Figures {
	var s tally
	for i := range docs {
		s.add(&docs[i])
	}
	f := Figures{
		Docs: len(docs), Mentions: int(s.n), Acc161: ratio(s.ok161, s.n), Acc10: ratio(s.ok10, s.n), AUC: ratio(s.auc, s.n), Oracle: ratio(s.oracle, s.n),
		Tolerance: ratio(s.tolOK, s.tolN), Country: ratio(s.ctryOK, s.ctryN), Homonyms: ratio(s.homOK, s.homN), Admin1: ratio(s.admOK, s.admN), ECE: ece(s.cal),
		Gold: int(s.gold), Found: int(s.judged), Precision: ratio(s.tp, s.judged), Recall: ratio(s.tp, s.gold),
		F1: ratio(2*s.tp, s.judged+s.gold), F1At161: ratio(2*s.found161, s.judged+s.gold), Median: math.NaN(),
	}
	if len(s.errs) > 0 {
		slices.Sort(s.errs)
		f.Median = (s.errs[(len(s.errs)-1)/2] + s.errs[len(s.errs)/2]) / 2
	}
	f.Acc161CI = bootstrap(docs, func(t *tally) float64 { return ratio(t.ok161, t.n) })
	f.F1At161CI = bootstrap(docs, func(t *tally) float64 { return ratio(2*t.found161, t.judged+t.gold) })
	return f
}

func (t *tally) add(o *tally) {
	t.n += o.n
	t.ok161 += o.ok161
	t.ok10 += o.ok10
	t.oracle += o.oracle
	t.auc += o.auc
	t.tolN += o.tolN
	t.tolOK += o.tolOK
	t.ctryN += o.ctryN
	t.ctryOK += o.ctryOK
	t.homN += o.homN
	t.homOK += o.homOK
	t.admN += o.admN
	t.admOK += o.admOK
	t.tp += o.tp
	t.judged += o.judged
	t.gold += o.gold
	t.found161 += o.found161
	t.errs = append(t.errs, o.errs...)
	t.cal = append(t.cal, o.cal...)
}

// ece is the expected calibration error over ten bins.
func ece(cal [][2]float64) float64 {
	var p, ok [10]float64
	for _, c := range cal {
		i := min(9, max(0, int(c[0]*10)))
		p[i] += c[0]
		ok[i] += c[1]
	}
	sum := 0.0
	for i := range p {
		sum += math.Abs(p[i] - ok[i])
	}
	return ratio(sum, float64(len(cal)))
}

// bootstrap draws documents with replacement, 1,000 times, with a fixed seed.
func bootstrap(docs []tally, stat func(*tally) float64) [2]float64 {
	if len(docs) == 0 {
		return [2]float64{math.NaN(), math.NaN()}
	}
	rnd := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // a repeatable draw, no secret
	plain := make([]tally, len(docs))
	for i := range docs {
		plain[i] = docs[i]
		plain[i].errs, plain[i].cal = nil, nil
	}
	vals := make([]float64, 1000)
	for k := range vals {
		var s tally
		for range plain {
			s.add(&plain[rnd.IntN(len(plain))])
		}
		vals[k] = stat(&s)
	}
	slices.Sort(vals)
	return [2]float64{vals[25], vals[975]}
}
