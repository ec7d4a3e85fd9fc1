package resolve

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"sitmap/gazetteer"
	"sitmap/gazetteer/names"
	"sitmap/internal/mention"
)

// The features of a candidate. Each is a number of about -2 to 2; its weight says
// what it is worth.
const (
	fPop = iota
	fPopUnknown
	fPopRel
	fFirst
	fCountry
	fAdmin1
	fAdmin2
	fNeighbourhood
	fLandscape
	fWater
	fFacility
	fMinor
	fCapital
	fSeat1
	fSeat2
	fDemonym
	fAbbrev
	fAlternate
	fExonym
	fHistorical
	fShortAlias
	fUnlike
	fScript
	fInflected
	fSkeleton
	fFuzzy
	fLocal
	fOwnTown
	fDirected
	fDirectedTown
	fTarget
	fStem
	fAdject
	fPart
	fInherit
	fInheritOwn
	fInheritRival
	fInheritRare
	fInheritSole
	fQuality
	fCore
	fTypeIn
	fTypeInNot
	fTypeOut
	fTypeOutNot
	fVillageBig
	fCityPop
	fFrontPop
	fArticleWater
	fArticleTown
	fRiverCue
	fRiverCueNot
	fHintCountry
	fHintAdmin1
	fLang
	fUsualCountry
	fUsualAdmin1
	numStatic // the features above need no context
)

// The features below look at the other mentions of the report.
const (
	fParent = numStatic + iota
	fParentNot
	fSoft
	fSoftNot
	fSentArea
	fSentAreaNot
	fShareCountry
	fShareAdmin1
	fSentCountry
	fSentAdmin1
	fNamedCountry
	fNamedAdmin1
	fNationality
	fNearest
	fProx
	fProxLog
	fListProx
	fSentProx
	fStated
	fStatedNot
	fHolds
	fFarRival
	fHere // inherited candidates: how near in the text the place they come from is
	numFeatures
)

type features [numFeatures]float32

//nolint:gochecknoglobals // table, never written
var featureNames = [numFeatures]string{
	"population", "population unknown", "population against the largest of the name", "best known of the name", "country", "first-order area", "second-order area",
	"part of a settlement", "landscape", "water", "facility", "small place without data", "capital", "seat of a first-order area", "seat of a second-order area",
	"nationality word", "abbreviation", "alternate name", "name in another language", "former name", "short alias", "another name that namesakes in the country bear as their own", "transliterated", "inflected", "spelling similar",
	"misspelt", "other form of the name near another place of the report", "area with a town of its name", "area or country behind a direction word", "small place behind a direction word", "a distance or direction is counted from it", "area by its stem", "adjective of the place", "name within a longer name", "no entry of its own", "another place of the list in place of its own entries", "though an entry of its own fits", "though its name is rare in the country", "though one entry alone has the name", "quality of the match", "name without its type word",
	"type word of the name agrees", "type word of the name disagrees", "type word beside it agrees", "type word beside it disagrees", "called a village but large", "called a city", "front sector",
	"water or landscape behind an article", "settlement or area behind an article", "river behind words for a river", "no river behind words for a river",
	"hinted country", "hinted area", "usual country of the language", "usual country of the outlet", "usual area of the outlet",
	"inside the stated area", "outside the stated area", "inside the area named before it", "outside the area named before it", "inside an area of the sentence", "outside the areas of the sentence", "share of the report in this country", "share of the report in this area",
	"share of the sentence in this country", "share of the sentence in this area", "country is named", "area is named", "nationality is named", "distance to the nearest other place", "other places near", "other places near, on average", "list proximity", "sentence proximity", "stated distance or direction", "stated distance or direction disagrees", "holds the places named in it", "far from the report's places though another of the name is near", "named close by in the text",
}

// static fills the features that need no context.
func (r *Resolver) static(d *doc, g *group) {
	maxPop := int64(0)
	for i := range g.cands {
		maxPop = max(maxPop, g.cands[i].pop)
	}
	surface := d.ms[g.members[0]].surface
	for i := range g.cands {
		c := &g.cands[i]
		if c.how == howInherit {
			continue
		}
		c.feat = features{}
		r.sizeFeatures(c, maxPop, i == 0)
		r.nameFeatures(c, surface)
		typeFeatures(c, g)
		d.areaFeatures(c, g)
		waterFeatures(c, g)
		r.hintFeatures(c, d)
		d.usual.features(c)
	}
	r.unlike(g, d.ms[g.members[0]].core)
}

