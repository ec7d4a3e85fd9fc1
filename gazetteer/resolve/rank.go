package resolve

import (
	_ "embed"
	"encoding/json"
	"math"
	"sort"

	"sitmap/gazetteer"
)

// Model is the weights of the ranker. The features are in the order of [FeatureNames].
type Model struct {
	First       weights      // before the other mentions are known
	Second      weights      // after
	Passes      int          // with the second weights
	Joint       float64      // weight of two places of a list or sentence being close
	Temperature float64      // divides the scores
	Calibration [][2]float64 // raw probability, observed share right; rising, interpolated
	Trained     string       // on what; "" by hand
}

type weights [numFeatures]float32

// FeatureNames lists what the ranker looks at, in the order of a model's weights.
func FeatureNames() []string { return append([]string(nil), featureNames[:]...) }

//go:embed model.json
var modelJSON []byte

func modelOf(m Method) *Model {
	if m != Rules {
		if l, err := readModel(modelJSON); err == nil && l.Passes > 0 {
			return l
		}
	}
	return handModel()
}

// modelFile is the JSON form: weights by feature name, so that the file can be read and checked.
type modelFile struct {
	Trained     string             `json:"trained"`
	Passes      int                `json:"passes"`
	Joint       float64            `json:"joint"`
	Temperature float64            `json:"temperature"`
	First       map[string]float64 `json:"first"`
	Second      map[string]float64 `json:"second"`
	Calibration [][2]float64       `json:"calibration"`
}

func readModel(b []byte) (*Model, error) {
	var f modelFile
	if err := json.Unmarshal(b, &f); err != nil {
		return nil, err
	}
	m := &Model{Passes: f.Passes, Joint: f.Joint, Temperature: f.Temperature, Calibration: f.Calibration, Trained: f.Trained}
	for i, n := range featureNames {
		m.First[i], m.Second[i] = float32(f.First[n]), float32(f.Second[n])
	}
	return m, nil
}

// MarshalJSON writes the model with its weights by name.
func (m *Model) MarshalJSON() ([]byte, error) {
	f := modelFile{Passes: m.Passes, Joint: m.Joint, Temperature: m.Temperature, Calibration: m.Calibration, Trained: m.Trained, First: map[string]float64{}, Second: map[string]float64{}}
	for i, n := range featureNames {
		if i < numStatic && m.First[i] != 0 {
			f.First[n] = round3(float64(m.First[i]))
		}
		if m.Second[i] != 0 {
			f.Second[n] = round3(float64(m.Second[i]))
		}
	}
	return json.MarshalIndent(f, "", " ")
}

// handModel is the rules-only method: weights a person can argue about.
func handModel() *Model {
	m := &Model{Passes: 3, Joint: 2.5, Temperature: 1}
	w := weights{
		fPop: 4, fPopRel: 4, fFirst: .5, fCountry: 3, fAdmin1: 1, fAdmin2: -.5, fNeighbourhood: -1, fLandscape: 1, fWater: .5, fFacility: -.5, fMinor: -.7,
		fCapital: 1, fSeat1: .3, fAbbrev: -.5, fAlternate: -.5, fExonym: -.2, fHistorical: -1, fShortAlias: -1, fUnlike: -2.5,
		fScript: 0, fInflected: -.3, fSkeleton: -.5, fFuzzy: -1, fLocal: -.5, fOwnTown: -.8, fDirected: 1.5, fDirectedTown: -6, fTarget: 1, fStem: 0, fAdject: -.5, fPart: -1, fInherit: -1, fInheritOwn: -3, fInheritRival: -3, fInheritRare: -1, fQuality: 2, fCore: -.3,
		fTypeIn: 1.5, fTypeInNot: -2, fTypeOut: .7, fTypeOutNot: -1, fVillageBig: -1.5, fCityPop: 1, fFrontPop: 1.5,
		fArticleWater: 1, fArticleTown: -.7, fRiverCue: 3, fRiverCueNot: -1,
		fHintCountry: 3, fHintAdmin1: 3, fLang: 1.5, fUsualCountry: 2, fUsualAdmin1: 4,
	}
	m.First = w
	m.Second = w
	m.Second[fPop], m.Second[fPopRel] = 2, 2
	for f, v := range map[int]float32{
		fParent: 4, fParentNot: -2, fSoft: 2, fSoftNot: -1, fNationality: .5, fSentArea: 1.5, fSentAreaNot: -.5, fShareCountry: 3, fShareAdmin1: 3, fSentCountry: 1, fSentAdmin1: 1, fNamedCountry: 1, fNamedAdmin1: 1,
		fNearest: 1, fProx: 2, fProxLog: 1, fListProx: 2, fSentProx: 1, fStated: 2.5, fStatedNot: -2.5, fHolds: 1, fFarRival: -1.5, fHere: 1,
	} {
		m.Second[f] = v
	}
	return m
}

