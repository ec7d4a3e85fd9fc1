package event

import (
	"errors"

	"sitmap/internal/edtf"
)

// EDTF writes the interval as an EDTF level 1 date: a written date plain, a date counted
// from the publication plain, an assumed one with "?"; an unknown end is left empty. It is
// "" when neither end is known.
func (v Interval) EDTF() string {
	if v.Start.IsZero() && v.End.IsZero() {
		return ""
	}
	q := edtf.Sure
	if v.Basis == BasisAssumed {
		q = edtf.Uncertain
	}
	return edtf.Between(edtf.Day(v.Start), edtf.Day(v.End), q).String()
}

// ParseEDTF reads an EDTF level 1 date as an interval with an explicit basis: the first and the
// last day that it can mean. The words are kept as the interval's text.
func ParseEDTF(s string) (Interval, error) {
	v, err := edtf.Parse(s)
	if err != nil {
		return Interval{}, err
	}
	iv, err := ofValue(v)
	iv.Text = s
	return iv, err
}

var errFarYear = errors.New("only the years 0 to 9999 can be stored")

func ofValue(v edtf.Value) (Interval, error) {
	from, to, _, _ := v.Bounds()
	if min(from.Year, to.Year) < 0 || max(from.Year, to.Year) > 9999 {
		return Interval{}, errFarYear
	}
	iv := Interval{Start: Date(from), End: Date(to), Precision: PrecisionUnknown, Basis: BasisExplicit}
	if v.Interval {
		if !iv.Start.IsZero() && !iv.End.IsZero() {
			iv.Precision = PrecisionOf(iv.Start, iv.End)
		}
		return iv, nil
	}
	switch d := v.Start; {
	case d.Time != "":
		iv.Precision = PrecisionHour
	case d.Month >= 21:
		iv.Precision = PrecisionSeason
	case d.Day > 0:
		iv.Precision = PrecisionDay
	case d.Month > 0:
		iv.Precision = PrecisionMonth
	case d.YearX == 0:
		iv.Precision = PrecisionYear
	}
	return iv, nil
}

// PrecisionOf names the precision of an interval by its length.
func PrecisionOf(from, to Date) TimePrecision {
	switch days := to.DayNumber() - from.DayNumber(); {
	case days < 1:
		return PrecisionDay
	case days < 8:
		return PrecisionWeek
	case days < 32:
		return PrecisionMonth
	case days < 100:
		return PrecisionSeason
	}
	return PrecisionYear
}