// soundsLike reports that the name, or a word of it, sounds as one of the keys.
func soundsLike(name string, keys []string) bool {
	whole := names.Skeleton(name)
	for _, k := range keys {
		if k == whole || len(k) != len(whole) && within(k, whole, 1) {
			return true
		}
	}
	for _, w := range strings.Fields(splitCamel(name)) {
		if slices.Contains(keys, names.Skeleton(w)) {
			return true
		}
	}
	return false
}

// unlike marks settlements that only have the name beside a main name that sounds otherwise, where
// other settlements of the country, or a country, have it as their own: a village of that name is likelier meant
// than a town that once had it.
func (r *Resolver) unlike(g *group, core string) {
	var keys []string
	other := func(c *cand) bool {
		if c.kind == gazetteer.NamePrimary || c.class != gazetteer.ClassSettlement || c.how == howInherit || c.how == howAdject {
			return false
		}
		if keys == nil {
			keys = localKeys(core)
		}
		return len(keys) > 0 && !soundsLike(r.ix.Name(c.ref), keys)
	}
	for i := range g.cands {
		c := &g.cands[i]
		if c.feat[fUnlike] = 0; !other(c) {
			continue
		}
		for k := range g.cands {
			o := &g.cands[k]
			if k != i && (o.country == c.country && o.class == gazetteer.ClassSettlement || o.class == gazetteer.ClassCountry) && (o.how <= howSkeleton || o.local) && !other(o) {
				c.feat[fUnlike] = 1
				break
			}
		}
	}
}

func (r *Resolver) sizeFeatures(c *cand, maxPop int64, first bool) {
	f := &c.feat
	if c.pop > 0 {
		f[fPop] = float32(math.Log10(1+float64(c.pop)) / 7)
		f[fPopRel] = f[fPop] - float32(math.Log10(1+float64(maxPop))/7)
	} else {
		f[fPopUnknown] = 1
		f[fPopRel] = -float32(math.Log10(1+float64(maxPop)) / 7)
	}
	if first {
		f[fFirst] = 1
	}
	switch c.class {
	case gazetteer.ClassCountry:
		f[fCountry] = 1
	case gazetteer.ClassAdmin1:
		f[fAdmin1] = 1
	case gazetteer.ClassAdmin2:
		f[fAdmin2] = 1
	case gazetteer.ClassNeighbourhood:
		f[fNeighbourhood] = 1
	case gazetteer.ClassRegion, gazetteer.ClassMountain, gazetteer.ClassIsland:
		f[fLandscape] = 1
	case gazetteer.ClassSea, gazetteer.ClassRiver:
		f[fWater] = 1
	case gazetteer.ClassFacility:
		f[fFacility] = 1
	case gazetteer.ClassSettlement:
		if c.pop <= 0 {
			f[fMinor] = 1
		}
	}
	switch fc := r.ix.Feature(c.ref); {
	case fc == "PPLC":
		f[fCapital] = 1
	case fc == "PPLA":
		f[fSeat1] = 1
	case len(fc) == 5 && fc[:4] == "PPLA":
		f[fSeat2] = 1
	case fc == "PPLX":
		f[fNeighbourhood] = 1
	}
}

func (r *Resolver) nameFeatures(c *cand, surface string) {
	f := &c.feat
	switch c.kind {
	case gazetteer.NameDemonym:
		f[fDemonym] = 1
	case gazetteer.NameAbbreviation:
		f[fAbbrev] = 1
	case gazetteer.NameAlternate:
		f[fAlternate] = 1
	case gazetteer.NameExonym:
		f[fExonym] = 1
	case gazetteer.NameHistorical:
		f[fHistorical] = 1
	}
	if c.kind != gazetteer.NamePrimary && utf8.RuneCountInString(surface) <= 3 {
		f[fShortAlias] = 1
	}
	switch c.how {
	case howScript:
		f[fScript] = 1
	case howInflected:
		f[fInflected] = 1
	case howSkeleton:
		f[fSkeleton] = 1
	case howFuzzy:
		if c.local {
			f[fLocal] = 1
		} else {
			f[fFuzzy] = 1
		}
	case howStem:
		f[fStem] = 1
	case howAdject:
		f[fAdject] = 1
	case howPart:
		f[fPart] = 1
	}
	f[fQuality] = c.quality - 1
	if c.viaCore {
		f[fCore] = 1
	}
}

