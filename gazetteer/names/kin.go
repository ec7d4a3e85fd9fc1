package names

import "strings"

// kinWord gives the folded Latin word with the Ukrainian form of a given name
// written as the Russian one, when the word looks like a Slavic place name made
// of it: mykolaivka becomes nikolaivka, novooleksandrivka novoaleksandrivka.
// Villages of Ukraine stand in old gazetteers under their Russian names. Other
// words come back as they are.
func kinWord(w string) string {
	if !madeOfName(w) {
		return w
	}
	at := 0
	for _, p := range [...]string{"novo", "staro", "velyko", "veliko", "malo", "verkhno", "nyzhno", "nizhno", "krasno", "chervono", "nyzhnio"} {
		if len(w) > len(p)+4 && strings.HasPrefix(w, p) {
			at = len(p)
			break
		}
	}
	for _, k := range givenNames {
		if strings.HasPrefix(w[at:], k[0]) {
			return w[:at] + k[1] + w[at+len(k[0]):]
		}
	}
	return w
}

// madeOfName reports whether the word has an ending of Slavic place names made of persons' names.
func madeOfName(w string) bool {
	for _, end := range [...]string{"vka", "iv", "ov", "ev", "ove", "ovo", "eve", "evo", "ske", "skoye", "skoe", "skyi", "skiy", "skyy", "ska", "skaya", "pil", "pol"} {
		if len(w) > len(end)+2 && strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// givenNames lists roots of Christian names: Ukrainian (KMU 2010 and older
// spellings) and Russian. Roots that already share a skeleton are not here.
//
//nolint:gochecknoglobals // table, never written
var givenNames = [][2]string{
	{"oleksandr", "aleksandr"},
	{"oleksi", "aleksi"},
	{"oleksy", "aleksi"},
	{"mykola", "nikola"},
	{"mikola", "nikola"},
	{"kostiantyn", "konstantin"},
	{"kostyantyn", "konstantin"},
	{"kostiantin", "konstantin"},
	{"kostyantin", "konstantin"},
	{"kateryn", "yekaterin"},
	{"katerin", "yekaterin"},
	{"ekaterin", "yekaterin"},
	{"olen", "yelen"},
	{"elen", "yelen"},
	{"hann", "ann"},
	{"hryhor", "grigor"},
	{"pylyp", "filipp"},
	{"pilip", "filipp"},
	{"fedir", "fedor"},
	{"feodor", "fedor"},
	{"yosyp", "iosif"},
	{"osyp", "iosif"},
	{"opanas", "afanas"},
	{"panas", "afanas"},
	{"ostap", "yevstaf"},
	{"hnat", "ignat"},
	{"ihnat", "ignat"},
	{"yelyzavet", "yelizavet"},
	{"lyzavet", "yelizavet"},
}
