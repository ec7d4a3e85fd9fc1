package mention

import (
	"encoding/binary"
	"errors"
	"math"
	"strconv"
	"unicode/utf8"

	"sitmap/gazetteer"
	"sitmap/internal/text"
)

// The labels of a token.
const (
	labelOut = iota
	labelBegin
	labelIn
	numLabels
)

// Model is a linear tagger: the weights of each feature for each label, found by the
// feature's hash, and of each label after each other.
type Model struct {
	keys  []uint32 // sorted open-addressing table, 0 = empty
	vals  [][numLabels]float32
	trans [numLabels][numLabels]float32
	Bias  float32 // added to "outside"; trades recall for precision
}

// Weights gives the weights of a feature by its hash.
func (m *Model) weights(h uint32) *[numLabels]float32 {
	if len(m.keys) == 0 {
		return nil
	}
	mask := uint32(len(m.keys) - 1) //nolint:gosec // a table of fewer than 2^31 slots
	for i := h & mask; ; i = (i + 1) & mask {
		switch m.keys[i] {
		case h:
			return &m.vals[i]
		case 0:
			return nil
		}
	}
}

// NewModel makes a model from weights by feature hash.
func NewModel(w map[uint32][numLabels]float32, trans [numLabels][numLabels]float32, bias float32) *Model {
	size := 16
	for size < 2*len(w) {
		size *= 2
	}
	m := &Model{keys: make([]uint32, size), vals: make([][numLabels]float32, size), trans: trans, Bias: bias}
	mask := uint32(size - 1) //nolint:gosec // see weights
	for h, v := range w {
		i := h & mask
		for m.keys[i] != 0 {
			i = (i + 1) & mask
		}
		m.keys[i], m.vals[i] = h, v
	}
	return m
}

const modelMagic = "SMTAG1\n\x00"

// AppendBinary writes the model: magic, bias, transitions, then for each feature its
// hash and three weights in 1/64.
func (m *Model) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, modelMagic...)
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(m.Bias))
	for _, row := range m.trans {
		for _, v := range row {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
		}
	}
	n := 0
	at := len(b)
	b = append(b, 0, 0, 0, 0)
	for i, h := range m.keys {
		if h == 0 {
			continue
		}
		b = binary.LittleEndian.AppendUint32(b, h)
		for _, v := range m.vals[i] {
			q := max(-32000, min(32000, math.Round(float64(v)*64)))
			b = binary.LittleEndian.AppendUint16(b, uint16(int16(q))) //nolint:gosec // clamped
		}
		n++
	}
	binary.LittleEndian.PutUint32(b[at:], uint32(n)) //nolint:gosec // fewer than 2^32 features
	return b, nil
}

// ReadModel reads what AppendBinary writes.
func ReadModel(b []byte) (*Model, error) {
	head := len(modelMagic) + 4 + 4*numLabels*numLabels + 4
	if len(b) < head || string(b[:len(modelMagic)]) != modelMagic {
		return nil, errors.New("not a recogniser model")
	}
	b = b[len(modelMagic):]
	u32 := func() uint32 {
		v := binary.LittleEndian.Uint32(b)
		b = b[4:]
		return v
	}
	bias := math.Float32frombits(u32())
	var trans [numLabels][numLabels]float32
	for i := range trans {
		for k := range trans[i] {
			trans[i][k] = math.Float32frombits(u32())
		}
	}
	n := int(u32())
	if len(b) != n*(4+2*numLabels) {
		return nil, errors.New("recogniser model is cut short")
	}
	w := make(map[uint32][numLabels]float32, n)
	for range n {
		h := u32()
		var v [numLabels]float32
		for k := range v {
			v[k] = float32(int16(binary.LittleEndian.Uint16(b))) / 64 //nolint:gosec // two's complement
			b = b[2:]
		}
		if h != 0 {
			w[h] = v
		}
	}
	return NewModel(w, trans, bias), nil
}

// hasher builds a feature's hash from its parts (FNV-1a).
type hasher uint32

func feat(name string) hasher {
	h := hasher(2166136261)
	return h.add(name)
}

func (h hasher) add(s string) hasher {
	for i := range len(s) {
		h = (h ^ hasher(s[i])) * 16777619
	}
	return (h ^ 0xff) * 16777619
}

func (h hasher) num(n int) hasher {
	return ((h^hasher(uint8(n)))*16777619 ^ hasher(uint8(n>>8))) * 16777619 //nolint:gosec // low bytes on purpose
}

func (h hasher) sum() uint32 {
	if h == 0 {
		return 1
	}
	return uint32(h)
}

// features appends the feature hashes of every token.
func (p *page) features() [][]uint32 {
	tags, score := p.ruleSpans()
	out := make([][]uint32, len(p.toks))
	flat := make([]uint32, 0, 40*len(p.toks))
	for i := range p.toks {
		at := len(flat)
		flat = p.appendFeatures(flat, i, tags, score)
		out[i] = flat[at:len(flat):len(flat)]
	}
	return out
}

