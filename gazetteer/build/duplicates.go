package build

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
)

// Duplicates counts pairs of settlements of an index that lie so close together
// under one name that they may be one place twice.
type Duplicates struct {
	Places    int // settlements looked at
	SameName  int // pairs that share a folded name
	SameSound int // further pairs that share a skeleton: the Russian and the Ukrainian form of a name, say
	Examples  []string
}

// String writes the figures in one line.
func (d Duplicates) String() string {
	return fmt.Sprintf("%d settlements, %d pairs of the same name, %d more of the same sound", d.Places, d.SameName, d.SameSound)
}

// MeasureDuplicates looks for places that are twice in an index: settlements of
// one country up to km apart that share a name or the sound of one. Not every pair
// is an error: villages of one name do lie side by side. countries limits the
// places (upper case); nil takes all. Up to examples pairs are named.
func MeasureDuplicates(ix *gazetteer.Index, km float64, examples int, countries ...string) Duplicates {
	entries := slices.DeleteFunc(ix.Entries(), func(e gazetteer.Entry) bool {
		return e.Class != gazetteer.ClassSettlement || len(countries) > 0 && !slices.Contains(countries, e.Country)
	})
	out := Duplicates{Places: len(entries)}
	keys, sounds := make([][]string, len(entries)), make([][]string, len(entries))
	g := newGrid(func(i int32) orb.Point { return entries[i].Point })
	for i := range entries {
		keys[i] = []string{names.Fold(entries[i].Name)}
		for _, n := range entries[i].Names {
			keys[i] = append(keys[i], n.Text)
		}
		sounds[i] = soundsOf(keys[i])
		g.within(entries[i].Point, km, func(o int32, at float64) {
			if entries[o].Country != entries[i].Country {
				return
			}
			what := ""
			switch {
			case sharesName(keys[i], keys[o]):
				out.SameName++
				what = "name"
			case sharesName(sounds[i], sounds[o]):
				out.SameSound++
				what = "sound"
			default:
				return
			}
			if len(out.Examples) < examples {
				out.Examples = append(out.Examples, fmt.Sprintf("%s %.1f km: %s (%s) and %s (%s)", what, at, entries[i].Name, entries[i].ID, entries[o].Name, entries[o].ID))
			}
		})
		g.add(int32(i))
	}
	return out
}
