package table

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"sitmap/internal/event"
)

// eventTypes gives ACLED's event type of each of its sub-event types.
var eventTypes = map[string]string{
	"Government regains territory": "Battles", "Non-state actor overtakes territory": "Battles", "Armed clash": "Battles",
	"Chemical weapon": "Explosions/Remote violence", "Air/drone strike": "Explosions/Remote violence", "Suicide bomb": "Explosions/Remote violence",
	"Shelling/artillery/missile attack": "Explosions/Remote violence", "Remote explosive/landmine/IED": "Explosions/Remote violence", "Grenade": "Explosions/Remote violence",
	"Sexual violence": "Violence against civilians", "Attack": "Violence against civilians", "Abduction/forced disappearance": "Violence against civilians",
	"Peaceful protest": "Protests", "Protest with intervention": "Protests", "Excessive force against protesters": "Protests",
	"Violent demonstration": "Riots", "Mob violence": "Riots",
	"Agreement": "Strategic developments", "Arrests": "Strategic developments", "Change to group/activity": "Strategic developments",
	"Disrupted weapons use": "Strategic developments", "Headquarters or base established": "Strategic developments",
	"Looting/property destruction": "Strategic developments", "Non-violent transfer of territory": "Strategic developments", "Other": "Strategic developments",
}

// violenceOf gives UCDP's type of violence where the type tells it: an attack on
// civilians is one-sided. Whether a clash is state-based its type does not say.
func violenceOf(t string) string {
	if eventTypes[t] == "Violence against civilians" {
		return "3"
	}
	return ""
}

// datePrec gives UCDP's date_prec: 1 the day, 2 two to six days, 3 a week, 4 a month, 5 up to a year.
func datePrec(w event.Interval) string {
	if w.Start.IsZero() || w.End.IsZero() {
		return ""
	}
	switch n := w.End.DayNumber() - w.Start.DayNumber(); {
	case n == 0:
		return "1"
	case n < 6:
		return "2"
	case n < 7:
		return "3"
	case n < 31:
		return "4"
	}
	return "5"
}

// timePrec gives ACLED's time_precision: 1 the day, 2 the week, 3 the month.
func timePrec(w event.Interval) string {
	if w.Start.IsZero() || w.End.IsZero() {
		return ""
	}
	switch n := w.End.DayNumber() - w.Start.DayNumber(); {
	case n == 0:
		return "1"
	case n < 7:
		return "2"
	}
	return "3"
}

// countryName writes an ISO code as the country's English name.
func countryName(iso string) string {
	r, err := language.ParseRegion(iso)
	if err != nil {
		return ""
	}
	return display.English.Regions().Name(r)
}
