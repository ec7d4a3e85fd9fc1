// Package casualty finds what a report says of people killed, wounded, missing and
// captured: [Find].
//
// It reads English, Ukrainian and Russian: figures and number words, hedges ("at least",
// "до двадцати"), words of no number ("several", "dozens"), joint counts ("killed or
// wounded"), single people without a number, and statements that nobody was hurt.
// Numbers of things, days, kilometres and of troops present are left out. It does not
// decide to which event a count belongs.
package casualty

import (
	"slices"
	"strings"

	"sitmap/internal/event"
	"sitmap/internal/extract/words"
)

// Kind says what happened to people.
type Kind uint8

// The kinds of losses.
const (
	Killed Kind = iota
	Wounded
	Missing
	Captured
	KilledOrWounded
)

// Side says whose people they are, as far as the words tell.
type Side uint8

// The sides as the author of the report sees them.
const (
	SideUnknown Side = iota
	SideOwn
	SideEnemy
	SideCivilian
)

// Found is one count of a report.
type Found struct {
	Kind        Kind
	Count       event.Count
	Victims     string // the counted people in the words of the text; "" not said
	Side        Side
	First, Last int  // words from the number to the loss, half open
	Head        int  // the word that names the loss
	Zero        bool // the text says that there were none
	Earlier     bool // an older figure that the report replaces
	Share       bool // a part of a sum given before ("nine in the village, four in the town")
}

// Find gives the counts from left to right.
func Find(d *words.Doc) []Found {
	var out []Found
	for s := range d.Sents {
		out = append(out, inSentence(d, d.Sents[s].First, d.Sents[s].Last)...)
	}
	return out
}

// Armed reports that the counted people bear arms: soldiers, policemen, fighters.
func (f Found) Armed() bool {
	v := words.Fold(f.Victims)
	for _, s := range []string{"soldier", "troops", "police", "servicem", "fighter", "militant", "rebel", "insurgent", "paratroop", "marines", "mercenar", "gunm", "солдат", "бійц", "військов", "військових", "окупант", "штурмовик", "прикордонник", "боец", "бойц", "военнослуж", "военных", "боевик", "полицейск", "поліцейськ", "диверсант"} {
		if strings.Contains(v, s) {
			return true
		}
	}
	return false
}

// Regular reports that the counted people are soldiers of a state, as far as the words tell.
func (f Found) Regular() bool {
	v := words.Fold(f.Victims)
	for _, s := range []string{"soldier", "troops", "servicem", "paratroop", "marines", "солдат", "військов", "военнослуж", "военных", "военный"} {
		if strings.Contains(v, s) {
			return true
		}
	}
	return false
}

// Set puts a count into the field of its kind.
func Set(c *event.Casualties, k Kind, n event.Count) {
	switch k {
	case Killed:
		c.Killed = &n
	case Wounded:
		c.Wounded = &n
	case Missing:
		c.Missing = &n
	case Captured:
		c.Captured = &n
	case KilledOrWounded:
		c.KilledOrWounded = &n
	}
}

// Get gives the field of a kind.
func Get(c event.Casualties, k Kind) *event.Count {
	switch k {
	case Killed:
		return c.Killed
	case Wounded:
		return c.Wounded
	case Missing:
		return c.Missing
	case Captured:
		return c.Captured
	case KilledOrWounded:
		return c.KilledOrWounded
	}
	return nil
}

// reader works on one sentence.
type reader struct {
	d           *words.Doc
	first, last int
	heads       []head
	nums        []quantity
}

// head is a word that names a loss.
type head struct {
	words.Hit[loss]
	joint bool // "killed or wounded"
	done  bool
}

func inSentence(d *words.Doc, first, last int) []Found {
	r := reader{d: d, first: first, last: last}
	r.findHeads()
	zero := r.zeros()
	if len(r.heads) == 0 {
		return zero
	}
	r.findQuantities()
	var out []Found
	for pass := range 3 {
		for i := range r.heads {
			if r.heads[i].done {
				continue
			}
			out = append(out, r.count(i, pass)...)
		}
	}
	out = r.withoutParts(append(out, r.shares(out)...))
	return merge(append(zero, out...))
}

// withoutParts drops single people that a sum before a colon holds already: "two were hurt: a
// man was taken to hospital, a woman declined".
func (r *reader) withoutParts(in []Found) []Found {
	return slices.DeleteFunc(in, func(f Found) bool {
		if f.Count.Min == nil || *f.Count.Min != 1 || f.Zero {
			return false
		}
		for _, o := range in {
			if o.Kind == f.Kind && o.Head < f.Head && o.Count.Min != nil && *o.Count.Min > 1 && r.colon(o.Head, f.Head) {
				return true
			}
		}
		return false
	})
}

func (r *reader) colon(from, to int) bool {
	for k := from; k < to; k++ {
		if r.d.Is(k, ":") {
			return true
		}
	}
	return false
}

// findHeads marks the losses and joins "killed or wounded".
func (r *reader) findHeads() {
	for _, h := range losses.Find(r.d, r.first, r.last) {
		if k := len(r.heads) - 1; k >= 0 && r.joins(r.heads[k], h) {
			r.heads[k].joint = true
			r.heads[k].Last = h.Last
			continue
		}
		if k := len(r.heads) - 1; k >= 0 && r.heads[k].Value.kind == Captured && h.Value.kind != Captured && r.isSubject(r.heads[k], h) {
			r.heads = r.heads[:k] // "eleven prisoners were killed"
		}
		r.heads = append(r.heads, head{Hit: h})
	}
}

// isSubject reports captives who stand as the subject of another loss.
func (r *reader) isSubject(a head, b words.Hit[loss]) bool {
	if !r.d.Is(a.Last-1, "prisoners", "hostages", "captives") && !r.d.HasStem(a.Last-1, "пленн", "полонен", "військовополонен", "военнопленн", "заложник", "заручник") {
		return false
	}
	for k := a.Last; k < b.First; k++ {
		if !r.d.Is(k, "were", "was", "had", "have", "been", "also", "later", "were", "було", "были", "було", "також", "также") {
			return false
		}
	}
	return b.First-a.Last <= 3
}

// joins reports whether b continues a as one joint loss: "killed or wounded", "вбитих і поранених".
func (r *reader) joins(a head, b words.Hit[loss]) bool {
	if a.Value.kind == b.Value.kind || a.Value.kind > Wounded || b.Value.kind > Wounded || a.Last+1 != b.First || a.Value.nobody || b.Value.nobody {
		return false
	}
	if r.d.Is(a.Last, "or", "або", "чи", "или") {
		return true
	}
	return r.d.Is(a.Last, "and", "і", "й", "та", "и") && a.Value.form != formVerb && b.Value.form != formVerb
}

// merge keeps one count for each head and kind, and drops zeros that a count contradicts.
func merge(in []Found) []Found {
	var out []Found
	for _, f := range in {
		keep := true
		for _, g := range out {
			if g.Kind == f.Kind && g.Head == f.Head && g.Zero == f.Zero && g.First == f.First && g.Last == f.Last {
				keep = false
			}
		}
		if keep {
			out = append(out, f)
		}
	}
	for i := 1; i < len(out); i++ {
		for j := i; j > 0 && out[j].First < out[j-1].First; j-- {
			out[j], out[j-1] = out[j-1], out[j]
		}
	}
	return out
}
