// Package actor finds the named sides of a conflict in a report: [Find].
//
// It has a table of armies, armed groups and state forces with their usual names in
// English, Ukrainian and Russian and a stable identifier for each. A side that is not in
// the table is not found; the table is data, not a judgement on anybody.
package actor

import "sitmap/internal/extract/words"

// Found is a named side in a report.
type Found struct {
	ID, Name    string
	First, Last int // words, half open
}

type side struct{ id, name string }

// Find gives the sides named in words first to last from left to right.
func Find(d *words.Doc, first, last int) []Found {
	var out []Found
	for _, h := range table.Find(d, first, last) {
		out = append(out, Found{h.Value.id, h.Value.name, h.First, h.Last})
	}
	return out
}

func row(id, name, patterns string) words.Row[side] {
	return words.Row[side]{Patterns: patterns, Value: side{id, name}}
}

var table = words.Compile( //nolint:gochecknoglobals // table, never written
	row("ru-armed-forces", "Russian Armed Forces", "russian armed forces; russian troops|forces|soldiers|army|infantry|units|assault|column|artillery|garrison|group|positions|servicemen; russians; russia's army|military|forces; "+
		"росіян*; російськ* військ*|сил*|арм*|окупант*|загарбник*|штурмовик*|боєприпас|підрозділ*; збройн* сил* рф; зс рф; армія рф; війська рф; окупант*; загарбник*; вс рф; российск* войск*|арм*|сил*|военн*|подразделен*|штурмовик*; группировк*; угрупованн*"),
	row("ua-armed-forces", "Armed Forces of Ukraine", "armed forces of ukraine; ukrainian armed forces; ukrainian troops|forces|soldiers|army|military|units|armo*|positions|servicemen|marines|paratroopers|unit; ukrainians; ukraine's army|military|forces|troops; ukrainian-held; afu; "+
		"зсу; збройн* сил* україни; сил* оборони; українськ* військ*|сил*|арм*|захисник*|бійц*|підрозділ*|прикордонник*; наші бійці; всу; украинск* войск*|арм*|сил*|военн*|подразделен*|боевик*"),
	row("ua-border-guard", "State Border Guard Service of Ukraine", "border guard service; ukrainian border guard*; держприкордонслужб*; прикордонник*"),
	row("ua-air-defence", "Ukrainian air defence", "сили ппо; сил ппо; ukrainian air defen*"),
	row("kp-army", "North Korean army", "north korean*; north koreans; dprk troops|soldiers|forces; північнокорейськ*; северокорейск*; кндр"),
	row("wagner", "Wagner Group", "wagner; wagner group; wagner fighters|mercenaries; вагнер*; russian mercenaries; чвк вагнер; пвк вагнер"),
	row("il-idf", "Israeli Defense Forces", "israel defense forces; idf; israeli army|military|forces|troops|air|strikes|airstrikes|jets|warplanes|raid; israel's army|military; цахал; израильск* арм*|сил*|авиа*; ізраїльськ* арм*|сил*|авіа*"),
	row("hezbollah", "Hezbollah", "hezbollah; hizbullah; hizballah; хезбол*; хизбал*; хезболл*"),
	row("hamas", "Hamas", "hamas; хамас; хамасу; хамаса"),
	row("houthis", "Houthis", "houthi; houthis; ansar allah; хусит*; хути"),
	row("lb-army", "Lebanese Armed Forces", "lebanese army|troops|soldiers|armed forces"),
	row("sy-army", "Syrian Army", "syrian army|government forces|troops|regime forces; government forces; regime forces"),
	row("sy-security", "Syrian security forces", "syrian security forces"),
	row("sna", "Syrian National Army", "syrian national army; sna; turkish-backed; turkish-backed fighters|factions"),
	row("sdf", "SDF", "sdf; syrian democratic forces; kurdish-led"),
	row("sy-opposition", "Syrian opposition factions", "rebel factions; syrian rebels; opposition factions"),
	row("tr-army", "Turkish Armed Forces", "turkish army|military|forces|troops|drone|drones|jets"),
	row("islamic-state", "Islamic State", "islamic state; isis; isil; daesh; iswap; іділ; игил"),
	row("rsf", "Rapid Support Forces", "rapid support forces; rsf; paramilitaries"),
	row("sd-army", "Sudanese Armed Forces", "sudanese armed forces; sudanese army; sudan's army|military"),
	row("m23", "M23", "m23; m23 rebels|fighters"),
	row("fardc", "FARDC", "fardc; congolese army|troops|soldiers|forces"),
	row("wazalendo", "Wazalendo", "wazalendo; pro-government militia*"),
	row("adf", "ADF", "adf; allied democratic forces"),
	row("ml-army", "Malian Armed Forces", "malian army|troops|soldiers|armed forces; fama"),
	row("jnim", "JNIM", "jnim; group for the support of islam"),
	row("csp-dpa", "CSP-DPA", "csp-dpa; csp; separatist fighters; tuareg rebels|separatists"),
	row("boko-haram", "Boko Haram", "boko haram"),
	row("al-shabaab", "Al-Shabaab", "al-shabaab; al shabaab; shabaab"),
	row("mm-army", "Myanmar Armed Forces", "junta; myanmar military|army; tatmadaw; army jet; junta troops|forces"),
	row("pdf-mm", "People's Defence Force", "people's defen* force*; pdf; local defence force"),
	row("arakan-army", "Arakan Army", "arakan army"),
	row("tribal-militias", "Tribal militias", "rival tribes; tribal militia*; tribesmen"),
	row("ttp", "TTP", "ttp; pakistani taliban; tehrik-e-taliban"),
	row("taliban", "Taliban", "taliban; талиб*; таліб*"),
	row("ansf-pk", "Pakistani security forces", "pakistani army|troops|soldiers|security forces"),
	row("az-army", "Azerbaijani Armed Forces", "azerbaijani army|troops|forces|soldiers"),
	row("am-army", "Armenian Armed Forces", "armenian army|troops|forces|soldiers"),
	row("fano", "Fano", "fano; fano militia*"),
	row("et-army", "Ethiopian National Defence Force", "ethiopian army|troops|forces|soldiers; endf"),
	row("gangs-ht", "Gangs", "gang; gangs; gunmen from the _ _? gang; viv ansanm; gran grif"),
	row("police", "Police", "riot police; police; поліці*; полици*"),
	row("protesters", "Protesters", "protesters; demonstrators; crowds; протестувальник*; демонстрант*; протестующ*"),
	row("gunmen", "Unidentified gunmen", "gunmen; unidentified gunmen; armed men; вооруженные люди; озброєні люди"),
	row("rebels", "Rebels", "rebels; insurgents; militants; jihadists; guerrillas; боевик*; бойовик*; повстанц*"),
	row("civilians", "Civilians", "civilian*; residents; villagers; passengers; worshippers; workers; цивільн*; мирн*; мешкан*; жител*; гражданск*; прохож*; людей; людини; people"),
)
