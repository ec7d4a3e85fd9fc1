package tile

import (
	"encoding/binary"
	"math"
	"strings"
	"unicode/utf8"
)

// Builder gathers the layers of one tile. [NewBuilder] makes one; Reset makes it
// ready for the next tile and keeps its memory.
type Builder struct {
	id     ID
	frame  frame
	layers []*Layer
	used   int
}

// NewBuilder starts the tile z/x/y. A tile outside the world gives an empty tile.
func NewBuilder(z, x, y uint32) *Builder {
	b := new(Builder)
	b.Reset(z, x, y)
	return b
}

// Reset starts another tile with the memory of the last one.
func (b *Builder) Reset(z, x, y uint32) {
	b.id = ID{z, x, y}
	b.frame = newFrame(b.id)
	b.used = 0
}

// ID gives the tile that is built.
func (b *Builder) ID() ID { return b.id }

// Layer gives the layer of that name, a new one if the tile has none yet. It is
// valid until Reset.
func (b *Builder) Layer(name string) *Layer {
	for _, l := range b.layers[:b.used] {
		if l.name == name {
			return l
		}
	}
	if b.used == len(b.layers) {
		b.layers = append(b.layers, newLayer())
	}
	l := b.layers[b.used]
	b.used++
	l.reset(name, b.frame)
	return l
}

// Bytes gives the tile, not compressed; empty when no layer has a feature.
func (b *Builder) Bytes() []byte { return b.Append(nil) }

// Append appends the tile to dst. Layers without features are left out.
func (b *Builder) Append(dst []byte) []byte {
	for _, l := range b.layers[:b.used] {
		if l.features > 0 {
			dst = l.appendTo(dst)
		}
	}
	return dst
}

// Prop is one property of a feature. Make it with [Text], [Int], [Float] or [Bool].
type Prop struct {
	Key   string
	Value Value
}

// Value is a property's value.
type Value struct {
	kind valueKind
	bits uint64
	text string
}

type valueKind uint8

const (
	noValue valueKind = iota
	textValue
	intValue
	floatValue
	boolValue
)

// Text is a property of words. Bytes that are not UTF-8 are replaced.
func Text(key, v string) Prop { return Prop{key, Value{kind: textValue, text: v}} }

// Int is a property of a whole number.
func Int(key string, v int64) Prop { return Prop{key, Value{kind: intValue, bits: uint64(v)}} }

// Float is a property of a number; one that is not finite is left out.
func Float(key string, v float64) Prop {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return Prop{Key: key}
	}
	return Prop{key, Value{kind: floatValue, bits: math.Float64bits(v)}}
}

// Bool is a property of yes or no.
func Bool(key string, v bool) Prop {
	p := Prop{key, Value{kind: boolValue}}
	if v {
		p.Value.bits = 1
	}
	return p
}

// Layer gathers the features of one layer. Its methods that end in Index give
// the number of a key or a value for [Layer.Tagged], the fastest way in; Point,
// Lines and Polygons do the same step by step.
type Layer struct {
	name     string
	frame    frame
	features int
	body     []byte // the features, framed
	keys     []byte // the keys, framed
	vals     []byte // the values, framed
	nkeys    uint32
	nvals    uint32
	keyOf    map[string]uint32
	textOf   map[string]uint32
	numOf    [boolValue + 1]map[uint64]uint32
	small    [256]uint32 // index + 1 of the whole numbers 0..255
	tags     []uint32
	geom     []byte
	start    int // of the feature that was begun, and of its tags
	tagStart int
}

func newLayer() *Layer {
	l := &Layer{keyOf: make(map[string]uint32), textOf: make(map[string]uint32)}
	for k := range l.numOf {
		l.numOf[k] = make(map[uint64]uint32)
	}
	return l
}

func (l *Layer) reset(name string, f frame) {
	l.name, l.frame, l.features = name, f, 0
	l.body, l.keys, l.vals = l.body[:0], l.keys[:0], l.vals[:0]
	l.nkeys, l.nvals = 0, 0
	clear(l.keyOf)
	clear(l.textOf)
	for k := range l.numOf {
		clear(l.numOf[k])
	}
	clear(l.small[:])
}

// Len counts the features so far.
func (l *Layer) Len() int { return l.features }

