package table

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"sitmap/internal/event"
)

// violenceOf gives UCDP's type of violence where the type tells it: an attack on
// civilians is one-sided. Whether a clash is state-based its type does not say.
func violenceOf(t string) string {
	if event.ACLEDType(t) == event.Civilians {
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
