package regions

import (
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// Worldview says whose view of a disputed border counts.
type Worldview string

// The worldviews.
const (
	UN      Worldview = "un"      // resolutions of the United Nations; the default
	Control Worldview = "control" // who held the place in the source, 2017
)

// Worldviews lists the known views, the default first.
func Worldviews() []Worldview { return []Worldview{UN, Control} }

func (w Worldview) index() int { return max(0, slices.Index(Worldviews(), w)) }

// Dispute is a place that two or more claim.
type Dispute struct {
	Name   string     // "Crimea"
	Claims string     // country codes, sorted, separated by spaces
	UN     string     // the country under the view UN
	Holder string     // the country under the view Control
	Note   string     // one sentence
	within [4]float64 // west, south, east, north: elsewhere an overlap is an error of the source
}

// disputes lists what to say where the areas of several countries overlap.
//
//nolint:gochecknoglobals // table, never written
var disputes = []Dispute{
	{"Crimea", "RU UA", "UA", "RU", "Crimea is Ukraine by UN General Assembly resolution 68/262; Russia has held it since 2014 and claims it.", [4]float64{32, 44, 37, 46.4}},
	{"Golan Heights", "IL SY", "SY", "IL", "The Golan Heights are Syria by UN Security Council resolution 497; Israel has held them since 1967 and claims them.", [4]float64{35.5, 32.5, 36, 33.5}},
	{"East Jerusalem", "IL PS", "PS", "IL", "East Jerusalem is Palestinian territory by UN Security Council resolution 2334; Israel holds and claims it.", [4]float64{35, 31.5, 35.5, 32.2}},
	{"Western Sahara", "EH MA", "EH", "MA", "Western Sahara is a non-self-governing territory on the list of the United Nations; Morocco holds this part and claims it.", [4]float64{-18, 20.5, -8, 28}},
	{"Abyei and Kafia Kingi", "SD SS", "SD", "SD", "Sudan and South Sudan both claim this place; their border here is not settled.", [4]float64{22, 8, 32, 11.5}},
	{"Kinmen and Matsu", "CN TW", "TW", "TW", "Governed from Taipei, claimed by China; see Taiwan.", [4]float64{117, 23, 122, 27}},
	{"Gibraltar", "ES GI", "GI", "GI", "Gibraltar is a British overseas territory that Spain claims.", [4]float64{-5.5, 36, -5.2, 36.3}},
}

// single lists what to say of places that the source gives to one claimant.
func single(country string) string {
	switch country {
	case "EH":
		return "Western Sahara is a non-self-governing territory on the list of the United Nations; Morocco claims it, the Polisario Front holds this part."
	case "TW":
		return "Taiwan is governed from Taipei; China claims it, and the United Nations list it as a province of China."
	case "XK":
		return "Kosovo declared independence in 2008; Serbia claims it (UN Security Council resolution 1244); XK is no ISO code."
	}
	return ""
}

// Resolve says which of the claimants (country codes) of a place at p (lon, lat) it
// belongs to in a view, and what is disputed; the dispute's Note is "" when nothing is. Nested
// territories and enclaves (Hong Kong, Åland, San Marino) go before the state around
// them or that they belong to.
func Resolve(view Worldview, claims []string, p orb.Point) (string, Dispute) {
	switch len(claims) {
	case 0:
		return "", Dispute{}
	case 1:
		return claims[0], Dispute{Name: claims[0], Claims: claims[0], Note: single(claims[0])}
	}
	sorted := slices.Clone(claims)
	slices.Sort(sorted)
	label := strings.Join(sorted, " ")
	for _, d := range disputes {
		if d.Claims == label && p[0] >= d.within[0] && p[0] <= d.within[2] && p[1] >= d.within[1] && p[1] <= d.within[3] {
			if view == Control {
				return d.Holder, d
			}
			return d.UN, d
		}
	}
	for _, c := range sorted {
		if !strings.Contains(" AU CN FI FR GB ID IT NL NO US ", " "+c+" ") {
			return c, Dispute{}
		}
	}
	return sorted[0], Dispute{}
}

// zone is a place drawn roughly by hand: a note for points of some countries.
type zone struct {
	countries string // codes, separated by spaces
	note      string
	outline   [][2]float64 // lon, lat; closed by the first point
}

// zones lists the disputed places that the source does not show. The outlines are
// drawn by hand to some 20 km, so the notes say "near".
//
//nolint:gochecknoglobals // table, never written
var zones = []zone{
	{
		"IN PK CN", "In or near Kashmir, which India, Pakistan and China claim and hold in parts; the answer is who holds this part.",
		[][2]float64{{73.4, 34.9}, {73.7, 33.0}, {74.5, 32.7}, {75.4, 32.35}, {76.0, 32.9}, {77.9, 32.5}, {78.7, 32.4}, {79.5, 32.6}, {80.3, 35.5}, {79, 36}, {77.8, 35.5}, {76.2, 36}, {75.0, 37.05}, {72.5, 36.7}, {72.5, 35.9}},
	},
	{
		"IN CN", "In or near Arunachal Pradesh, which India holds and China claims.",
		[][2]float64{{91.6, 27.7}, {92.1, 26.9}, {93.5, 27.0}, {95.3, 27.7}, {95.8, 27.2}, {97.3, 27.9}, {97.4, 28.4}, {96.2, 29.4}, {94.5, 29.3}, {93.2, 28.6}, {91.7, 27.9}},
	},
	{
		"GE", "In or near Abkhazia, Georgia by most states and the UN General Assembly; governed from Sukhumi with Russia's support since 1993.",
		[][2]float64{{40.0, 43.4}, {41.1, 42.7}, {41.6, 42.4}, {42.1, 42.75}, {42.5, 43.2}, {41, 43.6}, {40.2, 43.6}},
	},
	{
		"GE", "In or near South Ossetia, Georgia by most states and the UN General Assembly; governed from Tskhinvali with Russia's support.",
		[][2]float64{{43.4, 42.5}, {43.7, 42.1}, {44.2, 42.05}, {44.7, 42.1}, {44.5, 42.5}, {44.2, 42.75}, {43.6, 42.65}},
	},
	{
		"MD", "In or near Transnistria, Moldova by all members of the United Nations; governed from Tiraspol since 1992.",
		[][2]float64{{28.9, 48.1}, {29.15, 47.45}, {29.5, 46.75}, {29.6, 46.45}, {30.0, 46.35}, {29.95, 46.85}, {29.2, 47.9}, {28.95, 48.2}},
	},
	{
		"CY", "In or near the north of Cyprus, the Republic of Cyprus by UN Security Council resolution 541; held by Turkey since 1974.",
		[][2]float64{{32.6, 35.2}, {33.0, 35.1}, {33.4, 35.18}, {33.9, 35.03}, {34.0, 35.05}, {34.7, 35.75}, {33.5, 35.45}, {32.8, 35.45}},
	},
	{
		"SO", "In or near Somaliland, Somalia by all members of the United Nations but a few; governed from Hargeisa since 1991.",
		[][2]float64{{42.6, 10.6}, {43.3, 11.5}, {49.1, 11.4}, {49.1, 8.0}, {47.0, 7.9}, {44.0, 8.9}, {42.7, 10.6}},
	},
	{
		"EG SD", "In or near the Halaib triangle, which Egypt holds and Sudan claims.",
		[][2]float64{{33.2, 22.0}, {37.2, 22.0}, {36.9, 22.6}, {35.5, 23.3}, {34.1, 22.4}, {33.2, 21.7}},
	},
	{
		"RU", "On or near the southern Kuril islands, which Russia holds and Japan claims.",
		[][2]float64{{145.3, 43.5}, {145.9, 43.3}, {149.2, 45.3}, {148.7, 45.7}, {145.4, 44.6}},
	},
	{
		"AZ", "In or near Nagorno-Karabakh, Azerbaijan by UN Security Council resolution 884; held by Armenians from 1994 to 2020 and 2023.",
		[][2]float64{{45.9, 39.5}, {46.6, 38.9}, {47.3, 39.5}, {47.1, 40.2}, {46.2, 40.4}, {45.6, 40.1}},
	},
}
