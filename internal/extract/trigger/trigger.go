// Package trigger finds the words that make a piece of text an event and gives the
// ACLED sub-event type they stand for: [Find], [Decide].
//
// It reads English, Ukrainian and Russian. A word alone may be an event ("clashes"), a
// weapon that needs an act ("drone"), or an act that needs a weapon or losses ("hit").
package trigger

import "sitmap/internal/extract/words"

// The ACLED sub-event types that the words can give.
const (
	ArmedClash   = "Armed clash"
	Regains      = "Government regains territory"
	Overtakes    = "Non-state actor overtakes territory"
	Shelling     = "Shelling/artillery/missile attack"
	AirStrike    = "Air/drone strike"
	IED          = "Remote explosive/landmine/IED"
	Grenade      = "Grenade"
	SuicideBomb  = "Suicide bomb"
	Disrupted    = "Disrupted weapons use"
	Attack       = "Attack"
	Abduction    = "Abduction/forced disappearance"
	Protest      = "Peaceful protest"
	Intervention = "Protest with intervention"
	Violent      = "Violent demonstration"
	Excessive    = "Excessive force against protesters"
	Mob          = "Mob violence"
	Arrests      = "Arrests"
	Looting      = "Looting/property destruction"
	Chemical     = "Chemical weapon"
	Transfer     = "Non-violent transfer of territory"
)

// Kind says how far a word is an event by itself.
type Kind uint8

// The kinds of words.
const (
	Act     Kind = iota // an event by itself
	Weapon              // needs an act or losses
	Verb                // an act of no type: needs a weapon or losses
	Down                // shooting down: with a weapon it is Disrupted
	Mourn               // a commemoration: the deaths it tells of happened elsewhere
	Planned             // training, plans, fears: no event
	Civil               // sport, weather, traffic, courts of trade: no event of a conflict unless a weapon is named
	Damage              // a target damaged or on fire: an event only when no words for the attack are near
	Bodies              // bodies were found: the killing itself is not told
	Gang                // gunmen, gangs: turns an act of no type into Attack
)

// Found is a trigger word in a report.
type Found struct {
	Type        string
	Kind        Kind
	First, Last int // words, half open
}

// Find gives the triggers of words first to last from left to right.
func Find(d *words.Doc, first, last int) []Found {
	var out []Found
	for _, h := range table.Find(d, first, last) {
		if partOfName(d, h.First) {
			continue
		}
		out = append(out, Found{h.Value.typ, h.Value.kind, h.First, h.Last})
	}
	return out
}

// partOfName reports a capital inside a Latin sentence: "the Liberation Army".
func partOfName(d *words.Doc, i int) bool {
	w := d.Words[i]
	if !w.Cap || w.Low == "" || w.Low[0] >= 0x80 || i == d.Sents[w.Sent].First || i > 0 && d.IsMark(i-1) {
		return false
	}
	raw := d.Text[w.Start:w.End]
	return len(raw) > 1 && raw[1] >= 'a' && raw[1] <= 'z'
}

// Decide gives the type of an event from the triggers of its clause, nearest to word at,
// and the trigger that decided; ok is false when they make no event. losses says that
// people were hurt in the same clause.
func Decide(found []Found, at int, losses bool) (typ string, by Found, ok bool) {
	weapon, act, verb, down, gang := nearest(found, at, Weapon), nearest(found, at, Act), nearest(found, at, Verb), nearest(found, at, Down), nearest(found, at, Gang)
	if nearest(found, at, Mourn) != nil || act == nil && nearest(found, at, Planned) != nil || weapon == nil && nearest(found, at, Civil) != nil {
		return "", Found{}, false
	}
	switch {
	case down != nil && (weapon != nil || act != nil && isRemote(act.Type)):
		return Disrupted, *down, true
	case act != nil && act.Type == ArmedClash && weapon != nil && verb != nil && distance(*act, at) > 2+distance(*weapon, at):
		return weapon.Type, *weapon, true
	case act != nil && act.Type == Shelling && weapon != nil && weapon.Type == AirStrike && near(*act, *weapon, 4):
		return AirStrike, *weapon, true
	case act != nil && act.Type == Attack && weapon != nil && near(*act, *weapon, 5):
		return weapon.Type, *weapon, true
	case act != nil && act.Type == Protest:
		for i := range found {
			if t := &found[i]; t.Kind == Act && (t.Type == Intervention || t.Type == Violent) {
				return t.Type, *t, true
			}
		}
		return act.Type, *act, true
	case act != nil:
		return act.Type, *act, true
	case gang != nil && (verb != nil || losses):
		return Attack, *gang, true
	case weapon != nil && (verb != nil || losses):
		return weapon.Type, *weapon, true
	case nearest(found, at, Damage) != nil:
		by := *nearest(found, at, Damage)
		return by.Type, by, true
	case verb != nil && losses:
		return Attack, *verb, true
	case losses && nearest(found, at, Bodies) != nil:
		by := *nearest(found, at, Bodies)
		return by.Type, by, true
	}
	return "", Found{}, false
}

func isRemote(t string) bool { return t == AirStrike || t == Shelling }

func near(a, b Found, n int) bool {
	return a.First-b.Last <= n && b.First-a.Last <= n
}

func distance(f Found, at int) int {
	switch {
	case at < f.First:
		return f.First - at
	case at >= f.Last:
		return at - f.Last + 1
	}
	return 0
}

func nearest(found []Found, at int, k Kind) *Found {
	var best *Found
	for i := range found {
		if found[i].Kind == k && (best == nil || distance(found[i], at) < distance(*best, at)) {
			best = &found[i]
		}
	}
	return best
}

// Class groups sub-event types between which careful coders differ.
type Class uint8

// The classes.
const (
	ClassBattle Class = iota
	ClassRemote
	ClassCivilian
	ClassProtest
	ClassOther
)

// ClassOf gives the class of a sub-event type.
func ClassOf(typ string) Class {
	switch typ {
	case ArmedClash, Regains, Overtakes, Transfer:
		return ClassBattle
	case Shelling, AirStrike, IED, Grenade, SuicideBomb, Disrupted, Chemical:
		return ClassRemote
	case Attack, Abduction:
		return ClassCivilian
	case Protest, Intervention, Violent, Mob, Excessive:
		return ClassProtest
	}
	return ClassOther
}
