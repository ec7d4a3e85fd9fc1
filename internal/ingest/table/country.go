package table

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// countryNames are the names of countries in English, Ukrainian and Russian, folded, to their ISO codes.
var countryNames = sync.OnceValue(func() map[string]string { //nolint:gochecknoglobals // table, never written
	out := map[string]string{}
	for _, namer := range []display.Namer{display.English.Regions(), display.Regions(language.Ukrainian), display.Regions(language.Russian)} {
		for a := 'A'; a <= 'Z'; a++ {
			for b := 'A'; b <= 'Z'; b++ {
				r, err := language.ParseRegion(string([]rune{a, b}))
				if err != nil || !r.IsCountry() || r.Canonicalize() != r {
					continue
				}
				if name := folded(namer.Name(r)); name != "" && out[name] == "" {
					out[name] = r.String()
				}
			}
		}
	}
	for name, iso := range map[string]string{ // names of UCDP and ACLED that differ
		"DR Congo": "CD", "Democratic Republic of Congo": "CD", "Republic of Congo": "CG", "Congo": "CG", "Bosnia-Herzegovina": "BA", "Myanmar": "MM",
		"Burma": "MM", "Ivory Coast": "CI", "Palestine": "PS", "Czech Republic": "CZ", "Turkey": "TR", "Swaziland": "SZ", "Macedonia": "MK",
	} {
		out[folded(name)] = iso
	}
	return out
})

// countryCode reads a country: its ISO code of two or three letters or digits, or
// its name, a former name in brackets behind it.
func countryCode(s string) string {
	s = strings.TrimSpace(s)
	if isNull(s) && s != "NA" { // NA is Namibia only where a column holds codes, which nothing here tells
		return ""
	}
	if n, ok := digits(s); ok {
		if r, err := language.EncodeM49(n); err == nil && r.IsCountry() {
			return r.String()
		}
		return ""
	}
	if s == "NA" {
		return ""
	}
	if len(s) == 2 || len(s) == 3 && strings.ToUpper(s) == s {
		if r, err := language.ParseRegion(s); err == nil && r.IsCountry() {
			return r.String()
		}
	}
	name, _, _ := strings.Cut(s, "(")
	return countryNames()[folded(name)]
}