func typeFeatures(c *cand, g *group) {
	f := &c.feat
	if c.how == howAdject && (g.kindIn|g.kindOut)&(mention.KindFacility|mention.KindFront|mention.KindCommune) != 0 {
		return // "Кременчуцький НПЗ" names its town
	}
	if k := g.kindIn; k != 0 {
		if k.Allows(c.class) {
			f[fTypeIn] = 1
		} else {
			f[fTypeInNot] = 1
		}
	}
	if k := g.kindOut; k != 0 {
		if k.Allows(c.class) {
			f[fTypeOut] = 1
		} else {
			f[fTypeOutNot] = 1
		}
		if k&mention.KindVillage != 0 && c.pop > 1000 {
			f[fVillageBig] = float32(math.Log10(float64(c.pop)/1000) / 2)
		}
		if k&mention.KindCity != 0 && k&mention.KindVillage == 0 && c.pop > 0 {
			f[fCityPop] = f[fPop]
		}
		if k&mention.KindFront != 0 && c.class == gazetteer.ClassSettlement {
			f[fFrontPop] = f[fPop]
		}
	}
}

// areaFeatures tells an area from its chief town of the same name, and what stands
// behind "southern" from a town.
func (d *doc) areaFeatures(c *cand, g *group) {
	if g.target && c.class == gazetteer.ClassSettlement {
		c.feat[fTarget] = 1
	}
	if g.directed && c.class == gazetteer.ClassSettlement && c.pop < 100000 {
		c.feat[fDirectedTown] = 1
	}
	if c.class != gazetteer.ClassAdmin1 && c.class != gazetteer.ClassAdmin2 && c.class != gazetteer.ClassCountry {
		return
	}
	if g.directed {
		c.feat[fDirected] = 1
	}
	if c.class == gazetteer.ClassCountry || g.kindIn != 0 || c.viaCore {
		return
	}
	for i := range g.cands {
		o := &g.cands[i]
		if o.class == gazetteer.ClassSettlement && o.country == c.country && (o.admin1 == c.admin1 || chordKm2(&o.vec, &c.vec) < 60*60) && (c.class == gazetteer.ClassAdmin2 && o.how <= howInflected || o.pop > 5000 || o.feat[fSeat1]+o.feat[fSeat2]+o.feat[fCapital] > 0) {
			c.feat[fOwnTown] = 1
			return
		}
	}
}

// waterFeatures tells a river from a town or an area of its name by the words before it.
func waterFeatures(c *cand, g *group) {
	f := &c.feat
	landscape := c.class == gazetteer.ClassRiver || c.class == gazetteer.ClassSea || c.class == gazetteer.ClassRegion || c.class == gazetteer.ClassMountain || c.class == gazetteer.ClassIsland
	switch {
	case !g.article || g.kindIn != 0:
	case landscape:
		f[fArticleWater] = 1
	case c.class == gazetteer.ClassSettlement || c.class == gazetteer.ClassAdmin1 || c.class == gazetteer.ClassAdmin2:
		f[fArticleTown] = 1
	}
	switch {
	case !g.river:
	case c.class == gazetteer.ClassRiver:
		f[fRiverCue] = 1
	default:
		f[fRiverCueNot] = 1
	}
}

// knownEverywhere is the number of inhabitants from which a city is named in every language's news.
const knownEverywhere = 300_000

func (r *Resolver) hintFeatures(c *cand, d *doc) {
	for _, h := range d.hints {
		if h.country == c.country {
			c.feat[fHintCountry] = 1
			if h.admin1 != "" && h.admin1 == c.admin1 {
				c.feat[fHintAdmin1] = 1
			}
		}
	}
	switch {
	case (d.lang == "uk" || d.lang == "ru") && c.pop > knownEverywhere && c.class == gazetteer.ClassSettlement && c.how <= howInflected:
		c.feat[fLang] = 1
	case d.lang == "uk" && c.country == "UA":
		c.feat[fLang] = 1
	case d.lang == "ru" && (c.country == "RU" || c.country == "UA"):
		c.feat[fLang] = 1
	}
}