func (p *page) foldAt(i int) string {
	switch {
	case i < 0:
		return "<s>"
	case i >= len(p.toks):
		return "</s>"
	case p.toks[i].Kind == text.Number:
		return "0"
	case p.folded[i] != "":
		return p.folded[i]
	}
	return p.word(i)
}

func (p *page) shapeAt(i int) int {
	if i < 0 || i >= len(p.toks) {
		return 15
	}
	return int(p.caps[i])
}

// gazAt codes what the gazetteer knows of the token: its place in the longest name, class, kind and prior.
func (p *page) gazAt(i int) int {
	if i < 0 || i >= len(p.toks) || p.cover[i] == 0 {
		return 0
	}
	b := i
	for b > 0 && p.cover[b] == 2 {
		b--
	}
	h := p.hits[b]
	how := 0
	switch h.how {
	case gazetteer.MatchInflected:
		how = 1
	case gazetteer.MatchSkeleton, gazetteer.MatchFuzzy:
		how = 2
	}
	return int(p.cover[i]) + 4*int(h.class) + 64*priorBucket(h.prior) + 1024*int(h.kind) + 8192*how
}

func priorBucket(v float32) int {
	switch {
	case v < 0.5:
		return 0
	case v < 2.5:
		return 1
	case v < 3.5:
		return 2
	case v < 4.5:
		return 3
	case v < 5.5:
		return 4
	case v < 7:
		return 5
	}
	return 6
}

const ownFeatures = 6

// appendFeatures gives the features of token i.
func (p *page) appendFeatures(dst []uint32, i int, tags []int8, score []float32) []uint32 {
	add := func(h hasher) { dst = append(dst, h.sum()) }
	w, prev, next := p.foldAt(i), p.foldAt(i-1), p.foldAt(i+1)
	shape := p.shapeAt(i)
	if shape == int(shapeLower) || shape == int(shapePunct) || shape == int(shapeNumber) || shape == int(shapeOther) {
		// such a token is in a place's name only inside or behind one: few features do
		add(feat("bias"))
		add(feat("lw").add(w))
		add(feat("lg").num(p.gazAt(i)).num(int(tags[i])))
		add(feat("lw-1+1").num(p.shapeAt(i - 1)).num(p.shapeAt(i + 1)).add(w))
		add(feat("lt-1").num(tagAt(tags, i-1)).add(w))
		if k, _, behind := TypeWord(w); behind {
			add(feat("lk").num(int(k)).num(p.gazAt(i - 1)))
		}
		return dst
	}
	// the first ownFeatures name the word itself; training leaves them out at times
	add(feat("w").add(w))
	add(feat("w-1w").add(prev).add(w))
	add(feat("ww+1").add(w).add(next))
	add(feat("suf").add(suffix(w, 3)))
	add(feat("suf2").add(suffix(w, 2)).num(p.shapeAt(i + 1)))
	add(feat("pre").add(prefix(w, 3)))
	g := p.gazAt(i)
	sc := 0
	if b := i; p.cover[i] != 0 {
		for b > 0 && p.cover[b] == 2 {
			b--
		}
		sc = int(math.Floor(float64(score[b])*2)) + 20
	}
	add(feat("bias"))
	add(feat("w-1").add(prev))
	add(feat("w+1").add(next))
	add(feat("w-2").add(p.foldAt(i - 2)))
	add(feat("w+2").add(p.foldAt(i + 2)))
	add(feat("sh").num(shape).num(p.shapeAt(i - 1)).num(p.shapeAt(i + 1)))
	add(feat("sh2").num(shape).num(p.shapeAt(i + 2)).num(p.shapeAt(i + 1)))
	add(feat("g").num(g))
	add(feat("g-1").num(p.gazAt(i - 1)).num(g & 63))
	add(feat("g+1").num(p.gazAt(i + 1)).num(g & 63))
	add(feat("gs").num(g).num(b2i(p.start[i])))
	add(feat("gw-1").num(g & 1023).add(prev))
	add(feat("gw+1").num(g & 1023).add(next))
	add(feat("r").num(int(tags[i])))
	add(feat("rs").num(sc))
	add(feat("rss").num(sc).num(shape).num(b2i(p.start[i])))
	add(feat("l").num(b2i(p.listed(tags, i, -1)) + 2*b2i(p.listed(tags, i, 1))).num(g & 3))
	add(feat("r-1").num(tagAt(tags, i-1)).num(int(tags[i])).num(tagAt(tags, i+1)))
	home, lang := b2i(p.homeAt(i)), langCode(p.lang)
	add(feat("home").num(home).num(g & 1023))
	add(feat("homes").num(home).num(g & 63).num(b2i(p.start[i])).num(b2i(p.lower[w]) + 2*b2i(p.afterN[w])))
	add(feat("homer").num(home).num(sc))
	about := p.abroad*4 + lang
	add(feat("ab").num(about).num(home).num(g & 1023))
	add(feat("abs").num(about).num(home).num(sc))
	add(feat("abd").num(about).num(home).num(b2i(p.start[i])).num(b2i(p.lower[w]) + 2*b2i(p.afterN[w]) + 4*b2i(p.afterP[w])))
	add(feat("lr").num(lang).num(int(tags[i])).num(home))
	add(feat("lg").num(lang).num(g))
	add(feat("lsc").num(lang).num(sc))
	c := p.before(i)
	add(feat("homec").num(home).num(int(c & 511)).num(int(p.classAt(i+1) & 511)))
	add(feat("c-1").num(int(c & 511)).num(g & 63))
	add(feat("c+1").num(int(p.classAt(i+1) & 511)).num(g & 63))
	add(feat("c0").num(int(classOf(w) & 255)).num(g & 63))
	add(feat("kb").num(int(p.kindBefore(i))))
	if k, capital := p.kindBehind(i + 1); k != 0 {
		add(feat("kh").num(int(k)).num(int(k) >> 16).num(b2i(capital)))
	}
	add(feat("doc").num(b2i(p.lower[w])).num(b2i(p.afterP[w])).num(b2i(p.afterN[w])))
	add(feat("docg").num(b2i(p.lower[w])).num(b2i(p.afterP[w])).num(b2i(p.afterN[w])).num(g & 1023))
	add(feat("com").num(b2i(isCommon(w))).num(b2i(p.start[i])).num(g & 1023))
	return dst
}

