package mention

import (
	"strings"

	"sitmap/gazetteer/names"
)

// CrossForms writes a name as the other of the two languages would: the parts in which
// Ukrainian and Russian forms of one name differ by more than their sound.
func CrossForms(name string) []string {
	f := names.Fold(name)
	if names.ScriptOf(f) == names.ScriptCyrillic {
		if l := names.Latin(f); len(l) > 0 {
			f = l[0]
		}
	}
	var out []string
	for _, pair := range crossParts {
		for k := range 2 {
			if i := strings.Index(f, pair[k]); i >= 0 {
				out = append(out, f[:i]+pair[1-k]+f[i+len(pair[k]):])
			}
		}
	}
	if len(out) > 6 {
		out = out[:6]
	}
	return out
}

//nolint:gochecknoglobals // table, never written
var crossParts = [][2]string{
	{"oleksand", "aleksand"},
	{"oleksii", "aleksee"},
	{"oleksiy", "aleksey"},
	{"oleksi", "aleksee"},
	{"andrii", "andree"},
	{"andriy", "andreye"},
	{"mykolai", "nikolae"},
	{"mykolay", "nikolaye"},
	{"kostiantyn", "konstantin"},
	{"kostyantyn", "konstantin"},
	{"yevhen", "evgen"},
	{"kateryn", "ekaterin"},
	{"kateryn", "yekaterin"},
	{"kamian", "kamen"},
	{"kamyan", "kamen"},
	{"heorhii", "georgie"},
	{"heorhiy", "georgiye"},
	{"serhii", "sergee"},
	{"serhiy", "sergeye"},
	{"yelyzavet", "elizavet"},
	{"persha", "pervaya"},
	{"pershe", "pervoye"},
	{"persha", "1"},
	{"druha", "vtoraya"},
	{"druhe", "vtoroye"},
	{"ivsk", "ovsk"},
	{"evsk", "ivsk"},
	{"pil", "pol"},
	{"lviv", "lvov"},
	{"sokil", "sokol"},
	{"pillia", "polye"},
	{"pillya", "polye"},
	{"dmytriv", "dmitriyev"},
	{"chervon", "krasn"},
	{"verkhni", "verkhne"},
	{"nyzhni", "nizhne"},
	{"velyk", "bolsh"},
	{"velyka", "velikaya"},
	{"mala ", "malaya "},
	{"male ", "maloye "},
	{"nova ", "novaya "},
	{"nove ", "novoye "},
	{"stara ", "staraya "},
	{"stare ", "staroye "},
	{"pivnichn", "severn"},
	{"pivdenn", "yuzhn"},
	{"stepove", "stepnoye"},
	{"vilkhov", "olkhov"},
	{"vovch", "volch"},
	{"yivka", "yevka"},
	{"iivka", "eevka"},
	{"ivka", "ovka"},
	{"nyi", "nyy"},
	{"skyi", "skiy"},
	{"ny", "nyy"},
	{"sky", "skiy"},
}
