package build

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
)

//go:embed facts/renames.psv
var renamesTable string

// How far apart rows of the lists may lie that a rename brings together.
const (
	renamedSameKm = 4.0  // a row of the new name this close to one of the old is the same place
	renameNearKm  = 25.0 // from the town that the table names, about a raion of before 2020
	renameOnlyKm  = 38.0 // and so far if no other settlement of the area has the former name
	renameClearly = 2.0  // times as far the next settlement of the former name must lie
)

// rename is a row of the table.
type rename struct {
	country, admin1 string
	old             []string // former names, as the table has them
	name            string   // the name since then
	near            string   // a town near it, "" none
	oldKeys, keys   []string // folded, in Latin letters too
	oldSounds       []string
	sounds          []string
}

// Renames counts what became of the table of renamed settlements.
type Renames struct {
	Rows      int
	Renamed   int // the place got the new name
	Known     int // a source had the new name already; the former ones were added
	Merged    int // a row of the former name was the place of the new name again
	Missing   int // no place of the former name in the area
	Ambiguous int // several, and none clearly meant
}

// String writes the figures in one line.
func (r Renames) String() string {
	return fmt.Sprintf("%d renamed settlements: %d got the new name, %d had it, %d rows merged; %d not found, %d ambiguous", r.Rows, r.Renamed, r.Known, r.Merged, r.Missing, r.Ambiguous)
}

// readRenames reads the table.
func readRenames() ([]rename, error) {
	var out []rename
	err := eachRow("renames.psv", renamesTable, 5, func(c []string) error {
		r := rename{old: splitList(c[1]), name: c[2], near: c[4]}
		r.country, r.admin1, _ = strings.Cut(c[0], ".")
		if year, err := strconv.Atoi(c[3]); err != nil || year < 1900 || len(r.country) != 2 || len(r.old) == 0 || r.name == "" {
			return fmt.Errorf("want an area, former names, the name and a year")
		}
		for _, o := range r.old {
			r.oldKeys = append(r.oldKeys, keysOf(o)...)
		}
		r.keys, r.oldSounds = keysOf(r.name), soundsOf(r.oldKeys)
		r.sounds = soundsOf(r.keys)
		out = append(out, r)
		return nil
	})
	return out, err
}

// keysOf gives the keys of a name, those in Latin letters first.
func keysOf(name string) []string { return append(names.Latin(name), names.Fold(name)) }

// latinName writes a name of Ukraine in Latin letters; a Latin one stays.
func latinName(name string) string {
	if names.ScriptOf(name) != names.ScriptCyrillic {
		return name
	}
	return hyphened(names.Title(names.LatinUkrainian(name)), name)
}

// hyphened puts back the hyphens that folding made spaces of.
func hyphened(title, name string) string {
	words, parts := strings.Fields(title), strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '-' })
	if len(words) != len(parts) {
		return title
	}
	out, at := words[0], len(parts[0])
	for i, w := range words[1:] {
		out += name[at:at+1] + w
		at += 1 + len(parts[i+1])
	}
	return out
}

// renames applies the table to the settlements: towns first, then villages.
func (b *builder) renames() error {
	table := b.renamed
	byArea := map[string][]int32{}
	for _, r := range table {
		byArea[r.country+"."+r.admin1] = nil
	}
	for i := range b.c.entries {
		e := &b.c.entries[i]
		for _, area := range []string{e.Country + "." + e.Admin1, e.Country + "."} {
			if list, ok := byArea[area]; ok && e.Class == gazetteer.ClassSettlement {
				byArea[area] = append(list, int32(i))
			}
		}
	}
	b.report.Renames.Rows = len(table)
	gone := map[int32]bool{}
	for i := range table {
		b.c.rename(&table[i], byArea[table[i].country+"."+table[i].admin1], gone, &b.report.Renames)
	}
	b.c.remove(gone)
	return nil
}

// rename finds the place of one row among the settlements of its area and names it.
func (c *collection) rename(r *rename, area []int32, gone map[int32]bool, n *Renames) {
	var old, both, fresh []int32
	for _, i := range area {
		if gone[i] {
			continue
		}
		keys := c.keysOfEntry(i)
		isOld, isNew := meets(keys, r.oldKeys, r.oldSounds), meets(keys, r.keys, r.sounds)
		switch {
		case isOld && isNew: // a source knows both
			both = append(both, i)
		case isNew:
			fresh = append(fresh, i)
		case isOld && (c.isVillage(i) || meets(c.mainKey(i), r.oldKeys, r.oldSounds)):
			old = append(old, i) // a town that has a newer name already is not meant
		}
	}
	if i := c.largest(both, r); i >= 0 {
		n.Known++
		if main := c.mainKey(i); meets(main, r.oldKeys, nil) && !meets(main, r.keys, r.sounds) {
			n.Known, n.Renamed = n.Known-1, n.Renamed+1
			c.setName(i, r)
		}
		c.addFormer(i, r)
		return
	}
	i, ok := c.clearly(old, r, area)
	switch {
	case len(old) == 0:
		n.Missing++
		return
	case !ok:
		n.Ambiguous++
		return
	}
	for _, f := range fresh {
		if c.isVillage(i) && kilometres(c.entries[f].Point, c.entries[i].Point) <= renamedSameKm {
			for _, name := range append(c.entries[i].Names, gazetteer.Name{Text: c.entries[i].Name, Kind: gazetteer.NameHistorical}) {
				c.giveName(f, name.Text, name.Kind)
			}
			c.addFormer(f, r)
			gone[i] = true
			n.Merged++
			return
		}
	}
	c.setName(i, r)
	c.addFormer(i, r)
	n.Renamed++
}