// score fills scores and probabilities of all candidates from the first n features.
func (r *Resolver) score(d *doc, w *weights, n int) {
	t := r.m.Temperature
	if t <= 0 {
		t = 1
	}
	for gi := range d.gs {
		cs := d.gs[gi].cands
		for i := range cs {
			s := 0.0
			for f, v := range cs[i].feat[:n] {
				s += float64(v) * float64(w[f])
			}
			cs[i].score = s
		}
		softmax(cs, t)
	}
}

func softmax(cs []cand, t float64) {
	top := math.Inf(-1)
	for i := range cs {
		top = max(top, cs[i].score)
	}
	sum := 0.0
	for i := range cs {
		cs[i].p = math.Exp((cs[i].score - top) / t)
		sum += cs[i].p
	}
	for i := range cs {
		cs[i].p /= sum
	}
}

// calibrate maps a raw probability to the share of such answers that were right.
func (m *Model) calibrate(p float64) float64 {
	c := m.Calibration
	if len(c) == 0 {
		return p
	}
	i := sort.Search(len(c), func(i int) bool { return c[i][0] >= p })
	switch {
	case i == 0:
		return c[0][1]
	case i == len(c):
		return c[i-1][1]
	}
	a, b := c[i-1], c[i]
	if b[0] == a[0] {
		return b[1]
	}
	return a[1] + (b[1]-a[1])*(p-a[0])/(b[0]-a[0])
}

// forbidOutside enforces stated containment: when a candidate lies inside the area
// that the words name as its parent, those outside lose their probability. A merely
// similar name inside does not outweigh the very name outside, nor a hamlet a country
// ("… in Russia, U.S. officials said").
func (d *doc) forbidOutside() {
	for gi := range d.gs {
		d.gs[gi].forbidParts()
		cs := d.gs[gi].cands
		inside, country := false, false
		for i := range cs {
			country = country || cs[i].class == gazetteer.ClassCountry && cs[i].how == howExact && cs[i].kind == gazetteer.NamePrimary
		}
		for i := range cs {
			inside = inside || cs[i].feat[fParent] > .6 && cs[i].how != howInherit && cs[i].how != howSkeleton && cs[i].how != howFuzzy && !(country && cs[i].feat[fMinor] > 0)
		}
		if !inside {
			continue
		}
		sum := 0.0
		for i := range cs {
			if cs[i].feat[fParent] < .15 {
				cs[i].p = 0
			}
			sum += cs[i].p
		}
		if sum > 0 {
			for i := range cs {
				cs[i].p /= sum
			}
		}
	}
}

// forbidParts lets "southern Lebanon" be no small town: a part of the country, an area or a large
// town is meant, where the name has one.
func (g *group) forbidParts() {
	if !g.directed {
		return
	}
	large := false
	for i := range g.cands {
		c := &g.cands[i]
		large = large || c.how == howExact && c.kind == gazetteer.NamePrimary && c.feat[fDirected] > 0
	}
	if !large {
		return
	}
	sum := 0.0
	for i := range g.cands {
		if g.cands[i].feat[fDirectedTown] > 0 {
			g.cands[i].p = 0
		}
		sum += g.cands[i].p
	}
	if sum > 0 {
		for i := range g.cands {
			g.cands[i].p /= sum
		}
	}
}
