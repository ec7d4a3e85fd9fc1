package xmlscan

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// Feature is what KML and GPX have in common: named texts and a geometry.
type Feature struct {
	Fields   []Field      // in the order of the file; a name comes once
	Geometry orb.Geometry // lon, lat; nil for none
	Raw      string       // the element as the file has it, line breaks as blanks
	Bad      []Problem
}

// Field is one named text of a feature.
type Field struct{ Name, Value string }

// Problem is what could not be read of a feature's field, and why.
type Problem struct{ Field, Reason string }

// maxFields is far beyond honest tables.
const maxFields = 1000

// Set appends a field unless the value is empty. A second value of a name is kept
// behind the first, and said.
func (f *Feature) Set(name, value string) {
	if value == "" || name == "" {
		return
	}
	for i, old := range f.Fields {
		if old.Name != name {
			continue
		}
		if old.Value != value {
			f.Fields[i].Value += "\n" + value
			f.Wrong(name, "it has several values; they are given together")
		}
		return
	}
	if len(f.Fields) == maxFields {
		f.Wrong(name, fmt.Sprintf("the feature has more than %d fields; the rest is left out", maxFields))
		return
	}
	f.Fields = append(f.Fields, Field{name, value})
}

// Wrong notes a problem; beyond 20 only that there are more.
func (f *Feature) Wrong(field, reason string) {
	const most = 20
	switch len(f.Bad) {
	case most:
		f.Bad = append(f.Bad, Problem{field, "there are more problems like these"})
	case most + 1:
	default:
		f.Bad = append(f.Bad, Problem{field, reason})
	}
}

// Leaves sets fields for the elements without children below n.
func (f *Feature) Leaves(n *Node) {
	for _, c := range n.Children {
		if len(c.Children) == 0 {
			f.Set(c.Name, c.Text)
		} else {
			f.Leaves(c)
		}
	}
}

// Position makes a point of a longitude and a latitude in decimal degrees.
func Position(lon, lat string) (orb.Point, error) {
	x, err := strconv.ParseFloat(strings.TrimSpace(lon), 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		return orb.Point{}, fmt.Errorf("longitude %q is not a number", clip(lon))
	}
	y, err := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	if err != nil || math.IsNaN(y) || math.IsInf(y, 0) {
		return orb.Point{}, fmt.Errorf("latitude %q is not a number", clip(lat))
	}
	if math.Abs(y) > 90 {
		return orb.Point{}, fmt.Errorf("latitude %v is not within -90 and 90", y)
	}
	if math.Abs(x) > 180 {
		return orb.Point{}, fmt.Errorf("longitude %v is not within -180 and 180", x)
	}
	return orb.Point{x, y}, nil
}

func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
