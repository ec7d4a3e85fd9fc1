package archive

import (
	"slices"
	"strconv"

	"sitmap/geo/codec/tileset"
	"sitmap/internal/snapshot"
)

// The limits of statistics, as Mapbox's tools set them.
const (
	statAttributes = 1000
	statValues     = 100
	statUnique     = 1000
	statText       = 256 // characters of a value that is listed
)

// describe gives the layer and its statistics.
func (s *sorted) describe(minZoom, maxZoom uint32) ([]tileset.Layer, *tileset.Stats) {
	layer := tileset.Layer{ID: snapshot.LayerName, MinZoom: minZoom, MaxZoom: maxZoom, Fields: map[string]string{}}
	stats := tileset.LayerStats{Layer: layer.ID, Count: s.len(), Geometry: "Point", AttributeCount: len(s.order), Attributes: []tileset.Attribute{}}
	for _, i := range s.order {
		var a tileset.Attribute
		if i >= 0 {
			a = s.coded[i].stats()
		} else {
			t := s.textual[-1-i]
			a = tileset.Attribute{Attribute: t.name, Count: min(s.len(), statUnique), Type: kindOf(t.number), Values: []any{}}
			if t.number {
				s.bounds(i, &a)
			}
		}
		layer.Fields[a.Attribute] = map[string]string{"number": "Number", "string": "String"}[a.Type]
		if len(stats.Attributes) < statAttributes {
			stats.Attributes = append(stats.Attributes, a)
		}
	}
	if minZoom < snapshot.BaseZoom {
		for name, kind := range ClusterFields() {
			if layer.Fields[name] == "" {
				layer.Fields[name] = kind
			}
		}
	}
	return []tileset.Layer{layer}, &tileset.Stats{LayerCount: 1, Layers: []tileset.LayerStats{stats}}
}

// ClusterFields gives the properties of clusters with their types.
func ClusterFields() map[string]string {
	return map[string]string{
		"cluster": "Boolean", "cluster_id": "Number", "count": "Number", "events": "Number", "expansion_zoom": "Number", "event": "String", "place": "Number",
		"type": "String", "types": "String", "killed": "Number", "killed_max": "Number", "killed_known": "Number", "date_start": "String", "date_end": "String",
	}
}

func kindOf(number bool) string {
	if number {
		return "number"
	}
	return "string"
}

func (c *coded) stats() tileset.Attribute {
	a := tileset.Attribute{Attribute: c.name, Type: kindOf(c.number), Values: []any{}}
	var numbers []float64
	var texts []string
	for i, v := range c.values {
		if c.framed[i] == nil {
			continue
		}
		a.Count++
		if !c.number {
			if len(v) <= statText {
				texts = append(texts, v)
			}
			continue
		}
		f, _ := strconv.ParseFloat(v, 64) // says said that it is one
		a.Extend(f)
		numbers = append(numbers, f)
	}
	a.Count = min(a.Count, statUnique)
	slices.Sort(texts)
	slices.Sort(numbers)
	for _, v := range texts[:min(len(texts), statValues)] {
		a.Values = append(a.Values, v)
	}
	for _, v := range numbers[:min(len(numbers), statValues)] {
		a.Values = append(a.Values, v)
	}
	return a
}

// bounds finds the least and the largest number of a textual column.
func (s *sorted) bounds(i int, a *tileset.Attribute) {
	for row := range s.len() {
		if v := s.framedAt(slices.Index(s.order, i), row); v != nil {
			f, _ := strconv.ParseFloat(words(v), 64) // words of a number are one
			a.Extend(f)
		}
	}
}
