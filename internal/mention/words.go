// Package mention finds the words of a report that name places: [Recogniser.Find].
// It also owns the small lexicons that say what stands beside a place's name:
// type words ("district", "село"), bearings, verbs of saying.
//
// Spans are byte offsets. The package asks the gazetteer whether a name exists; it
// does not decide which place is meant, gazetteer/resolve does.
package mention

import "sitmap/gazetteer"

// Kind is a set of place kinds that a type word allows.
type Kind uint32

// The kinds of places that words name.
const (
	KindVillage Kind = 1 << iota
	KindTown
	KindCity
	KindAdmin1   // region, oblast, state
	KindAdmin2   // district, raion, county
	KindCommune  // municipality, hromada, township: an area named after its settlement
	KindCountry  // republic, kingdom
	KindRiver    // river, lake, canal
	KindSea      // sea, bay, strait
	KindMountain // mountain, range, valley
	KindIsland
	KindFacility // airport, bridge, street, school
	KindFront    // direction, axis, sector: the town that gives a front its name
	KindPart     // neighbourhood, suburb, quarter
	KindLandscape
)

// KindSettlement is any settlement.
const KindSettlement = KindVillage | KindTown | KindCity

// Allows reports whether a place of class c can be of kind k; the empty kind allows all.
func (k Kind) Allows(c gazetteer.Class) bool {
	if k == 0 {
		return true
	}
	switch c {
	case gazetteer.ClassCountry:
		return k&KindCountry != 0
	case gazetteer.ClassAdmin1:
		return k&(KindAdmin1|KindLandscape) != 0
	case gazetteer.ClassAdmin2:
		return k&(KindAdmin2|KindCommune) != 0
	case gazetteer.ClassSettlement:
		return k&(KindSettlement|KindCommune|KindFront|KindPart) != 0
	case gazetteer.ClassNeighbourhood:
		return k&(KindPart|KindFront) != 0
	case gazetteer.ClassRegion:
		return k&(KindLandscape|KindMountain) != 0
	case gazetteer.ClassSea:
		return k&KindSea != 0
	case gazetteer.ClassRiver:
		return k&KindRiver != 0
	case gazetteer.ClassMountain:
		return k&(KindMountain|KindLandscape) != 0
	case gazetteer.ClassIsland:
		return k&KindIsland != 0
	case gazetteer.ClassFacility:
		return k&KindFacility != 0
	}
	return true
}

// TypeWord gives the kind that a folded word (names.Fold) names, and whether it
// usually stands before the name, behind it or both. Inflected forms are listed.
func TypeWord(w string) (k Kind, before, behind bool) {
	if e, ok := typeWords[w]; ok {
		return e.kind, e.side&1 != 0, e.side&2 != 0
	}
	return 0, false, false
}

type typeEntry struct {
	kind Kind
	side uint8 // 1 before the name, 2 behind it, 3 both
}

//nolint:gochecknoglobals // table, never written
var typeWords = makeTypeWords()

