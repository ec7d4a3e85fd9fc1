package build

import (
	"testing"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
)

// renameRow makes a row of the table.
func renameRow(old []string, name, near string) *rename {
	r := &rename{country: "UA", admin1: "05", old: old, name: name, near: near, keys: keysOf(name)}
	for _, o := range old {
		r.oldKeys = append(r.oldKeys, keysOf(o)...)
	}
	r.oldSounds, r.sounds = soundsOf(r.oldKeys), soundsOf(r.keys)
	return r
}

func TestRename(t *testing.T) {
	place := func(source, name string, lon float64, pop int64, other ...string) gazetteer.Entry {
		e := gazetteer.Entry{Name: name, Country: "UA", Admin1: "05", Point: orb.Point{lon, 48}, Population: pop, Class: gazetteer.ClassSettlement, Source: source}
		for _, o := range other {
			e.Names = append(e.Names, gazetteer.Name{Text: o, Kind: gazetteer.NameAlternate})
		}
		return e
	}
	all := []gazetteer.Entry{
		place(srcTowns, "Seat", 37, 9000), place(srcVillages, "Karla Marksa", 37.1, -1), place(srcVillages, "Karla Marksa", 38, -1),
		place(srcTowns, "Zarichne", 37.2, 3000, "Kirove"), place(srcVillages, "Kirovo", 37.3, -1),
		place(srcVillages, "Krasnyy Pakhar", 38.3, -1), place(srcTowns, "Nyu-York", 38, 10000, "Novhorodske"),
		place(srcVillages, "Moskovskoye", 39, -1), place(srcTowns, "Kulykivske", 39.01, 700),
	}
	for _, c := range []struct {
		name string
		r    *rename
		want map[int32]string // main names that differ afterwards
		n    Renames
	}{
		{"unique", renameRow([]string{"Красний Пахар", "Красный Пахарь"}, "Воздвиженка", ""), map[int32]string{5: "Vozdvyzhenka"}, Renames{Renamed: 1}},
		{"two of a name", renameRow([]string{"Карла Маркса"}, "Троїцьке", ""), nil, Renames{Ambiguous: 1}},
		{"the one near the town", renameRow([]string{"Карла Маркса"}, "Троїцьке", "Seat"), map[int32]string{1: "Troitske"}, Renames{Renamed: 1}},
		{"a town with a newer name is not meant", renameRow([]string{"Кірове", "Кирово"}, "Свято-Покровське", "Seat"), map[int32]string{4: "Sviato-Pokrovske"}, Renames{Renamed: 1}},
		{"known", renameRow([]string{"Новгородське"}, "Нью-Йорк", ""), nil, Renames{Known: 1}},
		{"nowhere", renameRow([]string{"Ленінське"}, "Південне", ""), nil, Renames{Missing: 1}},
		{"an unknown town", renameRow([]string{"Карла Маркса"}, "Троїцьке", "Nowhere"), nil, Renames{Ambiguous: 1}},
		{"merged", renameRow([]string{"Московське", "Московское"}, "Куликівське", ""), nil, Renames{Merged: 1}},
	} {
		col := newCollection()
		for _, e := range all {
			e.Names = append([]gazetteer.Name(nil), e.Names...)
			col.add(e)
		}
		area := []int32{0, 1, 2, 3, 4, 5, 6, 7, 8}
		var n Renames
		gone := map[int32]bool{}
		col.rename(c.r, area, gone, &n)
		if n != c.n {
			t.Errorf("%s: %v, want %v", c.name, n, c.n)
		}
		for i := range all {
			want := all[i].Name
			if w, ok := c.want[int32(i)]; ok {
				want = w
				if !sharesName(col.keysOfEntry(int32(i)), []string{names.Fold(all[i].Name)}) {
					t.Errorf("%s: %s lost its former name", c.name, want)
				}
			}
			if got := col.entries[i].Name; got != want {
				t.Errorf("%s: place %d is called %s, want %s", c.name, i, got, want)
			}
		}
		if c.n.Merged == 1 {
			col.remove(gone)
			if len(col.entries) != len(all)-1 || col.entries[7].Name != "Kulykivske" || !sharesName(col.keysOfEntry(7), []string{"moskovskoye"}) {
				t.Errorf("%s: %+v", c.name, col.entries[7])
			}
		}
	}
}

func TestRenamesTable(t *testing.T) {
	table, err := readRenames()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, r := range table {
		k := r.country + r.admin1 + r.old[0] + r.near
		if seen[k] {
			t.Errorf("%s near %q is there twice", r.old[0], r.near)
		}
		seen[k] = true
	}
}
