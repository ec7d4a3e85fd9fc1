package event

import "testing"

func TestEDTF(t *testing.T) {
	day := func(s string) Date {
		d, err := ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		in   Interval
		want string
	}{
		{Interval{}, ""},
		{Interval{Start: day("2024-12-14"), End: day("2024-12-15"), Basis: BasisRelative}, "2024-12-14/2024-12-15"},
		{Interval{Start: day("2024-12-16"), End: day("2024-12-16"), Basis: BasisExplicit}, "2024-12-16"},
		{Interval{Start: day("2024-08-01"), End: day("2024-08-31"), Basis: BasisExplicit}, "2024-08"},
		{Interval{Start: day("2024-12-15"), End: day("2024-12-17"), Basis: BasisAssumed}, "2024-12-15?/2024-12-17?"},
		{Interval{End: day("2024-12-17"), Basis: BasisRelative}, "/2024-12-17"},
	} {
		got := c.in.EDTF()
		if got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
		if got == "" {
			continue
		}
		back, err := ParseEDTF(got)
		if err != nil || back.Start != c.in.Start || back.End != c.in.End {
			t.Errorf("%q is read as %v (%v)", got, back, err)
		}
	}
}

func TestParseEDTFPrecision(t *testing.T) {
	for in, want := range map[string]TimePrecision{
		"2024-12-14T06:00:00Z": PrecisionHour, "2024-12-14~": PrecisionDay, "2024-12-XX": PrecisionMonth, "2024-12": PrecisionMonth, "2024-21": PrecisionSeason, "2024": PrecisionYear,
		"2024-12-10/2024-12-14": PrecisionWeek, "2024-12-10/..": PrecisionUnknown, "19XX": PrecisionUnknown,
	} {
		iv, err := ParseEDTF(in)
		if err != nil || iv.Precision != want || iv.Basis != BasisExplicit || iv.Text != in {
			t.Errorf("%s: got %+v (%v), want %s", in, iv, err, want)
		}
	}
	if _, err := ParseEDTF("yesterday"); err == nil {
		t.Error("yesterday was read")
	}
}
