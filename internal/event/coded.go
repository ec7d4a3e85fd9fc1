package event

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

// ACLEDType gives ACLED's event type of a sub-event type ("Armed clash": "Battles"), "" for
// a type that ACLED does not know.
func ACLEDType(subEvent string) string {
	switch subEvent {
	case "Armed clash", "Government regains territory", "Non-state actor overtakes territory":
		return "Battles"
	case "Air/drone strike", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Suicide bomb", "Grenade", "Chemical weapon":
		return "Explosions/Remote violence"
	case "Attack", "Abduction/forced disappearance", "Sexual violence":
		return "Violence against civilians"
	case "Peaceful protest", "Protest with intervention", "Excessive force against protesters":
		return "Protests"
	case "Violent demonstration", "Mob violence":
		return "Riots"
	case "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use", "Headquarters or base established",
		"Looting/property destruction", "Non-violent transfer of territory", "Other":
		return "Strategic developments"
	}
	return ""
}

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
	states, groups, civilians := 0, 0, ACLEDType(e.Type) == "Violence against civilians"
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