// homeAt reports that the name covering token i has a place in a country of the text.
func (p *page) homeAt(i int) bool {
	for p.cover[i] == 2 && i > 0 {
		i--
	}
	return p.hits[i].home
}

func langCode(lang string) int {
	switch lang {
	case "uk":
		return 1
	case "ru":
		return 2
	case "en":
		return 3
	}
	return 0
}

func tagAt(tags []int8, i int) int {
	if i < 0 || i >= len(tags) {
		return 0
	}
	return int(tags[i])
}

func (p *page) classAt(i int) wordClass {
	if i < 0 || i >= len(p.toks) {
		return 0
	}
	return classOf(p.folded[i])
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func suffix(w string, n int) string {
	i := len(w)
	for ; n > 0 && i > 0; n-- {
		_, k := utf8.DecodeLastRuneInString(w[:i])
		i -= k
	}
	return w[i:]
}

func prefix(w string, n int) string {
	i := 0
	for ; n > 0 && i < len(w); n-- {
		_, k := utf8.DecodeRuneInString(w[i:])
		i += k
	}
	return w[:i]
}

// viterbi finds the best labels; fixed (may be nil) forces labels at tokens, -1 leaves them free.
func viterbi(emit [][numLabels]float32, trans *[numLabels][numLabels]float32, fixed []int8) []int8 {
	n := len(emit)
	if n == 0 {
		return nil
	}
	back := make([][numLabels]int8, n)
	var cur [numLabels]float32
	for l := range cur {
		cur[l] = emit[0][l]
		if l == labelIn {
			cur[l] -= 1e6
		}
		cur[l] += forced(fixed, 0, l)
	}
	for i := 1; i < n; i++ {
		var next [numLabels]float32
		for l := range next {
			best, from := float32(math.Inf(-1)), 0
			for q := range cur {
				if l == labelIn && q == labelOut {
					continue
				}
				if v := cur[q] + trans[q][l]; v > best {
					best, from = v, q
				}
			}
			next[l] = best + emit[i][l] + forced(fixed, i, l)
			back[i][l] = int8(from) //nolint:gosec // a label
		}
		cur = next
	}
	out := make([]int8, n)
	best := 0
	for l := range cur {
		if cur[l] > cur[best] {
			best = l
		}
	}
	for i := n - 1; i >= 0; i-- {
		out[i] = int8(best) //nolint:gosec // a label
		best = int(back[i][best])
	}
	return out
}

func forced(fixed []int8, i, l int) float32 {
	if fixed == nil || fixed[i] < 0 || int(fixed[i]) == l {
		return 0
	}
	return -1e5
}

// emissions sums the weights of every token's features.
func (m *Model) emissions(feats [][]uint32) [][numLabels]float32 {
	out := make([][numLabels]float32, len(feats))
	for i, fs := range feats {
		for _, h := range fs {
			if w := m.weights(h); w != nil {
				for l := range w {
					out[i][l] += w[l]
				}
			}
		}
		out[i][labelOut] += m.Bias
	}
	return out
}

// String says how large the model is.
func (m *Model) String() string {
	n := 0
	for _, k := range m.keys {
		if k != 0 {
			n++
		}
	}
	return strconv.Itoa(n) + " features"
}