func makeTypeWords() map[string]typeEntry {
	m := make(map[string]typeEntry, 400)
	put := func(k Kind, side uint8, words ...string) {
		for _, w := range words {
			e := m[w]
			m[w] = typeEntry{e.kind | k, e.side | side}
		}
	}
	// English
	put(KindVillage, 3, "village", "villages", "hamlet", "hamlets", "settlement", "settlements")
	put(KindTown, 3, "town", "towns")
	put(KindCity, 3, "city", "cities", "capital")
	put(KindAdmin1, 2, "oblast", "region", "province", "governorate", "state", "krai", "prefecture", "emirate", "voivodeship", "oblasts", "regions", "provinces", "canton")
	put(KindAdmin1, 1, "province", "state", "region")
	put(KindAdmin2, 2, "region", "province", "district", "districts", "raion", "rayon", "county", "counties", "parish", "department", "department", "subdistrict", "co", "ulus", "okrug", "uezd")
	put(KindAdmin2, 1, "district", "county", "co")
	put(KindCommune, 2, "community", "municipality", "township", "townships", "borough", "commune", "hromada", "twp")
	put(KindLandscape, 2, "region", "peninsula", "desert", "coast", "basin", "belt", "strip", "enclave", "plateau", "area", "delta")
	put(KindCountry, 2, "republic", "federation", "kingdom", "emirates")
	put(KindCountry|KindAdmin1, 1, "republic", "kingdom", "commonwealth")
	put(KindRiver, 2, "river", "lake", "canal", "creek", "reservoir", "falls", "rivers", "lakes")
	put(KindRiver, 1, "river", "lake", "wadi", "rio")
	put(KindSea, 2, "sea", "ocean", "bay", "gulf", "strait", "straits", "channel", "harbor", "harbour", "sound")
	put(KindSea, 1, "gulf", "bay", "strait", "sea", "straits")
	put(KindMountain, 2, "mountains", "mountain", "hills", "valley", "peak", "range", "hill", "heights", "pass")
	put(KindMountain, 1, "mount", "mt", "mountains")
	put(KindIsland, 2, "island", "islands", "archipelago", "isle")
	put(KindIsland, 1, "island", "isle", "isles")
	put(KindFacility, 2, "airport", "airfield", "airbase", "dam", "bridge", "station", "street", "st", "avenue", "ave", "road", "rd", "boulevard", "blvd", "highway",
		"hwy", "drive", "lane", "square", "church", "cathedral", "mosque", "school", "university", "college", "hospital", "museum", "stadium", "park", "prison", "base",
		"port", "terminal", "hotel", "center", "centre", "library", "theater", "theatre", "hall", "tower", "building", "cemetery", "monastery", "castle", "palace",
		"academy", "institute", "clinic", "plaza", "mall", "market", "crossing", "refinery", "plant", "camp", "arena", "court", "zoo", "temple", "chapel", "inn", "zoo")
	put(KindFacility, 1, "rue", "calle", "via", "university")
	put(KindFront, 2, "direction", "axis", "sector", "front", "directions", "axes")
	put(KindPart, 2, "neighborhood", "neighbourhood", "suburb", "quarter", "district", "area")
	put(KindPart, 1, "suburb", "neighborhood", "neighbourhood")
	// Ukrainian
	put(KindVillage, 1, "село", "села", "селі", "селу", "селом", "сіл", "селах", "селами", "с", "хутір", "хуторі", "хутора", "хутором", "селище", "селища", "селищі", "селищем", "смт", "селищ")
	put(KindTown, 1, "селище", "селища", "селищі", "смт", "містечко", "містечка", "містечку")
	put(KindTown|KindCity, 1, "місто", "міста", "місті", "місту", "містом", "міст", "містах", "м")
	put(KindAdmin1, 2, "область", "області", "областю", "обл", "областях", "областей")
	put(KindAdmin2, 2, "район", "району", "районі", "районом", "р н", "районів", "районах")
	put(KindCommune, 2, "громада", "громади", "громаді", "громаду", "громадою", "територіальна", "міська", "сільська", "селищна", "міської", "сільської", "селищної", "міській", "сільській", "селищній", "територіальної", "сільрада", "міськрада")
	put(KindFront, 2, "напрямок", "напрямку", "напрямі", "напрямком", "напрям", "напрямках", "напрямки", "напрямків")
	put(KindRiver, 1, "річка", "річки", "річці", "річку", "річкою", "р", "озеро", "озера", "озері")
	put(KindSea, 2, "море", "моря", "морі", "морем", "затока", "затоки", "затоці", "протока")
	put(KindIsland, 1, "острів", "острова", "острові", "островом", "о")
	put(KindFacility, 1, "станція", "станції", "вулиця", "вулиці", "вул", "аеропорт", "аеродром", "аеродромі")
	// Russian
	put(KindVillage, 1, "село", "селе", "селу", "сел", "селах", "деревня", "деревне", "деревни", "деревню", "деревней", "деревень", "деревнях", "дер", "хутор", "хуторе", "хутора", "хутором", "хуторов",
		"поселок", "поселке", "поселка", "поселком", "поселку", "поселков", "пос", "станица", "станице", "станицы", "слобода", "слободе", "аул", "ауле", "селение", "селении", "селения")
	put(KindTown, 1, "поселок", "поселке", "поселка", "пгт", "городок", "городке", "городка")
	put(KindTown|KindCity, 1, "город", "городе", "города", "городу", "городом", "городов", "городах", "г")
	put(KindAdmin1, 2, "область", "области", "областью", "областей", "край", "края", "крае", "краю", "краем")
	put(KindAdmin1|KindCountry, 1, "республика", "республике", "республики", "республику", "республікою", "республіка", "республіки", "республіці")
	put(KindAdmin1|KindCountry, 2, "республика", "республике", "республики", "республіка", "республіки")
	put(KindAdmin2, 2, "район", "районом", "району", "района", "районе", "улус", "улуса", "улусе", "округ", "округа", "округе", "округом", "районы", "районов")
	put(KindFront, 2, "направление", "направлении", "направления", "направлением", "направлениях", "участке", "участок")
	put(KindRiver, 1, "река", "реки", "реке", "реку", "рекой", "озере")
	put(KindSea, 2, "морем", "пролив", "проливе", "пролива", "залив", "заливе", "залива")
	put(KindIsland, 1, "остров", "острове", "островом")
	put(KindFacility, 2, "нпз", "аес", "аэс", "тец", "тэц", "тес", "тэс", "порт", "порту", "порта", "портом", "аеродром", "аеродрому", "аеродромі", "аэродром", "аэродрома", "аэродроме", "авиабаза", "авіабаза", "авіабазі", "авиабазе",
		"міст", "мосту", "мост", "моста", "мосту", "водосховище", "водосховища", "водохранилище", "водохранилища", "завод", "заводу", "завода", "заводі", "заводе", "гес", "гэс", "нафтобаза", "нефтебаза", "аеропорт", "аэропорт", "аеропорту", "аэропорту", "вокзал", "комбінат", "комбинат")
	put(KindFacility, 1, "станция", "станции", "улица", "улице", "улицы", "ул", "аэропорт", "аэродром", "аэродроме")
	return m
}

