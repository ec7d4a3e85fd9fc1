package build

import (
	"slices"
	"testing"

	"sitmap/gazetteer"
)

func TestUsableName(t *testing.T) {
	for _, c := range []struct {
		main, name string
		kind       gazetteer.NameKind
		ok         bool
	}{
		{"Kostiantynivka", "Konstantinovka", gazetteer.NameAlternate, true},
		{"Kostiantynivka", "Константиновка", gazetteer.NameExonym, true},
		{"Aleppo", "حلب", gazetteer.NameExonym, true},
		{"Kars", "Qars", gazetteer.NameAlternate, true},      // short, but the same sound
		{"Perth", "part", 0, false},                          // a program's spelling begins small
		{"Caen", "Can", 0, false},                            // short and of another sound
		{"Geraldton", "GET", 0, false},                       // an airport's code
		{"San Luis de Sincé", "Since", 0, false},             // a frequent word
		{"Alliance", "Union", 0, false},                      // another
		{"Zürich", "Zürich (Kreis 4)", 0, false},             // a description
		{"Teremky", "Teremky 2", 0, false},                   // a number
		{"Guangzhou", "广州", 0, false},                        // a script the index does not keep
		{"Guangzhou", "Kanton Гуанчжоу", 0, false},           // two scripts
		{"Baghdad", "https://en.wikipedia.org/wi", 0, false}, // an address
		{"Sievierodonetsk", "Severodonetsk", gazetteer.NameAlternate, true},
	} {
		kind, ok := usableName(c.main, c.name)
		if kind != c.kind || ok != c.ok {
			t.Errorf("usableName(%q, %q) = %v, %v; want %v, %v", c.main, c.name, kind, ok, c.kind, c.ok)
		}
	}
}

// Small towns of countries without conflict keep none of the listed names, others do.
func TestTownNames(t *testing.T) {
	text := func(list []gazetteer.Name) []string {
		var out []string
		for _, n := range list {
			out = append(out, n.Text)
		}
		return out
	}
	for _, c := range []struct {
		t    town
		want []string
	}{
		{town{name: "Bückeburg", country: "DE", population: 20_000}, nil},
		{town{name: "Bückeburg", country: "DE", population: 60_000}, []string{"Residenz", "Букебург"}},
		{town{name: "Bückeburg", country: "UA", population: 100}, []string{"Bukeburg", "Residenz", "Букебург"}},
	} {
		if got := text(townNames(&c.t, "Bueckeburg", "Bukeburg,Residenz,Букебург")); !slices.Equal(got[1:], c.want) || got[0] != "Bueckeburg" {
			t.Errorf("townNames(%+v) = %q, want Bueckeburg and %q", c.t, got, c.want)
		}
	}
}
