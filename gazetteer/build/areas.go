package build

import (
	"strings"

	"github.com/paulmach/orb"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
)

// areaList holds the names of first- or second-order areas by code ("RU.41",
// "RU.41.486813").
type areaList map[string]string

func newAreaList(rows []codeName) areaList {
	out := make(areaList, len(rows))
	for _, r := range rows {
		out[r.Code] = r.Name
	}
	return out
}

// splitArea takes a code apart.
func splitArea(code string) (country, a1, a2 string) {
	country, rest, _ := strings.Cut(code, ".")
	a1, a2, _ = strings.Cut(rest, ".")
	return country, a1, a2
}

// classWords are the words for a kind of area that stand before or after its own
// name, folded, longest first.
//
//nolint:gochecknoglobals // table, never written
var classWords = struct{ before, after []string }{
	before: []string{
		"autonomous republic of", "respublika", "republic of", "state of", "province of", "provincia de la", "provincia del", "provincia de", "provincia di", "provincia",
		"departamento del", "departamento de", "departement de la", "departement du", "departement des", "departement de", "departement", "estado de",
		"gouvernorat de", "governorate of", "muhafazat", "mohafazat", "wilaya de", "wilaya d", "wilayat", "region de", "region du", "region des", "regiao", "district of", "county of", "distrito de", "municipio de", "kabupaten", "kota",
		"gorodskoy okrug", "municipality of", "opstina", "canton of", "canton de", "kanton", "arrondissement de", "arrondissement du", "cercle de", "comarca de", "comarca",
		"raionul", "judetul", "commune de", "commune of", "ostan e", "shahrestan e", "city of", "emirate of", "al muhafazat",
	},
	after: []string{
		"autonomous oblast", "autonomous okrug", "autonomous region", "autonomous republic", "autonomous province", "administrative district", "administrative region", "capital territory", "special region", "metropolitan municipality", "metropolitan borough", "metropolitan city",
		"urban district", "rural district", "municipal district", "city municipality", "city council", "district municipality", "local municipality", "regional council",
		"oblast", "region", "rayon", "raion", "district", "county", "province", "governorate", "state", "republic", "kray", "krai", "okrug", "ili", "ilcesi", "ilce", "voivodeship", "powiat", "prefecture", "department", "municipality", "parish", "borough",
		"canton", "emirate", "division", "zone", "mis krada", "miskrada", "opcina", "opstina", "commune", "regency", "city", "township", "subdistrict", "tehsil", "division", "wilaya", "census area", "shi", "sheng", "qu", "xian", "territory", "planning region", "kommune", "kommun", "lan", "maakond", "apskritis", "novads", "judet",
	},
}

// bareName takes the class words off an area's name; the name itself if nothing
// would be left or nothing was there.
func bareName(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '(' || r == ')' || r == ',' })
	folded := make([]string, len(words))
	for i, w := range words {
		folded[i] = names.Fold(w)
	}
	for _, cw := range classWords.after {
		if n := tailWords(folded, cw); n > 0 && n < len(words) {
			words, folded = words[:len(words)-n], folded[:len(words)-n]
			break
		}
	}
	for _, cw := range classWords.before {
		if n := headWords(folded, cw); n > 0 && n < len(words) {
			words = words[n:]
			break
		}
	}
	return strings.Join(words, " ")
}

func tailWords(folded []string, phrase string) int {
	p := strings.Fields(phrase)
	if len(p) > len(folded) {
		return 0
	}
	for i := range p {
		if folded[len(folded)-len(p)+i] != p[i] {
			return 0
		}
	}
	return len(p)
}

func headWords(folded []string, phrase string) int {
	p := strings.Fields(phrase)
	if len(p) > len(folded) {
		return 0
	}
	for i := range p {
		if folded[i] != p[i] {
			return 0
		}
	}
	return len(p)
}

// areaEntry makes the entry of a first- or second-order area.
func areaEntry(code, name string, point orb.Point, population int64) gazetteer.Entry {
	country, a1, a2 := splitArea(code)
	e := gazetteer.Entry{
		Name: name, Point: point, Class: gazetteer.ClassAdmin1, Feature: "ADM1", Country: country, Admin1: a1, Admin2: a2,
		Population: population, Approximate: true, Source: srcCities,
	}
	if a2 != "" {
		e.Class, e.Feature = gazetteer.ClassAdmin2, "ADM2"
	}
	if bare := bareName(name); bare != name {
		e.Names = append(e.Names, gazetteer.Name{Text: bare, Kind: gazetteer.NameAlternate})
	}
	return e
}