// Bearing gives the compass direction of a folded word, degrees clockwise from
// north: "north-east" (folded "north east") must be asked for as one string.
func Bearing(w string) (float64, bool) {
	d, ok := bearings[w]
	return d, ok
}

//nolint:gochecknoglobals // table, never written
var bearings = makeBearings()

func makeBearings() map[string]float64 {
	m := make(map[string]float64, 96)
	put := func(d float64, words ...string) {
		for _, w := range words {
			m[w] = d
		}
	}
	put(0, "north", "northern", "northward", "северу", "север", "севернее", "північ", "північніше", "півночі", "севере")
	put(45, "northeast", "north east", "northeastern", "северо востоку", "северо восток", "северо восточнее", "північний схід", "північно східніше", "північному сході")
	put(90, "east", "eastern", "востоку", "восток", "восточнее", "схід", "східніше", "сході", "востоке")
	put(135, "southeast", "south east", "southeastern", "юго востоку", "юго восток", "юго восточнее", "південний схід", "південно східніше", "південному сході")
	put(180, "south", "southern", "югу", "юг", "южнее", "південь", "південніше", "півдні", "юге")
	put(225, "southwest", "south west", "southwestern", "юго западу", "юго запад", "юго западнее", "південний захід", "південно західніше", "південному заході")
	put(270, "west", "western", "западу", "запад", "западнее", "захід", "західніше", "заході", "западе")
	put(315, "northwest", "north west", "northwestern", "северо западу", "северо запад", "северо западнее", "північний захід", "північно західніше", "північному заході")
	return m
}

