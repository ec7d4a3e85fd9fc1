// Package actor finds the named sides of a conflict in a report: [Table.Find].
//
// It has a table of armies, armed groups and other sides ([Default], the file actors.tsv)
// with their usual names in English, Ukrainian and Russian, a stable identifier for each,
// and the Wikidata item where it is certain. [Read] reads a user's own rows, [Table.With]
// puts them beside the built-in ones. A side that is not in the table is not found; the
// table is data, not a judgement on anybody.
package actor

import (
	"bytes"
	_ "embed"
	"slices"
	"sync"

	"sitmap/internal/event"
	"sitmap/internal/extract/words"
)

// Actor is one row of the table.
type Actor struct {
	ID       string // stable: "rsf"
	Name     string
	Kind     Kind
	Wikidata string // "Q38799", "" not known for certain
	names    string // phrases of [words.Row]
}

// Kind says what sort of side it is; the sorts follow ACLED's interaction codes.
type Kind string

// The kinds.
const (
	State      Kind = event.KindState      // ACLED 1
	Rebel      Kind = event.KindRebel      // 2
	Militia    Kind = event.KindMilitia    // 3: political militias, gangs
	Communal   Kind = event.KindCommunal   // 4: identity militias
	Protesters Kind = event.KindProtesters // 6
	Civilians  Kind = event.KindCivilians  // 7
	External   Kind = event.KindExternal   // 8
	Police     Kind = event.KindPolice     // 1
	Unknown    Kind = event.KindUnknown
)

var kinds = []Kind{State, Rebel, Militia, Communal, Protesters, Civilians, External, Police, Unknown} //nolint:gochecknoglobals // table, never written

// Found is a side named in a report.
type Found struct {
	*Actor
	First, Last int // words, half open
}

// Generic reports a side without a name of its own: "soldiers", "rebels", "gunmen".
func (a *Actor) Generic() bool {
	switch a.ID {
	case "military", "rebels", "gunmen", "gangs", "bandits", "pirates", "police":
		return true
	}
	return false
}

// Table is a compiled table. It is read-only and safe for any number of callers.
type Table struct {
	rows []Actor
	lex  *words.Lexicon[*Actor]
}

//go:embed actors.tsv
var builtIn []byte

// Default is the built-in table.
var Default = sync.OnceValue(func() *Table { //nolint:gochecknoglobals // made once, never written
	rows, err := Read("actors.tsv", bytes.NewReader(builtIn))
	if err != nil {
		return compile(nil) // TestDefault reads the file
	}
	return compile(rows)
})

// With gives a table with further rows. A row with the identifier of another takes its place;
// where two rows share a name, the later row has it.
func (t *Table) With(rows []Actor) *Table {
	all := slices.Clone(t.rows)
	for _, r := range rows {
		all = slices.DeleteFunc(all, func(o Actor) bool { return o.ID == r.ID })
	}
	return compile(append(slices.Clone(rows), all...))
}

// compile puts earlier rows first: of two phrases of one length the first counts.
func compile(rows []Actor) *Table {
	t := &Table{rows: rows}
	phrases := make([]words.Row[*Actor], len(rows))
	for i := range rows {
		phrases[i] = words.Row[*Actor]{Patterns: rows[i].names, Value: &t.rows[i]}
	}
	t.lex = words.Compile(phrases...)
	return t
}

// Find gives the sides named in words first to last from left to right. A general word
// beside a name ("ELN guerrillas") belongs to the name.
func (t *Table) Find(d *words.Doc, first, last int) []Found {
	var out []Found
	for _, h := range t.lex.Find(d, first, last) {
		f := Found{h.Value, h.First, h.Last}
		if k := len(out) - 1; k >= 0 && f.First-out[k].Last <= 1 && !parted(d, out[k].Last, f.First) {
			switch {
			case f.Generic() && !out[k].Generic():
				out[k].Last = f.Last
				continue
			case out[k].Generic() && !f.Generic() && f.Kind != Civilians:
				f.First = out[k].First
				out[k] = f
				continue
			}
		}
		out = append(out, f)
	}
	return out
}

// parted reports a mark or a conjunction between two names: "the RSF and soldiers".
func parted(d *words.Doc, from, to int) bool {
	for k := from; k < to; k++ {
		if d.IsMark(k) && !d.Is(k, "«", "\"", "“", "„") || !d.IsMark(k) && !d.HasStem(k, "груп", "угрупов", "организ", "орган") {
			return true
		}
	}
	return false
}