// renamedTown gives the town of the first list that a row of the second has under
// its new name, or -1.
func (c *collection) renamedTown(t *town, key string, table []rename) int32 {
	best, at := int32(-1), renamedSameKm
	for k := range table {
		r := &table[k]
		if r.country != t.country || !meets([]string{key}, r.keys, r.sounds) {
			continue
		}
		c.grid.within(t.point, at, func(i int32, km float64) {
			if km < at && c.entries[i].Country == t.country && meets(c.mainKey(i), r.oldKeys, r.oldSounds) {
				best, at = i, km
			}
		})
	}
	return best
}

// meets reports whether names share a key or, if it is long enough, a sound.
func meets(keys, other, otherSounds []string) bool {
	if sharesName(keys, other) {
		return true
	}
	for _, s := range soundsOf(keys) {
		if len(s) >= 4 && slices.Contains(otherSounds, s) {
			return true
		}
	}
	return false
}

func (c *collection) mainKey(i int32) []string { return []string{names.Fold(c.entries[i].Name)} }

// isVillage reports whether an entry is of the list of villages, whose names are old.
func (c *collection) isVillage(i int32) bool { return c.entries[i].Source == srcVillages }

// largest gives the most populous of the places that have both names of a row,
// those first whose main name is one of them; -1 without any.
func (c *collection) largest(both []int32, r *rename) int32 {
	best, main := int32(-1), false
	for _, i := range both {
		m := meets(c.mainKey(i), append(slices.Clone(r.keys), r.oldKeys...), r.sounds)
		if best < 0 || m && !main || m == main && c.entries[i].Population > c.entries[best].Population {
			best, main = i, m
		}
	}
	return best
}

// setName makes the name of a row the main one.
func (c *collection) setName(i int32, r *rename) {
	e := &c.entries[i]
	e.Names = append(e.Names, gazetteer.Name{Text: e.Name, Kind: gazetteer.NameHistorical})
	e.Name = latinName(r.name)
	if len(c.keys[i]) > 0 {
		c.keys[i] = append([]string{names.Fold(e.Name)}, c.keys[i]...)
		c.sounds[i] = soundsOf(c.keys[i])
	}
}

// clearly picks the settlement of the former name that a row means: the one near
// the town that the row names, else the only one.
func (c *collection) clearly(old []int32, r *rename, area []int32) (int32, bool) {
	if r.near == "" {
		return firstOf(old), len(old) == 1
	}
	keys := keysOf(r.near)
	town, size := int32(-1), int64(-2)
	for _, i := range area {
		if e := &c.entries[i]; e.Population > size && sharesName(c.keysOfEntry(i), keys) {
			town, size = i, e.Population
		}
	}
	if town < 0 {
		return -1, false
	}
	reach := renameNearKm
	if len(old) == 1 {
		reach = renameOnlyKm
	}
	best, at, next := int32(-1), reach, reach*renameClearly
	for _, i := range old {
		switch d := kilometres(c.entries[i].Point, c.entries[town].Point); {
		case d < at:
			best, at, next = i, d, min(at, next)
		case d < next:
			next = d
		}
	}
	return best, best >= 0 && (len(old) == 1 || next >= renameClearly*at)
}

func firstOf(list []int32) int32 {
	if len(list) == 0 {
		return -1
	}
	return list[0]
}

// keysOfEntry gives the folded names of any entry; villages keep none.
func (c *collection) keysOfEntry(i int32) []string {
	if len(c.keys[i]) > 0 {
		return c.keys[i]
	}
	e := &c.entries[i]
	out := []string{names.Fold(e.Name)}
	for _, n := range e.Names {
		out = append(out, names.Fold(n.Text))
	}
	return out
}

// giveName adds a name unless the entry has it.
func (c *collection) giveName(i int32, text string, kind gazetteer.NameKind) {
	if key := names.Fold(text); key != "" && !slices.Contains(c.keysOfEntry(i), key) {
		if len(c.keys[i]) > 0 {
			c.addName(i, text, kind)
			return
		}
		c.entries[i].Names = append(c.entries[i].Names, gazetteer.Name{Text: text, Kind: kind})
	}
}

// addFormer gives a place the names of a row.
func (c *collection) addFormer(i int32, r *rename) {
	if names.ScriptOf(r.name) == names.ScriptCyrillic {
		c.giveName(i, r.name, gazetteer.NameExonym)
	}
	c.giveName(i, latinName(r.name), gazetteer.NameAlternate)
	for _, o := range r.old {
		c.giveName(i, o, gazetteer.NameHistorical)
		c.giveName(i, latinName(o), gazetteer.NameHistorical)
	}
}

// remove takes villages out. The grid knows towns only, so their numbers must stay.
func (c *collection) remove(gone map[int32]bool) {
	if len(gone) == 0 {
		return
	}
	at := 0
	for i := range c.entries {
		if !gone[int32(i)] {
			c.entries[at], c.keys[at], c.sounds[at] = c.entries[i], c.keys[i], c.sounds[i]
			at++
		}
	}
	c.entries, c.keys, c.sounds = c.entries[:at], c.keys[:at], c.sounds[:at]
}