// IsNear reports whether a folded word says that one place lies close to another.
func IsNear(w string) bool {
	switch w {
	case "near", "outside", "around", "beside", "nearby", "close", "off", "above", "below",
		"под", "возле", "около", "близ", "рядом", "вблизи", "недалеко", "неподалеку", "у",
		"під", "біля", "поблизу", "неподалік", "коло", "поряд", "навколо":
		return true
	}
	return false
}

// IsIn reports whether a folded preposition says that one place lies inside another.
func IsIn(w string) bool {
	switch w {
	case "in", "of", "within", "inside", "across", "throughout", "в", "во", "на", "у", "із", "з":
		return true
	}
	return false
}

// Nationality gives the ISO 3166-1 code of the country behind a folded Russian or
// Ukrainian nationality word ("украинской", "росіяни", "сирійські"), "" for others.
func Nationality(w string) string {
	for _, n := range nationalities {
		if len(w) >= len(n.stem) && w[:len(n.stem)] == n.stem && len(w)-len(n.stem) <= n.max {
			return n.country
		}
	}
	return ""
}

//nolint:gochecknoglobals // table, never written
var nationalities = []struct {
	stem, country string
	max           int
}{
	{"украинск", "UA", 8},
	{"украинец", "UA", 0},
	{"украинц", "UA", 8},
	{"українськ", "UA", 8},
	{"українц", "UA", 8},
	{"українец", "UA", 4},
	{"российск", "RU", 8},
	{"россиян", "RU", 8},
	{"російськ", "RU", 8},
	{"росіян", "RU", 8},
	{"белорусск", "BY", 8},
	{"білоруськ", "BY", 8},
	{"польск", "PL", 8},
	{"польськ", "PL", 8},
	{"немецк", "DE", 8},
	{"німецьк", "DE", 8},
	{"американск", "US", 8},
	{"американськ", "US", 8},
	{"американц", "US", 8},
	{"британск", "GB", 8},
	{"британськ", "GB", 8},
	{"французск", "FR", 8},
	{"французьк", "FR", 8},
	{"турецк", "TR", 8},
	{"турецьк", "TR", 8},
	{"сирийск", "SY", 8},
	{"сирійськ", "SY", 8},
	{"израильск", "IL", 8},
	{"ізраїльськ", "IL", 8},
	{"иранск", "IR", 8},
	{"іранськ", "IR", 8},
	{"ливанск", "LB", 8},
	{"ліванськ", "LB", 8},
	{"иракск", "IQ", 8},
	{"іракськ", "IQ", 8},
	{"грузинск", "GE", 8},
	{"грузинськ", "GE", 8},
	{"армянск", "AM", 8},
	{"вірменськ", "AM", 8},
	{"азербайджанск", "AZ", 8},
	{"азербайджанськ", "AZ", 8},
	{"молдавск", "MD", 8},
	{"молдовськ", "MD", 8},
	{"румынск", "RO", 8},
	{"румунськ", "RO", 8},
	{"китайск", "CN", 8},
	{"китайськ", "CN", 8},
	{"северокорейск", "KP", 8},
	{"північнокорейськ", "KP", 8},
	{"суданск", "SD", 8},
	{"суданськ", "SD", 8},
	{"казахстанск", "KZ", 8},
	{"казахстанськ", "KZ", 8},
	{"палестинск", "PS", 8},
	{"палестинськ", "PS", 8},
	{"египетск", "EG", 8},
	{"єгипетськ", "EG", 8},
	{"афганск", "AF", 8},
	{"афганськ", "AF", 8},
	{"венгерск", "HU", 8},
	{"угорськ", "HU", 8},
	{"чешск", "CZ", 8},
	{"чеськ", "CZ", 8},
	{"болгарск", "BG", 8},
	{"болгарськ", "BG", 8},
}