// KeyIndex gives the number of a property's key.
func (l *Layer) KeyIndex(key string) uint32 {
	if i, ok := l.keyOf[key]; ok {
		return i
	}
	i := l.nkeys
	l.nkeys++
	l.keyOf[key] = i
	l.keys = append(l.keys, tagLayerKey)
	l.keys = appendText(l.keys, valid(key))
	return i
}

// TextIndex gives the number of a text; equal texts share one.
func (l *Layer) TextIndex(v string) uint32 {
	if i, ok := l.textOf[v]; ok {
		return i
	}
	i := l.UniqueTextIndex(v)
	l.textOf[v] = i
	return i
}

// UniqueTextIndex adds a text without looking whether the layer has it: for
// identifiers, which do not repeat.
func (l *Layer) UniqueTextIndex(v string) uint32 {
	v = valid(v)
	l.vals = append(l.vals, tagLayerValue)
	l.vals = binary.AppendUvarint(l.vals, uint64(1+size(uint64(len(v)))+len(v)))
	l.vals = append(l.vals, tagValueString)
	l.vals = appendText(l.vals, v)
	l.nvals++
	return l.nvals - 1
}

// IntIndex gives the number of a whole number.
func (l *Layer) IntIndex(v int64) uint32 {
	if v >= 0 && v < int64(len(l.small)) {
		if l.small[v] == 0 {
			l.small[v] = l.addNumber(intValue, uint64(v)) + 1
		}
		return l.small[v] - 1
	}
	return l.numberIndex(intValue, uint64(v))
}

// FloatIndex gives the number of a finite number.
func (l *Layer) FloatIndex(v float64) uint32 { return l.numberIndex(floatValue, math.Float64bits(v)) }

// BoolIndex gives the number of yes or no.
func (l *Layer) BoolIndex(v bool) uint32 {
	if v {
		return l.numberIndex(boolValue, 1)
	}
	return l.numberIndex(boolValue, 0)
}

func (l *Layer) numberIndex(k valueKind, bits uint64) uint32 {
	if i, ok := l.numOf[k][bits]; ok {
		return i
	}
	i := l.addNumber(k, bits)
	l.numOf[k][bits] = i
	return i
}

func (l *Layer) addNumber(k valueKind, bits uint64) uint32 {
	var buf [12]byte
	b := buf[:0]
	switch k {
	case floatValue:
		b = append(b, tagValueDouble)
		b = binary.LittleEndian.AppendUint64(b, bits)
	case boolValue:
		b = append(b, tagValueBool, byte(bits))
	default:
		if int64(bits) < 0 {
			b = append(b, tagValueSint)
			b = binary.AppendVarint(b, int64(bits))
		} else {
			b = append(b, tagValueUint)
			b = binary.AppendUvarint(b, bits)
		}
	}
	l.vals = append(l.vals, tagLayerValue, byte(len(b)))
	l.vals = append(l.vals, b...)
	l.nvals++
	return l.nvals - 1
}

// index gives the tag pair of a property; ok is false for a value that is none.
func (l *Layer) index(p Prop) (key, value uint32, ok bool) {
	switch p.Value.kind {
	case noValue:
		return 0, 0, false
	case textValue:
		value = l.TextIndex(p.Value.text)
	case intValue:
		value = l.IntIndex(int64(p.Value.bits))
	default:
		value = l.numberIndex(p.Value.kind, p.Value.bits)
	}
	return l.KeyIndex(p.Key), value, true
}

// appendTo writes the whole layer.
func (l *Layer) appendTo(dst []byte) []byte {
	name := valid(l.name)
	n := 2 + // version
		1 + size(uint64(len(name))) + len(name) +
		len(l.body) + len(l.keys) + len(l.vals) +
		1 + size(Extent)
	dst = append(dst, tagTileLayer)
	dst = binary.AppendUvarint(dst, uint64(n))
	dst = append(dst, tagLayerVersion, 2, tagLayerName)
	dst = appendText(dst, name)
	dst = append(dst, l.body...)
	dst = append(dst, l.keys...)
	dst = append(dst, l.vals...)
	dst = append(dst, tagLayerExtent)
	return binary.AppendUvarint(dst, Extent)
}

func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
