package event

import (
	"maps"
	"slices"
)

// The kinds of sides; they follow ACLED's interaction codes.
const (
	KindState      = "state"
	KindPolice     = "police"
	KindExternal   = "external" // another state's forces, a peace mission
	KindRebel      = "rebel"
	KindMilitia    = "militia"
	KindCommunal   = "communal"
	KindProtesters = "protesters"
	KindCivilians  = "civilians"
	KindUnknown    = "unknown"
)

// The event types of ACLED (codebook of 2023).
const (
	Battles    = "Battles"
	Explosions = "Explosions/Remote violence"
	Civilians  = "Violence against civilians"
	Protests   = "Protests"
	Riots      = "Riots"
	Strategic  = "Strategic developments"
)

//nolint:gochecknoglobals // table, never written
var acledTypes = map[string]string{
	"Armed clash": Battles, "Government regains territory": Battles, "Non-state actor overtakes territory": Battles,
	"Air/drone strike": Explosions, "Shelling/artillery/missile attack": Explosions, "Remote explosive/landmine/IED": Explosions,
	"Suicide bomb": Explosions, "Grenade": Explosions, "Chemical weapon": Explosions,
	"Attack": Civilians, "Abduction/forced disappearance": Civilians, "Sexual violence": Civilians,
	"Peaceful protest": Protests, "Protest with intervention": Protests, "Excessive force against protesters": Protests,
	"Violent demonstration": Riots, "Mob violence": Riots,
	"Agreement": Strategic, "Arrests": Strategic, "Change to group/activity": Strategic, "Disrupted weapons use": Strategic,
	"Headquarters or base established": Strategic, "Looting/property destruction": Strategic, "Non-violent transfer of territory": Strategic, "Other": Strategic,
}

// ACLEDType gives ACLED's event type of a sub-event type ("Armed clash": [Battles]), "" for
// a type that ACLED does not know.
func ACLEDType(subEvent string) string { return acledTypes[subEvent] }

// SubEventTypes lists ACLED's sub-event types in the order of the alphabet.
func SubEventTypes() []string { return slices.Sorted(maps.Keys(acledTypes)) }

// Violence is UCDP's type of violence.
type Violence int

// The types; zero is not known, or no event for UCDP.
const (
	StateBased Violence = 1
	NonState   Violence = 2
	OneSided   Violence = 3
)

// Violence gives UCDP's type of violence from the kinds of the sides. It needs at least one
// death, and sides that are known: two organised ones, or one that kills civilians.
func (e Event) Violence() Violence {
	k := e.Casualties.Killed
	if k == nil || k.Min == nil && (k.Max == nil || *k.Max < 1) || k.Min != nil && *k.Min < 1 {
		return 0
	}
	states, groups, civilians := 0, 0, ACLEDType(e.Type) == Civilians
	for _, a := range e.Actors {
		switch a.Kind {
		case KindState, KindPolice, KindExternal:
			states++
		case KindRebel, KindMilitia, KindCommunal:
			groups++
		case KindCivilians:
			civilians = true
		}
	}
	switch {
	case states > 0 && groups > 0, states > 1:
		return StateBased
	case groups > 1:
		return NonState
	case states+groups == 1 && civilians:
		return OneSided
	}
	return 0
}
